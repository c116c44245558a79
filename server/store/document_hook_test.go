package store

import (
	"context"
	"testing"
	"time"

	"soundings/cohorts/base"
	"soundings/cohorts/contact"
	"soundings/surveys/hook"
)

// hooks has a webhook that takes nothing just now, with a notice that waits for it.
func (c *example) hooks() error {
	w := hook.Webhook{
		ID: "01WEBHOOK", URL: "https://tickets.example.org/soundings", Types: base.NoticeTypes(), On: true, Gone: true, Secret: "whsec_MDE=", Former: "whsec_MDA=", FormerUntil: c.at.Add(24 * time.Hour),
		Created: c.at, Health: hook.Health{Failing: c.at, Tries: 3, Rest: c.at.Add(time.Hour), Lost: 1},
	}
	n := base.NewNotice(base.ResponseMilestone, c.at, hook.MilestoneNotice{Survey: "portal", Percent: 50}, "portal", "50")
	return inTurn(func() error { return c.s.SaveWebhook(c.ctx, "create", w) }, func() error { return c.s.AddNotice(c.ctx, n) }, func() error {
		return c.s.TakeNotice(c.ctx, n, hook.Delivery{
			ID: n.ID + "-01WEBHOOK", Webhook: w.ID, Notice: n.ID, Type: n.Type, State: contact.MessageDeferred, Why: contact.WhyAnswer, Status: 503, Began: c.at, Due: c.at.Add(time.Hour),
			Look: c.at.Add(time.Hour), First: c.at, Tries: 3,
		})
	})
}

// A webhook and a delivery come back as they were, every field of them.
func TestWebhooksAreKept(t *testing.T) {
	s := emptyStore(t)
	keeps(t, func(ctx context.Context, w hook.Webhook) error { return s.SaveWebhook(ctx, "create", w) },
		func(ctx context.Context, w hook.Webhook) (hook.Webhook, error) { return s.Webhook(ctx, w.ID) })
	keeps(t, s.SaveDelivery, func(ctx context.Context, d hook.Delivery) (hook.Delivery, error) {
		page, err := s.Deliveries(ctx, d.Webhook, "", 1)
		return page.Items[0], err
	}, func(d *hook.Delivery) { d.Was = d.State })
}
