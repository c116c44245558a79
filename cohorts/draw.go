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

// DrawRule is the rule of a draw: Size people at random among those who match, or all of them.
type DrawRule struct {
	Size     int               `json:"size" validate:"min=0,max=100000"` // 0: everybody who matches
	Where    map[string]string `json:"where"`                            // attribute, "group" or "language" → value
	Stratify []string          `json:"stratify" validate:"max=5,unique"` // attributes, "group" or "language"
	Refusals int               `json:"refusals" validate:"min=0,max=90"` // per cent expected to say no; the waiting list makes up for them
}

// Stratum is one part of the population and what was drawn from it.
type Stratum struct {
	Name       string            // as "age=65-79, site=North"; empty: the whole population
	Values     map[string]string // by attribute; empty: not known
	Population int               // people who match the rule
	Eligible   int               // those who can be drawn: not a member yet, nor of another beta
	Wanted     int               // its places
	Selected   int
	Waiting    int // people on the waiting list
}

// Draw records one draw as it was done, so that it can be shown to have been fair: the same rule and seed draw the same
// people from the same population. Nobody chooses the seed: it is made when rule and population stand.
type Draw struct {
	ID         string
	Cohort     string
	Rule       DrawRule
	Candidates string // the SHA-256 of who could be drawn, from before Seed was made; empty: a draw of an earlier version
	Seed       string
	Reason     string // why members were drawn once more; empty: this draw was the first
	Strata     []Stratum
	At         time.Time
	By         base.Actor
}

// Population returns how many people match the rule.
func (d Draw) Population() int {
	n := 0
	for _, s := range d.Strata {
		n += s.Population
	}
	return n
}

// candidate is a person who can be drawn.
type candidate struct {
	ref     string
	group   Group
	stratum int    // index in the list of strata
	rank    string // as rankOf, once there is a seed
}

// freeze returns the SHA-256, in hexadecimal, of the refs and strata of all who can be drawn, a line for each in the order
// of the refs.
func freeze(strata []Stratum, could []candidate) string {
	slices.SortFunc(could, func(a, b candidate) int { return cmp.Compare(a.ref, b.ref) })
	sum := sha256.New()
	for _, one := range could {
		fmt.Fprintf(sum, "%s\x00%s\n", one.ref, strata[one.stratum].Name)
	}
	return hex.EncodeToString(sum.Sum(nil))
}

// castLots gives each candidate the lot of a seed, and puts them in the order of their lots.
func castLots(seed string, could []candidate) {
	for i := range could {
		could[i].rank = rankOf(seed, could[i].ref)
	}
	slices.SortFunc(could, func(a, b candidate) int { return cmp.Compare(a.rank, b.rank) })
}

// rankOf returns the lot of a person: 96 bits in hexadecimal that depend on the seed and the ref alone. So nobody's place
// depends on who else is in the population or in which order it was read.
func rankOf(seed, ref string) string {
	sum := sha256.Sum256([]byte(seed + "\x00" + ref))
	return hex.EncodeToString(sum[:12])
}

// check returns nil, or an Invalid error that names every part of a rule that no participant could match; names are the
// attributes that participants have.
func (r DrawRule) check(names []string) error {
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
	return base.Besides(base.Check(r), base.InvalidFields(bad...))
}

// value returns the participant's value of a name in a rule: the group, the language or an attribute.
func (p Participant) value(name string) string {
	switch name {
	case "group":
		return string(p.Group)
	case "language":
		return p.Language
	}
	return p.Attributes[name]
}

// population reads everybody who matches a rule. It returns the strata, by name, and the people who can be drawn; taken are
// those who cannot.
func (s *Service) population(ctx context.Context, r DrawRule, taken map[string]bool) ([]Stratum, []candidate, error) {
	strata, at := []Stratum{}, map[string]int{}
	var could []candidate
	q := ParticipantQuery{Group: Group(r.Where["group"]), Language: r.Where["language"], Bare: true}
	for name, value := range r.Where {
		if name != "group" && name != "language" {
			q.Attribute, q.Value = name, value
		}
	}
	for p, err := range s.EveryParticipant(ctx, q) {
		if err != nil {
			return nil, nil, fmt.Errorf("reading the population: %w", err)
		}
		if !r.matches(p) {
			continue
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
			could = append(could, candidate{ref: p.Ref, group: p.Group, stratum: i})
		}
	}
	sorted := slices.SortedFunc(slices.Values(strata), func(a, b Stratum) int { return cmp.Compare(a.Name, b.Name) })
	for i, in := range sorted {
		at[in.Name] = i
	}
	for i := range could {
		could[i].stratum = at[strata[could[i].stratum].Name]
	}
	return sorted, could, nil
}

// matches reports whether a participant has every value that the rule asks for.
func (r DrawRule) matches(p Participant) bool {
	for name, value := range r.Where {
		if p.value(name) != value {
			return false
		}
	}
	return true
}

// stratumOf returns the name of a participant's stratum, as "age=65-79, site=North", and its values by attribute.
func stratumOf(p Participant, stratify []string) (string, map[string]string) {
	values, parts := make(map[string]string, len(stratify)), make([]string, len(stratify))
	for i, name := range stratify {
		values[name] = p.value(name)
		parts[i] = name + "=" + values[name]
	}
	return strings.Join(parts, ", "), values
}

// share sets the places of each stratum: in proportion to its population, by largest remainder, so that no stratum is off
// by a whole person. When a stratum has fewer people who can be drawn than places, the others share the rest in the same
// way. There have to be at least size people who can be drawn in all.
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

// largestRemainder returns n split in proportion to weights, one share a weight; of equal remainders the earlier is
// rounded up. Without any weight all shares are 0.
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

// reserves returns how many people have to wait so that wanted places are filled when refusals per cent of all who are
// asked say no: wanted × refusals ÷ (100 − refusals), rounded up.
func reserves(wanted, refusals int) int {
	return (wanted*refusals + 99 - refusals) / (100 - refusals)
}
