package web

import (
	"fmt"
	"strings"
	"testing"

	"soundings/cohorts"
	"soundings/cohorts/contact"
	"soundings/surveys"
	"soundings/web/auth"
)

// What people are asked can be tried before it goes out, as anybody or as one of them, in each language and with its logic. Nothing
// is kept, and no link of theirs stands on it.
func TestPreview(t *testing.T) {
	k := newClinic(t)
	survey, refs, links := k.asksAll(t, k.key(t, auth.Member))
	p, _ := k.poll(t, nil)
	b := k.as(t, auth.Member)
	at := "/surveys/" + survey + "/preview"

	b.get("/surveys/" + survey).is(200).leadsOn(at)
	b.get(at).is(200).says("Only a preview.", "Did it help?").hides("What went wrong?").leadsOn("/surveys/" + survey)
	b.post(at, one("_page", "1", "_action", "submit")).is(422).says("Please choose an answer")
	b.post(at, one("_page", "1", "_action", "next", "helped", "no")).is(200).says("What went wrong?")
	b.get(at+"?in=es").is(200).says("Only a preview.", "¿Ayudó?")
	sent := b.post(at, one("_page", "2", "_action", "submit", "helped", "yes", "_seen", "hours")).is(200).says("Thank you")
	switched := b.post(at+"?in=es", one("_page", "1", "_action", "save", "helped", "no")).is(200).says("¿Ayudó?")
	if !strings.Contains(switched.body, `value="no" checked`) {
		t.Error("what was ticked is lost in the other language")
	}
	as := b.get(at + "?ref=" + refs[0]).is(200).says("Did it help?")
	for _, link := range links {
		for _, got := range []reply{sent, as} {
			if token := strings.TrimPrefix(link, "/s/"); strings.Contains(got.body, token) {
				t.Errorf("the page has somebody’s link %s", token)
			}
		}
	}
	b.get(at + "?ref=Nobody").is(404).says("No one has the ref")

	ballot := "/polls/" + p.ID + "/preview"
	b.get(ballot).is(200).says("What next?", "Only a preview.")
	b.post(ballot, one("_action", "submit")).is(422)
	b.post(ballot, one("_action", "submit", "rank.bills", "1", "group", "staff")).is(200).says("Thank you")
	b.post(ballot, one("_add", "bills")).is(200)

	kept, err := k.Surveys.CountResponses(t.Context(), surveys.Survey{ID: survey})
	all, err2 := k.Polls.Store.CountBallots(t.Context(), p)
	if kept != 0 || len(all.Cells) != 0 || err != nil || err2 != nil {
		t.Errorf("%d answers and ballots %v were kept (%v, %v)", kept, all.Cells, err, err2)
	}
	for _, i := range k.invited(t, refs[0]) {
		if i.Subject == survey && (i.State == contact.Started || i.State == contact.Completed) {
			t.Errorf("the preview marked an invitation %s", i.State)
		}
	}
}

// The page on which people are asked to take part can be tried as well: neither a yes nor a no is kept.
func TestPreviewOfConsent(t *testing.T) {
	k := newClinic(t)
	k.asksAll(t, k.key(t, auth.Member))
	all, err := k.Cohorts.Cohorts(t.Context())
	if err != nil || len(all) == 0 {
		t.Fatal("no cohort", err)
	}
	b := k.as(t, auth.Member)
	at := "/cohorts/" + all[0].ID + "/preview"
	before := members(t, k, all[0].ID)
	b.get("/cohorts/" + all[0].ID).is(200).leadsOn(at)
	b.get(at).is(200).says("Only a preview.", "Yes, I want to take part")
	b.post(at, nil).is(422)
	b.post(at, one("consent", "agree")).is(200).says("Thank you for joining")
	b.post(at, one("consent", "decline")).is(200).says("You said no")
	if after := members(t, k, all[0].ID); after != before {
		t.Errorf("members were %s and are %s", before, after)
	}
}

func members(t *testing.T, k *house, cohort string) string {
	t.Helper()
	all, err := k.Cohorts.Members(t.Context(), cohorts.MembershipQuery{Cohort: cohort, Limit: 100})
	if err != nil {
		t.Fatal(err)
	}
	return fmt.Sprint(all.Items)
}
