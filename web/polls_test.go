package web

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"soundings/cohorts"
	"soundings/cohorts/base"
	"soundings/surveys/polls"
	"soundings/web/auth"
)

// votes casts ballots by the open code of a poll, each from a browser of its own, with these features in order.
func (k *house) votes(t *testing.T, p polls.Poll, group cohorts.Group, n int, features ...string) {
	t.Helper()
	v := polls.Values{"group": {string(group)}}
	for place, f := range features {
		v["rank."+f] = []string{fmt.Sprint(place + 1)}
	}
	for i := range n {
		sheet, err := k.Polls.Cast(t.Context(), polls.Voter{Code: k.Polls.Code(p), Browser: fmt.Sprint(group, features, i)}, v)
		if err != nil || sheet.Status != polls.Done {
			t.Fatal(sheet.Status, sheet.Errors, err)
		}
	}
}

// A poll's page says how far groups are apart, in words and with the coefficient, and on which features; of groups that are
// too few it says nothing.
func TestHowFarGroupsAreApart(t *testing.T) {
	k := newClinic(t)
	p, _ := k.poll(t, func(p *polls.Poll) {
		p.Groups = map[cohorts.Group]polls.Share{}
		for _, g := range []cohorts.Group{cohorts.Staff, cohorts.Provider, cohorts.Practice, cohorts.HIT} {
			p.Groups[g] = polls.Share{Weight: 1}
		}
	})
	k.votes(t, p, cohorts.Staff, 5, "bills", "booking", "forms")
	k.votes(t, p, cohorts.Provider, 5, "forms", "booking", "bills")
	k.votes(t, p, cohorts.HIT, 5, "bills", "forms", "booking")
	team := k.as(t, auth.Viewer)
	page := team.get("/polls/" + p.ID + "/results").is(200).hides("⟦")
	page.says(
		"They want the opposite (tau-b -1.00).", "They agree in part (tau-b 0.33).", "The bills: Staff 1, Providers 3",
	)
	k.votes(t, p, cohorts.Practice, 1, "booking")
	page = k.as(t, auth.Member).get("/polls/" + p.ID + "/results").is(200)
	page.says("Other practices: fewer than 5 practices", "Health IT: not shown beside a group with too few votes").hides("They agree in part")
	team.get("/polls").is(200).says("What next?", "Put in order", "Staff, Providers").hides("⟦")
}

// Who may not read ballots sees a named poll by editions, by page, API and table; who may sees it as it is.
func TestViewersSeeEditionsOfAPoll(t *testing.T) {
	k := newClinic(t)
	p, _ := k.poll(t, nil)
	at := "/polls/" + p.ID + "/results"
	viewer, member := k.as(t, auth.Viewer), k.as(t, auth.Member)
	told := func(role auth.Role) string {
		status, got := k.api(t, k.key(t, role), "GET", at, "")
		if status != 200 {
			t.Fatal(status, got)
		}
		edition, _ := got["edition"].(map[string]any)
		return fmt.Sprint(got["ballots"], edition["counted"], edition["waiting"])
	}
	for _, c := range []struct {
		votes                        int
		feature                      string
		viewer, member, first, table string
	}{
		{5, "bills", "5 5 0", "5 <nil> <nil>", "1. The bills", ",5,bills,1,"},
		{4, "forms", "5 5 4", "9 <nil> <nil>", "1. The bills", ",5,bills,1,"},
		{7, "booking", "16 16 0", "16 <nil> <nil>", "1. The booking", ",16,booking,1,"},
	} {
		k.votes(t, p, cohorts.Staff, c.votes, c.feature)
		if got := told(auth.Viewer); got != c.viewer {
			t.Errorf("a viewer's key reads %s, not %s", got, c.viewer)
		}
		if got := told(auth.Member); got != c.member {
			t.Errorf("a member's key reads %s, not %s", got, c.member)
		}
		viewer.get(at).is(200).says(c.first, "counted here")
		member.get(at).is(200).hides("counted here")
		if table := viewer.get("/reports/polls.csv").is(200); !strings.Contains(table.body, c.table) {
			t.Errorf("the table of the reports does not hold %q: %s", c.table, table.body)
		}
	}
}

// Today names the polls that are drafts, and those in which few have voted for a week.
func TestTodayNamesPolls(t *testing.T) {
	k := newClinic(t)
	p, _ := k.poll(t, func(p *polls.Poll) { p.Open = false })
	k.services.Team(t, "S-1", "S-2", "S-3", "S-4")
	if _, err := k.Polls.Invite(t.Context(), p.ID, polls.Audience{Refs: []string{"S-1", "S-2", "S-3", "S-4"}}); err != nil {
		t.Fatal(err)
	}
	k.as(t, auth.Member).get("/").is(200).hides("Few people have voted")
	k.clock.Advance(8 * 24 * time.Hour)
	if _, err := k.Polls.Create(t.Context(), polls.Poll{
		Title: base.Words{"en": "Another"}, Method: polls.Rank, Features: p.Features, Groups: p.Groups,
	}); err != nil {
		t.Fatal(err)
	}
	k.as(t, auth.Manager).get("/").is(200).says("Few people have voted in “What next?”", "Turnout so far: Staff 0%.", "Another")
}
