package series_test

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/testutil"
	"github.com/prometheus/common/expfmt"

	"soundings/cohorts"
	"soundings/cohorts/base/expect"
	"soundings/cohorts/contact"
	"soundings/cohorts/rollout"
	"soundings/metrics"
	"soundings/metrics/series"
	"soundings/server/services/servicestest"
	"soundings/surveys"
	"soundings/surveys/board"
	"soundings/surveys/polls"
)

var updateFigures = flag.Bool("update", false, "write the golden files anew")

// golden compares a text with a file of testdata.
func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	file := filepath.Join("testdata", name)
	if *updateFigures {
		if err := os.WriteFile(file, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), string(got)); diff != "" {
		t.Errorf("%s is not what it was; write it anew with -update:\n%s", file, diff)
	}
}

// lived is a clinic in which all that figures are counted of has happened, over a week.
func (c *clinic) lived(t *testing.T) {
	t.Helper()
	people := refs(24)
	c.People(t, cohorts.Patient, people...)
	c.People(t, cohorts.Staff, "S-1")
	first, asked := c.Asked(t, "First wave", people[:16]...)
	c.Asked(t, "Second wave", people[16:]...)
	c.Clock.Advance(24 * time.Hour)
	for n, ref := range people[:16] {
		must(c.Contact.AnswerConsent(c.ctx, asked[ref], n != 15, "en"))
	}
	c.Feature(t, "labs", rollout.Beta)
	must(c.Rollouts.SaveRollout(c.ctx, "labs", rollout.Settings{Cohort: first, Ramp: []rollout.Step{{Percent: 50}, {Percent: 100}}}))
	c.Feature(t, "messages", rollout.Planned)
	must(c.Rollouts.SaveRollout(c.ctx, "messages", rollout.Settings{Cohort: first, Ramp: []rollout.Step{{Percent: 10}, {Percent: 100}}}))
	c.Feature(t, "bills", rollout.Live) // with no rollout, and nobody uses it
	c.Feature(t, "forms", rollout.Beta) // with no rollout, and somebody does
	c.voted(t)
	c.bumped(people)
	v := c.Portal(t)
	c.planned(t, first, v.ID)
	must(c.Contact.Start(c.ctx, contact.ForSurvey, v.ID, []contact.Step{{AfterDays: 3, By: contact.ByMail}})) // they wait: there is no mail server
	invited := servicestest.ByRef(must(c.Surveys.Invite(c.ctx, v.ID, surveys.Audience{Cohort: first})))
	for day := range 5 {
		c.Clock.Advance(24 * time.Hour)
		for n := 3 * day; n < 3*day+3; n++ {
			c.live(t, n, people[n], invited[people[n]])
		}
	}
	must(c.Rollouts.Step(c.ctx, "labs", first, ""))
	c.told(t, "mail")
	must(c.Cohorts.SetState(c.ctx, first, people[0], cohorts.Withdrawn, cohorts.Heard{}))
	expect.Equal(t, "kept what was seen", c.Rollouts.Flush(c.ctx), nil)
	c.Fold(t)
	expect.Equal(t, "counted", c.Series.Refresh(c.ctx), nil)
}

// voted is a poll in which six of the staff vote, and one other practice, which alone would be told by its ballot.
func (c *clinic) voted(t *testing.T) {
	people := append(servicestest.Numbered("S", 6), "X-1")
	c.Team(t, people...)
	for n, link := range must(c.Polls.Invite(c.ctx, c.Poll(t, nil).ID, polls.Audience{Refs: people})) {
		must(c.Polls.Cast(c.ctx, polls.Voter{Invitation: link, Browser: fmt.Sprint(n)}, servicestest.Ballot(n)))
	}
}

// bumped is four bumps: a blocker that is open, one that nobody has judged, one that was done in a day and opened again, and one
// that was refused at once.
func (c *clinic) bumped(people []string) {
	change := func(id string, change board.Change) { must(c.Board.Change(c.ctx, id, change)) }
	for n, where := range []string{"labs", board.SigningIn, "labs", "bills"} {
		must(report(c.Board.Report(c.ctx, board.Reporting{Ref: people[n], Where: where, Text: "It does not work", Language: "en"})))
	}
	change("B-1", board.Change{Severity: to(board.Blocker)})
	change("B-4", board.Change{Severity: to(board.Minor), State: to(board.NotPlanned), Reason: "It is the paper"})
	change("B-3", board.Change{Severity: to(board.Major), State: to(board.Adapting), Adaptation: &board.Adaptation{Kind: board.NoChange, Title: "Say so"}})
	c.Clock.Advance(20 * time.Hour)
	change("B-3", board.Change{State: to(board.Done)})
	c.Clock.Advance(4 * time.Hour)
	change("B-3", board.Change{State: to(board.Assessing)})
	c.Clock.Advance(-24 * time.Hour)
}

func report(b board.Bump, _ board.Report, err error) (board.Bump, error) { return b, err }

func to[T any](v T) *T { return &v }

// live is what one member does on a day: they use the portal, of which they are shown a feature, and answer a survey; one
// only begins.
func (c *clinic) live(t *testing.T, n int, ref string, asked contact.Invitation) {
	must(c.Rollouts.EvaluateAll(c.ctx, ref))
	c.Take(t, event(fmt.Sprint("login-", n), ref, metrics.Login, "", c.Clock.Now()), event(fmt.Sprint("use-", n), ref, metrics.Used, "labs", c.Clock.Now()))
	if n == 5 {
		c.Take(t, event("form", ref, metrics.Used, "forms", c.Clock.Now()))
	}
	if n == 14 {
		c.Send(t, asked, 0, surveys.Save, "helped=no")
		return
	}
	pairs := []string{"helped=no"}
	for item := 1; item <= 10; item++ {
		pairs = append(pairs, fmt.Sprintf("sus.%d=%d", item, 1+(n+item%2*item)%5))
	}
	c.Send(t, asked, -1, surveys.Submit, pairs...)
}

// Everything that Prometheus is shown of a clinic, on both engines alike.
func TestFigures(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		registry := prometheus.NewPedanticRegistry()
		c.lived(t)
		for _, each := range []prometheus.Collector{c.Intake, c.Series, series.Mails{Outbox: c.Outbox}} {
			if err := registry.Register(each); err != nil {
				t.Fatal(err)
			}
		}
		families := must(registry.Gather())
		var got bytes.Buffer
		for _, f := range families {
			must(expfmt.MetricFamilyToText(&got, f))
		}
		golden(t, "figures.txt", got.Bytes())
		for _, problem := range must(testutil.GatherAndLint(registry)) {
			t.Errorf("%s: %s", problem.Metric, problem.Text)
		}
		if strings.Contains(got.String(), "P-00") {
			t.Error("a participant's ref is in it")
		}
	})
}

// And the same of its past.
func TestHistory(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		var got bytes.Buffer
		c.lived(t)
		c.Clock.Advance(36 * time.Hour)
		expect.Equal(t, "written", c.Series.History(c.ctx, &got, "soundings"), nil)
		golden(t, "history.txt", got.Bytes())
	})
}
