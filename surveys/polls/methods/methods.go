// Package methods holds the ways in which a poll asks, one file each: how a ballot is read, what it says of each feature as
// a number, how the order is made of it, and which texts name it. Method is a row of the table, Ask what a poll asks,
// Values what a form sends and Answer what a ballot says.
package methods

import (
	"maps"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"

	"soundings/cohorts/base"
)

// Name names a method.
type Name string

// Method is everything that is known of one way to ask. Of its functions Sets, Questions and Category may be nil.
type Method struct {
	Name    Name
	Title   string // the texts: what it is called,
	When    string // when to use it,
	Guide   string // what a ballot asks people to do
	Counted string // and what its own order is called in results
	By      string // the name of that order in results

	// Decode returns the canonical form of what was typed, and what is wrong with it by form field.
	Decode func(a Ask, v Values) (Answer, []base.Field)
	// Encode enters what a form would have to send to say the same.
	Encode func(a Ask, said Answer, v Values)
	// Scale returns the lowest and the highest number that a mark can be, per answer.
	Scale func(a Ask) (low, high int)
	// Marks returns what a ballot says of each feature, in their order. before is called for each time that one feature was
	// set before another.
	Marks func(a Ask, said Answer, before func(i, j int)) []Mark

	Order    Order
	Pairwise bool // ballots set features before others: there are orders by pairs too
	Complete bool // and every ballot all of them, so that shares are those of Borda points
	Dots     bool // people have a number of points to spend
	Places   bool // people give places, which may be limited and shared

	// Sets returns which features are shown together; nil: each by itself.
	Sets func(features []string, random *rand.Rand) [][]string
	// Questions returns what is asked about a feature; nil: it gets a number, or stands in sets.
	Questions func(feature string) []Question
	// Category returns in which of Categories a ballot puts a feature.
	Category   func(said Answer, feature string) (category int, ok bool)
	Categories []string
}

// Order is what a method's own order is made of.
type Order int

// The orders.
const (
	ByPoints     Order = iota // Borda points
	ByMeans                   // the means of marks
	ByCategories              // Kano's better and worse
)

// Ask is what a poll asks.
type Ask struct {
	Features []string
	Dots     int
	Ties     bool       // places may be shared
	Top      int        // how many features may get a place
	Sets     [][]string // what was shown together
}

// Question is asked about a feature: choose one of some values.
type Question struct {
	Field     string
	Text      string
	Choices   []Choice
	Low, High string // texts of the ends of a scale; empty: the choices have texts
}

// Choice is one value that can be chosen.
type Choice struct {
	Value string
	Text  string // its id; empty: it stands for itself
}

// Mark is what a ballot says of one feature as a number: how many answers, and their sum.
type Mark struct{ N, Sum int }

// All lists the methods in the order in which pages offer them.
func All() []Method { return []Method{rank(), dots(), maxDiff(), kano(), rating()} }

// Names lists their names.
func Names() []Name {
	var names []Name
	for _, m := range All() {
		names = append(names, m.Name)
	}
	return names
}

// ByName returns the method of this name.
func ByName(name Name) (Method, bool) {
	all := All()
	i := slices.IndexFunc(all, func(m Method) bool { return m.Name == name })
	if i < 0 {
		return Method{}, false
	}
	return all[i], true
}

// Values are what a form sent, by field: rank.FEATURE=1, dots.FEATURE=3, rating.FEATURE=4, kano.FEATURE.with=like,
// kano.FEATURE.without=dislike, best.1=FEATURE, worst.1=FEATURE; group=staff from who came by the open code, and _seed as
// the sheet had it. Other fields are passed over, empty ones too.
type Values map[string][]string

// Get returns the first value of a field, without blanks around it.
func (v Values) Get(field string) string {
	if given := v[field]; len(given) > 0 {
		return strings.TrimSpace(given[0])
	}
	return ""
}

// Answer is what a ballot says, in canonical form; which field is set is the method's.
type Answer struct {
	Places  map[string]int  // rank: from 1 without gaps; who has none is tied last
	Points  map[string]int  // dots, and rating from 1 to 5; of dots who has none has 0
	Sets    []Set           // maxdiff: those that were answered
	Feeling map[string]Pair // kano
}

// Empty reports whether a ballot says nothing.
func (a Answer) Empty() bool { return len(a.Places)+len(a.Points)+len(a.Sets)+len(a.Feeling) == 0 }

// Read decodes a ballot. One that says nothing, or speaks of features that are not in the poll, is wrong as a whole.
func (m Method) Read(a Ask, v Values) (Answer, []base.Field) {
	fields := m.strangers(a, v)
	said, more := m.Decode(a, v)
	fields = append(fields, more...)
	if len(fields) == 0 && said.Empty() {
		fields = append(fields, bad(string(m.Name), "ballot.empty"))
	}
	return said, fields
}

// strangers names the features that fields speak of and that are not in the poll. On the ballot there is no such field, so
// that the list as a whole is wrong.
func (m Method) strangers(a Ask, v Values) []base.Field {
	var fields []base.Field
	for _, name := range slices.Sorted(maps.Keys(v)) {
		feature, ours := strings.CutPrefix(name, string(m.Name)+".")
		if m.Questions != nil { // whose fields may go on behind the feature
			for _, q := range m.Questions("") {
				feature = strings.TrimSuffix(feature, strings.TrimPrefix(q.Field, string(m.Name)+"."))
			}
		}
		if ours && !slices.Contains(a.Features, feature) && v.Get(name) != "" {
			fields = append(fields, bad(string(m.Name), "ballot.feature_unknown", "Feature", feature))
		}
	}
	return fields
}

func bad(name, text string, pairs ...any) base.Field {
	return base.Field{Name: name, Text: base.T(text, pairs...)}
}

// numbers reads a whole number from low to high for each feature that has one.
func numbers(of Name, a Ask, low, high int, v Values) (map[string]int, []base.Field) {
	all := map[string]int{}
	var fields []base.Field
	for _, f := range a.Features {
		name := string(of) + "." + f
		text := v.Get(name)
		if text == "" {
			continue
		}
		x, err := strconv.Atoi(text)
		if err != nil || x < low || x > high {
			fields = append(fields, bad(name, "ballot.number", "Low", low, "High", high))
			continue
		}
		all[f] = x
	}
	return all, fields
}

// enter writes numbers as numbers reads them.
func enter(of Name, numbers map[string]int, v Values) {
	for f, x := range numbers {
		v[string(of)+"."+f] = []string{strconv.Itoa(x)}
	}
}

func once(x int) Mark { return Mark{1, x} }

// compare goes once through all pairs of features that have a level: before is called for each where the first has the
// lower level, tied for each where both have the same.
func compare(features []string, level func(feature string) (int, bool), before, tied func(i, j int)) {
	levels, known := make([]int, len(features)), make([]bool, len(features))
	for i, f := range features {
		levels[i], known[i] = level(f)
	}
	for i := range levels {
		for j := range i {
			switch {
			case !known[i] || !known[j]:
			case levels[i] < levels[j]:
				before(i, j)
			case levels[j] < levels[i]:
				before(j, i)
			default:
				tied(i, j)
			}
		}
	}
}

// pointMarks are the marks of points: as they are, the more the better. zero: who has none has 0.
func pointMarks(a Ask, points map[string]int, zero bool, before func(i, j int)) []Mark {
	all := make([]Mark, len(a.Features))
	for i, f := range a.Features {
		if x, ok := points[f]; ok || zero {
			all[i] = once(x)
		}
	}
	compare(a.Features, func(f string) (int, bool) { x, ok := points[f]; return -x, ok || zero }, before, func(int, int) {})
	return all
}
