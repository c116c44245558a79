package store_test

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"soundings/cohorts/base"
	"soundings/cohorts/rollout"
	"soundings/cohorts/upload"
	"soundings/metrics"
	"soundings/metrics/intake"
	"soundings/server/store"
)

// loginReport is the last login of each of these people, one a day back from a day on; the last has never signed in.
func loginReport(last time.Time, refs ...string) string {
	var b strings.Builder
	b.WriteString("Patient ID,Name,Last login\n")
	for i, ref := range refs {
		at := last.AddDate(0, 0, -i%20).Format("2006-01-02 15:04")
		if i == len(refs)-1 {
			at = "Never"
		}
		fmt.Fprintf(&b, "%s,Quirina %d,%s\n", ref, i, at)
	}
	return b.String()
}

// shuffled returns a table with its rows in another order.
func shuffled(table string) string {
	lines := strings.Split(strings.TrimSpace(table), "\n")
	rand.Shuffle(len(lines)-1, func(i, j int) { lines[i+1], lines[j+1] = lines[j+1], lines[i+1] })
	return strings.Join(lines, "\n")
}

// upload uploads a file that can be read as a table.
func (k *taker) upload(text string) intake.File {
	f, bad, err := k.events.Files().Upload(k.ctx, "report.csv", strings.NewReader(text))
	if err != nil || len(bad) > 0 {
		panic(fmt.Sprint(bad, err))
	}
	return f
}

// sums are counts as: accepted, duplicates, unknown, refused, blank.
func sums(c intake.Counts) string {
	return fmt.Sprint(c.Accepted, c.Duplicates, c.Unknown, c.Refused, c.Blank)
}

// wrongs returns row errors as "line column: text".
func wrongs(errs []upload.RowError) string {
	var all []string
	for _, e := range errs {
		all = append(all, strings.TrimSpace(fmt.Sprintf("%d %s", e.Line, e.Column))+": "+e.Text.ID)
	}
	return strings.Join(all, ", ")
}

// A login report is understood by its header; a dry run counts nothing; taken in again, shuffled and overlapping with the
// next week's it counts each login once.
func TestALoginReport(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		c.patients(append(refs(30), "invited")...)
		cohort := c.agreed("First wave", refs(30)...)
		c.cohort("Second wave", "invited")
		k := c.takers(t)
		c.wait(40 * 24 * time.Hour)
		people := append([]string{"invited", "stranger"}, refs(30)...)
		first := loginReport(c.now(), people...)

		f := k.upload(first)
		equal(t, "how it is read", fmt.Sprint(f.Reading), "{map[Last login:at Name: Patient ID:ref] login  }")
		equal(t, "what it would do", sums(f.Report.Counts)+" "+wrongs(f.Report.Aside), "29 0 1 1 1 2: event.not_agreed, 3: event.unknown_ref")
		equal(t, "a dry run counts nothing", []int{len(c.documents("events")), len(c.documents("parked_events"))}, []int{0, 0})
		f = must(k.events.Files().Confirm(k.ctx, f.ID))
		equal(t, "done", string(f.State)+" "+sums(f.Report.Taken), "finished 29 0 1 1 1")
		equal(t, "rows left", len(c.documents("import_rows")), 0)
		equal(t, "apart", len(c.documents("parked_events")), 1)
		active := k.active(cohort, metrics.Portal)
		equal(t, "active", active, []int{active[0], active[1], 29})

		for about, again := range map[string]string{"again": first, "shuffled": shuffled(first)} {
			f = must(k.events.Files().Confirm(k.ctx, k.upload(again).ID))
			equal(t, about, sums(f.Report.Taken), "0 29 1 1 1")
			equal(t, about+" is active", k.active(cohort, metrics.Portal), active)
		}
		c.wait(24 * time.Hour) // P-0001 has signed in once more: their line is new
		next := strings.Replace(first, "P-0001,Quirina 2,"+c.now().AddDate(0, 0, -3).Format("2006-01-02"), "P-0001,Quirina 2,"+c.now().Format("2006-01-02"), 1)
		equal(t, "the next report", sums(must(k.events.Files().Confirm(k.ctx, k.upload(next).ID)).Report.Taken), "1 28 1 1 1")
		equal(t, "records", slices.Contains(c.audit(), "staff MANAGER: events.start "+f.ID) && slices.Contains(c.audit(), "staff MANAGER: events.finish "+f.ID), true)
		k.recounts(t)
	})
}

// How a file was read is remembered by its header, whatever the order of its columns.
func TestReadingsAreRemembered(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		c.patients("P-1")
		k := c.takers(t)
		k.feature("labs", rollout.Beta)
		read := func(text string, r intake.Reading) intake.File {
			f := must(k.events.Files().Check(k.ctx, k.upload(text).ID, r))
			equal(t, "wrong", wrongs(f.Report.Errors), "")
			return must(k.events.Files().Confirm(k.ctx, f.ID))
		}
		labs := intake.Reading{Columns: upload.Mapping{"Who": "ref", "Opened": "at"}, Kind: metrics.Used, Feature: "labs", Dates: intake.DayFirst}
		signed := intake.Reading{Columns: upload.Mapping{"Account": "ref", "Seen": "at", "Fecha": ""}, Kind: metrics.Login}
		equal(t, "use", sums(read("Who,Opened\nP-1,01/02/2027\n", labs).Report.Taken), "1 0 0 0 0")
		equal(t, "login", sums(read("Account,Seen,Fecha\nP-1,2027-02-01,x\n", signed).Report.Taken), "1 0 0 0 0")
		f := k.upload("Opened,Who\n02/02/2027,P-1\n")
		equal(t, "the first header", fmt.Sprint(f.Reading)+" "+sums(f.Report.Counts), fmt.Sprint(labs)+" 1 0 0 0 0")
		equal(t, "the second header", fmt.Sprint(k.upload("Account,Seen,Fecha\nP-1,2027-02-02,x\n").Reading), fmt.Sprint(signed))
		equal(t, "dates that tell", k.upload("Opened,Who\n02/13/2027,P-1\n").Reading.Dates, intake.MonthFirst)
		for i := range 25 {
			must(k.events.Files().Confirm(k.ctx, k.upload(fmt.Sprintf("ref,Last login,%d\nP-1,2027-02-03,x\n", i)).ID))
		}
		equal(t, "long ago", wrongs(k.upload("Opened,Who\n02/02/2027,P-1\n").Report.Errors), "1 ref: event_file.person, 1 at: event_file.no_time, 1 kind: event_file.no_kind")
	})
}

// People may stand in a file by their mail address. Whose address nobody has, or several, is not counted and not kept.
func TestPeopleByMail(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		must(c.people.Import(c.ctx, strings.NewReader("ref,group,email\nP-1,patient,Ana@example.org\nP-2,patient,two@example.org\nP-3,patient,two@example.org\n"), false))
		k := c.takers(t)
		f := k.upload("E-mail,Último acceso\nana@EXAMPLE.org,2027-02-01\ntwo@example.org,2027-02-01\nnobody@example.org,2027-02-01\n")
		equal(t, "report", sums(f.Report.Counts)+" "+wrongs(f.Report.Aside), "1 0 2 0 0 3: event_file.unknown_mail, 4: event_file.unknown_mail")
		equal(t, "taken in", sums(must(k.events.Files().Confirm(k.ctx, f.ID)).Report.Taken), "1 0 2 0 0")
		equal(t, "kept", strings.Contains(strings.Join(c.documents("*"), ""), "nobody@"), false)
		equal(t, "by ref the same", sums(k.upload("ref,Last login\nP-1,2027-02-01\n").Report.Counts), "0 1 0 0 0")
	})
}

// A bad row anywhere and nothing is taken in; a header that says too little neither.
func TestBadFilesOfEvents(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		c.patients("P-1")
		k := c.takers(t)
		for _, file := range []struct{ about, text, wrong string }{
			{"bad rows", "id,ref,kind,feature,at\n1,P-1,login,,soon\n2,,login,,2027-02-01\n3,P-1,slept,,2027-02-01\n4,P-1,used,,2027-02-01\n5,P-1,login,,2031-01-01\n,P-1,login,,2027-02-01\n7,P-1,login,,1999-01-01\n8,P-1\n9,P-1,login,,2027-02-01\n",
				"2 at: event_file.time, 3 ref: event.ref, 4 kind: event.kind, 5 feature: event.feature, 6 at: event.ahead, 7 id: event.id, 8 at: event.at, 9: import.width"},
			{"an empty time beside a kind", "ref,kind,at\nP-1,login,\n", "2 at: event_file.time"},
			{"dates of either order", "ref,Last login\nP-1,01/02/2027\n", "1 at: event_file.dates"},
			{"dates of both orders", "ref,Last login\nP-1,01/22/2027\nP-1,22/01/2027\n", "1 at: event_file.dates"},
			{"no kind", "ref,at\nP-1,2027-02-01\n", "1 kind: event_file.no_kind"},
			{"nobody", "Last login\n2027-02-01\n", "1 ref: event_file.person"},
			{"damaged", "ref,Last login,Fecha\nñ,2027-02-01,ñ\nñ\xff,2027-02-01,x\n", "3 ref: import.utf8"},
		} {
			f := k.upload(file.text)
			equal(t, file.about, wrongs(f.Report.Errors), file.wrong)
			equal(t, file.about, sums(f.Report.Counts), "0 0 0 0 0")
			_, err := k.events.Files().Confirm(k.ctx, f.ID)
			refused(t, file.about, err, base.Conflict)
			report := must(k.events.TakeFile(k.ctx, strings.NewReader(file.text), intake.Reading{}, false))
			equal(t, file.about+" at once", len(report.Errors) > 0, true)
			equal(t, file.about, k.events.Files().Discard(k.ctx, f.ID), nil)
		}
		equal(t, "kept", len(c.documents("events", "parked_events", "import_rows", "event_files")), 0)
		rows := strings.Repeat("P-1,2027-02-01\n", intake.MaxFileRows+1)
		_, bad, err := k.events.Files().Upload(k.ctx, "long.csv", strings.NewReader("ref,Last login\n"+rows))
		equal(t, "too many rows", wrongs(bad)+fmt.Sprint(err), "200002: import.too_many<nil>")
	})
}

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
		c.patients(refs(n)...)
		cohort := c.agreed("First wave", refs(20)...)
		k := c.takers(t)
		c.wait(40 * 24 * time.Hour)
		text := loginReport(c.now(), refs(n)...)
		last := &dying{Store: c.store}
		last.chunks.Store(1)
		stopped := *k
		stopped.events = &intake.Service{Figures: k.Metrics, Cohorts: c.people, Rollouts: k.rollouts, Store: last, Now: c.now, Rand: k.people.Rand, Log: c.people.Log}
		if _, err := stopped.events.TakeFile(c.ctx, strings.NewReader(text), intake.Reading{
			Columns: upload.Mapping{"Patient ID": "ref", "Last login": "at"}, Kind: metrics.Login,
		}, false); !errors.Is(err, errStopped) {
			t.Fatalf("it was not stopped: %v", err)
		}
		equal(t, "before", len(c.documents("events")), upload.Chunk)
		equal(t, "sealed", strings.Contains(strings.Join(c.documents("*"), ""), "Quirina"), false)
		equal(t, "somebody may still be at it", k.events.Files().Resume(k.ctx), nil)
		equal(t, "left alone", len(c.documents("events")), upload.Chunk)
		c.wait(time.Minute)
		equal(t, "no rows are lost", c.people.Imports().Sweep(c.ctx), nil)
		errs := together(3, func(int) error { return c.another(t).takers(t).events.Files().Resume(k.ctx) })
		equal(t, "resumed", count(errs), map[error]int{nil: 3})
		equal(t, "after", []int{len(c.documents("events")), len(c.documents("import_rows"))}, []int{n - 1, 0})
		equal(t, "told", sums(must(k.events.Files().List(k.ctx))[0].Report.Taken), fmt.Sprint(n-1, " 0 0 0 1"))
		equal(t, "again", sums(must(k.events.TakeFile(k.ctx, strings.NewReader(text), must(k.events.Files().List(k.ctx))[0].Reading, false)).Counts), fmt.Sprint("0 ", n-1, " 0 0 1"))
		equal(t, "active", k.active(cohort, metrics.Portal)[2], 20)
		k.recounts(t)

		c.wait(25 * time.Hour)
		waits := k.upload(text)
		equal(t, "swept", k.events.Files().Sweep(k.ctx), nil)
		equal(t, "left", slices.Collect(maps.Keys(idsOf(must(k.events.Files().List(k.ctx))))), []string{waits.ID})
		c.wait(time.Hour)
		equal(t, "swept", k.events.Files().Sweep(k.ctx), nil)
		equal(t, "left", len(c.documents("event_files", "import_rows")), 0)
	})
}

// Whoever confirms a file at the same time as others, it is taken in once.
func TestAFileIsConfirmedOnce(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		c.patients(refs(20)...)
		k := c.takers(t)
		id := k.upload(loginReport(c.now(), refs(20)...)).ID
		var once atomic.Int64
		errs := together(4, func(int) error {
			_, err := c.another(t).takers(t).events.Files().Confirm(k.ctx, id)
			switch {
			case err == nil:
				once.Add(1)
			case base.IsCode(err, base.Conflict):
				err = nil
			}
			return err
		})
		equal(t, "faults", count(errs), map[error]int{nil: 4})
		equal(t, "confirmed", once.Load(), 1)
		equal(t, "told", sums(must(k.events.Files().Find(k.ctx, id)).Report.Taken), "19 0 0 0 1")
		equal(t, "kept", len(c.documents("events")), 19)
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
		c.patients(refs(1000)...)
		k := c.takers(t)
		c.wait(40 * 24 * time.Hour)
		rows := strings.SplitAfterN(loginReport(c.now(), refs(1000)...), "\n", 2)
		f := k.upload(rows[0] + rows[1] + rows[1])
		equal(t, "what it would do", sums(f.Report.Counts), "999 999 0 0 2")
		must(k.events.Files().Confirm(k.ctx, f.ID))
		equal(t, "taken in", k.events.Files().Resume(k.ctx), nil)
		equal(t, "counted", sums(must(k.events.Files().Find(k.ctx, f.ID)).Report.Taken), "999 999 0 0 2")
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
		k := c.takers(t)
		report := must(k.events.TakeFile(k.ctx, strings.NewReader(b.String()), intake.Reading{Columns: upload.Mapping{"Last login": "at"}, Kind: metrics.Login}, false))
		equal(t, "unknown", report.Unknown, intake.MaxApart+50)
		equal(t, "apart", len(c.documents("parked_events")), intake.MaxApart)
	})
}
