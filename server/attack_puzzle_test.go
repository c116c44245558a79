package main

import (
	"fmt"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"
)

// attackPuzzle is all that a reader knows about the answers to one question, as equations and inequalities over whole
// numbers: how many people of each atom gave each value. Asked is every count that was told in words or withheld, but for those
// that are left out only so that another does not follow (such an other is asked itself), of which
// at least two values have to be possible.
type attackPuzzle struct {
	Name    string             `json:"name"`
	Most    []int              `json:"most"` // of each variable; the least is 0
	Rows    []puzzleRow        `json:"rows"`
	Asked   []puzzleSum        `json:"asked"`
	index   map[string][]int   // the variables that count somebody of an atom who gave a value
	joint   map[string][]given // by atom: what each variable counts people by, of all fields
	numbers map[string]bool    // what was told as a number of the same people at some look, or may be as it is near no end: it is hidden for others alone
	words   map[string]bool    // of which values a word was told at a look, by cut
	known   []string           // what was shown, to be read
}

// given is a variable, and the values that those gave whom it counts.
type given struct {
	at     int
	values []string // by field
}

// puzzleSum is a sum of variables, and what it is in truth.
type puzzleSum struct {
	Name  string `json:"name,omitempty"`
	At    []int  `json:"at"`
	By    []int  `json:"by"`
	Value int    `json:"value"`
}

// puzzleRow is a sum with its limits.
type puzzleRow struct {
	puzzleSum
	Low  int `json:"low"`
	High int `json:"high"`
}

// attackShown is a figure with the answers that it rests on.
type attackShown struct {
	attackFigure
	on []*attackAnswer
}

// puzzle puts together what was shown of a question, and what was withheld of it.
func puzzle(name string, q attackQuestion, shown, held []attackShown) *attackPuzzle {
	p := &attackPuzzle{Name: name, index: map[string][]int{}, joint: map[string][]given{}, words: map[string]bool{}, numbers: map[string]bool{}}
	atoms := atomsOf(slices.Concat(shown, held))
	sizes := map[string]int{}
	for _, atom := range atoms {
		sizes[atom]++
	}
	for _, atom := range slices.Sorted(maps.Keys(sizes)) {
		p.people(q, atom, sizes[atom])
	}
	for _, f := range shown {
		for value, told := range f.told {
			p.words[f.inLook(q, value)] = p.words[f.inLook(q, value)] || told != "left_out"
		}
	}
	for _, f := range shown {
		p.know(q, f, atoms)
	}
	for _, f := range held {
		for _, value := range q.values {
			p.ask(p.count(q, f, atoms, f.field, value))
		}
	}
	p.Asked = slices.DeleteFunc(p.Asked, func(asked puzzleSum) bool { return p.numbers[fmt.Sprint(asked.At)] })
	return p
}

// people adds the people of an atom: how many of them gave each value, or of an instrument each value of all items at once.
func (p *attackPuzzle) people(q attackQuestion, atom string, size int) {
	if q.kind == "umux-lite" {
		p.variables(atom, q.fields, q.ways(), size, size)
		return
	}
	most := size
	if q.kind == "multiple" { // whoever answered chose one at least
		most *= len(q.values)
	}
	for _, field := range q.fields {
		var ways [][]string
		for _, value := range q.values {
			ways = append(ways, []string{value})
		}
		p.variables(atom, []string{field}, ways, size, most)
	}
}

// variables adds a variable for each way to answer some fields. Together they count at least and at most so many.
func (p *attackPuzzle) variables(atom string, fields []string, ways [][]string, least, most int) {
	all := puzzleSum{}
	for _, values := range ways {
		at := len(p.Most)
		p.Most = append(p.Most, least)
		p.joint[atom] = append(p.joint[atom], given{at, values})
		for n, value := range values {
			key := atom + " " + fields[n] + "=" + value
			p.index[key] = append(p.index[key], at)
		}
		all.At, all.By = append(all.At, at), append(all.By, 1)
	}
	p.Rows = append(p.Rows, puzzleRow{all, least, most})
}

// ways returns all that somebody can answer, by field.
func (q attackQuestion) ways() [][]string {
	all := [][]string{nil}
	for range q.fields {
		var longer [][]string
		for _, some := range all {
			for _, value := range q.values {
				longer = append(longer, append(slices.Clone(some), value))
			}
		}
		all = longer
	}
	return all
}

// inLook names one value of a question at one look, in one cut; of a question with one answer all of its values.
func (f attackFigure) inLook(q attackQuestion, value string) string {
	if q.kind != "multiple" {
		value = ""
	}
	return strings.Join([]string{f.at, f.cell.by, f.field, value}, " ")
}

// atomsOf names for each answer the figures that it is in: those in the same ones are told apart by nobody.
func atomsOf(all []attackShown) map[int]string {
	atoms := map[int]string{}
	for n, f := range all {
		for _, a := range f.on {
			atoms[a.id] += fmt.Sprint(n, ",")
		}
	}
	return atoms
}

// sum adds up what f says of each value of some fields, over the answers on which a figure rests.
func (p *attackPuzzle) sum(q attackQuestion, f attackShown, atoms map[int]string, fields []string, of func(value string) int) puzzleSum {
	s, by := puzzleSum{}, map[int]int{}
	for _, atom := range p.in(f, atoms) {
		for _, field := range fields {
			for _, value := range q.values {
				for _, at := range p.index[atom+" "+field+"="+value] {
					by[at] += of(value)
				}
			}
		}
	}
	for _, a := range f.on {
		for _, field := range fields {
			for _, value := range a.values[field] {
				s.Value += of(value)
			}
		}
	}
	s.by(by)
	return s
}

// in returns the atoms that a figure rests on.
func (p *attackPuzzle) in(f attackShown, atoms map[int]string) []string {
	in := map[string]bool{}
	for _, a := range f.on {
		in[atoms[a.id]] = true
	}
	return slices.Sorted(maps.Keys(in))
}

// by writes the coefficients of variables.
func (s *puzzleSum) by(by map[int]int) {
	for _, at := range slices.Sorted(maps.Keys(by)) {
		if by[at] != 0 {
			s.At, s.By = append(s.At, at), append(s.By, by[at])
		}
	}
}

// squares adds up the squares of the scores on which a figure rests: of the sums of all items.
func (p *attackPuzzle) squares(q attackQuestion, f attackShown, atoms map[int]string) puzzleSum {
	square := func(values []string) int {
		sum := 0
		for _, v := range values {
			n, _ := strconv.Atoi(v)
			sum += n
		}
		return sum * sum
	}
	s, by := puzzleSum{}, map[int]int{}
	for _, atom := range p.in(f, atoms) {
		for _, g := range p.joint[atom] {
			by[g.at] = square(g.values)
		}
	}
	for _, a := range f.on {
		var values []string
		for _, field := range q.fields {
			values = append(values, a.values[field]...)
		}
		s.Value += square(values)
	}
	s.by(by)
	return s
}

func (p *attackPuzzle) count(q attackQuestion, f attackShown, atoms map[int]string, field, value string) puzzleSum {
	s := p.sum(q, f, atoms, []string{field}, func(v string) int { return map[bool]int{true: 1}[v == value] })
	s.Name = fmt.Sprintf("%s=%s of %s, %s", field, value, f.cell, f.at)
	return s
}

// know adds what a figure tells.
func (p *attackPuzzle) know(q attackQuestion, f attackShown, atoms map[int]string) {
	number := func(v string) int { n, _ := strconv.Atoi(v); return n }
	n := len(f.on)
	p.known = append(p.known, fmt.Sprintf("%s: n %d, %v, %v, mean %s, median %s, deviation %s", f, n, f.counts, f.told, written(f.mean), written(f.median), written(f.sd)))
	if f.mean != nil {
		fields := []string{f.field}
		if f.score {
			fields = q.fields // a linear sum of its items
		}
		s := p.sum(q, f, atoms, fields, number)
		p.Rows = append(p.Rows, puzzleRow{s, s.Value, s.Value})
	}
	if (f.sd != nil || f.spread) && f.score {
		s := p.squares(q, f, atoms)
		p.Rows = append(p.Rows, puzzleRow{s, s.Value, s.Value})
	}
	if (f.sd != nil || f.spread) && !f.score {
		s := p.sum(q, f, atoms, []string{f.field}, func(v string) int { return number(v) * number(v) })
		p.Rows = append(p.Rows, puzzleRow{s, s.Value, s.Value})
	}
	if f.median != nil && !f.score {
		half := (n + 1) / 2
		below := p.sum(q, f, atoms, []string{f.field}, func(v string) int { return map[bool]int{true: 1}[float64(number(v)) <= *f.median] })
		above := p.sum(q, f, atoms, []string{f.field}, func(v string) int { return map[bool]int{true: 1}[float64(number(v)) >= *f.median] })
		p.Rows = append(p.Rows, puzzleRow{below, min(half, below.Value), n}, puzzleRow{above, min(half, above.Value), n})
	}
	for value := range f.counts {
		s := p.count(q, f, atoms, f.field, value)
		p.Rows = append(p.Rows, puzzleRow{s, s.Value, s.Value})
		p.numbers[fmt.Sprint(s.At)] = true
	}
	if f.counts == nil && !f.score { // of a secret poll: counts that a survey would tell in words must not follow from the mean
		for _, value := range q.values {
			if s := p.count(q, f, atoms, f.field, value); s.Value <= 2 || s.Value >= n-2 {
				p.ask(s)
			}
		}
	}
	for _, field := range q.fields { // whether items are told or not
		for _, value := range q.values {
			if f.score {
				p.ask(p.count(q, f, atoms, field, value))
			}
		}
	}
	for value, told := range f.told {
		s := p.count(q, f, atoms, f.field, value)
		low, high := 0, n
		switch {
		case !p.words[f.inLook(q, value)] && (q.kind == "multiple" || len(f.counts) == 0): // nothing is told of any, or every count is between
		case told == "almost_none":
			high = min(2, n)
		case told == "almost_all":
			low = max(0, n-2)
		case told == "left_out":
			low, high = min(3, s.Value), max(n-3, s.Value) // or it would be told in words
		}
		if told == "left_out" && s.Value > 2 && s.Value < n-2 {
			p.numbers[fmt.Sprint(s.At)] = true
		}
		p.Rows = append(p.Rows, puzzleRow{s, low, high})
		p.ask(s)
	}
}

// ask asks for a count, of the same people once.
func (p *attackPuzzle) ask(s puzzleSum) {
	if !slices.ContainsFunc(p.Asked, func(asked puzzleSum) bool { return slices.Equal(asked.At, s.At) }) {
		p.Asked = append(p.Asked, s)
	}
}

// certain returns the asked counts that have one possible value already where each row is looked at again and again by
// itself: not all that follow, but quickly.
func (p *attackPuzzle) certain() (names []string) {
	low, high := make([]int, len(p.Most)), slices.Clone(p.Most)
	rows := slices.Clone(p.Rows)
	for _, asked := range p.Asked {
		rows = append(rows, puzzleRow{asked, math.MinInt32, math.MaxInt32})
	}
	for changed, round := true, 0; changed && round < 50; round++ {
		changed = false
		for _, row := range p.Rows {
			changed = row.narrow(low, high) || changed
		}
	}
	for _, asked := range p.Asked {
		if least, most := asked.span(low, high); least == most {
			names = append(names, fmt.Sprintf("%s: %s is %d", p.Name, asked.Name, asked.Value))
		}
	}
	if len(names) > 0 {
		names = append(names, p.shown())
	}
	return names
}

// shown writes what was shown, to be read.
func (p *attackPuzzle) shown() string {
	slices.Sort(p.known)
	return strings.Join(slices.Compact(p.known), "\n")
}

// span returns between what a sum is where its variables are between these.
func (s puzzleSum) span(low, high []int) (least, most int) {
	for n, at := range s.At {
		least, most = least+s.By[n]*low[at], most+s.By[n]*high[at]
	}
	return least, most
}

// narrow moves the limits of the variables in a row where the others leave them less. Coefficients are positive.
func (r puzzleRow) narrow(low, high []int) (changed bool) {
	least, most := r.span(low, high)
	for n, at := range r.At {
		by := r.By[n]
		if h := floorDiv(r.High-(least-by*low[at]), by); h < high[at] {
			most -= by * (high[at] - h)
			high[at], changed = h, true
		}
		if l := -floorDiv(-(r.Low - (most - by*high[at])), by); l > low[at] {
			least += by * (l - low[at])
			low[at], changed = l, true
		}
	}
	return changed
}

func floorDiv(a, b int) int { return int(math.Floor(float64(a) / float64(b))) }
