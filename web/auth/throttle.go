package auth

import (
	"context"
	"fmt"
	"net/netip"
	"sync"
	"time"

	"golang.org/x/sync/semaphore"

	"soundings/cohorts/base"
)

// Limit is how often something named may be tried: Burst times at once, then once every so often. With each try beyond
// the burst that doubles, up to Most. With a Burst of 0 the first try only begins the waiting.
type Limit struct {
	Name  string
	Burst int
	Every time.Duration
	Most  time.Duration // not above Every: the wait never grows
}

// Counter is what is kept of the tries of one name.
type Counter struct {
	Name    string
	Over    time.Time // when every try will be forgotten
	Beyond  int       // tries beyond the burst
	Expires time.Time // from then on there were none
	Version int64
}

// CounterStore keeps counters, for all servers on one database.
type CounterStore interface {
	Counters(ctx context.Context, names ...string) ([]Counter, error) // in this order; the zero Counter with its name where none is kept
	SaveCounters(ctx context.Context, all ...Counter) error           // all or none; base.ErrChanged where one has another Version
}

// Throttle slows down who tries too often: guesses at passwords, keys, links and codes, and floods of ballots. Nobody is
// refused for good, since every wait ends. Its counters are in the store, so that all servers count together.
type Throttle struct {
	store CounterStore
	now   func() time.Time

	leasing *semaphore.Weighted // one at a time counts ahead
	mu      sync.Mutex
	leased  map[string]lease
}

// lease is tries that this server has counted in the store and not used yet.
type lease struct {
	left  int
	until time.Time
}

// maxLeases bounds how many names a server remembers.
const maxLeases = 10_000

// NewThrottle makes a Throttle over a store.
func NewThrottle(store CounterStore, now func() time.Time) *Throttle {
	return &Throttle{store: store, now: now, leasing: semaphore.NewWeighted(1), leased: map[string]lease{}}
}

// contended is how often a count is tried again because others were quicker; then it is refused for a moment.
const contended = 20

// Take counts one try of all these limits, or none and returns how long to wait for it.
func (t *Throttle) Take(ctx context.Context, limits ...Limit) (wait time.Duration, err error) {
	for range contended {
		all, err := t.read(ctx, limits)
		if err != nil {
			return 0, err
		}
		changed, wait := taken(all, limits, t.now())
		if len(changed) == 0 {
			return wait, nil
		}
		err = t.store.SaveCounters(ctx, changed...)
		if err == nil {
			return wait, nil
		}
		if !base.IsCode(err, base.Conflict) {
			return 0, fmt.Errorf("counting a try: %w", err)
		}
	}
	return time.Second, nil
}

// Wait returns how long a try of these limits has to wait. It counts nothing.
func (t *Throttle) Wait(ctx context.Context, limits ...Limit) (time.Duration, error) {
	all, err := t.read(ctx, limits)
	if err != nil {
		return 0, err
	}
	return waiting(all, limits, t.now()), nil
}

// GiveBack takes back a try that did no harm.
func (t *Throttle) GiveBack(ctx context.Context, limits ...Limit) error {
	_, err := base.Revise(
		func() ([]Counter, error) { return t.read(ctx, limits) },
		func(all *[]Counter) error {
			for i, l := range limits {
				c := &(*all)[i]
				if c.Beyond > 0 {
					c.Beyond--
				}
				c.Over = c.Over.Add(-l.step(c.Beyond))
			}
			return nil
		},
		func(all []Counter) error { return t.store.SaveCounters(ctx, all...) })
	if err != nil {
		return fmt.Errorf("giving back a try: %w", err)
	}
	return nil
}

// TakeOne is Take for a limit that very many share. It counts a few tries ahead, so that they do not all wait for one
// document.
func (t *Throttle) TakeOne(ctx context.Context, l Limit, ahead int) (wait time.Duration, err error) {
	if t.useLease(l.Name) {
		return 0, nil
	}
	if err := t.leasing.Acquire(ctx, 1); err != nil {
		return 0, fmt.Errorf("waiting to count a try: %w", err)
	}
	defer t.leasing.Release(1)
	if t.useLease(l.Name) { // somebody has counted ahead meanwhile
		return 0, nil
	}
	for _, n := range []int{ahead, 1} {
		whole := Limit{Name: l.Name, Burst: l.Burst / n, Every: l.Every * time.Duration(n)}
		if wait, err = t.Take(ctx, whole); err != nil || wait == 0 {
			if n > 1 && err == nil {
				t.keepLease(l, n-1)
			}
			return wait, err
		}
	}
	return wait, err
}

func (t *Throttle) useLease(name string) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	l, ok := t.leased[name]
	if !ok || l.left == 0 || t.now().After(l.until) {
		delete(t.leased, name)
		return false
	}
	l.left--
	t.leased[name] = l
	return true
}

func (t *Throttle) keepLease(l Limit, left int) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if len(t.leased) >= maxLeases {
		clear(t.leased) // they were counted: whoever comes next is only counted anew
	}
	t.leased[l.Name] = lease{left: left, until: t.now().Add(l.Every * time.Duration(left))}
}

// Mark remembers a name for a while.
func (t *Throttle) Mark(ctx context.Context, name string, life time.Duration) error {
	_, err := base.Revise(
		func() ([]Counter, error) { return t.store.Counters(ctx, name) },
		func(all *[]Counter) error {
			until := t.now().Add(life)
			(*all)[0].Over, (*all)[0].Expires = until, until
			return nil
		},
		func(all []Counter) error { return t.store.SaveCounters(ctx, all...) })
	if err != nil {
		return fmt.Errorf("marking who came in: %w", err)
	}
	return nil
}

// Marked returns how much longer a name is remembered; 0: it is not.
func (t *Throttle) Marked(ctx context.Context, name string) (time.Duration, error) {
	all, err := t.store.Counters(ctx, name)
	if err != nil {
		return 0, fmt.Errorf("looking who came in: %w", err)
	}
	return max(0, all[0].Over.Sub(t.now())), nil
}

// read returns the counters of limits; what has expired is as if there had been nothing.
func (t *Throttle) read(ctx context.Context, limits []Limit) ([]Counter, error) {
	names := make([]string, len(limits))
	for i, l := range limits {
		names[i] = l.Name
	}
	all, err := t.store.Counters(ctx, names...)
	if err != nil {
		return nil, fmt.Errorf("reading how often it was tried: %w", err)
	}
	for i, now := 0, t.now(); i < len(all); i++ {
		if !now.Before(all[i].Expires) {
			all[i].Over, all[i].Beyond, all[i].Expires = time.Time{}, 0, time.Time{}
		}
	}
	return all, nil
}

// taken returns the counters that change with a try of these limits, and how long the try has to wait: where it has to,
// only a waiting that begins with it is counted.
func taken(all []Counter, limits []Limit, now time.Time) (changed []Counter, wait time.Duration) {
	for i, l := range limits {
		if !l.begins(all[i]) {
			wait = max(wait, l.ready(all[i], now))
		}
	}
	if wait > 0 {
		return nil, wait
	}
	for i, l := range limits {
		if l.begins(all[i]) {
			wait = max(wait, l.Every)
		}
		changed = append(changed, l.after(all[i], now))
	}
	return changed, wait
}

// waiting returns the longest wait of these limits.
func waiting(all []Counter, limits []Limit, now time.Time) (wait time.Duration) {
	for i, l := range limits {
		wait = max(wait, l.ready(all[i], now))
	}
	return wait
}

// begins reports whether the next try only begins the waiting.
func (l Limit) begins(c Counter) bool { return l.Burst == 0 && c.Expires.IsZero() }

// ready returns how long a try has to wait.
func (l Limit) ready(c Counter, now time.Time) time.Duration {
	if l.begins(c) {
		return l.Every
	}
	return max(0, max(0, c.Over.Sub(now))-time.Duration(max(l.Burst-1, 0))*l.Every)
}

// step returns by how much a try puts off that all are forgotten, after so many beyond the burst.
func (l Limit) step(beyond int) time.Duration {
	step := l.Every
	for ; beyond > 0 && step < l.Most; beyond-- {
		step = min(2*step, l.Most)
	}
	return step
}

// after returns a counter after one more try.
func (l Limit) after(c Counter, now time.Time) Counter {
	if c.Over.Before(now) {
		c.Over = now
	}
	step := l.Every
	last := l.Burst < 2 || c.Over.Sub(now) > time.Duration(l.Burst-2)*l.Every // of the burst, or one after it
	if last && !l.begins(c) {
		step = l.step(c.Beyond)
		c.Beyond++
	}
	c.Over = c.Over.Add(step)
	c.Expires = c.Over.Add(max(l.Every, l.Most))
	return c
}

// Places are what of a network address stands for one place, the narrowest first: the address itself, or of IPv6 the
// first half, and the part of it that one customer may have all of.
func Places(from string) []string {
	addr, err := netip.ParseAddr(from)
	addr = addr.Unmap().WithZone("")
	switch {
	case err != nil:
		return []string{"unknown"}
	case addr.Is4():
		return []string{addr.String()}
	default:
		return []string{netip.PrefixFrom(addr, 64).Masked().String(), netip.PrefixFrom(addr, 48).Masked().String()}
	}
}
