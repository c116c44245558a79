package disclosure

import (
	"cmp"
	"slices"

	"soundings/cohorts"
	"soundings/cohorts/base"
)

// The fewest people on whom a shown figure may rest.
const (
	OfPatients = 11
	OfOthers   = 5
)

// Bounds are the bounds that a clinic has raised, by group; nil: none.
type Bounds map[cohorts.Group]int

// Of returns the fewest people of these groups on whom a shown figure may rest; of the group practice these are practices.
// Of nobody known it is the largest of all.
func (b Bounds) Of(groups ...cohorts.Group) int {
	if len(groups) == 0 {
		groups = cohorts.Groups()
	}
	bound := 0
	for _, g := range groups {
		least := OfOthers
		if g == cohorts.Patient {
			least = OfPatients
		}
		bound = max(bound, least, b[g])
	}
	return bound
}

// Fixed returns the bound of every group: what is published keeps them, whatever the clinic sets later. Figures that were shown
// by two sets of bounds could be subtracted.
func (b Bounds) Fixed() Bounds {
	all := Bounds{}
	for _, g := range cohorts.Groups() {
		all[g] = b.Of(g)
	}
	return all
}

// Check returns nil, or an Invalid error that names each bound that is lower than the one of its group.
func (b Bounds) Check() error {
	var fields []base.Field
	for _, g := range cohorts.Groups() {
		if n, said := b[g]; said && n < Bounds(nil).Of(g) {
			fields = append(fields, base.Field{Name: "bounds[" + string(g) + "]", Text: base.T("error.min", "Limit", Bounds(nil).Of(g))})
		}
	}
	return base.InvalidFields(fields...)
}

// Part is one part of a cut: its people, or practices, and the bound of the groups that they belong to.
type Part struct {
	Name     string
	N, Bound int
}

// Withhold returns which parts of a cut may not be shown beside their total: those below their bound, and then the next
// smallest until the withheld ones add up to the largest bound in the cut. A part without anybody may be shown as such.
func Withhold(parts []Part) map[string]bool {
	withheld, sum, largest := map[string]bool{}, 0, 0
	var rest []Part
	for _, p := range parts {
		switch {
		case p.N <= 0:
			continue
		case p.N < p.Bound:
			withheld[p.Name] = true
			sum += p.N
		default:
			rest = append(rest, p)
		}
		largest = max(largest, p.Bound)
	}
	slices.SortFunc(rest, func(a, b Part) int {
		return cmp.Or(cmp.Compare(a.N, b.N), cmp.Compare(a.Name, b.Name))
	})
	for _, p := range rest {
		if len(withheld) == 0 || sum >= largest {
			break
		}
		withheld[p.Name] = true
		sum += p.N
	}
	return withheld
}
