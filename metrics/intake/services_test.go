package intake_test

import (
	"context"
	"flag"
	"os"
	"testing"
	"time"

	"soundings/metrics"
	"soundings/server/services/servicestest"
)

func TestMain(m *testing.M) {
	flag.Parse()
	given := false
	flag.Visit(func(f *flag.Flag) { given = given || f.Name == "rapid.checks" })
	if !given {
		_ = flag.Set("rapid.checks", "8") // each check is many round trips
	}
	os.Exit(servicestest.Main(m))
}

// clinic is a clinic of a test, with the context in which its manager acts.
type clinic struct {
	*servicestest.Clinic
	ctx context.Context
}

// on runs a test over each engine.
func on(t *testing.T, test func(t *testing.T, c *clinic)) {
	t.Helper()
	servicestest.Each(t, func(t *testing.T, c *servicestest.Clinic) {
		c.SetUp(t)
		test(t, &clinic{c, servicestest.ByManager(t)})
	})
}

var refs, event = servicestest.Refs, servicestest.Event

// must returns v; an error in the middle of a test is a panic with its trace.
func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

// active returns how many of a cohort were active in the 1, 7 and 28 days that end now.
func (c *clinic) active(t *testing.T, cohort, feature string) []int {
	c.Fold(t)
	tally, today := must(c.Store.Adoption(c.ctx, cohort)), metrics.DayOf(c.Clock.Now(), time.UTC)
	return []int{tally.On(feature, metrics.Active1, today), tally.On(feature, metrics.Active7, today), tally.On(feature, metrics.Active28, today)}
}
