package cohorts

import (
	"slices"
	"strings"
	"unicode/utf8"

	"soundings/cohorts/base"
	"soundings/cohorts/upload"
)

// Columns returns the columns of an import file that are not attributes, in their usual order.
func Columns() []string {
	return []string{"ref", "group", "name", "email", "phone", "language", "street", "city", "region", "postcode", "best_time", "proxy", "minor"}
}

// ImportColumns returns what the columns of a file can be: those of an import, and the parts of a name.
func ImportColumns() []string {
	all := Columns()
	return slices.Insert(all, slices.Index(all, "name")+1, firstName, lastName)
}

// ReachColumn is the column of an export that says in which ways people want to be reached.
const ReachColumn = "reached_by"

// Limits of attributes: how many a participant may have, and how many columns of a file may be some.
const (
	MaxAttributes = 20
	maxAttributes = 100
)

// columnsOf returns where each column of a header goes, and what is wrong with that. One that goes nowhere is "".
func columnsOf(header []string, m upload.Mapping) ([]string, []upload.RowError) {
	columns := make([]string, len(header))
	var bad []upload.RowError
	for i, name := range header {
		to, mapped := m.Of(name)
		if to == name && strings.EqualFold(strings.TrimSpace(name), ReachColumn) {
			continue // what people chose themselves is theirs: an export says it, an import does not change it
		}
		if columns[i] = tidyColumn(to); columns[i] != "" || !mapped {
			bad = append(bad, columnErrors(columns[:i], columns[i])...)
		}
	}
	return columns, append(bad, missing(columns)...)
}

func tidyColumn(name string) string {
	name = strings.TrimSpace(name)
	if fixed := strings.ToLower(name); slices.Contains(ImportColumns(), fixed) {
		return fixed
	}
	return name
}

// columnErrors returns what is wrong with a column behind those before it.
func columnErrors(before []string, name string) []upload.RowError {
	switch {
	case severalMay(name):
	case slices.Contains(before, name):
		return headerError(name, base.T("import.column_twice"))
	case !base.AttributePattern.MatchString(name) || utf8.RuneCountInString(name) > 40:
		return headerError(name, base.T("import.column_name"))
	}
	return nil
}

// severalMay reports whether several columns may go to one place, which joins them.
func severalMay(column string) bool {
	return column == firstName || column == lastName || column == "street"
}

// missing returns what is wrong with the columns as a whole.
func missing(columns []string) []upload.RowError {
	var bad []upload.RowError
	if !slices.Contains(columns, "ref") {
		bad = headerError("ref", base.T("import.no_ref"))
	}
	attributes := 0
	for _, name := range columns {
		if name != "" && !slices.Contains(ImportColumns(), name) {
			attributes++
		}
	}
	if attributes > maxAttributes {
		bad = append(bad, headerError("", base.T("import.attributes", "Columns", maxAttributes))...)
	}
	return bad
}

func headerError(column string, why base.Text) []upload.RowError {
	return []upload.RowError{{Line: 1, Column: column, Text: why}}
}

// usualColumns is how clinics and spreadsheets call the columns, in either language.
var usualColumns = []upload.Usual[string]{
	{Column: "ref", Names: "ref id patientid participantid personid reference referencia idpaciente codigo"},
	{Column: "group", Names: "group role grupo"},
	{Column: "name", Names: "name fullname patientname nombre nombrecompleto"},
	{Column: firstName, Names: "first firstname givenname given forename primernombre nombres middle middlename segundonombre"},
	{Column: lastName, Names: "last lastname familyname family surname apellido apellidos apellidopaterno primerapellido apellidomaterno segundoapellido"},
	{Column: "email", Names: "email mail emailaddress correo correoelectronico"},
	{Column: "phone", Names: "phone telephone tel mobile cell phonenumber telefono movil"},
	{Column: "street", Names: "street address address1 address2 addressline1 addressline2 streetaddress mailingaddress apt apartment unit calle direccion domicilio apartamento"},
	{Column: "city", Names: "city town ciudad municipio localidad"},
	{Column: "region", Names: "region state province estado provincia"},
	{Column: "postcode", Names: "postcode postalcode zip zipcode codigopostal cp"},
	{Column: "best_time", Names: "besttime besttimetocall calltime mejorhora horaparallamar"},
	{Column: "language", Names: "language lang preferredlanguage idioma lengua"},
}

// guess returns a mapping for a header: what was chosen the last time for a column of the same name, else what the name
// most likely means. Where two columns would go to one place it lets somebody choose, and so where more columns than a
// participant has attributes have no usual name: they are left out.
func guess(header []string, last upload.Mapping) upload.Mapping {
	m := upload.Mapping{}
	for _, found := range upload.Find(header, usualColumns) {
		m[found.Name] = found.Column
	}
	var others []string
	for _, name := range header {
		name = strings.TrimSpace(name)
		if to, ok := last[name]; ok {
			m[name] = to
		}
		if _, ok := m[name]; !ok && !slices.Contains(ImportColumns(), tidyColumn(name)) {
			others = append(others, name)
		}
	}
	if len(others) > MaxAttributes {
		for _, name := range others {
			m[name] = ""
		}
	}
	settle(m, last)
	return m
}

// settle leaves open where columns go of which two would go to one place. A name beside a last name is the first name.
func settle(m, last upload.Mapping) {
	places := map[string]int{}
	for _, to := range m {
		places[to]++
	}
	for name, to := range m {
		_, chosen := last[name]
		switch {
		case chosen || to == "" || severalMay(to):
		case to == "name" && places[lastName] > 0 && places[firstName] == 0:
			m[name] = firstName
		case places[to] > 1:
			delete(m, name)
		}
	}
}
