package polls

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"soundings/cohorts"
	"soundings/cohorts/base"
)

// ranking is an open poll of staff that ranks these features.
func ranking(features string) Poll {
	return Poll{
		ID: "poll", Title: base.Words{"en": "Poll"}, Method: Rank, Features: strings.Fields(features), State: Open,
		Groups: map[cohorts.Group]Share{cohorts.Staff: {Weight: 1}},
	}
}

// by is the same poll by another method.
func (p Poll) by(m Method) Poll {
	p.Method = m
	if m == Dots {
		p.Dots = 10
	}
	return p
}

// of is the same poll of other groups, with their weights: "staff=2 patient=1".
func (p Poll) of(groups string) Poll {
	p.Groups = map[cohorts.Group]Share{}
	for _, g := range strings.Fields(groups) {
		var weight float64
		name, text, _ := strings.Cut(g, "=")
		_, _ = fmt.Sscan(text, &weight)
		p.Groups[cohorts.Group(name)] = Share{Weight: weight}
	}
	return p
}

// order makes an answer of features in order, as "n c=k m": c and k are level.
func order(text string) Answer {
	a := Answer{Places: map[string]int{}}
	for i, level := range strings.Fields(text) {
		for _, f := range strings.Split(level, "=") {
			a.Places[f] = i + 1
		}
	}
	return a
}

// cast adds so many equal ballots of a group to a tally.
func (t *Tally) cast(p Poll, g cohorts.Group, n int, a Answer) {
	for range n {
		count := 0
		for _, c := range t.Cells {
			count += c.Ballots
		}
		t.Add(p, Ballot{ID: fmt.Sprintf("%s-%d", g, count), Poll: p.ID, Group: g, Answer: a}, +1)
	}
}

// elect returns the results of ballots of staff: "42 m n c k" are 42 equal ones.
func elect(p Poll, ballots ...string) Results {
	var t Tally
	for _, line := range ballots {
		var n int
		count, text, _ := strings.Cut(line, " ")
		_, _ = fmt.Sscan(count, &n)
		t.cast(p, cohorts.Staff, n, order(text))
	}
	return p.Results(t, nil)
}

// scores returns what a method makes of features, as "n 194, c 173".
func scores(r Results, method string) string {
	var all []string
	for _, s := range r.Methods[method] {
		all = append(all, fmt.Sprintf("%s %v", s.Feature, *s.Score))
	}
	return strings.Join(all, ", ")
}

// shares returns the ranking's shares, as "n 0.647, c 0.577".
func shares(r Results) string {
	var all []string
	for _, f := range r.Ranking {
		all = append(all, fmt.Sprintf("%s %.3f", f.Feature, f.Share))
	}
	return strings.Join(all, ", ")
}

// sorted returns the features of a method in order, level ones joined: "n c=k m".
func sorted(r Results, method string) string {
	var b strings.Builder
	list := r.Methods[method]
	for i, s := range list {
		switch {
		case i > 0 && s.Place == list[i-1].Place:
			b.WriteString("=")
		case i > 0:
			b.WriteString(" ")
		}
		b.WriteString(s.Feature)
	}
	return b.String()
}

// named returns fields as "name: text id", sorted.
func named(fields []base.Field) []string {
	var all []string
	for _, f := range fields {
		all = append(all, f.Name+": "+f.Text.ID)
	}
	slices.Sort(all)
	return all
}

func equal[T any](t *testing.T, about string, got, want T) {
	t.Helper()
	if fmt.Sprintf("%#v", got) != fmt.Sprintf("%#v", want) {
		t.Errorf("%s: got %#v, want %#v", about, got, want)
	}
}

// near holds a number to the digits that were published.
func near(t *testing.T, about string, got, want, by float64) {
	t.Helper()
	if math.IsNaN(got) || math.Abs(got-want) > by {
		t.Errorf("%s: got %v, want %v", about, got, want)
	}
}
