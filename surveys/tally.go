package surveys

import (
	"soundings/cohorts"
	"soundings/surveys/kinds"
)

// Tally is what the responses to one survey add up to, by stakeholder group. It holds whole counts only, so that the
// order in which responses are added makes no difference, and a tally can be counted again and compared.
type Tally struct {
	Groups map[cohorts.Group]*Counts
}

// Counts counts responses: how many there are, and for each form field how often it got each value. Distinct values are
// bounded: options, points of a scale, at most a thousand steps of a number; of free text only the number is counted.
type Counts struct {
	Completed int
	Fields    map[string]*Count // by form field
	Scores    map[string]*Count // by question id of an instrument
}

// Count counts the answers to one field.
type Count struct {
	N      int            // who answered
	Values map[string]int // how often each value was given; of a multiple question they add up to more than N
}

// Add counts one response to s.
func (t *Tally) Add(s Survey, r Response) {
	if t.Groups == nil {
		t.Groups = map[cohorts.Group]*Counts{}
	}
	c := t.Groups[r.Group]
	if c == nil {
		c = newCounts()
		t.Groups[r.Group] = c
	}
	c.addResponse(s, r)
}

// addResponse counts one response.
func (c *Counts) addResponse(s Survey, r Response) {
	c.Completed++
	for _, q := range s.Questions() {
		c.add(q, r, 1)
	}
}

// addCounts counts what others do.
func (c *Counts) addCounts(more *Counts) {
	c.Completed += more.Completed
	sum(c.Fields, more.Fields)
	sum(c.Scores, more.Scores)
}

// add counts what a response answers to one question, or with a sign of −1 takes it out.
func (c *Counts) add(q Question, r Response, sign int) {
	for _, field := range q.Fields() {
		if given := r.Answers[field]; len(given) > 0 {
			count(c.Fields, field, sign, q.Tallied(given)...)
		}
	}
	if score, ok := r.Scores[q.ID]; ok {
		count(c.Scores, q.ID, sign, kinds.FormatNumber(score))
	}
}

func newCounts() *Counts {
	return &Counts{Fields: map[string]*Count{}, Scores: map[string]*Count{}}
}

// count enters one answer with its values, or takes it out.
func count(counts map[string]*Count, name string, sign int, values ...string) {
	c := counts[name]
	if c == nil {
		c = &Count{Values: map[string]int{}}
		counts[name] = c
	}
	c.N += sign
	for _, v := range values {
		c.Values[v] += sign
	}
}

// Total returns the counts of all groups together.
func (t Tally) Total() *Counts {
	total := newCounts()
	for _, c := range t.Groups {
		total.addCounts(c)
	}
	return total
}

func sum(total, more map[string]*Count) {
	for name, m := range more {
		c := total[name]
		if c == nil {
			c = &Count{Values: map[string]int{}}
			total[name] = c
		}
		c.addCount(m)
	}
}

func (c *Count) addCount(more *Count) {
	c.N += more.N
	for v, n := range more.Values {
		c.Values[v] += n
	}
}
