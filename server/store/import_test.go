package store_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"soundings/cohorts"
	"soundings/cohorts/base"
	"soundings/cohorts/upload"
	"soundings/server/store"
)

// file is a CSV file with a row for each of n patients.
func file(n int, site string) string {
	var b strings.Builder
	b.WriteString("ref,group,name,email,site\n")
	for i, ref := range refs(n) {
		fmt.Fprintf(&b, "%s,patient,Name %d,p%d@example.org,%s\n", ref, i, i, site)
	}
	return b.String()
}

func (c *clinic) load(text string, dryRun bool) cohorts.ImportReport {
	return must(c.people.Import(c.ctx, strings.NewReader(text), dryRun))
}

// outcome is a report as rows: added, changed, unchanged.
func outcome(r cohorts.ImportReport) string {
	return fmt.Sprintf("%d: %d %d %d", r.Rows, r.Added, r.Changed, r.Unchanged)
}

// kept counts the participants and, among them, those whose site is this.
func (c *clinic) kept(site string) (all, there int) {
	q := cohorts.ParticipantQuery{Limit: 1000}
	for {
		page := must(c.people.Participants(c.ctx, q))
		all += len(page.Items)
		for _, p := range page.Items {
			if p.Attributes["site"] == site {
				there++
			}
		}
		if q.After = page.Next; q.After == "" {
			return all, there
		}
	}
}

// unfinished counts the imports that have not ended, and the chunks of rows that are kept.
func (c *clinic) unfinished() int {
	n := len(c.documents("import_rows"))
	for _, job := range must(c.people.Imports().List(c.ctx)) {
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
		equal(t, "dry run", outcome(c.load(file(n, "north"), true)), "2100: 2100 0 0")
		all, _ := c.kept("")
		equal(t, "kept by a dry run", all+c.unfinished(), 0)

		equal(t, "first", outcome(c.load(file(n, "north"), false)), "2100: 2100 0 0")
		equal(t, "again", outcome(c.load(file(n, "north"), false)), "2100: 0 0 2100")
		equal(t, "others", outcome(c.load(file(n+10, "north"), true)), "2110: 10 0 2100")
		equal(t, "moved", outcome(c.load(file(10, "south"), false)), "10: 0 10 0")

		equal(t, "fewer columns", outcome(c.load("ref,phone\nP-0001,615-555-0134\nP-0002,\n", false)), "2: 0 1 1")
		p := must(c.people.Participant(c.ctx, "P-0001"))
		equal(t, "what stayed", fmt.Sprint(p.Name, p.Email, p.Phone, p.Group, p.Attributes), "Name 0p0@example.org615-555-0134patientmap[site:south]")
		equal(t, "an empty cell", outcome(c.load("ref,site\nP-0001,\n", false)), "1: 0 1 0")
		equal(t, "emptied", len(must(c.people.Participant(c.ctx, "P-0001")).Attributes), 0)

		all, north := c.kept("north")
		equal(t, "in the end", []int{all, north}, []int{n, n - 10})
		equal(t, "under way", c.unfinished(), 0)
	})
}

// One bad row anywhere, and nothing of the file is kept. Each bad row is named with its line, column and what is wrong.
func TestImportAllOrNone(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		text := file(600, "north") + "P-0601,friend,Last,not-an-address,north\n,patient,,,\nP-0602,patient,,,\n"
		report := c.load(text, false)
		var wrong []string
		for _, e := range report.Errors {
			wrong = append(wrong, fmt.Sprintf("%d %s %s", e.Line, e.Column, e.Text.ID))
		}
		equal(t, "wrong", strings.Join(wrong, ", "), "602 group error.oneof, 602 email error.email, 603 ref error.required")
		equal(t, "report", outcome(report), "603: 0 0 0")
		all, _ := c.kept("")
		equal(t, "kept", all+c.unfinished(), 0)

		equal(t, "no group for somebody new", len(c.load("ref\nnew\n", false).Errors), 1)
		equal(t, "only a header", outcome(c.load("ref,group\n", false)), "0: 0 0 0")
		equal(t, "under way", c.unfinished(), 0)
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
	dying := *c.people
	last := &stopping{Store: c.store}
	last.chunks.Store(chunks)
	dying.Store = last
	if _, err := dying.Import(c.ctx, strings.NewReader(text), false); !errors.Is(err, errStopped) {
		t.Fatalf("the import was not stopped: %v", err)
	}
}

// An import that was stopped between two chunks goes on where it was, by one server or by several at once.
func TestImportResumes(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		for n, servers := range []int{1, 3} {
			site := fmt.Sprint("site ", n)
			c.interrupted(t, file(2000, site), 2)
			_, there := c.kept(site)
			equal(t, "before", there, 2*upload.Chunk)
			equal(t, "somebody may still be at it", c.people.Imports().Resume(c.ctx), nil)
			equal(t, "left alone", c.unfinished(), 2)
			c.wait(time.Minute)
			errs := together(servers, func(int) error { return c.another(t).people.Imports().Resume(c.ctx) })
			equal(t, "resumed", count(errs), map[error]int{nil: servers})
			all, there := c.kept(site)
			equal(t, "after", []int{all, there}, []int{2000, 2000})
			equal(t, "under way", c.unfinished(), 0)
			for _, p := range must(c.store.Participants(c.ctx, "P-0001", "P-0900", "P-2000")) {
				equal(t, "changed so often", p.Version, int64(n+1))
			}
		}
	})
}

// Rows that wait to be applied are sealed like participants.
func TestImportRowsAreSealed(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		c.interrupted(t, file(300, "north"), 0)
		documents := strings.Join(c.documents("*"), "\n")
		if strings.Contains(documents, "example.org") || strings.Contains(documents, "Name") || c.unfinished() != 2 {
			t.Error("rows lie in the open, or are not there")
		}
		equal(t, "who started it", must(c.people.Imports().List(c.ctx))[0].By, manager)
	})
}

// Somebody may change a participant while an import is under way: the import's columns win, and what it does not say stays.
func TestImportBesideOtherWork(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		c.load(file(600, "north"), false)
		errs := together(3, func(n int) error {
			if n == 0 {
				_, err := c.people.Import(c.ctx, strings.NewReader("ref,site\n"+strings.Join(refs(600), ",south\n")+",south\n"), false)
				return err
			}
			for _, ref := range refs(600)[:25*n] {
				p, err := c.people.Participant(c.ctx, ref)
				if err == nil {
					p.Phone = "615-555-0134"
					err = c.store.SaveParticipants(c.ctx, []cohorts.Participant{p})
				}
				if err != nil && !base.IsCode(err, base.Conflict) {
					return err
				}
			}
			return nil
		})
		equal(t, "faults", count(errs), map[error]int{nil: 3})
		all, south := c.kept("south")
		equal(t, "moved", []int{all, south}, []int{600, 600})
	})
}
