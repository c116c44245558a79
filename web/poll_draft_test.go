package web

import (
	"fmt"
	"net/http"
	"net/url"
	"testing"

	"soundings/cohorts/base"
	"soundings/surveys/polls"
	"soundings/web/auth"
)

// draft makes a draft by its page, and leads to it.
func (k *house) draft(t *testing.T, b *browser) reply {
	t.Helper()
	k.features(t, "bills", "booking")
	return b.post("/polls", url.Values{
		"title.en": {"First things"}, "method": {"rank"}, "features": {"bills", "booking"}, "groups": {"staff"}, "groups[staff].weight": {"2"},
	}).leads("/polls/first-things")
}

// Of two who change a draft at once the later sees both versions, and decides.
func TestADraftIsNotOverwrittenUnseen(t *testing.T) {
	k := newClinic(t)
	const page = "/polls/first-things"
	first := k.draft(t, k.as(t, auth.Member))
	second := k.as(t, auth.Manager).get(page)
	first.fill(page, one("title.en", "Of the one", "open", "yes")).leads(page)

	seen := second.fill(page, one("title.en", "Of the other", "new_features", "Video visits")).is(http.StatusConflict)
	seen.says("Someone else changed this draft", "Current version", "Of the one", "Open to anyone with the code").hides("You can still invite people and close the poll")
	if p, err := k.Polls.Poll(t.Context(), "first-things"); err != nil || p.Title["en"] != "Of the one" || !p.Open {
		t.Errorf("a draft was overwritten: %+v %v", p, err)
	}
	if _, err := k.Rollouts.Feature(t.Context(), "video-visits"); !base.IsCode(err, base.NotFound) {
		t.Errorf("what was refused left a feature behind: %v", err)
	}

	seen.fill(page, one("title.es", "De la otra")).leads(page)
	p, err := k.Polls.Poll(t.Context(), "first-things")
	if err != nil || p.Title["en"] != "Of the other" || p.Title["es"] != "De la otra" || p.Open || len(p.Features) != 3 {
		t.Errorf("who has seen both cannot decide: %+v %v", p, err)
	}
	first.fill(page, one("version", "two")).is(http.StatusUnprocessableEntity)
}

// Whether ballots by the code count is said with the draft, and can be changed later.
func TestADraftSaysWhetherBallotsByTheCodeCount(t *testing.T) {
	k := newClinic(t)
	const page = "/polls/first-things"
	b := k.as(t, auth.Member)
	again := k.draft(t, b).fill(page, one("open", "yes", "verified_only", "yes")).leads(page)
	again.fill(page, one("title.en", "Other things")).leads(page).fill(page+"/publish", nil).leads(page).says("They are left out.", "Count them")
	b.post(page+"/count", one("count", "yes")).leads(page).says("They count.")
	if p, err := k.Polls.Poll(t.Context(), "first-things"); err != nil || p.VerifiedOnly {
		t.Errorf("%+v %v", p, err)
	}
}

func TestDraftsAndCountsByAPI(t *testing.T) {
	k := newClinic(t)
	k.features(t, "bills", "booking")
	key := k.key(t, auth.Member)
	const body = `{"title": %q, "method": "rank", "features": ["bills", "booking"], "groups": {"staff": {}}, "open": true, "secret": %v, "verified_only": true, "version": %d}`
	for _, c := range []struct {
		about, method, path, body string
		status                    int
		verified, version         any
	}{
		{"a draft", "POST", "", fmt.Sprintf(body, "First", false, 0), 201, true, 1.0},
		{"a secret one by code", "POST", "", fmt.Sprintf(body, "Secret", true, 0), 422, nil, nil},
		{"no such poll", "PUT", "/none", fmt.Sprintf(body, "First", false, 0), 404, nil, nil},
		{"put in its place", "PUT", "/first", fmt.Sprintf(body, "Second", false, 1), 200, true, 2.0},
		{"of an older version", "PUT", "/first", fmt.Sprintf(body, "Third", false, 1), 409, nil, nil},
		{"of no version", "PUT", "/first", fmt.Sprintf(body, "Fourth", false, 0), 200, true, 3.0},
		{"without a title", "PUT", "/first", `{"method": "rank"}`, 422, nil, nil},
		{"with what there is not", "PUT", "/first", `{"name": "First"}`, 422, nil, nil},
		{"published", "POST", "/first/publish", "", 200, true, 4.0},
		{"put when it is published", "PUT", "/first", fmt.Sprintf(body, "Fifth", false, 0), 409, nil, nil},
		{"unsaid", "POST", "/first/count", `{}`, 422, nil, nil},
		{"no yes or no", "POST", "/first/count", `{"unverified": "some"}`, 422, nil, nil},
		{"counted", "POST", "/first/count", `{"unverified": true}`, 200, false, 5.0},
		{"left out", "POST", "/first/count", `{"unverified": false}`, 200, true, 6.0},
		{"of no poll", "POST", "/none/count", `{"unverified": true}`, 404, nil, nil},
	} {
		status, got := k.api(t, key, c.method, "/polls"+c.path, c.body)
		if status != c.status || got["verified_only"] != c.verified || got["version"] != c.version {
			t.Errorf("%s: answered %d %v", c.about, status, got)
		}
	}
	p, _ := k.poll(t, func(p *polls.Poll) { p.Secret, p.Open = true, false })
	if status, got := k.api(t, key, "POST", "/polls/"+p.ID+"/count", `{"unverified": false}`); status != 409 {
		t.Errorf("an open secret poll: answered %d %v", status, got)
	}
}
