package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"go.mongodb.org/mongo-driver/bson"

	"soundings/server/store/engine"
)

const connections = 64

// recording remembers the lists of changes that a database is asked to write.
type recording struct {
	engine.Engine
	mu    sync.Mutex
	on    bool
	lists [][]engine.Change
}

func (r *recording) Write(ctx context.Context, changes []engine.Change) error {
	r.mu.Lock()
	if r.on {
		r.lists = append(r.lists, changes)
	}
	r.mu.Unlock()
	return r.Engine.Write(ctx, changes)
}

// BenchmarkSubmit measures responses submitted over HTTP by 64 connections against the engine alone, which makes the
// same documents durable with 64 writers, those of the folds in between included. "ratio" is the rate of the first over that of the second.
func BenchmarkSubmit(b *testing.B) {
	for name, at := range map[string]func(testing.TB) place{"bolt": folder, "mongodb": mongodb} {
		b.Run(name, func(b *testing.B) { benchmarkSubmit(b, at(b), at(b)) })
	}
}

func benchmarkSubmit(b *testing.B, at, other place) {
	s, recorded := startRecorded(b, at)
	c := newClient(s.BaseURL)
	_, paths := c.invite(b, b.N)
	settle(b, s)
	invited := kept(b, s)
	recorded.on = true

	b.ResetTimer()
	start := time.Now()
	form := filled().Encode()
	submitAll(b, s.Addr, paths, func(int) string { return form })
	overHTTP := time.Since(start)
	b.StopTimer()

	alone := openAlone(b, other, invited)
	lists := recorded.taken() // the responses, and what was folded meanwhile
	if submissions(lists) != b.N {
		b.Fatalf("%d lists of changes for %d responses", submissions(lists), b.N)
	}
	start = time.Now()
	atOnce(len(lists), func(i int) {
		err := alone.Write(b.Context(), lists[i])
		for errors.Is(err, engine.ErrStale) { // a fold whose facts are still on their way here
			runtime.Gosched()
			err = alone.Write(b.Context(), lists[i])
		}
		if err != nil {
			b.Error(err)
		}
	})
	byEngine := time.Since(start)
	b.ReportMetric(float64(b.N)/overHTTP.Seconds(), "responses/s")
	b.ReportMetric(float64(b.N)/byEngine.Seconds(), "engine/s")
	b.ReportMetric(byEngine.Seconds()/overHTTP.Seconds(), "ratio")
	b.ReportMetric(0, "ns/op")
}

// startRecorded starts a server over a recording.
func startRecorded(b *testing.B, at place) (*server, *recording) {
	b.Helper()
	s := newMain()
	b.Cleanup(func() { s.stop(b) })
	if err := s.ParseFlags(at.with("--listen", "127.0.0.1:0", "--api-key", testKey)); err != nil {
		b.Fatal(err)
	}
	db, err := s.openToServe(b.Context())
	if err != nil {
		b.Fatal(err)
	}
	recorded := &recording{Engine: db.Engine}
	db.Engine = recorded
	if err := s.serveDatabase(b.Context(), db); err != nil {
		b.Fatal(err)
	}
	return s, recorded
}

// settle waits until nothing is pending.
func settle(b *testing.B, s *server) {
	b.Helper()
	for {
		if n, err := s.app.Store.Fold(b.Context()); err != nil || n == 0 {
			return
		}
	}
}

// taken ends the recording and returns the lists.
func (r *recording) taken() [][]engine.Change {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.on = false
	return r.lists
}

// submissions returns how many lists keep a response.
func submissions(lists [][]engine.Change) int {
	n := 0
	for _, list := range lists {
		if list[0].Collection == "responses" {
			n++
		}
	}
	return n
}

// kept returns what inserts the invitations and the rollups that a server has now.
func kept(b *testing.B, s *server) []engine.Change {
	b.Helper()
	var changes []engine.Change
	err := s.app.db.Snapshot(b.Context(), func(collection string, doc bson.Raw) error {
		if collection == "invitations" || collection == "rollups" {
			id := doc.Lookup("_id").StringValue()
			changes = append(changes, engine.Change{Op: engine.Insert, Collection: collection, ID: id, Doc: slices.Clone(doc)})
		}
		return nil
	})
	if err != nil {
		b.Fatal(err)
	}
	return changes
}

// openAlone opens an engine with nothing around it, and puts documents in.
func openAlone(b *testing.B, at place, changes []engine.Change) engine.Engine {
	b.Helper()
	s := newMain()
	b.Cleanup(func() { s.stop(b) })
	if err := s.ParseFlags(at.with()); err != nil {
		b.Fatal(err)
	}
	db, err := s.open(b.Context(), true)
	if err != nil {
		b.Fatal(err)
	}
	for some := range slices.Chunk(changes, 500) {
		if err := db.Write(b.Context(), some); err != nil {
			b.Fatal(err)
		}
	}
	return db.Engine
}

// atOnce does something n times, as many at a time as there are connections.
func atOnce(n int, do func(i int)) { inLanes(connections, n, do) }

// inLanes does something n times, so many at a time.
func inLanes(lanes, n int, do func(i int)) {
	var next atomic.Int64
	var wg sync.WaitGroup
	for range lanes {
		wg.Go(func() {
			for i := int(next.Add(1)) - 1; i < n; i = int(next.Add(1)) - 1 {
				do(i)
			}
		})
	}
	wg.Wait()
}

// submitAll submits a form to every link, from connections that do as little as a client can.
func submitAll(b *testing.B, address string, paths []string, filled func(i int) string) {
	var next atomic.Int64
	var wg sync.WaitGroup
	for range connections {
		wg.Go(func() {
			conn, err := net.Dial("tcp", address)
			if err != nil {
				b.Error(err)
				return
			}
			defer conn.Close()
			answers := bufio.NewReader(conn)
			for i := int(next.Add(1)) - 1; i < len(paths); i = int(next.Add(1)) - 1 {
				form := filled(i)
				fmt.Fprintf(conn, "POST %s HTTP/1.1\r\nHost: %s\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: %d\r\n\r\n%s",
					paths[i], address, len(form), form)
				answer, err := http.ReadResponse(answers, nil)
				if err != nil || answer.StatusCode != http.StatusSeeOther {
					b.Errorf("a submit answered %v, %v", answer, err)
					return
				}
				_ = answer.Body.Close()
			}
		})
	}
	wg.Wait()
}

// BenchmarkStart measures a start with 100,000 participants, until /readyz answers, against one with none. "ratio" is
// the time of the first over that of the second.
func BenchmarkStart(b *testing.B) {
	empty, full := folder(b), folder(b)
	crowd(b, full, 100_000)
	timed(b, empty)
	var took [2]time.Duration
	for b.Loop() {
		took[0] += timed(b, empty)
		took[1] += timed(b, full)
	}
	b.ReportMetric(took[0].Seconds()*1000/float64(b.N), "empty-ms")
	b.ReportMetric(took[1].Seconds()*1000/float64(b.N), "full-ms")
	b.ReportMetric(took[1].Seconds()/took[0].Seconds(), "ratio")
	b.ReportMetric(0, "ns/op")
}

// crowd puts n participants into a place.
func crowd(b *testing.B, at place, n int) {
	b.Helper()
	s := newMain()
	defer s.stop(b)
	if err := s.ParseFlags(at.with("--listen", "127.0.0.1:0", "--api-key", testKey)); err != nil {
		b.Fatal(err)
	}
	if err := s.Run(b.Context()); err != nil {
		b.Fatal(err)
	}
	var table strings.Builder
	table.WriteString("ref,group,name,email,phone,age\n")
	for i := range n {
		fmt.Fprintf(&table, "P-%06d,patient,Ada Example %d,ada%d@example.org,555-0100,65-79\n", i, i, i)
	}
	if report, err := s.app.Cohorts.Import(b.Context(), strings.NewReader(table.String()), false); err != nil || report.Added != n {
		b.Fatal(report, err)
	}
}

// timed returns how long a start takes until the server is ready.
func timed(b *testing.B, at place) time.Duration {
	b.Helper()
	s := newMain()
	defer s.stop(b)
	start := time.Now()
	if err := s.ParseFlags(at.with("--listen", "127.0.0.1:0")); err != nil {
		b.Fatal(err)
	}
	if err := s.Run(b.Context()); err != nil {
		b.Fatal(err)
	}
	if status, _, err := newClient(s.BaseURL).page(b.Context(), "/readyz"); err != nil || status != http.StatusOK {
		b.Fatal(status, err)
	}
	return time.Since(start)
}
