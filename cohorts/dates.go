package cohorts

import (
	"maps"
	"slices"
	"strings"
	"time"
	"unicode"

	"soundings/cohorts/base"
)

// isDate reports whether an attribute's name says that it is a day, as in birth_date, Date of birth or born.
func isDate(attribute string) bool {
	words := strings.FieldsFunc(strings.ToLower(attribute), func(r rune) bool { return !unicode.IsLetter(r) })
	return slices.ContainsFunc(words, func(word string) bool {
		return slices.Contains([]string{"date", "born", "birthday", "birthdate", "dob", "fecha", "nacimiento"}, word)
	})
}

// isBirth reports whether an attribute's name says that it is the day of somebody's birth.
func isBirth(attribute string) bool {
	words := strings.FieldsFunc(strings.ToLower(attribute), func(r rune) bool { return !unicode.IsLetter(r) })
	return slices.ContainsFunc(words, func(word string) bool {
		return slices.Contains([]string{"birth", "born", "birthday", "birthdate", "dob", "nacimiento"}, word)
	})
}

// check checks the fields of a participant, and that every attribute named as a day is one that exists.
func (p Participant) check() error {
	var bad []base.Field
	for _, name := range slices.Sorted(maps.Keys(p.Attributes)) {
		if !isDate(name) {
			continue
		}
		if _, err := time.Parse(time.DateOnly, p.Attributes[name]); err != nil {
			bad = append(bad, base.Field{Name: "attributes[" + name + "]", Text: base.T("error.date")})
		}
	}
	err := base.Check(p)
	if refused, ok := err.(*base.Error); ok {
		bad = append(refused.Fields, bad...)
	} else if err != nil {
		return err
	}
	return base.InvalidFields(bad...)
}
