package series_test

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"soundings/cohorts"
	"soundings/cohorts/base/expect"
	"soundings/cohorts/contact"
	"soundings/cohorts/rollout"
	"soundings/metrics"
	"soundings/server/services/servicestest"
	"soundings/surveys/polls"
)

// pastOf returns what the history of a service says of some series, sorted.
func (c *clinic) pastOf(names ...string) []string {
	var text bytes.Buffer
	must(0, c.Series.History(c.ctx, &text, "x"))
	var lines []string
	for line := range strings.Lines(text.String()) {
		if slices.ContainsFunc(names, func(name string) bool { return strings.HasPrefix(line, name+"{") }) {
			lines = append(lines, strings.TrimSpace(line))
		}
	}
	slices.Sort(lines)
	return lines
}

// shownOf returns what a scrape at the end of a day would say of a poll, as it is shown to everybody now, as history writes it.
func (c *clinic) shownOf(id string, day time.Time) []string {
	r := must(c.Series.Polls.Edition(c.ctx, id))
	at := day.Truncate(24 * time.Hour).Add(24*time.Hour - time.Second).Unix()
	var lines []string
	for _, g := range r.Groups {
		if g.Ballots != nil {
			lines = append(lines, fmt.Sprintf(`soundings_poll_ballots{job="x",poll=%q,group=%q} %d %d`, id, g.Group, *g.Ballots, at))
		}
	}
	for _, f := range r.Ranking {
		lines = append(lines, fmt.Sprintf(`soundings_poll_place{job="x",poll=%q,feature=%q} %d %d`, id, f.Feature, f.Place, at))
	}
	return lines
}

// The past of a poll is what it shows to everybody: of a named one since its last edition, of a secret one since it was closed.
// Of earlier editions nothing is told, whatever its ballots were then.
func TestHistoryOfPolls(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		service := c.Polls
		people := servicestest.Numbered("S", 20)
		c.Team(t, append(people, "X-1")...)
		named := c.Poll(t, nil)
		secret := c.Poll(t, func(p *polls.Poll) { p.Title["en"], p.Secret = "In secret", true })
		c.Poll(t, func(p *polls.Poll) { p.Title["en"], p.Secret = "Still open", true })
		links := must(service.Invite(c.ctx, named.ID, polls.Audience{Refs: append(people, "X-1")}))
		hidden := must(service.Invite(c.ctx, secret.ID, polls.Audience{Refs: people}))
		var want []string
		number, since := 0, time.Time{}
		vote := func(i contact.Invitation, n int) {
			must(service.Cast(c.ctx, polls.Voter{Invitation: c.Again(t, i)}, servicestest.Ballot(n)))
		}
		for day := range 8 {
			for n := 2 * day; n < 2*day+2; n++ {
				vote(links[n], n)
				vote(hidden[n], n)
				if n > 2 {
					vote(links[n-2], 3*n) // changes their mind
				}
			}
			if day == 5 {
				must(service.Close(c.ctx, secret.ID))
				hidden = links // who comes now votes once more on the other
			}
			c.Clock.Advance(time.Hour)
			told := must(service.Edition(c.ctx, named.ID)).Edition
			if told.Number > number {
				number, since = told.Number, c.Clock.Now()
			}
			c.Clock.Advance(23 * time.Hour)
		}
		last := c.Clock.Now().Add(-24 * time.Hour)
		for day := since.Truncate(24 * time.Hour); !day.After(last); day = day.Add(24 * time.Hour) {
			want = append(want, c.shownOf(named.ID, day)...)
		}
		for day := range 3 {
			want = append(want, c.shownOf(secret.ID, last.Add(-time.Duration(day)*24*time.Hour))...)
		}
		if number < 3 {
			t.Errorf("only %d editions were made", number)
		}
		c.Clock.Advance(12 * time.Hour)
		slices.Sort(want)
		expect.Equal(t, "history", strings.Join(c.pastOf("soundings_poll_ballots", "soundings_poll_place"), "\n"), strings.Join(want, "\n"))
		if len(want) < 15 {
			t.Errorf("only %d lines were compared", len(want))
		}
	})
}

// The past of a rollout is how many were exposed to its feature at the end of each day, as the report of that day said.
func TestHistoryOfExposure(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		people := refs(20)
		c.People(t, cohorts.Patient, people...)
		cohort, asked := c.Asked(t, "First wave", people...)
		c.Feature(t, "labs", rollout.Beta)
		must(c.Rollouts.SaveRollout(c.ctx, "labs", rollout.Settings{Cohort: cohort, Ramp: []rollout.Step{{Percent: 30}, {Percent: 100}}}))
		var want []string
		for day := range 10 {
			c.Agree(t, asked[people[2*day]], asked[people[2*day+1]])
			c.Clock.Advance(time.Minute)
			if day%3 == 2 {
				c.Withdraw(t, cohort, people[2*day])
			}
			if day == 5 {
				must(c.Rollouts.Step(c.ctx, "labs", cohort, ""))
			}
			c.Clock.Advance(time.Hour)
			want = append(want, exposedOf(must(c.Metrics.Adoption(c.ctx, metrics.Period{Cohort: cohort})), "labs"))
			c.Clock.Advance(23*time.Hour - time.Minute)
		}
		c.Clock.Advance(12 * time.Hour)
		slices.Sort(want)
		expect.Equal(t, "history", strings.Join(c.pastOf("soundings_feature_exposed_members"), "\n"), strings.Join(want, "\n"))
	})
}

// exposedOf writes how many were exposed to a feature at the end of a report's last day, as history does.
func exposedOf(r metrics.Report, feature string) string {
	for _, f := range r.Features {
		if f.Feature == feature && f.Exposed != nil {
			return fmt.Sprintf(`soundings_feature_exposed_members{job="x",feature=%q,cohort=%q} %d %d`, feature, r.Cohort, *f.Exposed, r.To.Time().Unix()+24*60*60-1)
		}
	}
	return "nothing"
}
