package main

import (
	"cmp"
	"fmt"
	"maps"
	"math/big"
	"slices"
	"strings"
)

// attackEntry is one answer that figures may count: of a person, who may have others in the same block once a ballot was
// replaced.
type attackEntry struct {
	id     int
	person string
	group  string
}

// attackBlock is what was shown of one question: each row is a set of entries whose answers were shown as a sum. It takes
// for known of each set all that any figure of it could tell, so that the values themselves do not matter: what may be
// computed is the sum over every set in the row space, and nothing else.
type attackBlock struct {
	name    string
	entries map[int]attackEntry
	rows    []attackRow
	held    []attackRow // sets that were withheld
}

// attackRow is a set of entries, and where it was shown.
type attackRow struct {
	of map[int]bool
	at string
}

// leastOf is the bound of a group: the fewest people on whom a figure may rest.
func leastOf(group string) int {
	if group == "patient" {
		return 11
	}
	return 5
}

// attackAtom is the people that stand in the same rows: whoever adds and subtracts rows has all of them or none.
type attackAtom struct {
	people  int
	least   int
	who     string // the first of them
	columns []int  // of the matrix
}

// attackMatrix is the rows of a block over its atoms, in reduced echelon form.
type attackMatrix struct {
	atoms []attackAtom
	atom  []int       // of each column
	rows  [][]big.Rat // as shown
	names []string    // where
	held  [][]big.Rat // what was withheld, as far as it stands in any row
	basis [][]big.Rat // of the row space
}

// matrix puts equal rows and people that cannot be told apart together.
func (b attackBlock) matrix() *attackMatrix {
	m := &attackMatrix{}
	var sets []map[int]bool
	seen := map[string]bool{}
	for _, r := range b.rows {
		if key := fmt.Sprint(slices.Sorted(maps.Keys(r.of))); len(r.of) > 0 && !seen[key] {
			seen[key] = true
			sets, m.names = append(sets, r.of), append(m.names, r.at)
		}
	}
	columns := b.atoms(m, sets)
	for _, of := range sets {
		m.rows = append(m.rows, indicator(of, columns))
	}
	for _, r := range b.held {
		// One that has a part of an atom is no sum of rows.
		if row := indicator(r.of, columns); m.weigh(row).people == len(r.of) {
			m.held = append(m.held, row)
		}
	}
	m.basis = reduced(m.rows)
	return m
}

// indicator has a one where a set has the entry of a column.
func indicator(of map[int]bool, columns []int) []big.Rat {
	row := make([]big.Rat, len(columns))
	for c, entry := range columns {
		if of[entry] {
			row[c].SetInt64(1)
		}
	}
	return row
}

// atoms fills in the atoms and returns the entry that stands for each column.
func (b attackBlock) atoms(m *attackMatrix, sets []map[int]bool) (columns []int) {
	byPerson := map[string][]int{}
	for _, id := range slices.Sorted(maps.Keys(b.entries)) {
		p := b.entries[id].person
		byPerson[p] = append(byPerson[p], id)
	}
	at := map[string]int{}
	for _, p := range slices.Sorted(maps.Keys(byPerson)) {
		least := leastOf(b.entries[byPerson[p][0]].group)
		pattern, stands := fmt.Sprint(least), []int(nil)
		for _, id := range byPerson[p] {
			if in := membership(sets, id); strings.Contains(in, "1") {
				pattern, stands = pattern+" "+in, append(stands, id)
			}
		}
		if len(stands) == 0 {
			continue
		}
		n, known := at[pattern]
		if !known {
			n = len(m.atoms)
			at[pattern] = n
			a := attackAtom{least: least, who: p}
			for _, id := range stands {
				a.columns = append(a.columns, len(columns))
				columns, m.atom = append(columns, id), append(m.atom, n)
			}
			m.atoms = append(m.atoms, a)
		}
		m.atoms[n].people++
	}
	return columns
}

func membership(sets []map[int]bool, id int) string {
	in := make([]byte, len(sets))
	for n, of := range sets {
		in[n] = '0'
		if of[id] {
			in[n] = '1'
		}
	}
	return string(in)
}

// reduced returns the reduced row echelon form of rows, without zero rows.
func reduced(rows [][]big.Rat) [][]big.Rat {
	var m [][]big.Rat
	for _, r := range rows {
		row := make([]big.Rat, len(r))
		for c := range r {
			row[c].Set(&r[c])
		}
		m = append(m, row)
	}
	rank := 0
	for c := 0; len(m) > 0 && c < len(m[0]) && rank < len(m); c++ {
		pivot := slices.IndexFunc(m[rank:], func(r []big.Rat) bool { return r[c].Sign() != 0 })
		if pivot < 0 {
			continue
		}
		m[rank], m[rank+pivot] = m[rank+pivot], m[rank]
		factor := new(big.Rat).Inv(&m[rank][c])
		for k := c; k < len(m[rank]); k++ {
			m[rank][k].Mul(&m[rank][k], factor)
		}
		for n := range m {
			if n != rank && m[n][c].Sign() != 0 {
				subtract(m[n], m[rank], new(big.Rat).Set(&m[n][c]), c)
			}
		}
		rank++
	}
	return m[:rank]
}

// subtract takes a multiple of one row from another, from a column on.
func subtract(from, row []big.Rat, times *big.Rat, column int) {
	var x big.Rat
	for k := column; k < len(row); k++ {
		if row[k].Sign() != 0 {
			from[k].Sub(&from[k], x.Mul(times, &row[k]))
		}
	}
}

// attackLeak is a sum over too few people that whoever read the rows can compute.
type attackLeak struct {
	people, least int
	how           string
}

// weigh returns on how many people a row of the row space rests, and how many it needs.
func (m *attackMatrix) weigh(row []big.Rat) attackLeak {
	l := attackLeak{}
	var who []string
	for _, a := range m.atoms {
		if slices.ContainsFunc(a.columns, func(c int) bool { return row[c].Sign() != 0 }) {
			l.people, l.least = l.people+a.people, max(l.least, a.least)
			who = append(who, fmt.Sprintf("%s (%d)", a.who, a.people))
		}
	}
	l.how = strings.Join(who, ", ")
	return l
}

func (l attackLeak) leaks() bool { return l.people > 0 && l.people < l.least }

// leaks returns sums over too few people that follow from the rows of a block: what the first way to look finds. Whoever
// knows their own answer takes one person off a sum, so that no other attacker has less than one below the bound.
func (b attackBlock) leaks() []attackLeak {
	m := b.matrix()
	for _, look := range []func(*attackMatrix) *attackLeak{(*attackMatrix).shown, (*attackMatrix).withheld, (*attackMatrix).combined, (*attackMatrix).hidden} {
		if l := look(m); l != nil {
			l.how = b.name + ": " + l.how
			return []attackLeak{*l}
		}
	}
	return nil
}

// shown looks at the rows themselves.
func (m *attackMatrix) shown() *attackLeak {
	for n, row := range m.rows {
		if l := m.weigh(row); l.leaks() {
			l.how = m.names[n] + " rests on " + l.how
			return &l
		}
	}
	return nil
}

// withheld looks at the cells that were withheld because they rest on too few.
func (m *attackMatrix) withheld() *attackLeak {
	for _, row := range m.held {
		if l := m.weigh(row); l.leaks() && len(reduced(append(slices.Clone(m.basis), row))) == len(m.basis) {
			l.how = "what was withheld of " + l.how
			return &l
		}
	}
	return nil
}

// Beyond these numbers of rows only pairs are looked at, or nothing: the search for hidden sums finds them too.
const (
	maxTriples = 16
	maxPairs   = 100
)

// combined looks at the sums and differences of two and three rows.
func (m *attackMatrix) combined() *attackLeak {
	if len(m.rows) > maxPairs {
		return nil
	}
	for i := range m.rows {
		for j := range i {
			for _, sign := range []int64{-1, 1} {
				two := plus(m.rows[i], m.rows[j], sign)
				if l := m.weigh(two); l.leaks() {
					l.how = fmt.Sprintf("(%s) %+d × (%s) rests on %s", m.names[i], sign, m.names[j], l.how)
					return &l
				}
				if len(m.rows) > maxTriples {
					continue
				}
				for k := range j {
					for _, third := range []int64{-1, 1} {
						if l := m.weigh(plus(two, m.rows[k], third)); l.leaks() {
							l.how = fmt.Sprintf("(%s) %+d × (%s) %+d × (%s) rests on %s", m.names[i], sign, m.names[j], third, m.names[k], l.how)
							return &l
						}
					}
				}
			}
		}
	}
	return nil
}

func plus(a, b []big.Rat, sign int64) []big.Rat {
	sum := make([]big.Rat, len(a))
	times := big.NewRat(sign, 1)
	for c := range a {
		sum[c].Add(&a[c], new(big.Rat).Mul(&b[c], times))
	}
	return sum
}

// maxTries is how many sets of atoms are tried for a block.
const maxTries = 500

// hidden looks for any row of the row space that rests on too few people: for each largest set of atoms that are together
// too few, whether a row is zero everywhere else.
func (m *attackMatrix) hidden() (leak *attackLeak) {
	most := 0
	for _, a := range m.atoms {
		most = max(most, a.least)
	}
	var small []int
	for n, a := range m.atoms {
		if a.people < most {
			small = append(small, n)
		}
	}
	slices.SortFunc(small, func(a, b int) int { return cmp.Compare(m.atoms[a].people, m.atoms[b].people) })
	tries := 0
	var try func(from, people int, chosen []int)
	try = func(from, people int, chosen []int) {
		grows := false
		for k := from; k < len(small) && leak == nil && tries < maxTries; k++ {
			if a := m.atoms[small[k]]; people+a.people < most {
				grows = true
				try(k+1, people+a.people, append(slices.Clone(chosen), small[k]))
			}
		}
		if !grows && len(chosen) > 0 && leak == nil {
			tries++
			leak = m.within(chosen)
		}
	}
	try(0, 0, nil)
	return leak
}

// within returns a leak that rests on no atoms but these, or nil.
func (m *attackMatrix) within(chosen []int) *attackLeak {
	var order []int // the columns of all other atoms first
	for _, inside := range []bool{false, true} {
		for c, a := range m.atom {
			if slices.Contains(chosen, a) == inside {
				order = append(order, c)
			}
		}
	}
	var turned [][]big.Rat
	for _, row := range m.basis {
		r := make([]big.Rat, len(order))
		for n, c := range order {
			r[n].Set(&row[c])
		}
		turned = append(turned, r)
	}
	for _, row := range slices.Backward(reduced(turned)) {
		back := make([]big.Rat, len(order))
		for n, c := range order {
			back[c].Set(&row[n])
		}
		if l := m.weigh(back); l.leaks() {
			l.how = "what is shown adds up to a sum that rests on " + l.how
			return &l
		}
	}
	return nil
}
