package cohorts

import (
	"maps"
	"slices"
	"strings"
	"unicode/utf8"

	"soundings/cohorts/base"
)

// Columns returns the columns of an import file that are not attributes, in their usual order.
func Columns() []string {
	return []string{"ref", "group", "name", "email", "phone", "language", "proxy", "minor"}
}

// maxAttributes is how many columns of a file may be attributes; of a participant fewer may be filled.
const maxAttributes = 100

// Mapping says which column of a file goes where, by the name it has in the file: to one of Columns, to an attribute, or
// nowhere if that is empty. A column that it does not name goes where its own name says.
type Mapping map[string]string

// columns returns where each column of a header goes, and what is wrong with that. One that goes nowhere is "".
func (m Mapping) columns(header []string) ([]string, []RowError) {
	columns := make([]string, len(header))
	var bad []RowError
	for i, name := range header {
		to, mapped := m[strings.TrimSpace(name)]
		if !mapped {
			to = name
		}
		if columns[i] = tidyColumn(to); columns[i] != "" || !mapped {
			bad = append(bad, columnErrors(columns[:i], columns[i])...)
		}
	}
	return columns, append(bad, missing(columns)...)
}

// Unknown returns the columns that the mapping names and a header does not have.
func (m Mapping) Unknown(header []string) []base.Field {
	var bad []base.Field
	for _, name := range slices.Sorted(maps.Keys(m)) {
		if !slices.ContainsFunc(header, func(h string) bool { return strings.TrimSpace(h) == name }) {
			bad = append(bad, base.Field{Name: "map", Text: base.T("import.no_column", "Column", name)})
		}
	}
	return bad
}

func tidyColumn(name string) string {
	name = strings.TrimSpace(name)
	if fixed := strings.ToLower(name); slices.Contains(Columns(), fixed) {
		return fixed
	}
	return name
}

// columnErrors returns what is wrong with a column behind those before it.
func columnErrors(before []string, name string) []RowError {
	switch {
	case slices.Contains(before, name):
		return []RowError{{1, name, base.T("import.column_twice")}}
	case !base.AttributePattern.MatchString(name) || utf8.RuneCountInString(name) > 40:
		return []RowError{{1, name, base.T("import.column_name")}}
	}
	return nil
}

// missing returns what is wrong with the columns as a whole.
func missing(columns []string) []RowError {
	var bad []RowError
	if !slices.Contains(columns, "ref") {
		bad = append(bad, RowError{1, "ref", base.T("import.no_ref")})
	}
	attributes := 0
	for _, name := range columns {
		if name != "" && !slices.Contains(Columns(), name) {
			attributes++
		}
	}
	if attributes > maxAttributes {
		bad = append(bad, RowError{1, "", base.T("import.attributes", "Columns", maxAttributes)})
	}
	return bad
}

// Guess returns a mapping for a header: what was chosen the last time for a column of the same name, else what the name
// most likely means.
func Guess(header []string, last Mapping) Mapping {
	m := Mapping{}
	for _, name := range header {
		name = strings.TrimSpace(name)
		if to, ok := last[name]; ok {
			m[name] = to
		} else if to, ok := usual(name); ok {
			m[name] = to
		}
	}
	places := map[string]int{}
	for _, to := range m {
		places[to]++
	}
	for name, to := range m { // two columns for one place: let somebody choose
		if _, chosen := last[name]; to != "" && places[to] > 1 && !chosen {
			delete(m, name)
		}
	}
	return m
}

// usual returns what a column is for that is called as clinics and spreadsheets call it, in either language.
func usual(name string) (string, bool) {
	name = strings.Map(func(r rune) rune {
		if strings.ContainsRune(" _-.#", r) {
			return -1
		}
		return r
	}, strings.ToLower(name))
	for to, names := range map[string][]string{
		"ref":      {"ref", "id", "patientid", "participantid", "personid", "reference", "referencia", "idpaciente", "código", "codigo"},
		"group":    {"group", "role", "grupo"},
		"name":     {"name", "fullname", "patientname", "nombre", "nombrecompleto"},
		"email":    {"email", "mail", "emailaddress", "correo", "correoelectrónico", "correoelectronico"},
		"phone":    {"phone", "telephone", "tel", "mobile", "cell", "phonenumber", "teléfono", "telefono", "móvil", "movil"},
		"language": {"language", "lang", "preferredlanguage", "idioma", "lengua"},
	} {
		if slices.Contains(names, name) {
			return to, true
		}
	}
	return "", false
}
