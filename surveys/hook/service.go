package hook

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"slices"
	"time"

	"soundings/cohorts"
	"soundings/cohorts/base"
	"soundings/cohorts/contact"
	"soundings/surveys"
)

// Store keeps webhooks, notices and deliveries. Save methods follow the rules of cohorts.Store.
type Store interface {
	Webhooks(ctx context.Context) ([]Webhook, error)
	Webhook(ctx context.Context, id string) (Webhook, error) // NotFound
	// SaveWebhook keeps a webhook. An act without a name leaves no record in the audit.
	SaveWebhook(ctx context.Context, act string, w Webhook) error
	RemoveWebhook(ctx context.Context, w Webhook) error
	// Notices returns the notices with these ids, in the order asked; an empty one for each that is not there.
	Notices(ctx context.Context, ids ...string) ([]base.Notice, error)
	FreshNotices(ctx context.Context, limit int) ([]base.Notice, error) // that have no deliveries yet, the first first
	AddNotice(ctx context.Context, n base.Notice) error
	// TakeNotice keeps the deliveries of a fresh notice, which is fresh no longer.
	TakeNotice(ctx context.Context, n base.Notice, all ...Delivery) error
	// AddTest keeps a notice that is for one webhook alone, with its delivery.
	AddTest(ctx context.Context, n base.Notice, d Delivery) error
	DueDeliveries(ctx context.Context, now time.Time, limit int) ([]Delivery, error)
	SaveDelivery(ctx context.Context, d Delivery) error
	Deliveries(ctx context.Context, webhook, after string, limit int) (base.Page[Delivery], error) // the latest first
}

// Post hands calls to programs. It is safe for concurrent use.
type Post interface {
	// Send returns the status of the answer. An ErrReach says that the address is none to which calls may go; after any other
	// error nobody knows whether the program has got it.
	Send(ctx context.Context, c Call) (status int, err error)
}

// Call is what a program gets.
type Call struct {
	URL     string
	ID      string // of the notice
	At      time.Time
	Body    []byte
	Secrets []string // each signs it
}

// Service does the acts on webhooks and sends what waits for them. It is safe for concurrent use, and several servers may send at once.
type Service struct {
	Store   Store
	Outbox  *contact.Outbox // which the team may have stopped
	Cohorts *cohorts.Service
	Contact *contact.Service
	Surveys *surveys.Service
	Post    Post // nil: nothing is sent
	Reach   Reach
	Now     func() time.Time
	Rand    io.Reader
	Log     *slog.Logger
}

// now returns the time to the millisecond, as stores keep it.
func (s *Service) now() time.Time { return s.Now().UTC().Truncate(time.Millisecond) }

// List returns every webhook, the oldest first.
func (s *Service) List(ctx context.Context) ([]Webhook, error) {
	all, err := s.Store.Webhooks(ctx)
	if err != nil {
		return nil, fmt.Errorf("reading webhooks: %w", err)
	}
	return all, nil
}

// Webhook returns the webhook with this id, or NotFound.
func (s *Service) Webhook(ctx context.Context, id string) (Webhook, error) {
	w, err := s.Store.Webhook(ctx, id)
	if err != nil {
		return w, fmt.Errorf("reading a webhook: %w", err)
	}
	return w, nil
}

// Create adds a webhook. Its secret is to be shown once.
func (s *Service) Create(ctx context.Context, in Settings) (Webhook, error) {
	if err := s.check(in); err != nil {
		return Webhook{}, err
	}
	all, err := s.List(ctx)
	if err != nil {
		return Webhook{}, err
	}
	if len(all) >= MaxWebhooks {
		return Webhook{}, base.Refuse(base.Conflict, "webhook.too_many", "Limit", MaxWebhooks)
	}
	now := s.now()
	w := Webhook{ID: base.NewOrderedID(now, s.Rand), Secret: newSecret(s.Rand), Created: now}.with(in)
	if err := s.Store.SaveWebhook(ctx, "create", w); err != nil {
		return w, fmt.Errorf("keeping a webhook: %w", err)
	}
	w.Version = 1
	return w, nil
}

// with returns the webhook as the team wants it. One that is turned on, or leads elsewhere, is tried at once.
func (w Webhook) with(in Settings) Webhook {
	if in.On && (!w.On || w.URL != in.URL) {
		w.Health, w.Gone = Health{}, false
	}
	w.URL, w.On, w.Types = in.URL, in.On, nil
	for _, kind := range base.NoticeTypes() { // in their order, each once
		if slices.Contains(in.Types, kind) {
			w.Types = append(w.Types, kind)
		}
	}
	return w
}

// check returns Invalid with each field that is wrong.
func (s *Service) check(in Settings) error {
	err := base.Check(in)
	for _, kind := range in.Types {
		if !slices.Contains(base.NoticeTypes(), kind) {
			err = base.Together(err, base.InvalidFields(base.Field{Name: "types", Text: base.T("webhook.type_unknown")}))
			break
		}
	}
	return base.Besides(err, s.Reach.Check(in.URL))
}

// Save changes a webhook.
func (s *Service) Save(ctx context.Context, id string, in Settings) (Webhook, error) {
	if err := s.check(in); err != nil {
		return Webhook{}, err
	}
	return s.revise(ctx, id, "save", func(w *Webhook) { *w = w.with(in) })
}

// Renew gives a webhook a new secret, which is to be shown once. The one before signs too for a day.
func (s *Service) Renew(ctx context.Context, id string) (Webhook, error) {
	fresh := newSecret(s.Rand)
	return s.revise(ctx, id, "secret", func(w *Webhook) {
		w.Former, w.FormerUntil, w.Secret = w.Secret, s.now().Add(formerLife), fresh
	})
}

// Remove deletes a webhook. What waits for it is not sent.
func (s *Service) Remove(ctx context.Context, id string) error {
	_, err := base.Revise(func() (Webhook, error) { return s.Webhook(ctx, id) }, func(*Webhook) error { return nil }, func(w Webhook) error {
		return s.Store.RemoveWebhook(ctx, w)
	})
	return err
}

// Deliveries returns a page of what was sent to a webhook, the latest first.
func (s *Service) Deliveries(ctx context.Context, webhook, after string, limit int) (base.Page[Delivery], error) {
	page, err := s.Store.Deliveries(ctx, webhook, after, limit)
	if err != nil {
		return page, fmt.Errorf("listing deliveries: %w", err)
	}
	return page, nil
}

func (s *Service) revise(ctx context.Context, id, act string, change func(*Webhook)) (Webhook, error) {
	w, err := base.Revise(func() (Webhook, error) { return s.Webhook(ctx, id) }, func(w *Webhook) error {
		change(w)
		return nil
	}, func(w Webhook) error {
		if err := s.Store.SaveWebhook(ctx, act, w); err != nil {
			return fmt.Errorf("keeping a webhook: %w", err)
		}
		return nil
	})
	if err == nil {
		w.Version++
	}
	return w, err
}
