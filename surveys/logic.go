package surveys

import (
	"slices"
	"strconv"
	"strings"
)

// Answers is what somebody answered: form field → values in canonical form. A field without an answer is not there.
type Answers map[string][]string

// holds reports whether a question with this condition is asked, given the answers so far.
func (c *Condition) holds(a Answers) bool {
	if c == nil {
		return true
	}
	for _, t := range c.All {
		if !t.holds(a) {
			return false
		}
	}
	return len(c.Any) == 0 || slices.ContainsFunc(c.Any, func(t Test) bool { return t.holds(a) })
}

func (t Test) holds(a Answers) bool {
	given := a[t.Question]
	is := func(v string) bool { return slices.Contains(t.Value, v) }
	switch t.Op {
	case Equal, In:
		return slices.ContainsFunc(given, is)
	case NotEqual:
		return !slices.ContainsFunc(given, is)
	case Answered:
		return a.has(t.Question)
	case Greater, Less:
		return slices.ContainsFunc(given, func(v string) bool { return t.compares(v) })
	}
	return false
}

func (t Test) compares(given string) bool {
	x, err := strconv.ParseFloat(given, 64)
	if err != nil {
		return false
	}
	limit, err := strconv.ParseFloat(t.Value[0], 64)
	if err != nil {
		return false
	}
	return (t.Op == Greater && x > limit) || (t.Op == Less && x < limit)
}

// has reports whether a question is answered; of an instrument one item is enough.
func (a Answers) has(question string) bool {
	for field, values := range a {
		if name, _, _ := strings.Cut(field, "."); name == question && len(values) > 0 { // an id has no dot
			return true
		}
	}
	return false
}

// Visible returns the questions of a page that are asked, given the answers so far. A hidden question counts as not
// answered, so what hangs on it is hidden too.
func (p Page) Visible(a Answers) []Question {
	var asked []Question
	for _, q := range p.Questions {
		if q.ShowIf.holds(a) {
			asked = append(asked, q)
		}
	}
	return asked
}

// NextPage returns the first page after (or, going back, before) page on which something is asked, -1 when there is
// none. Pages count from 0.
func (s Survey) NextPage(page, direction int, a Answers) int {
	for p := page + direction; p >= 0 && p < len(s.Pages); p += direction {
		if len(s.Pages[p].Visible(a)) > 0 {
			return p
		}
	}
	return -1
}
