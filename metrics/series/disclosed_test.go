package series_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"soundings/cohorts"
	"soundings/cohorts/base/expect"
	"soundings/cohorts/plan"
	"soundings/server/services/servicestest"
	"soundings/surveys"
	"soundings/surveys/polls"
)

// sample is one point of a scrape; labels are sorted by their names.
type sample struct {
	family string
	labels [][2]string
	value  float64
}

// gathered returns what a scrape says now of some families; of all where none is named.
func (c *clinic) gathered(t *testing.T, names ...string) (all []sample) {
	t.Helper()
	registry := prometheus.NewPedanticRegistry()
	expect.Equal(t, "registered", registry.Register(c.Series), nil)
	expect.Equal(t, "counted", c.Series.Refresh(c.ctx), nil)
	for _, f := range must(registry.Gather()) {
		if len(names) > 0 && !slices.Contains(names, f.GetName()) {
			continue
		}
		for _, m := range f.GetMetric() {
			s := sample{family: f.GetName(), value: m.GetGauge().GetValue()}
			for _, l := range m.GetLabel() {
				s.labels = append(s.labels, [2]string{l.GetName(), l.GetValue()})
			}
			all = append(all, s)
		}
	}
	return all
}

// shown returns it as "name a,b", with the values of the labels in the order of their names.
func (c *clinic) shown(t *testing.T, names ...string) map[string]float64 {
	t.Helper()
	all := map[string]float64{}
	for _, s := range c.gathered(t, names...) {
		var labels []string
		for _, l := range s.labels {
			labels = append(labels, l[1])
		}
		all[s.family+" "+strings.Join(labels, ",")] = s.value
	}
	return all
}

// How many were invited to a poll is told of the groups alone whose ballots are told, however many vote: of a group that is
// withheld neither. It moves with no vote.
func TestInvitedIsToldAsBallotsAre(t *testing.T) {
	const ballots, invited = "soundings_poll_ballots", "soundings_poll_invited"
	for _, secret := range []bool{false, true} {
		t.Run(fmt.Sprintf("secret %v", secret), func(t *testing.T) {
			on(t, func(t *testing.T, c *clinic) {
				many, few := servicestest.Numbered("S", 12), servicestest.Numbered("X", 3)
				c.Team(t, append(slices.Clone(many), few...)...)
				p := c.Poll(t, func(p *polls.Poll) { p.Secret = secret })
				links := must(c.Polls.Invite(c.ctx, p.ID, polls.Audience{Refs: append(slices.Clone(many), few...)}))
				told := 0
				look := func(about string) {
					shown := c.shown(t, ballots, invited)
					for _, group := range []cohorts.Group{cohorts.Staff, cohorts.Practice} {
						_, votes := shown[ballots+" "+string(group)+","+p.ID]
						n, asked := shown[invited+" "+string(group)+","+p.ID]
						if votes != asked {
							t.Errorf("%s: of %s ballots are told: %v, who was invited: %v", about, group, votes, asked)
						}
						if want := map[cohorts.Group]float64{cohorts.Staff: 12, cohorts.Practice: 3}[group]; asked && n != want {
							t.Errorf("%s: %v of %s were invited, not %v", about, n, group, want)
						}
						if asked && group == cohorts.Staff {
							told++
						}
					}
				}
				look("before")
				for n, link := range links {
					must(c.Polls.Cast(c.ctx, polls.Voter{Invitation: c.Again(t, link), Browser: fmt.Sprint(n)}, servicestest.Ballot(n)))
					look(fmt.Sprintf("after %d", n+1))
				}
				must(c.Polls.Close(c.ctx, p.ID))
				c.Clock.Advance(2 * time.Minute)
				look("closed")
				if told < 5 || secret && told > len(links) { // of a named poll an empty edition is told from the start
					t.Errorf("staff was told of %d times of %d", told, len(links)+2)
				}
			})
		})
	}
}

// A goal that is measured by a score says what the edition of its survey says and nothing of the answers that came since: nothing
// before there are eleven, and never a value from which that of fewer would follow.
func TestGoalOfAScoreIsThatOfTheEdition(t *testing.T) {
	const value, score, standing = "soundings_goal_value", "soundings_survey_score", "soundings_goal_standing"
	on(t, func(t *testing.T, c *clinic) {
		people := refs(24)
		c.People(t, cohorts.Patient, people...)
		cohort := c.Agreed(t, "First wave", people...)
		v := c.Portal(t)
		asked := servicestest.ByRef(must(c.Surveys.Invite(c.ctx, v.ID, surveys.Audience{Cohort: cohort})))
		must(c.Plans.SaveEntry(c.ctx, plan.Entry{Kind: plan.Goal, Title: "Easy", Figure: plan.Score, Survey: v.ID, Target: 90, Date: c.Clock.Now().AddDate(0, 1, 0)}))
		at := map[float64]int{} // how many answers were in when a value was shown first
		for n, ref := range people {
			c.live(t, n, ref, asked[ref])
			c.Clock.Advance(time.Minute)
			expect.Equal(t, "editions", c.Surveys.MakeEditions(c.ctx), nil)
			shown := c.shown(t, value, score, standing)
			goal, isGoal := shown[value+" easy"]
			mean, isMean := shown[score+" sus,"+v.ID]
			if isGoal != isMean || goal != mean {
				t.Errorf("after %d: the goal is at %v (%v), the score %v (%v)", n+1, goal, isGoal, mean, isMean)
			}
			expect.Equal(t, "not measured", shown[standing+" easy,unmeasured"] == 1, !isGoal)
			if isGoal && at[goal] == 0 {
				at[goal] = n + 1
			}
		}
		var since []int
		for _, answers := range at {
			since = append(since, answers)
		}
		slices.Sort(since)
		last := 0
		for _, answers := range since {
			if answers-last < 11 {
				t.Errorf("values change after %v answers", since)
			}
			last = answers
		}
		if len(since) != 2 {
			t.Errorf("values were shown after %v answers", since)
		}
	})
}

// How many answered an open anonymous survey is no goal's value: a goal of it is not measured before it is closed.
func TestGoalOfAnAnonymousSurvey(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		v := c.Anonymous(t)
		people := refs(30)
		asked := c.Invited(t, v, people...)
		must(c.Plans.SaveEntry(c.ctx, plan.Entry{Kind: plan.Goal, Title: "Half answer", Figure: plan.ResponseRate, Survey: v.ID, Target: 50, Date: c.Clock.Now().AddDate(0, 1, 0)}))
		before := c.shown(t, "soundings_goal_value", "soundings_goal_standing")
		for n, ref := range people[:22] {
			must(c.Surveys.Answer(c.ctx, asked[ref], surveys.Typed{Action: surveys.Submit, Page: -1, Values: servicestest.Said("helped=yes", "ease=3"), Language: "en"}))
			if now := c.shown(t, "soundings_goal_value", "soundings_goal_standing"); !maps.Equal(before, now) {
				t.Fatalf("after %d answers the goal is %v, before %v", n+1, now, before)
			}
		}
		must(c.Surveys.Close(c.ctx, v.ID))
		_, told := c.shown(t, "soundings_goal_value")["soundings_goal_value half-answer"]
		expect.Equal(t, "told once it is closed", told, true)
	})
}
