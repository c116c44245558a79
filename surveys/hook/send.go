package hook

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"sync/atomic"
	"time"

	"golang.org/x/sync/errgroup"

	"soundings/cohorts/base"
	"soundings/cohorts/contact"
)

// How deliveries are tried.
const (
	lease      = 2 * time.Minute // after which another server takes over what one has begun to send
	giveUp     = 48 * time.Hour  // after which a delivery that was not taken has failed
	firstPause = time.Minute     // before a program that takes nothing is tried again; twice as long each time
	longPause  = 4 * time.Hour
	atOnce     = 100 // notices or deliveries that are read at once
	programs   = 8   // that are called at a time
)

// pause returns how long a program is left alone after so many tries in vain.
func pause(tries int) time.Duration {
	return min(longPause, firstPause<<min(tries-1, 10))
}

// Take gives each fresh notice a delivery for every webhook that asks for its type: a background job. It returns how many it took.
func (s *Service) Take(ctx context.Context) (int, error) {
	fresh, err := s.Store.FreshNotices(ctx, atOnce)
	if err != nil || len(fresh) == 0 {
		return 0, err
	}
	all, err := s.List(ctx)
	if err != nil {
		return 0, err
	}
	for _, n := range fresh {
		var deliveries []Delivery
		for _, w := range all {
			if w.Wants(n.Type) && !n.At.Before(w.Created) {
				deliveries = append(deliveries, newDelivery(n, w.ID, s.now()))
			}
		}
		if err := s.Store.TakeNotice(ctx, n, deliveries...); err != nil && !base.IsCode(err, base.Conflict) { // else another server has
			return 0, fmt.Errorf("taking a notice: %w", err)
		}
	}
	return len(fresh), nil
}

// Send sends the deliveries whose time has come: a background job. It returns with how many it dealt. Those of one program go
// after each other, so that one that hangs keeps up nobody else's.
func (s *Service) Send(ctx context.Context) (int, error) {
	halt, err := s.Outbox.Halted(ctx)
	if err != nil || halt.On || s.Post == nil {
		return 0, err
	}
	due, err := s.Store.DueDeliveries(ctx, s.now(), atOnce)
	if err != nil {
		return 0, fmt.Errorf("reading what is due: %w", err)
	}
	of := map[string][]Delivery{}
	for _, d := range due {
		of[d.Webhook] = append(of[d.Webhook], d)
	}
	var done atomic.Int64
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(programs)
	for _, some := range of {
		slices.SortStableFunc(some, func(a, b Delivery) int { return cmp.Compare(a.Tries, b.Tries) }) // one that is never taken keeps up no other
		group.Go(func() error {
			for _, d := range some {
				err := s.deal(ctx, d)
				if base.IsCode(err, base.Conflict) { // another server has it
					continue
				}
				if err != nil {
					return err
				}
				done.Add(1)
			}
			return nil
		})
	}
	err = group.Wait()
	return int(done.Load()), err
}

// deal decides about a delivery: it is over, it waits, or it is tried now.
func (s *Service) deal(ctx context.Context, d Delivery) error {
	now := s.now()
	w, err := s.Webhook(ctx, d.Webhook)
	switch {
	case base.IsCode(err, base.NotFound):
		return s.save(ctx, d.ended(contact.MessageSkipped, contact.WhyOff, now))
	case err != nil:
		return err
	case !w.On:
		return s.save(ctx, d.ended(contact.MessageSkipped, contact.WhyOff, now))
	case now.Sub(d.Began) >= giveUp:
		return s.lose(ctx, d, now)
	case now.Before(w.Health.Rest):
		return s.save(ctx, d.later(d.State, d.Why, w.Health.Rest))
	}
	status, why, err := s.try(ctx, &d, w)
	if err != nil {
		return err
	}
	return s.note(context.WithoutCancel(ctx), d, status, why)
}

// lose gives a delivery up.
func (s *Service) lose(ctx context.Context, d Delivery, now time.Time) error {
	if err := s.save(ctx, d.ended(contact.MessageFailed, contact.WhyGivenUp, now)); err != nil {
		return err
	}
	_, err := s.revise(ctx, d.Webhook, "", func(w *Webhook) { w.Health.Lost++ })
	return err
}

// try calls a program, once it is noted that it is called, which keeps other servers away. It returns why the program has not
// taken it; empty: it has. An error leaves the delivery to whoever looks at it when its time is over.
func (s *Service) try(ctx context.Context, d *Delivery, w Webhook) (status int, why contact.Why, err error) {
	call, err := s.call(ctx, *d, w)
	if err != nil {
		return 0, "", err
	}
	*d = d.begun(s.now())
	if err := s.save(ctx, *d); err != nil {
		return 0, "", err
	}
	d.Version++
	status, err = s.Post.Send(ctx, call)
	switch {
	case err != nil && ctx.Err() != nil: // this server stops
		return 0, "", ctx.Err()
	case errors.Is(err, ErrReach):
		return 0, contact.WhyPrivate, nil
	case err != nil:
		return 0, contact.WhySilent, nil
	case status < http200 || status >= http300:
		return status, contact.WhyAnswer, nil
	}
	return status, contact.WhyNone, nil
}

// Statuses of HTTP: those between the first two say that a program has taken it.
const (
	http200  = 200
	http300  = 300
	httpGone = 410
)

// body is what a program reads.
type body struct {
	Type      string    `json:"type"`
	Timestamp time.Time `json:"timestamp"`
	Data      any       `json:"data"`
}

// call returns what a program gets: the same bytes each time.
func (s *Service) call(ctx context.Context, d Delivery, w Webhook) (Call, error) {
	found, err := s.Store.Notices(ctx, d.Notice)
	if err != nil {
		return Call{}, fmt.Errorf("reading a notice: %w", err)
	}
	n := found[0]
	text, err := json.Marshal(body{n.Type, n.At.UTC(), n.Data})
	if err != nil {
		return Call{}, fmt.Errorf("writing a webhook: %w", err)
	}
	now := s.now()
	return Call{URL: w.URL, ID: n.ID, At: now, Body: text, Secrets: w.Secrets(now)}, nil
}

// note notes what came of a call: of the delivery, and of the program.
func (s *Service) note(ctx context.Context, d Delivery, status int, why contact.Why) error {
	now := s.now()
	d.Status = status
	gone := status == httpGone
	switch {
	case why == contact.WhyNone:
		d = d.ended(contact.MessageSent, why, now)
	case gone:
		d = d.ended(contact.MessageFailed, why, now)
	default:
		d = d.later(contact.MessageDeferred, why, now)
	}
	w, err := s.Webhook(ctx, d.Webhook)
	switch {
	case base.IsCode(err, base.NotFound):
	case err != nil:
		return err
	case why == contact.WhyNone && w.Health == (Health{}):
	case gone:
		_, err = s.revise(ctx, d.Webhook, "gone", func(w *Webhook) { w.On, w.Gone = false, true })
	default:
		w, err = s.revise(ctx, d.Webhook, "", func(w *Webhook) {
			if why == contact.WhyNone {
				w.Health = Health{}
			} else {
				w.Health = w.Health.failed(now)
			}
		})
	}
	if err != nil && !base.IsCode(err, base.NotFound) {
		return err
	}
	if d.State == contact.MessageDeferred {
		d = d.later(d.State, d.Why, latest(w.Health.Rest, now.Add(pause(d.Tries))))
		s.Log.WarnContext(ctx, "a webhook was not taken", "webhook", d.Webhook, "why", why, "status", status, "tries", d.Tries)
	}
	return s.save(ctx, d)
}

func latest(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

func (s *Service) save(ctx context.Context, d Delivery) error {
	if err := s.Store.SaveDelivery(ctx, d); err != nil {
		return fmt.Errorf("keeping a delivery: %w", err)
	}
	return nil
}

// Try sends a notice that tells nothing to a webhook at once, and returns what came of it. It is not sent again.
func (s *Service) Try(ctx context.Context, id string) (Delivery, error) {
	w, err := s.Webhook(ctx, id)
	if err != nil {
		return Delivery{}, err
	}
	if s.Post == nil {
		return Delivery{}, base.Refuse(base.Conflict, "webhook.sends_nothing")
	}
	now := s.now()
	n := base.NewNotice(base.WebhookTest, now, struct{}{}, base.NewID(s.Rand))
	d := newDelivery(n, w.ID, now)
	d.Look = now.Add(lease)
	if err := s.Store.AddTest(ctx, n, d); err != nil {
		return d, fmt.Errorf("keeping a test: %w", err)
	}
	d.Version, d.Was = 1, d.State
	status, why, err := s.try(ctx, &d, w)
	if err != nil {
		return d, err
	}
	ctx, d.Status = context.WithoutCancel(ctx), status
	if why != contact.WhyNone {
		d = d.ended(contact.MessageFailed, why, s.now())
		return d, s.save(ctx, d)
	}
	d = d.ended(contact.MessageSent, why, s.now())
	if err := s.save(ctx, d); err != nil || w.Health == (Health{}) {
		return d, err
	}
	_, err = s.revise(ctx, id, "", func(w *Webhook) { w.Health = Health{} })
	return d, err
}
