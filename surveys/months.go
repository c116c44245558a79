package surveys

import (
	"slices"

	"soundings/surveys/disclosure"
)

// fewInMonth is of how many people a month is not named.
const fewInMonth = 2

// months returns the months that enough people named, in order, and whether others are to be counted together; of these
// nothing is said but that they are the rest.
func (c *Count) months() (named []string, others bool) {
	rest := 0
	for m, k := range c.Values {
		if k > fewInMonth {
			named = append(named, m)
		} else {
			rest += k
		}
	}
	slices.SortFunc(named, func(a, b string) int { return c.Values[a] - c.Values[b] })
	for rest > 0 && rest <= fewInMonth && len(named) > 0 { // or one would follow from the numbers
		rest += c.Values[named[0]]
		named = named[1:]
	}
	all := len(named) > 0 && !disclosure.Countable(c.N, c.most()) // of whom others may be some
	slices.Sort(named)
	return named, rest > 0 || all
}

// inMonths counts answers by these months, and at the end all others where there are any.
func (c *Count) inMonths(months []string, others bool) disclosure.Counted {
	counted := c.counted(months)
	if others {
		rest := c.N
		for _, k := range counted.Counts {
			rest -= k
		}
		counted.Counts = append(counted.Counts, rest)
	}
	return counted
}

// monthly decides how the months of a date are told: by the last edition alone, as which of them enough people named would be
// another at each.
func (w wordings) monthly(field string, c change) {
	total := countOf(countsOf(c.now, Part{}).Fields, field)
	months, others := total.months()
	f := c.field(field, func(n *Count) disclosure.Counted { return n.inMonths(months, others) })
	if f.Total.N > 0 && !c.last {
		w[field] = disclosure.Untold
		return
	}
	w.decide(field, field, f, c, func(n *Count) disclosure.Counted { return n.inMonths(months, others) })
}

// tellMonths writes how often each month was named that enough people named.
func (f fieldParts) tellMonths() bool {
	months, others := f.total.months()
	wording := f.wordings[f.field]
	if len(months) == 0 || wording == disclosure.Untold {
		return true
	}
	var parts []disclosure.Counted
	for _, c := range f.parts {
		parts = append(parts, c.inMonths(months, others))
	}
	told, _, ok := disclosure.TellParts(f.total.inMonths(months, others), parts, wording)
	if !ok {
		return false
	}
	for i, r := range f.results {
		for m, month := range months {
			r.Options = append(r.Options, option(month, parts[i].Counts[m], parts[i].N, told[i][m]))
		}
		if given := r.given(); len(given) > 0 {
			r.First, r.Last = given[0], given[len(given)-1]
		}
	}
	return true
}

// given lists the values whose number is told and is not 0.
func (r QuestionResult) given() (all []string) {
	for _, o := range r.Options {
		if o.Told == disclosure.Number && o.N > 0 || o.Told == disclosure.AlmostAll {
			all = append(all, o.Value)
		}
	}
	return all
}
