package page

import (
	"cmp"
	"errors"
	"fmt"
	"math"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"soundings/cohorts/base"
	"soundings/web/texts"
)

// Invalid refuses one field with a text.
func Invalid(field, text string, pairs ...any) error {
	return base.InvalidFields(base.Field{Name: field, Text: base.T(text, pairs...)})
}

// PlainNumber writes a number as a field takes it.
func PlainNumber(x float64) string { return strconv.FormatFloat(x, 'f', -1, 64) }

// TypedWords reads the fields of a text, one for each language: "title.en", "title.es".
func TypedWords(c echo.Context, member string) base.Words {
	w := base.Words{}
	for _, lang := range texts.Languages() {
		w[lang] = c.FormValue(member + "." + lang)
	}
	return w.Tidy()
}

// WordsIn reads the same of a form that was read before.
func WordsIn(form url.Values, member string) base.Words {
	w := base.Words{}
	for _, lang := range texts.Languages() {
		w[lang] = form.Get(member + "." + lang)
	}
	return w.Tidy()
}

// PutWords writes a text into a form as WordsIn reads it.
func PutWords(form url.Values, member string, w base.Words) {
	for _, lang := range texts.Languages() {
		form.Set(member+"."+lang, w[lang])
	}
}

// InPlaces reads the parts of a list, of which each has its fields under a name as "steps.0" and says its place among the others
// in "steps.0.place": 2.5 is between the second and the third. Without a number there it stays where it is. read returns false
// for a part in which nothing is typed.
func InPlaces[T any](form url.Values, list string, most int, read func(name string) (T, bool)) []T {
	type placed struct {
		part T
		at   float64
	}
	var all []placed
	for i := range most {
		name := fmt.Sprintf("%s.%d", list, i)
		part, ok := read(name)
		if !ok {
			continue
		}
		at, ok := base.ParseNumber(strings.TrimSpace(form.Get(name+".place")), false)
		if !ok {
			at = float64(i + 1)
		}
		all = append(all, placed{part, at})
	}
	slices.SortStableFunc(all, func(a, b placed) int { return cmp.Compare(a.at, b.at) })
	var parts []T
	for _, one := range all {
		parts = append(parts, one.part)
	}
	return parts
}

// Decimal reads a number from a form's field; where nothing is typed there is none.
func Decimal(c echo.Context, field string) (*float64, error) {
	typed := strings.TrimSpace(c.FormValue(field))
	if typed == "" {
		return nil, nil
	}
	x, ok := base.ParseNumber(typed, false)
	if !ok {
		return nil, Invalid(field, "answer.number")
	}
	return &x, nil
}

// Renamed gives the fields of an Invalid refusal the names that they have in a form; none where they have none there.
func Renamed(err error, names map[string]string) error {
	return RenamedBy(err, func(name string) string {
		if other, ok := names[name]; ok {
			return other
		}
		return name
	})
}

// RenamedBy is Renamed by a rule.
func RenamedBy(err error, rule func(name string) string) error {
	var refusal *base.Error
	if !errors.As(err, &refusal) {
		return err
	}
	fields := slices.Clone(refusal.Fields)
	for i, f := range fields {
		fields[i].Name = rule(f.Name)
	}
	return &base.Error{Code: refusal.Code, Text: refusal.Text, Fields: fields}
}

// Together makes one refusal of several, as base.Together.
func Together(errs ...error) error { return base.Together(errs...) }

// Besides returns an Invalid refusal of what was typed with what a rule says of further fields, as base.Besides.
func Besides(typed, rule error) error { return base.Besides(typed, rule) }

// Version reads of which version of a thing a form was made, field "version"; 0: it does not say.
func Version(c echo.Context) (int64, error) {
	typed := c.FormValue("version")
	if typed == "" {
		return 0, nil
	}
	version, err := strconv.ParseInt(typed, 10, 64)
	if err != nil || version < 0 {
		return 0, base.Refuse(base.Invalid, "error.form")
	}
	return version, nil
}

// DayIn reads what was typed into a field, or sent as a member, as a day, which has no zone.
func DayIn(field, typed string) (time.Time, error) {
	day, err := time.Parse(time.DateOnly, strings.TrimSpace(typed))
	if err != nil {
		return day, Invalid(field, "error.date")
	}
	return day, nil
}

// PlainDay writes a day as 2027-03-31, for programs and fields; no day as nothing.
func PlainDay(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.Format(time.DateOnly)
}

// Whole reads a whole number from a form's field; where nothing is typed it is 0.
func Whole(c echo.Context, field string) (int, error) {
	typed := strings.TrimSpace(c.FormValue(field))
	if typed == "" {
		return 0, nil
	}
	x, ok := base.ParseNumber(typed, true)
	if !ok || x != math.Trunc(x) || math.Abs(x) > math.MaxInt32 {
		return 0, Invalid(field, "answer.whole")
	}
	return int(x), nil
}

// RefsIn reads the refs that somebody typed: one a line, or with commas or blanks between them.
func RefsIn(typed string) []string {
	return strings.FieldsFunc(typed, func(r rune) bool { return strings.ContainsRune(" ,;\t\r\n", r) })
}

// Form is what somebody typed into a page's form, and what is wrong with it.
type Form struct {
	Values   url.Values
	Problems []Problem // in the order of the fields; the summary at the top links to each
}

// Problem is one bad input. Field is the field's name; empty: the form as a whole.
type Problem struct {
	Field string
	Text  string
	Label string // what the page calls the field: known once it was drawn
}

// Names notes what the page calls a field that it draws without the part "field", for the summary of what is wrong.
func (p Page) Names(field, label string) string {
	p.Form.named(field, label)
	return ""
}

// named notes what the page calls a field, for the summary of what is wrong.
func (f Form) named(name, label string) {
	for i := range f.Problems {
		if f.Problems[i].Field == name {
			f.Problems[i].Label = label
		}
	}
}

// Value returns what stands in a field.
func (f Form) Value(name string) string { return f.Values.Get(name) }

// Has reports whether value is among those of a field that may have several.
func (f Form) Has(name, value string) bool { return slices.Contains(f.Values[name], value) }

// Problem returns what is wrong with a field; empty: nothing.
func (f Form) Problem(name string) string {
	for _, p := range f.Problems {
		if p.Field == name {
			return p.Text
		}
	}
	return ""
}

// ProblemsOf returns an Invalid refusal's fields in a page's language, or what it says as a whole; any other error is not for
// a form.
func ProblemsOf(p texts.Printer, err error) ([]Problem, bool) {
	var refusal *base.Error
	if !errors.As(err, &refusal) || refusal.Code != base.Invalid {
		return nil, false
	}
	if len(refusal.Fields) == 0 {
		return []Problem{{Text: p.Say(refusal.Text)}}, true
	}
	return SayFields(p, refusal.Fields), true
}

// SayFields says what is wrong with fields in a page's language.
func SayFields(p texts.Printer, fields []base.Field) []Problem {
	problems := make([]Problem, len(fields))
	for i, f := range fields {
		problems[i] = Problem{Field: f.Name, Text: p.Say(f.Text)}
	}
	return problems
}
