package cohorts_test

import (
	"strings"
	"testing"

	"soundings/cohorts"
	"soundings/cohorts/base"
	"soundings/cohorts/base/expect"
)

func TestSelect(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		c.People(t, cohorts.Patient, refs(600)...)
		small := must(c.Cohorts.CreateCohort(c.ctx, cohorts.Cohort{Name: base.Words{"en": "Small", "es": "Small"}, Capacity: 10})).ID
		large := must(c.Cohorts.CreateCohort(c.ctx, cohorts.Cohort{Name: base.Words{"en": "Large", "es": "Large"}, Shared: true})).ID
		for _, c2 := range []struct {
			about    string
			cohort   string
			refs     []string
			selected int
			refused  string
		}{
			{"ten", small, refs(10), 10, ""},
			{"the same again", small, refs(10), 0, ""},
			{"one more than there is room", small, refs(11), 0, "refs: cohort.full"},
			{"nobody", large, nil, 0, "refs: error.required"},
			{"one unknown among many", large, append(refs(600), "P-9999"), 0, "refs: participant.unknown"},
			{"many, some twice", large, append(refs(600), refs(10)...), 600, ""},
		} {
			s, err := c.Cohorts.Select(c.ctx, c2.cohort, c2.refs, cohorts.RefuseOverflow)
			expect.Equal(t, c2.about, s.Selected, c2.selected)
			expect.Equal(t, c2.about, strings.Join(expect.Fields(err), ", "), c2.refused)
		}
		_, err := c.Cohorts.Select(c.ctx, "nowhere", refs(1), cohorts.RefuseOverflow)
		expect.Refused(t, "no such cohort", err, base.NotFound)
		expect.Equal(t, "small", c.members(small), map[cohorts.State]int{cohorts.Selected: 10})
		expect.Equal(t, "large", c.members(large), map[cohorts.State]int{cohorts.Selected: 600})
		expect.Equal(t, "in how many cohorts", len(must(c.Store.MembershipsOf(c.ctx, "P-0001"))), 2)
	})
}
