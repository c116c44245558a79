package store_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"soundings/cohorts"
	"soundings/cohorts/base"
	"soundings/cohorts/contact"
)

// steps is a membership's history: "selected by STAFF via team" and so on.
func (c *clinic) steps(cohort, ref string) string {
	var all []string
	for _, s := range must(c.store.History(c.ctx, cohort, ref)) {
		all = append(all, fmt.Sprintf("%s>%s %s %s %d %s", s.From, s.To, s.By.Kind, s.Channel, s.Wording, s.Language))
	}
	return strings.Join(all, ", ")
}

// members is how many members a cohort has in each state, those it has none in left out.
func (c *clinic) members(cohort string) map[cohorts.State]int {
	counts := must(c.people.MemberCounts(c.ctx, cohort))
	for state, n := range counts {
		if n == 0 {
			delete(counts, state)
		}
	}
	return counts
}

// recounted is the same, counted from the memberships themselves.
func (c *clinic) recounted(cohort string) map[cohorts.State]int {
	counts := map[cohorts.State]int{}
	q := cohorts.MembershipQuery{Cohort: cohort, Limit: 100}
	for {
		page := must(c.people.Members(c.ctx, q))
		for _, m := range page.Items {
			counts[m.State]++
		}
		if q.After = page.Next; q.After == "" {
			return counts
		}
	}
}

func TestSelect(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		c.patients(refs(600)...)
		small := must(c.people.CreateCohort(c.ctx, cohorts.Cohort{Name: "Small", Capacity: 10})).ID
		large := must(c.people.CreateCohort(c.ctx, cohorts.Cohort{Name: "Large", Shared: true})).ID
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
			s, err := c.people.Select(c.ctx, c2.cohort, c2.refs, cohorts.RefuseOverflow)
			equal(t, c2.about, s.Selected, c2.selected)
			equal(t, c2.about, strings.Join(bad(err), ", "), c2.refused)
		}
		_, err := c.people.Select(c.ctx, "nowhere", refs(1), cohorts.RefuseOverflow)
		refused(t, "no such cohort", err, base.NotFound)
		equal(t, "small", c.members(small), map[cohorts.State]int{cohorts.Selected: 10})
		equal(t, "large", c.members(large), map[cohorts.State]int{cohorts.Selected: 600})
		equal(t, "in how many cohorts", len(must(c.store.MembershipsOf(c.ctx, "P-0001"))), 2)
	})
}

// A member goes from state to state only as the steps allow; each step is a fact of its own.
func TestSetState(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		c.patients(refs(2)...)
		id := must(c.people.CreateCohort(c.ctx, cohorts.Cohort{Name: "First wave"})).ID
		must(c.people.Select(c.ctx, id, refs(2), cohorts.RefuseOverflow))
		program := c.by(base.Actor{Kind: base.ActorKey, ID: "KEY"})
		for _, step := range []struct {
			to cohorts.State
			ok bool
		}{
			{cohorts.Agreed, false}, {cohorts.Invited, true}, {cohorts.Graduated, false}, {cohorts.Invited, false}, {cohorts.Agreed, true},
			{cohorts.Declined, false}, {cohorts.Graduated, true}, {cohorts.Withdrawn, false},
		} {
			c.wait(time.Minute)
			m, err := program.people.SetState(program.ctx, id, "P-0001", step.to, cohorts.Heard{})
			if !step.ok {
				refused(t, string(step.to), err, base.Conflict)
				continue
			}
			equal(t, string(step.to), err, nil)
			equal(t, string(step.to), must(c.people.Membership(c.ctx, id, "P-0001")), m)
			equal(t, "since", m.Since, c.now())
		}
		equal(t, "history", c.steps(id, "P-0001"),
			">selected staff team 0 , selected>invited key api 0 , invited>agreed key api 0 , agreed>graduated key api 0 ")
		equal(t, "counts", c.members(id), map[cohorts.State]int{cohorts.Selected: 1, cohorts.Graduated: 1})
		_, err := c.people.SetState(c.ctx, id, "P-0001", "asleep", cohorts.Heard{})
		refused(t, "no such state", err, base.Invalid)
		_, err = c.people.SetState(c.ctx, id, "P-9999", cohorts.Invited, cohorts.Heard{})
		refused(t, "no such member", err, base.NotFound)
		_, err = c.people.Members(c.ctx, cohorts.MembershipQuery{Cohort: "nowhere"})
		refused(t, "no such cohort", err, base.NotFound)
	})
}

// Who is asked again has the same link; who was selected meanwhile is asked too, who has answered is not.
func TestAskConsent(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		c.patients(refs(303)...)
		id, first := c.cohort("First wave", refs(300)...)
		equal(t, "asked", c.members(id), map[cohorts.State]int{cohorts.Invited: 300})
		must(c.contact.AnswerConsent(c.ctx, first["P-0001"], true, "en"))
		must(c.people.Select(c.ctx, id, []string{"P-0301", "P-0302", "P-0303"}, cohorts.RefuseOverflow))
		second := byRef(must(c.contact.AskConsent(c.ctx, id)))
		equal(t, "asked again", len(second), 302)
		for ref, i := range second {
			if before, ok := first[ref]; ok && c.contact.Token(before) != c.contact.Token(i) {
				t.Errorf("%s got another link", ref)
			}
			equal(t, ref, c.again(i), i)
		}
		equal(t, "language", second["P-0302"].Language, "es")
		equal(t, "counts", must(c.contact.Counts(c.ctx, contact.ForConsent, id)).States[contact.Created], 302)
		equal(t, "all", must(c.contact.Counts(c.ctx, contact.ForConsent, id)).Invited(), 303)
	})
}

// A link opens with what is on paper, however it is typed, and no other does.
func TestLinksOpen(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		c.patients("P-0001")
		_, asked := c.cohort("First wave", "P-0001")
		token := c.contact.Token(asked["P-0001"])
		for _, typed := range []string{token, strings.ToLower(token), strings.ReplaceAll(token, "-", " "), strings.ReplaceAll(token, "0", "o")} {
			equal(t, typed, must(c.contact.Invitation(c.ctx, typed)).Ref, "P-0001")
		}
		for _, typed := range []string{"", token[1:], token + "0", "0000-0000-0000-0000", asked["P-0001"].ID, asked["P-0001"].Hash} {
			_, err := c.contact.Invitation(c.ctx, typed)
			refused(t, typed, err, base.NotFound)
		}
		documents := strings.Join(c.documents("*"), "\n")
		if strings.Contains(documents, token) || strings.Contains(documents, strings.ReplaceAll(token, "-", "")) {
			t.Error("a link is kept")
		}
	})
}

// What somebody says to the beta is kept once, with the words they saw; a no may become a yes.
func TestAnswerConsent(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		c.patients(refs(3)...)
		clinic := cohorts.Clinic{Name: "Harbor", Phone: "615-555-0100", Languages: []string{"en", "es"}, TimeZone: "America/Chicago"}
		if err := c.people.SaveClinic(c.ctx, clinic, map[string]cohorts.ConsentText{"en": {Care: "Your care is the same."}}); err != nil {
			t.Fatal(err)
		}
		id, asked := c.cohort("First wave", refs(3)...)
		one, two := asked["P-0001"], asked["P-0002"]

		equal(t, "yes", must(c.contact.AnswerConsent(c.ctx, one, true, "es")), cohorts.Agreed)
		equal(t, "yes again, from an old page", must(c.contact.AnswerConsent(c.ctx, one, true, "es")), cohorts.Agreed)
		_, err := c.contact.AnswerConsent(c.ctx, one, false, "es")
		refused(t, "no after yes", err, base.Conflict)
		equal(t, "history", c.steps(id, "P-0001"), ">selected staff team 0 , selected>invited staff team 0 , invited>agreed participant link 1 es")

		equal(t, "no", must(c.contact.AnswerConsent(c.ctx, two, false, "en")), cohorts.Declined)
		equal(t, "no again", must(c.contact.AnswerConsent(c.ctx, c.again(two), false, "en")), cohorts.Declined)
		equal(t, "yes after no", must(c.contact.AnswerConsent(c.ctx, c.again(two), true, "en")), cohorts.Agreed)
		equal(t, "history", c.steps(id, "P-0002"),
			">selected staff team 0 , selected>invited staff team 0 , invited>declined participant link 1 en, declined>agreed participant link 1 en")

		equal(t, "members", c.members(id), map[cohorts.State]int{cohorts.Agreed: 2, cohorts.Invited: 1})
		counts := must(c.contact.Counts(c.ctx, contact.ForConsent, id))
		equal(t, "invitations", []int{counts.States[contact.Completed], counts.States[contact.Created], counts.Started}, []int{2, 1, 2})
	})
}

// Pressed many times at once, a yes is one yes; with a no beside it, one of them is first.
func TestAnswerConsentTogether(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		c.patients(refs(10)...)
		id, asked := c.cohort("First wave", refs(10)...)
		for ref, i := range asked {
			together(4, func(int) error {
				_, err := c.contact.AnswerConsent(c.ctx, i, true, "en")
				if err != nil {
					t.Errorf("%s: %v", ref, err)
				}
				return nil
			})
			equal(t, ref, strings.Count(c.steps(id, ref), "invited>agreed"), 1)
		}
		equal(t, "members", c.members(id), map[cohorts.State]int{cohorts.Agreed: 10})
		equal(t, "completed", must(c.contact.Counts(c.ctx, contact.ForConsent, id)).States[contact.Completed], 10)

		c.patients("Q-1")
		must(c.people.Select(c.ctx, id, []string{"Q-1"}, cohorts.RefuseOverflow))
		asked = byRef(must(c.contact.AskConsent(c.ctx, id)))
		together(4, func(n int) error {
			_, err := c.contact.AnswerConsent(c.ctx, asked["Q-1"], n%2 == 0, "en")
			if err != nil && !base.IsCode(err, base.Conflict) {
				t.Errorf("yes and no: %v", err)
			}
			return nil
		})
		equal(t, "the yes stands", must(c.people.Membership(c.ctx, id, "Q-1")).State, cohorts.Agreed)
		equal(t, "exact", c.members(id), c.recounted(id))
	})
}

// The clinic's words are kept version by version; what did not change is not a new version.
func TestConsentWording(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		equal(t, "before set-up", must(c.people.Clinic(c.ctx)).Version, int64(0))
		equal(t, "before set-up", must(c.people.ConsentWording(c.ctx)).Number, 0)
		harbor := cohorts.Clinic{Name: "Harbor", Phone: "615-555-0100", Languages: []string{"en"}, TimeZone: "America/Chicago", Demo: true}
		care := func(text string) map[string]cohorts.ConsentText {
			return map[string]cohorts.ConsentText{"en": {Care: text}}
		}
		for _, save := range []struct {
			texts  map[string]cohorts.ConsentText
			number int
		}{{nil, 0}, {care("same"), 1}, {care("same"), 1}, {care("the same"), 2}, {nil, 3}} {
			if err := c.people.SaveClinic(c.ctx, harbor, save.texts); err != nil {
				t.Fatal(err)
			}
			w := must(c.people.ConsentWording(c.ctx))
			equal(t, "wording", w.Number, save.number)
			equal(t, "wording", w.Texts["en"], save.texts["en"])
			harbor.TimeZone, harbor.Demo = "Europe/Berlin", false
		}
		equal(t, "what set-up fixed", must(c.people.Clinic(c.ctx)).TimeZone, "America/Chicago")
		equal(t, "an older wording", must(c.store.ConsentWording(c.ctx, 1)).Texts, care("same"))
		_, err := c.store.ConsentWording(c.ctx, 9)
		refused(t, "none", err, base.NotFound)
	})
}
