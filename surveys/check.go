package surveys

import (
	"fmt"
	"math"
	"regexp"
	"slices"
	"unicode/utf8"

	"soundings/cohorts/base"
	"soundings/surveys/instruments"
)

// What one survey may hold.
const (
	maxQuestions = 100
	maxOptions   = 50
	maxText      = 1000 // characters of one text
	maxValues    = 1000 // possible answers of a number question: results keep a count of each
	maxScale     = 21   // points of a scale
	maxTally     = 5000 // possible answers of all questions together
)

var (
	idPattern    = regexp.MustCompile(`^[a-z][a-z0-9_-]{0,39}$`)
	valuePattern = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9_-]{0,39}$`)
)

// checker collects what is wrong with a survey.
type checker struct {
	fields []base.Field
}

func (c *checker) bad(name, text string, pairs ...any) {
	c.fields = append(c.fields, base.Field{Name: name, Text: base.T(text, pairs...)})
}

func (c *checker) words(name string, w base.Words, required bool) {
	if required && w.In("en") == "" {
		c.bad(name, "error.required")
	}
	for language, text := range w {
		if utf8.RuneCountInString(text) > maxText {
			c.bad(name+"."+language, "error.max_length", "Limit", maxText)
		}
	}
}

// Check returns nil, or an Invalid error that names every place that is wrong as it stands in JSON.
func (s Survey) Check() error {
	var c checker
	c.words("title", s.Title, true)
	if s.Anonymous {
		c.bad("anonymous", "survey.anonymous")
	}
	seen := map[string]Question{}
	for i, p := range s.Pages {
		for j, q := range p.Questions {
			name := fmt.Sprintf("pages[%d].questions[%d]", i, j)
			c.question(name, q, seen)
			seen[q.ID] = q
		}
	}
	if len(seen) > maxQuestions {
		c.bad("pages", "error.max_items", "Limit", maxQuestions)
	}
	if len(c.fields) == 0 && s.values() > maxTally {
		c.bad("pages", "survey.too_many_values", "Limit", maxTally)
	}
	return base.InvalidFields(c.fields...)
}

// values returns how many different answers the survey's results may have to count.
func (s Survey) values() int {
	n := 0
	for _, q := range s.Questions() {
		n += len(q.Fields()) * (1 + len(q.possible()))
		if q.Type == Number && q.Min != nil && q.Max != nil && q.step() > 0 {
			n += int(min((*q.Max-*q.Min)/q.step(), maxTally))
		}
	}
	return n
}

// question holds q against the rules; seen are the questions before it.
func (c *checker) question(name string, q Question, seen map[string]Question) {
	if _, twice := seen[q.ID]; twice {
		c.bad(name+".id", "survey.id_twice")
	} else if !idPattern.MatchString(q.ID) {
		c.bad(name+".id", "survey.id")
	}
	c.words(name+".help", q.Help, false)
	c.condition(name+".show_if", q.ShowIf, seen)
	if q.Instrument != "" {
		c.instrument(name, q, seen)
		return
	}
	c.words(name+".text", q.Text, true)
	switch q.Type {
	case Single, Multiple:
		c.options(name, q)
	case Scale, Number:
		c.numbers(name, q)
	case FreeText:
		if q.MaxLength < 0 || q.MaxLength > 10000 {
			c.bad(name+".max_length", "survey.max_length")
		}
	case Note:
		if q.Required {
			c.bad(name+".required", "survey.note_required")
		}
	default:
		c.bad(name+".type", "error.oneof", "Choices", "single, multiple, scale, number, text, note")
	}
}

func (c *checker) instrument(name string, q Question, seen map[string]Question) {
	instrument, ok := instruments.ByID(q.Instrument)
	switch {
	case !ok:
		c.bad(name+".instrument", "error.oneof", "Choices", "sus")
	case q.Type != "":
		c.bad(name+".type", "survey.instrument_type")
	case len(q.Items) > 0 && len(q.Items) != instrument.Items:
		c.bad(name+".items", "survey.items", "Items", instrument.Items)
	}
	for _, other := range seen {
		if other.Instrument == q.Instrument {
			c.bad(name+".instrument", "survey.instrument_twice")
		}
	}
	for i, item := range q.Items {
		c.words(fmt.Sprintf("%s.items[%d]", name, i), item, true)
	}
}

func (c *checker) options(name string, q Question) {
	if len(q.Options) < 2 {
		c.bad(name+".options", "error.min_items", "Limit", 2)
	}
	if len(q.Options) > maxOptions {
		c.bad(name+".options", "error.max_items", "Limit", maxOptions)
	}
	for i, o := range q.Options {
		at := fmt.Sprintf("%s.options[%d]", name, i)
		switch {
		case !valuePattern.MatchString(o.Value):
			c.bad(at+".value", "survey.value")
		case slices.ContainsFunc(q.Options[:i], func(p Option) bool { return p.Value == o.Value }):
			c.bad(at+".value", "survey.value_twice")
		}
		c.words(at+".text", o.Text, true)
	}
	if q.MaxChoices < 0 || q.MaxChoices > len(q.Options) {
		c.bad(name+".max_choices", "survey.max_choices")
	}
}

func (c *checker) numbers(name string, q Question) {
	if q.Min == nil || q.Max == nil {
		c.bad(name+".min", "survey.limits")
		return
	}
	low, high, step := *q.Min, *q.Max, q.step()
	switch {
	case !(low < high) || math.Abs(low) > 1e9 || math.Abs(high) > 1e9:
		c.bad(name+".max", "survey.limits_order")
	case q.Type == Scale && (low != math.Trunc(low) || high != math.Trunc(high) || high-low+1 > maxScale || q.Step != nil):
		c.bad(name+".max", "survey.scale", "Limit", maxScale)
	case !(step > 0) || (high-low)/step > maxValues:
		c.bad(name+".step", "survey.step", "Limit", maxValues)
	}
	c.words(name+".min_label", q.MinLabel, false)
	c.words(name+".max_label", q.MaxLabel, false)
}

func (c *checker) condition(name string, when *Condition, seen map[string]Question) {
	if when == nil {
		return
	}
	if len(when.All)+len(when.Any) == 0 {
		c.bad(name, "error.required")
	}
	for i, t := range when.All {
		c.test(fmt.Sprintf("%s.all[%d]", name, i), t, seen)
	}
	for i, t := range when.Any {
		c.test(fmt.Sprintf("%s.any[%d]", name, i), t, seen)
	}
}

func (c *checker) test(name string, t Test, seen map[string]Question) {
	q, ok := seen[t.Question]
	switch {
	case !ok || q.Type == Note || (q.Instrument != "" && t.Op != Answered):
		c.bad(name+".question", "survey.show_if_question")
		return
	case !slices.Contains(Ops(), t.Op):
		c.bad(name+".op", "error.oneof", "Choices", "eq, ne, gt, lt, in, answered")
		return
	case t.Op == Answered:
		return
	case len(t.Value) == 0 || (t.Op != In && len(t.Value) != 1):
		c.bad(name+".value", "survey.show_if_value")
		return
	}
	for _, v := range t.Value {
		if len(q.Options) > 0 && !slices.ContainsFunc(q.Options, func(o Option) bool { return o.Value == v }) {
			c.bad(name+".value", "survey.show_if_value")
		}
	}
}
