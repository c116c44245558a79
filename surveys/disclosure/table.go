package disclosure

// table is what is told of the parts of a cut, none of it in numbers. Every hidden count has to have a witness: some people of
// one part and as many of another could have given each other's answers, and all that is told would be the same.
type table struct {
	rows    []*row // the parts, and at the end who is in none that is shown
	parts   int
	total   *row
	changes []change
}

// row is one part: between which limits a reader knows its counts to be, and which summaries are told.
type row struct {
	Counted
	told  []Told
	spans []span
	level int
}

// change is another number of people for some values.
type change struct {
	by    []int
	level int // the summaries that stay the same
}

// The summaries that a row tells. The median is none of them, as it is no sum.
const (
	noSummary = iota
	meanOnly
	withDeviation
)

func (r *row) summary() Summary {
	return Summary{Mean: r.level >= meanOnly, Deviation: r.level >= withDeviation}
}

func newTable(total Counted, whole []Told, parts []Counted, w Wording) *table {
	t := &table{parts: len(parts), total: &row{Counted: total, told: whole}}
	for i, told := range whole {
		t.total.spans = append(t.total.spans, told.span(total.Counts[i], total.N))
	}
	if s := Summaries(total.N, total.Counts, whole); s.Mean {
		t.total.level = meanOnly
		if s.Deviation {
			t.total.level = withDeviation
		}
	}
	rest := Counted{total.N, append([]int(nil), total.Counts...)}
	for _, c := range parts {
		r := &row{Counted: c, told: c.words(w), level: withDeviation}
		for i, told := range r.told {
			known := told.span(c.Counts[i], c.N)
			if w == Silence {
				known = span{0, c.N}
			}
			r.spans = append(r.spans, known)
			rest.Counts[i] -= c.Counts[i]
		}
		rest.N -= c.N
		t.rows = append(t.rows, r)
	}
	if rest.N > 0 {
		r := &row{Counted: rest}
		for range rest.Counts {
			r.spans = append(r.spans, span{0, rest.N})
		}
		t.rows = append(t.rows, r)
	}
	t.changes = changes(len(total.Counts))
	return t
}

// open leaves out summaries until every hidden count has a witness. It reports false where one has none even then.
func (t *table) open() bool {
	for {
		r, closed := t.closed()
		if !closed {
			return true
		}
		if r == t.total || r.level == noSummary {
			r = t.smallest()
		}
		if r == nil {
			return false
		}
		r.level--
	}
}

// closed returns a row of which a hidden count has no witness.
func (t *table) closed() (*row, bool) {
	for _, r := range append(t.rows[:t.parts:t.parts], t.total) {
		for i := range r.Counts {
			if r.told[i] != Number && !t.witness(r, i) {
				return r, true
			}
		}
	}
	return nil, false
}

// smallest returns the part with the fewest people that tells a summary; nil: there is none.
func (t *table) smallest() *row {
	var smallest *row
	for _, r := range t.rows[:t.parts] {
		if r.level > noSummary && (smallest == nil || r.N < smallest.N) {
			smallest = r
		}
	}
	return smallest
}

// witness reports whether a count of a row can be another: one of two parts is so much more as the other is less, or a part
// and the total are both.
func (t *table) witness(r *row, i int) bool {
	for _, c := range t.changes {
		if c.by[i] == 0 || !r.fits(c, +1) {
			continue
		}
		for _, other := range t.rows {
			sign := -1
			if r == t.total {
				sign = +1
			}
			if other != r && other.fits(c, sign) {
				return true
			}
		}
		if r != t.total && t.total.fits(c, +1) {
			return true
		}
	}
	return false
}

// fits reports whether all that is told of a row allows a change, or with a sign of −1 its opposite.
func (r *row) fits(c change, sign int) bool {
	if c.level < r.level {
		return false
	}
	for i, by := range c.by {
		if k := r.Counts[i] + sign*by; by != 0 && (k < r.spans[i].low || k > r.spans[i].high) {
			return false
		}
	}
	return true
}

// changes returns the changes that are tried: of the answers of up to three people, and first of one.
func changes(values int) (all []change) {
	places := make([]int, values)
	for i := range places {
		places[i] = i
	}
	for size := 1; size <= mostSwapped; size++ {
		some := choose(places, size)
		for _, out := range some {
			for _, in := range some {
				c := change{by: make([]int, values)}
				sum, squares := 0, 0
				for i := range out {
					c.by[out[i]]--
					c.by[in[i]]++
					sum += in[i] - out[i]
					squares += in[i]*in[i] - out[i]*out[i]
				}
				switch {
				case sum == 0 && squares == 0:
					c.level = withDeviation
				case sum == 0:
					c.level = meanOnly
				case size > 1: // one person more is enough
					continue
				}
				all = append(all, c)
			}
		}
	}
	return all
}
