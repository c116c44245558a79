package demo

import (
	"context"
	"crypto/sha256"
	"io"
	"math/rand/v2"
	"strings"
	"time"

	"golang.org/x/sync/errgroup"
)

// chance decides what one person does in one matter, always the same way. None of it is secret.
type chance struct {
	*rand.Rand
	ids io.Reader
}

// newChance returns the chance that belongs to these words.
func newChance(about ...string) chance {
	source := rand.NewChaCha8(sha256.Sum256([]byte(strings.Join(about, "\x00"))))
	return chance{rand.New(source), source}
}

// happens reports whether something of this probability does.
func (c chance) happens(p float64) bool { return c.Float64() < p }

// near returns a number from a normal distribution, held between low and high.
func (c chance) near(mean, sd, low, high float64) float64 {
	return min(max(mean+sd*c.NormFloat64(), low), high)
}

// one returns one of many.
func one[T any](c chance, many []T) T { return many[c.IntN(len(many))] }

// share returns the place in weights, which add up to 1, that chance falls on.
func (c chance) share(weights ...float64) int {
	x := c.Float64()
	for i, w := range weights {
		if x -= w; x < 0 {
			return i
		}
	}
	return len(weights) - 1
}

// calendar knows the days before now, in the clinic's time zone.
type calendar struct {
	now time.Time
}

// ago returns a time of day so many days ago; from 1 day on it is past.
func (c calendar) ago(days, hour, minute int) time.Time {
	year, month, day := c.now.Date()
	return time.Date(year, month, day-days, hour, minute, 0, 0, c.now.Location())
}

// day returns the day that is so many days from now.
func (c calendar) day(fromNow int) time.Time {
	year, month, today := c.now.Date()
	return time.Date(year, month, today+fromNow, 0, 0, 0, 0, time.UTC)
}

// within returns a time at which people are awake, on the day of from or one of the next, so many days in all. Sooner
// is likelier.
func (c calendar) within(r chance, from time.Time, days int) time.Time {
	day := int(r.ExpFloat64() * float64(days) / 4)
	if day >= days {
		day = r.IntN(days)
	}
	year, month, first := from.In(c.now.Location()).Date()
	t := time.Date(year, month, first+day, 7, r.IntN(15*60), r.IntN(60), 0, c.now.Location())
	if t.Before(from) {
		t = from.Add(time.Duration(1+r.IntN(120)) * time.Minute)
	}
	return t
}

// minutes returns a span between low and high minutes.
func (c chance) minutes(low, high int) time.Duration {
	return time.Duration(low*60+c.IntN((high-low)*60)) * time.Second
}

// atOnce is how many people are busy at the same time. It makes no difference to what they do, but to how long it takes:
// the engine makes durable together what comes together.
const atOnce = 64

// each does the same for all, many at once.
func each[T any](ctx context.Context, all []T, do func(context.Context, T) error) error {
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(atOnce)
	for _, x := range all {
		g.Go(func() error { return do(ctx, x) })
	}
	return g.Wait()
}
