package surveys

import (
	"context"
	"maps"
	"slices"
	"strings"
	"time"

	"soundings/cohorts"
	"soundings/surveys/disclosure"
)

// Edition is all figures of a survey that those are shown who may not read single answers, and what has to be known to make
// the next one. Package disclosure says why nobody's answer can be had from several of them.
type Edition struct {
	Survey   string
	Number   int // from 1; 0: nothing was told yet
	Made     time.Time
	Last     bool // the survey was closed, and nothing changes any more
	Cells    map[Part]*Counts
	Classes  []*disclosure.Class
	Gone     map[string]Response // that were taken out, and are still in figures; only what is counted of them
	Merged   []disclosure.Merged // at closing
	Altered  bool                // something was taken out after it was told
	Past     []PastScores
	Wordings wordings
	Narrow   map[Part][]string // instruments of which a part tells no deviation, as a batch in it says too much by its own
	Hidden   map[Part]*Counts  // what items of instruments came to when some were last hidden
	// Marked says that every response from before there were editions is marked as waiting; until then, MarkedTo is the
	// cursor behind the last one that is.
	Marked   bool
	MarkedTo string
	Version  int64
}

// Part is one part of a cut; the zero Part is everybody.
type Part struct{ By, Value string }

// PastScores are the scores of the last edition that was made on a day.
type PastScores struct {
	Day    string // as 2027-03-31
	Scores []ScoreResult
}

// Counted returns how many responses are in the edition.
func (e Edition) Counted() int {
	return countsOf(e.Cells, Part{}).Completed
}

// leaving returns how many of those are taken out and have yet to leave.
func (e Edition) leaving() int {
	n := 0
	for _, c := range e.Classes {
		n += len(c.Leaving)
	}
	return n
}

// PastScores returns the scores of the last edition of each day on which one was made, the oldest first.
func (s *Service) PastScores(ctx context.Context, id string) ([]PastScores, error) {
	v, err := s.Survey(ctx, id)
	if err != nil {
		return nil, err
	}
	if v.Anonymous {
		return s.pastAnonymous(ctx, v)
	}
	e, err := s.edition(ctx, v)
	return e.Past, err
}

// cells returns the total and the parts of a cut, which may be none.
func (e Edition) cells(v Survey, by string, bounds disclosure.Bounds) []cell {
	groups := map[Part][]cohorts.Group{}
	for _, c := range e.Classes {
		for _, p := range v.parts(c.Values) {
			groups[p] = append(groups[p], v.group(c.Values))
		}
	}
	all := []cell{{counts: countsOf(e.Cells, Part{}), bound: bounds.Of(groups[Part{}]...), batches: true, wordings: e.Wordings, narrow: e.Narrow[Part{}]}}
	first := e.firstCut(v)
	values := slices.SortedFunc(maps.Keys(e.Cells), func(a, b Part) int { return strings.Compare(a.Value, b.Value) })
	for _, p := range values {
		if p.By == by && by != "" {
			all = append(all, cell{by, p.Value, e.Cells[p], bounds.Of(groups[p]...), true, e.Wordings, by != first, e.Narrow[p]})
		}
	}
	return all
}

// firstCut returns the first cut that has parts other than everybody.
func (e Edition) firstCut(v Survey) string {
	for _, by := range v.ChosenCuts() {
		for p, c := range e.Cells {
			if p.By == by && c.Completed < e.Counted() {
				return by
			}
		}
	}
	return ""
}

// parts returns the parts that a class, or the first values of one, is in: everybody first.
func (s Survey) parts(values []string) []Part {
	all := []Part{{}}
	for i, by := range s.ChosenCuts() {
		if i < len(values) {
			all = append(all, Part{by, values[i]})
		}
	}
	return all
}

// class returns the class with these values, which may be new: then the edition has it from now on.
func (e *Edition) class(values []string) *disclosure.Class {
	c, known := e.find(values)
	if !known {
		e.Classes = append(e.Classes, c)
	}
	return c
}

// find returns the class with these values, and whether the edition has it; else it is a new one.
func (e *Edition) find(values []string) (c *disclosure.Class, known bool) {
	i := slices.IndexFunc(e.Classes, func(c *disclosure.Class) bool { return slices.Equal(c.Values, values) })
	if i < 0 {
		return &disclosure.Class{Values: values}, false
	}
	return e.Classes[i], true
}

// show adds one unit of a response to the parts that these values name, or with a sign of −1 takes it out.
func (e *Edition) show(v Survey, values []string, unit string, r Response, sign int) {
	for _, p := range v.parts(values) {
		c := e.Cells[p]
		if c == nil {
			if e.Cells == nil {
				e.Cells = map[Part]*Counts{}
			}
			c = newCounts()
			e.Cells[p] = c
		}
		if unit == disclosure.Everyone {
			c.Completed += sign
		} else if q, ok := v.Question(unit); ok {
			c.add(q, r, sign)
		}
	}
}

// Leave notes that a response which was told is deleted: its figures leave with a later batch. It reports whether the
// edition is another now.
func (e *Edition) Leave(v Survey, r Response) bool {
	if r.Told == 0 || e.Last || e.Version == 0 {
		return false
	}
	entry := v.entry(r)
	entry.Told = r.Told
	e.class(v.class(r)).Leave(entry)
	if e.Gone == nil {
		e.Gone = map[string]Response{}
	}
	e.Gone[r.ID], e.Altered = v.onlyCounted(r), true
	return true
}

// onlyCounted returns a response without whose it is and without people's own words.
func (s Survey) onlyCounted(r Response) Response {
	kept := Response{
		ID: r.ID, Survey: r.Survey, Group: r.Group, Cohort: r.Cohort, Language: r.Language, Mode: r.Mode, Attributes: r.Attributes,
		Told: r.Told, Answers: Answers{}, Scores: r.Scores,
	}
	for _, q := range s.Questions() {
		for _, field := range q.Fields() {
			switch given := r.Answers[field]; {
			case len(given) > 0 && q.Kind().Sealed:
				kept.Answers[field] = []string{""}
			case len(given) > 0:
				kept.Answers[field] = given
			}
		}
	}
	return kept
}

// Rename notes that a response has another id. It reports whether the edition names it.
func (e *Edition) Rename(from, to string) bool {
	named := false
	for _, c := range e.Classes {
		for _, u := range c.Units {
			for i := range u.Pool {
				if u.Pool[i].ID == from {
					u.Pool[i].ID, named = to, true
				}
			}
		}
	}
	for _, m := range e.Merged {
		for i := range m.Entries {
			if m.Entries[i].ID == from {
				m.Entries[i].ID, named = to, true
			}
		}
	}
	return named
}
