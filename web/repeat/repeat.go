// Package repeat gives a request that a program sends again, because it never heard the answer, the answer to the first one.
// The program names it by a key (Idempotency-Key). A request is done by whoever has the turn; the first thing that is written
// for it notes in the same write that something is, and only while the turn is still theirs. So whatever stops in between, it
// is done once or known to have been begun.
package repeat

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"soundings/cohorts/base"
)

const (
	life     = 24 * time.Hour  // of what is kept of a request
	turnTime = 2 * time.Minute // in which nobody else takes the request in hand
)

// MaxAnswer is how many bytes an answer may have, compressed; what is longer is noted without its body.
const MaxAnswer = 2 << 20

// ErrTaken is returned to who writes for a request that another server has in hand now. Nothing was written.
var ErrTaken = errors.New("another server has this request in hand")

// Request is what is kept of a request that may be sent again.
type Request struct {
	Name    string    // whose it is, where it goes and its key
	Until   time.Time // somebody has it in hand until then
	Written bool      // something was written for it
	Print   string    // of the whole request, once it is answered
	Answer  Answer    // the zero Answer: none yet
	Expires time.Time
	Version int64
}

// Answer is what was answered.
type Answer struct {
	Status int
	Type   string // the media type
	Body   []byte // nil: there was none
	Long   bool   // it was too long to be kept
	Links  int    // how many personal links are in it
}

// Store keeps requests. Answers are sealed: there may be people and links in them. SaveRequest and DropRequest return
// base.ErrChanged when the Version named is not the one that is kept.
type Store interface {
	Request(ctx context.Context, name string) (Request, error) // the zero Request with its name where none is kept
	SaveRequest(ctx context.Context, r Request) error
	DropRequest(ctx context.Context, r Request) error
}

// Service keeps requests, each under its name.
type Service struct {
	Store Store
	Now   func() time.Time
	Log   *slog.Logger
}

// Begin takes a request in hand, or returns what is kept of it and no turn, once it was answered. What is under way is a
// Conflict, and so is what was begun by a server that stopped.
func (s *Service) Begin(ctx context.Context, name string) (Request, *Turn, error) {
	for {
		r, err := s.Store.Request(ctx, name)
		if err != nil {
			return r, nil, fmt.Errorf("reading whether a request was answered: %w", err)
		}
		now := s.Now()
		if !now.Before(r.Expires) {
			r = Request{Name: name, Version: r.Version}
		}
		switch {
		case r.Answer.Status != 0:
			return r, nil, nil
		case now.Before(r.Until):
			return r, nil, UnderWay()
		case r.Written:
			return r, nil, base.Refuse(base.Conflict, "repeat.unknown")
		}
		r.Until, r.Expires = now.Add(turnTime), now.Add(life)
		err = s.Store.SaveRequest(ctx, r)
		if base.IsCode(err, base.Conflict) {
			continue
		}
		if err != nil {
			return r, nil, fmt.Errorf("taking a request in hand: %w", err)
		}
		r.Version++
		return r, &Turn{service: s, request: r}, nil
	}
}

// UnderWay refuses a request that somebody has in hand.
func UnderWay() error {
	return &base.Error{Code: base.Conflict, Text: base.T("repeat.under_way"), Wait: time.Second}
}

// Turn is a request in hand.
type Turn struct {
	service *Service
	mu      sync.Mutex
	request Request
}

type turnKey struct{}

// In returns a context in which whatever is written is written for the request.
func (t *Turn) In(ctx context.Context) context.Context { return context.WithValue(ctx, turnKey{}, t) }

// From returns the turn in which something is done; nil: in none.
func From(ctx context.Context) *Turn {
	t, _ := ctx.Value(turnKey{}).(*Turn)
	return t
}

// Note has write be done with the note that something is written for the request, if that is not noted yet: all else of the
// request waits for it. It reports whether there was a note to write; write returns the Version of the note that is kept, or
// ErrTaken.
func (t *Turn) Note(write func(note Request) (int64, error)) (noted bool, err error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.request.Written {
		return false, nil
	}
	note := t.request
	note.Written = true
	version, err := write(note)
	if version > t.request.Version {
		note.Version = version
		t.request = note
	}
	return true, err
}

// Answered keeps the answer, for a request with this print. What cannot be kept is in the log: the act was done, and its
// answer goes out.
func (t *Turn) Answered(ctx context.Context, print string, a Answer) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.request.Print, t.request.Answer, t.request.Until = print, a, time.Time{}
	if err := t.service.Store.SaveRequest(ctx, t.request); err != nil && !base.IsCode(err, base.Conflict) {
		t.service.Log.ErrorContext(ctx, "an answer could not be kept", "error", err)
	}
}

// GiveUp lets go of a request that was not answered: it may be sent again, unless something was written for it.
func (t *Turn) GiveUp(ctx context.Context) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.request.Until = time.Time{}
	letGo := t.service.Store.DropRequest
	if t.request.Written {
		letGo = t.service.Store.SaveRequest
	}
	if err := letGo(ctx, t.request); err != nil && !base.IsCode(err, base.Conflict) {
		t.service.Log.ErrorContext(ctx, "a request could not be let go of", "error", err)
	}
}
