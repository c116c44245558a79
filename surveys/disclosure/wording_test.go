package disclosure

import (
	"fmt"
	"testing"
)

// What is told of a field depends on what was told of it before.
func TestWordings(t *testing.T) {
	rare, even := counted([]int{20, 2}), counted([]int{15, 7})
	halves, near := []Counted{counted([]int{8, 3}), counted([]int{7, 4})}, []Counted{counted([]int{11, 0}), counted([]int{4, 7})}
	for _, c := range []struct {
		about  string
		before Wording
		field  Field
		want   Wording
	}{
		{"a rare answer waits", Untold, Field{Total: rare}, Untold},
		{"and is told in words at the end", Untold, Field{Total: rare, Last: true}, Words},
		{"of numbers the mean", Untold, Field{Total: rare, Last: true, Means: true}, Summed},
		{"of the total alone", Untold, Field{Total: rare, Last: true, Cuts: 1}, Silence},
		{"numbers are told", Untold, Field{Total: even, Parts: halves, Cuts: 1}, Numbers},
		{"of the total, beside parts that hide", Untold, Field{Total: even, Parts: near, Cuts: 1}, Silence},
		{"and of no part before all are others", Silence, Field{Total: even, Parts: halves, Cuts: 1}, Silence},
		{"all are, and could be told by themselves", Silence, Field{Total: even, Parts: halves, Cuts: 1, Renewed: true, Grown: true}, Numbers},
		{"but not of two cuts", Silence, Field{Total: even, Parts: halves, Cuts: 2, Renewed: true, Grown: true}, Silence},
		{"parts hide at the end", Silence, Field{Total: even, Parts: near, Cuts: 1, Last: true}, Silence},
		{"a part comes with others", Silence, Field{Total: even, Parts: near, New: true, Rise: counted([]int{5, 6})}, Silence},
		{"and alone, which the total would give away", Silence, Field{Total: even, Parts: near, New: true, Alone: true, Rise: counted([]int{5, 6})}, Withdrawn},
		{"or all who come say the same", Silence, Field{Total: even, Parts: near, New: true, Rise: counted([]int{11, 0})}, Withdrawn},
		{"more of a part alone", Silence, Field{Total: even, Parts: near, Alone: true, Rise: counted([]int{11, 0})}, Silence},
		{"of which the numbers were known", Numbers, Field{Total: even, Parts: near, Alone: true, Rise: counted([]int{5, 6})}, Withdrawn},
		{"and stay so until all are others", Withdrawn, Field{Total: even, Parts: near, Rise: counted([]int{5, 6})}, Withdrawn},
		{"all are", Withdrawn, Field{Total: even, Parts: near, Rise: counted([]int{5, 6}), Renewed: true}, Silence},
		{"numbers are no more", Numbers, Field{Total: rare}, Withdrawn},
		{"nor at the end", Withdrawn, Field{Total: rare, Last: true}, Withdrawn},
		{"numbers again", Withdrawn, Field{Total: even, Parts: halves, Renewed: true, Grown: true}, Numbers},
	} {
		c.field.Begun = true
		if got := c.field.Wording(c.before); got != c.want {
			t.Errorf("%s: %q, want %q", c.about, got, c.want)
		}
	}
}

// Whatever eleven people and then eleven more answered, no count that is not told as a number follows from both editions.
func TestNothingFollowsFromTwoEditions(t *testing.T) {
	for values := 2; values <= 3; values++ {
		twoEditions(t, values, Field{})
		twoEditions(t, values, Field{Last: true})
		twoEditions(t, values, Field{Last: true, Means: true})
	}
	twoEditions(t, 4, Field{Last: true})
	twoEditions(t, 4, Field{Last: true, Means: true})
}

func twoEditions(t *testing.T, values int, f Field) {
	seen := map[string]*possible{}
	some := waysOf(11, values)
	for _, first := range some {
		begun := f
		begun.Last = false
		one, how := begun.shown(first, Untold)
		for _, more := range some {
			second := make([]int, values)
			for i := range second {
				second[i] = first[i] + more[i]
			}
			both, _ := f.shown(second, how)
			both = one + " then " + both
			if seen[both] == nil {
				seen[both] = &possible{first: make([]map[int]bool, values), second: make([]map[int]bool, values)}
			}
			seen[both].note(first, second)
		}
	}
	for what, p := range seen {
		begun := f
		begun.Last = false
		told, later := begun.told(p.anyFirst, Untold)
		laterTold, _ := f.told(p.anySecond, later)
		for i := range values {
			if told[i] != Number && len(p.first[i]) < 2 || laterTold[i] != Number && len(p.second[i]) < 2 {
				t.Fatalf("%d values, %+v: %s: answer %d follows", values, f, what, i)
			}
		}
	}
}

// possible is what two editions may be of that show the same.
type possible struct {
	first, second       []map[int]bool
	anyFirst, anySecond []int
}

func (p *possible) note(first, second []int) {
	p.anyFirst, p.anySecond = first, second
	for i := range first {
		for all, k := range map[*map[int]bool]int{&p.first[i]: first[i], &p.second[i]: second[i]} {
			if *all == nil {
				*all = map[int]bool{}
			}
			(*all)[k] = true
		}
	}
}

// told returns how an edition tells counts that the one before told so.
func (f Field) told(counts []int, before Wording) ([]Told, Wording) {
	f.Total = counted(counts)
	how := f.Wording(before)
	told, _, _ := TellParts(f.Total, []Counted{f.Total}, how)
	return told[0], how
}

// shown returns all that an edition says of counts.
func (f Field) shown(counts []int, before Wording) (string, Wording) {
	told, how := f.told(counts, before)
	all, n, sum := "", 0, 0
	for i, k := range counts {
		if told[i] == Number {
			all += fmt.Sprint(" ", k)
		} else {
			all += fmt.Sprint(" ", told[i])
		}
		n += k
		sum += i * k
	}
	if mean := Together(n, len(counts), float64(sum), float64(n*(len(counts)-1)-sum)); how == Summed && mean.Mean {
		all += fmt.Sprint(" sum ", sum)
	}
	return fmt.Sprint(how, " ", n, all), how
}

// waysOf returns how n people can choose among values.
func waysOf(n, values int) [][]int {
	if values == 1 {
		return [][]int{{n}}
	}
	var all [][]int
	for k := range n + 1 {
		for _, rest := range waysOf(n-k, values-1) {
			all = append(all, append([]int{k}, rest...))
		}
	}
	return all
}
