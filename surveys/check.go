package surveys

import (
	"fmt"
	"regexp"
	"slices"

	"soundings/cohorts/base"
	"soundings/surveys/kinds"
)

// What one survey may hold.
const (
	maxQuestions = 100
	maxTally     = 5000 // possible answers of all questions together
)

var idPattern = regexp.MustCompile(`^[a-z][a-z0-9_-]{0,39}$`)

// Check returns nil, or an Invalid error that names every place that is wrong as it stands in JSON.
func (s Survey) Check() error {
	var c kinds.Checker
	c.Words("title", s.Title, true)
	seen := map[string]Question{}
	for i, p := range s.Pages {
		for j, q := range p.Questions {
			c.At = fmt.Sprintf("pages[%d].questions[%d].", i, j)
			checkQuestion(&c, q, seen)
			seen[q.ID] = q
		}
	}
	c.At = ""
	s.checkCuts(&c)
	if len(seen) > maxQuestions {
		c.Bad("pages", "error.max_items", "Limit", maxQuestions)
	}
	if len(c.Fields) == 0 && s.values() > maxTally {
		c.Bad("pages", "survey.too_many_values", "Limit", maxTally)
	}
	return base.InvalidFields(c.Fields...)
}

// values returns how many different answers the survey's results may have to count.
func (s Survey) values() int {
	n := 0
	for _, q := range s.Questions() {
		n += len(q.Fields()) * (1 + q.Span(maxTally))
	}
	return n
}

// checkQuestion holds q against the rules; seen are the questions before it.
func checkQuestion(c *kinds.Checker, q Question, seen map[string]Question) {
	if _, twice := seen[q.ID]; twice {
		c.Bad("id", "survey.id_twice")
	} else if !idPattern.MatchString(q.ID) {
		c.Bad("id", "survey.id")
	}
	c.Words("help", q.Help, false)
	checkCondition(c, q.ShowIf, seen)
	q.Kind().Check(q, c)
	for _, other := range seen {
		if q.Instrument != "" && other.Instrument == q.Instrument {
			c.Bad("instrument", "survey.instrument_twice")
		}
	}
}

func checkCondition(c *kinds.Checker, when *Condition, seen map[string]Question) {
	if when == nil {
		return
	}
	if len(when.All)+len(when.Any) == 0 {
		c.Bad("show_if", "error.required")
	}
	for i, t := range when.All {
		checkTest(c, fmt.Sprintf("show_if.all[%d].", i), t, seen)
	}
	for i, t := range when.Any {
		checkTest(c, fmt.Sprintf("show_if.any[%d].", i), t, seen)
	}
}

func checkTest(c *kinds.Checker, at string, t Test, seen map[string]Question) {
	q, ok := seen[t.Question]
	switch {
	case !ok || len(q.Fields()) == 0 || (q.Instrument != "" && t.Op != kinds.Answered):
		c.Bad(at+"question", "survey.show_if_question")
		return
	case !slices.Contains(kinds.Ops(), t.Op):
		c.Bad(at+"op", "error.oneof", "Choices", "eq, ne, gt, lt, in, answered")
		return
	case t.Op == kinds.Answered:
		return
	case len(t.Value) == 0 || (t.Op != kinds.In && len(t.Value) != 1):
		c.Bad(at+"value", "survey.show_if_value")
		return
	}
	for _, v := range t.Value {
		if len(q.Options) > 0 && !slices.ContainsFunc(q.Options, func(o Option) bool { return o.Value == v }) {
			c.Bad(at+"value", "survey.show_if_value")
		}
	}
}
