package store_test

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
	"soundings/cohorts/contact"
	"soundings/cohorts/rollout"
	"soundings/metrics"
	"soundings/surveys"
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
func (c *clinic) lived(t *testing.T) *taker {
	t.Helper()
	people := refs(24)
	c.patients(people...)
	c.staff("S-1")
	first, asked := c.cohort("First wave", people[:16]...)
	c.cohort("Second wave", people[16:]...)
	c.wait(24 * time.Hour)
	for n, ref := range people[:16] {
		must(c.contact.AnswerConsent(c.ctx, asked[ref], n != 15, "en"))
	}
	k := c.takers(t)
	k.feature("labs", rollout.Beta)
	must(k.rollouts.SaveRollout(k.ctx, "labs", rollout.Settings{Cohort: first, Ramp: steps(50, 100)}))
	k.feature("messages", rollout.Planned)
	must(k.rollouts.SaveRollout(k.ctx, "messages", rollout.Settings{Cohort: first, Ramp: steps(10, 100)}))
	k.feature("bills", rollout.Live) // with no rollout, and nobody uses it
	k.feature("forms", rollout.Beta) // with no rollout, and somebody does
	c.voted(k)
	v := c.portal()
	invited := byRef(must(c.surveys.Invite(c.ctx, v.ID, surveys.Audience{Cohort: first})))
	for day := range 5 {
		c.wait(24 * time.Hour)
		for n := 3 * day; n < 3*day+3; n++ {
			c.live(k, n, people[n], invited[people[n]])
		}
	}
	must(k.rollouts.Step(k.ctx, "labs", first, ""))
	must(c.people.SetState(c.ctx, first, people[0], cohorts.Withdrawn, cohorts.Heard{}))
	equal(t, "kept what was seen", k.rollouts.Flush(k.ctx), nil)
	c.foldAll()
	k.foldEvents()
	equal(t, "counted", k.Series.Refresh(k.ctx), nil)
	return k
}

// voted is a poll in which six of the staff vote, and one other practice, which alone would be told by its ballot.
func (c *clinic) voted(k *taker) {
	people := append(numbered("S", 6), "X-1")
	c.team(people...)
	for n, link := range must(c.asking().Invite(c.ctx, c.poll(nil).ID, polls.Audience{Refs: people})) {
		must(c.asking().Cast(c.ctx, polls.Voter{Invitation: link, Browser: fmt.Sprint(n)}, chosen(n)))
	}
}

// live is what one member does on a day: they use the portal, of which they are shown a feature, and answer a survey; one
// only opens it.
func (c *clinic) live(k *taker, n int, ref string, asked contact.Invitation) {
	must(k.rollouts.EvaluateAll(k.ctx, ref))
	k.take(event(fmt.Sprint("login-", n), ref, metrics.Login, "", c.now()), event(fmt.Sprint("use-", n), ref, metrics.Used, "labs", c.now()))
	if n == 5 {
		k.take(event("form", ref, metrics.Used, "forms", c.now()))
	}
	if n == 14 {
		if err := c.contact.MarkOpened(c.ctx, c.again(asked)); err != nil {
			panic(err)
		}
		return
	}
	pairs := []string{"helped=no"}
	for item := 1; item <= 10; item++ {
		pairs = append(pairs, fmt.Sprintf("sus.%d=%d", item, 1+(n+item%2*item)%5))
	}
	c.send(asked, -1, surveys.Submit, pairs...)
}

// Everything that Prometheus is shown of a clinic, on both engines alike.
func TestFigures(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		registry := prometheus.NewPedanticRegistry()
		k := c.lived(t)
		for _, each := range []prometheus.Collector{k.events, k.Series} {
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
		k := c.lived(t)
		c.wait(36 * time.Hour)
		equal(t, "written", k.Series.History(c.ctx, &got, "soundings"), nil)
		golden(t, "history.txt", got.Bytes())
	})
}
