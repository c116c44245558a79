package upload_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"soundings/cohorts/base"
	"soundings/cohorts/upload"
)

// list is a file of n guests.
func list(n int) string {
	var b strings.Builder
	b.WriteString("Guest;Number\n")
	for i := range n {
		fmt.Fprintf(&b, "Guest %04d;2\n", i)
	}
	return b.String()
}

// upload uploads a file that can be read as a table.
func (f *feast) upload(t *testing.T, text string) job {
	t.Helper()
	j, bad, err := f.Upload(f.ctx, "guests.csv", strings.NewReader(text))
	if err != nil || len(bad) > 0 {
		t.Fatal(bad, err)
	}
	return j
}

// all checks that so many guests were served, each once.
func (f *feast) all(t *testing.T, about string, want int) {
	t.Helper()
	once := map[string]bool{}
	for _, name := range f.guests.served {
		once[name] = true
	}
	if len(f.guests.served) != want || len(once) != want {
		t.Errorf("%s: %d are served, %d of them once, want %d", about, len(f.guests.served), len(once), want)
	}
}

func is[T comparable](t *testing.T, about string, got, want T) {
	t.Helper()
	if got != want {
		t.Errorf("%s: got %v, want %v", about, got, want)
	}
}

// words returns values with a blank between them.
func words(values ...any) string { return strings.TrimSpace(fmt.Sprintln(values...)) }

func refused(t *testing.T, about string, err error, code base.Code) {
	t.Helper()
	if !base.IsCode(err, code) {
		t.Errorf("%s: %v, want %s", about, err, code)
	}
}

// A file waits for somebody to confirm it; a small one is then applied at once, and the next is read in the same way.
func TestASmallFile(t *testing.T) {
	f := newFeast(t)
	j := f.upload(t, "Table,Who\nround,Ana\nlong,Bo\n")
	is(t, "state", j.State, upload.Waiting)
	is(t, "what is wrong", fmt.Sprint(j.Report.Errors), "[{1 name {guests.nobody map[]}}]")
	_, err := f.Confirm(f.ctx, j.ID)
	refused(t, "confirmed with mistakes", err, base.Conflict)

	m := as(upload.Mapping{"Who": "name", "Table": ""})
	j, err = f.Check(f.ctx, j.ID, m)
	is(t, "checked", fmt.Sprint(j.Report.Added, len(j.Report.Errors), err), "2 0 <nil>")
	first, err := f.FirstRows(f.ctx, j.File, 1)
	is(t, "first row", fmt.Sprint(first, err), "[{2 [round Ana]}] <nil>")
	_, err = f.Check(f.ctx, j.ID, as(upload.Mapping{"Whom": "name"}))
	refused(t, "a column that the file does not have", err, base.Invalid)
	f.all(t, "before somebody confirms", 0)

	j, err = f.Confirm(f.ctx, j.ID)
	is(t, "confirmed", words(j.State, j.Done(), j.By.ID, j.Report.Changed, err), "finished 2 COOK 2 <nil>")
	f.all(t, "confirmed", 2)
	_, err = f.Confirm(f.ctx, j.ID)
	refused(t, "confirmed twice", err, base.Conflict)
	refused(t, "discarded late", f.Discard(f.ctx, j.ID), base.Conflict)

	next := f.upload(t, "Table,Who\nround,Cy\n")
	is(t, "remembered", fmt.Sprint(next.Reading.Columns, len(next.Report.Errors)), "map[Table: Who:name] 0")
	is(t, "discarded", f.Discard(f.ctx, next.ID), nil)
	_, err = f.Find(f.ctx, next.ID)
	refused(t, "discarded", err, base.NotFound)
	left, err := f.List(f.ctx)
	is(t, "left", fmt.Sprint(len(left), left[0].ID == j.ID, err), "1 true <nil>")
}

// What cannot be taken at all is not kept.
func TestFilesThatAreNotKept(t *testing.T) {
	f := newFeast(t)
	for _, c := range []struct{ about, text, want string }{
		{"no table", "Guest\n\"Ana\n", "2 import.not_csv"},
		{"nobody", "Guest\n", "1 guests.none"},
		{"too many", list(5001), "5002 import.too_many"},
	} {
		_, bad, err := f.Upload(f.ctx, "guests.csv", strings.NewReader(c.text))
		if err != nil || len(bad) != 1 {
			t.Fatal(c.about, bad, err)
		}
		is(t, c.about, fmt.Sprint(bad[0].Line, " ", bad[0].Text.ID), c.want)
	}
	left, err := f.List(f.ctx)
	is(t, "left", fmt.Sprint(len(left), err), "0 <nil>")
}

// Bad rows are named, those that are kept with their cells.
func TestBadRows(t *testing.T) {
	f := newFeast(t)
	j := f.upload(t, list(1000)+"Ana;1;2;3\nBo;1;2\n")
	is(t, "bad", fmt.Sprint(j.Report.Bad, j.Report.Errors[0].Line, j.Report.Errors[1].Line), "2 1002 1003")
	var rows []upload.Row
	note := func(row upload.Row, _ []upload.RowError) error { rows = append(rows, row); return nil }
	is(t, "asked", f.BadRows(f.ctx, j, note), nil)
	is(t, "rows", fmt.Sprint(rows), "[{1002 [Ana 1 2 3]} {1003 [Bo 1 2]}]")
	enough := errors.New("that is enough")
	if err := f.BadRows(f.ctx, j, func(upload.Row, []upload.RowError) error { return enough }); !errors.Is(err, enough) {
		t.Errorf("whoever asks had enough, and is told %v", err)
	}
}

// A larger file goes on in the background, chunk by chunk.
func TestALargeFile(t *testing.T) {
	f := newFeast(t)
	j, err := f.Confirm(f.ctx, f.upload(t, list(4000)).ID)
	is(t, "confirmed", words(j.State, j.Done(), err), "running 0 <nil>")
	f.all(t, "confirmed", 0)
	is(t, "resumed", f.Resume(f.ctx), nil)
	j, err = f.Find(f.ctx, j.ID)
	is(t, "resumed", words(j.State, j.Done(), j.Report.Changed, err), "finished 4000 4000 <nil>")
	f.all(t, "resumed", 4000)
	is(t, "in their order", slices.IsSorted(f.guests.served), true)
	is(t, "resumed again", f.Resume(f.ctx), nil)
	f.all(t, "resumed again", 4000)
}

// A file is taken at once, unless it is a dry run or has mistakes.
func TestTake(t *testing.T) {
	f := newFeast(t)
	m := as(upload.Mapping{"Guest": "name"})
	for _, c := range []struct {
		about, text string
		dryRun      bool
		want        string
		served      int
	}{
		{"no table", "\"", false, "0 0  [1]", 0},
		{"mistakes", "Guest\nAna\nBo,x\n", false, "1 1  []", 0},
		{"a dry run", list(2000), true, "2000 0  []", 0},
		{"no rows", "Guest\n", false, "0 0  []", 0},
		{"all", list(2000), false, "2000 0 finished []", 2000},
	} {
		checked, ended, bad, err := f.Take(f.ctx, strings.NewReader(c.text), m, c.dryRun)
		lines := []int{}
		for _, e := range bad {
			lines = append(lines, e.Line)
		}
		is(t, c.about, fmt.Sprint(checked.Report.Added, " ", checked.Report.Bad, " ", ended.State, " ", lines), c.want)
		is(t, c.about, err, nil)
		f.all(t, c.about, c.served)
	}
	_, _, _, err := f.Take(f.ctx, strings.NewReader("Guest\nAna\n"), as(upload.Mapping{"Whom": "name"}), false)
	refused(t, "a column that the file does not have", err, base.Invalid)
}

var errStopped = errors.New("the power is off")

// A file that was stopped between two chunks goes on where it was, by one server or by several at once.
func TestResume(t *testing.T) {
	for _, servers := range []int{1, 3} {
		f := newFeast(t)
		f.guests.before = func(next int) error {
			if next > 2 {
				return errStopped
			}
			return nil
		}
		_, stopped, _, err := f.Take(f.ctx, strings.NewReader(list(4000)), as(upload.Mapping{"Guest": "name"}), false)
		if !errors.Is(err, errStopped) {
			t.Fatalf("it was not stopped: %v", err)
		}
		is(t, "applied before", stopped.Done(), 2*upload.Chunk)
		f.guests.before = nil
		is(t, "somebody may still be at it", f.Resume(f.ctx), nil)
		f.all(t, "left alone", 2*upload.Chunk)
		f.wait(time.Minute)
		var running sync.WaitGroup
		for range servers {
			running.Go(func() { is(t, "resumed", f.Resume(f.ctx), nil) })
		}
		running.Wait()
		f.all(t, "resumed", 4000)
	}
}

// Where something that a chunk changes is not as it was, the chunk is prepared again.
func TestAConflictIsTriedAgain(t *testing.T) {
	f := newFeast(t)
	tries := 0
	f.guests.before = func(next int) error {
		if tries++; next == 2 && tries == 2 {
			return base.ErrChanged
		}
		return nil
	}
	_, ended, _, err := f.Take(f.ctx, strings.NewReader(list(2000)), as(upload.Mapping{"Guest": "name"}), false)
	is(t, "ended", words(ended.State, ended.Report.Changed, err), "finished 2000 <nil>")
	is(t, "tries", tries, 4)
	f.all(t, "ended", 2000)
}

// Rows that nobody confirms are forgotten after an hour, and what a file did after a day.
func TestSweep(t *testing.T) {
	f := newFeast(t)
	done, err := f.Confirm(f.ctx, f.upload(t, list(10)).ID)
	is(t, "done", err, nil)
	running, err := f.Confirm(f.ctx, f.upload(t, list(3000)).ID)
	is(t, "running", err, nil)
	waits := f.upload(t, list(10))
	for _, c := range []struct {
		wait time.Duration
		left []string
	}{
		{59 * time.Minute, []string{done.ID, running.ID, waits.ID}},
		{2 * time.Minute, []string{done.ID, running.ID}},
		{22 * time.Hour, []string{done.ID, running.ID}},
		{2 * time.Hour, []string{running.ID}},
	} {
		f.wait(c.wait)
		is(t, "swept", f.Sweep(f.ctx), nil)
		all, err := f.List(f.ctx)
		is(t, "listed", err, nil)
		var left []string
		for _, j := range all {
			left = append(left, j.ID)
		}
		slices.Sort(left)
		slices.Sort(c.left)
		is(t, "left", fmt.Sprint(left), fmt.Sprint(c.left))
	}
	rows, err := f.Store.Rows(f.ctx, waits.ID, 0)
	is(t, "its rows", fmt.Sprint(rows, err), "[] <nil>")
}

// A database that does not answer is a fault, whatever is asked.
func TestFaults(t *testing.T) {
	f := newFeast(t)
	j := f.upload(t, list(2000))
	gone, cancel := context.WithCancel(f.ctx)
	cancel()
	_, _, uploaded := f.Upload(gone, "guests.csv", strings.NewReader(list(1)))
	_, checked := f.Check(gone, j.ID, j.Reading)
	_, confirmed := f.Confirm(gone, j.ID)
	_, first := f.FirstRows(gone, j.File, 1)
	_, listed := f.List(gone)
	bad := f.BadRows(gone, j, nil)
	for about, err := range map[string]error{
		"Upload": uploaded, "Check": checked, "Confirm": confirmed, "FirstRows": first, "List": listed, "BadRows": bad, "Resume": f.Resume(gone),
		"Sweep": f.Sweep(gone), "Discard": f.Discard(gone, j.ID),
	} {
		if !errors.Is(err, context.Canceled) {
			t.Errorf("%s: %v", about, err)
		}
	}
}
