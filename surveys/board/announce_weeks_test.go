package board_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"sync"
	"testing"
	"time"

	"soundings/cohorts"
	"soundings/cohorts/base/expect"
	"soundings/cohorts/contact"
	"soundings/surveys/board"
)

// faulty is a mail server of which now and then nobody knows whether it took a message: it has.
type faulty struct {
	mu     sync.Mutex
	chance *rand.Rand
	now    func() time.Time
	got    map[string]int         // copies by message
	when   map[string][]time.Time // by address
	faults int
}

func (p *faulty) Pass(context.Context) error { return nil }
func (p *faulty) Workers() int               { return 3 }

func (p *faulty) Send(_ context.Context, m contact.Mail) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.got[m.ID]++; p.got[m.ID] == 1 {
		p.when[m.Address] = append(p.when[m.Address], p.now())
	}
	if p.chance.IntN(10) == 0 {
		p.faults++
		return errors.New("the connection broke")
	}
	return nil
}

// Every group is told of four changes over five weeks, while the program is stopped in the middle of telling and the mail server
// breaks off: everybody gets each once, but for a copy where nobody knows whether a mail was taken, and nobody more than their limit.
func TestWeeksOfTelling(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		w := c.telling(t)
		for n, group := range []cohorts.Group{cohorts.Provider, cohorts.HIT, cohorts.Leadership, cohorts.Practice} {
			must(c.Cohorts.SaveParticipant(c.ctx, cohorts.Participant{Ref: fmt.Sprintf("G-%d", n), Group: group, Language: "es", Email: fmt.Sprintf("g-%d@example.org", n)}))
		}
		chance := rand.New(rand.NewPCG(14, 26))
		post := &faulty{chance: chance, now: c.Clock.Now, got: map[string]int{}, when: map[string][]time.Time{}}
		c.Outbox.Post = post
		cards := []board.Bump{w.bump}
		for n := range 3 {
			b, _ := c.report(fmt.Sprintf("P-%04d", n+3), "secure-messaging", "It is slow")
			c.decided(b.ID)
			cards = append(cards, c.change(b.ID, board.Change{State: to(board.Done)}))
		}
		for day := range 35 {
			if n := day / 2; day%2 == 0 && n < len(cards) {
				w.tellsOrDies(cards[n], chance.IntN(3))
			}
			must(c.Announce.Resume(c.ctx))
			c.goesOut(t)
		}
		people := 8 + 3 + 4 // who see it, the staff, and one of each other group
		for _, b := range cards {
			id := "A-" + strings.TrimPrefix(b.ID, "B-")
			expect.Equal(t, id+" is told to", must(c.Contact.Counts(c.ctx, contact.ForAnnouncement, id)).People(), people)
			steps := must(c.Outbox.Steps(c.ctx, contact.ForAnnouncement, id))
			sent := 0
			for _, states := range steps {
				sent += states[contact.MessageSent]
			}
			expect.Equal(t, id+" reached all but one whom nothing reaches", sent, people-1)
			expect.Equal(t, id+" waits for", steps.Open(), 0)
		}
		copies := 0
		for _, n := range post.got {
			copies += n - 1
		}
		expect.Equal(t, "copies, at most one a fault", copies <= post.faults, true)
		expect.Equal(t, "mails", len(post.got), len(cards)*(people-3))
		for address, when := range post.when {
			for n := 2; n < len(when); n++ {
				if when[n].Sub(when[n-2]) < 7*24*time.Hour-time.Hour {
					t.Errorf("%s got three in a week: %v", address, when)
				}
			}
		}
	})
}

// tellsOrDies tells everybody of a card: or the program stops before anybody is invited, or once some are.
func (w *telling) tellsOrDies(b board.Bump, dies int) {
	all := words(board.Audiences()...)
	if dies == 0 {
		must2(w.Announce.Tell(w.ctx, board.OfBump(b.ID), board.Telling{Groups: all}))
		return
	}
	a := must(w.Announce.Of(w.ctx, board.OfBump(b.ID)))
	a.Words, a.Told, a.Steps, a.Began, a.Asking = all, map[board.Audience]time.Time{}, contact.ReadyTellings()[0].Steps, w.Clock.Now(), true
	for _, audience := range board.Audiences() {
		a.Told[audience] = w.Clock.Now()
	}
	if err := w.Store.SaveBumps(w.ctx, "announce", board.Saved{Announcements: []board.Announcement{a}}); err != nil {
		panic(err)
	}
	if dies == 2 {
		p := must(w.Cohorts.Participant(w.ctx, "P-0001"))
		must(w.Contact.Invite(w.ctx, contact.ForAnnouncement, a.ID, []contact.Asked{{Ref: p.Ref, Group: p.Group, Cohort: w.cohort, Language: p.Language}}, time.Time{}))
	}
}

// goesOut lets a day go by: mails are sent every two hours, and in the evening the team prints letters and takes the texts.
func (c *clinic) goesOut(t *testing.T) {
	t.Helper()
	for range 12 {
		c.Clock.Advance(2 * time.Hour)
		for must(c.Outbox.Take(c.ctx)) > 0 {
		}
		for range 10 {
			if must(c.Outbox.Send(c.ctx)) == 0 {
				break
			}
		}
	}
	for _, by := range []contact.Way{contact.ByText, contact.ByLetter} {
		if must(c.Outbox.Waiting(c.ctx, by, contact.BatchLength)) > 0 {
			_, err := c.Outbox.HandOut(c.ctx, by)
			if err != nil {
				t.Fatal(err)
			}
		}
	}
}
