package store_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync/atomic"
	"testing"

	"soundings/cohorts"
	"soundings/cohorts/base"
	"soundings/cohorts/base/expect"
	"soundings/server/services/servicestest"
	"soundings/server/store"
	"soundings/server/store/engine"
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

// Rows that wait to be applied are sealed like participants.
func TestImportRowsAreSealed(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		if _, _, err := c.Cohorts.Imports().Upload(c.ctx, "people.csv", strings.NewReader(file(300, "north"))); err != nil {
			t.Fatal(err)
		}
		documents := strings.Join(c.Documents(t), "\n")
		if strings.Contains(documents, "example.org") || strings.Contains(documents, "Name") || len(c.Documents(t, "import_rows")) != 1 {
			t.Error("rows lie in the open, or are not there")
		}
		expect.Equal(t, "who started it", must(c.Cohorts.Imports().List(c.ctx))[0].By, servicestest.Manager())
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

// Participants of a chunk that are too many bytes for one write are kept in several, with the import's progress in the last.
func TestAChunkOfManyBytes(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		job, bad, err := c.Cohorts.Imports().Upload(c.ctx, "people.csv", strings.NewReader(file(4, "north")))
		if err != nil || len(bad) > 0 {
			t.Fatal(bad, err)
		}
		var people []cohorts.Participant
		for _, ref := range refs(4) {
			people = append(people, cohorts.Participant{Ref: ref, Group: cohorts.Patient, Name: ref + strings.Repeat("n", engine.MaxWriteBytes*2/5)})
		}
		job.Next = job.Chunks
		expect.Equal(t, "applied", c.Store.ApplyImport(c.ctx, job, people), nil)
		for i, p := range must(c.Store.Participants(c.ctx, refs(4)...)) {
			expect.Equal(t, "kept of "+p.Ref, len(p.Name), len(people[i].Name))
		}
		expect.Equal(t, "progress", must(c.Cohorts.Imports().Find(c.ctx, job.ID)).Next, job.Chunks)

		people[0].Name += strings.Repeat("n", engine.MaxWriteBytes)
		expect.Refused(t, "one that is too much by itself", c.Store.ApplyImport(c.ctx, job, people[:1]), base.TooLarge)
	})
}
