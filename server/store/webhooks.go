package store

import (
	"context"
	"time"

	"soundings/cohorts/base"
	"soundings/cohorts/contact"
	"soundings/server/store/engine"
	"soundings/surveys/hook"
)

// webhookDoc is where a program hears of what has happened.
type webhookDoc struct {
	Head        `bson:",inline"`
	URL         []byte     `bson:"url"` // sealed: some programs have their password in it
	Types       []string   `bson:"types"`
	On          bool       `bson:"on"`
	Gone        bool       `bson:"gone,omitempty"`
	Secret      []byte     `bson:"secret"`                 // sealed
	Former      []byte     `bson:"former,omitempty"`       // sealed: the secret before
	FormerUntil *time.Time `bson:"former_until,omitempty"` // until then it signs too
	Created     time.Time  `bson:"created"`
	Failing     *time.Time `bson:"failing,omitempty"` // since when it takes nothing
	Tries       int        `bson:"tries,omitempty"`   // in vain since then
	Rest        *time.Time `bson:"rest,omitempty"`    // until when it is left alone
	Lost        int        `bson:"lost,omitempty"`    // deliveries that were given up since then
}

func newWebhookDoc(with sealer, w hook.Webhook) (*webhookDoc, error) {
	d := &webhookDoc{
		Head: Head{ID: w.ID, Version: w.Version}, Types: w.Types, On: w.On, Gone: w.Gone, FormerUntil: optional(w.FormerUntil), Created: w.Created,
		Failing: optional(w.Health.Failing), Tries: w.Health.Tries, Rest: optional(w.Health.Rest), Lost: w.Health.Lost,
	}
	for _, f := range d.sealed(&w) {
		if *f.words == "" {
			continue
		}
		var err error
		if *f.sealed, err = seal(with, webhookDocs, w.ID, f.name, *f.words); err != nil {
			return nil, err
		}
	}
	return d, nil
}

// sealed are the sealed fields of a webhook, by name, each with where its words stand.
func (d *webhookDoc) sealed(w *hook.Webhook) []sealedField {
	return []sealedField{{"url", &d.URL, &w.URL}, {"secret", &d.Secret, &w.Secret}, {"former", &d.Former, &w.Former}}
}

func (d *webhookDoc) webhook(with sealer) (hook.Webhook, error) {
	w := hook.Webhook{
		ID: d.ID, Types: d.Types, On: d.On, Gone: d.Gone, FormerUntil: given(d.FormerUntil), Created: d.Created,
		Health: hook.Health{Failing: given(d.Failing), Tries: d.Tries, Rest: given(d.Rest), Lost: d.Lost}, Version: d.Version,
	}
	for _, f := range d.sealed(&w) {
		if err := unseal(with, webhookDocs, d.ID, f.name, *f.sealed, f.words); err != nil {
			return w, err
		}
	}
	return w, nil
}

// Webhooks returns every webhook, the oldest first.
func (s *Store) Webhooks(ctx context.Context) ([]hook.Webhook, error) {
	docs, err := findAll[webhookDoc](ctx, s, engine.Query{Collection: webhookDocs})
	if err != nil {
		return nil, err
	}
	all := make([]hook.Webhook, len(docs))
	for i, d := range docs {
		if all[i], err = d.webhook(s.sealer); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// Webhook returns the webhook with this id, or NotFound.
func (s *Store) Webhook(ctx context.Context, id string) (hook.Webhook, error) {
	d, err := one[webhookDoc](ctx, s, webhookDocs, id, "webhook.unknown")
	if err != nil {
		return hook.Webhook{}, err
	}
	return d.webhook(s.sealer)
}

// SaveWebhook keeps a webhook. An act without a name leaves no record.
func (s *Store) SaveWebhook(ctx context.Context, name string, w hook.Webhook) error {
	d, err := newWebhookDoc(s.sealer, w)
	if err != nil {
		return err
	}
	if name != "" {
		name = "webhook." + name
	}
	return s.begin(name, w.ID).save(webhookDocs, d).commit(ctx)
}

// RemoveWebhook deletes a webhook.
func (s *Store) RemoveWebhook(ctx context.Context, w hook.Webhook) error {
	return s.begin("webhook.remove", w.ID).remove(webhookDocs, w.ID, w.Version).commit(ctx)
}

// newDeliveryDoc returns a delivery as it lies in the outbox, beside the messages to people.
func newDeliveryDoc(d hook.Delivery) *messageDoc {
	return &messageDoc{
		Head: Head{ID: d.ID, Version: d.Version}, Kind: d.Type, Subject: d.Notice, To: d.Webhook, By: string(contact.ByWebhook), Webhook: d.Webhook, State: string(d.State),
		Why: string(d.Why), Status: d.Status, Began: d.Began, Due: d.Due, Look: optional(d.Look), At: optional(d.At), First: optional(d.First), Tries: d.Tries,
	}
}

func (d *messageDoc) delivery() hook.Delivery {
	return hook.Delivery{
		ID: d.ID, Webhook: d.Webhook, Notice: d.Subject, Type: d.Kind, State: contact.MessageState(d.State), Was: contact.MessageState(d.State), Why: contact.Why(d.Why),
		Status: d.Status, Began: d.Began, Due: d.Due, Look: given(d.Look), At: given(d.At), First: given(d.First), Tries: d.Tries, Version: d.Version,
	}
}

func deliveriesOf(docs []*messageDoc) []hook.Delivery {
	all := make([]hook.Delivery, len(docs))
	for i, d := range docs {
		all[i] = d.delivery()
	}
	return all
}

// saveDelivery adds a delivery in its new state to an act, and counts the step.
func (a *act) saveDelivery(d hook.Delivery) *act {
	a.save(outbox, newDeliveryDoc(d))
	if by := string(contact.ByWebhook); d.Was != d.State {
		a.move(messagesRollup("", ""), messageKey(by, d.Was), messageKey(by, d.State))
	}
	return a
}

// DueDeliveries returns at most limit deliveries that are to be looked at by now, the earliest first.
func (s *Store) DueDeliveries(ctx context.Context, now time.Time, limit int) ([]hook.Delivery, error) {
	docs, _, err := find[messageDoc](ctx, s, engine.Query{Collection: outbox, Index: "look", Equal: []any{string(contact.ByWebhook)}, To: now.Add(time.Millisecond), Limit: limit})
	return deliveriesOf(docs), err
}

// SaveDelivery keeps a delivery.
func (s *Store) SaveDelivery(ctx context.Context, d hook.Delivery) error {
	return s.begin("", "").saveDelivery(d).commit(ctx)
}

// Deliveries returns a page of what was sent to a webhook, the latest first.
func (s *Store) Deliveries(ctx context.Context, webhook, after string, limit int) (base.Page[hook.Delivery], error) {
	docs, next, err := find[messageDoc](ctx, s, engine.Query{Collection: outbox, Index: "webhook", Equal: []any{webhook}, Descending: true, After: after, Limit: limit})
	return base.Page[hook.Delivery]{Items: deliveriesOf(docs), Next: next}, err
}
