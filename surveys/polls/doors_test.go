package polls_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"sync"
	"testing"
	"time"

	"soundings/cohorts/base/expect"
	"soundings/server/services/servicestest"
	"soundings/server/store/engine"
	"soundings/surveys/polls"
)

// Ballots that race with closing, on two servers of which one stands still for a while on the way: none that was
// acknowledged is missing afterwards, and none comes later. SOUNDINGS_TEST_RACE has a thousand of them and twenty seconds.
func TestBallotsRaceWithClosing(t *testing.T) {
	voters, pause := 120, 200*time.Millisecond
	if os.Getenv("SOUNDINGS_TEST_RACE") != "" {
		voters, pause = 1000, 20*time.Second
	}
	on(t, func(t *testing.T, c *clinic) {
		p := c.Poll(t, func(p *polls.Poll) { p.Secret = true })
		refs := numbered("S", voters)
		c.Team(t, refs...)
		links := must(c.Polls.Invite(c.ctx, p.ID, polls.Audience{Refs: refs}))
		stands := &servicestest.Halting{Engine: c.Engine}
		servers := []*polls.Service{c.Polls, c.Through(t, stands).Polls}
		closing := rand.IntN(voters * 3 / 4)
		statuses := make([]polls.Status, voters)
		var first polls.Results
		servicestest.Together(34, func(n int) any {
			switch n {
			case 32: // the server that stands still
				awaitBallots(t, c, closing/2)
				stands.Gate.Lock()
				time.Sleep(pause)
				stands.Gate.Unlock()
			case 33: // the one that closes
				awaitBallots(t, c, closing)
				must(servers[0].Close(c.ctx, p.ID))
				first = must(servers[0].Results(c.ctx, p.ID))
			default:
				for i := n; i < voters; i += 32 {
					statuses[i] = must(servicestest.Persistent(func() (polls.Sheet, error) {
						return servers[i%2].Cast(c.ctx, voter(links[i]), chosen(i))
					})).Status
				}
			}
			return nil
		})
		told := servicestest.Count(statuses)
		t.Logf("closed after %d of %d: %v", closing, voters, told)
		expect.Equal(t, "told", told[polls.Done]+told[polls.IsClosed], voters)
		expect.Equal(t, "kept", len(c.Documents(t, "ballots")), told[polls.Done])
		expect.Equal(t, "counted at closing", first.Ballots, told[polls.Done])
		c.Fold(t)
		expect.Equal(t, "counted later", must(servers[1].Results(c.ctx, p.ID)).Ballots, told[polls.Done])
		kept, again := c.counted(p)
		expect.Equal(t, "counted again", kept, again)
	})
}

// awaitBallots waits until so many are kept.
func awaitBallots(t *testing.T, c *clinic, n int) {
	for len(c.Documents(t, "ballots")) < n {
		time.Sleep(time.Millisecond)
	}
}

// A ballot that had passed every check when the poll closed on another server is refused, and kept nowhere.
func TestClosingShutsTheDoors(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		p := c.Poll(t, func(p *polls.Poll) { p.Secret = true })
		c.Team(t, "S-1")
		link := must(c.Polls.Invite(c.ctx, p.ID, polls.Audience{Refs: []string{"S-1"}}))[0]
		stands := &closes{Engine: c.Engine, before: func() { must(c.Polls.Close(c.ctx, p.ID)) }}
		late := c.Through(t, stands).Polls
		expect.Equal(t, "told", must(late.Cast(c.ctx, voter(link), chosen(1))).Status, polls.IsClosed)
		expect.Equal(t, "kept", fmt.Sprint(len(c.Documents(t, "ballots")), len(c.Documents(t, "poll_rights"))), "0 0")
	})
}

// closes is an engine before whose first write of a ballot something happens.
type closes struct {
	engine.Engine
	once   sync.Once
	before func()
}

func (e *closes) Write(ctx context.Context, changes []engine.Change) error {
	if changes[0].Collection == "ballots" {
		e.once.Do(e.before)
	}
	return e.Engine.Write(ctx, changes)
}
