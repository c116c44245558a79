package ask

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/gosimple/slug"
	"github.com/labstack/echo/v4"

	"soundings/cohorts/base"
	"soundings/surveys"
	"soundings/surveys/kinds"
	"soundings/web/page"
	"soundings/web/texts"
)

// newPage is the value of the page field that puts a question on a page of its own.
const newPage = "new"

// typedPage reads on which page, from 0, a question is to stand; behind the last is a new one.
func typedPage(c echo.Context, v surveys.Survey) int {
	n, err := strconv.Atoi(c.FormValue("page"))
	if err != nil || n < 1 {
		return len(v.Pages)
	}
	return n - 1
}

// questionValues returns what stands in the form of a question.
func questionValues(q surveys.Question, listed int) url.Values {
	values := url.Values{"page": {strconv.Itoa(listed)}, "options": {optionLines(q.Options)}}
	for _, lang := range texts.Languages() {
		values.Set("text_"+lang, q.Text[lang])
		values.Set("help_"+lang, q.Help[lang])
		values.Set("low_"+lang, q.MinLabel[lang])
		values.Set("high_"+lang, q.MaxLabel[lang])
	}
	for field, x := range map[string]*float64{"min": q.Min, "max": q.Max} {
		if x != nil {
			values.Set(field, strconv.FormatFloat(*x, 'f', -1, 64))
		}
	}
	values.Set("earliest", q.Earliest)
	values.Set("latest", q.Latest)
	for field, n := range map[string]int{"max_length": q.MaxLength, "max_choices": q.MaxChoices} {
		if n > 0 {
			values.Set(field, strconv.Itoa(n))
		}
	}
	if q.Required {
		values.Set("required", "yes")
	}
	if test, ok := onlyTest(q.ShowIf); ok {
		values.Set("show_question", test.Question)
		values.Set("show_op", string(test.Op))
		values.Set("show_value", strings.Join(test.Value, ", "))
	}
	return values
}

// onlyTest returns the test of a condition that has one; the form can hold no more.
func onlyTest(when *surveys.Condition) (surveys.Test, bool) {
	if when == nil || len(when.All)+len(when.Any) != 1 {
		return surveys.Test{}, false
	}
	return append(slices.Clone(when.All), when.Any...)[0], true
}

// typedQuestion reads a question's form over the question as it was. What the form does not have stays.
func typedQuestion(c echo.Context, v surveys.Survey, q surveys.Question) (surveys.Question, error) {
	form, err := c.FormParams()
	if err != nil {
		return q, base.Refuse(base.Invalid, "error.form")
	}
	if q.Name() == "" {
		made, _ := kinds.New(form.Get("type"))
		q.Type, q.Instrument = made.Type, made.Instrument
	}
	if form.Has("text_en") || form.Has("text_es") {
		q.Text = page.TypedWords(c, "text")
	}
	q.Help, q.Required = page.TypedWords(c, "help"), c.FormValue("required") == "yes"
	var errs []error
	for _, m := range questionMembers {
		if form.Has(m.field) {
			errs = append(errs, m.read(c, m.field, &q))
		}
	}
	if _, one := onlyTest(q.ShowIf); one || q.ShowIf == nil {
		q.ShowIf = typedCondition(c, v)
	}
	return q, page.Together(errs...)
}

// questionMembers are the members that only some kinds of questions have in their forms, each with a field that shows
// whether the form has it.
var questionMembers = []struct {
	field string
	read  func(c echo.Context, field string, q *surveys.Question) error
}{
	{"options", func(c echo.Context, field string, q *surveys.Question) error {
		q.Options = typedOptions(c.FormValue(field))
		return nil
	}},
	{"max_choices", func(c echo.Context, field string, q *surveys.Question) (err error) {
		q.MaxChoices, err = page.Whole(c, field)
		return err
	}},
	{"min", func(c echo.Context, field string, q *surveys.Question) (err error) {
		q.Min, err = page.Decimal(c, field)
		return err
	}},
	{"max", func(c echo.Context, field string, q *surveys.Question) (err error) {
		q.Max, err = page.Decimal(c, field)
		return err
	}},
	{"earliest", func(c echo.Context, field string, q *surveys.Question) error {
		q.Earliest = strings.TrimSpace(c.FormValue(field))
		return nil
	}},
	{"latest", func(c echo.Context, field string, q *surveys.Question) error {
		q.Latest = strings.TrimSpace(c.FormValue(field))
		return nil
	}},
	{"low_en", func(c echo.Context, _ string, q *surveys.Question) error {
		q.MinLabel = page.TypedWords(c, "low")
		return nil
	}},
	{"high_en", func(c echo.Context, _ string, q *surveys.Question) error {
		q.MaxLabel = page.TypedWords(c, "high")
		return nil
	}},
	{"max_length", func(c echo.Context, field string, q *surveys.Question) (err error) {
		q.MaxLength, err = page.Whole(c, field)
		return err
	}},
}

// typedOptions reads options, one a line: "value = English | Spanish". A line without a value gets one made of its text.
func typedOptions(typed string) []surveys.Option {
	var options []surveys.Option
	for line := range strings.Lines(typed) {
		if line = strings.TrimSpace(line); line == "" {
			continue
		}
		value, text, ok := strings.Cut(line, "=")
		if !ok {
			text = line
		}
		english, spanish, _ := strings.Cut(text, "|")
		if value = strings.TrimSpace(value); !ok {
			value = slug.Make(english)
			value = strings.Trim(value[:min(len(value), 40)], "-")
		}
		options = append(options, surveys.Option{Value: value, Text: base.Words{"en": english, "es": spanish}.Tidy()})
	}
	return options
}

// optionLines writes options as typedOptions reads them.
func optionLines(options []surveys.Option) string {
	lines := make([]string, len(options))
	for i, o := range options {
		lines[i] = o.Value + " = " + o.Text["en"]
		if o.Text["es"] != "" {
			lines[i] += " | " + o.Text["es"]
		}
	}
	return strings.Join(lines, "\n")
}

// typedCondition reads when a question is shown; nil: always. An option may be named by its text.
func typedCondition(c echo.Context, v surveys.Survey) *surveys.Condition {
	test := surveys.Test{Question: c.FormValue("show_question"), Op: kinds.Op(c.FormValue("show_op"))}
	if test.Question == "" {
		return nil
	}
	if test.Op == kinds.Answered {
		return &surveys.Condition{All: []surveys.Test{test}}
	}
	q, _ := v.Question(test.Question)
	for value := range strings.SplitSeq(c.FormValue("show_value"), ",") {
		if value = strings.TrimSpace(value); value != "" {
			test.Value = append(test.Value, optionValue(q, value))
		}
	}
	if test.Op == kinds.Equal && len(test.Value) > 1 {
		test.Op = kinds.In
	}
	return &surveys.Condition{All: []surveys.Test{test}}
}

func optionValue(q surveys.Question, typed string) string {
	for _, o := range q.Options {
		for _, name := range []string{o.Value, o.Text["en"], o.Text["es"]} {
			if strings.EqualFold(name, typed) {
				return o.Value
			}
		}
	}
	return typed
}
