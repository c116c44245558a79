package web

import (
	"encoding/csv"
	"fmt"
	"html/template"
	"net/url"
	"strings"
	"testing"
	"time"

	"soundings/cohorts/base"
	"soundings/cohorts/contact"
	"soundings/cohorts/plan"
	"soundings/cohorts/rollout"
	"soundings/cohorts/upload"
	"soundings/metrics"
	"soundings/web/auth"
	"soundings/web/texts"
)

// exampleReport is three weeks of a cohort of 47.
func exampleReport() metrics.Report {
	from := metrics.Day(20_878) // March 1, 2027
	half, share, median, none, exposed, users, usersAgo := 0.5, 0.9, 3, 12, 180, 41, 29
	week := 49.0
	r := metrics.Report{
		Cohort: "messaging", Name: "Secure messaging", From: from, To: from + 20, Agreed: 180, Before: 42, Enrolled: 163, Share: .9,
		FirstUse: metrics.FirstUse{Users: 120, Repeat: 77, Median: &median, Within7: &half},
		UsedBy:   []float64{.1, .2, .3, .35, .4, .4, .45, .5, .55},
		Funnel:   []metrics.FunnelStep{{Step: "selected", N: 240}, {Step: "agreed", N: 180}, {Step: "enrolled", N: 163}, {Step: "regular", N: 31}},
		Retention: []metrics.RetentionWeeks{
			{Week: from, Size: 24, Weeks: []*int{&none, &none, nil}}, {Week: from + 7, Size: 24, Weeks: []*int{&none, nil}},
		},
	}
	for d := range metrics.Day(21) {
		r.Active = append(r.Active, metrics.ActiveDay{Day: from + d, D1: 5, D7: 29 + int(d), D28: 60})
	}
	r.Features = []metrics.FeatureReport{
		{Feature: "messages", Name: base.Words{"en": "messages"}, Exposed: &exposed, Week: 43, Before: 31, Users: &users, UsersAgo: &usersAgo, Share: &half, Active: r.Active, FirstUse: r.FirstUse},
		{Feature: "labs", Name: base.Words{"en": "labs"}, Exposed: new(int), Week: 2, Active: r.Active},
		{Feature: "mail", Name: base.Words{"en": "mail"}, Week: 3, Before: 4, Active: r.Active},
		{Feature: "bills", Name: base.Words{"en": "bills"}, Exposed: &exposed, Week: 3, Before: 4, Active: r.Active},
		{Feature: "forms", Name: base.Words{"en": "forms"}, Exposed: &exposed, Week: 3, Users: new(int), Active: r.Active},
	}
	r.Releases = []metrics.Release{{Day: from + 5, Title: "The winter release"}}
	r.Goals = []metrics.GoalReport{
		{Title: "Sixty a week", Figure: plan.Active7, Cohort: "messaging", Now: &week, Target: 60, By: from + 90, Owner: "Priya", Status: metrics.Behind},
		{Title: "Nearly all", Figure: plan.EnrolledShare, Cohort: "messaging", Now: &share, Target: .95, By: from + 90, Status: metrics.OnTheWay},
		{Title: "Soon", Figure: plan.FirstUse, Cohort: "messaging", Target: .7, By: from + 90, Status: metrics.OnTheWay},
		{Title: "Messages", Figure: plan.FeatureShare, Feature: "messages", Cohort: "messaging", Now: &half, Target: .6, By: from, Status: metrics.Overdue},
		{Title: "Somebody else’s", Figure: plan.Active7, Cohort: "other", Target: 7_777, By: from, Status: metrics.OnTheWay},
		{Title: "An old one", Figure: "active_members", Cohort: "messaging", Target: 250, By: from, Status: metrics.Unmeasured},
	}
	return r
}

func exampleAdoption(p texts.Printer) *Adoption {
	page := Page{Printer: p, zone: time.UTC}
	v := newAdoption(page, exampleReport())
	v.Chosen = []Option{{"messaging", "Secure messaging", true}}
	v.Moved = []string{p.T("reports.moved_up", "Day", "March 4, 2027", "Feature", "messages", "From", "15", "To", "40")}
	if err := v.draw(page, exampleReport()); err != nil {
		panic(err)
	}
	for _, g := range exampleReport().Goals {
		v.Goals = append(v.Goals, GoalRow{
			Title: g.Title, Figure: page.figureName(g.Figure), Of: []Link{{"messages", "/features/messages"}}, Now: page.goalNow(g), Target: page.goalFigure(g.Figure, g.Target),
			By: page.Date(g.By.Time()), Owner: g.Owner, Standing: Badge{p.T("reports.standing." + string(g.Status)), goalLooks[g.Status]},
		})
	}
	return v
}

// Goals of the cohort and releases are drawn, named, and stand in the table behind; of another cohort's nothing does.
func TestGoalsAreDrawn(t *testing.T) {
	v := exampleAdoption(newPrinter(t))
	for _, test := range []struct {
		drawn template.HTML
		says  []string
	}{
		{v.Active, []string{
			">Goal: 60</text>", `<th scope="row">Goal: 60 by May 30, 2027 – Sixty a week</th><td class="n"></td><td class="n">60</td>`,
			`x1="25.0%" x2="25.0%"`, ">A</text>", `<th scope="row">March 6, 2027, release: The winter release</th><td class="n">60</td><td class="n">34</td>`,
			"<span>Goal: 60 by May 30, 2027 – Sixty a week</span></li>", "<li><b>A</b> <span>March 6, 2027, release: The winter release</span></li>",
		}},
		{v.Weekly, []string{">Goal: 60% (108 members)</text>", ">A</text>"}},
		{v.Funnel, []string{">Goal: 95% of those who agreed (171)</text>", `<tr><th scope="row">Agreed</th><td class="n">180</td><td class="n">75%</td></tr>`, `colspan="3"`}},
		{v.Exposure, []string{`<tr><th scope="row">messages</th><td class="n">180</td><td class="n">100%</td></tr>`, `<tr><th scope="row">labs</th><td class="n">0</td><td class="n">0%</td></tr>`}},
		{v.First, []string{">70%</text>", ">Goal: 70%</text>", `points="0,138 125,115 `, `<th scope="row">7</th><td class="n">50%</td>`}},
	} {
		for _, want := range test.says {
			if !strings.Contains(string(test.drawn), want) {
				t.Errorf("the drawing has no %s:\n%s", want, test.drawn)
			}
		}
		for _, other := range []string{"7,777", "Somebody else", "An old one"} {
			if strings.Contains(string(test.drawn), other) {
				t.Errorf("the drawing has %s", other)
			}
		}
	}
}

func TestSentencesOfTheReports(t *testing.T) {
	v := exampleAdoption(newPrinter(t))
	for i, want := range []string{
		"49 of 180 members used the portal this week, up from 42.",
		"41 of 180 exposed members used messages this week, up from 29.",
		"No member sees labs; members who used it this week: 2.",
		"3 members used mail this week, after 4 the week before. How many could see it is not known.",
		"3 members used bills this week, after 4 the week before. How many of them are among the 180 exposed is told for shares in steps of 0.5 % only.",
		"0 of 180 exposed members used forms this week.",
	} {
		if v.Sentences[i] != want {
			t.Errorf("says %q, not %q", v.Sentences[i], want)
		}
	}
	for _, said := range []struct{ got, want string }{
		{v.FirstUse, "50% of members used the portal within 7 days after they agreed."},
		{v.MostUsed, "messages is used most: by 43 members this week, and by 120 at least once."},
		{v.Reached, "Of 180 members who ever agreed, 0 have used the portal and 31 use it regularly."},
		{v.Features[0].Figures[2], "43, 41 of whom see it"},
		{v.Features[1].Figures[2], "2"},
		{v.Returned, "12 of 24 members (50%) came back one week after the week in which they agreed."},
	} {
		if said.got != said.want {
			t.Errorf("says %q, not %q", said.got, said.want)
		}
	}
	if got := fmt.Sprint(v.Retention[1].Weeks); got != "[50%  ]" {
		t.Errorf("unfinished weeks are blank: %s", got)
	}
}

// What the portal sends stands on the page, in the pack, in the files and in the API.
func TestReportsOfEvents(t *testing.T) {
	k := newClinic(t)
	b, ctx := k.as(t, auth.Member), t.Context()
	b.get("/reports").is(200).hides("⟦")
	b.get("/reports/pack").is(404)
	b.upload(people(3), "import").is(200)
	b.get("/cohorts").fill("/cohorts", one("name", "One")).leads("/cohorts/one").fill("/cohorts/one/select", one("refs", "P-001 P-002 P-003")).leads("/cohorts/one")
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
	b.get("/reports?cohort=one").is(200).says("1 of 2 members used the portal this week, up from 0.", "Lab results", "Regular user", "Who comes back").hides("⟦", "P-001")
	b.get("/reports/pack?cohort=one").is(200).says("Meeting pack: One", "One member of “One” has not said yes or no").hides("⟦", "P-001")
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

// A goal is chosen from what reports measure, typed in its unit, and held against its figure on the report and in the pack.
func TestGoalsOfTheCharter(t *testing.T) {
	k := newClinic(t)
	b, ctx := k.as(t, auth.Member), t.Context()
	b.upload(people(3), "import").is(200)
	b.get("/cohorts").fill("/cohorts", one("name", "One")).leads("/cohorts/one").fill("/cohorts/one/select", one("refs", "P-001 P-002 P-003")).leads("/cohorts/one").fill("/cohorts/one/invite", nil)
	for _, ref := range []string{"P-001", "P-002"} {
		b.get("/cohorts/one").fill("/cohorts/one/members/"+ref, one("state", "agreed"))
	}
	b.get("/reports?cohort=one").says("There is no goal yet.").hides("⟦")

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
		{goal("figure", "enrolled_share", "target", "0"), "Write a percentage above 0 and up to 100"},
		{goal("figure", "enrolled_share", "target", "120"), "Write a percentage above 0 and up to 100"},
		{goal("figure", "active_7d", "target", "many"), "number"},
		{goal("figure", "active_7d", "target", "2.5"), "Write a whole number of people"},
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
	day := k.clock.Now().AddDate(0, 1, 0).Format(time.DateOnly)
	b.get("/charter").fill("/charter#goal", goal("title", "Everybody", "figure", "enrolled_share", "target", "100", "date", day)).leads("/charter#goal").says("Members with an account in the portal: 100%")
	b.get("/charter").fill("/charter#goal", goal("title", "One a week", "figure", "active_7d", "target", "1", "date", day, "owner", "Priya"))
	b.get("/charter").fill("/charter#release", one("title", "Version 9", "date", k.clock.Now().Format(time.DateOnly)))
	for _, path := range []string{"/reports?cohort=one", "/reports/pack?cohort=one"} {
		b.get(path).is(200).says("Everybody", "50%", "100%", "On the way", "One a week", "Priya", "Reached", "Goal: 1", "release: Version 9").hides("⟦")
	}
	b.get("/reports?cohort=one&to="+k.clock.Now().AddDate(0, 0, -3).Format(time.DateOnly)).is(200).says("This period has ended.", "Not measured", "members used the portal in the week to").hides("⟦", "Version 9", "Invited to")

	t.Log("goals that were kept when figures were written freely are shown as not measured")
	old := plan.Entry{ID: "OLD", Kind: plan.Goal, Title: "An old one", Figure: "active_members", Target: 0.33, Date: k.clock.Now()}
	if err := k.Plans.Store.SaveEntry(ctx, old); err != nil {
		t.Fatal(err)
	}
	b.get("/charter").is(200).says("active_members (not measured): 0.3")
	b.get("/reports?cohort=one").is(200).says("An old one", "Not measured").hides("⟦")
}

func eventExamples(p texts.Printer) []example {
	at := teamPages(p)
	asked := at("/events/X")
	asked.Form.Problems = []Problem{{"every", p.T("event_file.no_kind")}, {"columns", p.T("event_file.no_time")}, {"dates", p.T("event_file.dates")}}
	file := func(page Page, state string, r UploadReport, dates []Option) EventFilePage {
		v := exampleUpload(page, state, r)
		v.File = "logins of all patients, as of March.csv"
		v.Columns = uploadColumns([]string{"Patient ID", "Último acceso"}, upload.Row{Cells: []string{"P-0001", "3/4/2027 3:04 PM"}})
		for i := range v.Columns {
			v.Columns[i].means(page, upload.Mapping{"Patient ID": "ref", "Último acceso": "at"})
		}
		v.eventWords()
		return EventFilePage{
			UploadPage: v, Apart: "10,000", Dates: dates,
			Every: []Option{{"", p.T("events.every.column"), true}, {"login", p.T("events.every.login"), false}},
		}
	}
	figures := []Figure{{p.T("events.accepted"), "1,410", "", ""}, {p.T("events.duplicates"), "200", "", ""}, {p.T("events.unknown"), "380", "", ""}, {p.T("events.refused"), "10", "", ""}}
	return []example{
		{"start", EventsPage{UploadsPage{Page: at("/events")}}},
		{"used", EventsPage{UploadsPage{at("/events"), []UploadRow{{Link{"logins.csv", "/events/X"}, Badge{p.T("upload.state.finished"), "done"}, "2,000", "March 4, 2027, 9:05 AM"}}}}},
		{"asked", file(asked, "waiting", UploadReport{Asks: true, Errors: RowErrors{Printer: p}}, dateOptions(asked, ""))},
		{"refused", file(at("/events/X"), "waiting", UploadReport{Bad: "2", Listed: true, Errors: RowErrors{p, []RowError{{17, "Último acceso", p.T("event_file.time")}}, true}}, nil)},
		{"checked", file(at("/events/X"), "waiting", UploadReport{Good: true, Listed: true, Figures: figures}, dateOptions(asked, "dmy"))},
		{"running", file(at("/events/X"), "running", UploadReport{}, nil)},
		{"counted", file(at("/events/X"), "finished", UploadReport{Figures: figures}, nil)},
	}
}

// The response rate is the same wherever it stands: invitations that bounced do not count in it.
func TestResponseRateLeavesOutWhatBounced(t *testing.T) {
	k := newClinic(t)
	b, ctx := k.as(t, auth.Member), t.Context()
	b.upload(people(4), "import").is(200)
	b.get("/cohorts").fill("/cohorts", one("name", "One")).leads("/cohorts/one").fill("/cohorts/one/select", one("refs", "P-001 P-002 P-003 P-004")).leads("/cohorts/one").fill("/cohorts/one/invite", nil)
	for n := range 4 {
		b.get("/cohorts/one").fill(fmt.Sprintf("/cohorts/one/members/P-%03d", n+1), one("state", "agreed"))
	}
	aSurvey(t, b)
	links := b.get("/surveys/is-it-working").fill("/surveys/is-it-working/invite", one("cohort", "one")).leads("/surveys/is-it-working/links").links()
	answerByForms(t, k.visitor(t), links[0])
	k.clock.Advance(8 * 24 * time.Hour)
	rate := func(rate string) {
		t.Helper()
		b.get("/surveys/is-it-working").says(rate + " of invited")
		b.get("/surveys/is-it-working/results").says(rate + " of invited")
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
	if page := b.get("/reports/surveys.csv").is(200); !strings.Contains(page.body, ",open,4,3,1,0.3333,") {
		t.Errorf("the file has another rate: %s", page.body)
	}
}

// What moved in the period and what waits for a decision stand in the pack; on the page also who may see what, where consent
// stands, and what polls put first.
func TestReportsOfStepsConsentAndPolls(t *testing.T) {
	k := newClinic(t)
	b, ctx := k.as(t, auth.Member), t.Context()
	b.upload(people(5), "import").is(200)
	b.get("/cohorts").fill("/cohorts", one("name", "One")).leads("/cohorts/one").fill("/cohorts/one/select", one("refs", "P-001 P-002 P-003 P-004")).leads("/cohorts/one").fill("/cohorts/one/invite", nil)
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
		"0 of 2 members may see Photos; it was shown to 0.", down, up,
		"In One, 2 of the 4 members who were asked take part or have graduated.", "Declined 1 20%", "Selected 1 20%",
		"What next?", "First place: The forms. 5 ballots count.",
	).hides("⟦")
	if page := b.get("/reports/polls.csv").is(200); !strings.Contains(page.body, "\nwhat-next,What next?,open,5,forms,1,1.0000\n") {
		t.Errorf("the file of polls is %s", page.body)
	}
	k.clock.Advance(24 * time.Hour)
	b.get("/reports/pack?cohort=one&to="+began.In(time.FixedZone("", -5*60*60)).AddDate(0, 0, 1).Format(time.DateOnly)).is(200).says(up).hides(down, "went back")
}

// More than fits on the page of the pack waits on the page Today; what cannot wait comes first.
func TestThePackHasRoomForTheMostUrgent(t *testing.T) {
	k := newClinic(t)
	b := k.as(t, auth.Member)
	b.upload(people(8), "import").is(200)
	for n := range 8 {
		name := fmt.Sprintf("c%d", n+1)
		page := b.get("/cohorts").fill("/cohorts", one("name", name)).leads("/cohorts/"+name).fill("/cohorts/"+name+"/select", one("refs", fmt.Sprintf("P-%03d", n+1))).leads("/cohorts/" + name)
		if n < 7 {
			page.fill("/cohorts/"+name+"/invite", nil)
		}
	}
	text := b.get("/reports/pack").is(200).says("And 2 more on the page Today.").text()
	if urgent, later := strings.Index(text, "One selected member of “c8”"), strings.Index(text, "has not said yes or no"); urgent < 0 || urgent > later {
		t.Errorf("who is to be invited does not come before who is waited for: %s", text)
	}
}
