package auth

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"strconv"
	"strings"
	"time"

	"soundings/cohorts/base"
)

// ticket is what somebody gets who has to wait before they may sign in to an account: at its time they may try once, from a
// few tries that the account keeps for those who waited. Behind a proxy that does not say who asks all have one address, and
// whoever never pauses uses up each try of that address; but only who comes back with the form that they were sent has a
// ticket. How often tickets are taken is bounded, by account and altogether, so that any number may be given, and none is kept.
type ticket struct {
	id string
	at time.Time
}

// TicketField is the form field in which a ticket comes back.
const TicketField = "_ticket"

const (
	ticketWait = 30 * time.Second // the longest that somebody has to wait for its time
	ticketLife = 10 * time.Minute // from its time on
)

// Ticket returns a ticket for an account, for after a wait.
func (s *Service) Ticket(email string, wait time.Duration) string {
	return tickets{s}.text(ticket{base.NewID(s.Rand), s.Now().Add(wait)}, email)
}

// tickets gives tickets and takes them.
type tickets struct{ *Service }

func (s tickets) text(t ticket, email string) string {
	at := strconv.FormatInt(t.at.UnixMilli(), 10)
	h := hmac.New(sha256.New, s.TicketKey)
	h.Write([]byte(t.id + "\x00" + at + "\x00" + tidyEmail(email)))
	return t.id + "." + at + "." + base64.RawURLEncoding.EncodeToString(h.Sum(nil)[:markBytes])
}

// of returns the ticket of a try, if this server or one like it gave it for the account, and not too long ago.
func (s tickets) of(a Attempt) (t ticket, ok bool) {
	parts := strings.Split(a.Ticket, ".")
	if len(parts) != 3 || len(s.TicketKey) == 0 {
		return ticket{}, false
	}
	at, err := strconv.ParseInt(parts[1], 10, 64)
	t = ticket{parts[0], time.UnixMilli(at)}
	ok = err == nil && hmac.Equal([]byte(a.Ticket), []byte(s.text(t, a.Email)))
	return t, ok && s.Now().Before(t.at.Add(ticketLife))
}

// limits returns by which limits a try passes that has to wait otherwise: those of its ticket, once it is time.
func (s tickets) limits(ctx context.Context, a Attempt, wait time.Duration) ([]Limit, time.Duration, error) {
	wait = min(wait, ticketWait)
	t, ok := s.of(a)
	if !ok {
		return nil, wait, nil
	}
	if early := t.at.Sub(s.Now()); early > 0 {
		return nil, min(wait, early), nil
	}
	once := Limit{"ticket " + t.id, 1, ticketLife, 0}
	if used, err := s.Throttle.Wait(ctx, once); err != nil || used > 0 {
		return nil, wait, err
	}
	limits := []Limit{once, {"tickets " + hash(tidyEmail(a.Email)), 3, 10 * time.Second, ticketWait}, {"tickets", 60, time.Second, 0}}
	wait, err := s.Throttle.Take(ctx, limits...)
	return limits, min(wait, ticketWait), err
}
