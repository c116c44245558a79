package web

import (
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"soundings/cohorts"
	"soundings/cohorts/base"
	"soundings/cohorts/rollout"
	"soundings/surveys/polls"
	"soundings/web/auth"
)

// features adds features to the catalogue, each called as its key.
func (k *house) features(t *testing.T, keys ...string) []string {
	t.Helper()
	for _, key := range keys {
		f := rollout.Feature{Key: key, Name: base.Words{"en": "The " + key}, Effort: 3, Stage: rollout.Planned}
		if _, err := k.Rollouts.SaveFeature(t.Context(), f); err != nil {
			t.Fatal(err)
		}
	}
	return keys
}

// poll publishes a poll of staff that is open to whoever has its code, changed as the test likes; its ballot's path.
func (k *house) poll(t *testing.T, change func(*polls.Poll)) (polls.Poll, string) {
	t.Helper()
	p := polls.Poll{
		Title: base.Words{"en": "What next?", "es": "¿Qué sigue?"}, Method: polls.Rank, Features: k.features(t, "bills", "booking", "forms"),
		Groups: map[cohorts.Group]polls.Share{cohorts.Staff: {Weight: 1}}, Open: true,
	}
	if change != nil {
		change(&p)
	}
	p, err := k.Polls.Create(t.Context(), p)
	if err == nil {
		p, err = k.Polls.Publish(t.Context(), p.ID)
	}
	if err != nil {
		t.Fatal(err)
	}
	return p, "/p/" + k.Polls.Code(p)
}

func TestThreeHundredStaffVoteAtOnceAndAFloodIsSlowed(t *testing.T) {
	k := newClinic(t)
	p, path := k.poll(t, nil)
	var refused atomic.Int32
	var all sync.WaitGroup
	for range 300 {
		b := k.visitor(t)
		all.Go(func() {
			opened := b.get(path)
			sent := b.post(path, url.Values{"rank.bills": {"1"}, "rank.forms": {"2"}, "_action": {"submit"}})
			if opened.status != http.StatusOK || sent.status != http.StatusSeeOther {
				refused.Add(1)
			}
		})
	}
	all.Wait()
	if n := refused.Load(); n > 0 {
		t.Errorf("%d of 300 were refused", n)
	}
	r, err := k.Polls.Results(t.Context(), p.ID)
	if err != nil || r.Ballots != 300 {
		t.Errorf("%d ballots of 300 are counted: %v", r.Ballots, err)
	}

	flood := k.visitor(t)
	flood.get(path)
	slowed := reply{}
	for range 300 {
		if slowed = flood.post(path, url.Values{"rank.bills": {"1"}, "_action": {"submit"}}); slowed.status == http.StatusTooManyRequests {
			break
		}
	}
	slowed.says("Your answer was not sent yet", "press “Send my answer” again").hides("safe")
	if slowed.status != http.StatusTooManyRequests || slowed.header.Get("Retry-After") == "" || slowed.header.Get("Retry-After") == "60" {
		t.Errorf("a flood answered %d, Retry-After %q", slowed.status, slowed.header.Get("Retry-After"))
	}
	if got := flood.get(path).status; got != http.StatusOK {
		t.Errorf("the ballot itself answered %d", got)
	}
}

func TestRankByTapping(t *testing.T) {
	k := newClinic(t)
	p, path := k.poll(t, nil)
	b := k.visitor(t)
	b.get(path)
	listed := b.post(path, url.Values{"_add": {"forms"}})
	if !strings.Contains(listed.body, "Choose as number 2") || !strings.Contains(listed.body, `name="rank.forms" class="number" inputmode="numeric" autocomplete="off" value="1"`) {
		t.Fatalf("after a tap: %s", listed.body)
	}
	listed = b.post(path, url.Values{"rank.forms": {"1"}, "rank.bills": {"2"}, "_remove": {"forms"}})
	if !strings.Contains(listed.body, `name="rank.bills" class="number" inputmode="numeric" autocomplete="off" value="1"`) {
		t.Error("a place that is left is not closed")
	}
	if r, _ := k.Polls.Results(t.Context(), p.ID); r.Ballots != 0 {
		t.Error("a tap was kept as a ballot")
	}
}

func TestABallotSaysWhatIsWrongAndCanBeChanged(t *testing.T) {
	k := newClinic(t)
	p, path := k.poll(t, nil)
	b := k.visitor(t)
	b.get(path)
	for about, form := range map[string]url.Values{
		"f-rank.booking": {"rank.bills": {"1"}, "rank.booking": {"1"}}, "f-rank": {}, "f-rank.forms": {"rank.forms": {"many"}},
		"f-rank\">“pigeons": {"rank.pigeons": {"1"}},
	} {
		form.Set("_action", "submit")
		listed := b.post(path, form)
		if listed.status != http.StatusUnprocessableEntity || !strings.Contains(listed.body, "Error: What next?") {
			t.Errorf("%s: answered %d without a summary", about, listed.status)
		}
		if id, _, _ := strings.Cut(about, `"`); !strings.Contains(listed.body, `href="#`+about) || !strings.Contains(listed.body, `id="`+id+`"`) {
			t.Errorf("%s: the summary does not lead to where it is wrong", about)
		}
	}
	for n, first := range []string{"bills", "forms"} {
		form := url.Values{"rank." + first: {"1"}, "_action": {"submit"}}
		if n > 0 {
			form.Set("_change", "yes")
		}
		sent := b.post(path, form)
		if to := sent.header.Get("Location"); sent.status != http.StatusSeeOther || !strings.Contains(b.get(to).body, "Change my answer") {
			t.Errorf("a ballot answered %d and leads to %s", sent.status, to)
		}
	}
	b.get(path).says("Someone already answered", "Was it you?")
	all, err := k.Polls.Store.CountBallots(t.Context(), p)
	if err != nil || all.Cells[polls.Cell{Group: cohorts.Staff, Unverified: true}].Ballots != 1 {
		t.Errorf("a changed ballot is counted twice: %v", err)
	}
}

// Behind the link of a secret poll the page is the same before and after its use, and so is the answer to another ballot,
// whether it is right or wrong.
func TestASecretLinkTellsNothing(t *testing.T) {
	k := newClinic(t)
	p, _ := k.poll(t, func(p *polls.Poll) { p.Secret, p.Open = true, false })
	k.services.Team(t, "S-1", "S-2")
	asked, err := k.Polls.Invite(t.Context(), p.ID, polls.Audience{Refs: []string{"S-1", "S-2"}})
	if err != nil {
		t.Fatal(err)
	}
	used, unused := "/s/"+k.Contact.Token(asked[0]), "/s/"+k.Contact.Token(asked[1])
	seen := func(link string, r reply) string {
		body := regexp.MustCompile(`name="_seed" value="[^"]*"`).ReplaceAllString(strings.ReplaceAll(r.body, strings.TrimPrefix(link, "/s/"), "TOKEN"), "SEED")
		lines := strings.Split(body, "\n")
		slices.Sort(lines) // the features come in an order of chance
		return fmt.Sprint(r.status, strings.ReplaceAll(r.header.Get("Location"), link, "LINK"), lines)
	}
	right, wrong := url.Values{"rank.bills": {"1"}, "_action": {"submit"}}, url.Values{"_action": {"submit"}}
	k.visitor(t).post(used, right).leads(used + "?sent=1").says("If this link was not used before, your answer to “What next?” counts.")
	for about, do := range map[string]func(link string) reply{
		"opened": func(link string) reply {
			return k.visitor(t).get(link).is(http.StatusOK).says("This is a secret vote.")
		},
		"thanks": func(link string) reply { return k.visitor(t).get(link + "?sent=1").is(http.StatusOK) },
		"wrong":  func(link string) reply { return k.visitor(t).post(link, wrong).is(http.StatusUnprocessableEntity) },
		"added":  func(link string) reply { return k.visitor(t).post(link, url.Values{"_add": {"forms"}}) },
		"right":  func(link string) reply { return k.visitor(t).post(link, right).is(http.StatusSeeOther) },
	} {
		if a, b := seen(used, do(used)), seen(unused, do(unused)); about != "right" && a != b {
			t.Errorf("%s: the used link says\n%s\nand the other one\n%s", about, a, b)
		}
	}
}

// Colleagues share a tablet: the second one does not see what the first one has answered, and does not replace it unasked.
func TestASharedTablet(t *testing.T) {
	k := newClinic(t)
	p, path := k.poll(t, nil)
	tablet := k.visitor(t)
	send := func(feature string, more ...string) reply {
		form := url.Values{"rank." + feature: {"1"}, "_action": {"submit"}}
		for i := 0; i < len(more); i += 2 {
			form.Set(more[i], more[i+1])
		}
		return tablet.post(path, form)
	}
	count := func() int {
		all, err := k.Polls.Store.CountBallots(t.Context(), p)
		if err != nil {
			t.Fatal(err)
		}
		return all.Cells[polls.Cell{Group: cohorts.Staff, Unverified: true}].Ballots
	}
	tablet.get(path)
	send("bills").leads(path + "?sent=1").says("We have your answer")
	send("bills").is(http.StatusSeeOther) // the same once more is a second press of the button
	const filled = `autocomplete="off" value="1"`
	holds := func(r reply, html string) {
		t.Helper()
		if !strings.Contains(r.body, html) {
			t.Errorf("the page does not hold %s", html)
		}
	}
	if asked := tablet.get(path).is(http.StatusOK).says("Was it you?", "No, I am someone else", "Yes, change that answer"); strings.Contains(asked.body, "rank.bills") {
		t.Error("the first one's answer stands there")
	}
	holds(send("forms").is(http.StatusConflict).says("Was it you?"), `type="hidden" name="rank.forms" value="1"`)
	if count() != 1 {
		t.Error("it was replaced unasked")
	}
	holds(tablet.post(path, url.Values{"rank.forms": {"1"}, "_action": {"another"}}).is(http.StatusOK).hides("We have this answer"), filled)
	send("forms").leads(path + "?sent=1").says("We have your answer")
	changed := tablet.post(path, url.Values{"_action": {"change"}}).is(http.StatusOK).says("We have this answer from you")
	holds(changed, filled)
	holds(changed, `name="_change" value="yes"`)
	send("booking", "_change", "yes").is(http.StatusSeeOther)
	if n := count(); n != 2 {
		t.Errorf("of two colleagues %d ballots count", n)
	}
}

// A published poll that was called secret and open to a code is called by code now, on its ballot, its poster and its page.
func TestAnOlderSecretPollByCode(t *testing.T) {
	k := newClinic(t)
	p, path := k.poll(t, nil)
	p.Secret = true
	if err := k.services.Store.SavePoll(t.Context(), p); err != nil {
		t.Fatal(err)
	}
	b, team := k.visitor(t), k.as(t, auth.Member)
	b.get(path).is(http.StatusOK).says("This vote is by code and not secret.").hides("This is a secret vote")
	form := url.Values{"rank.bills": {"1"}, "_action": {"submit"}}
	for range 2 {
		b.post(path, form).leads(path + "?sent=1").says("If nobody answered from this phone or computer before")
	}
	team.get("/polls/" + p.ID).is(http.StatusOK).says("By code, not secret").hides("Secret: nobody")
	team.get("/polls/" + p.ID + "/poster").is(http.StatusOK).says("This vote is by code and not secret.")
	if status, got := k.api(t, k.key(t, auth.Viewer), "GET", "/polls/"+p.ID, ""); status != http.StatusOK || got["secret"] != false {
		t.Errorf("the API calls it %d %v", status, got)
	}
}

// Before anybody says who they are, the ballot says how many a patient may choose.
func TestPatientsKnowTheirLimitBeforehand(t *testing.T) {
	k := newClinic(t)
	limit := "Patients: choose up to 5."
	for _, c := range []struct {
		about    string
		features string
		groups   []cohorts.Group
		says     bool
	}{
		{"staff and patients, six features", "a b c d e f", []cohorts.Group{cohorts.Staff, cohorts.Patient}, true},
		{"five features", "a b c d e", []cohorts.Group{cohorts.Staff, cohorts.Patient}, false},
		{"no patients", "a b c d e f", []cohorts.Group{cohorts.Staff, cohorts.Provider}, false},
		{"patients alone", "a b c d e f", []cohorts.Group{cohorts.Patient}, false},
	} {
		_, path := k.poll(t, func(p *polls.Poll) {
			p.Features, p.Groups = k.features(t, strings.Fields(c.features)...), map[cohorts.Group]polls.Share{}
			for _, g := range c.groups {
				p.Groups[g] = polls.Share{Weight: 1}
			}
		})
		b := k.visitor(t)
		if listed := b.get(path).is(http.StatusOK); strings.Contains(listed.body, limit) != c.says {
			t.Errorf("%s: the ballot says “%s”: %v", c.about, limit, !c.says)
		}
		if c.says {
			b.post(path, url.Values{"_add": {"a"}, "group": {"patient"}}).says("Choose up to 5.").hides(limit)
		}
	}
}

func TestWhereABallotCannotBe(t *testing.T) {
	k := newClinic(t)
	p, path := k.poll(t, nil)
	b := k.visitor(t)
	if got := b.post(path, url.Values{"_action": {"submit"}}); got.status != http.StatusUnprocessableEntity || !strings.Contains(got.body, "Your browser did not keep") {
		t.Errorf("without a cookie: %d", got.status)
	}
	for _, code := range []string{"7K3M-Q9TX-2V8D-HW5E", "hello"} {
		b.get("/p/" + code).is(http.StatusNotFound).says("We could not find this code")
		for _, action := range []string{"check", "submit"} {
			k.visitor(t).post("/p/"+code, url.Values{"_action": {action}}).is(http.StatusNotFound).says("We could not find this code")
			b.post("/p/"+code, url.Values{"_action": {action}}).is(http.StatusNotFound).says("We could not find this code")
		}
	}
	if got := b.post("/", url.Values{"code": {strings.ToLower(strings.TrimPrefix(path, "/p/"))}}); b.get(got.header.Get("Location")).header.Get("Location") != path {
		t.Error("a poll's code typed at the start does not lead to it")
	}
	if _, err := k.Polls.Close(t.Context(), p.ID); err != nil {
		t.Fatal(err)
	}
	if got := b.get(path); got.status != http.StatusGone {
		t.Errorf("a closed poll: %d", got.status)
	}
}

func TestAPollFromDraftToPlan(t *testing.T) {
	k := newClinic(t)
	k.features(t, "bills", "booking")
	b := k.as(t, auth.Member)
	bad := b.post("/polls", url.Values{"method": {"rank"}, "new_features": {"Video visits\nPhotos | Fotos"}})
	if bad.status != http.StatusUnprocessableEntity {
		t.Fatalf("a poll without a title answered %d", bad.status)
	}
	if _, err := k.Rollouts.Feature(t.Context(), "photos"); err == nil {
		t.Error("a refused poll left a feature behind")
	}
	made := b.post("/polls", url.Values{
		"title.en": {"First things"}, "method": {"rank"}, "features": {"bills", "booking"}, "new_features": {"Video visits\nPhotos | Fotos"},
		"groups": {"staff"}, "groups[staff].weight": {"2"}, "open": {"yes"},
	})
	if made.header.Get("Location") != "/polls/first-things" {
		t.Fatalf("a poll leads to %q: %s", made.header.Get("Location"), made.body)
	}
	b.post("/polls/first-things/publish", nil)
	p, err := k.Polls.Poll(t.Context(), "first-things")
	if err != nil {
		t.Fatal(err)
	}
	if poster := b.get("/polls/first-things/poster"); !strings.Contains(poster.body, k.Polls.Code(p)) || !strings.Contains(poster.body, `class="qr"`) {
		t.Error("the poster has no code")
	}
	for range 6 {
		v := k.visitor(t)
		v.get("/p/" + k.Polls.Code(p))
		v.post("/p/"+k.Polls.Code(p), url.Values{"rank.photos": {"1"}, "rank.bills": {"2"}, "_action": {"submit"}})
	}
	b.post("/polls/first-things/close", nil)
	if listed := b.get("/polls/first-things/results"); !strings.Contains(listed.body, "1. Photos") || !strings.Contains(listed.body, "/plan?new=1&amp;poll=first-things") {
		t.Error("the results do not show the order, or lead to no plan")
	}
	plan := url.Values{"title": {"Year"}, "polls": {"first-things"}, "start": {"2027-01-01"}, "capacity.1": {"3"}, "capacity.2": {"3"}, "capacity.3": {"3"}, "capacity.4": {"0"}}
	if made := b.post("/plan", plan); made.header.Get("Location") != "/plan/year" {
		t.Fatalf("a plan answered %d: %s", made.status, made.body)
	}
	tried := b.post("/plan/year/try", url.Values{"feature": {"bills"}, "quarter": {"3"}})
	if tried.status != http.StatusOK || !strings.Contains(tried.body, "The bills: from Quarter") || !strings.Contains(tried.body, "Keep this") {
		t.Errorf("a move tried answered %d", tried.status)
	}
	if b.post("/plan/year", url.Values{"feature": {"bills"}, "quarter": {"3"}}).status != http.StatusSeeOther || b.post("/plan/year/adopt", nil).status != http.StatusSeeOther {
		t.Error("a move is not kept, or the plan not adopted")
	}
	if listed := b.get("/plan/year"); !strings.Contains(listed.body, "You put it here") || !strings.Contains(listed.body, "On track") {
		t.Error("the plan does not show the move, or how it stands")
	}
	if file := b.get("/plan/year/plan.csv"); !strings.Contains(file.body, "2027-07-01,bills") {
		t.Errorf("the table: %s", file.body)
	}
	if file := b.get("/plan/year/plan.ics"); !strings.Contains(file.body, "BEGIN:VEVENT") || !strings.Contains(file.body, "20270930") {
		t.Errorf("the calendar: %s", file.body)
	}
	if got := b.post("/charter", url.Values{"kind": {"task"}, "title": {"Test it"}, "date": {"2027-02-01"}, "feature": {"bills"}, "work": {"testing"}}); got.status != http.StatusSeeOther {
		t.Errorf("an entry of the charter answered %d: %s", got.status, got.body)
	}
	if got := b.post("/charter", url.Values{"kind": {"goal"}, "title": {""}}); got.status != http.StatusUnprocessableEntity {
		t.Errorf("an empty goal answered %d", got.status)
	}
}

// The results say what a bar is, which is not the same by every method.
func TestResultsSayWhatABarIs(t *testing.T) {
	k := newClinic(t)
	viewer := k.as(t, auth.Viewer)
	for method, want := range map[polls.Method]string{
		polls.Dots: "Each bar shows the share of the possible Borda points", polls.MaxDiff: "Each bar is a place in the order", polls.Kano: "Each bar is a place in the order",
	} {
		p, path := k.poll(t, func(p *polls.Poll) { p.Method, p.Features = method, p.Features[:2] })
		for n := range 8 { // not of one mind: a share that says how almost everybody voted is not shown
			b, best, worst := k.visitor(t), "bills", "booking"
			if n > 4 {
				best, worst = worst, best
			}
			b.get(path).is(http.StatusOK)
			b.post(path, url.Values{
				"dots." + best: {"7"}, "best.1": {best}, "worst.1": {worst}, "kano.bills.with": {"expect"}, "kano.bills.without": {"dislike"}, "_action": {"submit"},
			}).is(http.StatusSeeOther)
		}
		viewer.get("/polls/"+p.ID+"/results").is(http.StatusOK).says(want, "1. The bills")
	}
}
