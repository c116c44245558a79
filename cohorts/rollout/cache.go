package rollout

import (
	"sync"
	"unicode/utf8"
)

// person is what evaluations remember of one ref.
type person struct {
	cohorts []string // in which they are an agreed member
	exposed []string // ids of the rollouts whose exposure is noted; guarded by the exposure queue's lock
}

// maxRef is the longest ref in bytes.
const maxRef = 64

// isRef reports whether ref can be anybody's.
func isRef(ref string) bool { return ref != "" && len(ref) <= maxRef && utf8.ValidString(ref) }

// cache remembers the people who were evaluated lately, in two generations. When the young one is full it becomes the old
// one, and people of the old one who were not asked for since are evicted. So an eviction costs nothing, and people who
// are asked for often stay.
type cache struct {
	mu         sync.Mutex
	young, old map[string]*person
	epoch      int64 // number of drops so far; see put
	size       int   // people in a generation; 0: generation
}

// generation is the usual number of people in one: all of a large clinic.
const generation = 1 << 17

// get returns what is remembered of a ref, or nil, and the epoch of the look-up.
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

// put remembers a person that was read in an epoch, unless anybody was dropped since: it may have been this one, and what
// was read before would be stale.
func (c *cache) put(ref string, p *person, epoch int64) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if epoch == c.epoch {
		c.keep(ref, p)
	}
}

// keep puts a person in the young generation, with c.mu held.
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

// drop removes one person.
func (c *cache) drop(ref string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.epoch++
	delete(c.young, ref)
	delete(c.old, ref)
}

// dropAll removes everybody.
func (c *cache) dropAll() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.epoch++
	c.young, c.old = nil, nil
}
