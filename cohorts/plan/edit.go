package plan

import (
	"fmt"
	"slices"

	"soundings/cohorts/base"
)

// edited returns the plan with an edit applied but not planned anew, or Invalid with every bad field of the edit.
func (p Plan) edited(e Edit, today Today, known map[string]Known, shares map[string]float64) (Plan, error) {
	var c checker
	p.Features = slices.Clone(p.Features)
	c.capacity(&p, e.Capacity, today)
	if err := base.InvalidFields(c.fields...); err != nil {
		return p, err
	}
	if err := p.add(e.Add, known, shares); err != nil {
		return p, err
	}
	for i := range e.Remove {
		c.remove(&p, i, e.Remove, today)
	}
	for _, change := range e.Changes {
		c.change(p, change, today)
	}
	if err := base.InvalidFields(c.fields...); err != nil {
		return p, err
	}
	for i := range p.Features {
		if f := &p.Features[i]; f.Effort == 0 { // in a plan made before 0 meant unknown
			f.takes(0)
		}
	}
	p.refresh(today)
	return p, p.Check()
}

// capacity sets the capacities of a plan, except of quarters that are over.
func (c *checker) capacity(p *Plan, capacity []float64, today Today) {
	if capacity == nil {
		return
	}
	if len(capacity) != Quarters {
		c.bad("capacity", "plan.four")
		return
	}
	for q, x := range capacity {
		if x != p.Capacity[q] && p.spent(q+1, today) {
			c.bad(fmt.Sprintf("capacity[%d]", q), "plan.quarter_over", "Quarter", q+1)
		}
	}
	p.Capacity = [Quarters]float64(capacity)
}

// add adds features of the catalogue to the plan, together with what they need. Features already in the plan that need
// them wait for them from now on.
func (p *Plan) add(keys []string, known map[string]Known, shares map[string]float64) error {
	var c checker
	all := gathering{known: known, priorities: shares, all: map[string]Feature{}}
	for _, f := range p.Features {
		all.all[f.Key] = f
	}
	for i, key := range keys {
		place := fmt.Sprintf("add[%d]", i)
		k := known[key]
		switch _, has := all.all[key]; {
		case has:
			c.bad(place, "plan.has_already", "Feature", key)
		case !k.Live.IsZero(), k.Gone:
			c.bad(place, "plan.not_to_plan", "Feature", key)
		default:
			all.add(key, place)
		}
	}
	if len(all.all) > maxFeatures {
		c.bad("add", "error.max_items", "Limit", maxFeatures)
	}
	if err := base.InvalidFields(append(c.fields, all.fields...)...); err != nil || len(keys) == 0 {
		return err
	}
	p.Features = all.sorted()
	for i, f := range p.Features {
		needs := slices.Clone(f.Needs)
		for _, need := range known[f.Key].Needs {
			if _, has := all.all[need]; has && !slices.Contains(needs, need) {
				needs = append(needs, need)
			}
		}
		p.Features[i].Needs = needs
	}
	return nil
}

// remove takes the feature keys[n] out of the plan, unless it is live or a feature that stays needs it.
func (c *checker) remove(p *Plan, n int, keys []string, today Today) {
	place, key := fmt.Sprintf("remove[%d]", n), keys[n]
	i := slices.IndexFunc(p.Features, func(f Feature) bool { return f.Key == key })
	if i < 0 {
		c.bad(place, "plan.feature_unknown", "Feature", key)
		return
	}
	if _, live := today.Live[key]; live {
		c.bad(place, "plan.live_stays")
		return
	}
	for _, f := range p.Features {
		if slices.Contains(f.Needs, key) && !slices.Contains(keys, f.Key) {
			c.bad(place, "plan.needed_by", "Feature", f.Key)
			return
		}
	}
	p.Features = slices.Delete(p.Features, i, i+1)
}

// change sets what a change says about one feature, in the array of p.Features.
func (c *checker) change(p Plan, change Change, today Today) {
	i := slices.IndexFunc(p.Features, func(f Feature) bool { return f.Key == change.Feature })
	name := "features." + change.Feature
	if i < 0 {
		c.bad(name, "plan.feature_unknown", "Feature", change.Feature)
		return
	}
	f := &p.Features[i]
	if change.Quarter != nil {
		since, live := today.Live[f.Key]
		switch quarter := *change.Quarter; {
		case live && quarter != Anywhere && quarter != p.Now(since):
			c.bad(name+".quarter", "plan.live_stays")
		case !live && p.spent(quarter, today):
			c.bad(name+".quarter", "plan.quarter_over", "Quarter", quarter)
		default:
			f.Pinned = quarter
		}
	}
	if change.Effort != nil {
		f.takes(*change.Effort)
	}
	if change.Priority != nil {
		f.Priority = *change.Priority
	}
	if change.Must != nil {
		f.Must = *change.Must
	}
	if !(f.Priority >= 0 && f.Priority <= 1) {
		c.bad(name+".priority", "plan.priority")
	}
}
