package cohorts_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"soundings/cohorts"
	"soundings/cohorts/base"
	"soundings/cohorts/base/expect"
	"soundings/server/services/servicestest"
)

// other is another part that keeps something of participants, and cannot forget it while it is broken.
type other struct {
	broken    bool
	forgotten []string
}

func (o *other) Forget(_ context.Context, ref string) error {
	if o.broken {
		return errors.New("broken")
	}
	o.forgotten = append(o.forgotten, ref)
	return nil
}

// A person who is removed leaves every beta, whatever their state: nothing is left of their memberships, and the counts of
// members are of the others, as those of what members did are.
func TestRemovedPeopleLeave(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		c.People(t, cohorts.Patient, refs(2)...)
		ids := map[cohorts.State]string{}
		for _, state := range cohorts.States() {
			id := must(c.Cohorts.CreateCohort(c.ctx, cohorts.Cohort{Name: base.Words{"en": string(state), "es": string(state)}, Shared: true})).ID
			must(c.Cohorts.Select(c.ctx, id, refs(2), cohorts.RefuseOverflow))
			for _, to := range map[cohorts.State][]cohorts.State{
				cohorts.Invited: {cohorts.Invited}, cohorts.Agreed: {cohorts.Invited, cohorts.Agreed}, cohorts.Declined: {cohorts.Declined},
				cohorts.Graduated: {cohorts.Invited, cohorts.Agreed, cohorts.Graduated}, cohorts.Withdrawn: {cohorts.Invited, cohorts.Withdrawn},
			}[state] {
				must(c.Cohorts.SetState(c.ctx, id, "P-0001", to, cohorts.Heard{}))
			}
			ids[state] = id
		}
		expect.Equal(t, "removed", c.Cohorts.RemoveParticipant(c.ctx, "P-0001"), nil)
		for _, state := range cohorts.States() {
			expect.Equal(t, string(state), c.members(ids[state]), map[cohorts.State]int{cohorts.Selected: 1})
		}
		expect.Equal(t, "memberships", len(must(c.Cohorts.MembershipsOf(c.ctx, "P-0001"))), 0)
		expect.Equal(t, "those of others", len(must(c.Cohorts.MembershipsOf(c.ctx, "P-0002"))), len(ids))
		_, err := c.Cohorts.Participant(c.ctx, "P-0001")
		expect.Refused(t, "the record", err, base.NotFound)
		expect.Refused(t, "twice", c.Cohorts.RemoveParticipant(c.ctx, "P-0001"), base.NotFound)
	})
}

// A removal that stops half way is finished later, unless somebody new has the ref by then.
func TestContinueRemovals(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		c.People(t, cohorts.Patient, refs(2)...)
		elsewhere := &other{broken: true}
		c.Cohorts.Others = elsewhere
		for _, ref := range refs(2) {
			if err := c.Cohorts.RemoveParticipant(c.ctx, ref); err == nil {
				t.Fatal("removed, though another part is broken")
			}
		}
		elsewhere.broken = false
		c.People(t, cohorts.Patient, "P-0002") // somebody new
		for _, now := range []struct {
			about     string
			wait      time.Duration
			forgotten []string
			underWay  int
		}{
			{"at once", 0, nil, 2},
			{"before every server has heard", 59 * time.Second, nil, 2},
			{"after a minute", time.Second, []string{"P-0001"}, 0},
			{"later", time.Hour, []string{"P-0001"}, 0},
		} {
			c.Clock.Advance(now.wait)
			expect.Equal(t, now.about, c.Cohorts.ContinueRemovals(c.ctx), nil)
			expect.Equal(t, now.about, elsewhere.forgotten, now.forgotten)
			expect.Equal(t, now.about+", under way", len(must(c.Store.Removals(c.ctx))), now.underWay)
		}
		expect.Equal(t, "somebody new", must(c.Cohorts.Participant(c.ctx, "P-0002")).Ref, "P-0002")
	})
}

// A person who is removed while their record and their consent change is gone in the end, and counted once.
func TestRemovingTogether(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		c.People(t, cohorts.Patient, refs(8)...)
		id, asked := c.Asked(t, "First wave", refs(8)...)
		servicestest.Together(24, func(i int) error {
			ref := refs(8)[i%8]
			switch i / 8 {
			case 0:
				expect.Equal(t, "removed", c.Another(t).Cohorts.RemoveParticipant(c.ctx, ref), nil)
			case 1:
				_, err := c.Another(t).Contact.AnswerConsent(c.ctx, asked[ref], true, "en")
				return err // of a link that is gone by then
			default:
				_, err := c.Another(t).Cohorts.SetState(c.ctx, id, ref, cohorts.Withdrawn, cohorts.Heard{})
				return err
			}
			return nil
		})
		c.Clock.Advance(time.Hour)
		expect.Equal(t, "finished", c.Cohorts.ContinueRemovals(c.ctx), nil)
		for _, ref := range refs(8) {
			_, err := c.Cohorts.Participant(c.ctx, ref)
			expect.Refused(t, ref, err, base.NotFound)
		}
		sum := 0
		for _, n := range c.members(id) {
			sum += n
		}
		expect.Equal(t, "counted no more", fmt.Sprint(sum), "0")
	})
}
