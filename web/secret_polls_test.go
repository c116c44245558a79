package web

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"soundings/surveys/polls"
	"soundings/web/auth"
)

// The links of a secret poll are shown to the team once, by page and by API. Issued anew they are new ones, the old ones
// lead nowhere, and the right to vote is the same.
func TestLinksOfASecretPollAreShownOnce(t *testing.T) {
	k := newClinic(t)
	p, _ := k.poll(t, func(p *polls.Poll) { p.Secret, p.Open = true, false })
	k.services.Team(t, "S-1", "S-2", "S-3", "S-4")
	key, team, at := k.key(t, auth.Member), k.as(t, auth.Member), "/polls/"+p.ID
	invite := func(refs string) []any {
		status, got := k.api(t, key, "POST", at+"/invitations", `{"refs": [`+refs+`]}`)
		if status != http.StatusOK {
			t.Fatal(status, got)
		}
		return got["items"].([]any)
	}
	urlOf := func(item any) string {
		url, _ := item.(map[string]any)["url"].(string)
		return strings.TrimPrefix(url, k.url)
	}
	first := urlOf(invite(`"S-1"`)[0])
	k.visitor(t).get(first).is(http.StatusOK)
	if again := invite(`"S-1", "S-2"`); len(again) != 2 || urlOf(again[0]) == "" || urlOf(again[1]) != "" {
		t.Errorf("asked again: %v", again)
	}

	team.post(at+"/invite", url.Values{"refs": {"S-1 S-2 S-3 S-4"}}).leads(at+"/links").says(
		"2 links have not been shown yet.", "Anyone who has other people’s links can answer with them").hides("/s/")
	shown := team.post(at+"/links", url.Values{"_action": {"show"}}).is(http.StatusOK).says("S-3", "S-4").hides("S-1", "S-2")
	if n := strings.Count(shown.body, "<a href=\""+k.url+"/s/"); n != 2 {
		t.Errorf("%d links are shown", n)
	}
	for _, again := range []reply{team.get(at + "/links"), team.post(at+"/links", url.Values{"_action": {"show"}})} {
		again.is(http.StatusOK).says("Every link was shown already.").hides("/s/")
	}

	k.visitor(t).post(first, url.Values{"rank.bills": {"1"}, "_action": {"submit"}}).is(http.StatusSeeOther)
	team.post(at+"/links", url.Values{"_action": {"reissue"}, "refs": {"nobody"}}).is(http.StatusUnprocessableEntity).says("“nobody” was not invited.")
	status, got := k.api(t, key, "POST", at+"/invitations/reissue", `{"refs": ["S-1"]}`)
	if status != http.StatusOK {
		t.Fatal(status, got)
	}
	second := urlOf(got["items"].([]any)[0])
	k.visitor(t).get(first).is(http.StatusNotFound)
	k.visitor(t).post(second, url.Values{"rank.forms": {"1"}, "_action": {"submit"}}).leads(second + "?sent=1").says("If this link was not used before")
	if all, err := k.Polls.Store.CountBallots(t.Context(), p); err != nil || all.Cells[polls.Cell{Group: "staff"}].Ballots != 1 {
		t.Errorf("by an old and a new link: %v %v", all, err)
	}
	team.post(at+"/links", url.Values{"_action": {"reissue"}}).is(http.StatusOK).says("S-1", "S-2", "S-3", "S-4", "/s/")
	k.visitor(t).get(second).is(http.StatusNotFound)
	for _, to := range []string{"open", "closed"} {
		named, _ := k.poll(t, nil)
		if to == "closed" {
			named = p
			team.post(at+"/close", nil)
		}
		if status, got := k.api(t, key, "POST", "/polls/"+named.ID+"/invitations/reissue", `{}`); status != http.StatusConflict {
			t.Errorf("of a poll that is %s: %d %v", to, status, got)
		}
	}
}

// The page of a secret poll says before and after closing what is shown of it and what is not, and closing says where nothing
// would ever be.
func TestASecretPollSaysWhatItShows(t *testing.T) {
	k := newClinic(t)
	p, _ := k.poll(t, func(p *polls.Poll) { p.Secret, p.Open = true, false })
	var refs []string
	for n := range 7 {
		refs = append(refs, fmt.Sprint("S-", n))
	}
	k.services.Team(t, refs...)
	links, err := k.Polls.Invite(t.Context(), p.ID, polls.Audience{Refs: refs})
	if err != nil {
		t.Fatal(err)
	}
	team, member, at := k.as(t, auth.Viewer), k.as(t, auth.Member), "/polls/"+p.ID
	nothing := "Fewer than 5 votes in each group so far: nothing would be shown."
	for n, i := range links {
		r := team.get(at+"/results").says("Until it closes it shows only turnout, in steps of 5.", "It never shows who voted")
		r.hides("1. The")
		asks := member.get(at)
		if n < 5 {
			r.says(nothing, "fewer than 5")
			asks.says(nothing, "nothing of it will ever be shown: there are fewer than 5 votes in each group").hides("at least")
		} else {
			r.says("Groups with enough votes so far: Staff.", "at least 5", "at least 71%").hides(nothing)
			asks.says("What is shown then is all that will ever be shown.").hides("nothing of it will ever be shown")
		}
		k.visitor(t).post("/s/"+k.Contact.Token(i), url.Values{"rank.bills": {"1"}, "rank.forms": {"2"}, "_action": {"submit"}})
	}
	member.post(at+"/close", nil).leads(at+"/results").says(
		"1. The bills", "What is shown here is all that will ever be shown of this poll.", "Each bar is a place in the order").hides("Until it closes", "at least 5")

	few, _ := k.poll(t, func(p *polls.Poll) { p.Secret, p.Open = true, false })
	member.post("/polls/"+few.ID+"/close", nil).leads("/polls/" + few.ID + "/results").says("Too few answered. Nothing of this poll is shown, now or later.")
}

// A poll by code cannot be secret, and where one is made the page says what can be known of a small one.
func TestNoSecretPollByCodeIsMade(t *testing.T) {
	k := newClinic(t)
	k.features(t, "bills", "forms")
	member := k.as(t, auth.Member)
	member.get("/polls").says("in a small one, anyone who casts several votes by code can work out the rest")
	form := url.Values{"title.en": {"Both"}, "method": {"rank"}, "features": {"bills", "forms"}, "groups": {"staff"}, "open": {"yes"}, "secret": {"yes"}}
	refused := member.post("/polls", form).is(http.StatusUnprocessableEntity).says("Answer a secret poll only by personal link")
	if !strings.Contains(refused.body, `href="#f-secret"`) {
		t.Error("the summary does not lead to the field")
	}
}
