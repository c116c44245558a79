package polls_test

import (
	"fmt"
	"testing"

	"soundings/cohorts"
	"soundings/cohorts/base"
	"soundings/cohorts/base/expect"
	"soundings/server/services/servicestest"
	"soundings/surveys/polls"
)

func TestPollIsKeptWhole(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		service := c.Polls
		c.Features(t, "mail", "labs")
		draft := must(service.Create(c.ctx, polls.Poll{
			Title: base.Words{"en": "What first?", "es": "¿Qué primero?"}, Method: polls.Dots, Features: []string{"mail", "labs"},
			Groups: map[cohorts.Group]polls.Share{cohorts.Staff: {Weight: 0.3}}, Open: true,
		}))
		open := must(service.Publish(c.ctx, draft.ID))
		expect.Equal(t, "read again", written(must(service.Poll(c.ctx, draft.ID))), written(open))
		expect.Equal(t, "in the list", written(must(service.Polls(c.ctx))), written([]polls.Poll{open}))
		expect.Equal(t, "points to spread", open.Dots, 10)
		_, err := service.Edit(c.ctx, draft.ID, 0, func(p *polls.Poll) error { return nil })
		expect.Refused(t, "changing a published poll", err, base.Conflict)
		_, err = service.Publish(c.ctx, draft.ID)
		expect.Refused(t, "publishing twice", err, base.Conflict)
		_, err = service.Poll(c.ctx, "none")
		expect.Refused(t, "a poll that is not there", err, base.NotFound)
		another := must(service.Create(c.ctx, draft))
		expect.Equal(t, "a second of that name", another.ID, draft.ID+"-2")
	})
}

// Of several who save a draft as they have seen it one is first; the others are told.
func TestDraftsAreSavedAsSeen(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		c.Features(t, "mail", "labs")
		draft := must(c.Polls.Create(c.ctx, polls.Poll{
			Title: base.Words{"en": "What first?"}, Method: polls.Rank, Features: []string{"mail", "labs"}, Groups: map[cohorts.Group]polls.Share{cohorts.Staff: {Weight: 1}},
		}))
		save := func(version int64, title string) error {
			_, err := c.Polls.Edit(c.ctx, draft.ID, version, func(p *polls.Poll) error {
				p.Title = base.Words{"en": title}
				return nil
			})
			return err
		}
		saved := servicestest.Count(servicestest.Together(5, func(n int) bool { return save(draft.Version, fmt.Sprint("Title ", n)) == nil }))
		expect.Equal(t, "saved", saved[true], 1)
		expect.Refused(t, "as it was", save(draft.Version, "Late"), base.Conflict)
		expect.Equal(t, "whatever stands there", save(0, "Last"), nil)
		expect.Equal(t, "kept", must(c.Polls.Poll(c.ctx, draft.ID)).Title["en"], "Last")
	})
}
