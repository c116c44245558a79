package web

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"soundings/cohorts"
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
		if _, err := k.Cohorts.AddParticipant(t.Context(), cohorts.Participant{Ref: ref, Group: group}); err != nil {
			t.Fatal(err)
		}
	}
	team := k.as(t, auth.Member)
	if got := team.post("/polls/"+p.ID+"/invite", url.Values{"refs": {"D-1"}}); got.status != http.StatusUnprocessableEntity || !strings.Contains(got.body, "of a group that this poll does not ask") {
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
	if page := b.get(links["S-1"]); !strings.Contains(page.body, "Your name stays with your answer") {
		t.Error("a named ballot does not say so")
	}
	if page := b.get(links["X-1"]); !strings.Contains(page.body, "We do not ask your name") {
		t.Error("a ballot of another practice speaks of a name")
	}
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
	r, err := k.Polls.Turnout(t.Context(), p)
	if err != nil || len(r) != 3 || r[0].Ballots != nil || r[0].Invited != 1 {
		t.Errorf("turnout %+v: %v", r, err)
	}
	if page := team.get("/polls/" + p.ID); !strings.Contains(page.body, "fewer than 11") {
		t.Error("a small cell is not withheld")
	}
}
