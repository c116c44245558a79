package main

import (
	"fmt"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"

	"go.mongodb.org/mongo-driver/bson"

	"soundings/server/needs"
	"soundings/server/store"
	"soundings/server/store/engine"
)

// grow puts many documents into the database of a server, as they are.
func (s *server) grow(t *testing.T, documents int) {
	t.Helper()
	pad := strings.Repeat("x", 4000)
	for n := 0; n < documents; n += 500 {
		var changes []engine.Change
		for i := range 500 {
			id := fmt.Sprintf("grown-%06d", n+i)
			doc, err := bson.Marshal(bson.D{{Key: "_id", Value: id}, {Key: "version", Value: int64(1)}, {Key: "schema", Value: 1}, {Key: "pad", Value: pad}})
			if err != nil {
				t.Fatal(err)
			}
			changes = append(changes, engine.Change{Op: engine.Insert, Collection: "attributes", ID: id, Doc: doc})
		}
		if err := s.app.db.Write(t.Context(), changes); err != nil {
			t.Fatal(err)
		}
	}
}

// killed runs a command in a process of its own, and kills it as soon as it is so far.
func killed(t *testing.T, soFar func() bool, args ...string) {
	t.Helper()
	command := exec.Command(os.Args[0])
	command.Env = append(os.Environ(), serveVariable+"="+strings.Join(args, "\n"))
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	eventually(t, "it is so far", soFar)
	_ = command.Process.Kill()
	if err := command.Wait(); err == nil {
		t.Fatal("it was done before it was killed")
	}
}

// A copy that was killed goes on where it has stopped, into a folder and into MongoDB, and is then whole.
func TestCopySurvivesKills(t *testing.T) {
	needs.Time(t)
	const grown, enough, kills = 20_000, 4000, 2
	onBothAtOnce(t, func(t *testing.T, at place) {
		s := start(t, at.with()...)
		s.addPeople(t, "p-1", "p-2")
		s.grow(t, grown)
		secret, to := s.app.db.secret, folder(t)
		target, args := to.path(""), to.with("--secret", secret)
		if at.name == "bolt" {
			target = mongodbURI(t)
			args = []string{"--mongodb", target, "--secret", secret}
		}
		left := func() []string { return draftsOf(to.path(databaseFile)) }
		there := func() int { // how many documents are in the target, as far as can be seen while somebody else writes it
			if at.name == "bolt" {
				db, err := openMongoDB(t.Context(), target, "", "", s.log)
				if err != nil {
					t.Fatal(err)
				}
				defer db.Close(t.Context())
				n, err := db.Count(t.Context(), engine.Query{Collection: "attributes"}, grown)
				if err != nil {
					t.Fatal(err)
				}
				return n
			}
			for _, path := range left() {
				if info, err := os.Stat(path); err == nil {
					return int(info.Size()-(17<<20)) / 4000 // beyond what a new one takes
				}
			}
			return 0
		}
		command := at.with("copy", "--to", target)
		for n := range kills {
			killed(t, func() bool { return there() > enough*(n+1) }, command...)
			s.addPeople(t, fmt.Sprint("p-", n+3)) // meanwhile
		}
		var before os.FileInfo // of the file that goes on
		if at.name == "mongodb" {
			var err error
			if before, err = os.Stat(left()[0]); err != nil {
				t.Fatal(err)
			}
		}
		out := succeeds(t, command...)
		if !strings.Contains(out, "Copied ") {
			t.Errorf("printed %q", out)
		}
		if at.name == "mongodb" {
			if after, err := os.Stat(to.path(databaseFile)); err != nil || !os.SameFile(before, after) || len(left()) > 0 {
				t.Errorf("it began anew, %v, or left %v", err, left())
			}
		}
		copied := start(t, args...)
		copied.hasPeople(t, "p-1", "p-2", "p-3", fmt.Sprint("p-", kills+2))
		if n, err := copied.app.db.Count(t.Context(), engine.Query{Collection: "attributes"}, grown+1); err != nil || n != grown {
			t.Errorf("%d documents were copied, %v", n, err)
		}
		if acts := copied.acts(t); !slices.Contains(acts, "data.copied") {
			t.Errorf("the audit has %v", acts)
		}
	})
}

// What a copy or a restore into a folder has left is used by a copy alone, if it was one; the rest goes, but not what has
// another name, and not while somebody is at it.
func TestWhatIsLeftInAFolder(t *testing.T) {
	file, secret := backedUp(t, folder(t))
	from := folder(t)
	s := start(t, from.with("--secret", secret)...)
	s.addPeople(t, "p-1")
	for _, c := range []struct {
		about   string
		copying bool // what was left
		command []string
	}{
		{"a copy, of a copy", true, append(from.with("copy"), "--to")},
		{"a copy, of a restore", false, append(from.with("copy"), "--to")},
		{"a restore, of a copy", true, []string{"restore", file, "--without-removals", "--data"}},
	} {
		to := folder(t)
		if err := makeFolder(to.path("")); err != nil {
			t.Fatal(err)
		}
		m := newMain()
		if err := m.ParseFlags([]string{"recount"}); err != nil {
			t.Fatal(err)
		}
		draft, db, err := m.openDraft(t.Context(), to.path(databaseFile), c.copying)
		if err != nil {
			t.Fatal(err)
		}
		claim, err := claimOf(c.copying)
		if err != nil {
			t.Fatal(err)
		}
		stale := engine.Change{Op: engine.Insert, Collection: "participants", ID: "stale", Doc: staleDocument(t)}
		if err := db.Write(t.Context(), []engine.Change{{Op: engine.Insert, Collection: markCollection, ID: markID, Doc: claim}, stale}); err != nil {
			t.Fatal(err)
		}
		fails(t, 1, "is under way", append(c.command, to.path(""))...)
		if err := db.Close(t.Context()); err != nil {
			t.Fatal(err)
		}
		_ = draft.File.Close()
		for name, content := range map[string]string{".soundings.db.1": "not a database", ".soundings.db.old": "somebody's own"} {
			if err := os.WriteFile(to.path(name), []byte(content), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		succeeds(t, append(c.command, to.path(""))...)
		if left := draftsOf(to.path(databaseFile)); len(left) > 0 || !exists(to.path(".soundings.db.old")) {
			t.Errorf("%s: left are %v", c.about, left)
		}
		copied := start(t, to.with()...)
		copied.hasPeople(t, "p-1")
		if docs, err := copied.app.db.Get(t.Context(), "participants", "stale"); err != nil || docs[0] != nil {
			t.Errorf("%s: what was left there is there still: %v", c.about, err)
		}
		copied.stop(t)
	}
}

func staleDocument(t *testing.T) bson.Raw {
	t.Helper()
	raw, err := bson.Marshal(bson.D{{Key: "_id", Value: "stale"}, {Key: "version", Value: int64(1)}, {Key: "schema", Value: store.Schema}})
	if err != nil {
		t.Fatal(err)
	}
	return raw
}
