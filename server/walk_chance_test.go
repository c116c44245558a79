package main

import (
	"crypto/sha256"
	"fmt"
	"math/rand/v2"
	"os"
	"sync"
	"time"
)

// walkClock stands still but for a millisecond a request, so that what is done one after the other is in that order.
// While the clinic is made up, without requests, it goes on by each.
type walkClock struct {
	mu   sync.Mutex
	now  time.Time
	each time.Duration
}

func (c *walkClock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(c.each)
	return c.now
}

// set has the clock stand at a time.
func (c *walkClock) set(now time.Time, each time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now, c.each = now, each
}

func (c *walkClock) step() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(time.Millisecond)
}

// walkTicks tells the background jobs when they are due.
type walkTicks struct {
	mu   sync.Mutex
	jobs map[time.Duration][]chan time.Time
}

func (k *walkTicks) tick(every time.Duration) <-chan time.Time {
	k.mu.Lock()
	defer k.mu.Unlock()
	due := make(chan time.Time)
	k.jobs[every] = append(k.jobs[every], due)
	return due
}

// pass has every job that is done so often done once more, start to end: a job takes its second tick when it is through
// with the first.
func (k *walkTicks) pass(every ...time.Duration) {
	k.mu.Lock()
	defer k.mu.Unlock()
	for _, span := range every {
		for _, due := range k.jobs[span] {
			due <- time.Time{}
			due <- time.Time{}
		}
	}
}

// walkChance is random bytes that are the same each time, for many at once. They begin anew with each request, so that
// what one request draws does not depend on what others drew.
type walkChance struct {
	mu     sync.Mutex
	source *rand.ChaCha8
	times  map[string]int
}

func newWalkChance() *walkChance {
	c := &walkChance{times: map[string]int{}}
	c.begin("start")
	return c
}

// begin begins anew, otherwise than for what was begun before.
func (c *walkChance) begin(about string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.times[about]++
	seed := os.Getenv("SOUNDINGS_TEST_WALK_SEED") // any other changes nothing but the order on secret ballots
	c.source = rand.NewChaCha8(sha256.Sum256(fmt.Appendf(nil, "%s %s %d", seed, about, c.times[about])))
}

func (c *walkChance) Read(p []byte) (int, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.source.Read(p)
}
