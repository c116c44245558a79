package kinds

import (
	"fmt"
	"regexp"
	"slices"

	"soundings/cohorts/base"
)

// MaxOptions is how many options a question may have.
const MaxOptions = 50

var valuePattern = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9_-]{0,39}$`)

// checkOptions checks a question whose answers are options.
func checkOptions(q Question, c *Checker) {
	c.Words("text", q.Text, true)
	if len(q.Options) < 2 {
		c.Bad("options", "error.min_items", "Limit", 2)
	}
	if len(q.Options) > MaxOptions {
		c.Bad("options", "error.max_items", "Limit", MaxOptions)
	}
	for i, o := range q.Options {
		at := fmt.Sprintf("options[%d]", i)
		switch {
		case !valuePattern.MatchString(o.Value):
			c.Bad(at+".value", "survey.value")
		case slices.ContainsFunc(q.Options[:i], func(p Option) bool { return p.Value == o.Value }):
			c.Bad(at+".value", "survey.value_twice")
		}
		c.Words(at+".text", o.Text, true)
		switch {
		case o.Exclusive && !q.Kind().Many:
			c.Bad(at+".exclusive", "survey.exclusive_one")
		case o.Exclusive && (i == 0 || i < len(q.Options)-q.Exclusive()):
			c.Bad(at+".exclusive", "survey.exclusive_last")
		}
	}
	if q.MaxChoices < 0 || q.MaxChoices > len(q.Options) {
		c.Bad("max_choices", "survey.max_choices")
	}
}

// Exclusive returns how many options at the end of the question go with no other.
func (q Question) Exclusive() int {
	n := 0
	for n < len(q.Options) && q.Options[len(q.Options)-1-n].Exclusive {
		n++
	}
	return n
}

// SetExclusive marks so many options at the end of the question, and no others, as going with no other.
func (q *Question) SetExclusive(n int) {
	for i := range q.Options {
		q.Options[i].Exclusive = i >= len(q.Options)-n
	}
}

// decodeOptions returns the chosen options in the order of the question.
func decodeOptions(q Question, typed []string) ([]string, *base.Text) {
	var chosen []string
	var alone *Option
	for i, o := range q.Options {
		if !slices.Contains(typed, o.Value) {
			continue
		}
		chosen = append(chosen, o.Value)
		if o.Exclusive && alone == nil {
			alone = &q.Options[i]
		}
	}
	distinct := slices.Clone(typed)
	slices.Sort(distinct)
	switch {
	case len(slices.Compact(distinct)) != len(chosen):
		return refuse("answer.choice")
	case alone != nil && len(chosen) > 1:
		return refuse("answer.exclusive", "Option", alone.Text)
	case q.MaxChoices > 0 && len(chosen) > q.MaxChoices:
		return refuse("answer.too_many", "Limit", q.MaxChoices)
	}
	return chosen, nil
}

func optionValues(q Question) []string {
	values := make([]string, len(q.Options))
	for i, o := range q.Options {
		values[i] = o.Value
	}
	return values
}

func optionLabel(q Question, value string) Label {
	i := slices.IndexFunc(q.Options, func(o Option) bool { return o.Value == value })
	if i < 0 {
		return Label{}
	}
	return Label{Words: q.Options[i].Text}
}
