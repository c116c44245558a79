package surveys

import (
	"slices"

	"soundings/surveys/disclosure"
	"soundings/surveys/kinds"
)

// wordings say how each field is told that has choices; of which somebody may choose several, each choice. Of what nobody
// answered yet there is none.
type wordings map[string]disclosure.Wording

// choice returns how one choice is told: editions of before had one wording for all choices of a field.
func (w wordings) choice(field, value string) (how disclosure.Wording, known bool) {
	if how, known = w[choiceKey(field, value)]; !known {
		how, known = w[field]
	}
	return how, known
}

func choiceKey(field, value string) string { return field + "=" + value }

// copied returns counts as they are now.
func copied(cells map[Part]*Counts) map[Part]*Counts {
	all := map[Part]*Counts{}
	for p, c := range cells {
		all[p] = newCounts()
		all[p].addCounts(c)
	}
	return all
}

// touch notes that a unit shows something else in the parts that these values name.
func (m *making) touch(unit string, values []string) {
	if m.renewed == nil {
		m.renewed, m.before = map[string]map[Part]bool{}, copied(m.edition.Cells)
	}
	if m.renewed[unit] == nil {
		m.renewed[unit] = map[Part]bool{}
	}
	for _, p := range m.survey.parts(values) {
		m.renewed[unit][p] = true
	}
}

// word decides how the fields of what shows something else now are told by all cuts, and in the last edition also those of
// which nothing is told yet. Package disclosure says why.
func (m *making) word() {
	e := m.edition
	if e.Wordings == nil {
		e.Wordings = wordings{}
	}
	if e.Hidden == nil {
		e.Hidden = map[Part]*Counts{}
	}
	for _, q := range m.survey.Questions() {
		if m.renewed[q.ID] != nil || e.Last {
			e.Wordings.renew(q, change{m.before, e.Cells, e.Hidden, m.renewed[q.ID], e.Last})
		}
	}
}

// change is what an edition counts, and what the one before did.
type change struct {
	before, now map[Part]*Counts
	hidden      map[Part]*Counts // of editions: Edition.Hidden
	renewed     map[Part]bool    // the parts of which a question shows something else; nil: none, and only what was not told yet is decided
	last        bool
}

// renew decides how a question is told from now on.
func (w wordings) renew(q Question, c change) {
	field, choices := q.ID, q.Choices()
	switch {
	case q.Instrument != "":
		w.score(q, c)
		return
	case q.Kind().Summary == kinds.Ends:
		w.monthly(field, c)
		return
	case len(choices) == 0:
		return
	}
	f := c.field(field, among(choices))
	f.Means = q.Kind().Summary == kinds.Means
	if !q.Kind().Many {
		w.decide(field, field, f, c, among(choices))
		return
	}
	held := disclosure.Held(f.Total, f.Parts, q.MostChoices())
	for o, value := range choices {
		one := f
		one.Total, one.Parts, one.Rise, one.Held = f.Total.Choice(o), disclosure.Choices(f.Parts, o), f.Rise.Choice(o), held[o]
		if how, known := w.choice(field, value); known {
			w[choiceKey(field, value)] = how
		}
		w.decide(choiceKey(field, value), field, one, c, func(n *Count) disclosure.Counted { return n.counted(choices).Choice(o) })
	}
}

// score decides whether the items of an instrument are told beside its score. That is told in every edition, and counts of
// items that were hidden in one would follow from those of a later one. So they are told as numbers in all parts or not at
// all; and where they were hidden, once so much has come to each part since then that any of it can be exchanged.
func (w wordings) score(q Question, c change) {
	before, hides, n := w.before(q.ID), false, 0
	for _, field := range q.Fields() {
		f := c.field(field, among(q.Choices()))
		n, hides = f.Total.N, hides || disclosure.Hides(f.Total, f.Parts)
	}
	switch {
	case n == 0 || before == disclosure.Withdrawn || c.renewed == nil && before != disclosure.Untold:
	case !hides && (before != disclosure.Scored || c.itemsGrown(q)):
		w[q.ID] = disclosure.Numbers
	default:
		w[q.ID] = disclosure.Scored
		for _, field := range q.Fields() {
			if hides {
				c.hide(field, field)
			}
		}
	}
}

func (c change) itemsGrown(q Question) bool {
	return !slices.ContainsFunc(q.Fields(), func(field string) bool { return !c.grown(field, field, among(q.Choices())) })
}

// grown reports whether what came to each part since something was last hidden could be told as numbers by itself. key is of
// that, in a field.
func (c change) grown(key, field string, counted func(*Count) disclosure.Counted) bool {
	for p := range c.now {
		now := counted(countOf(c.now[p].Fields, field))
		came := now.Less(counted(countOf(countsOf(c.hidden, p).Fields, key)))
		if now.N > 0 && (came.N == 0 || disclosure.Hides(came, nil)) { // one that stayed as it was tells what it was, and so what hid
			return false
		}
	}
	return true
}

// hide notes what a field comes to of which something is hidden.
func (c change) hide(key, field string) {
	if c.hidden == nil {
		return
	}
	for p, counts := range c.now {
		if c.hidden[p] == nil {
			c.hidden[p] = newCounts()
		}
		n := &Count{Values: map[string]int{}}
		n.addCount(countOf(counts.Fields, field))
		c.hidden[p].Fields[key] = n
	}
}

// before returns how something was told.
func (w wordings) before(key string) disclosure.Wording {
	if how, known := w[key]; known {
		return how
	}
	return disclosure.Untold
}

// decide decides how something is told of which there are answers: a field or a choice of it, by its key.
func (w wordings) decide(key, field string, f disclosure.Field, c change, counted func(*Count) disclosure.Counted) {
	before, begun := w[key]
	if !begun {
		before = disclosure.Untold
	}
	if f.Total.N == 0 || c.renewed == nil && before != disclosure.Untold {
		return
	}
	f.Begun, f.Grown = begun, c.grown(key, field, counted)
	w[key] = f.Wording(before)
	if f.Held || disclosure.Hides(f.Total, f.Parts) {
		c.hide(key, field)
	}
}

// among returns what counts answers by these values.
func among(values []string) func(*Count) disclosure.Counted {
	return func(c *Count) disclosure.Counted { return c.counted(values) }
}

// field returns what there is of one field in all parts of all cuts.
func (c change) field(field string, counted func(*Count) disclosure.Counted) disclosure.Field {
	of := func(cells map[Part]*Counts, p Part) disclosure.Counted {
		return counted(countOf(countsOf(cells, p).Fields, field))
	}
	f := disclosure.Field{Total: of(c.now, Part{}), Last: c.last, Renewed: true}
	f.Rise = f.Total.Less(of(c.before, Part{}))
	cuts := map[string]*comers{}
	for p := range c.now {
		n := of(c.now, p)
		if n.N == 0 {
			continue
		}
		f.Renewed = f.Renewed && c.renewed[p]
		if p.By == "" {
			continue
		}
		f.Parts = append(f.Parts, n)
		if n.N < f.Total.N {
			if cuts[p.By] == nil {
				cuts[p.By] = &comers{rest: f.Rise.N}
			}
			cuts[p.By].add(n.N, of(c.before, p).N, c.renewed[p])
		}
	}
	f.Cuts = len(cuts)
	for _, some := range cuts {
		came := some.all()
		f.New, f.Alone = f.New || came.fresh, f.Alone || came.parts == 1
	}
	return f
}

// comers is to what of a cut somebody came: to how many of its parts, whether one of them was not there before, and how many
// people to none of them.
type comers struct {
	parts int
	fresh bool
	rest  int
}

func (c *comers) add(now, before int, renewed bool) {
	if renewed {
		c.parts++
		c.fresh = c.fresh || before == 0
	}
	c.rest -= now - before
}

// all returns the same with those who are in none of the parts as one more, which was not there before.
func (c comers) all() comers {
	if c.rest == 0 {
		return c
	}
	return comers{c.parts + 1, true, 0}
}
