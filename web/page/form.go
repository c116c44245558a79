package page

import (
	"errors"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"soundings/cohorts/base"
	"soundings/web/texts"
)

func Invalid(field, text string, pairs ...any) error {
	return base.InvalidFields(base.Field{Name: field, Text: base.T(text, pairs...)})
}

// PlainNumber writes a number as a field takes it.
func PlainNumber(x float64) string { return strconv.FormatFloat(x, 'f', -1, 64) }

func TypedWords(c echo.Context, field string) base.Words {
	w := base.Words{}
	for _, lang := range texts.Languages() {
		w[lang] = c.FormValue(field + "_" + lang)
	}
	return w.Tidy()
}

// Decimal reads a number from a form's field; where nothing is typed there is none.
func Decimal(c echo.Context, field string) (*float64, error) {
	typed := strings.Replace(strings.TrimSpace(c.FormValue(field)), ",", ".", 1)
	if typed == "" {
		return nil, nil
	}
	x, err := strconv.ParseFloat(typed, 64)
	if err != nil {
		return nil, Invalid(field, "answer.number")
	}
	return &x, nil
}

// Renamed gives the fields of an Invalid refusal the names that they have in a form.
func Renamed(err error, names map[string]string) error {
	var refusal *base.Error
	if !errors.As(err, &refusal) {
		return err
	}
	fields := slices.Clone(refusal.Fields)
	for i, f := range fields {
		if name, ok := names[f.Name]; ok {
			fields[i].Name = name
		}
	}
	return &base.Error{Code: refusal.Code, Text: refusal.Text, Fields: fields}
}

// Together makes one refusal of several, so that every mistake in a form is named at once. What is no Invalid refusal
// comes first.
func Together(errs ...error) error {
	var fields []base.Field
	for _, err := range errs {
		var refusal *base.Error
		switch {
		case errors.As(err, &refusal) && refusal.Code == base.Invalid && len(refusal.Fields) > 0:
			fields = append(fields, refusal.Fields...)
		case err != nil:
			return err
		}
	}
	return base.InvalidFields(fields...)
}

// Whole reads a whole number from a form's field; where nothing is typed it is 0.
func Whole(c echo.Context, field string) (int, error) {
	typed := strings.TrimSpace(c.FormValue(field))
	if typed == "" {
		return 0, nil
	}
	n, err := strconv.Atoi(typed)
	if err != nil {
		return 0, Invalid(field, "answer.whole")
	}
	return n, nil
}

// RefsIn reads the refs that somebody typed: one a line, or with commas or blanks between them.
func RefsIn(typed string) []string {
	return strings.FieldsFunc(typed, func(r rune) bool { return strings.ContainsRune(" ,;\t\r\n", r) })
}
