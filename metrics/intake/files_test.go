package intake_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"soundings/cohorts"
	"soundings/cohorts/base"
	"soundings/cohorts/base/expect"
	"soundings/cohorts/rollout"
	"soundings/cohorts/upload"
	"soundings/metrics"
	"soundings/metrics/intake"
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
func (c *clinic) upload(t *testing.T, text string) intake.File {
	t.Helper()
	f, bad, err := c.Intake.Files().Upload(c.ctx, "report.csv", strings.NewReader(text))
	if err != nil || len(bad) > 0 {
		t.Fatal(bad, err)
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
		c.People(t, cohorts.Patient, append(refs(30), "invited")...)
		cohort := c.Agreed(t, "First wave", refs(30)...)
		c.Asked(t, "Second wave", "invited")
		c.Clock.Advance(40 * 24 * time.Hour)
		people := append([]string{"invited", "stranger"}, refs(30)...)
		first := loginReport(c.Clock.Now(), people...)

		f := c.upload(t, first)
		expect.Equal(t, "how it is read", fmt.Sprint(f.Reading), "{map[Last login:at Name: Patient ID:ref] login    }")
		expect.Equal(t, "what it would do", sums(f.Report.Counts)+" "+wrongs(f.Report.Aside), "29 0 1 1 1 2: event.not_agreed, 3: event.unknown_ref")
		expect.Equal(t, "a dry run counts nothing", []int{len(c.Documents(t, "events")), len(c.Documents(t, "parked_events"))}, []int{0, 0})
		f = must(c.Intake.Files().Confirm(c.ctx, f.ID))
		expect.Equal(t, "done", string(f.State)+" "+sums(f.Report.Taken), "finished 29 0 1 1 1")
		expect.Equal(t, "rows left", len(c.Documents(t, "import_rows")), 0)
		expect.Equal(t, "apart", len(c.Documents(t, "parked_events")), 1)
		active := c.active(t, cohort, metrics.Portal)
		expect.Equal(t, "active", active, []int{active[0], active[1], 29})

		for about, again := range map[string]string{"again": first, "shuffled": shuffled(first)} {
			f = must(c.Intake.Files().Confirm(c.ctx, c.upload(t, again).ID))
			expect.Equal(t, about, sums(f.Report.Taken), "0 29 1 1 1")
			expect.Equal(t, about+" is active", c.active(t, cohort, metrics.Portal), active)
		}
		c.Clock.Advance(24 * time.Hour) // P-0001 has signed in once more: their line is new
		next := strings.Replace(first, "P-0001,Quirina 2,"+c.Clock.Now().AddDate(0, 0, -3).Format("2006-01-02"), "P-0001,Quirina 2,"+c.Clock.Now().Format("2006-01-02"), 1)
		expect.Equal(t, "the next report", sums(must(c.Intake.Files().Confirm(c.ctx, c.upload(t, next).ID)).Report.Taken), "1 28 1 1 1")
		expect.Equal(t, "records", slices.Contains(c.Audit(t), "staff MANAGER: events.start "+f.ID) && slices.Contains(c.Audit(t), "staff MANAGER: events.finish "+f.ID), true)
		c.EventsRecount(t)
	})
}

// How a file was read is remembered by its header, whatever the order of its columns.
func TestReadingsAreRemembered(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		c.People(t, cohorts.Patient, "P-1")
		c.Feature(t, "labs", rollout.Beta)
		read := func(text string, r intake.Reading) intake.File {
			f := must(c.Intake.Files().Check(c.ctx, c.upload(t, text).ID, r))
			expect.Equal(t, "wrong", wrongs(f.Report.Errors), "")
			return must(c.Intake.Files().Confirm(c.ctx, f.ID))
		}
		labs := intake.Reading{Columns: upload.Mapping{"Who": "ref", "Opened": "at"}, Kind: metrics.Used, Feature: "labs", Dates: upload.DayFirst}
		signed := intake.Reading{Columns: upload.Mapping{"Account": "ref", "Seen": "at", "Fecha": ""}, Kind: metrics.Login}
		expect.Equal(t, "use", sums(read("Who,Opened\nP-1,01/02/2027\n", labs).Report.Taken), "1 0 0 0 0")
		expect.Equal(t, "login", sums(read("Account,Seen,Fecha\nP-1,2027-02-01,x\n", signed).Report.Taken), "1 0 0 0 0")
		f := c.upload(t, "Opened,Who\n02/02/2027,P-1\n")
		expect.Equal(t, "the first header", fmt.Sprint(f.Reading)+" "+sums(f.Report.Counts), fmt.Sprint(labs)+" 1 0 0 0 0")
		expect.Equal(t, "the second header", fmt.Sprint(c.upload(t, "Account,Seen,Fecha\nP-1,2027-02-02,x\n").Reading), fmt.Sprint(signed))
		expect.Equal(t, "dates that tell", c.upload(t, "Opened,Who\n02/13/2027,P-1\n").Reading.Dates, upload.MonthFirst)
		for i := range 25 {
			must(c.Intake.Files().Confirm(c.ctx, c.upload(t, fmt.Sprintf("ref,Last login,%d\nP-1,2027-02-03,x\n", i)).ID))
		}
		expect.Equal(t, "long ago", wrongs(c.upload(t, "Opened,Who\n02/02/2027,P-1\n").Report.Errors), "1 ref: event_file.person, 1 at: event_file.no_time, 1 kind: event_file.no_kind")
	})
}

// People may stand in a file by their mail address. Whose address nobody has, or several, is not counted and not kept.
func TestPeopleByMail(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		must(c.Cohorts.Import(c.ctx, strings.NewReader("ref,group,email\nP-1,patient,Ana@example.org\nP-2,patient,two@example.org\nP-3,patient,two@example.org\n"), false))
		f := c.upload(t, "E-mail,Último acceso\nana@EXAMPLE.org,2027-02-01\ntwo@example.org,2027-02-01\nnobody@example.org,2027-02-01\n")
		expect.Equal(t, "report", sums(f.Report.Counts)+" "+wrongs(f.Report.Aside), "1 0 2 0 0 3: event_file.unknown_mail, 4: event_file.unknown_mail")
		expect.Equal(t, "taken in", sums(must(c.Intake.Files().Confirm(c.ctx, f.ID)).Report.Taken), "1 0 2 0 0")
		expect.Equal(t, "kept", strings.Contains(strings.Join(c.Documents(t), ""), "nobody@"), false)
		expect.Equal(t, "by ref the same", sums(c.upload(t, "ref,Last login\nP-1,2027-02-01\n").Report.Counts), "0 1 0 0 0")
		expect.Equal(t, "in other letters the same", sums(c.upload(t, "ref,Last login\np-1,2027-02-01\n").Report.Counts), "0 1 0 0 0")
	})
}

// A bad row anywhere and nothing is taken in; a header that says too little neither.
func TestBadFilesOfEvents(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		c.People(t, cohorts.Patient, "P-1")
		for _, file := range []struct{ about, text, wrong string }{
			{"bad rows", "id,ref,kind,feature,at\n1,P-1,login,,soon\n2,,login,,2027-02-01\n3,P-1,slept,,2027-02-01\n4,P-1,used,,2027-02-01\n5,P-1,login,,2031-01-01\n,P-1,login,,2027-02-01\n7,P-1,login,,1999-01-01\n8,P-1\n9,P-1,login,,2027-02-01\n",
				"2 at: event_file.time, 3 ref: event.ref, 4 kind: event.kind, 5 feature: event.feature, 6 at: event.ahead, 7 id: event.id, 8 at: event.at, 9 at: event_file.time"},
			{"an empty time beside a kind", "ref,kind,at\nP-1,login,\n", "2 at: event_file.time"},
			{"dates of either order", "ref,Last login\nP-1,01/02/2027\n", "1 at: event_file.dates"},
			{"dates of both orders", "ref,Last login\nP-1,01/22/2027\nP-1,22/01/2027\n", "1 at: event_file.dates"},
			{"no kind", "ref,at\nP-1,2027-02-01\n", "1 kind: event_file.no_kind"},
			{"nobody", "Last login\n2027-02-01\n", "1 ref: event_file.person"},
			{"damaged", "ref,Last login,Fecha\nñ,2027-02-01,ñ\nñ\xff,2027-02-01,x\n", "3 ref: import.utf8"},
		} {
			f := c.upload(t, file.text)
			expect.Equal(t, file.about, wrongs(f.Report.Errors), file.wrong)
			expect.Equal(t, file.about, sums(f.Report.Counts), "0 0 0 0 0")
			_, err := c.Intake.Files().Confirm(c.ctx, f.ID)
			expect.Refused(t, file.about, err, base.Conflict)
			report := must(c.Intake.TakeFile(c.ctx, strings.NewReader(file.text), intake.Reading{}, false))
			expect.Equal(t, file.about+" at once", len(report.Errors) > 0, true)
			expect.Equal(t, file.about, c.Intake.Files().Discard(c.ctx, f.ID), nil)
		}
		expect.Equal(t, "kept", len(c.Documents(t, "events", "parked_events", "import_rows", "event_files")), 0)
		rows := strings.Repeat("P-1,2027-02-01\n", intake.MaxFileRows+1)
		_, bad, err := c.Intake.Files().Upload(c.ctx, "long.csv", strings.NewReader("ref,Last login\n"+rows))
		expect.Equal(t, "too many rows", wrongs(bad)+fmt.Sprint(err), "200002: import.too_many<nil>")
	})
}
