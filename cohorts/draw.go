package cohorts

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
	"time"

	"soundings/cohorts/base"
)

// DrawRule says whom to select: so many at random of those who fit, or all of them.
type DrawRule struct {
	Size     int               `json:"size" validate:"min=0,max=100000"` // 0: all who fit
	Where    map[string]string `json:"where"`                            // attribute, "group" or "language" → value
	Stratify []string          `json:"stratify" validate:"max=5,unique"` // attributes, "group" or "language"
	Refusals int               `json:"refusals" validate:"min=0,max=90"` // per cent who are expected to say no: so many more wait
	Seed     string            `json:"seed" validate:"max=64"`           // empty: a new one
}

// Stratum is one part of the population, and what was drawn of it.
type Stratum struct {
	Name       string            // as "age=65-79, site=North"; empty: the whole population
	Values     map[string]string // by attribute; empty: not known
	Population int               // who fits the rule
	Eligible   int               // who of them could be drawn: no member yet, and of no other beta
	Wanted     int               // how many places it has
	Selected   int
	Waiting    int // who waits to take the place of somebody who says no
}

// Draw is one draw, as it was done: the same rule and seed draw the same people of the same population.
type Draw struct {
	ID     string
	Cohort string
	Rule   DrawRule // with its seed
	Strata []Stratum
	At     time.Time
	By     base.Actor
}

// Population returns how many people fit the rule.
func (d Draw) Population() int {
	n := 0
	for _, s := range d.Strata {
		n += s.Population
	}
	return n
}

// candidate is somebody who could be drawn.
type candidate struct {
	ref     string
	group   Group
	stratum int
	rank    string // its order among all is the lot's; the seed and the ref decide it
}

// rankOf returns where the lot puts somebody.
func rankOf(seed, ref string) string {
	sum := sha256.Sum256([]byte(seed + "\x00" + ref))
	return hex.EncodeToString(sum[:12])
}

// check holds a rule against what participants have.
func (s *Service) checkRule(ctx context.Context, r DrawRule) error {
	names, err := s.AttributeNames(ctx)
	if err != nil {
		return err
	}
	var bad []base.Field
	known := func(name string) bool {
		return name == "group" || name == "language" || slices.Contains(names, name)
	}
	for name, value := range r.Where {
		switch {
		case !known(name):
			bad = append(bad, base.Field{Name: "where." + name, Text: base.T("select.unknown", "Attribute", name)})
		case name == "group" && !slices.Contains(Groups(), Group(value)):
			bad = append(bad, base.Field{Name: "where.group", Text: base.T("error.oneof", "Choices", "patient, staff, provider, hit, leadership, practice")})
		}
	}
	for _, name := range r.Stratify {
		if !known(name) {
			bad = append(bad, base.Field{Name: "stratify", Text: base.T("select.unknown", "Attribute", name)})
		}
	}
	if len(bad) == 0 && r.Size == 0 && len(r.Where) == 0 {
		bad = append(bad, base.Field{Name: "size", Text: base.T("error.required")})
	}
	slices.SortFunc(bad, func(a, b base.Field) int { return cmp.Compare(a.Name, b.Name) })
	if err := base.Check(r); err != nil {
		return err
	}
	return base.InvalidFields(bad...)
}

// value returns what a participant has under a name of a rule.
func (p Participant) value(name string) string {
	switch name {
	case "group":
		return string(p.Group)
	case "language":
		return p.Language
	}
	return p.Attributes[name]
}

// population reads everybody who fits a rule: the strata they make up, and who of them could be drawn, by lot.
func (s *Service) population(ctx context.Context, r DrawRule, taken map[string]bool) ([]Stratum, []candidate, error) {
	strata, at := []Stratum{}, map[string]int{}
	var could []candidate
	q := ParticipantQuery{Group: Group(r.Where["group"]), Language: r.Where["language"], Bare: true}
	for name, value := range r.Where {
		if name != "group" && name != "language" {
			q.Attribute, q.Value = name, value
		}
	}
	err := s.EveryParticipant(ctx, q, func(p Participant) error {
		for name, value := range r.Where {
			if p.value(name) != value {
				return nil
			}
		}
		name, values := stratumOf(p, r.Stratify)
		i, ok := at[name]
		if !ok {
			i = len(strata)
			at[name], strata = i, append(strata, Stratum{Name: name, Values: values})
		}
		strata[i].Population++
		if !taken[p.Ref] && p.MayBeAsked() {
			strata[i].Eligible++
			could = append(could, candidate{p.Ref, p.Group, i, rankOf(r.Seed, p.Ref)})
		}
		return nil
	})
	if err != nil {
		return nil, nil, fmt.Errorf("reading the population: %w", err)
	}
	slices.SortFunc(could, func(a, b candidate) int { return cmp.Compare(a.rank, b.rank) })
	sorted := slices.SortedFunc(slices.Values(strata), func(a, b Stratum) int { return cmp.Compare(a.Name, b.Name) })
	for i, in := range sorted {
		at[in.Name] = i
	}
	for i := range could {
		could[i].stratum = at[strata[could[i].stratum].Name]
	}
	return sorted, could, nil
}

func stratumOf(p Participant, stratify []string) (string, map[string]string) {
	values, parts := make(map[string]string, len(stratify)), make([]string, len(stratify))
	for i, name := range stratify {
		values[name] = p.value(name)
		parts[i] = name + "=" + values[name]
	}
	return strings.Join(parts, ", "), values
}

// share gives each stratum its places: in proportion to the population, by largest remainder, so that none is off by a
// whole person; where a stratum has too few who could be drawn, the others share its places the same way.
func share(strata []Stratum, size int) {
	weights := make([]int, len(strata))
	for i, s := range strata {
		weights[i] = s.Population
	}
	for left := size; left > 0; {
		for i, n := range largestRemainder(weights, left) {
			n = min(n, strata[i].Eligible-strata[i].Wanted)
			strata[i].Wanted += n
			left -= n
			if strata[i].Wanted == strata[i].Eligible {
				weights[i] = 0
			}
		}
	}
}

// largestRemainder shares n in proportion to weights; at a tie the earlier one gets more.
func largestRemainder(weights []int, n int) []int {
	sum := 0
	for _, w := range weights {
		sum += w
	}
	shares, order, left := make([]int, len(weights)), make([]int, len(weights)), n
	if sum == 0 {
		return shares
	}
	for i, w := range weights {
		shares[i] = n * w / sum
		left -= shares[i]
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(n*weights[b]%sum, n*weights[a]%sum) })
	for _, i := range order[:left] {
		shares[i]++
	}
	return shares
}

// reserves returns how many more wait where so many places are to be filled.
func reserves(wanted, refusals int) int {
	return (wanted*refusals + 99 - refusals) / (100 - refusals)
}
