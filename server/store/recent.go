package store

import (
	"sync"
	"time"
)

// recentFor is how long a thing that was read is taken to be as it was. Another server's change of it is seen after
// that, this one's own at once.
const recentFor = time.Second

// recent remembers things that nearly every request reads and that hardly ever change.
type recent[T any] struct {
	mu      sync.Mutex
	things  map[string]remembered[T]
	forgets int // how often something was forgotten
}

type remembered[T any] struct {
	thing T
	at    time.Time
}

// get returns what was read under an id less than recentFor ago. A caller that has to read it hands mark to put.
func (r *recent[T]) get(id string, now time.Time) (thing T, mark int, ok bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	m, ok := r.things[id]
	if age := now.Sub(m.at); age < 0 || age >= recentFor {
		ok = false
	}
	return m.thing, r.forgets, ok
}

// put remembers what was read, unless something was changed while it was read.
func (r *recent[T]) put(id string, thing T, mark int, now time.Time) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if mark != r.forgets {
		return
	}
	if r.things == nil {
		r.things = map[string]remembered[T]{}
	}
	r.things[id] = remembered[T]{thing, now}
}

// forget is called before and after a change: what was read in between may be either.
func (r *recent[T]) forget(id string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	delete(r.things, id)
	r.forgets++
}
