package contact_test

import (
	"testing"

	"soundings/cohorts"
	"soundings/cohorts/base/expect"
)

// unanswered returns the refs of the unanswered consent invitations, read page by page.
func (c *clinic) unanswered(cohort string, limit int) []string {
	var all []string
	for after := ""; ; {
		page := must(c.Contact.Unanswered(c.ctx, cohort, after, limit))
		for _, i := range page.Items {
			all = append(all, i.Ref)
		}
		if after = page.Next; after == "" {
			return all
		}
	}
}

// Links are listed for people who were asked and have not answered, then for those who are asked again.
func TestUnanswered(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		c.People(t, cohorts.Patient, refs(9)...)
		id, asked := c.Asked(t, "First wave", refs(7)...)
		must(c.Cohorts.Select(c.ctx, id, refs(8)[7:], cohorts.RefuseOverflow)) // selected, not asked
		for _, ref := range []string{"P-0001", "P-0002", "P-0003", "P-0006"} {
			must(c.Contact.AnswerConsent(c.ctx, asked[ref], true, "en"))
		}
		must(c.Contact.AnswerConsent(c.ctx, asked["P-0004"], false, "en"))
		expect.Equal(t, "asked once", c.unanswered(id, 2), []string{"P-0005", "P-0007"})

		harbor := cohorts.Clinic{Name: "Harbor", Phone: "615-555-0100", Languages: []string{"en"}, TimeZone: "UTC"}
		expect.Equal(t, "reworded", c.Cohorts.SaveClinic(c.ctx, harbor, map[string]cohorts.ConsentText{"en": {Stop: "You may stop."}, "es": {Stop: "Puede salir."}}), nil)
		must(c.Cohorts.AskAgain(c.ctx, id))
		must(c.Contact.AnswerConsent(c.ctx, asked["P-0002"], true, "en")) // to the new words
		for _, limit := range []int{1, 2, 3, 50} {
			expect.Equal(t, "with those asked again", c.unanswered(id, limit), []string{"P-0005", "P-0007", "P-0001", "P-0003", "P-0006"})
		}
		expect.Equal(t, "asking anew finds the same", len(must(c.Contact.AskConsent(c.ctx, id))), 6) // and P-0008, who is asked now
		expect.Equal(t, "asked now", c.unanswered(id, 2), []string{"P-0005", "P-0007", "P-0008", "P-0001", "P-0003", "P-0006"})
		must(c.Cohorts.End(c.ctx, id))
		expect.Equal(t, "of a beta that is over", c.unanswered(id, 2), nil)
	})
}
