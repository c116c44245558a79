package servicestest

import (
	"crypto/sha256"
	"io"
	"math/rand/v2"
	"sync"
	"sync/atomic"
	"time"
)

// Clock is a clock that stands still until it is moved.
type Clock struct{ milliseconds atomic.Int64 }

// NewClock returns a clock at noon of the first of March 2027, in UTC.
func NewClock() *Clock {
	c := new(Clock)
	c.Set(time.Date(2027, 3, 1, 12, 0, 0, 0, time.UTC))
	return c
}

// Now returns the time on the clock.
func (c *Clock) Now() time.Time { return time.UnixMilli(c.milliseconds.Load()).UTC() }

// Set puts the clock to a time, to the millisecond.
func (c *Clock) Set(now time.Time) { c.milliseconds.Store(now.UnixMilli()) }

// Advance moves the clock on.
func (c *Clock) Advance(d time.Duration) { c.milliseconds.Add(d.Milliseconds()) }

// chance is a source of random bytes that is the same at every run. It may be read by many at once.
type chance struct {
	mu     sync.Mutex
	source *rand.ChaCha8
}

func newChance(seed string) io.Reader {
	return &chance{source: rand.NewChaCha8(sha256.Sum256([]byte(seed)))}
}

// Read fills p.
func (c *chance) Read(p []byte) (int, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.source.Read(p)
}
