package intake_test

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"soundings/cohorts"
	"soundings/cohorts/base"
	"soundings/cohorts/base/expect"
	"soundings/cohorts/upload"
	"soundings/metrics"
	"soundings/metrics/intake"
	"soundings/server/services/servicestest"
	"soundings/server/store"
)

var errStopped = errors.New("the power is off")

// dying is a store that fails once it has taken in so many chunks.
type dying struct {
	*store.Store
	chunks atomic.Int64
}

func (s *dying) ApplyFile(ctx context.Context, f intake.File, fresh, unknown []metrics.Event, until time.Time) error {
	if s.chunks.Add(-1) < 0 {
		return errStopped
	}
	return s.Store.ApplyFile(ctx, f, fresh, unknown, until)
}

// A file that was stopped between two chunks is finished by one server or by several at once, while others send some of its
// events; the figures and what is told of it are the same.
func TestEventFilesResume(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		const n = 2000
		c.People(t, cohorts.Patient, refs(n)...)
		cohort := c.Agreed(t, "First wave", refs(20)...)
		c.Clock.Advance(40 * 24 * time.Hour)
		text := loginReport(c.Clock.Now(), refs(n)...)
		last := &dying{Store: c.Store}
		last.chunks.Store(1)
		stopped := &intake.Service{
			Store: last, Figures: c.Metrics, Cohorts: c.Cohorts, Rollouts: c.Rollouts, Now: c.Clock.Now, Rand: c.Cohorts.Rand, Log: c.Cohorts.Log,
		}
		if _, err := stopped.TakeFile(c.ctx, strings.NewReader(text), intake.Reading{
			Columns: upload.Mapping{"Patient ID": "ref", "Last login": "at"}, Kind: metrics.Login,
		}, false); !errors.Is(err, errStopped) {
			t.Fatalf("it was not stopped: %v", err)
		}
		expect.Equal(t, "before", len(c.Documents(t, "events")), upload.Chunk)
		expect.Equal(t, "sealed", strings.Contains(strings.Join(c.Documents(t), ""), "Quirina"), false)
		expect.Equal(t, "somebody may still be at it", c.Intake.Files().Resume(c.ctx), nil)
		expect.Equal(t, "left alone", len(c.Documents(t, "events")), upload.Chunk)
		c.Clock.Advance(time.Minute)
		expect.Equal(t, "no rows are lost", c.Cohorts.Imports().Sweep(c.ctx), nil)
		errs := servicestest.Together(3, func(int) error { return c.Another(t).Intake.Files().Resume(c.ctx) })
		expect.Equal(t, "resumed", servicestest.Count(errs), map[error]int{nil: 3})
		expect.Equal(t, "after", []int{len(c.Documents(t, "events")), len(c.Documents(t, "import_rows"))}, []int{n - 1, 0})
		expect.Equal(t, "told", sums(must(c.Intake.Files().List(c.ctx))[0].Report.Taken), fmt.Sprint(n-1, " 0 0 0 1"))
		expect.Equal(t, "again", sums(must(c.Intake.TakeFile(c.ctx, strings.NewReader(text), must(c.Intake.Files().List(c.ctx))[0].Reading, false)).Counts), fmt.Sprint("0 ", n-1, " 0 0 1"))
		expect.Equal(t, "active", c.active(t, cohort, metrics.Portal)[2], 20)
		c.EventsRecount(t)

		c.Clock.Advance(25 * time.Hour)
		waits := c.upload(t, text)
		expect.Equal(t, "swept", c.Intake.Files().Sweep(c.ctx), nil)
		expect.Equal(t, "left", slices.Collect(maps.Keys(idsOf(must(c.Intake.Files().List(c.ctx))))), []string{waits.ID})
		c.Clock.Advance(time.Hour)
		expect.Equal(t, "swept", c.Intake.Files().Sweep(c.ctx), nil)
		expect.Equal(t, "left", len(c.Documents(t, "event_files", "import_rows")), 0)
	})
}

// Whoever confirms a file at the same time as others, it is taken in once.
func TestAFileIsConfirmedOnce(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		c.People(t, cohorts.Patient, refs(20)...)
		id := c.upload(t, loginReport(c.Clock.Now(), refs(20)...)).ID
		var once atomic.Int64
		errs := servicestest.Together(4, func(int) error {
			_, err := c.Another(t).Intake.Files().Confirm(c.ctx, id)
			switch {
			case err == nil:
				once.Add(1)
			case base.IsCode(err, base.Conflict):
				err = nil
			}
			return err
		})
		expect.Equal(t, "faults", servicestest.Count(errs), map[error]int{nil: 4})
		expect.Equal(t, "confirmed", once.Load(), 1)
		expect.Equal(t, "told", sums(must(c.Intake.Files().Find(c.ctx, id)).Report.Taken), "19 0 0 0 1")
		expect.Equal(t, "kept", len(c.Documents(t, "events")), 19)
	})
}

func idsOf(files []intake.File) map[string]bool {
	ids := map[string]bool{}
	for _, f := range files {
		ids[f.ID] = true
	}
	return ids
}

// An event that stands in two chunks of a file is counted once.
func TestAnEventInTwoChunks(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		c.People(t, cohorts.Patient, refs(1000)...)
		c.Clock.Advance(40 * 24 * time.Hour)
		rows := strings.SplitAfterN(loginReport(c.Clock.Now(), refs(1000)...), "\n", 2)
		f := c.upload(t, rows[0]+rows[1]+rows[1])
		expect.Equal(t, "what it would do", sums(f.Report.Counts), "999 999 0 0 2")
		must(c.Intake.Files().Confirm(c.ctx, f.ID))
		expect.Equal(t, "taken in", c.Intake.Files().Resume(c.ctx), nil)
		expect.Equal(t, "counted", sums(must(c.Intake.Files().Find(c.ctx, f.ID)).Report.Taken), "999 999 0 0 2")
	})
}

// Of one file so many strangers' events are kept apart and no more: the file can be uploaded again when they are known.
func TestStrangersOfAFileAreBounded(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		var b strings.Builder
		b.WriteString("ref,Last login\n")
		for i := range intake.MaxApart + 50 {
			fmt.Fprintf(&b, "S-%d,2027-02-01\n", i)
		}
		report := must(c.Intake.TakeFile(c.ctx, strings.NewReader(b.String()), intake.Reading{Columns: upload.Mapping{"Last login": "at"}, Kind: metrics.Login}, false))
		expect.Equal(t, "unknown", report.Unknown, intake.MaxApart+50)
		expect.Equal(t, "apart", len(c.Documents(t, "parked_events")), intake.MaxApart)
	})
}
