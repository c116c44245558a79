package contact

import (
	"context"
	"slices"

	"soundings/cohorts"
)

// Comparison holds the parts of those who were asked one thing beside each other: their groups, or the strata from which the
// members of a cohort were drawn.
type Comparison struct {
	Draw  cohorts.Draw // the latest one by strata; zero: the parts are groups
	Parts []Compared
}

// Compared is one part of those who were asked.
type Compared struct {
	Part
	Values     map[string]string // what the people of a stratum have in common, by attribute
	Population int               // how many people of the stratum there were to draw from
	Progress
}

// ByGroup reports whether the parts are groups.
func (c Comparison) ByGroup() bool { return c.Draw.ID == "" }

// Total returns the sum of the parts.
func (c Comparison) Total() (t Compared) {
	for _, p := range c.Parts {
		t.Population += p.Population
		t.Asked += p.Asked
		t.Reached += p.Reached
		t.Started += p.Started
		t.Finished += p.Finished
	}
	return t
}

// Expected returns which share of those who finished a part would have if all parts answered alike and were asked as they are
// in the population: the share of the population, or where that is not known of those who were asked.
func (c Comparison) Expected(p Compared) float64 {
	total := c.Total()
	if c.ByGroup() {
		return float64(p.Asked) / float64(max(total.Asked, 1))
	}
	return float64(p.Population) / float64(max(total.Population, 1))
}

// Compare returns how far those who were asked one thing have come, by group where there are several, and by the strata of each
// cohort that was drawn by some. It reads counts alone.
func (s *Service) Compare(ctx context.Context, kind Kind, subject string) ([]Comparison, error) {
	counts, err := s.Counts(ctx, kind, subject)
	if err != nil {
		return nil, err
	}
	var all []Comparison
	var groups Comparison
	for _, g := range cohorts.Groups() {
		if of := counts.Parts[Part{Group: g}]; of.Asked > 0 {
			groups.Parts = append(groups.Parts, Compared{Part: Part{Group: g}, Progress: of})
		}
	}
	if len(groups.Parts) > 1 {
		all = append(all, groups)
	}
	var drawn []string
	for part := range counts.Parts {
		if part.Stratum != "" && !slices.Contains(drawn, part.Cohort) {
			drawn = append(drawn, part.Cohort)
		}
	}
	slices.Sort(drawn)
	for _, cohort := range drawn {
		c, ok, err := s.compareStrata(ctx, cohort, counts.Parts)
		if err != nil {
			return nil, err
		}
		if ok {
			all = append(all, c)
		}
	}
	return all, nil
}

// compareStrata compares the strata of the latest draw of a cohort that had some, also those of whom nobody was asked.
func (s *Service) compareStrata(ctx context.Context, cohort string, parts map[Part]Progress) (c Comparison, ok bool, err error) {
	draws, err := s.Cohorts.Draws(ctx, cohort)
	if err != nil {
		return c, false, err
	}
	at := slices.IndexFunc(draws, func(d cohorts.Draw) bool { return len(d.Rule.Stratify) > 0 })
	if at < 0 {
		return c, false, nil
	}
	c.Draw = draws[at]
	for _, in := range c.Draw.Strata {
		part := Part{Cohort: cohort, Stratum: in.Name}
		c.Parts = append(c.Parts, Compared{Part: part, Values: in.Values, Population: in.Population, Progress: parts[part]})
	}
	return c, true, nil
}
