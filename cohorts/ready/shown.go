package ready

import (
	"context"
	"slices"
	"strings"
	"sync"
	"time"
)

// Topic is a feature that the help page speaks of.
type Topic struct {
	Key     string
	Feature Feature
}

// Topics returns the features of which patients see something and there is something to read, by key.
func (s *Service) Topics(ctx context.Context) ([]Topic, error) {
	known, err := s.Features.ReadyFeatures(ctx)
	if err != nil {
		return nil, err
	}
	written, err := s.Store.Helps(ctx)
	if err != nil {
		return nil, err
	}
	var all []Topic
	for _, h := range written {
		if f := known[h.Feature]; f.Seen && !h.Empty() {
			all = append(all, Topic{h.Feature, f})
		}
	}
	slices.SortFunc(all, func(a, b Topic) int { return strings.Compare(a.Key, b.Key) })
	return all, nil
}

// memory remembers for a moment whether there is help, because the foot of every patient page asks.
type memory struct {
	mu         sync.Mutex
	there      bool
	until      time.Time
	refreshing bool
	dropped    int // how often
}

// remembered is how long it is taken to be as it was. What this server writes of help is seen at once; that patients see a
// feature, or what another server writes, after this.
const remembered = 10 * time.Second

// patience is how long a page waits to find it out.
const patience = time.Second

// ask returns what is remembered, and whether the caller has to find it out anew: one does, while the others take what was.
func (m *memory) ask(now time.Time) (there, stale bool, mark int) {
	m.mu.Lock()
	defer m.mu.Unlock()
	fresh := now.Before(m.until) && m.until.Sub(now) <= remembered // not after the clock was set back
	if fresh || m.refreshing {
		return m.there, false, 0
	}
	m.refreshing = true
	return m.there, true, m.dropped
}

// learn remembers what was found out since ask, unless something was written meanwhile.
func (m *memory) learn(there bool, mark int, now time.Time) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.refreshing = false
	if mark == m.dropped {
		m.there, m.until = there, now.Add(remembered)
	}
}

func (m *memory) drop() {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.until = time.Time{}
	m.dropped++
}

// AnyHelp reports whether the help page has anything to read. While that cannot be found out it is as it was.
func (s *Service) AnyHelp(ctx context.Context) bool {
	was, stale, mark := s.shown.ask(s.Now())
	if !stale {
		return was
	}
	soon, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	there, err := s.anyHelp(soon)
	if err != nil {
		s.Log.WarnContext(ctx, "whether there is help could not be read", "error", err)
		there = was
	}
	s.shown.learn(there, mark, s.Now())
	return there
}

func (s *Service) anyHelp(ctx context.Context) (bool, error) {
	in, err := s.Store.Help(ctx, GettingIn)
	if err != nil || !in.Empty() {
		return !in.Empty(), err
	}
	topics, err := s.Topics(ctx)
	return len(topics) > 0, err
}
