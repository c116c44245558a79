package web

import (
	"encoding/csv"
	"fmt"
	"net/url"
	"strings"
	"testing"
	"time"

	"soundings/cohorts/base"
	"soundings/cohorts/contact"
	"soundings/cohorts/plan"
	"soundings/cohorts/rollout"
	"soundings/metrics"
	"soundings/web/auth"
)

// What the portal sends stands on the page, in the pack, in the files and in the API.
func TestReportsOfEvents(t *testing.T) {
	k := newClinic(t)
	b, ctx := k.as(t, auth.Member), t.Context()
	b.get("/reports").is(200).hides("⟦")
	b.get("/reports/pack").is(404)
	b.upload(peopleFile(3), "import").is(200)
	b.get("/cohorts").fill("/cohorts", one("name.en", "One", "name.es", "One")).leads("/cohorts/one").fill("/cohorts/one/select", one("refs", "P-001 P-002 P-003")).leads("/cohorts/one")
	b.get("/cohorts/one").fill("/cohorts/one/invite", nil)
	for _, ref := range []string{"P-001", "P-002"} {
		b.get("/cohorts/one").fill("/cohorts/one/members/"+ref, one("state", "agreed"))
	}
	if _, err := k.Rollouts.SaveFeature(ctx, rollout.Feature{Key: "labs", Name: base.Words{"en": "Lab results"}, Stage: rollout.Live}); err != nil {
		t.Fatal(err)
	}
	k.clock.Advance(time.Minute)
	taken, err := k.Intake.Take(ctx, []metrics.Event{
		{ID: "1", Ref: "P-001", Kind: metrics.Used, Feature: "labs", At: k.clock.Now()}, {ID: "2", Ref: "P-002", Kind: metrics.EnrolledKind, At: k.clock.Now()},
		{ID: "3", Ref: "P-003", Kind: metrics.Login, At: k.clock.Now()},
	})
	if err != nil || taken.Accepted != 2 || len(taken.Rejected) != 1 {
		t.Fatalf("taken %+v, %v", taken, err)
	}
	b.get("/reports?cohort=one").is(200).says("2 of the 2 who ever agreed", "of the 2 who take part", "Share of those selected", "1 of 2 members used the portal this week, up from 0.", "Lab results", "Regular user", "Who comes back").hides("⟦", "P-001")
	b.get("/reports/pack?cohort=one").is(200).says("Meeting summary: One", "One member of “One” has not said yes or no").hides("⟦", "P-001")
	for table, want := range map[string]int{"active.csv": 1 + 2*84, "weekly.csv": 1 + 84, "first-use.csv": 2, "features.csv": 2, "funnel.csv": 8, "cohorts.csv": 2, "goals.csv": 1, "surveys.csv": 1} {
		rows, err := csv.NewReader(strings.NewReader(b.get("/reports/" + table + "?cohort=one").is(200).body)).ReadAll()
		if err != nil || len(rows) != want {
			t.Errorf("%s has %d rows, not %d, %v", table, len(rows), want, err)
		}
	}
	b.get("/reports/secrets.csv?cohort=one").is(404)
	b.get("/reports?cohort=none").is(404)
	b.get("/reports?cohort=one&to=2099-09-15").is(422).says("The last day is in the future. Choose today or an earlier day.").hides("our side")
	b.get("/reports/active.csv?cohort=one&from=2027-13-01").is(422)
}

// What the report leads to is of the cohort and the period that it shows.
func TestReportLinksCarryTheChoice(t *testing.T) {
	k := newClinic(t)
	b := k.as(t, auth.Member)
	b.get("/cohorts").fill("/cohorts", one("name.en", "One", "name.es", "One")).leads("/cohorts/one")
	b.get("/cohorts").fill("/cohorts", one("name.en", "Two", "name.es", "Two")).leads("/cohorts/two")
	want, linked := "cohort=two&from=2025-12-01&to=2025-12-31", map[string]bool{}
	for n := range b.get("/reports?" + want).is(200).nodes() {
		path, query, chosen := strings.Cut(attribute(n, "href"), "?")
		if !chosen || !strings.HasPrefix(path, "/reports/") {
			continue
		}
		linked[path] = true
		if query != want {
			t.Errorf("%s is asked for %s, not %s", path, query, want)
		}
		if got := b.get(path + "?" + query).is(200); path == "/reports/pack" {
			got.says("Meeting summary: Two", "2025-12-01 to 2025-12-31")
		} else if file := got.header.Get("Content-Disposition"); !strings.Contains(file, `"two-`) {
			t.Errorf("%s is a file of another cohort: %s", path, file)
		}
	}
	in := b.get("/reports?" + want + "&lang=es")
	if to := in.header.Get("Location"); to != "/reports?"+want {
		t.Errorf("the switch of language leads to %s", to)
	}
	for _, path := range []string{"/reports/pack", "/reports/active.csv", "/reports/funnel.csv"} {
		if !linked[path] {
			t.Errorf("nothing leads to %s", path)
		}
	}
}

// A goal is chosen from what reports measure, typed in its unit, and held against its figure on the report and in the pack.
func TestGoalsOfTheCharter(t *testing.T) {
	k := newClinic(t)
	b, ctx := k.as(t, auth.Member), t.Context()
	b.upload(peopleFile(3), "import").is(200)
	b.get("/cohorts").fill("/cohorts", one("name.en", "One", "name.es", "One")).leads("/cohorts/one").fill("/cohorts/one/select", one("refs", "P-001 P-002 P-003")).leads("/cohorts/one").fill("/cohorts/one/invite", nil)
	for _, ref := range []string{"P-001", "P-002"} {
		b.get("/cohorts/one").fill("/cohorts/one/members/"+ref, one("state", "agreed"))
	}
	b.get("/reports?cohort=one").says("There are no goals yet.").hides("⟦")

	goal := func(pairs ...string) url.Values {
		form := one("kind", "goal", "title", "A goal", "date", "2027-03-01")
		for i := 0; i < len(pairs); i += 2 {
			form.Set(pairs[i], pairs[i+1])
		}
		return form
	}
	for _, wrong := range []struct {
		form url.Values
		says string
	}{
		{goal("figure", "active_members", "target", "5"), "active_7d, active_28d, enrolled_share, feature_share, first_use_28d, response_rate, score"},
		{goal("figure", "enrolled_share", "target", "0"), "Enter a percentage above 0 and up to 100"},
		{goal("figure", "enrolled_share", "target", "120"), "Enter a percentage above 0 and up to 100"},
		{goal("figure", "active_7d", "target", "many"), "number"},
		{goal("figure", "active_7d", "target", "2.5"), "Enter a whole number of people"},
		{goal("figure", "active_7d", "target", "5", "cohort", "two"), "There is no such cohort."},
		{goal("figure", "feature_share", "target", "5", "feature", "telepathy"), "telepathy"},
		{goal("figure", "response_rate", "target", "50", "survey", "none"), "There is no such survey."},
	} {
		b.post("/charter", wrong.form).is(422).says(wrong.says).hides("⟦")
	}
	if kept, err := k.Plans.Entries(ctx, plan.Goal); err != nil || len(kept) > 0 {
		t.Fatalf("%d goals are kept, %v", len(kept), err)
	}

	k.clock.Advance(time.Minute)
	taken, err := k.Intake.Take(ctx, []metrics.Event{{ID: "1", Ref: "P-001", Kind: metrics.Login, At: k.clock.Now()}})
	if err != nil || taken.Accepted != 1 {
		t.Fatalf("taken %+v, %v", taken, err)
	}
	zone, err := time.LoadLocation("America/New_York") // where the clinic's day may be another one
	if err != nil {
		t.Fatal(err)
	}
	today := k.clock.Now().In(zone)
	day := today.AddDate(0, 1, 0).Format(time.DateOnly)
	b.get("/charter").fill("/charter#goal", goal("title", "Everybody", "figure", "enrolled_share", "target", "100", "date", day)).leads("/charter#goal").says("Members with an account in the portal: 100%")
	b.get("/charter").fill("/charter#goal", goal("title", "One a week", "figure", "active_7d", "target", "1", "date", day, "owner", "Priya"))
	b.get("/charter").fill("/charter#release", one("title", "Version 9", "date", today.Format(time.DateOnly)))
	k.bump(t, `{"feature":"signing-in","severity":"blocker","text":"The code never comes"}`)
	for _, path := range []string{"/reports?cohort=one", "/reports/pack?cohort=one"} {
		b.get(path).is(200).says("Everybody", "50%", "100%", "On the way", "One a week", "Priya", "Reached", "Goal: 1", "release: Version 9", "blocker: Signing in (B-1)").hides("⟦")
	}
	b.get("/reports?cohort=one&to="+today.AddDate(0, 0, -3).Format(time.DateOnly)).is(200).says("This period has ended.", "Not measured", "members used the portal in the week to").hides("⟦", "Version 9", "B-1", "Invited to")

	t.Log("goals that were kept when figures were written freely are shown as not measured")
	old := plan.Entry{ID: "OLD", Kind: plan.Goal, Title: "An old one", Figure: "active_members", Target: 0.33, Date: k.clock.Now()}
	if err := k.Plans.Store.SaveEntry(ctx, old); err != nil {
		t.Fatal(err)
	}
	b.get("/charter").is(200).says("active_members (not measured): 0.3")
	b.get("/reports?cohort=one").is(200).says("An old one", "Not measured").hides("⟦")
}

// The response rate is the same wherever it stands: invitations that bounced do not count in it.
func TestResponseRateLeavesOutWhatBounced(t *testing.T) {
	k := newClinic(t)
	b, ctx := k.as(t, auth.Member), t.Context()
	b.upload(peopleFile(4), "import").is(200)
	b.get("/cohorts").fill("/cohorts", one("name.en", "One", "name.es", "One")).leads("/cohorts/one").fill("/cohorts/one/select", one("refs", "P-001 P-002 P-003 P-004")).leads("/cohorts/one").fill("/cohorts/one/invite", nil)
	for n := range 4 {
		b.get("/cohorts/one").fill(fmt.Sprintf("/cohorts/one/members/P-%03d", n+1), one("state", "agreed"))
	}
	aSurvey(t, b)
	links := b.get("/surveys/is-it-working").fill("/surveys/is-it-working/invite", one("cohort", "one")).leads("/surveys/is-it-working/links").links()
	answerByForms(t, k.visitor(t), links[0])
	k.clock.Advance(8 * 24 * time.Hour)
	rate := func(rate string) {
		t.Helper()
		b.get("/surveys/is-it-working").says(rate + " of those invited")
		b.get("/surveys/is-it-working/results").says(rate + " of those invited")
		b.get("/reports?cohort=one").says("Is it working? Open 4 1 " + rate)
		b.get("/reports/pack?cohort=one").says("Is it working? 4 1 " + rate)
	}
	rate("25%")
	b.get("/").says("Only 25% have answered", "1 of 4 since")

	all, err := k.Contact.Store.FindInvitations(ctx, contact.ForSurvey, "is-it-working", "", 10)
	if err != nil {
		t.Fatal(err)
	}
	for _, i := range all.Items {
		if i.State == contact.Created {
			i.State = contact.Bounced
			if err := k.Contact.Store.SaveInvitations(ctx, []contact.Invitation{i}, nil); err != nil {
				t.Fatal(err)
			}
			break
		}
	}
	rate("33%")
	b.get("/").hides("have answered")
	if listed := b.get("/reports/surveys.csv").is(200); !strings.Contains(listed.body, ",open,4,3,1,0.3333,") {
		t.Errorf("the file has another rate: %s", listed.body)
	}
}

// What moved in the period and what waits for a decision stand in the pack; on the page also who may see what, where consent
// stands, and what polls put first.
func TestReportsOfStepsConsentAndPolls(t *testing.T) {
	k := newClinic(t)
	b, ctx := k.as(t, auth.Member), t.Context()
	b.upload(peopleFile(5), "import").is(200)
	b.get("/cohorts").fill("/cohorts", one("name.en", "One", "name.es", "One")).leads("/cohorts/one").fill("/cohorts/one/select", one("refs", "P-001 P-002 P-003 P-004")).leads("/cohorts/one").fill("/cohorts/one/invite", nil)
	for ref, state := range map[string]string{"P-001": "agreed", "P-002": "agreed", "P-003": "declined"} {
		b.get("/cohorts/one").fill("/cohorts/one/members/"+ref, one("state", state))
	}
	b.get("/cohorts/one").fill("/cohorts/one/select", one("refs", "P-005"))
	b.get("/reports/polls.csv").is(200)
	b.get("/reports?cohort=one").is(200).hides("Polls First place", "rollout steps", "⟦")

	_, err := k.Rollouts.SaveFeature(ctx, rollout.Feature{Key: "photos", Name: base.Words{"en": "Photos"}, Stage: rollout.Beta})
	if err == nil {
		_, err = k.Rollouts.SaveRollout(ctx, "photos", rollout.Settings{Cohort: "one", Ramp: []rollout.Step{{Percent: 0.01}, {Percent: 100}}})
	}
	began := k.clock.Now()
	k.clock.Advance(24 * time.Hour)
	if err == nil {
		_, err = k.Rollouts.Step(ctx, "photos", "one", "")
	}
	k.clock.Advance(24 * time.Hour)
	if err == nil {
		_, err = k.Rollouts.RollBack(ctx, "photos", "one", "")
	}
	if err != nil {
		t.Fatal(err)
	}
	_, ballot := k.poll(t, nil)
	for range 5 {
		visitor := k.visitor(t)
		visitor.get(ballot).is(200)
		visitor.post(ballot, url.Values{"rank.forms": {"1"}, "rank.bills": {"2"}, "_action": {"submit"}}).is(303)
	}

	up, down := ": Photos went up from 0.01% to 100% of the cohort.", ": Photos went back from 100% to 0.01% of the cohort. It was moved by hand."
	b.get("/reports/pack?cohort=one").is(200).says(down, up, "“Photos” was rolled back to 0.01% for One", "One selected member of “One” is not invited yet").hides("⟦", "more on the page Today")
	b.get("/reports?cohort=one").is(200).says(
		"0 of 2 members can see Photos; it was shown to 0.", down, up,
		"In One, 2 of the 4 members who were asked are taking part or have graduated.", "Declined 1 20%", "Selected 1 20%",
		"What next?", "First place: The forms. Based on 5 votes.",
	).hides("⟦")
	if listed := b.get("/reports/polls.csv").is(200); !strings.Contains(listed.body, "\nwhat-next,What next?,open,5,forms,1,1.0000\n") {
		t.Errorf("the file of polls is %s", listed.body)
	}
	k.clock.Advance(24 * time.Hour)
	b.get("/reports/pack?cohort=one&to="+began.In(time.FixedZone("", -5*60*60)).AddDate(0, 0, 1).Format(time.DateOnly)).is(200).says(up).hides(down, "went back")
}

// More than fits on the page of the pack waits on the page Today; what cannot wait comes first.
func TestThePackHasRoomForTheMostUrgent(t *testing.T) {
	k := newClinic(t)
	b := k.as(t, auth.Member)
	b.upload(peopleFile(8), "import").is(200)
	for n := range 8 {
		name := fmt.Sprintf("c%d", n+1)
		listed := b.get("/cohorts").fill("/cohorts", one("name.en", name, "name.es", name)).leads("/cohorts/"+name).fill("/cohorts/"+name+"/select", one("refs", fmt.Sprintf("P-%03d", n+1))).leads("/cohorts/" + name)
		if n < 7 {
			listed.fill("/cohorts/"+name+"/invite", nil)
		}
	}
	text := b.get("/reports/pack").is(200).says("And 3 more on the page Today.").text()
	if urgent, later := strings.Index(text, "One selected member of “c8”"), strings.Index(text, "has not said yes or no"); urgent < 0 || urgent > later {
		t.Errorf("who is to be invited does not come before who is waited for: %s", text)
	}
}
