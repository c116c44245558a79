package auth

import (
	"net/netip"
	"sync"
	"time"
)

// maxThrottled bounds how many names a throttle remembers.
const maxThrottled = 10_000

// allowance is how often something named may be tried: burst times at once, then once every so often.
type allowance struct {
	name  string
	burst int
	every time.Duration
}

// signInAllowances slow down who guesses: at one account from one place soon; at one account from everywhere and from
// one place at every account later, since an office has many people behind one address, and since nobody should be able
// to keep somebody else out by guessing.
func signInAllowances(email, from string) []allowance {
	from = Network(from)
	return []allowance{
		{"one " + hash(email+" "+from), 5, 30 * time.Second},
		{"account " + hash(email), 50, 5 * time.Second},
		{"place " + hash(from), 30, 5 * time.Second},
	}
}

// Network returns what of a network address stands for one place: of IPv6 the first half, since one place has all of it.
func Network(from string) string {
	addr, err := netip.ParseAddr(from)
	switch addr = addr.Unmap(); {
	case err != nil:
		return "unknown"
	case addr.Is4():
		return addr.String()
	default:
		return netip.PrefixFrom(addr.WithZone(""), 64).Masked().String()
	}
}

// throttle remembers, for each name, when all its tries will be forgotten: each try puts that off by the allowance's
// every. It lives in memory: a restart forgets.
type throttle struct {
	mu   sync.Mutex
	most int
	over map[string]time.Time
}

func newThrottle() *throttle {
	return &throttle{most: maxThrottled, over: map[string]time.Time{}}
}

// take counts one try of all these, or none and returns false when one of them has no try left.
func (t *throttle) take(now time.Time, all []allowance) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	for _, a := range all {
		if t.over[a.name].Sub(now) > time.Duration(a.burst-1)*a.every {
			return false
		}
	}
	for _, a := range all {
		over, ok := t.over[a.name]
		if !ok {
			t.makeRoom(now)
		}
		if over.Before(now) {
			over = now
		}
		t.over[a.name] = over.Add(a.every)
	}
	return true
}

// giveBack takes back a try that did no harm.
func (t *throttle) giveBack(all []allowance) {
	t.mu.Lock()
	defer t.mu.Unlock()
	for _, a := range all {
		if over, ok := t.over[a.name]; ok {
			t.over[a.name] = over.Add(-a.every)
		}
	}
}

// makeRoom forgets what is over once the memory is full, and if nothing is, what soonest will be.
func (t *throttle) makeRoom(now time.Time) {
	if len(t.over) < t.most {
		return
	}
	var soonest string
	for name, over := range t.over {
		switch {
		case !over.After(now):
			delete(t.over, name)
		case soonest == "" || over.Before(t.over[soonest]):
			soonest = name
		}
	}
	if len(t.over) >= t.most {
		delete(t.over, soonest)
	}
}
