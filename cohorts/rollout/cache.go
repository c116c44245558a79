package rollout

import (
	"cmp"
	"slices"
	"strings"
	"sync"
	"time"
	"unicode/utf8"
)

// person is what evaluations remember of one ref.
type person struct {
	cohorts []string  // in which they are an agreed member
	exposed []string  // ids of the rollouts whose exposure is noted; guarded by the exposure queue's lock
	as      *spelling // nil: the ref is spelled as it is kept, or nobody's
}

// spelling is how a ref that was asked about in other letters is kept.
type spelling struct {
	ref   string
	until time.Time // it is looked for again then: somebody may have come who is spelled as was asked
}

// spellingAge is for how long a spelling is remembered.
const spellingAge = time.Minute

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

	strange map[string][]string // refs that are nobody's as they were asked about, by their small letters
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
// was read before would be stale. A strange ref is dropped with whoever is spelled like it.
func (c *cache) put(ref string, p *person, epoch int64, strange bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if epoch != c.epoch {
		return
	}
	if fold := strings.ToLower(ref); strange && !slices.Contains(c.strange[fold], ref) {
		if c.strange == nil || len(c.strange) >= 2*c.generation() || len(c.strange[fold]) >= maxStrange {
			c.forget()
			c.strange = map[string][]string{}
		}
		c.strange[fold] = append(c.strange[fold], ref)
	}
	c.keep(ref, p)
}

// maxStrange is how many spellings of one ref are remembered.
const maxStrange = 8

func (c *cache) generation() int { return cmp.Or(c.size, generation) }

// keep puts a person in the young generation, with c.mu held.
func (c *cache) keep(ref string, p *person) {
	if len(c.young) >= c.generation() {
		c.old, c.young = c.young, nil
	}
	if c.young == nil {
		c.young = make(map[string]*person)
	}
	c.young[ref] = p
}

// drop removes one person, and all who were asked about by a ref like theirs and are nobody.
func (c *cache) drop(ref string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.epoch++
	fold := strings.ToLower(ref)
	for _, one := range append(c.strange[fold], ref) {
		delete(c.young, one)
		delete(c.old, one)
	}
	delete(c.strange, fold)
}

// dropAll removes everybody.
func (c *cache) dropAll() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.epoch++
	c.forget()
}

// forget removes everybody, with c.mu held.
func (c *cache) forget() { c.young, c.old, c.strange = nil, nil, nil }
