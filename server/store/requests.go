package store

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"time"

	"soundings/server/store/engine"
	"soundings/web/repeat"
)

// requestDoc is a request of a program that may be sent again; the id is a keyed hash of its name.
type requestDoc struct {
	Head    `bson:",inline"`
	Until   time.Time `bson:"until"`
	Written bool      `bson:"written"`
	Print   []byte    `bson:"print,omitempty"` // sealed: who knows nearly all of a body could find the rest by it
	Status  int       `bson:"status,omitempty"`
	Type    string    `bson:"type,omitempty"`
	Links   int       `bson:"links,omitempty"`
	Long    bool      `bson:"long,omitempty"`
	Body    []byte    `bson:"body,omitempty"` // compressed, then sealed
	Expires time.Time `bson:"expires"`
}

func (s *Store) requestID(name string) string { return s.sealer.hash("request", name) }

// Request returns what is kept of a request.
func (s *Store) Request(ctx context.Context, name string) (repeat.Request, error) {
	docs, err := get[requestDoc](ctx, s, requests, s.requestID(name))
	if err != nil || docs[0] == nil {
		return repeat.Request{Name: name}, err
	}
	d := docs[0]
	r := repeat.Request{
		Name: name, Until: d.Until, Written: d.Written, Expires: d.Expires, Version: d.Version,
		Answer: repeat.Answer{Status: d.Status, Type: d.Type, Links: d.Links, Long: d.Long},
	}
	var packed []byte
	err = errors.Join(
		unseal(s.sealer, requests, d.ID, "print", d.Print, &r.Print),
		unseal(s.sealer, requests, d.ID, "body", d.Body, &packed))
	if err == nil && len(packed) > 0 {
		r.Answer.Body, err = unpack(packed)
	}
	return r, err
}

// SaveRequest keeps a request. An answer that is too long is left out.
func (s *Store) SaveRequest(ctx context.Context, r repeat.Request) error {
	a, err := s.saveRequest(r)
	if err != nil {
		return err
	}
	return a.commit(ctx)
}

// DropRequest forgets a request.
func (s *Store) DropRequest(ctx context.Context, r repeat.Request) error {
	return s.begin("", "").remove(requests, s.requestID(r.Name), r.Version).commit(ctx)
}

func (s *Store) saveRequest(r repeat.Request) (*act, error) {
	d := &requestDoc{
		Head: Head{ID: s.requestID(r.Name), Version: r.Version}, Until: r.Until, Written: r.Written,
		Status: r.Answer.Status, Type: r.Answer.Type, Links: r.Answer.Links, Long: r.Answer.Long, Expires: r.Expires,
	}
	var err error
	if r.Print != "" {
		d.Print, err = seal(s.sealer, requests, d.ID, "print", r.Print)
	}
	if len(r.Answer.Body) > 0 && err == nil {
		var packed []byte
		if packed, err = pack(r.Answer.Body); err == nil && len(packed) <= repeat.MaxAnswer {
			d.Body, err = seal(s.sealer, requests, d.ID, "body", packed)
		}
		d.Long = len(packed) > repeat.MaxAnswer
	}
	return s.begin("", "").save(requests, d), err
}

// write makes changes durable: the first of a request that may be sent again together with the note of that. Whoever has the
// request no longer in hand writes nothing.
func (s *Store) write(ctx context.Context, changes []engine.Change) error {
	turn := repeat.From(ctx)
	if turn == nil {
		return s.engine.Write(ctx, changes)
	}
	noted, err := turn.Note(func(note repeat.Request) (int64, error) { return s.writeNoting(ctx, changes, note) })
	if noted {
		return err
	}
	return s.engine.Write(ctx, changes)
}

// writeNoting writes changes with a note, and returns the version of the note that is kept then.
func (s *Store) writeNoting(ctx context.Context, changes []engine.Change, note repeat.Request) (int64, error) {
	a, err := s.saveRequest(note)
	if err == nil {
		err = a.err
	}
	if err != nil {
		return 0, err
	}
	err = s.engine.Write(ctx, slices.Concat(changes, a.changes))
	if errors.Is(err, engine.ErrTooLarge) { // by the note, perhaps: it comes first then
		if err = s.engine.Write(ctx, a.changes); err == nil {
			return note.Version + 1, s.engine.Write(ctx, changes)
		}
	}
	if err == nil {
		return note.Version + 1, nil
	}
	if !errors.Is(err, engine.ErrStale) {
		return 0, err
	}
	kept, failed := s.Request(ctx, note.Name)
	switch {
	case failed != nil:
		return 0, failed
	case kept.Version == note.Version: // the act's own documents were changed
		return 0, err
	case kept.Version == note.Version+1 && kept.Written: // a write of this turn landed that was given up
		return kept.Version, s.engine.Write(ctx, changes)
	}
	return 0, repeat.ErrTaken
}

func pack(body []byte) ([]byte, error) {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	if _, err := w.Write(body); err != nil {
		return nil, fmt.Errorf("packing an answer: %w", err)
	}
	if err := w.Close(); err != nil {
		return nil, fmt.Errorf("packing an answer: %w", err)
	}
	return b.Bytes(), nil
}

func unpack(packed []byte) ([]byte, error) {
	r, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		return nil, fmt.Errorf("unpacking an answer: %w", err)
	}
	body, err := io.ReadAll(r)
	if err != nil {
		return nil, fmt.Errorf("unpacking an answer: %w", err)
	}
	return body, nil
}
