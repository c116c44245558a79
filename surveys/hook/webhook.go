package hook

import (
	"encoding/base64"
	"io"
	"slices"
	"time"

	"soundings/cohorts/base"
	"soundings/cohorts/contact"
)

// Limits of webhooks.
const (
	MaxWebhooks = 20
	secretBytes = 32
	formerLife  = 24 * time.Hour // for which the secret before also signs
)

// Settings are what the team decides about a webhook.
type Settings struct {
	URL   string   `json:"url" validate:"required,max=500"`
	Types []string `json:"types" validate:"required,min=1,dive,required,max=100"` // of the notices that it gets
	On    bool     `json:"on"`
}

// Webhook is where a program hears of what has happened.
type Webhook struct {
	ID          string
	URL         string
	Types       []string
	On          bool
	Gone        bool   // it is off because the program said that it is gone
	Secret      string // by which calls are signed: "whsec_…"
	Former      string // the one before; it signs too until FormerUntil
	FormerUntil time.Time
	Created     time.Time
	Health      Health
	Version     int64
}

// Health is how a program takes what it gets.
type Health struct {
	Failing time.Time // since when it takes nothing; zero: it does
	Tries   int       // in vain since then
	Rest    time.Time // until when it is left alone
	Lost    int       // deliveries that were given up since then
}

// failed returns it after one more try in vain.
func (h Health) failed(now time.Time) Health {
	if h.Failing.IsZero() {
		h.Failing = now
	}
	h.Tries++
	h.Rest = now.Add(pause(h.Tries))
	return h
}

// Worrying reports whether somebody should look at it: it was tried a few times.
func (h Health) Worrying() bool { return h.Tries >= worryingTries || h.Lost > 0 }

const worryingTries = 3

// Wants reports whether the program gets notices of a type.
func (w Webhook) Wants(kind string) bool { return w.On && slices.Contains(w.Types, kind) }

// Secrets returns the secrets by which a call is signed, the newest first.
func (w Webhook) Secrets(now time.Time) []string {
	all := []string{w.Secret}
	if w.Former != "" && now.Before(w.FormerUntil) {
		all = append(all, w.Former)
	}
	return all
}

// newSecret returns a new secret, as programs are given it.
func newSecret(random io.Reader) string {
	b := make([]byte, secretBytes)
	if _, err := io.ReadFull(random, b); err != nil {
		panic("no random bytes: " + err.Error()) // as in base.NewID
	}
	return "whsec_" + base64.StdEncoding.EncodeToString(b)
}

// Delivery is one notice for one webhook: a message of the outbox.
type Delivery struct {
	ID      string
	Webhook string
	Notice  string // its id: the program sees the same however often it is sent
	Type    string
	State   contact.MessageState
	Was     contact.MessageState // as read from the store; empty: not kept yet
	Why     contact.Why
	Status  int       // of the last answer, in HTTP; 0: there was none
	Began   time.Time // when it was first to be sent
	Due     time.Time
	Look    time.Time // when it is looked at next; zero: it has ended
	At      time.Time // when it came to its end; zero: it waits
	First   time.Time // when it was first tried
	Tries   int
	Version int64
}

// newDelivery returns a notice as it waits for a webhook.
func newDelivery(n base.Notice, webhook string, now time.Time) Delivery {
	return Delivery{
		ID: n.ID + "-" + webhook, Webhook: webhook, Notice: n.ID, Type: n.Type, State: contact.MessageWaiting, Began: now, Due: now, Look: now,
	}
}

// When returns when it is due, or when it came to its end.
func (d Delivery) When() time.Time {
	if d.At.IsZero() {
		return d.Due
	}
	return d.At
}

func (d Delivery) begun(now time.Time) Delivery {
	if d.First.IsZero() {
		d.First = now
	}
	d.Tries, d.Look = d.Tries+1, now.Add(lease)
	return d
}

func (d Delivery) ended(state contact.MessageState, why contact.Why, now time.Time) Delivery {
	d.State, d.Why, d.At, d.Look = state, why, now, time.Time{}
	return d
}

func (d Delivery) later(state contact.MessageState, why contact.Why, until time.Time) Delivery {
	d.State, d.Why, d.Due, d.Look = state, why, until, until
	return d
}
