package web

import (
	"strings"
	"testing"

	"soundings/cohorts"
	"soundings/cohorts/base"
	"soundings/cohorts/contact"
	"soundings/server/services/servicestest"
	"soundings/surveys"
)

// link returns the path of an invitation.
func (k *house) link(i contact.Invitation) string { return "/s/" + k.Contact.Token(i) }

// A code from a letter is typed as it may be read: in small letters, with other gaps. Half a code is not enough.
func TestTheCodeOfALetter(t *testing.T) {
	k := newClinic(t)
	c := k.services
	path := k.link(c.Invited(t, c.Portal(t), "P-0001")["P-0001"])
	b := k.visitor(t)
	code := strings.TrimPrefix(path, "/s/")
	b.get("/").is(200).fill("/", one("code", code)).leads(path).says("Did it help?")
	b.get("/").fill("/", one("code", " "+strings.ToLower(strings.ReplaceAll(code, "-", " "))+" ")).leads(path)
	half := b.get("/").fill("/", one("code", code[:8])).is(422).says("This code is not complete.")
	if !strings.Contains(half.body, code[:8]) {
		t.Error("what was typed is not shown again")
	}
}

// Consent is a choice between two buttons: neither is asked again. Somebody may change a no; once the beta is over nobody is
// asked.
func TestAnsweringConsent(t *testing.T) {
	k := newClinic(t)
	c := k.services
	c.People(t, cohorts.Patient, servicestest.Refs(3)...)
	cohort, asked := c.Asked(t, "One", servicestest.Refs(3)...)
	b := k.visitor(t)
	first, second := k.link(asked["P-0001"]), k.link(asked["P-0002"])
	b.get(first).is(200)
	b.post(first, nil).is(422).says("Please choose yes or no.")
	b.post(first, one("consent", "perhaps")).is(422).says("Please choose yes or no.")
	b.get(first).fill(first, one("consent", "decline")).leads(first)
	b.get(first+"?again=1").fill(first, one("consent", "agree")).leads(first)
	b.get(second).fill(second, one("consent", "agree")).leads(second)
	for ref, want := range map[string]cohorts.State{"P-0001": cohorts.Agreed, "P-0002": cohorts.Agreed, "P-0003": cohorts.Invited} {
		if m, err := k.Cohorts.Membership(t.Context(), cohort, ref); err != nil || m.State != want {
			t.Errorf("%s is %s, not %s: %v", ref, m.State, want, err)
		}
	}
	third := k.link(asked["P-0003"])
	open := b.get(third).is(200)
	k.state(t, cohort, "P-0003", cohorts.Withdrawn)
	open.fill(third, one("consent", "agree")).is(303)
	k.state(t, cohort, "P-0001", cohorts.Graduated)
	b.post(first, one("consent", "decline")).is(409)
	b.get(first).is(410)
}

// Who said no is told plainly when others have the places, before they try and when they try; so is who is in another beta.
func TestComingBackToAFullBeta(t *testing.T) {
	k := newClinic(t)
	ctx := servicestest.ByManager(t)
	k.services.People(t, cohorts.Patient, servicestest.Refs(2)...)
	beta := func(name string, refs ...string) (string, map[string]contact.Invitation) {
		made, err := k.Cohorts.CreateCohort(ctx, cohorts.Cohort{Name: base.Words{"en": name, "es": name}, Capacity: 1})
		if err == nil {
			_, err = k.Cohorts.Select(ctx, made.ID, refs, cohorts.QueueOverflow)
		}
		all, asking := k.services.Contact.AskConsent(ctx, made.ID)
		if err != nil || asking != nil {
			t.Fatal(err, asking)
		}
		return made.ID, servicestest.ByRef(all)
	}
	first, asked := beta("One", servicestest.Refs(2)...)
	path, b := k.link(asked["P-0001"]), k.visitor(t)
	b.get(path).fill(path, one("consent", "decline")).leads(path)
	b.get(path).is(200).says("If you change your mind, use this same link.")
	open := b.get(path + "?again=1").is(200)
	if _, err := k.Cohorts.Fill(ctx, first); err != nil {
		t.Fatal(err)
	}
	open.fill(path, one("consent", "agree")).is(409).says("The test group is full")
	b.get(path).is(200).says("All places in the test group are taken now.")
	b.get(path + "?again=1").is(200).says("All places in the test group are taken now.")
	beta("Two", "P-0001")
	b.get(path + "?again=1").is(200).says("You can be in one test group at a time.")
	b.post(path, one("consent", "agree")).is(409).says("You are in another test group")
}

// Answers that are saved for later can be gone on with by the same link, and the page says its code.
func TestSavingForLater(t *testing.T) {
	k := newClinic(t)
	c := k.services
	i := c.Invited(t, c.Portal(t), "P-0001")["P-0001"]
	path := k.link(i)
	b := k.visitor(t)
	b.get(path).fill(path, one("helped", "yes", "_action", "save")).leads(path+"?saved=1").
		says("Your answers are saved", "You have not sent them yet.", strings.TrimPrefix(path, "/s/"), "Go on now")
	other := k.visitor(t).get(path).is(200)
	if !strings.Contains(other.body, `value="yes" checked`) {
		t.Errorf("what was saved is not there on another device: %s", other.body)
	}
	if sheet, err := k.Surveys.Open(t.Context(), c.Again(t, i)); err != nil || sheet.Status != surveys.Asking {
		t.Errorf("it is %s, not asked still: %v", sheet.Status, err)
	}
}
