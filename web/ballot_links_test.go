package web

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"soundings/cohorts"
	"soundings/cohorts/base"
	"soundings/surveys/polls"
	"soundings/web/auth"
)

// A personal link is for one named ballot; that of another practice is passed on there, one ballot a browser.
func TestBallotsByPersonalLink(t *testing.T) {
	k := newClinic(t)
	p, _ := k.poll(t, func(p *polls.Poll) {
		p.Open = false
		p.Groups[cohorts.Practice], p.Groups[cohorts.Patient] = polls.Share{Weight: 1}, polls.Share{Weight: 1}
	})
	for ref, group := range map[string]cohorts.Group{"S-1": cohorts.Staff, "X-1": cohorts.Practice, "P-1": cohorts.Patient, "D-1": cohorts.Provider} {
		if _, err := k.Cohorts.CreateParticipant(t.Context(), cohorts.Participant{Ref: ref, Group: group}); err != nil {
			t.Fatal(err)
		}
	}
	team := k.as(t, auth.Member)
	if got := team.post("/polls/"+p.ID+"/invite", url.Values{"refs": {"D-1"}}); got.status != http.StatusUnprocessableEntity || !strings.Contains(got.body, "belongs to a group that this poll does not ask") {
		t.Errorf("a provider was invited: %d", got.status)
	}
	if got := team.post("/polls/"+p.ID+"/invite", url.Values{"groups": {"staff", "practice", "patient"}}); got.header.Get("Location") != "/polls/"+p.ID+"/links" {
		t.Fatalf("inviting groups answered %d: %s", got.status, got.body)
	}
	asked, err := k.Polls.Waiting(t.Context(), p.ID, "", 10)
	if err != nil || len(asked.Items) != 3 {
		t.Fatal(len(asked.Items), err)
	}
	links := map[string]string{}
	for _, i := range asked.Items {
		links[i.Ref] = "/s/" + k.Contact.Token(i)
	}
	b := k.visitor(t)
	if listed := b.get(links["S-1"]); !strings.Contains(listed.body, "Your name stays with your answer") {
		t.Error("a named ballot does not say so")
	}
	b.get(links["X-1"]).says("Your practice’s name stays with your answer. We do not ask for yours.").hides("Your name stays with your answer")
	spanish := k.visitor(t)
	spanish.get(links["X-1"] + "?lang=es").leads(links["X-1"]).says("El nombre de su consultorio queda junto a su respuesta. No le preguntamos el suyo.")
	for _, ref := range []string{"S-1", "P-1", "X-1"} {
		if got := b.post(links[ref], url.Values{"rank.bills": {"1"}, "_action": {"submit"}}); got.header.Get("Location") != links[ref]+"?sent=1" {
			t.Errorf("%s: answered %d: %s", ref, got.status, got.body)
		}
	}
	other := k.visitor(t)
	other.get(links["X-1"])
	other.post(links["X-1"], url.Values{"rank.forms": {"1"}, "_action": {"submit"}})
	waiting := team.get("/polls/" + p.ID + "/links").body
	if strings.Contains(waiting, "S-1") || !strings.Contains(waiting, "X-1") {
		t.Error("the list of links does not show who may still answer")
	}
	r, err := k.Polls.Turnout(t.Context(), p, true)
	if err != nil || len(r) != 3 || r[0].Ballots != nil || r[0].Invited != 1 {
		t.Errorf("turnout %+v: %v", r, err)
	}
	if listed := team.get("/polls/" + p.ID); !strings.Contains(listed.body, "fewer than 11") {
		t.Error("a small cell is not withheld")
	}
}

// Nobody asks a minor but through their proxy: by name the team hears why not, in a group or a cohort they are passed over.
func TestPollsAskMinorsThroughTheirProxies(t *testing.T) {
	k := newClinic(t)
	p, _ := k.poll(t, func(p *polls.Poll) { p.Groups[cohorts.Patient] = polls.Share{Weight: 1} })
	for _, one := range []cohorts.Participant{
		{Ref: "P-1", Group: cohorts.Patient}, {Ref: "P-2", Group: cohorts.Patient, Minor: true, Proxy: "P-1"}, {Ref: "P-3", Group: cohorts.Patient, Minor: true},
	} {
		if _, err := k.Cohorts.CreateParticipant(t.Context(), one); err != nil {
			t.Fatal(err)
		}
	}
	member := k.as(t, auth.Member)
	member.post("/polls/"+p.ID+"/invite", one("refs", "P-1 P-3")).is(422).says("“P-3” is a minor and has no proxy. Add the proxy first.")
	if asked, err := k.Polls.Waiting(t.Context(), p.ID, "", 10); err != nil || len(asked.Items) != 0 {
		t.Fatalf("a refused list invited %d: %v", len(asked.Items), err)
	}
	member.post("/polls/"+p.ID+"/invite", one("groups", "patient")).leads("/polls/"+p.ID+"/links").says("P-1", "P-2").hides("P-3")
	asked, err := k.Polls.Waiting(t.Context(), p.ID, "", 10)
	if err != nil || len(asked.Items) != 2 {
		t.Fatalf("%d are invited: %v", len(asked.Items), err)
	}
	for _, i := range asked.Items {
		want := map[string]string{"P-1": "", "P-2": "P-1"}[i.Ref]
		if i.Proxy != want {
			t.Errorf("in the place of %s %q is asked, not %q", i.Ref, i.Proxy, want)
		}
	}
	other, err := k.Cohorts.Participant(t.Context(), "P-2")
	if err == nil {
		other.Proxy = ""
		_, err = k.Cohorts.SaveParticipant(t.Context(), other)
	}
	if err != nil {
		t.Fatal(err)
	}
	for _, i := range asked.Items {
		k.visitor(t).get("/s/" + k.Contact.Token(i)).is(map[string]int{"P-1": 200, "P-2": 410}[i.Ref])
	}
}

// A member of a cohort who lost their proxy is passed over with it.
func TestPollsPassOverMinorsOfACohort(t *testing.T) {
	k := newClinic(t)
	ctx := t.Context()
	p, _ := k.poll(t, func(p *polls.Poll) { p.Groups[cohorts.Patient] = polls.Share{Weight: 1} })
	minor := cohorts.Participant{Ref: "P-2", Group: cohorts.Patient, Minor: true, Proxy: "P-1"}
	cohort, err := k.Cohorts.CreateCohort(ctx, cohorts.Cohort{Name: base.Words{"en": "One", "es": "One"}})
	for _, one := range []cohorts.Participant{{Ref: "P-1", Group: cohorts.Patient}, minor} {
		if err == nil {
			_, err = k.Cohorts.CreateParticipant(ctx, one)
		}
	}
	if err == nil {
		_, err = k.Cohorts.Select(ctx, cohort.ID, []string{"P-1", "P-2"}, cohorts.RefuseOverflow)
	}
	for _, ref := range []string{"P-1", "P-2"} {
		for _, state := range []cohorts.State{cohorts.Invited, cohorts.Agreed} {
			if err == nil {
				_, err = k.Cohorts.SetState(ctx, cohort.ID, ref, state, cohorts.Heard{Assent: cohorts.AssentYes})
			}
		}
	}
	if minor.Proxy = ""; err == nil {
		_, err = k.Cohorts.SaveParticipant(ctx, minor)
	}
	if err != nil {
		t.Fatal(err)
	}
	invited, err := k.Polls.Invite(ctx, p.ID, polls.Audience{Cohort: cohort.ID})
	if err != nil || len(invited) != 1 || invited[0].Ref != "P-1" {
		t.Errorf("of the cohort %d are asked: %v", len(invited), err)
	}
}

// A participant's page names the poll and leads to it; of a secret one it never says whether they opened or answered it.
func TestAParticipantsPageKeepsTheSecret(t *testing.T) {
	k := newClinic(t)
	if _, err := k.Cohorts.CreateParticipant(t.Context(), cohorts.Participant{Ref: "S-1", Group: cohorts.Staff}); err != nil {
		t.Fatal(err)
	}
	team := k.as(t, auth.Member)
	for _, secret := range []bool{false, true} {
		p, _ := k.poll(t, func(p *polls.Poll) { p.Secret, p.Open = secret, false })
		asked, err := k.Polls.Invite(t.Context(), p.ID, polls.Audience{Refs: []string{"S-1"}})
		if err != nil {
			t.Fatal(err)
		}
		before := team.get("/participants/S-1").body
		if !strings.Contains(before, `<a href="/polls/`+p.ID+`">What next?</a>`) {
			t.Error("the page does not lead to the poll by its title")
		}
		b, link := k.visitor(t), "/s/"+k.Contact.Token(asked[0])
		b.get(link).is(200)
		b.post(link, url.Values{"rank.bills": {"1"}, "_action": {"submit"}}).is(http.StatusSeeOther)
		if after := team.get("/participants/S-1").body; (after == before) != secret {
			t.Errorf("secret: %v; the page is the same after an answer: %v", secret, after == before)
		}
	}
}
