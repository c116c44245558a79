package rollout

import (
	"sync"
	"unicode/utf8"
)

// person is what evaluations remember of a ref.
type person struct {
	cohorts []string // in which they agreed
	exposed []string // ids of the rollouts already counted as seen; guarded by the queue's lock
}

// maxRef bounds a ref in bytes.
const maxRef = 64

// isRef reports whether anybody could have this ref.
func isRef(ref string) bool { return ref != "" && len(ref) <= maxRef && utf8.ValidString(ref) }

// cache remembers the people evaluated lately, at most two generations of them: when the young one is full it becomes the old
// one, and what the old one had and nobody asked for since is forgotten.
type cache struct {
	mu         sync.Mutex
	young, old map[string]*person
	epoch      int64 // counts what was dropped: a person read before is not remembered after
	size       int   // of a generation; 0: generation
}

// generation is how many people one holds: all of a large clinic's.
const generation = 1 << 17

// get returns what is remembered of a ref, nil if nothing, and the epoch in which that was looked up.
func (c *cache) get(ref string) (*person, int64) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if p, ok := c.young[ref]; ok {
		return p, c.epoch
	}
	p, ok := c.old[ref]
	if ok {
		c.keep(ref, p)
	}
	return p, c.epoch
}

// put remembers a person that was read in an epoch, unless somebody was dropped since: it may have been this one.
func (c *cache) put(ref string, p *person, epoch int64) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if epoch == c.epoch {
		c.keep(ref, p)
	}
}

func (c *cache) keep(ref string, p *person) {
	size := c.size
	if size == 0 {
		size = generation
	}
	if len(c.young) >= size {
		c.old, c.young = c.young, nil
	}
	if c.young == nil {
		c.young = make(map[string]*person)
	}
	c.young[ref] = p
}

// drop forgets one person.
func (c *cache) drop(ref string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.epoch++
	delete(c.young, ref)
	delete(c.old, ref)
}

// dropAll forgets everybody.
func (c *cache) dropAll() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.epoch++
	c.young, c.old = nil, nil
}
