package cohorts

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"soundings/cohorts/upload"
)

// Groups and languages are understood by their names in both languages, and by what was said once of a file's own words.
func TestWordsOfFiles(t *testing.T) {
	r := Reading{Values: map[string]string{ValueKey("group", "Socio VIP"): "patient", ValueKey("language", "both"): "en"}}
	for word, want := range map[string]Group{
		"patient": Patient, "Patients": Patient, " PACIENTE ": Patient, "pacientes": Patient, "Front-line": Staff, "Personal de la clínica": Staff,
		"Médico": Provider, "Clinician": Provider, "Health IT": HIT, "Informática de salud": HIT, "Dirección": Leadership, "Other practice": Practice,
		"socio vip": Patient, "SOCIO-VIP": Patient, "friend": "friend", "": "",
	} {
		equal(t, "group "+word, r.groupOf(word), want)
	}
	for word, want := range map[string]string{
		"es": "es", "Spanish": "es", "español": "es", "ESPAÑOL": "es", "es-MX": "es", "es_419": "es", "spa": "es", "Spanish; Castilian": "es", "castellano": "es",
		"English": "en", "en-US": "en", "eng": "en", "inglés": "en", "English (United States)": "en", "Both": "en", "fr": "fr", "Klingon": "klingon", "": "",
	} {
		equal(t, "language "+word, r.languageOf(word), want)
	}
}

// What comes of a row and what somebody said of its file.
func TestReadingOfRows(t *testing.T) {
	kept := Participant{Ref: "a", Group: Staff, Name: "Ana Ruiz", Email: "a@example.org", Language: "es", Minor: true, Attributes: map[string]string{"site": "north"}}
	for _, c := range []struct {
		about, columns, row string
		reading             Reading
		want                string // group, name, mail, born, site
		opposite            string
	}{
		{"a blank cell leaves", "ref|email|site", "a||", Reading{}, "staff|Ana Ruiz|a@example.org||north", "email site"},
		{"a blank cell erases where that is asked", "ref|email|site", "a||", Reading{Erase: true}, "staff|Ana Ruiz|||", "email site"},
		{"a cell of what cannot be seen is blank", "ref|email", "a|\u200b\u00a0", Reading{Erase: true}, "staff|Ana Ruiz|||north", "email"},
		{"a group is never erased", "ref|group", "a|", Reading{Erase: true}, "staff|Ana Ruiz|a@example.org||north", ""},
		{"nothing stands opposite", "ref|phone|ward", "a||", Reading{Erase: true}, "staff|Ana Ruiz|a@example.org||north", ""},
		{"a flag", "ref|minor|language", "a||", Reading{}, "staff|Ana Ruiz|a@example.org||north", "minor language"},

		{"one group for all", "ref|name", "b|Bo", Reading{Group: Patient}, "patient|Bo|||", ""},
		{"one group for all but who has one", "ref|name", "a|Ana", Reading{Group: Patient}, "staff|Ana|a@example.org||north", ""},
		{"one group for all but whose row says one", "ref|group", "b|provider", Reading{Group: Patient}, "provider||||", ""},
		{"a blank group beside one for all", "ref|group", "b|", Reading{Group: Patient}, "patient||||", ""},
		{"no group at all", "ref|name", "b|Bo", Reading{}, "|Bo|||", ""},

		{"first and last name", "ref|first_name|last_name", "b|Ana|Ruiz", Reading{}, "|Ana Ruiz|||", ""},
		{"last name first", "ref|last_name|first_name", "b|Ruiz|Ana", Reading{}, "|Ana Ruiz|||", ""},
		{"two last names", "ref|last_name|last_name|first_name", "b|Ruiz|Peña|Ana", Reading{}, "|Ana Ruiz Peña|||", ""},
		{"a middle name", "ref|first_name|first_name|last_name", "b|Ana|M.|Ruiz", Reading{}, "|Ana M. Ruiz|||", ""},
		{"a last name alone", "ref|first_name|last_name", "b||Ruiz", Reading{}, "|Ruiz|||", ""},
		{"no name in parts leaves", "ref|first_name|last_name", "a| | ", Reading{}, "staff|Ana Ruiz|a@example.org||north", ""},

		{"a day as it is kept", "ref|born", "b|1950-02-28", Reading{}, "|||1950-02-28|", ""},
		{"a day, the month first", "ref|born", "b|2/3/1950", Reading{Dates: upload.MonthFirst}, "|||1950-02-03|", ""},
		{"a day, the day first", "ref|born", "b|2/3/1950", Reading{Dates: upload.DayFirst}, "|||1950-03-02|", ""},
		{"a day with points", "ref|born", "b|28.02.1950", Reading{Dates: upload.DayFirst}, "|||1950-02-28|", ""},
		{"a day with a time", "ref|born", "b|1950-02-28 00:00:00", Reading{}, "|||1950-02-28|", ""},
		{"a birth in two digits", "ref|born", "b|2/28/50", Reading{Dates: upload.MonthFirst}, "|||1950-02-28|", ""},
		{"a birth in two digits of this century", "ref|born", "b|2/28/15", Reading{Dates: upload.MonthFirst}, "|||2015-02-28|", ""},
		{"what is no day stays for the rules", "ref|born", "b|spring", Reading{}, "|||spring|", ""},
	} {
		before := Participant{}
		if strings.HasPrefix(c.row, "a") {
			before = kept
		}
		read := rowReader{c.reading, strings.Split(c.columns, "|"), time.Date(2026, 11, 25, 0, 0, 0, 0, time.UTC)}
		p, opposite := read.with(before, strings.Split(c.row, "|"))
		equal(t, c.about, fmt.Sprintf("%s|%s|%s|%s|%s", p.Group, p.Name, p.Email, p.Attributes["born"], p.Attributes["site"]), c.want)
		equal(t, c.about, strings.Join(opposite, " "), c.opposite)
	}
}

// The order of days is what a file shows, or is asked.
func TestDaysOfFiles(t *testing.T) {
	for rows, want := range map[string]string{
		"1950-02-28": "", "2/28/1950": "mdy", "28/2/1950": "dmy", "3/4/1950|2/28/1950": "mdy", "3/4/1950|28.2.1950": "dmy",
		"3/4/1950": "1 born: event_file.dates", "28/2/1950|2/28/1950": "1 born: event_file.dates", "": "",
	} {
		c := (&Service{Now: time.Now}).newCheck([]string{"ref", "born"}, Reading{})
		var all []upload.Row
		for i, cell := range strings.Split(rows, "|") {
			all = append(all, upload.Row{Line: i + 2, Cells: []string{fmt.Sprint("P-", i), cell}})
		}
		equal(t, rows, c.look(func(yield func([]upload.Row, error) bool) { yield(all, nil) }), nil)
		got := string(c.read.Dates)
		if len(c.report.Errors) > 0 {
			got = says(c.report.Errors)[0]
		}
		equal(t, rows, got, want)
	}
}

// Of a file with more columns than a person has attributes none is taken until somebody chooses.
func TestGuessOfManyColumns(t *testing.T) {
	header := []string{"Patient ID", "Nombre", "Apellido paterno", "Apellido materno"}
	for i := range 25 {
		header = append(header, fmt.Sprint("field", i))
	}
	m := guess(header, upload.Mapping{"field3": "site"})
	kept := map[string]string{}
	for name, to := range m {
		if to != "" {
			kept[name] = to
		}
	}
	equal(t, "kept", fmt.Sprint(slices.Sorted(maps.Keys(kept))), "[Apellido materno Apellido paterno Nombre Patient ID field3]")
	equal(t, "names", kept["Nombre"]+" "+kept["Apellido paterno"]+" "+kept["Apellido materno"], "first_name last_name last_name")
	equal(t, "left out", len(m)-len(kept), 24)
	for header, want := range map[string]string{
		"FIRST,LAST": "first_name last_name", "First name,Surname": "first_name last_name", "name,last name": "first_name last_name",
		"Given name,Family name": "first_name last_name", "Nombres,Apellidos": "first_name last_name", "name,site": "name ",
	} {
		m := guess(strings.Split(header, ","), nil)
		names := strings.Split(header, ",")
		equal(t, header, m[names[0]]+" "+m[names[1]], want)
	}
}
