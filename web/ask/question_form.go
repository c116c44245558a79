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

// The fields of the one test that the form can ask of an earlier question.
const (
	showQuestion = "show_if.all[0].question"
	showOp       = "show_if.all[0].op"
	showValue    = "show_if.all[0].value"
)

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
		values.Set("text."+lang, q.Text[lang])
		values.Set("help."+lang, q.Help[lang])
		values.Set("min_label."+lang, q.MinLabel[lang])
		values.Set("max_label."+lang, q.MaxLabel[lang])
	}
	for field, x := range map[string]*float64{"min": q.Min, "max": q.Max} {
		if x != nil {
			values.Set(field, strconv.FormatFloat(*x, 'f', -1, 64))
		}
	}
	if q.Wording != "" {
		values.Set("wording", q.Wording)
	}
	values.Set("earliest", q.Earliest)
	values.Set("latest", q.Latest)
	for field, n := range map[string]int{"max_length": q.MaxLength, "max_choices": q.MaxChoices} {
		if n > 0 {
			values.Set(field, strconv.Itoa(n))
		}
	}
	if q.Exclusive() > 0 {
		values.Set("exclusive", "yes")
	}
	if q.Required {
		values.Set("required", "yes")
	}
	if test, ok := onlyTest(q.ShowIf); ok {
		values.Set(showQuestion, test.Question)
		values.Set(showOp, string(test.Op))
		values.Set(showValue, strings.Join(test.Value, ", "))
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

// typedQuestion reads a question's form over the question as it was. What its form does not ask stays.
func typedQuestion(c echo.Context, v surveys.Survey, q surveys.Question) (surveys.Question, error) {
	form, err := c.FormParams()
	if err != nil {
		return q, base.Refuse(base.Invalid, "error.form")
	}
	if q.Name() == "" {
		made, _ := kinds.New(form.Get("type"))
		q.Type, q.Instrument = made.Type, made.Instrument
	}
	if q.Instrument == "" {
		q.Text = page.TypedWords(c, "text")
	}
	q.Help, q.Required = page.TypedWords(c, "help"), c.FormValue("required") == "yes"
	var errs []error
	for _, member := range q.Kind().Members {
		errs = append(errs, readMember[member](c, &q))
	}
	if _, one := onlyTest(q.ShowIf); one || q.ShowIf == nil {
		q.ShowIf = typedCondition(c, v)
	}
	return q, page.Together(errs...)
}

// readMember reads each of the members that only some kinds of questions have.
var readMember = map[string]func(c echo.Context, q *surveys.Question) error{
	"options": func(c echo.Context, q *surveys.Question) error {
		alone := q.Exclusive()
		q.Options = typedOptions(c.FormValue("options"))
		q.SetExclusive(alone)
		return nil
	},
	"exclusive": func(c echo.Context, q *surveys.Question) error { // as many as before, which only the API makes more than one
		alone := 0
		if c.FormValue("exclusive") == "yes" {
			alone = max(1, q.Exclusive())
		}
		q.SetExclusive(alone)
		return nil
	},
	"max_choices": func(c echo.Context, q *surveys.Question) (err error) {
		q.MaxChoices, err = page.Whole(c, "max_choices")
		return err
	},
	"min": func(c echo.Context, q *surveys.Question) (err error) {
		q.Min, err = page.Decimal(c, "min")
		return err
	},
	"max": func(c echo.Context, q *surveys.Question) (err error) {
		q.Max, err = page.Decimal(c, "max")
		return err
	},
	"min_label": func(c echo.Context, q *surveys.Question) error {
		q.MinLabel = page.TypedWords(c, "min_label")
		return nil
	},
	"max_label": func(c echo.Context, q *surveys.Question) error {
		q.MaxLabel = page.TypedWords(c, "max_label")
		return nil
	},
	"wording": func(c echo.Context, q *surveys.Question) error {
		if len(q.Items) == 0 { // items of the clinic's own keep their wording
			q.Wording = c.FormValue("wording")
		}
		return nil
	},
	"earliest": func(c echo.Context, q *surveys.Question) error {
		q.Earliest = strings.TrimSpace(c.FormValue("earliest"))
		return nil
	},
	"latest": func(c echo.Context, q *surveys.Question) error {
		q.Latest = strings.TrimSpace(c.FormValue("latest"))
		return nil
	},
	"max_length": func(c echo.Context, q *surveys.Question) (err error) {
		q.MaxLength, err = page.Whole(c, "max_length")
		return err
	},
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
	test := surveys.Test{Question: c.FormValue(showQuestion), Op: kinds.Op(c.FormValue(showOp))}
	if test.Question == "" {
		return nil
	}
	if test.Op == kinds.Answered {
		return &surveys.Condition{All: []surveys.Test{test}}
	}
	q, _ := v.Question(test.Question)
	for value := range strings.SplitSeq(c.FormValue(showValue), ",") {
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
