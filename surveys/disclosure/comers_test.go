package disclosure

import (
	"fmt"
	"strings"
	"testing"
)

// Some of one part are told, then more of it and some of a part that was not there: whatever they answered, no count that is not
// told as a number follows from both editions, unless the first told it.
func TestNothingFollowsWhereAPartComes(t *testing.T) {
	for _, more := range []int{0, 5} {
		for _, last := range []bool{false, true} {
			seen := map[string][]growth{}
			for yes := range 9 {
				for moreYes := range more + 1 {
					for newYes := range 6 {
						g := growth{old: of(8, yes), more: of(more, moreYes), fresh: of(5, newYes), last: last}
						seen[g.shown()] = append(seen[g.shown()], g)
					}
				}
			}
			for shown, all := range seen {
				for n, hidden := range all[0].hidden() {
					values := map[int]bool{}
					for _, g := range all {
						values[g.counts()[n]] = true
					}
					if hidden && len(values) < 2 {
						t.Errorf("%d more, last %v: %s: count %d of %v follows", more, last, shown, n, all[0].counts())
					}
				}
			}
		}
	}
}

// growth is what the people of a part answered, then more of it, and those of a part that comes with them.
type growth struct {
	old, more, fresh Counted
	last             bool
}

func of(n, yes int) Counted { return Counted{n, []int{yes, n - yes}} }

func (c Counted) and(d Counted) Counted { return of(c.N+d.N, c.Counts[0]+d.Counts[0]) }

// told returns how both editions tell the total, the old part and the new one.
func (g growth) told() (first, second [][]Told) {
	one := Field{Total: g.old, Parts: []Counted{g.old}, Rise: g.old}
	before := one.Wording(Untold)
	first, _, _ = TellParts(g.old, one.Parts, before)
	rise := g.more.and(g.fresh)
	two := Field{
		Total: g.old.and(rise), Parts: []Counted{g.old.and(g.more), g.fresh}, Cuts: 1, Last: g.last, Renewed: g.more.N > 0,
		Rise: rise, New: true, Alone: g.more.N == 0,
	}
	how := two.Wording(before)
	second, _, _ = TellParts(two.Total, two.Parts, how)
	whole, _, _ := TellParts(two.Total, []Counted{two.Total}, how)
	return first, append(second, whole...)
}

// counts are how many said yes: of the old part at first, and of both parts and all later.
func (g growth) counts() []int {
	return []int{g.old.Counts[0], g.old.and(g.more).Counts[0], g.fresh.Counts[0], g.old.and(g.more).and(g.fresh).Counts[0]}
}

func (g growth) all() []Told {
	first, second := g.told()
	return []Told{first[0][0], second[0][0], second[1][0], second[2][0]}
}

// hidden returns which of the counts are not told; one that did not change was told by the first edition.
func (g growth) hidden() []bool {
	all := g.all()
	return []bool{
		all[0] != Number, all[1] != Number && (g.more.N > 0 || all[0] != Number), all[2] != Number,
		all[3] != Number,
	}
}

func (g growth) shown() string {
	var s []string
	for n, told := range g.all() {
		if told == Number {
			s = append(s, fmt.Sprint(g.counts()[n]))
		} else {
			s = append(s, string(told))
		}
	}
	return strings.Join(s, " ")
}
