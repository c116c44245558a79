package plan

import (
	"soundings/cohorts/base"
)

// Check returns nil, or an Invalid error that names every bad field of a typed plan: missing or negative capacity, needs
// that form a circle or are not in the plan, and pins that put a feature before what it needs.
func (p Plan) Check() error {
	var c checker
	total := 0.0
	for _, capacity := range p.Capacity {
		total += capacity
		if !(capacity >= 0 && capacity <= MaxEffort) {
			c.bad("capacity", "plan.capacity")
		}
	}
	if total <= 0 {
		c.bad("capacity", "plan.no_capacity")
	}
	if p.Start.IsZero() {
		c.bad("start", "error.required")
	}
	at := map[string]Feature{}
	for _, f := range p.Features {
		if _, twice := at[f.Key]; twice {
			c.bad("features."+f.Key, "error.unique")
		}
		at[f.Key] = f
	}
	for _, f := range p.Features {
		c.feature(f, at)
	}
	if len(c.fields) == 0 {
		c.fields = p.circle(at)
	}
	return base.InvalidFields(c.fields...)
}

// checker collects the bad fields of a plan.
type checker struct {
	fields []base.Field
}

func (c *checker) bad(name, text string, pairs ...any) {
	c.fields = append(c.fields, base.Field{Name: name, Text: base.T(text, pairs...)})
}

// feature notes what is wrong with a feature; at has the features of its plan by key.
func (c *checker) feature(f Feature, at map[string]Feature) {
	name := "features." + f.Key
	if !(f.Effort >= 0 && f.Effort <= MaxEffort) {
		c.bad(name+".effort", "plan.effort")
	}
	if f.Pinned < LeftOut || f.Pinned > Quarters {
		c.bad(name+".quarter", "plan.quarter")
	}
	for _, need := range f.Needs {
		other, known := at[need]
		switch {
		case !known:
			c.bad(name+".needs", "plan.need_unknown", "Feature", need)
		case f.Pinned > 0 && other.Pinned > f.Pinned:
			c.bad(name+".quarter", "plan.need_later", "Feature", need, "Quarter", other.Pinned)
		case f.Pinned > 0 && other.Pinned == LeftOut:
			c.bad(name+".quarter", "plan.need_left_out", "Feature", need)
		}
	}
}

// MaxEffort is the greatest effort or capacity, so that thousandths are exact.
const MaxEffort = 1_000_000

// circle returns the field of a feature that needs itself through others; none when there is no such feature.
func (p Plan) circle(at map[string]Feature) []base.Field {
	const open, done = 1, 2
	state := map[string]int{}
	var visit func(key string) bool
	visit = func(key string) bool {
		switch state[key] {
		case open:
			return true
		case done:
			return false
		}
		state[key] = open
		for _, need := range at[key].Needs {
			if visit(need) {
				return true
			}
		}
		state[key] = done
		return false
	}
	for _, f := range p.Features {
		if visit(f.Key) {
			return []base.Field{{Name: "features." + f.Key + ".needs", Text: base.T("plan.circle")}}
		}
	}
	return nil
}
