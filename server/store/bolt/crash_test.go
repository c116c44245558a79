package bolt

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"go.mongodb.org/mongo-driver/bson"

	"soundings/server/store/engine"
)

// childPath tells the test binary, started anew, to be the process that is killed, and where its file is.
const childPath = "SOUNDINGS_TEST_CRASH"

var crashCollections = []engine.Collection{{Name: "visits", Indexes: []engine.Index{
	{Name: "ref", Fields: []string{"ref"}, Unique: true},
	{Name: "group", Fields: []string{"group", "n"}},
}}}

func TestMain(m *testing.M) {
	if path := os.Getenv(childPath); path != "" {
		writeUntilKilled(path)
		return
	}
	os.Exit(m.Run())
}

// writeUntilKilled inserts lists of three visits, by many writers, and prints the name of each list once it is kept.
func writeUntilKilled(path string) {
	db, err := Open(context.Background(), Options{Path: path, Collections: crashCollections})
	if err != nil {
		fmt.Println("error:", err)
		return
	}
	run := time.Now().UnixNano()
	var wg sync.WaitGroup
	for w := range 16 {
		wg.Go(func() {
			for n := 0; ; n++ {
				list := fmt.Sprintf("%d-%d-%d", run, w, n)
				if err := db.Write(context.Background(), crashList(list)); err != nil {
					fmt.Println("error:", err)
					return
				}
				fmt.Println(list)
			}
		})
	}
	wg.Wait()
}

func crashList(list string) []engine.Change {
	var changes []engine.Change
	for n := range 3 {
		id := fmt.Sprintf("%s/%d", list, n)
		doc, _ := bson.Marshal(bson.D{
			{Key: "_id", Value: id}, {Key: "version", Value: int64(1)}, {Key: "ref", Value: id},
			{Key: "group", Value: list}, {Key: "n", Value: n}, {Key: "text", Value: strings.Repeat("x", 200)},
		})
		changes = append(changes, engine.Change{Op: engine.Insert, Collection: "visits", ID: id, Doc: doc})
	}
	return changes
}

// A killed process loses nothing that it has acknowledged, and leaves no list half done.
func TestKilled(t *testing.T) {
	path := filepath.Join(t.TempDir(), "soundings.db")
	acknowledged := map[string]bool{}
	for range 3 {
		killInTheMiddle(t, path, acknowledged)
	}
	db, err := Open(t.Context(), Options{Path: path, Collections: crashCollections})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close(context.Background())
	parts := map[string]int{}
	err = db.Snapshot(t.Context(), func(_ string, doc bson.Raw) error {
		list := doc.Lookup("group").StringValue()
		parts[list]++
		delete(acknowledged, list)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for list := range acknowledged {
		t.Errorf("list %s was acknowledged and is not there", list)
	}
	for list, n := range parts {
		page, err := db.Find(t.Context(), engine.Query{Collection: "visits", Index: "group", Equal: []any{list}})
		if err != nil || n != 3 || len(page.Docs) != 3 {
			t.Errorf("of list %s there are %d documents, %d by index (%v), not 3", list, n, len(page.Docs), err)
		}
	}
	t.Logf("%d lists are there", len(parts))
}

// killInTheMiddle starts the child, notes the lists that it acknowledges, and kills it while it writes.
func killInTheMiddle(t *testing.T, path string, acknowledged map[string]bool) {
	t.Helper()
	child := exec.Command(os.Args[0])
	child.Env = append(os.Environ(), childPath+"="+path)
	out, err := child.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	lines, before := bufio.NewScanner(out), len(acknowledged)
	for lines.Scan() {
		if strings.HasPrefix(lines.Text(), "error:") {
			t.Error(lines.Text())
		}
		acknowledged[lines.Text()] = true
		if len(acknowledged) == before+200 {
			if err := child.Process.Kill(); err != nil {
				t.Fatal(err)
			}
		}
	}
	var exit *exec.ExitError
	if err := child.Wait(); !errors.As(err, &exit) {
		t.Fatalf("the child was not killed: %v", err)
	}
}
