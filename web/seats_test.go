package web

import (
	"fmt"
	"net/url"
	"strings"
	"testing"
	"time"

	"soundings/cohorts/plan"
	"soundings/web/auth"
)

// account adds somebody who can sign in; their id.
func (k *house) account(t *testing.T, name string, role auth.Role) string {
	t.Helper()
	return k.staff(t, name, role).ID
}

// monday returns the day on which this week began at the clinic.
func (k *house) monday(t *testing.T) time.Time {
	t.Helper()
	ahead, err := k.Plans.Weeks(t.Context(), 1)
	if err != nil {
		t.Fatal(err)
	}
	return ahead.Weeks[0].Monday
}

// leadsNowhere reports links to addresses that begin like these.
func (a reply) leadsNowhere(addresses ...string) {
	a.b.t.Helper()
	for _, address := range addresses {
		if strings.Contains(a.body, `href="`+address) {
			a.b.t.Errorf("%s leads to %s", a.path, address)
		}
	}
}

// The team is written down seat by seat; what is wrong stands in the form and changes nothing.
func TestTheTeamInWriting(t *testing.T) {
	k := newClinic(t)
	member, viewer := k.as(t, auth.Member), k.as(t, auth.Viewer)
	member.get("/team").is(200).says("Executive sponsor", "Empty", "No one yet")
	form := member.get("/team/seats/sponsor").is(200).says("Executive sponsor", "Decides what the beta may cost")
	form.fill("/team/seats/sponsor", one("person_name", "Dr. Ruth Okafor", "decides", "The money.\nThe end.")).leads("/team").says("The seat is saved.", "Dr. Ruth Okafor", "The money.", "No substitute")
	account := k.account(t, "Ana", auth.Member)
	for _, wrong := range []struct {
		form url.Values
		says string
	}{
		{one("person", account, "person_name", "Ana"), "Choose an account or type a name, not both."},
		{one("person", "nobody", "person_name", ""), "There is no such account."},
		{one("person", account, "person_name", "", "substitute", account), "This is the same person."},
		{one("person_name", "", "substitute_name", "Ben"), "Choose the person first"},
	} {
		member.get("/team/seats/sponsor").fill("/team/seats/sponsor", wrong.form).is(422).says(wrong.says).hides("⟦")
	}
	member.get("/team").says("Dr. Ruth Okafor")
	member.get("/team/seats/king").is(404)
	member.post("/team/seats/king", one("person_name", "Ana")).is(404)
	viewer.get("/team").is(200).says("Dr. Ruth Okafor").leadsNowhere("/team/seats/", "/team/duty")
}

// The pairs of the next weeks are planned in one form, and who is alerted in another. Whoever plans over somebody else's weeks sees
// both.
func TestWhoIsOnDuty(t *testing.T) {
	k := newClinic(t)
	ana, ben := k.as(t, auth.Member), k.as(t, auth.Manager)
	first, second := k.account(t, "Ben", auth.Member), k.account(t, "Cy", auth.Manager)
	monday := k.monday(t)
	at := func(place string, week int) string { return place + monday.AddDate(0, 0, 7*week).Format(time.DateOnly) }
	ana.get("/team/duty").fill("/team/duty", one(at("first.", 0), first, at("second.", 0), second, at("first.", 1), second)).leads("/team#duty").says("Saved who is on duty.")
	ana.get("/").says("Someone is missing on duty", "only", "No one is told of clinical concerns", "5 seats on the team are empty")
	ana.get("/team/duty").fill("/team/duty", one(at("second.", 1), second)).is(422).says("Choose two different people.")
	ana.get("/team/duty").fill("/team/duty", one(at("second.", 2), "nobody")).is(422).says("Choose someone who can sign in and change things.")
	ana.post("/team/duty", one("first.soon", first, "version", "1")).is(422)
	ana.post("/team/duty", one(at("first.", 0), first)).is(422)

	late := ben.get("/team/duty")
	ana.get("/team/duty").fill("/team/duty", one(at("second.", 1), first)).leads("/team#duty")
	both := late.fill("/team/duty", one(at("first.", 1), first, at("second.", 1), "")).is(409).says("Someone else changed who is on duty", "Planned now: ")
	both.fill("/team/duty", nil).leads("/team#duty")
	rota, err := k.Plans.Rota(t.Context())
	if err != nil || fmt.Sprint(rota.On(monday.AddDate(0, 0, 7)).Accounts) != fmt.Sprint([]string{first}) {
		t.Errorf("the weeks are %v: %v", rota.Weeks, err)
	}

	ana.get("/team/duty").fill("/team/concerns", one("concerns_substitute", first)).is(422).says("Choose the person first")
	ana.get("/team/duty").fill("/team/concerns", one("concerns", first, "concerns_substitute", second)).leads("/team#concerns").says("Saved who is told of clinical concerns.")
	ana.get("/").hides("No one is told of clinical concerns")
}

// What is missing on the team is in Today, and leads who may change it to the form.
func TestTodayHasWhatTheTeamLacks(t *testing.T) {
	k := newClinic(t)
	member, viewer := k.as(t, auth.Member), k.as(t, auth.Viewer)
	monday := k.monday(t)
	pair := []string{k.account(t, "Eve", auth.Member), k.account(t, "Flo", auth.Manager)}
	for _, seat := range plan.Seats()[1:] {
		if _, err := k.Plans.SaveSeat(t.Context(), plan.Sitting{Seat: seat, Person: plan.Holder{Name: "Ana"}}); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := k.Plans.SaveWeeks(t.Context(), 0, []plan.Week{{Monday: monday, Accounts: pair}, {Monday: monday.AddDate(0, 0, 7), Accounts: pair}}); err != nil {
		t.Fatal(err)
	}
	if _, err := k.Plans.SaveConcerns(t.Context(), plan.Concerns{Account: pair[0]}); err != nil {
		t.Fatal(err)
	}
	last := monday.AddDate(0, 0, 14).Format("January 2, 2006")
	member.get("/").says("1 seat on the team is empty", "No one decides for: Executive sponsor.", "Week of "+last+": no one.").hides("told of clinical")
	for _, form := range []string{"/team/seats/sponsor", "/team/duty"} {
		if today := member.get("/"); !strings.Contains(today.body, `href="`+form+`"`) {
			t.Error("Today does not lead to", form)
		}
	}
	viewer.get("/").says("1 seat on the team is empty").leadsNowhere("/team/seats/", "/team/duty")
	if _, err := k.Plans.SaveWeeks(t.Context(), 0, []plan.Week{{Monday: monday.AddDate(0, 0, 14), Accounts: pair}}); err != nil {
		t.Fatal(err)
	}
	if _, err := k.Plans.SaveSeat(t.Context(), plan.Sitting{Seat: plan.Sponsor, Person: plan.Holder{Account: pair[0]}}); err != nil {
		t.Fatal(err)
	}
	member.get("/").hides("seat on the team", "missing on duty")
}

// A program does with the team what its pages do.
func TestTheTeamByAPI(t *testing.T) {
	k := newClinic(t)
	key, reads := k.key(t, auth.Member), k.key(t, auth.Viewer)
	account, monday := k.account(t, "Gus", auth.Member), k.monday(t).Format(time.DateOnly)
	for _, c := range []struct {
		key, method, path, body string
		status                  int
		member, want            string
	}{
		{reads, "GET", "/team", "", 200, "concerns", "map[account: stand_in:]"},
		{reads, "PUT", "/team", `{}`, 403, "status", "403"},
		{key, "PUT", "/team", `{"seats": [{"seat": "provider", "person": {"account": "` + account + `"}, "decides": "What is safe."}], "concerns": {"account": "` + account + `"}, "version": 0}`, 200, "version", "1"},
		{key, "PUT", "/team", `{"version": 7}`, 409, "status", "409"},
		{key, "PUT", "/team", `{"seats": [{"seat": "king"}], "concerns": {"stand_in": "none"}}`, 422, "fields", "[map[message:Use one of these: sponsor, project_manager, provider, front_line, health_it. name:seats[0].seat] map[message:Choose someone who can sign in and change things. name:concerns.stand_in] map[message:Choose the person first, then the substitute. name:concerns.account]]"},
		{key, "PUT", "/team/rota", `{"weeks": [{"week": "` + monday + `", "accounts": ["` + account + `"]}]}`, 200, "weeks", "[map[accounts:[" + account + "] week:" + monday + "]]"},
		{key, "PUT", "/team/rota", `{"weeks": [], "version": 9}`, 409, "status", "409"},
		{key, "PUT", "/team/rota", `{"weeks": [{"week": "soon", "accounts": []}]}`, 422, "fields", "[map[message:Enter a date like 2027-03-31. name:weeks[0].week]]"},
		{reads, "GET", "/team", "", 200, "rota", "[map[accounts:[" + account + "] week:" + monday + "]]"},
	} {
		code, got := k.api(t, c.key, c.method, c.path, c.body)
		if code != c.status || fmt.Sprint(got[c.member]) != c.want {
			t.Errorf("%s %s %s: %d, %s is %v, not %d and %s", c.method, c.path, c.body, code, c.member, got[c.member], c.status, c.want)
		}
	}
	team, err := k.Plans.Team(t.Context())
	if err != nil || team.Of(plan.Provider).Decides != "What is safe." || team.Concerns.Account != account {
		t.Errorf("the team is %+v: %v", team, err)
	}
}
