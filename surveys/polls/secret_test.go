package polls_test

import (
	"crypto/rand"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"go.mongodb.org/mongo-driver/bson"

	"soundings/cohorts"
	"soundings/cohorts/base"
	"soundings/cohorts/base/expect"
	"soundings/cohorts/contact"
	"soundings/server/services/servicestest"
	"soundings/server/store/engine"
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
		p := c.Poll(t, func(p *polls.Poll) { p.Secret = true })
		c.Team(t, numbered("S", 12)...)
		links := must(service.Invite(c.ctx, p.ID, polls.Audience{Refs: numbered("S", 12)}))
		before := strings.Join(c.Documents(t, "invitations", "audit"), "")
		c.Clock.Advance(37*time.Minute + 123*time.Millisecond)
		moment := c.Clock.Now()
		for n, i := range links {
			expect.Equal(t, "opened", must(service.Open(c.ctx, voter(i))).Status, polls.Asking)
			expect.Equal(t, "kept", must(service.Cast(c.ctx, voter(i), chosen(n))).Status, polls.Done)
		}
		expect.Equal(t, "at the invitations nothing is noted", strings.Join(c.Documents(t, "invitations", "audit"), ""), before)
		counts := must(c.Contact.Counts(c.ctx, contact.ForPoll, p.ID))
		expect.Equal(t, "nor in their counts", fmt.Sprint(counts.Started, counts.States[contact.Created]), "0 12")

		day, seen := moment.Truncate(24*time.Hour), map[string]bool{}
		for _, doc := range c.Documents(t, "ballots") {
			expect.Equal(t, "a ballot says", strings.Join(fields(doc), " "), "_id at group places poll schema sum unverified version")
			at, _ := bson.Raw(doc).Lookup("at").TimeOK()
			expect.Equal(t, "on which day", at.UTC(), day)
			seen[bson.Raw(doc).Lookup("_id").StringValue()] = true
		}
		for _, doc := range c.Documents(t, "poll_rights") {
			expect.Equal(t, "a used right says", strings.Join(fields(doc), " "), "_id poll schema sum version")
			seen[bson.Raw(doc).Lookup("_id").StringValue()] = true
		}
		expect.Equal(t, "no id is of both", len(seen), 24)
		stamp := base.NewOrderedID(moment, rand.Reader)[:6] // what ids of those minutes begin with
		for _, doc := range c.Documents(t, "ballots", "poll_rights", "doors", "pending") {
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

// A right to vote in a secret poll counts once, on however many devices at once. Nobody is told whether it was used: what
// the link leads to is the same before and after, and so is the answer to another ballot, right or wrong.
func TestSecretBallotCountsOnce(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		service := c.Polls
		p := c.Poll(t, func(p *polls.Poll) { p.Secret = true })
		c.Team(t, "S-1")
		link := must(service.Invite(c.ctx, p.ID, polls.Audience{Refs: []string{"S-1"}}))[0]
		sheet := func() polls.Sheet {
			opened := must(service.Open(c.ctx, voter(link)))
			opened.Seed, opened.Order = "", nil // of chance
			return opened
		}
		wrong := func() polls.Sheet { return must(service.Cast(c.ctx, voter(link), ballot("_seed=0123456789ABCDEF"))) }
		before, refused := sheet(), wrong()
		statuses := servicestest.Count(servicestest.Together(10, func(n int) polls.Status { return must(service.Cast(c.ctx, voter(link), chosen(n))).Status }))
		expect.Equal(t, "told", statuses, map[polls.Status]int{polls.Done: 10})
		expect.Equal(t, "ballots", len(c.Documents(t, "ballots")), 1)
		expect.Equal(t, "opened again", written(sheet()), written(before))
		expect.Equal(t, "a wrong one", written(wrong()), written(refused))
	})
}

// Nothing but turnout is shown of a secret poll before it closes, the same on every server; after that one edition for good.
func TestSecretResults(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		service, other := c.Polls, c.Another(t).Polls
		p := c.Poll(t, func(p *polls.Poll) { p.Secret = true })
		c.Team(t, numbered("S", 13)...)
		links := must(service.Invite(c.ctx, p.ID, polls.Audience{Refs: numbered("S", 13)}))
		for n, i := range links {
			must(service.Cast(c.ctx, voter(i), chosen(n)))
			for _, r := range []polls.Results{must(other.Results(c.ctx, p.ID)), must(service.Results(c.ctx, p.ID))} {
				expect.Equal(t, "shown", fmt.Sprint(r.Ballots, len(r.Ranking)), fmt.Sprint((n+1)/5*5, 0))
			}
		}
		must(service.Close(c.ctx, p.ID))
		edition := must(other.Results(c.ctx, p.ID))
		expect.Equal(t, "closed", fmt.Sprint(edition.Ballots, len(edition.Ranking)), "13 4")
		c.Fold(t)
		expect.Equal(t, "for good", written(must(service.Results(c.ctx, p.ID))), written(edition))
		_, err := service.CountUnverified(c.ctx, p.ID, false)
		expect.Refused(t, "showing another part of a secret poll", err, base.Conflict)
	})
}

// A secret poll is answered by personal link only.
func TestNoSecretPollByCode(t *testing.T) {
	c := clinic{servicestest.New(t), servicestest.ByManager(t)}
	c.Features(t, "mail", "labs")
	draft := polls.Poll{
		Title: base.Words{"en": "What first?"}, Method: polls.Rank, Features: []string{"mail", "labs"},
		Groups: map[cohorts.Group]polls.Share{cohorts.Staff: {Weight: 1}}, Secret: true, Open: true,
	}
	_, err := c.Polls.Create(c.ctx, draft)
	expect.Equal(t, "made", expect.Fields(err), []string{"secret: poll.secret_open"})
	draft.Open = false
	kept := must(c.Polls.Create(c.ctx, draft))
	_, err = c.Polls.Edit(c.ctx, kept.ID, 0, func(p *polls.Poll) error { p.Open = true; return nil })
	expect.Equal(t, "changed", expect.Fields(err), []string{"secret: poll.secret_open"})
}

// published keeps a poll as an earlier version has left it: secret and open, without doors.
func (c *clinic) published(t *testing.T, p polls.Poll, open bool) polls.Poll {
	t.Helper()
	p.Secret, p.Open, p.Doors = true, open, 0
	if err := c.Store.SavePoll(c.ctx, p); err != nil {
		t.Fatal(err)
	}
	return must(c.Polls.Poll(c.ctx, p.ID))
}

// A secret poll from before gets its doors with its next ballot, once, however many come at once.
func TestOlderSecretPollGetsItsDoors(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		p := c.published(t, c.Poll(t, func(p *polls.Poll) { p.Open = true }), true)
		code := c.Polls.Code(p)
		audit := len(c.Audit(t))
		statuses := servicestest.Count(servicestest.Together(12, func(n int) polls.Status {
			v := polls.Voter{Code: code, Browser: fmt.Sprint("browser ", n)}
			return must(c.Polls.Cast(c.ctx, v, ballot("rank.mail=1", "group=staff"))).Status
		}))
		expect.Equal(t, "kept", statuses, map[polls.Status]int{polls.Done: 12})
		expect.Equal(t, "doors", len(c.Documents(t, "doors")), 16)
		expect.Equal(t, "records", len(c.Audit(t)), audit)
		expect.Equal(t, "called", must(c.Polls.Poll(c.ctx, p.ID)).ByCode(), true)
		expect.Equal(t, "shown", must(c.Polls.Results(c.ctx, p.ID)).Ballots, 10)
		must(c.Polls.Close(c.ctx, p.ID))
		expect.Equal(t, "doors after closing", len(c.Documents(t, "doors")), 0)
		expect.Equal(t, "closed", must(c.Polls.Results(c.ctx, p.ID)).Ballots, 12)

		never := c.published(t, c.Poll(t, nil), false)
		must(c.Polls.Close(c.ctx, never.ID))
		expect.Equal(t, "one that got none", must(c.Polls.Results(c.ctx, never.ID)).Ballots, 0)
	})
}

// released keeps the figures of a poll as an earlier version has shown them while it was secret and open.
func (c *clinic) released(t *testing.T, p polls.Poll) {
	t.Helper()
	c.Fold(t)
	for _, doc := range c.Documents(t, "rollups") {
		raw := bson.Raw(doc)
		if raw.Lookup("_id").StringValue() != "ballots/"+p.ID {
			continue
		}
		var all bson.M
		if err := bson.Unmarshal(raw, &all); err != nil {
			t.Fatal(err)
		}
		all["_id"], all["version"] = "released/"+p.ID, int64(1)
		err := c.Engine.Write(c.ctx, []engine.Change{{Op: engine.Insert, Collection: "rollups", ID: "released/" + p.ID, Doc: must(bson.Marshal(all))}})
		if err != nil {
			t.Fatal(err)
		}
	}
}

// What an earlier version has shown of a group while a secret poll was open stays as it was when it closes, unless as many
// ballots have come since as the group's bound: the difference would be the few who came last.
func TestWhatWasReleasedBefore(t *testing.T) {
	for last, want := range map[int]int{0: 6, 1: 6, 4: 6, 5: 11} {
		on(t, func(t *testing.T, c *clinic) {
			p := c.Poll(t, func(p *polls.Poll) { p.Secret = true })
			refs := numbered("S", 6+last)
			c.Team(t, refs...)
			for n, i := range must(c.Polls.Invite(c.ctx, p.ID, polls.Audience{Refs: refs})) {
				if n == 6 {
					c.released(t, p)
				}
				must(c.Polls.Cast(c.ctx, voter(i), chosen(n)))
			}
			if last == 0 {
				c.released(t, p)
			}
			must(c.Polls.Close(c.ctx, p.ID))
			expect.Equal(t, fmt.Sprint(last, " more than were shown"), must(c.Polls.Results(c.ctx, p.ID)).Ballots, want)
		})
	}
}
