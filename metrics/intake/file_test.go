package intake

import (
	"fmt"
	"log/slog"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"soundings/cohorts/upload"
	"soundings/metrics"
)

func zoneNamed(t testing.TB, name string) *time.Location {
	t.Helper()
	zone, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return zone
}

// Times as portals and spreadsheets write them, in a clinic in Chicago; "" is no time.
func TestReadTime(t *testing.T) {
	zone := zoneNamed(t, "America/Chicago")
	for _, c := range []struct {
		cell  string
		dates Dates
		want  string
	}{
		{"2027-03-01T14:30:00Z", "", "2027-03-01T14:30:00Z"},
		{"2027-03-01T14:30:00.25+02:00", "", "2027-03-01T12:30:00.25Z"},
		{"2027-03-01 14:30:00 -0500", "", "2027-03-01T19:30:00Z"},
		{"2027-03-01 14:30:00+00", "", "2027-03-01T14:30:00Z"},
		{"2027-03-01 14:30:00 UTC", "", "2027-03-01T14:30:00Z"},
		{"2027-03-01T14:30:00", "", "2027-03-01T20:30:00Z"},
		{" 2027-03-01 14:30 ", "", "2027-03-01T20:30:00Z"},
		{"2027-03-01", "", "2027-03-01T06:00:00Z"},
		{"2027/3/1 9:05", "", "2027-03-01T15:05:00Z"},
		{"2027-07-01", "", "2027-07-01T05:00:00Z"}, // in summer
		{"3/4/2027 3:04 PM", MonthFirst, "2027-03-04T21:04:00Z"},
		{"3/4/2027 3:04 PM", DayFirst, "2027-04-03T20:04:00Z"},
		{"3/4/2027, 12:00:00 AM", MonthFirst, "2027-03-04T06:00:00Z"},
		{"3/4/2027 12:30\u202fp. m.", DayFirst, "2027-04-03T17:30:00Z"},
		{"03/04/27 15:04", MonthFirst, "2027-03-04T21:04:00Z"},
		{"04.03.2027 15:04", DayFirst, "2027-03-04T21:04:00Z"},
		{"31/12/2026", DayFirst, "2026-12-31T06:00:00Z"},
		{"2028-02-29", "", "2028-02-29T06:00:00Z"},

		{"3/4/2027", "", ""}, // which?
		{"31/12/2026", MonthFirst, ""},
		{"12/31/2026", DayFirst, ""},
		{"2027-02-29", "", ""}, {"2027-13-01", "", ""}, {"2027-00-10", "", ""}, {"2027-01-00", "", ""}, {"2027-03-01 24:00", "", ""},
		{"2027-03-01 14:60", "", ""}, {"2027-03-01 13:00 PM", "", ""}, {"2027-03-01 0:30 AM", "", ""}, {"2027-03-01 14:30 +99:00", "", ""},
		{"2027-03/01", "", ""}, {"2027-03-0114:30", "", ""}, {"2027-3-1-4", "", ""}, {"2027-03-2027", "", ""}, {"123/4/2027", DayFirst, ""}, {"3/4/202", DayFirst, ""},
		{"yesterday", "", ""}, {"", "", ""}, {"46082.6", "", ""}, {"14:30", "", ""}, {"2027-03-01 soon", "", ""},
	} {
		got := ""
		if at, ok := readTime(c.cell, c.dates, zone); ok {
			got = at.UTC().Format(time.RFC3339Nano)
		}
		if got != c.want {
			t.Errorf("%q %s: got %q, want %q", c.cell, c.dates, got, c.want)
		}
	}
}

// Where the clocks go forward at midnight, a day still begins on itself.
func TestADayWithoutMidnight(t *testing.T) {
	zone := zoneNamed(t, "America/Santiago")
	at, ok := readTime("2027-09-05", "", zone)
	if want := "2027-09-05"; !ok || metrics.DayOf(at, zone).String() != want {
		t.Errorf("got %v, not on %s", at, want)
	}
}

// The order of day and month is never guessed: it is what at least one date can only have, and none contradicts.
func TestDateHints(t *testing.T) {
	for cells, want := range map[string]string{
		"2027-03-01|2027-04-05": "false ", "1/2/2027|3/4/2027": "true ", "1/2/2027|1/22/2027": "true mdy", "1.2.2027|22.1.2027": "true dmy",
		"22/1/2027|1/22/2027": "true ", "never||x": "false ", "22/22/2027": "true ",
	} {
		hints := dateHints{}
		for cell := range strings.SplitSeq(cells, "|") {
			hints.note(cell)
		}
		if got := fmt.Sprint(hints.asked, " ", hints.order()); got != want {
			t.Errorf("%s: got %q, want %q", cells, got, want)
		}
	}
}

// What the columns of a header most likely are.
func TestGuessReading(t *testing.T) {
	for header, want := range map[string]string{
		"id,ref,kind,feature,at":                 "at=at feature=feature id=id kind=kind ref=ref",
		"Patient ID,Name,Last login":             "Last login=at Patient ID=ref login",
		"Usuario;Fecha":                          "", // one column: a semicolon separates nothing here
		"Usuario,Último acceso,Correo":           "Usuario=ref Último acceso=at login",
		"E-Mail Address,Enrollment Date,Name":    "E-Mail Address=email Enrollment Date=at enrolled",
		"Correo electrónico,Fecha de alta":       "Correo electrónico=email Fecha de alta=at enrolled",
		"Username,Activation date,Last login":    "Last login=at Username=ref login",
		"Patient ID,Event type,Module,Timestamp": "Event type=kind Module=feature Patient ID=ref Timestamp=at",
		"Participante,Tipo,Fecha y hora,Módulo":  "Fecha y hora=at Módulo=feature Participante=ref Tipo=kind",
		"ID,Last login":                          "ID=id Last login=at login",
		"A,B":                                    "",
	} {
		r := GuessReading(strings.Split(header, ","))
		var got []string
		for _, name := range slices.Sorted(maps.Keys(r.Columns)) {
			if r.Columns[name] != "" {
				got = append(got, name+"="+r.Columns[name])
			}
		}
		if r.Kind != "" {
			got = append(got, string(r.Kind))
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%s: got %q, want %q", header, strings.Join(got, " "), want)
		}
	}
}

// What a reading says too little or too much of.
func TestReadingColumns(t *testing.T) {
	for _, c := range []struct {
		header  string
		reading Reading
		wrong   string
	}{
		{"ref,at,kind", Reading{}, ""},
		{"Ref,AT", Reading{Kind: metrics.Login}, ""},
		{"ref,at,Notes", Reading{Kind: metrics.Used, Feature: "labs"}, ""},
		{"ref,at,Module", Reading{Kind: metrics.Used, Columns: upload.Mapping{"Module": "feature"}}, ""},
		{"ref,at", Reading{Kind: metrics.Used}, "feature event_file.no_feature"},
		{"ref,at", Reading{Kind: "slept"}, "kind event.kind"},
		{"ref,at", Reading{}, "kind event_file.no_kind"},
		{"ref,email,at", Reading{Kind: metrics.Login}, "ref event_file.person"},
		{"ref,email,at", Reading{Kind: metrics.Login, Columns: upload.Mapping{"email": ""}}, ""},
		{"ref,at,When", Reading{Kind: metrics.Login, Columns: upload.Mapping{"When": "at"}}, "When event_file.twice"},
		{"ref,at,When", Reading{Kind: metrics.Login, Columns: upload.Mapping{"When": "name"}}, "When event_file.column"},
		{"at", Reading{Kind: metrics.Login, Columns: upload.Mapping{"at": ""}}, "ref event_file.person at event_file.no_time"},
	} {
		_, bad := c.reading.columns(strings.Split(c.header, ","))
		var wrong []string
		for _, e := range bad {
			wrong = append(wrong, e.Column+" "+e.Text.ID)
		}
		if got := strings.Join(wrong, " "); got != c.wrong {
			t.Errorf("%s %v: got %q, want %q", c.header, c.reading, got, c.wrong)
		}
	}
}

// Rows without an id are the same event where person, kind, feature and time are.
func TestIDOf(t *testing.T) {
	at := time.Date(2027, 3, 1, 14, 30, 0, 0, time.UTC)
	one := metrics.Event{Ref: "P-1", Kind: metrics.Used, Feature: "labs", At: at}
	same := one
	same.At = at.In(zoneNamed(t, "Asia/Tokyo"))
	if idOf(one) != idOf(same) {
		t.Error("the same time elsewhere is another event")
	}
	seen := map[string]bool{idOf(one): true}
	for _, other := range []metrics.Event{
		{Ref: "P-2", Kind: metrics.Used, Feature: "labs", At: at}, {Ref: "P-1", Kind: metrics.Login, At: at}, {Ref: "P-1", Kind: metrics.Used, Feature: "mail", At: at},
		{Ref: "P-1", Kind: metrics.Used, Feature: "labs", At: at.Add(time.Second)},
	} {
		if id := idOf(other); seen[id] {
			t.Errorf("%v is taken for another", other)
		} else {
			seen[id] = true
		}
	}
}

// Whatever a cell holds, what is taken for a time is one: on a day that there is, and the same when it is written and read
// again.
func FuzzReadTime(f *testing.F) {
	for _, cell := range []string{"2027-03-01T14:30:00Z", "3/4/2027 3:04 PM", "31.12.26", "2027-03-14 02:30", "2027-09-05", "0/0/00", "2027-03-01 14:30:00,5-07"} {
		f.Add(cell, true)
		f.Add(cell, false)
	}
	zone := zoneNamed(f, "America/Santiago")
	f.Fuzz(func(t *testing.T, cell string, monthFirst bool) {
		dates := DayFirst
		if monthFirst {
			dates = MonthFirst
		}
		at, ok := readTime(cell, dates, zone)
		if !ok {
			return
		}
		w, _ := splitTime(cell)
		year, month, day := w.date(dates)
		if y, m, d := at.Date(); y != year || int(m) != month || d != day {
			t.Fatalf("%q is %v", cell, at)
		}
		if year < 2000 || year > 9000 { // refused later
			return
		}
		if again, ok := readTime(at.Format(time.RFC3339Nano), "", zone); !ok || !again.Equal(at) {
			t.Fatalf("%q is %v, and then %v", cell, at, again)
		}
	})
}

// Whatever a row holds, what is taken for an event of it is one that may be taken in.
func FuzzRows(f *testing.F) {
	f.Add("P-1", "login", "", "2027-03-01", "")
	f.Add("", "Used", "Secure messaging", "3/4/2027", "e 1")
	f.Add("P-1\x00", "used", "\xff", "never", "\u2028")
	now := time.Date(2027, 6, 1, 0, 0, 0, 0, time.UTC)
	s := &Service{Now: func() time.Time { return now }, Log: slog.New(slog.DiscardHandler)}
	header := []string{"ref", "kind", "feature", "at", "id"}
	f.Fuzz(func(t *testing.T, ref, kind, feature, at, id string) {
		for _, kinds := range []string{"kind", ""} {
			r := Reading{Kind: metrics.Login, Dates: DayFirst, Columns: upload.Mapping{"kind": kinds}}
			columns, bad := r.columns(header)
			if len(bad) > 0 {
				t.Fatal(bad)
			}
			read := (&rowReader{s: s, header: header, columns: columns, reading: r, zone: time.UTC, features: map[string]string{"secure messaging": "messages"}}).
				one(upload.Row{Line: 2, Cells: []string{ref, kind, feature, at, id}})
			if !read.blank && len(read.bad) == 0 && read.event.Check(now) != nil {
				t.Fatalf("%+v is taken for good", read.event)
			}
			for _, e := range read.bad {
				if e.Line != 2 || !slices.Contains(header, e.Column) {
					t.Fatalf("an error at %d %q", e.Line, e.Column)
				}
			}
		}
	})
}
