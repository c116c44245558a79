package contact_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"soundings/cohorts"
	"soundings/cohorts/base"
	"soundings/cohorts/base/expect"
	"soundings/cohorts/contact"
	"soundings/server/services/servicestest"
)

// askedOf returns what to invite people by, all patients who speak English.
func askedOf(refs ...string) []contact.Asked {
	all := make([]contact.Asked, len(refs))
	for i, ref := range refs {
		all[i] = contact.Asked{Ref: ref, Group: cohorts.Patient, Language: "en"}
	}
	return all
}

// People have one invitation to one thing, however often and from how many servers they are invited.
func TestInvite(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		people := askedOf(refs(cohorts.MaxChunk + 10)...)
		until := c.Clock.Now().Add(time.Hour)
		first := must(c.Contact.Invite(c.ctx, contact.ForSurvey, "portal", people[:5], until))
		for _, all := range servicestest.Together(3, func(int) []contact.Invitation {
			return must(c.Another(t).Contact.Invite(c.ctx, contact.ForSurvey, "portal", people, until.Add(time.Hour)))
		}) {
			expect.Equal(t, "in the order asked", []any{len(all), all[0], all[len(all)-1].Ref}, []any{len(people), first[0], people[len(people)-1].Ref})
		}
		counts := must(c.Contact.Counts(c.ctx, contact.ForSurvey, "portal"))
		expect.Equal(t, "invited", []int{counts.Invited(), counts.People(), counts.Delivered()}, []int{len(people), len(people), len(people)})
		expect.Equal(t, "to something else", must(c.Contact.Counts(c.ctx, contact.ForPoll, "portal")).Invited(), 0)

		var listed []string
		for after := ""; ; {
			page := must(c.Contact.List(c.ctx, contact.ForSurvey, "portal", after, 100))
			for _, i := range page.Items {
				listed = append(listed, i.Ref)
			}
			if after = page.Next; after == "" {
				break
			}
		}
		slices.Sort(listed)
		expect.Equal(t, "listed, each once", listed, refs(len(people)))
		expect.Equal(t, "of one", len(must(c.Contact.InvitationsOf(c.ctx, "P-0001"))), 1)
	})
}

// A proxy is asked in their own language, by a link of their own, as long as they are the proxy.
func TestProxies(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		for _, p := range []cohorts.Participant{
			{Ref: "child", Group: cohorts.Patient, Language: "en", Minor: true}, {Ref: "mother", Group: cohorts.Patient, Language: "es"},
			{Ref: "father", Group: cohorts.Patient, Language: "en"}, {Ref: "grown", Group: cohorts.Patient, Language: "en", Proxy: "father"},
		} {
			must(c.Cohorts.SaveParticipant(c.ctx, p))
		}
		id := must(c.Cohorts.CreateCohort(c.ctx, cohorts.Cohort{Name: base.Words{"en": "Wave", "es": "Wave"}})).ID
		_, err := c.Cohorts.Select(c.ctx, id, []string{"child"}, cohorts.RefuseOverflow)
		expect.Equal(t, "a minor without a proxy", expect.Fields(err), []string{"refs: participant.minor"})
		child := must(c.Cohorts.Participant(c.ctx, "child"))
		be := func(proxy string, minor bool) {
			child.Proxy, child.Minor = proxy, minor
			must(c.Cohorts.SaveParticipant(c.ctx, child))
		}
		be("mother", true)
		must(c.Cohorts.Select(c.ctx, id, []string{"child", "grown"}, cohorts.RefuseOverflow))
		asked := servicestest.ByRef(must(c.Contact.AskConsent(c.ctx, id)))
		mothers := asked["child"]
		expect.Equal(t, "whom", []any{mothers.Proxy, mothers.Language, mothers.By().ID}, []any{"mother", "es", "mother"})
		own := must(c.Contact.Invite(c.ctx, contact.ForSurvey, "portal", askedOf("child"), time.Time{}))[0]
		expect.Equal(t, "their own", []any{own.Proxy, own.By()}, []any{"", base.Actor{Kind: base.ActorParticipant, ID: "child"}})

		for _, now := range []struct {
			proxy        string
			minor        bool
			mothers, own bool
		}{
			{"mother", true, true, false}, {"mother", false, true, true}, {"father", true, false, false}, {"", true, false, false}, {"", false, false, true},
		} {
			be(now.proxy, now.minor)
			expect.Equal(t, fmt.Sprint(now.proxy, now.minor), []bool{mothers.StillFor(child), own.StillFor(child)},
				[]bool{now.mothers, now.own})
		}
		must(c.Contact.AnswerConsent(c.ctx, asked["grown"], true, "en"))
		expect.Equal(t, "who said it", must(c.Store.History(c.ctx, id, "grown"))[2].By, base.Actor{Kind: base.ActorParticipant, ID: "father"})
	})
}

// Invitations expire when their time is over and not before; those answered in time stay completed.
func TestExpire(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		people := refs(cohorts.MaxChunk + 10)
		all := must(c.Contact.Invite(c.ctx, contact.ForSurvey, "portal", askedOf(people...), c.Clock.Now().Add(time.Hour)))
		must(c.Contact.Invite(c.ctx, contact.ForSurvey, "other", askedOf(people[:3]...), time.Time{}))
		started, _ := all[1].Start(c.Clock.Now())
		expect.Equal(t, "started", c.Store.SaveInvitations(c.ctx, []contact.Invitation{started}, nil), nil)
		done := all[0]
		done.State, done.Completed = contact.Completed, c.Clock.Now()
		expect.Equal(t, "answered", c.Store.SaveInvitations(c.ctx, []contact.Invitation{done}, nil), nil)
		for _, now := range []struct {
			wait    time.Duration
			expired int
		}{{time.Hour - time.Second, 0}, {time.Second + time.Millisecond, len(people) - 1}, {time.Hour, 0}} {
			c.Clock.Advance(now.wait)
			expired := servicestest.Together(2, func(int) int { return must(c.Another(t).Contact.Expire(c.ctx)) })
			expect.Equal(t, "expired by one server or the other", expired[0]+expired[1], now.expired)
		}
		counts := must(c.Contact.Counts(c.ctx, contact.ForSurvey, "portal"))
		expect.Equal(t, "states", []int{counts.States[contact.Expired], counts.States[contact.Completed], counts.Started}, []int{len(people) - 1, 1, 2})
		expect.Equal(t, "those without an end", must(c.Contact.Counts(c.ctx, contact.ForSurvey, "other")).States[contact.Created], 3)
	})
}

// Nothing that a participant was asked, and nothing that they chose, is left when they are forgotten; the counts stay.
func TestForget(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		c.People(t, cohorts.Patient, refs(2)...)
		id, asked := c.Asked(t, "First wave", refs(2)...)
		link := must(c.Contact.Invite(c.ctx, contact.ForChoices, "all", askedOf("P-0001"), time.Time{}))[0]
		expect.Equal(t, "chosen", c.Contact.SaveChoices(c.ctx, link, false, false, false), nil)
		for range 2 {
			expect.Equal(t, "forgotten", c.Contact.Forget(c.ctx, "P-0001"), nil)
		}
		for _, i := range []contact.Invitation{asked["P-0001"], link} {
			_, err := c.Contact.Invitation(c.ctx, c.Contact.Token(i))
			expect.Refused(t, "a link", err, base.NotFound)
		}
		expect.Equal(t, "choices", must(c.Contact.ChoicesOf(c.ctx, "P-0001")).Mail, true)
		expect.Equal(t, "of others", len(must(c.Contact.InvitationsOf(c.ctx, "P-0002"))), 1)
		expect.Equal(t, "counts", must(c.Contact.Counts(c.ctx, contact.ForConsent, id)).Invited(), 2)
	})
}
