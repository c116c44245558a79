package mongo

import (
	"context"
	"flag"
	"os"
	"testing"

	"soundings/server/store/engine"
	"soundings/server/store/engine/enginetest"
	"soundings/server/store/mongo/mongotest"
)

func TestMain(m *testing.M) {
	flag.Parse()
	given := false
	flag.Visit(func(f *flag.Flag) { given = given || f.Name == "rapid.checks" })
	if !given {
		_ = flag.Set("rapid.checks", "20") // each step is a round trip or more
	}
	os.Exit(m.Run())
}

func TestEngine(t *testing.T) {
	uri := mongotest.URI(t)
	enginetest.Run(t, func(t *testing.T) enginetest.Place {
		database := mongotest.Database(t)
		return func(collections []engine.Collection) (engine.Engine, error) {
			return Open(context.Background(), Options{URI: uri, Database: database, Collections: collections})
		}
	})
}
