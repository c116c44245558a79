package store_test

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"soundings/cohorts/contact"
	"soundings/metrics"
	"soundings/surveys/polls"
)

// pastOf returns what the history of a service says of some series, sorted.
func (k *taker) pastOf(names ...string) []string {
	var text bytes.Buffer
	must(0, k.Series.History(k.ctx, &text, "x"))
	var lines []string
	for line := range strings.Lines(text.String()) {
		if slices.ContainsFunc(names, func(name string) bool { return strings.HasPrefix(line, name+"{") }) {
			lines = append(lines, strings.TrimSpace(line))
		}
	}
	slices.Sort(lines)
	return lines
}

// shownOf returns what a scrape at the end of today would say of a poll, as history writes it.
func (k *taker) shownOf(id string) []string {
	r := must(k.Series.Polls.Results(k.ctx, id))
	at := k.now().Truncate(24 * time.Hour).Add(24*time.Hour - time.Second).Unix()
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

// The past of a named poll is what it showed at the end of each day, whoever changed their ballot; of a secret one only
// what it shows since it was closed.
func TestHistoryOfPolls(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		k := c.takers(t)
		service := k.asking()
		k.Series.Polls = service
		people := numbered("S", 20)
		c.team(append(people, "X-1")...)
		named := c.poll(nil)
		secret := c.poll(func(p *polls.Poll) { p.Title["en"], p.Secret = "In secret", true })
		c.poll(func(p *polls.Poll) { p.Title["en"], p.Secret = "Still open", true })
		links := must(service.Invite(k.ctx, named.ID, polls.Audience{Refs: append(people, "X-1")}))
		hidden := must(service.Invite(k.ctx, secret.ID, polls.Audience{Refs: people}))
		var want []string
		vote := func(i contact.Invitation, n int) { must(service.Cast(k.ctx, voter(c.again(i)), chosen(n))) }
		for day := range 8 {
			for n := 2 * day; n < 2*day+2; n++ {
				vote(links[n], n)
				vote(hidden[n], n)
				if n > 2 {
					vote(links[n-2], 3*n) // changes their mind
				}
			}
			if day == 5 {
				must(service.Close(k.ctx, secret.ID))
				hidden = links // who comes now votes once more on the other
			}
			c.wait(time.Hour)
			want = append(want, k.shownOf(named.ID)...)
			if day >= 5 {
				want = append(want, k.shownOf(secret.ID)...)
			}
			c.wait(23 * time.Hour)
		}
		c.wait(12 * time.Hour)
		slices.Sort(want)
		equal(t, "history", strings.Join(k.pastOf("soundings_poll_ballots", "soundings_poll_place"), "\n"), strings.Join(want, "\n"))
		if len(want) < 50 {
			t.Errorf("only %d lines were compared", len(want))
		}
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
