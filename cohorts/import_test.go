package cohorts_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"soundings/cohorts"
	"soundings/cohorts/base"
	"soundings/cohorts/base/expect"
	"soundings/cohorts/upload"
	"soundings/server/services/servicestest"
	"soundings/server/store"
	"soundings/server/store/engine"
)

// file returns a CSV file with a row for each of n patients.
func file(n int, site string) string {
	var b strings.Builder
	b.WriteString("ref,group,name,email,site\n")
	for i, ref := range refs(n) {
		fmt.Fprintf(&b, "%s,patient,Name %d,p%d@example.org,%s\n", ref, i, i, site)
	}
	return b.String()
}

func (c *clinic) load(text string, dryRun bool) cohorts.ImportReport {
	return must(c.Cohorts.Import(c.ctx, strings.NewReader(text), dryRun))
}

// outcome returns a report as "rows: added changed unchanged".
func outcome(r cohorts.ImportReport) string {
	return fmt.Sprintf("%d: %d %d %d", r.Rows, r.Added, r.Changed, r.Unchanged)
}

// kept returns the number of participants, and of those at a site.
func (c *clinic) kept(site string) (all, there int) {
	for p, err := range c.Cohorts.EveryParticipant(c.ctx, cohorts.ParticipantQuery{}) {
		must(0, err)
		all++
		if p.Attributes["site"] == site {
			there++
		}
	}
	return all, there
}

// unfinished returns the number of imports under way and of chunks of rows that are kept.
func (c *clinic) unfinished(t *testing.T) int {
	t.Helper()
	n := len(c.Documents(t, "import_rows"))
	for _, job := range must(c.Cohorts.Imports().List(c.ctx)) {
		if job.State != upload.Finished {
			n++
		}
	}
	return n
}

// An import goes in as a whole: in a dry run not at all, the second time nothing changes, and columns that a file does
// not have stay as they are.
func TestImport(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		const n = 2100 // several chunks
		expect.Equal(t, "dry run", outcome(c.load(file(n, "north"), true)), "2100: 2100 0 0")
		all, _ := c.kept("")
		expect.Equal(t, "kept by a dry run", all+c.unfinished(t), 0)

		expect.Equal(t, "first", outcome(c.load(file(n, "north"), false)), "2100: 2100 0 0")
		expect.Equal(t, "again", outcome(c.load(file(n, "north"), false)), "2100: 0 0 2100")
		expect.Equal(t, "others", outcome(c.load(file(n+10, "north"), true)), "2110: 10 0 2100")
		expect.Equal(t, "moved", outcome(c.load(file(10, "south"), false)), "10: 0 10 0")

		expect.Equal(t, "fewer columns", outcome(c.load("ref,phone\nP-0001,615-555-0134\nP-0002,\n", false)), "2: 0 1 1")
		p := must(c.Cohorts.Participant(c.ctx, "P-0001"))
		expect.Equal(t, "what stayed", fmt.Sprint(p.Name, p.Email, p.Phone, p.Group, p.Attributes), "Name 0p0@example.org615-555-0134patientmap[site:south]")
		expect.Equal(t, "an empty cell", outcome(c.load("ref,site\nP-0001,\n", false)), "1: 0 0 1")
		erased := must(c.Cohorts.ImportRead(c.ctx, strings.NewReader("ref,site\nP-0001,\n"), cohorts.Reading{Erase: true}, false))
		expect.Equal(t, "an empty cell that erases", outcome(erased), "1: 0 1 0")
		expect.Equal(t, "emptied", len(must(c.Cohorts.Participant(c.ctx, "P-0001")).Attributes), 0)

		all, north := c.kept("north")
		expect.Equal(t, "in the end", []int{all, north}, []int{n, n - 10})
		expect.Equal(t, "under way", c.unfinished(t), 0)
	})
}

// With one bad row nothing of a file is kept. Each bad cell is named with its line, its column and what is wrong.
func TestImportAllOrNone(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		text := file(600, "north") + "P-0601,friend,Last,not-an-address,north\n,patient,,,\nP-0602,patient,,,\n"
		report := c.load(text, false)
		var wrong []string
		for _, e := range report.Errors {
			wrong = append(wrong, fmt.Sprintf("%d %s %s", e.Line, e.Column, e.Text.ID))
		}
		expect.Equal(t, "wrong", strings.Join(wrong, ", "), "602 group error.oneof, 602 email error.email, 603 ref error.required")
		expect.Equal(t, "report", outcome(report), "603: 0 0 0")
		all, _ := c.kept("")
		expect.Equal(t, "kept", all+c.unfinished(t), 0)

		expect.Equal(t, "no group for somebody new", len(c.load("ref\nnew\n", false).Errors), 1)
		expect.Equal(t, "only a header", outcome(c.load("ref,group\n", false)), "0: 0 0 0")
		expect.Equal(t, "under way", c.unfinished(t), 0)
	})
}

var errStopped = errors.New("the power is off")

// stopping is a store that fails once it has applied so many chunks.
type stopping struct {
	*store.Store
	chunks atomic.Int64
}

func (s *stopping) ApplyImport(ctx context.Context, job cohorts.Import, changed []cohorts.Participant) error {
	if s.chunks.Add(-1) < 0 {
		return errStopped
	}
	return s.Store.ApplyImport(ctx, job, changed)
}

// interrupted starts an import that stops after some of its chunks.
func (c *clinic) interrupted(t *testing.T, text string, chunks int64) {
	t.Helper()
	dying := *c.Cohorts
	last := &stopping{Store: c.Store}
	last.chunks.Store(chunks)
	dying.Store = last
	if _, err := dying.Import(c.ctx, strings.NewReader(text), false); !errors.Is(err, errStopped) {
		t.Fatalf("the import was not stopped: %v", err)
	}
}

// An import that stopped between two chunks is resumed there, by one server or by several at once.
func TestImportResumes(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		for n, servers := range []int{1, 3} {
			site := fmt.Sprint("site ", n)
			c.interrupted(t, file(2000, site), 2)
			_, there := c.kept(site)
			expect.Equal(t, "before", there, 2*upload.Chunk)
			expect.Equal(t, "somebody may still be at it", c.Cohorts.Imports().Resume(c.ctx), nil)
			expect.Equal(t, "left alone", c.unfinished(t), 2)
			c.Clock.Advance(time.Minute)
			errs := servicestest.Together(servers, func(int) error { return c.Another(t).Cohorts.Imports().Resume(c.ctx) })
			expect.Equal(t, "resumed", errors.Join(errs...), nil)
			all, there := c.kept(site)
			expect.Equal(t, "after", []int{all, there}, []int{2000, 2000})
			expect.Equal(t, "under way", c.unfinished(t), 0)
			for _, p := range must(c.Store.Participants(c.ctx, "P-0001", "P-0900", "P-2000")) {
				expect.Equal(t, "changed so often", p.Version, int64(n+1))
			}
		}
	})
}

// When a participant is changed during an import, the columns of the import win and the other fields stay.
func TestImportBesideOtherWork(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		c.load(file(600, "north"), false)
		errs := servicestest.Together(3, func(n int) error {
			if n == 0 {
				_, err := c.Cohorts.Import(c.ctx, strings.NewReader("ref,site\n"+strings.Join(refs(600), ",south\n")+",south\n"), false)
				return err
			}
			for _, ref := range refs(600)[:25*n] {
				p, err := c.Cohorts.Participant(c.ctx, ref)
				if err == nil {
					p.Phone = "615-555-0134"
					err = c.Store.SaveParticipants(c.ctx, []cohorts.Participant{p})
				}
				if err != nil && !base.IsCode(err, base.Conflict) {
					return err
				}
			}
			return nil
		})
		expect.Equal(t, "faults", errors.Join(errs...), nil)
		all, south := c.kept("south")
		expect.Equal(t, "moved", []int{all, south}, []int{600, 600})
	})
}

// Rows that nobody confirms are deleted after an hour, and so are rows that a stop left without an import.
func TestRowsAreForgotten(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		job, _, err := c.Cohorts.Imports().Upload(c.ctx, "people.csv", strings.NewReader(file(2000, "north")))
		if err != nil || job.State != upload.Waiting || outcome(job.Report) != "2000: 2000 0 0" {
			t.Fatal(job, err)
		}
		documents := strings.Join(c.Documents(t), "\n")
		expect.Equal(t, "in the open", strings.Contains(documents, "p1@example.org"), false)
		c.Clock.Advance(59 * time.Minute)
		expect.Equal(t, "swept", c.Cohorts.Imports().Sweep(c.ctx), nil)
		expect.Equal(t, "kept for an hour", len(c.Documents(t, "import_rows")), 3)
		var orphan []engine.Change
		for _, doc := range c.Documents(t, "import_rows")[:1] {
			raw := slices.Clone([]byte(doc))
			at := strings.Index(doc, job.ID)
			copy(raw[at:], strings.Repeat("0", len(job.ID))) // rows of an import that is not there
			orphan = append(orphan, engine.Change{Op: engine.Insert, Collection: "import_rows", ID: strings.Repeat("0", len(job.ID)) + "/000000", Doc: raw})
		}
		expect.Equal(t, "orphans", c.Engine.Write(c.ctx, orphan), nil)
		c.Clock.Advance(2 * time.Minute)
		expect.Equal(t, "swept", c.Cohorts.Imports().Sweep(c.ctx), nil)
		expect.Equal(t, "under way", c.unfinished(t), 0)
	})
}
