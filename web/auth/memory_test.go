package auth

import (
	"context"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"

	"soundings/cohorts/base"
)

// memory is a Store in maps, as strict about versions as a real one.
type memory struct {
	mu       sync.Mutex
	roster   Roster
	staff    map[string]Staff     // by id
	links    map[string]SetupLink // by hash
	keys     map[string]Key       // by id
	sessions map[string]Session   // by hash
	counters map[string]Counter   // by name
	acts     []Act
	actors   []base.Actor
	traces   []string
	saved    int   // sessions, how often
	broken   error // what every reading of sessions and keys answers, if set
}

func newMemory() *memory {
	return &memory{staff: map[string]Staff{}, links: map[string]SetupLink{}, keys: map[string]Key{}, sessions: map[string]Session{}, counters: map[string]Counter{}}
}

var errNone = base.Refuse(base.NotFound, "error.not_found")

func get[V any](m *memory, in map[string]V, key string) (V, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	v, ok := in[key]
	if !ok {
		return v, errNone
	}
	return v, nil
}

func (m *memory) Roster(context.Context) (Roster, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.roster, nil
}

func (m *memory) Staff(_ context.Context, id string) (Staff, error) { return get(m, m.staff, id) }

func (m *memory) StaffByEmail(_ context.Context, email string) (Staff, error) {
	all, _ := m.AllStaff(context.Background())
	for _, s := range all {
		if s.Email == email {
			return s, nil
		}
	}
	return Staff{}, errNone
}

func (m *memory) StaffByIdentity(_ context.Context, identity string) (Staff, error) {
	all, _ := m.AllStaff(context.Background())
	for _, s := range all {
		if s.Identity == identity {
			return s, nil
		}
	}
	return Staff{}, errNone
}

func (m *memory) StaffByCalendar(_ context.Context, hash string) (Staff, error) {
	all, _ := m.AllStaff(context.Background())
	for _, s := range all {
		if s.Calendar.Hash == hash {
			return s, nil
		}
	}
	return Staff{}, errNone
}

func (m *memory) AllStaff(context.Context) ([]Staff, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return slices.Collect(maps.Values(m.staff)), nil
}

func (m *memory) ChangeStaff(ctx context.Context, c StaffChange) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	stale := m.roster.Version != c.Roster.Version || m.staff[c.Staff.ID].Version != c.Staff.Version
	if c.Link != nil {
		stale = stale || m.links[c.Link.Hash].Version != c.Link.Version
	}
	if stale {
		return base.ErrChanged
	}
	m.roster = c.Roster
	m.roster.Version++
	if c.Remove {
		delete(m.staff, c.Staff.ID)
	} else {
		c.Staff.Version++
		m.staff[c.Staff.ID] = c.Staff
	}
	if c.Link != nil {
		link := *c.Link
		link.Version++
		m.links[link.Hash] = link
	}
	m.acts, m.actors = append(m.acts, c.Act), append(m.actors, base.ActorFrom(ctx))
	return nil
}

func (m *memory) SetupLink(_ context.Context, hash string) (SetupLink, error) {
	return get(m, m.links, hash)
}

func (m *memory) SaveSetupLink(_ context.Context, l SetupLink) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.links[l.Hash].Version != l.Version {
		return base.ErrChanged
	}
	l.Version++
	m.links[l.Hash] = l
	return nil
}

func (m *memory) Key(_ context.Context, hash string) (Key, error) {
	all, err := m.Keys(context.Background())
	if err != nil {
		return Key{}, err
	}
	for _, k := range all {
		if k.Hash == hash {
			return k, nil
		}
	}
	return Key{}, errNone
}

func (m *memory) Keys(context.Context) ([]Key, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return slices.Collect(maps.Values(m.keys)), m.broken
}

func (m *memory) SaveKey(_ context.Context, k Key) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.keys[k.ID].Version != k.Version {
		return base.ErrChanged
	}
	k.Version++
	m.keys[k.ID] = k
	return nil
}

func (m *memory) DeleteKey(_ context.Context, id string) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if _, ok := m.keys[id]; !ok {
		return errNone
	}
	delete(m.keys, id)
	return nil
}

func (m *memory) Session(_ context.Context, hash string) (Session, error) {
	if m.broken != nil {
		return Session{}, m.broken
	}
	return get(m, m.sessions, hash)
}

func (m *memory) Sessions(_ context.Context, staff string) ([]Session, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	all := slices.Collect(maps.Values(m.sessions))
	return slices.DeleteFunc(all, func(s Session) bool { return s.Staff != staff }), nil
}

func (m *memory) SaveSession(_ context.Context, s Session) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.sessions[s.Hash].Version != s.Version {
		return base.ErrChanged
	}
	s.Version++
	m.sessions[s.Hash] = s
	m.saved++
	return nil
}

func (m *memory) DeleteSession(_ context.Context, hash string) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	delete(m.sessions, hash)
	return nil
}

func (m *memory) Counters(_ context.Context, names ...string) ([]Counter, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	all := make([]Counter, len(names))
	for i, name := range names {
		all[i] = m.counters[name]
		all[i].Name = name
	}
	return all, nil
}

func (m *memory) SaveCounters(_ context.Context, all ...Counter) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, c := range all {
		if m.counters[c.Name].Version != c.Version {
			return base.ErrChanged
		}
	}
	for _, c := range all {
		c.Version++
		m.counters[c.Name] = c
	}
	return nil
}

func (m *memory) Trace(ctx context.Context, t Trace) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	by := base.ActorFrom(ctx)
	m.traces = append(m.traces, strings.Join([]string{string(by.Kind), by.ID, string(t.Act), t.Subject, t.From}, " "))
	return nil
}

func (m *memory) TraceRead(ctx context.Context, t Trace, _ time.Time) error { return m.Trace(ctx, t) }

func (m *memory) DeleteExpired(_ context.Context, now time.Time) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	maps.DeleteFunc(m.sessions, func(_ string, s Session) bool { return !s.Expires.After(now) })
	maps.DeleteFunc(m.counters, func(_ string, c Counter) bool { return !c.Expires.After(now) })
	maps.DeleteFunc(m.links, func(_ string, l SetupLink) bool { return !l.Expires.After(now) })
	return nil
}
