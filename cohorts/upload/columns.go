package upload

import (
	"maps"
	"slices"
	"strings"

	"soundings/cohorts/base"
)

// Mapping says which column of a file goes where, by the name it has in the file; nowhere if that is empty.
type Mapping map[string]string

// Of returns where a column goes: where the mapping says, else where its own name does.
func (m Mapping) Of(column string) (to string, mapped bool) {
	column = strings.TrimSpace(column)
	if to, mapped = m[column]; !mapped {
		to = column
	}
	return to, mapped
}

// Known refuses a mapping that names columns which a header does not have.
func (m Mapping) Known(header []string) error {
	var bad []base.Field
	for _, name := range slices.Sorted(maps.Keys(m)) {
		if !slices.ContainsFunc(header, func(h string) bool { return strings.TrimSpace(h) == name }) {
			bad = append(bad, base.Field{Name: "map", Text: base.T("import.no_column", "Column", name)})
		}
	}
	return base.InvalidFields(bad...)
}

// Usual is how files call a column, in any language: Names are plain, with blanks between them, the likeliest first. C is
// what its user calls a column.
type Usual[C any] struct {
	Column C
	Names  string
}

// Found is a column of a file whose name is a usual one.
type Found[C any] struct {
	Column C
	Name   string // in the file
}

// Find returns the columns of a header that have a usual name, in the order of the list and of its names.
func Find[C any](header []string, list []Usual[C]) []Found[C] {
	var all []Found[C]
	for _, usual := range list {
		for name := range strings.FieldsSeq(usual.Names) {
			for _, h := range header {
				if Plain(h) == name {
					all = append(all, Found[C]{usual.Column, strings.TrimSpace(h)})
				}
			}
		}
	}
	return all
}

var plainLetters = strings.NewReplacer("á", "a", "é", "e", "í", "i", "ó", "o", "ú", "u", "ü", "u", "ñ", "n",
	" ", "", "_", "", "-", "", ".", "", "#", "", "/", "", "(", "", ")", "")

// Plain returns a name without accents, blanks and signs, in small letters.
func Plain(name string) string { return plainLetters.Replace(strings.ToLower(name)) }
