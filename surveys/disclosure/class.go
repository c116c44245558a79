package disclosure

import "slices"

// Everyone names the unit of all entries, whatever they answer.
const Everyone = ""

// Entry is an answer that comes to what is shown, or one that was shown and leaves it. One that takes the place of another
// is both, by the same Who.
type Entry struct {
	ID    string
	Who   string   // counts once: a practice, or somebody who was here before; empty: somebody of whom nothing else is here
	Units []string // what it answers, beside Everyone
	Told  int      // of one that leaves: the moment at which it was told; 0: it comes
}

func (e Entry) comes() bool { return e.Told == 0 }

// Class is the people who are in the same parts of all cuts: they are told together or not at all.
type Class struct {
	Values  []string // its parts, the first cut first
	Bound   int      // the least at which anything was told
	Moment  int      // of the last batch, from 1
	Leaving []Entry  // what leaves and waits for a batch
	Units   map[string]*Unit
}

// Unit is one figure of a class: who is in what is shown, and who waits to be.
type Unit struct {
	Flushes []int // the moments at which those who came were shown
	Lines   []Line
	Pool    []Entry
}

// Batch is what is told at one moment.
type Batch struct {
	Moment int
	Told   []Entry            // of the class
	Shown  map[string][]Entry // by unit, Everyone among them
}

// Opens reports whether what some people answered to a unit does not follow from what they come to together.
type Opens func(unit string, entries []Entry) bool

// Whatever is open to anything: of a unit of which nothing is summed up.
func Whatever(string, []Entry) bool { return true }

// Renew tells what waits if it is enough: what leaves, and what comes, of which all that is not told waits on. bound is that
// of the people of the class. Then each unit shows its own, if that is enough too, and open.
func (c *Class) Renew(coming []Entry, bound int, open Opens) Batch {
	everyone := c.unit(Everyone)
	everyone.Pool = slices.Concat(coming, c.Leaving)
	c.Moment++
	told := everyone.flush(c.Moment, bound, c.least(bound), func([]Entry) bool { return true })
	c.Leaving = slices.DeleteFunc(everyone.Pool, Entry.comes)
	everyone.Pool = nil
	if len(told) == 0 {
		c.Moment--
		return Batch{}
	}
	c.Bound = c.least(bound)
	b := Batch{c.Moment, told, map[string][]Entry{Everyone: told}}
	for _, e := range told {
		for _, name := range e.Units {
			u := c.unit(name)
			u.Pool = append(u.Pool, e)
		}
	}
	for name, u := range c.Units {
		mine := func(entries []Entry) bool { return open(name, entries) }
		if shown := u.flush(c.Moment, bound, c.Bound, mine); len(shown) > 0 {
			b.Shown[name] = shown
		}
	}
	return b
}

// least returns the least bound at which anything was told, this time included.
func (c *Class) least(bound int) int {
	if c.Bound == 0 {
		return bound
	}
	return min(c.Bound, bound)
}

// Leave notes that an entry that was told is taken out. Where it still waits to be shown it is dropped at once; what of it
// leaves later is returned.
func (c *Class) Leave(e Entry) Entry {
	var shown []string
	for _, name := range e.Units {
		u := c.unit(name)
		waits := func(p Entry) bool { return p.ID == e.ID && p.comes() }
		if slices.ContainsFunc(u.Pool, waits) {
			u.Pool = slices.DeleteFunc(u.Pool, waits)
		} else {
			shown = append(shown, name)
		}
	}
	e.Units = shown
	c.Leaving = append(c.Leaving, e)
	return e
}

// Pending reports whether an entry that was told, by its id, has yet to come to or to leave what a unit shows.
func (c *Class) Pending(id string) bool {
	is := func(e Entry) bool { return e.ID == id }
	if slices.ContainsFunc(c.Leaving, is) {
		return true
	}
	for _, u := range c.Units {
		if slices.ContainsFunc(u.Pool, is) {
			return true
		}
	}
	return false
}

// Pools returns all that waits to be shown by itself.
func (c *Class) Pools() (all []Entry) {
	for _, u := range c.Units {
		all = append(all, u.Pool...)
	}
	return all
}

// InPool reports whether an entry that was told, by its id, has yet to come to what a unit shows.
func (c *Class) InPool(unit, id string) bool {
	u := c.Units[unit]
	return u != nil && slices.ContainsFunc(u.Pool, func(e Entry) bool { return e.ID == id && e.comes() })
}

func (c *Class) unit(name string) *Unit {
	if c.Units == nil {
		c.Units = map[string]*Unit{}
	}
	u := c.Units[name]
	if u == nil {
		u = &Unit{}
		c.Units[name] = u
	}
	return u
}

// mostPooled is how many entries wait for others so as to be open together. There have to be some, as a pool is kept whole.
const mostPooled = 300

// flush shows all of the pool; where that would tell few people apart, only those who come; where these are few, or not open,
// nothing.
func (u *Unit) flush(moment, bound, least int, open func([]Entry) bool) []Entry {
	if people(u.Pool) < bound || len(u.Pool) <= mostPooled && !open(fresh(u.Pool)) {
		return nil
	}
	all, gone := slices.Clone(u.Pool), map[string]bool{}
	for _, e := range u.Pool {
		if !e.comes() {
			gone[e.Who] = true
		}
	}
	if lines := u.with(all, moment); len(gone) == 0 || together(lines, least) {
		u.show(lines, moment, nil)
		return all
	}
	waits := func(e Entry) bool { return !e.comes() || e.Who != "" && gone[e.Who] }
	some := slices.DeleteFunc(slices.Clone(u.Pool), waits)
	if people(some) < bound || len(u.Pool) <= mostPooled && !open(some) {
		return nil
	}
	rest := slices.DeleteFunc(slices.Clone(u.Pool), func(e Entry) bool { return !waits(e) })
	u.show(u.with(some, moment), moment, rest)
	return some
}

// fresh returns those who come; nobody does: those who leave.
func fresh(entries []Entry) []Entry {
	some := slices.DeleteFunc(slices.Clone(entries), func(e Entry) bool { return !e.comes() })
	if len(some) == 0 {
		return entries
	}
	return some
}

func (u *Unit) show(lines []Line, moment int, pool []Entry) {
	u.Lines, u.Pool = lines, pool
	u.Flushes = append(u.Flushes, moment)
}

// people counts whom entries are of.
func people(entries []Entry) int {
	n, known := 0, map[string]bool{}
	for _, e := range entries {
		if e.Who == "" || !known[e.Who] {
			n++
		}
		known[e.Who] = true
	}
	return n
}
