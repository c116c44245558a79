package store_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"soundings/cohorts"
	"soundings/cohorts/base"
	"soundings/cohorts/base/expect"
)

// A list can be narrowed by group, language, attribute, cohort and state, in any mixture, and by what is searched for; page
// by page it shows each that fits once, by ref.
func TestNarrowedLists(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		var file strings.Builder
		file.WriteString("ref,group,language,name,site,age\n")
		for i := range 300 {
			fmt.Fprintf(&file, "P-%04d,%s,%s,Ana %d,%s,%d\n", i, []string{"patient", "patient", "staff"}[i%3], []string{"en", "es"}[i%2], i, []string{"north", "south", ""}[i%7%3], i%5)
		}
		c.SetUp(t)
		must(c.Cohorts.Import(c.ctx, strings.NewReader(file.String()), false))
		id := must(c.Cohorts.CreateCohort(c.ctx, cohorts.Cohort{Name: base.Words{"en": "Wave", "es": "Wave"}})).ID
		must(c.Cohorts.Select(c.ctx, id, refsFound(must(c.Cohorts.Participants(c.ctx, cohorts.ParticipantQuery{Limit: 150})).Items), cohorts.RefuseOverflow))
		must(c.Contact.AskConsent(c.ctx, id))
		must(c.Cohorts.SetState(c.ctx, id, "P-0007", cohorts.Agreed, cohorts.Heard{}))
		all := must(c.Cohorts.Participants(c.ctx, cohorts.ParticipantQuery{Limit: 1000})).Items
		for _, q := range []cohorts.ParticipantQuery{
			{}, {Group: cohorts.Staff}, {Language: "es"}, {Attribute: "site", Value: "north"}, {Attribute: "site", Value: "west"}, {Attribute: "none", Value: "x"},
			{Group: cohorts.Patient, Language: "en"}, {Group: cohorts.Staff, Attribute: "age", Value: "3"},
			{Group: cohorts.Patient, Language: "es", Attribute: "site", Value: "south"}, {Word: "ana"}, {Word: "ana", Group: cohorts.Staff, Language: "en"},
			{Cohort: id}, {Cohort: id, State: cohorts.Agreed}, {Cohort: id, State: cohorts.Invited, Group: cohorts.Staff, Attribute: "site", Value: "north"},
			{Cohort: id, Word: "ana", Language: "es"}, {Cohort: "none"}, {Ref: "P-0007", Group: cohorts.Staff}, {Ref: "P-0007", Language: "es", Cohort: id, State: cohorts.Agreed},
		} {
			var want []string
			for _, p := range all {
				in := q.Cohort == "" || q.Cohort == id && p.Ref < "P-0150" && (q.State == "" || (q.State == cohorts.Agreed) == (p.Ref == "P-0007"))
				if q.Fits(p) && in && (q.Ref == "" || q.Ref == p.Ref) {
					want = append(want, p.Ref)
				}
			}
			for _, bare := range []bool{false, true} {
				q.Limit, q.Bare, q.After = 7, bare, ""
				var got []string
				for {
					page := must(c.Cohorts.Participants(c.ctx, q))
					got = append(got, refsFound(page.Items)...)
					for _, p := range page.Items {
						expect.Equal(t, "unsealed", p.Name == "", bare)
					}
					if q.After = page.Next; q.After == "" {
						break
					}
				}
				expect.Equal(t, fmt.Sprintf("%+v", q), got, want)
			}
		}
		expect.Equal(t, "attributes", must(c.Cohorts.AttributeNames(c.ctx)), []string{"age", "site"})
	})
}

func refsFound(ps []cohorts.Participant) []string {
	var refs []string
	for _, p := range ps {
		refs = append(refs, p.Ref)
	}
	slices.Sort(refs)
	return refs
}
