package web

import (
	"fmt"
	"testing"
	"time"

	"soundings/cohorts/plan"
	"soundings/web/auth"
)

// Today has what the charter says is due: tasks past their day, decisions that wait, the trainings of the next days, and goals that
// are missed; and nothing that is done or far away.
func TestTodayHasWhatIsDue(t *testing.T) {
	k := newClinic(t)
	k.features(t, "bills")
	k.clock.Set(time.Date(2027, 3, 2, 3, 0, 0, 0, time.UTC)) // on the first of March in New York
	v := k.as(t, auth.Viewer)
	task := plan.Entry{Kind: plan.Task, Title: "Test it", Feature: "bills", Work: "testing", Owner: "Ana", Date: aDay("2027-02-28")}
	overdue := k.entry(t, task)
	done, due := task, task
	done.Title, done.Done, due.Title, due.Date = "Tested", aDay("2027-02-28"), "Still time", aDay("2027-03-01")
	k.entry(t, done)
	k.entry(t, due)
	waits := k.entry(t, plan.Entry{Kind: plan.Decision, Title: "Who answers", Date: aDay("2027-03-01")})
	k.entry(t, plan.Entry{Kind: plan.Decision, Title: "Later on", Date: aDay("2027-03-02")})
	k.entry(t, plan.Entry{Kind: plan.Decision, Title: "Long decided", Date: aDay("2027-02-02"), Seats: []plan.Seat{plan.Sponsor}})
	for day, title := range map[string]string{"2027-02-28": "Held", "2027-03-07": "Coming up", "2027-03-08": "Next week"} {
		k.entry(t, plan.Entry{Kind: plan.Training, Title: title, Feature: "bills", Session: "first", Date: aDay(day)})
	}
	k.wave(t, "Spring", 2)
	k.entry(t, plan.Entry{Kind: plan.Goal, Title: "Many use it", Figure: plan.Active7, Target: 9, Date: aDay("2027-02-27")})
	k.entry(t, plan.Entry{Kind: plan.Goal, Title: "Many will", Figure: plan.Active7, Target: 9, Date: aDay("2027-09-27")})
	v.get("/").is(200).says("Overdue: Test it", "Owner: Ana.", "To be decided: Who answers", "Training: Coming up", "Goal missed: Many use it", "Behind its goal: Many will", "Now 0. The goal is 9 by February 27, 2027.").
		hides("Tested", "Still time", "Later on", "Long decided", "Held", "Next week", "⟦")

	member := k.as(t, auth.Member)
	member.post(overdue+"/tick", one("done", "yes"))
	member.get(waits).fill(waits, one("seats", "provider")).leads("/charter#decision").says("Decided on March 1, 2027", "Provider")
	member.get("/").hides("Test it", "Who answers")
}

// A decision is taken in its form: from then on the form asks neither who took it nor what it rests on, and both are shown.
func TestADecisionIsTaken(t *testing.T) {
	k := newClinic(t)
	k.features(t, "bills", "forms")
	member := k.as(t, auth.Member)
	today := k.clock.Now().Format(time.DateOnly)
	k.bump(t, `{"feature":"signing-in","text":"The code never comes"}`)
	path := k.entry(t, plan.Entry{Kind: plan.Decision, Title: "Bills first", Date: aDay("2099-01-01")})
	member.get(path).is(200).says("To be decided", "Who decided").fill(path, one("seats", "sponsor")).is(422).says("A decision is taken today or earlier.")
	member.get(path).fill(path, one("seats", "king", "date", today)).is(422).says("Use one of these")
	member.get(path).says("Bumps: The whole board", "Bumps: Signing in").fill(path, one("seats", "sponsor", "date", today, "grounds", "bumps:whole-board")).leads("/charter#decision")
	member.get(path).is(200).says("Decided by", "Executive sponsor", "The whole board", "Open: 1 (").holds(`href="/board"`).hides("Who decided").fill(path, one("title", "Bills come first")).leads("/charter#decision")
	if e, err := k.Plans.Entries(t.Context(), plan.Decision); err != nil || e[0].Title != "Bills come first" || len(e[0].Taken.By) != 1 || e[0].Done.IsZero() {
		t.Errorf("kept as %+v: %v", e, err)
	}
	key := k.key(t, auth.Member)
	code, got := k.api(t, key, "PUT", path, `{"kind": "decision", "title": "Bills come last", "date": "`+today+`", "seats": ["provider"]}`)
	if code != 422 {
		t.Errorf("other seats answer %d: %v", code, got)
	}
	code, got = k.api(t, key, "POST", "/charter", `{"kind": "decision", "title": "By dice", "date": "2027-01-04", "grounds": [{"source": "dice", "of": "six"}]}`)
	if code != 422 || fmt.Sprint(got["fields"]) != "[map[message:There is no such poll, survey, rollout or feature. name:grounds[0]]]" {
		t.Errorf("what is not there answers %d: %v", code, got)
	}
}
