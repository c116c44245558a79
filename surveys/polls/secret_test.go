package polls_test

import (
	"crypto/rand"
	"fmt"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"go.mongodb.org/mongo-driver/bson"

	"soundings/cohorts/base"
	"soundings/cohorts/base/expect"
	"soundings/cohorts/contact"
	"soundings/server/services/servicestest"
	"soundings/surveys/polls"
)

// fields returns the names in a document.
func fields(doc string) []string {
	var names []string
	for _, e := range must(bson.Raw(doc).Elements()) {
		names = append(names, e.Key())
	}
	slices.Sort(names)
	return names
}

// The ballots of a secret poll say nothing that leads to a voter, nor does what is kept with them.
func TestSecretBallotsLinkToNobody(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		service := c.Polls
		p := c.Poll(t, func(p *polls.Poll) { p.Secret, p.Open = true, true })
		c.Team(t, numbered("S", 12)...)
		links := must(service.Invite(c.ctx, p.ID, polls.Audience{Refs: numbered("S", 12)}))
		before := strings.Join(c.Documents(t, "invitations", "audit"), "")
		c.Clock.Advance(37*time.Minute + 123*time.Millisecond)
		moment := c.Clock.Now()
		for n, i := range links {
			expect.Equal(t, "opened", must(service.Open(c.ctx, voter(i))).Status, polls.Asking)
			expect.Equal(t, "kept", must(service.Cast(c.ctx, voter(i), chosen(n))).Status, polls.Done)
			expect.Equal(t, "opened again", must(service.Open(c.ctx, voter(i))).Status, polls.Already)
		}
		must(service.Cast(c.ctx, polls.Voter{Code: service.Code(p), Browser: "cookie"}, ballot("rank.mail=1", "group=staff")))
		expect.Equal(t, "at the invitations nothing is noted", strings.Join(c.Documents(t, "invitations", "audit"), ""), before)
		counts := must(c.Contact.Counts(c.ctx, contact.ForPoll, p.ID))
		expect.Equal(t, "nor in their counts", fmt.Sprint(counts.Started, counts.States[contact.Created]), "0 12")

		day, seen := moment.Truncate(24*time.Hour), map[string]bool{}
		for _, doc := range c.Documents(t, "ballots") {
			expect.Equal(t, "a ballot says", strings.Join(fields(doc), " "), "_id at group places poll schema shown unverified version")
			at, _ := bson.Raw(doc).Lookup("at").TimeOK()
			expect.Equal(t, "on which day", at.UTC(), day)
			seen[bson.Raw(doc).Lookup("_id").StringValue()] = true
		}
		for _, doc := range c.Documents(t, "poll_rights") {
			expect.Equal(t, "a used right says", strings.Join(fields(doc), " "), "_id poll schema version")
			seen[bson.Raw(doc).Lookup("_id").StringValue()] = true
		}
		expect.Equal(t, "no id is of both", len(seen), 26)
		stamp := base.NewOrderedID(moment, rand.Reader)[:6] // what ids of those minutes begin with
		for _, doc := range c.Documents(t, "ballots", "poll_rights", "pending") {
			for _, i := range links {
				for _, of := range []string{i.Ref, i.ID, i.Hash} {
					if strings.Contains(doc, of) {
						t.Errorf("a document names %s", of)
					}
				}
			}
			if strings.Contains(doc, stamp) && !strings.Contains(doc, "invitations/") {
				t.Error("a document says when it came")
			}
		}
	})
}

// A right to vote in a secret poll is spent once, on however many devices at once, and not changed.
func TestSecretBallotIsCastOnce(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		service := c.Polls
		p := c.Poll(t, func(p *polls.Poll) { p.Secret = true })
		c.Team(t, "S-1")
		link := must(service.Invite(c.ctx, p.ID, polls.Audience{Refs: []string{"S-1"}}))[0]
		statuses := servicestest.Count(servicestest.Together(10, func(n int) polls.Status { return must(service.Cast(c.ctx, voter(link), chosen(n))).Status }))
		expect.Equal(t, "kept", statuses[polls.Done], 1)
		expect.Equal(t, "told so", statuses[polls.Already], 9)
		expect.Equal(t, "ballots", len(c.Documents(t, "ballots")), 1)
		expect.Equal(t, "opened again", must(service.Open(c.ctx, voter(link))).Status, polls.Already)
	})
}

// What is shown of a secret poll moves in steps, the same on every server, and is whole when it is closed.
func TestSecretResultsMoveInSteps(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		service, other := c.Polls, c.Another(t).Polls
		p := c.Poll(t, func(p *polls.Poll) { p.Secret = true })
		c.Team(t, numbered("S", 13)...)
		links := must(service.Invite(c.ctx, p.ID, polls.Audience{Refs: numbered("S", 13)}))
		for n, i := range links {
			must(service.Cast(c.ctx, voter(i), chosen(n)))
			want := (n + 1) / 5 * 5
			expect.Equal(t, "shown", must(other.Results(c.ctx, p.ID)).Ballots, want)
			expect.Equal(t, "and on the first server", must(service.Results(c.ctx, p.ID)).Ballots, want)
		}
		must(service.Close(c.ctx, p.ID))
		expect.Equal(t, "closed", must(other.Results(c.ctx, p.ID)).Ballots, 13)
		_, err := service.CountUnverified(c.ctx, p.ID, false)
		expect.Refused(t, "showing another part of a secret poll", err, base.Conflict)
	})
}

// Whoever was thanked for a ballot stands in the results that stay, even if the poll closed in that moment.
func TestBallotsUnderWayCountAtClosing(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		service := c.Polls
		p := c.Poll(t, func(p *polls.Poll) { p.Secret = true })
		refs := numbered("S", 60)
		c.Team(t, refs...)
		links := must(service.Invite(c.ctx, p.ID, polls.Audience{Refs: refs}))
		var first polls.Results
		statuses := servicestest.Count(servicestest.Together(len(links)+1, func(n int) polls.Status {
			if n == len(links) {
				for len(c.Documents(t, "ballots")) < 12 {
					runtime.Gosched()
				}
				must(service.Close(c.ctx, p.ID))
				first = must(service.Results(c.ctx, p.ID))
				return ""
			}
			return must(service.Cast(c.ctx, voter(links[n]), chosen(n))).Status
		}))
		expect.Equal(t, "at closing", first.Ballots, statuses[polls.Done])
		expect.Equal(t, "kept", len(c.Documents(t, "ballots")), statuses[polls.Done])
	})
}
