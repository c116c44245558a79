package kinds

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Condition holds when all tests of All hold and, where there are any, one of Any.
type Condition struct {
	All []Test `json:"all,omitempty"`
	Any []Test `json:"any,omitempty"`
}

// Test compares the answer to an earlier question.
type Test struct {
	Question string `json:"question" rule:"required"`
	Op       Op     `json:"op" rule:"required,oneof=eq ne gt lt in answered"`
	Value    Values `json:"value,omitempty"`
}

// Op is how a Test compares.
type Op string

// The comparisons. Of a question with several answers, one that fits is enough; ne means that none does.
const (
	Equal    Op = "eq"
	NotEqual Op = "ne"
	Greater  Op = "gt"
	Less     Op = "lt"
	In       Op = "in"
	Answered Op = "answered"
)

// Ops lists the comparisons.
func Ops() []Op { return []Op{Equal, NotEqual, Greater, Less, In, Answered} }

// Values is what a Test compares with. In JSON it is a string, a number, or a list of them.
type Values []string

// UnmarshalJSON reads a string, a number or a list of them.
func (v *Values) UnmarshalJSON(data []byte) error {
	var many []json.RawMessage
	if json.Unmarshal(data, &many) != nil {
		many = []json.RawMessage{data}
	}
	*v = nil
	for _, one := range many {
		var text string
		var number float64
		switch {
		case json.Unmarshal(one, &text) == nil:
			*v = append(*v, text)
		case json.Unmarshal(one, &number) == nil:
			*v = append(*v, FormatNumber(number))
		default:
			return fmt.Errorf("a value to compare with is a string, a number or a list of them")
		}
	}
	return nil
}

// MarshalJSON writes one value plain and several as a list.
func (v Values) MarshalJSON() ([]byte, error) {
	if len(v) == 1 {
		return json.Marshal(v[0])
	}
	return json.Marshal([]string(v))
}

// Holds reports whether a question with this condition is asked, given the answers so far.
func (c *Condition) Holds(a Answers) bool {
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
	order, comparable := compare(given, t.Value[0])
	return comparable && (t.Op == Greater && order > 0 || t.Op == Less && order < 0)
}

// compare returns the order of two numbers or of two days; other values have none.
func compare(a, b string) (order int, comparable bool) {
	x, errX := strconv.ParseFloat(a, 64)
	y, errY := strconv.ParseFloat(b, 64)
	if errX == nil && errY == nil {
		return cmp.Compare(x, y), true
	}
	isDay := func(s string) bool { _, err := time.Parse(time.DateOnly, s); return err == nil }
	return cmp.Compare(a, b), isDay(a) && isDay(b)
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
