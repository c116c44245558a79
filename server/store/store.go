package store

import (
	"context"
	"crypto/hmac"
	"errors"
	"fmt"
	"io"
	"iter"
	"sync"
	"time"

	"go.mongodb.org/mongo-driver/bson"

	"soundings/cohorts"
	"soundings/cohorts/base"
	"soundings/cohorts/contact"
	"soundings/cohorts/plan"
	"soundings/server/store/engine"
	"soundings/surveys"
	"soundings/surveys/board"
	"soundings/surveys/hook"
	"soundings/surveys/polls"
	"soundings/web/auth"
	"soundings/web/repeat"
)

// The refusals of a database that is not for this program or this secret. Open returns them; a document that a newer
// program wrote since is an ErrNewer to whatever reads it.
var (
	ErrNewer  = errors.New("this database was written by a newer version of Soundings: start that version, or restore a backup made by this one")
	ErrSecret = errors.New("this database was made with another secret: set --secret (SOUNDINGS_SECRET) to the one it was made with")
)

// Store keeps documents. Its methods may be called from many goroutines.
type Store struct {
	engine   engine.Engine
	sealer   sealer
	now      func() time.Time
	rand     io.Reader
	observer Observer

	surveys recent[surveys.Survey] // that are open or closed
	clinics recent[cohorts.Clinic]
	names   sync.Map // of attributes that are kept
}

// Config is what a store is opened with.
type Config struct {
	Secret   []byte // that sealed fields and keyed hashes live by
	Now      func() time.Time
	Rand     io.Reader
	Observer Observer // nil: nobody is told
}

// Open returns a store over an engine that was opened with Collections. It checks that the database is for this program
// and this secret, and marks a new one.
func Open(ctx context.Context, e engine.Engine, c Config) (*Store, error) {
	sealer, err := newSealer(c.Secret)
	if err != nil {
		return nil, err
	}
	s := &Store{engine: e, sealer: sealer, now: c.Now, rand: c.Rand, observer: c.Observer}
	if err := s.checkMark(ctx); err != nil {
		return nil, fmt.Errorf("opening the database: %w", err)
	}
	return s, nil
}

// markDoc says once for a whole database which layout it has and which secret it was made with.
type markDoc struct {
	Head  `bson:",inline"`
	Check string `bson:"check"`
}

func (s *Store) checkMark(ctx context.Context) error {
	for {
		mark, err := get[markDoc](ctx, s, marks, "soundings")
		if errors.Is(err, ErrNewer) {
			return ErrNewer
		}
		if err != nil {
			return err
		}
		check := s.sealer.hash("mark", "soundings")
		switch m := mark[0]; {
		case m == nil:
			m = &markDoc{Head: Head{ID: "soundings"}, Check: check}
			if err := s.begin("", "").save(marks, m).commit(ctx); !errors.Is(err, base.ErrChanged) {
				return err
			}
		case !hmac.Equal([]byte(m.Check), []byte(check)):
			return ErrSecret
		case m.Schema < Schema: // from here on an older program is refused
			if err := s.begin("", "").save(marks, m).commit(ctx); !errors.Is(err, base.ErrChanged) {
				return err
			}
		default:
			return nil
		}
	}
}

// Ping reports whether the database can be used now.
func (s *Store) Ping(ctx context.Context) error { return s.engine.Ping(ctx) }

// Head is the beginning of every document.
type Head struct {
	ID      string `bson:"_id"`
	Version int64  `bson:"version"`
	Schema  int    `bson:"schema"`
}

func (h *Head) top() *Head { return h }

// document is a pointer to a struct that begins with a Head.
type document interface{ top() *Head }

// get returns the documents with these ids in the order asked, nil for each that is not there.
func get[D any](ctx context.Context, s *Store, collection string, ids ...string) ([]*D, error) {
	raws, err := s.engine.Get(ctx, collection, ids...)
	if err != nil {
		return nil, fmt.Errorf("getting from %s: %w", collection, err)
	}
	docs := make([]*D, len(raws))
	for i, raw := range raws {
		if raw == nil {
			continue
		}
		if docs[i], err = decode[D](collection, raw); err != nil {
			return nil, err
		}
	}
	return docs, nil
}

// one returns the document with this id; where there is none, NotFound in the words of this text.
func one[D any](ctx context.Context, s *Store, collection, id, unknown string) (*D, error) {
	docs, err := get[D](ctx, s, collection, id)
	if err != nil {
		return nil, err
	}
	if docs[0] == nil {
		return nil, base.Refuse(base.NotFound, unknown)
	}
	return docs[0], nil
}

// find returns the documents of a query and where the next page starts.
func find[D any](ctx context.Context, s *Store, q engine.Query) ([]*D, string, error) {
	page, err := s.engine.Find(ctx, q)
	if err != nil {
		return nil, "", fmt.Errorf("finding in %s: %w", q.Collection, refusal(err))
	}
	docs := make([]*D, len(page.Docs))
	for i, raw := range page.Docs {
		if docs[i], err = decode[D](q.Collection, raw); err != nil {
			return nil, "", err
		}
	}
	return docs, page.Next, nil
}

// findAll returns every document of a query: for sets that people make by hand, and that stay small.
func findAll[D any](ctx context.Context, s *Store, q engine.Query) ([]*D, error) {
	var all []*D
	for docs, err := range pages[D](ctx, s, q) {
		if err != nil {
			return nil, err
		}
		all = append(all, docs...)
	}
	return all, nil
}

// pages returns the documents of a query page by page.
func pages[D any](ctx context.Context, s *Store, q engine.Query) iter.Seq2[[]*D, error] {
	return base.Pages(func(after string) (base.Page[*D], error) {
		q.After = after
		docs, next, err := find[D](ctx, s, q)
		return base.Page[*D]{Items: docs, Next: next}, err
	})
}

// drop deletes the document with this id, whatever its version is; where there is none, nothing.
func (s *Store) drop(ctx context.Context, collection, id string) error {
	for {
		docs, err := get[Head](ctx, s, collection, id)
		if err != nil || docs[0] == nil {
			return err
		}
		if err := s.begin("", "").remove(collection, id, docs[0].Version).commit(ctx); !base.IsCode(err, base.Conflict) {
			return err
		}
	}
}

// decode reads a document of a collection, upgraded to the schema of this program. It looks at the schema of the outcome
// first, for nearly every document has that already.
func decode[D any](collection string, raw bson.Raw) (*D, error) {
	doc := new(D)
	err := bson.Unmarshal(raw, doc)
	if d, ok := any(doc).(document); ok && err == nil && d.top().Schema == schemaOf(collection) {
		return doc, nil
	}
	if raw, err = upgraded(collection, raw); err == nil {
		doc = new(D)
		err = bson.Unmarshal(raw, doc)
	}
	if err != nil {
		return nil, fmt.Errorf("reading a document of %s: %w", collection, err)
	}
	return doc, nil
}

// refusal turns a refusal of an engine into an error of the domain.
func refusal(err error) error {
	switch {
	case errors.Is(err, engine.ErrExists), errors.Is(err, engine.ErrStale):
		return base.ErrChanged
	case errors.Is(err, engine.ErrTooLarge):
		return base.Refuse(base.TooLarge, "error.too_large")
	case errors.Is(err, engine.ErrQuery):
		return base.InvalidFields(base.Field{Name: "after", Text: base.T("error.cursor")})
	}
	return err
}

// One store satisfies every domain.
var (
	_ cohorts.Store = (*Store)(nil)
	_ board.Store   = (*Store)(nil)
	_ contact.Store = (*Store)(nil)
	_ surveys.Store = (*Store)(nil)
	_ polls.Store   = (*Store)(nil)
	_ plan.Store    = (*Store)(nil)
	_ auth.Store    = (*Store)(nil)
	_ repeat.Store  = (*Store)(nil)
	_ hook.Store    = (*Store)(nil)
)
