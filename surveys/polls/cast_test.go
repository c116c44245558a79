package polls_test

import (
	"fmt"
	"strings"
	"testing"

	"soundings/cohorts"
	"soundings/cohorts/base"
	"soundings/cohorts/base/expect"
	"soundings/cohorts/contact"
	"soundings/server/services/servicestest"
	"soundings/surveys/polls"
	"soundings/surveys/polls/methods"
)

// Whatever is folded and whatever is not, the figures are those of the ballots counted again: with ballots that were
// changed, by links and by the open code, of practices and of staff.
func TestFoldedBallotsAreThoseRecounted(t *testing.T) {
	for _, method := range methods.Names() {
		on(t, func(t *testing.T, c *clinic) {
			service := c.Polls
			p := c.Poll(t, func(p *polls.Poll) { p.Method, p.Open = method, true })
			c.Team(t, append(numbered("S", 12), "X-1", "X-2")...)
			links := must(service.Invite(c.ctx, p.ID, polls.Audience{Refs: append(numbered("S", 12), "X-1", "X-2")}))
			for n := range 60 {
				v := polls.Voter{Code: service.Code(p), Browser: fmt.Sprint("browser ", n/2), Change: true}
				if n%2 == 0 {
					v = polls.Voter{Invitation: c.Again(t, links[n%len(links)]), Browser: fmt.Sprint("browser ", n%6), Change: true}
				}
				sheet := must(service.Open(c.ctx, v))
				typed := answer(sheet, n)
				typed["group"] = []string{"staff"}
				if sheet = must(service.Cast(c.ctx, v, typed)); sheet.Status != polls.Done {
					t.Fatalf("%s: %v %v for %v", method, sheet.Status, expect.Named(sheet.Errors), typed)
				}
				if n%25 == 24 {
					must(c.Store.Fold(c.ctx))
				}
			}
			kept, again := c.counted(p)
			expect.Equal(t, string(method)+", partly folded", kept, again)
			c.Fold(t)
			folded, again := c.counted(p)
			expect.Equal(t, string(method)+", folded", folded, again)
			expect.Equal(t, string(method)+", before and after", folded, kept)
		})
	}
}

// Three hundred people answer by one code at once: three hundred ballots.
func TestThreeHundredAtOnce(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		p := c.Poll(t, func(p *polls.Poll) {
			p.Open, p.Groups = true, map[cohorts.Group]polls.Share{cohorts.Staff: {Weight: 1}}
		})
		code := c.Polls.Code(p)
		done := servicestest.Count(servicestest.Together(300, func(n int) polls.Status {
			v := polls.Voter{Code: code, Browser: fmt.Sprint("browser ", n)}
			return must(c.Polls.Cast(c.ctx, v, chosen(n))).Status
		}))
		expect.Equal(t, "acknowledged", done[polls.Done], 300)
		expect.Equal(t, "counted", must(c.Polls.Results(c.ctx, p.ID)).Ballots, 300)
		c.Fold(t)
		r := must(c.Polls.Results(c.ctx, p.ID))
		expect.Equal(t, "folded", fmt.Sprint(r.Ballots, *r.Groups[0].Unverified), "300 300")
	})
}

// A named ballot may be changed until the poll is closed: the last one counts, from either of two devices at once.
func TestNamedBallotsChange(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		service := c.Polls
		p := c.Poll(t, nil)
		c.Team(t, numbered("S", 6)...)
		links := must(service.Invite(c.ctx, p.ID, polls.Audience{Groups: []cohorts.Group{cohorts.Staff}}))
		for _, i := range links {
			must(service.Cast(c.ctx, voter(i), ballot("rank.mail=1")))
		}
		expect.Equal(t, "completed", c.Again(t, links[0]).State, contact.Completed)
		sheet := must(service.Open(c.ctx, voter(c.Again(t, links[0]))))
		expect.Equal(t, "shown again", fmt.Sprint(sheet.Status, " ", sheet.Voted, " ", sheet.Typed), "asking true map[rank.mail:[1]]")
		servicestest.Together(8, func(n int) any {
			return must(service.Cast(c.ctx, voter(links[n%6]), ballot("rank.labs=1", "rank.bills=2"))).Status
		})
		must(service.Cast(c.ctx, voter(links[0]), ballot("rank.visits=1")))
		for _, folded := range []bool{false, true} {
			if folded {
				c.Fold(t)
			}
			r := must(service.Results(c.ctx, p.ID))
			expect.Equal(t, "ballots", r.Ballots, 6)
			expect.Equal(t, "turnout", *r.Groups[0].Turnout, 1)
			expect.Equal(t, "first", r.Ranking[0].Feature, "labs")
		}
		must(service.Close(c.ctx, p.ID))
		sheet = must(service.Cast(c.ctx, voter(links[0]), ballot("rank.mail=1")))
		expect.Equal(t, "after closing", sheet.Status, polls.IsClosed)
		kept, again := c.counted(p)
		expect.Equal(t, "counted again", kept, again)
	})
}

// What is wrong with a ballot is said, and nothing of it is kept.
func TestNothingHalfKept(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		service := c.Polls
		p := c.Poll(t, func(p *polls.Poll) { p.Open = true })
		c.Team(t, "S-1")
		link := must(service.Invite(c.ctx, p.ID, polls.Audience{Refs: []string{"S-1"}}))[0]
		open := polls.Voter{Code: service.Code(p), Browser: "browser"}
		before := len(c.Documents(t))
		for _, bad := range []struct {
			voter polls.Voter
			typed polls.Values
			want  string
		}{
			{voter(link), ballot("rank.mail=1", "rank.labs=1"), "rank.labs: ballot.place_twice"},
			{voter(link), ballot("rank.mail=1", "rank.pigeons=2"), "rank: ballot.feature_unknown"},
			{voter(link), ballot(), "rank: ballot.empty"},
			{open, ballot("rank.mail=1"), "group: error.required"},
			{open, ballot("rank.mail=1", "group=patient"), "group: error.required"},
		} {
			sheet := must(service.Cast(c.ctx, bad.voter, bad.typed))
			expect.Equal(t, bad.want, strings.Join(expect.Named(sheet.Errors), ", "), bad.want)
		}
		_, err := service.Cast(c.ctx, polls.Voter{Code: "0000-0000-0000-0000", Browser: "browser"}, ballot("rank.mail=1"))
		expect.Refused(t, "an unknown code", err, base.NotFound)
		_, err = service.Cast(c.ctx, polls.Voter{Code: "hello", Browser: "browser"}, ballot("rank.mail=1"))
		expect.Refused(t, "what is no code", err, base.NotFound)
		_, err = service.Cast(c.ctx, polls.Voter{Code: service.Code(p)}, ballot("rank.mail=1", "group=staff"))
		expect.Refused(t, "without a browser's token", err, base.Invalid)
		expect.Equal(t, "documents", len(c.Documents(t)), before)
	})
}
