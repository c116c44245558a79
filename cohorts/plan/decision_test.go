package plan_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"soundings/cohorts"
	"soundings/cohorts/base"
	"soundings/cohorts/base/expect"
	"soundings/cohorts/plan"
	"soundings/cohorts/rollout"
	"soundings/server/services/servicestest"
	"soundings/surveys"
	"soundings/surveys/polls"
	"soundings/web/texts"
)

// evidence says what a decision rests on, a line a figure.
func evidence(t *testing.T, e plan.Entry) string {
	t.Helper()
	all, err := texts.Load()
	if err != nil {
		t.Fatal(err)
	}
	if e.Taken == nil {
		return "not taken"
	}
	var said []string
	for _, one := range e.Taken.Evidence {
		said = append(said, one.Source+" "+one.Of+" "+one.Title.In("en"))
		for _, line := range one.Lines {
			said = append(said, all.In("en").Say(line))
		}
	}
	return strings.Join(said, "\n")
}

// A decision waits until seats take it. With them it keeps who had those seats, and the figures of that moment: what comes later
// changes neither.
func TestADecisionFreezesItsEvidence(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		service := c.planning()
		c.Team(t, servicestest.Numbered("S", 12)...)
		poll := c.poll(t, func(p *polls.Poll) { p.Groups = map[cohorts.Group]polls.Share{cohorts.Staff: {Weight: 1}} })
		c.vote(poll, servicestest.Numbered("S", 5)...)
		must(service.SaveSeat(c.ctx, plan.Sitting{Seat: plan.Sponsor, Person: plan.Holder{Name: "Dr. Ruth Okafor"}}))
		day := time.Date(2027, 3, 1, 0, 0, 0, 0, time.UTC)

		waits := must(service.SaveEntry(c.ctx, plan.Entry{Kind: plan.Decision, Title: "Mail first", Date: day.AddDate(0, 0, 3), Grounds: []plan.Ground{{Source: "poll", Of: poll.ID}}}))
		expect.Equal(t, "without a seat it waits", waits.Waits(), true)
		early := waits
		early.Seats = []plan.Seat{plan.Sponsor, plan.Provider}
		_, err := service.SaveEntry(c.ctx, early)
		expect.Equal(t, "before its day", fmt.Sprint(expect.Fields(err)), "[date: plan.decided_later]")
		early.Date = day
		taken := must(service.SaveEntry(c.ctx, early))
		want := "poll " + poll.ID + ` What first?
5 votes were counted.
1. mail: among the first three in 100% of repeated samples.
2. bills: among the first three in 100% of repeated samples.
3. visits: among the first three in 100% of repeated samples.
4. labs: among the first three in 0% of repeated samples.`
		expect.Equal(t, "the order then", evidence(t, taken), want)
		expect.Equal(t, "who took it", fmt.Sprint(taken.Taken.By), "[{sponsor Dr. Ruth Okafor} {provider }]")
		expect.Equal(t, "and when", fmt.Sprintf("%v %s %s", taken.Waits(), taken.Done.Format(time.DateOnly), taken.Taken.At), "false 2027-03-01 "+c.Clock.Now().String())

		c.Clock.Advance(48 * time.Hour)
		for _, i := range must(c.Polls.Invite(c.ctx, poll.ID, polls.Audience{Refs: servicestest.Numbered("S", 12)[5:]})) {
			must(c.Polls.Cast(c.ctx, polls.Voter{Invitation: i}, polls.Values{"rank.labs": {"1"}, "rank.visits": {"2"}, "rank.bills": {"3"}, "rank.mail": {"4"}}))
		}
		must(service.SaveSeat(c.ctx, plan.Sitting{Seat: plan.Sponsor, Person: plan.Holder{Name: "Somebody else"}}))
		expect.Equal(t, "the poll has another order", must(c.Polls.Edition(c.ctx, poll.ID)).Ranking[0].Feature, "labs")
		again := taken
		again.Title, again.Seats, again.Grounds, again.Taken = "Mail comes first", nil, nil, nil
		must(service.SaveEntry(c.ctx, again))
		kept := must(service.Entry(c.ctx, taken.ID))
		expect.Equal(t, "the words may change", kept.Title, "Mail comes first")
		expect.Equal(t, "what it rests on does not", evidence(t, kept), want)
		expect.Equal(t, "nor who took it", written(kept.Taken), written(taken.Taken))

		for field, change := range map[string]func(*plan.Entry){
			"seats":   func(e *plan.Entry) { e.Seats = []plan.Seat{plan.HealthIT} },
			"grounds": func(e *plan.Entry) { e.Grounds = []plan.Ground{{Source: "survey", Of: "none"}} },
			"date":    func(e *plan.Entry) { e.Date = day.AddDate(0, 0, -1) },
			"kind":    func(e *plan.Entry) { e.Kind, e.Seats, e.Grounds = plan.Event, nil, nil },
		} {
			other := kept
			change(&other)
			_, err := service.SaveEntry(c.ctx, other)
			expect.Equal(t, "another of "+field, fmt.Sprint(expect.Fields(err)), "["+field+": plan.taken]")
		}
		expect.Equal(t, "nothing of that was kept", written(must(service.Entry(c.ctx, taken.ID))), written(kept))
	})
}

// Of surveys and rollouts a decision keeps what everybody on the team may learn: a score with its interval, or that it is withheld;
// whether gates are open, and not what people answered.
func TestWhatDecisionsRestOn(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		service := c.planning()
		refs := servicestest.Refs(12)
		c.People(t, cohorts.Patient, refs...)
		cohort := c.Agreed(t, "First", refs...)
		v := c.Survey(t, "Is it easy?", servicestest.Pages(t, `[{"questions": [{"id": "sus", "instrument": "sus"}]}]`)...)
		asked := c.Invite(t, v.ID, cohort)
		c.Feature(t, "mail", rollout.Beta)
		must(c.Rollouts.SaveRollout(c.ctx, "mail", rollout.Settings{Cohort: cohort, Ramp: []rollout.Step{{Percent: 10}, {Percent: 50}}, Gates: rollout.Gates{HoldHours: 24}}))
		var offers []string
		for _, g := range must(service.Grounds(c.ctx)) {
			offers = append(offers, g.Source+" "+g.Of+" "+g.Title.In("es"))
		}
		expect.Equal(t, "what there is", strings.Join(offers, "; "), "survey "+v.ID+" Is it easy?; rollout mail/"+cohort+" mail · First")
		decide := func(title string) string {
			return evidence(t, must(service.SaveEntry(c.ctx, plan.Entry{
				Kind: plan.Decision, Title: title, Date: time.Date(2027, 3, 1, 0, 0, 0, 0, time.UTC), Seats: []plan.Seat{plan.Manager},
				Grounds: []plan.Ground{{Source: "survey", Of: v.ID}, {Source: "rollout", Of: "mail/" + cohort}},
			})))
		}
		answer := func(refs ...string) {
			for n, ref := range refs {
				pairs := []string{}
				for item := 1; item <= 10; item++ {
					pairs = append(pairs, fmt.Sprintf("sus.%d=%d", item, 2+(n+item)%3))
				}
				c.Send(t, asked[ref], 0, surveys.Submit, pairs...)
			}
		}
		answer(refs[:10]...)
		gates := "rollout mail/" + cohort + " mail · First\n10% of the cohort could see it.\nClosed gate: "
		before := decide("Too early")
		if !strings.HasPrefix(before, "survey "+v.ID+" Is it easy?\nEase of use (SUS): not shown, too few answers.\n"+gates) {
			t.Error("ten answers say", before)
		}
		answer(refs[10:]...)
		after := decide("Now")
		if !strings.Contains(after, "SUS): 49.4 (46.9 to 51.8)") || !strings.Contains(after, ", 12 answers.") {
			t.Error("twelve answers say", after)
		}
	})
}

// What a decision cannot be is refused, everything at once, and nothing is kept.
func TestDecisionsThatCannotBe(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		service := c.planning()
		day := time.Date(2027, 3, 1, 0, 0, 0, 0, time.UTC)
		for _, test := range []struct {
			about string
			entry plan.Entry
			want  string
		}{
			{"seats that there are not, and one twice", plan.Entry{Kind: plan.Decision, Seats: []plan.Seat{"king", "sponsor", "sponsor"}}, "[title: error.required seats: error.unique date: error.required]"},
			{"a seat that there is not", plan.Entry{Kind: plan.Decision, Title: "One", Date: day, Seats: []plan.Seat{"king"}}, "[seats[0]: error.oneof]"},
			{"what is not there", plan.Entry{Kind: plan.Decision, Title: "One", Date: day, Grounds: []plan.Ground{{Source: "poll", Of: "none"}, {Source: "dice", Of: "six"}, {Source: "rollout", Of: "mail"}, {Source: "survey", Of: "none"}}}, "[grounds[0]: plan.ground_unknown grounds[1]: plan.ground_unknown grounds[2]: plan.ground_unknown grounds[3]: plan.ground_unknown]"},
			{"a task by seats", plan.Entry{Kind: plan.Event, Title: "One", Date: day, Seats: []plan.Seat{plan.Sponsor}}, "[kind: plan.no_decision]"},
		} {
			_, err := service.SaveEntry(c.ctx, test.entry)
			expect.Equal(t, test.about, fmt.Sprint(expect.Fields(err)), test.want)
		}
		expect.Equal(t, "nothing was kept", len(must(service.Entries(c.ctx, plan.Decision))), 0)
		_, err := service.Tick(c.ctx, must(service.SaveEntry(c.ctx, plan.Entry{Kind: plan.Decision, Title: "One", Date: day})).ID, day)
		expect.Refused(t, "ticking it off", err, base.Conflict)
	})
}
