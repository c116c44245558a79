package cohorts

import (
	"maps"
	"slices"
	"strings"
	"time"
	"unicode"

	"soundings/cohorts/base"
	"soundings/cohorts/upload"
)

// Reading is how a file of participants is read.
type Reading struct {
	Columns upload.Mapping
	Values  map[string]string // what the file's own words for groups and languages mean, by ValueKey
	Group   Group             // of everybody who has none and whose row says none
	Dates   upload.Dates      // of attributes that are days; empty: as the dates themselves say
	Erase   bool              // empty cells erase what is kept; else they leave it
	Letters upload.Letters    // empty: as the letters say
	Sheet   string            // of a spreadsheet; empty: the first in which something stands
}

// ValueKey is what a word of a file is called in Values: one word for all that differ by case, accents and blanks alone.
func ValueKey(column, word string) string { return column + ":" + upload.Plain(word) }

// groupWords is how files call the groups, in either language.
var groupWords = map[Group]string{
	Patient:    "patient patients paciente pacientes",
	Staff:      "staff clinicstaff frontline frontdesk employee employees personal personaldelaclinica empleado empleada empleados empleadas",
	Provider:   "provider providers doctor doctors physician physicians clinician clinicians nurse nurses medico medica medicos medicas enfermera enfermero profesionaldesalud profesionalesdesalud",
	HIT:        "hit healthit it informatica informaticadesalud",
	Leadership: "leadership leader leaders executive executives direccion directivo directiva directivos liderazgo",
	Practice:   "practice practices otherpractice otherpractices anotherpractice consultorio consultorios otroconsultorio otrosconsultorios",
}

// languageWords is how files call the languages: the first word of what they say, as in Spanish; Castilian and es-MX.
var languageWords = map[string]string{"en": "en eng english ingles", "es": "es spa esp spanish espanol castellano castilian"}

// groupOf returns the group that a cell names; of an unknown word the word, for the rules to refuse.
func (r Reading) groupOf(cell string) Group {
	if to, ok := r.Values[ValueKey("group", cell)]; ok {
		return Group(to)
	}
	for group, words := range groupWords {
		if slices.Contains(strings.Fields(words), upload.Plain(cell)) {
			return group
		}
	}
	return Group(strings.ToLower(cell))
}

// languageOf returns the language that a cell names; of an unknown word the word.
func (r Reading) languageOf(cell string) string {
	if to, ok := r.Values[ValueKey("language", cell)]; ok {
		return to
	}
	first := strings.FieldsFunc(cell, func(r rune) bool { return !unicode.IsLetter(r) })
	for language, words := range languageWords {
		if len(first) > 0 && slices.Contains(strings.Fields(words), upload.Plain(first[0])) {
			return language
		}
	}
	return strings.ToLower(cell)
}

// hoursWords is how files call the times of day, in either language.
var hoursWords = map[Hours]string{
	Morning:   "morning mornings am forenoon manana mananas porlamanana",
	Afternoon: "afternoon afternoons pm tarde tardes porlatarde",
	Evening:   "evening evenings night noche noches porlanoche",
}

// hoursOf returns the time of day that a cell names; of an unknown word the word, for the rules to refuse.
func hoursOf(cell string) Hours {
	for hours, words := range hoursWords {
		if slices.Contains(strings.Fields(words), upload.Plain(cell)) {
			return hours
		}
	}
	return Hours(strings.ToLower(cell))
}

// rowReader makes participants of the rows of one file.
type rowReader struct {
	Reading
	columns []string // where each column goes; "": nowhere
	now     time.Time
}

// Parts of a name that a file has in columns of their own. It may have several of each.
const (
	firstName = "first_name"
	lastName  = "last_name"
)

// with returns p as a row says it should be, and the columns whose kept values stand opposite empty cells: they stay unless the
// reading erases them.
func (r rowReader) with(p Participant, cells []string) (after Participant, opposite []string) {
	after = p
	if after.Attributes = maps.Clone(p.Attributes); after.Attributes == nil {
		after.Attributes = map[string]string{}
	}
	for i, column := range r.columns {
		value := plain(cells[i])
		switch {
		case column == "" || severalMay(column):
		case value != "":
			r.fill(&after, column, value)
		case column != "ref" && column != "group" && p.has(column):
			if opposite = append(opposite, column); r.Erase {
				r.fill(&after, column, "")
			}
		}
	}
	if name := r.joined(cells, " ", firstName, lastName); name != "" {
		after.Name = name
	}
	if street := r.joined(cells, ", ", "street"); street != "" {
		after.Address.Street = street
	} else if slices.Contains(r.columns, "street") && p.has("street") {
		if opposite = append(opposite, "street"); r.Erase {
			after.Address.Street = ""
		}
	}
	if after.Group == "" {
		after.Group = r.Group
	}
	return after.tidy(), opposite
}

// fill puts the value of a column into p.
func (r rowReader) fill(p *Participant, column, value string) {
	switch to := p.text(column); {
	case column == "group":
		p.Group = r.groupOf(value)
	case column == "language":
		p.Language = r.languageOf(value)
	case column == "best_time":
		p.BestTime = hoursOf(value)
	case column == "minor":
		p.Minor, _ = yesOrNo(value)
	case to != nil:
		*to = value
	case isDate(column):
		p.Attributes[column] = r.day(column, value)
	default:
		p.Attributes[column] = value
	}
}

// has reports whether something is kept of p in a column.
func (p Participant) has(column string) bool {
	if to := p.text(column); to != nil {
		return *to != ""
	}
	return column == "minor" && p.Minor || column == "best_time" && p.BestTime != "" || p.Attributes[column] != ""
}

// joined returns what a row has in several columns for one place: all of the first kind, then all of the next.
func (r rowReader) joined(cells []string, between string, kinds ...string) string {
	var parts []string
	for _, kind := range kinds {
		for i, column := range r.columns {
			if value := plain(cells[i]); column == kind && value != "" {
				parts = append(parts, value)
			}
		}
	}
	return strings.Join(parts, between)
}

// day returns a day as attributes have it, 1950-02-28; what is no day it returns as it is. Nobody is born in the future, so
// that such a year of two digits is of the century before.
func (r rowReader) day(column, value string) string {
	at, ok := upload.ReadTime(value, r.Dates, time.UTC)
	if !ok {
		return value
	}
	if isBirth(column) && at.After(r.now) && !strings.Contains(value, at.Format("2006")) {
		at = at.AddDate(-100, 0, 0)
	}
	return at.Format(time.DateOnly)
}

// dateColumns returns the positions of the columns that are days.
func (r rowReader) dateColumns() []int {
	var at []int
	for i, column := range r.columns {
		if column != "" && !slices.Contains(Columns(), column) && isDate(column) {
			at = append(at, i)
		}
	}
	return at
}

// note takes the days of a row into account.
func (r rowReader) note(hints *upload.DateHints, row upload.Row) {
	for _, i := range r.dateColumns() {
		if i < len(row.Cells) {
			hints.Note(row.Cells[i])
		}
	}
}

// yesOrNo reads a cell that says one of the two, in any way that is usual.
func yesOrNo(cell string) (yes, ok bool) {
	switch strings.ToLower(strings.TrimSpace(cell)) {
	case "yes", "true", "1", "x", "y", "sí", "si":
		return true, true
	case "", "no", "false", "0", "n":
		return false, true
	}
	return false, false
}

// plain returns a cell without what cannot be seen around it, and without the apostrophe that keeps a spreadsheet from taking
// it for a formula: exports have it.
func plain(cell string) string {
	cell = base.OneLine(upload.Trim(cell))
	if len(cell) > 1 && cell[0] == '\'' && strings.ContainsAny(cell[1:2], "=+-@") {
		return cell[1:]
	}
	return cell
}
