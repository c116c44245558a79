package intake

import (
	"log/slog"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"soundings/cohorts/upload"
	"soundings/metrics"
)

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
	same.At = at.In(time.FixedZone("JST", 9*60*60))
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
			r := Reading{Kind: metrics.Login, Dates: upload.DayFirst, Columns: upload.Mapping{"kind": kinds}}
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
