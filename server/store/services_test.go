package store_test

import (
	"context"
	"encoding/json"
	"flag"
	"os"
	"testing"

	"soundings/cohorts/base"
	"soundings/server/services/servicestest"
)

func TestMain(m *testing.M) {
	flag.Parse()
	given := false
	flag.Visit(func(f *flag.Flag) { given = given || f.Name == "rapid.checks" })
	if !given {
		_ = flag.Set("rapid.checks", "8") // each step is several round trips
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
	servicestest.Each(t, func(t *testing.T, c *servicestest.Clinic) { test(t, &clinic{c, servicestest.ByManager(t)}) })
}

var refs = servicestest.Refs

// must returns v; an error in the middle of a test is a panic with its trace.
func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

// another returns one more server on the clinic's database.
func (c *clinic) another(t *testing.T) *clinic { return &clinic{c.Another(t), c.ctx} }

// by returns the same server with somebody else at it.
func (c *clinic) by(a base.Actor) *clinic { return &clinic{c.Clinic, base.WithActor(c.ctx, a)} }

// pending returns how many facts are not folded yet.
func (c *clinic) pending(t *testing.T) int { return len(c.Documents(t, "pending")) }

// written returns v in a form that can be compared.
func written(v any) string { return string(must(json.Marshal(v))) }
