package polls

import (
	"maps"
	"slices"

	"soundings/cohorts"
	"soundings/surveys/polls/methods"
)

// Tally is what the ballots of a poll add up to. It holds whole counts only, so that the order in which ballots are
// added, and those that others took the place of are taken out, makes no difference.
type Tally struct {
	Cells map[Cell]*Counts
}

// Cell is the ballots that are counted together before anything is weighted.
type Cell struct {
	Group      cohorts.Group
	Practice   string // of another practice
	Unverified bool
}

// Counts are the figures of one cell, by position of the feature in the poll. Every row is of its full length, or nil
// where the method has none.
type Counts struct {
	Ballots int
	N       []int // answers about each feature,
	Sum     []int // their sum on the poll's scale,
	Squares []int // and the sum, over ballots, of the square of a ballot's sum
	People  []int // maxdiff, where a ballot answers several times about a feature: the ballots that do,
	Cross   []int // the sum over ballots of their answers × their sum,
	Repeats []int // and that of the square of their answers
	Wins    []int // feature by feature: how often the first was set before the second
	Kano    []int // feature by category
	Draws   []int // replicate by feature: N and Sum of each bootstrap replicate; nil of a practice, which is drawn as a whole
}

// NewCounts returns the counts of no ballots of p in a cell.
func NewCounts(p Poll, cell Cell) *Counts {
	n := len(p.Features)
	c := &Counts{N: make([]int, n), Sum: make([]int, n), Squares: make([]int, n)}
	if cell.Practice == "" {
		c.Draws = make([]int, Replicates*2*n)
	}
	m := p.How()
	if m.Sets != nil {
		c.People, c.Cross, c.Repeats = make([]int, n), make([]int, n), make([]int, n)
	}
	if m.Categories != nil {
		c.Kano = make([]int, n*len(m.Categories))
	}
	if m.Pairwise {
		c.Wins = make([]int, n*n)
	}
	return c
}

// Rows returns every row that the counts have, by name: for a store.
func (c *Counts) Rows() map[string][]int {
	rows := map[string][]int{
		"n": c.N, "sum": c.Sum, "squares": c.Squares, "people": c.People, "cross": c.Cross, "repeats": c.Repeats,
		"wins": c.Wins, "kano": c.Kano, "draws": c.Draws,
	}
	maps.DeleteFunc(rows, func(_ string, row []int) bool { return row == nil })
	return rows
}

// Add counts one ballot of p, or with a sign of −1 takes it out.
func (t *Tally) Add(p Poll, b Ballot, sign int) {
	if t.Cells == nil {
		t.Cells = map[Cell]*Counts{}
	}
	cell := Cell{b.Group, b.Practice, b.Unverified}
	c := t.Cells[cell]
	if c == nil {
		c = NewCounts(p, cell)
		t.Cells[cell] = c
	}
	c.add(p, b, sign)
}

func (c *Counts) add(p Poll, b Ballot, sign int) {
	n := len(p.Features)
	marks := p.marks(b.Answer, func(i, j int) { c.Wins[i*n+j] += sign })
	c.Ballots += sign
	method := p.How()
	for i, m := range marks {
		c.N[i] += sign * m.N
		c.Sum[i] += sign * m.Sum
		c.Squares[i] += sign * m.Sum * m.Sum
		if c.People != nil {
			c.People[i] += sign * min(m.N, 1)
			c.Cross[i] += sign * m.N * m.Sum
			c.Repeats[i] += sign * m.N * m.N
		}
		if method.Category != nil {
			if category, ok := method.Category(b.Answer, p.Features[i]); ok {
				c.Kano[i*len(method.Categories)+category] += sign
			}
		}
	}
	if c.Draws != nil {
		c.draw(b.ID, marks, sign)
	}
}

// draw counts a ballot in the replicates that have drawn it.
func (c *Counts) draw(ballot string, marks []methods.Mark, sign int) {
	n := len(marks)
	for replicate, weight := range drawn(ballot) {
		if weight == 0 {
			continue
		}
		row := c.Draws[replicate*2*n : (replicate+1)*2*n]
		for i, m := range marks {
			row[2*i] += sign * weight * m.N
			row[2*i+1] += sign * weight * m.Sum
		}
	}
}

// Tidy takes out the cells whose ballots have all been taken out.
func (t *Tally) Tidy() {
	for cell, c := range t.Cells {
		if c.Ballots == 0 {
			delete(t.Cells, cell)
		}
	}
}

// merge returns the counts of several cells together, of which none is a practice.
func merge(p Poll, cells []*Counts) *Counts {
	if len(cells) == 1 {
		return cells[0]
	}
	sum := NewCounts(p, Cell{})
	rows := sum.Rows()
	for _, c := range cells {
		sum.Ballots += c.Ballots
		for name, row := range c.Rows() {
			for i, n := range row {
				rows[name][i] += n
			}
		}
	}
	return sum
}

// unit is the ballots that count as one within their group: those of one other practice, or all of another group.
type unit struct {
	*Counts
	practice string
}

// group returns the counts of a group, one for each practice that answered or one for all of another group; how many ballots
// count in them; and how many are unverified, whether they count or not.
func (t Tally) group(p Poll, g cohorts.Group) (units []unit, ballots, unverified int) {
	practices := map[string][]*Counts{}
	for cell, c := range t.Cells {
		if cell.Group != g || c.Ballots == 0 {
			continue
		}
		if cell.Unverified {
			unverified += c.Ballots
		}
		if !cell.Unverified || !p.VerifiedOnly {
			practices[cell.Practice] = append(practices[cell.Practice], c)
			ballots += c.Ballots
		}
	}
	for _, practice := range slices.Sorted(maps.Keys(practices)) {
		units = append(units, unit{merge(p, practices[practice]), practice})
	}
	return units, ballots, unverified
}

// replace puts one group's cells as they are in another tally in the place of its own.
func (t *Tally) replace(g cohorts.Group, by Tally) {
	cells := map[Cell]*Counts{}
	for _, from := range []struct {
		cells map[Cell]*Counts
		take  bool
	}{{t.Cells, false}, {by.Cells, true}} {
		for cell, c := range from.cells {
			if (cell.Group == g) == from.take {
				cells[cell] = c
			}
		}
	}
	t.Cells = cells
}
