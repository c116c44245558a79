package contact_test

import (
	"strings"
	"testing"

	"soundings/cohorts"
	"soundings/cohorts/base"
	"soundings/cohorts/base/expect"
	"soundings/cohorts/contact"
	"soundings/server/services/servicestest"
)

// Asking again finds the same links; members selected meanwhile are asked too, those who answered are not.
func TestAskConsent(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		c.People(t, cohorts.Patient, refs(303)...)
		id, first := c.Asked(t, "First wave", refs(300)...)
		expect.Equal(t, "asked", c.members(id), map[cohorts.State]int{cohorts.Invited: 300})
		must(c.Contact.AnswerConsent(c.ctx, first["P-0001"], true, "en"))
		must(c.Cohorts.Select(c.ctx, id, []string{"P-0301", "P-0302", "P-0303"}, cohorts.RefuseOverflow))
		second := servicestest.ByRef(must(c.Contact.AskConsent(c.ctx, id)))
		expect.Equal(t, "asked again", len(second), 302)
		for ref, i := range second {
			if before, ok := first[ref]; ok && c.Contact.Token(before) != c.Contact.Token(i) {
				t.Errorf("%s got another link", ref)
			}
			expect.Equal(t, ref, c.again(i), i)
		}
		expect.Equal(t, "language", second["P-0302"].Language, "es")
		expect.Equal(t, "counts", must(c.Contact.Counts(c.ctx, contact.ForConsent, id)).States[contact.Created], 302)
		expect.Equal(t, "all", must(c.Contact.Counts(c.ctx, contact.ForConsent, id)).Invited(), 303)
	})
}

// A link opens with the token on paper, however it is typed, and with nothing else.
func TestLinksOpen(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		c.People(t, cohorts.Patient, "P-0001")
		_, asked := c.Asked(t, "First wave", "P-0001")
		token := c.Contact.Token(asked["P-0001"])
		for _, typed := range []string{token, strings.ToLower(token), strings.ReplaceAll(token, "-", " "), strings.ReplaceAll(token, "0", "o")} {
			expect.Equal(t, typed, must(c.Contact.Invitation(c.ctx, typed)).Ref, "P-0001")
		}
		for _, typed := range []string{"", token[1:], token + "0", "0000-0000-0000-0000", asked["P-0001"].ID, asked["P-0001"].Hash} {
			_, err := c.Contact.Invitation(c.ctx, typed)
			expect.Refused(t, typed, err, base.NotFound)
		}
		documents := strings.Join(c.Documents(t), "\n")
		if strings.Contains(documents, token) || strings.Contains(documents, strings.ReplaceAll(token, "-", "")) {
			t.Error("a link is kept")
		}
	})
}

// An answer to the beta is kept once, with the wording that was on the page; a no may become a yes.
func TestAnswerConsent(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		c.People(t, cohorts.Patient, refs(3)...)
		clinic := cohorts.Clinic{Name: "Harbor", Phone: "615-555-0100", Languages: []string{"en", "es"}, TimeZone: "America/Chicago"}
		if err := c.Cohorts.SaveClinic(c.ctx, clinic, map[string]cohorts.ConsentText{"en": {Care: "Your care is the same."}, "es": {Care: "Su atención es la misma."}}); err != nil {
			t.Fatal(err)
		}
		id, asked := c.Asked(t, "First wave", refs(3)...)
		one, two := asked["P-0001"], asked["P-0002"]

		expect.Equal(t, "yes", must(c.Contact.AnswerConsent(c.ctx, one, true, "es")), cohorts.Agreed)
		expect.Equal(t, "yes again, from an old page", must(c.Contact.AnswerConsent(c.ctx, one, true, "es")), cohorts.Agreed)
		expect.Equal(t, "no after yes, from a page still open", must(c.Contact.AnswerConsent(c.ctx, one, false, "es")), cohorts.Withdrawn)
		expect.Equal(t, "yes after all", must(c.Contact.AnswerConsent(c.ctx, c.again(one), true, "es")), cohorts.Agreed)
		expect.Equal(t, "history", c.steps(id, "P-0001"), ">selected staff team 0 , selected>invited staff team 0 , invited>agreed participant link 1 es, "+
			"agreed>withdrawn participant link 1 es, withdrawn>agreed participant link 1 es")

		expect.Equal(t, "no", must(c.Contact.AnswerConsent(c.ctx, two, false, "en")), cohorts.Declined)
		expect.Equal(t, "no again", must(c.Contact.AnswerConsent(c.ctx, c.again(two), false, "en")), cohorts.Declined)
		expect.Equal(t, "yes after no", must(c.Contact.AnswerConsent(c.ctx, c.again(two), true, "en")), cohorts.Agreed)
		expect.Equal(t, "history", c.steps(id, "P-0002"),
			">selected staff team 0 , selected>invited staff team 0 , invited>declined participant link 1 en, declined>agreed participant link 1 en")

		expect.Equal(t, "members", c.members(id), map[cohorts.State]int{cohorts.Agreed: 2, cohorts.Invited: 1})
		counts := must(c.Contact.Counts(c.ctx, contact.ForConsent, id))
		expect.Equal(t, "invitations", []int{counts.States[contact.Completed], counts.States[contact.Created], counts.Started}, []int{2, 1, 2})
	})
}

// A yes pressed many times at once is one yes; a yes and a no at once leave them in or out, and are counted exactly.
func TestAnswerConsentTogether(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		c.People(t, cohorts.Patient, refs(10)...)
		id, asked := c.Asked(t, "First wave", refs(10)...)
		for ref, i := range asked {
			servicestest.Together(4, func(int) error {
				_, err := c.Contact.AnswerConsent(c.ctx, i, true, "en")
				if err != nil {
					t.Errorf("%s: %v", ref, err)
				}
				return nil
			})
			expect.Equal(t, ref, strings.Count(c.steps(id, ref), "invited>agreed"), 1)
		}
		expect.Equal(t, "members", c.members(id), map[cohorts.State]int{cohorts.Agreed: 10})
		expect.Equal(t, "completed", must(c.Contact.Counts(c.ctx, contact.ForConsent, id)).States[contact.Completed], 10)

		c.People(t, cohorts.Patient, "Q-1")
		must(c.Cohorts.Select(c.ctx, id, []string{"Q-1"}, cohorts.RefuseOverflow))
		asked = servicestest.ByRef(must(c.Contact.AskConsent(c.ctx, id)))
		servicestest.Together(4, func(n int) error {
			_, err := c.Contact.AnswerConsent(c.ctx, asked["Q-1"], n%2 == 0, "en")
			if err != nil && !base.IsCode(err, base.Conflict) {
				t.Errorf("yes and no: %v", err)
			}
			return nil
		})
		if state := must(c.Cohorts.Membership(c.ctx, id, "Q-1")).State; state != cohorts.Agreed && state != cohorts.Withdrawn {
			t.Errorf("after a yes and a no at once they are %s", state)
		}
		expect.Equal(t, "exact", c.members(id), c.recounted(id))
	})
}

// Where a protocol has begun, many members who are asked then are asked in writes that hold them with their first messages.
func TestManyAreAskedUnderAProtocol(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		const many = cohorts.MaxChunk + 1
		c.People(t, cohorts.Patient, refs(many)...)
		id := must(c.Cohorts.CreateCohort(c.ctx, cohorts.Cohort{Name: base.Words{"en": "Wave", "es": "Ola"}})).ID
		must(c.Contact.Start(c.ctx, contact.ForConsent, id, []contact.Step{{By: contact.ByMail}}))
		must(c.Cohorts.Select(c.ctx, id, refs(many), cohorts.RefuseOverflow))
		expect.Equal(t, "asked", len(must(c.Contact.AskConsent(c.ctx, id))), many)
		expect.Equal(t, "messages", must(c.Outbox.Steps(c.ctx, contact.ForConsent, id)).Open(), many)
	})
}
