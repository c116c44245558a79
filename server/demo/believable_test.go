package demo

import (
	"strings"
	"testing"

	"soundings/cohorts"
	"soundings/cohorts/contact"
	"soundings/surveys"
	"soundings/web/auth"
)

func between(t *testing.T, what string, got, low, high float64) {
	t.Helper()
	t.Logf("%s: %.4g", what, got)
	if got < low || got > high {
		t.Errorf("%s is %v, not between %v and %v", what, got, low, high)
	}
}

func TestClinicIsBelievable(t *testing.T) {
	c := newClinic(t, aTime(), "UTC")
	for _, test := range []struct {
		about string
		look  func(*testing.T, clinic)
	}{
		{"settings", lookAtSettings}, {"participants", lookAtParticipants}, {"cohorts", lookAtCohorts},
		{"answers", lookAtAnswers}, {"results", lookAtResults}, {"dates", lookAtDates}, {"patient", lookAtPatient},
		{"drafts", lookAtDrafts}, {"again", lookAgain},
	} {
		t.Run(test.about, func(t *testing.T) { test.look(t, c) })
	}
}

func lookAtSettings(t *testing.T, c clinic) {
	settings, err := c.Cohorts.Clinic(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if !settings.Demo || settings.Name == "" || !strings.Contains(settings.Phone, "555-01") || settings.TimeZone != "UTC" {
		t.Errorf("settings are %+v", settings)
	}
	staff, err := c.Accounts.Staff(t.Context(), c.result.Manager.ID)
	if err != nil || staff.Role != auth.Manager || staff.PasswordHash == "" {
		t.Errorf("the manager is %+v, %v", staff, err)
	}
}

func lookAtParticipants(t *testing.T, c clinic) {
	groups := map[cohorts.Group]int{}
	mails := map[string]bool{}
	spanish := 0
	for _, p := range c.people {
		groups[p.Group]++
		if p.Group == cohorts.Patient && p.Language == "es" {
			spanish++
		}
		if p.Name == "" || (p.Email == "" && p.Phone == "") {
			t.Errorf("%s has no name, or cannot be reached", p.Ref)
		}
		if mails[p.Email] && p.Email != "" {
			t.Errorf("%s has another's address", p.Ref)
		}
		mails[p.Email] = true
		if p.Email != "" && !strings.HasSuffix(p.Email, "@example.org") && !strings.HasSuffix(p.Email, "@example.net") {
			t.Errorf("%s might have a real address", p.Ref)
		}
		if p.Phone != "" && !strings.Contains(p.Phone, "-555-01") {
			t.Errorf("%s might have a real telephone", p.Ref)
		}
		if p.Group == cohorts.Patient && (p.Attributes["age"] == "" || p.Attributes["site"] == "" || p.Attributes["visits"] == "") {
			t.Errorf("%s has the attributes %v", p.Ref, p.Attributes)
		}
	}
	t.Log("groups:", groups)
	between(t, "participants", float64(len(c.people)), 1950, 2050)
	between(t, "groups", float64(len(groups)), 6, 6)
	between(t, "Spanish-speaking patients", float64(spanish)/float64(groups[cohorts.Patient]), 0.32, 0.38)
}

func lookAtCohorts(t *testing.T, c clinic) {
	members := func(cohort string) map[cohorts.State]int {
		counts, err := c.Cohorts.MemberCounts(t.Context(), cohort)
		if err != nil {
			t.Fatal(err)
		}
		t.Log(cohort, counts)
		return counts
	}
	first, second := members(firstID), members(secondID)
	answered := first[cohorts.Agreed] + first[cohorts.Declined] + first[cohorts.Withdrawn]
	between(t, "answers to the consent", float64(answered)/firstSize, 0.76, 0.84)
	between(t, "agreed of them", float64(first[cohorts.Agreed])/float64(answered), 0.8, 0.92)
	between(t, "withdrawn", float64(first[cohorts.Withdrawn]), 5, 40)
	between(t, "not asked in the second", float64(second[cohorts.Selected]), 60, 60)
	between(t, "not answered in the second", float64(second[cohorts.Invited]), 35, 55)
	if len(c.asked) != first[cohorts.Agreed] {
		t.Errorf("%d were asked, and %d agreed", len(c.asked), first[cohorts.Agreed])
	}
}

func lookAtAnswers(t *testing.T, c clinic) {
	var asked, said [ages]float64
	spoken := map[string]int{}
	texts := map[string]bool{}
	for _, i := range c.asked {
		asked[ageOf(c.people[i.Ref])]++
	}
	for _, r := range c.said {
		said[ageOf(c.people[r.Ref])]++
		spoken[r.Language]++
		if why := r.Answers["why"]; why != nil {
			texts[why[0]] = true
		}
	}
	t.Log("languages:", spoken)
	between(t, "answers", float64(len(c.said)), 200, 350)
	between(t, "answering", float64(len(c.said))/float64(len(c.asked)), 0.36, 0.44)
	between(t, "in Spanish", float64(spoken["es"])/float64(len(c.said)), 0.2, 0.5)
	between(t, "different texts", float64(len(texts)), 20, 100)
	for a := range age(ages) {
		t.Logf("%s: %v of %v", a, said[a], asked[a])
		if a > 0 && said[a]/asked[a] >= said[a-1]/asked[a-1] {
			t.Errorf("as many of %s answer as of those who are younger", a)
		}
	}
}

func ageOf(p cohorts.Participant) age {
	for a := range age(ages) {
		if a.String() == p.Attributes["age"] {
			return a
		}
	}
	return ages - 1
}

func lookAtPatient(t *testing.T, c clinic) {
	ctx := t.Context()
	i, err := c.Contact.Invitation(ctx, strings.ToLower(c.result.PatientToken))
	if err != nil {
		t.Fatal(err)
	}
	if i.Kind != contact.ForConsent || i.State != contact.Created || i.Language != "en" || len(c.result.PatientToken) != 19 {
		t.Errorf("the link %s opens %+v", c.result.PatientToken, i)
	}
	if state, err := c.Contact.AnswerConsent(ctx, i, true, "en"); state != cohorts.Agreed || err != nil {
		t.Fatalf("agreeing answers %s, %v", state, err)
	}
	m, err := c.Cohorts.Membership(ctx, i.Subject, i.Ref)
	if err != nil {
		t.Fatal(err)
	}
	asked, err := c.Surveys.InviteNewcomer(ctx, m)
	if err != nil || len(asked) != 1 || asked[0].Subject != surveyID {
		t.Fatalf("then waits %+v, %v", asked, err)
	}
	sheet, err := c.Surveys.Open(ctx, asked[0])
	if err != nil || sheet.Status != surveys.Asking {
		t.Errorf("the survey opens as %s, %v", sheet.Status, err)
	}
}

func lookAtDrafts(t *testing.T, c clinic) {
	all, err := c.Surveys.Surveys(t.Context())
	if err != nil || len(all) != 2 || all[0].State != surveys.Draft || all[1].State != surveys.Open {
		t.Errorf("the surveys are %+v, %v", all, err)
	}
}

func lookAgain(t *testing.T, c clinic) {
	if _, err := Seed(t.Context(), c.Services, c.now); err == nil {
		t.Error("a store in use was filled again")
	}
}
