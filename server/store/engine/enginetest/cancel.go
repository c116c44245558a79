package enginetest

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"time"

	"go.mongodb.org/mongo-driver/bson"

	"soundings/server/store/engine"
)

var cancelTests = []test{
	{"a cancelled call does nothing", func(s *suite) {
		s.open().write(insert("a"))
		ctx, cancel := context.WithCancel(s.ctx())
		cancel()
		is(s, s.Write(ctx, []engine.Change{replace("a", 1)}), context.Canceled)
		is(s, s.Write(ctx, []engine.Change{note("n"), replace("a", 1)}), context.Canceled)
		_, err := s.Get(ctx, "visits", "a")
		is(s, err, context.Canceled)
		_, err = s.Find(ctx, engine.Query{Collection: "visits"})
		is(s, err, context.Canceled)
		_, err = s.Count(ctx, engine.Query{Collection: "visits"}, 1)
		is(s, err, context.Canceled)
		is(s, s.Snapshot(ctx, func(string, bson.Raw) error { return nil }), context.Canceled)
		is(s, s.Ping(ctx), context.Canceled)
		s.versions(map[string]int64{"a": 1})
	}},
	{"a snapshot ends when it is cancelled", func(s *suite) {
		s.open().write(insert("a"), insert("b"), insert("c"))
		ctx, cancel := context.WithCancel(s.ctx())
		is(s, s.Snapshot(ctx, func(string, bson.Raw) error { cancel(); return nil }), context.Canceled)
	}},
	{"a call whose time is over says so", func(s *suite) {
		s.open()
		ctx, cancel := context.WithTimeout(s.ctx(), time.Nanosecond)
		defer cancel()
		<-ctx.Done()
		is(s, s.Write(ctx, []engine.Change{insert("a")}), context.DeadlineExceeded)
		_, err := s.Get(ctx, "visits", "a")
		is(s, err, context.DeadlineExceeded)
	}},
	{"a write cancelled on its way is done as a whole or not at all", func(s *suite) {
		s.open()
		together(8, func(w int) {
			for n := range 20 {
				id := fmt.Sprintf("%d-%02d", w, n)
				ctx, cancel := context.WithTimeout(s.ctx(), rand.N(4*time.Millisecond))
				err := s.Write(ctx, []engine.Change{insert(id), insert(id + "x")})
				cancel()
				if err != nil && !errors.Is(err, context.DeadlineExceeded) {
					s.Errorf("error is %v", err)
				}
				if err == nil && s.version(id) != 1 {
					s.Errorf("%s was acknowledged and is not there", id)
				}
			}
		})
		s.write(insert("after"))
		s.eventually(func() bool {
			page, err := s.Find(s.ctx(), engine.Query{Collection: "visits"})
			s.ok(err)
			halves := map[string]int{}
			for _, id := range ids(page.Docs) {
				halves[id[:min(4, len(id))]]++
			}
			delete(halves, "afte")
			for _, n := range halves {
				if n != 2 {
					return false
				}
			}
			return true
		})
	}},
}

// eventually waits until what a cancelled call has left behind has come to its end.
func (s *suite) eventually(ok func() bool) {
	s.Helper()
	for range 50 {
		if ok() {
			return
		}
		time.Sleep(20 * time.Millisecond)
	}
	s.Error("it did not come to be")
}
