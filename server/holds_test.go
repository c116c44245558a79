package main

import (
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

// openRamp is a ramp whose own gate is open as soon as it is set, so that nothing else holds it.
const openRamp = `"ramp":[25,100],"gates":{"hold_hours":0.0000001}`

// standing is where a rollout stands, and what it waits for.
type standing struct {
	Percent float64
	Waiting []string
}

// fleet are the servers on one database: two on MongoDB, and the one that an embedded database can have.
type fleet []*server

func startFleet(t *testing.T, at place) fleet {
	t.Helper()
	all := fleet{start(t, at.with("--api-key", testKey)...)}
	if at.name == "mongodb" {
		all = append(all, start(t, at.with("--api-key", testKey)...))
	}
	return all
}

// advance has each server advance every ramp, three times and all at once.
func (f fleet) advance(t *testing.T) {
	t.Helper()
	var wg sync.WaitGroup
	for n := range 3 * len(f) {
		wg.Go(func() {
			if err := f[n%len(f)].app.Rollouts.Advance(t.Context()); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
}

// stands checks where every server says that the rollout of a feature stands, and what it waits for.
func (f fleet) stands(t *testing.T, about, feature string, percent float64, waiting ...string) {
	t.Helper()
	for n, s := range f {
		var at standing
		newClient(s.BaseURL).must(t, "GET", "/features/"+feature+"/rollout", nil, &at)
		if at.Percent != percent || !slices.Equal(at.Waiting, waiting) {
			t.Errorf("%s, server %d: it stands at %v and waits for %q, not at %v for %q", about, n, at.Percent, at.Waiting, percent, waiting)
		}
	}
}

// last returns a client of the last server: what is done there holds on the first.
func (f fleet) last() *client { return newClient(f[len(f)-1].BaseURL) }

// A blocker about a feature at 25 % holds its ramp, whichever server it was reported at and whichever would move it, until it is
// done; opened again it holds the next step. One that is not so bad holds nothing, nor one about another feature.
func TestABlockerHoldsARampOnTwoServers(t *testing.T) {
	onBothAtOnce(t, func(t *testing.T, at place) {
		servers := startFleet(t, at)
		c := newClient(servers[0].BaseURL)
		cohort := c.agreed(t, "First wave", 20)
		for _, feature := range []string{"labs", "forms"} {
			c.must(t, "PUT", "/features/"+feature, `{"name":"X","stage":"beta"}`, nil)
		}
		servers.last().must(t, "POST", "/bumps", `{"feature":"labs","severity":"major","text":"Results come late"}`, nil)
		servers.last().must(t, "POST", "/bumps", `{"feature":"labs","severity":"blocker","text":"No results at all"}`, nil)
		for _, feature := range []string{"labs", "forms"} {
			c.must(t, "PUT", "/features/"+feature+"/rollout", `{"cohort":"`+cohort+`",`+openRamp+`}`, nil)
		}
		servers.advance(t)
		held := "B-2 is a blocker and still open."
		servers.stands(t, "while it is open", "labs", 25, held)
		servers.stands(t, "another feature", "forms", 100)

		day := time.Now().AddDate(0, 0, 7).Format(time.DateOnly)
		servers.last().must(t, "PATCH", "/bumps/B-2", `{"state":"adapting","adaptation":{"kind":"setting","title":"Switch it on","owner":"Maria","due":"`+day+`"}}`, nil)
		servers.advance(t)
		servers.stands(t, "while it is adapted", "labs", 25, held)
		c.must(t, "PATCH", "/bumps/B-2", `{"state":"done"}`, nil)
		servers.advance(t)
		servers.stands(t, "once it is done", "labs", 100)
		if moves, _ := c.history(t, "labs"); !slices.Equal(moves, []string{"set 0>25 by key", "advance 25>100 by system"}) {
			t.Errorf("it moved %q", moves)
		}

		servers.last().must(t, "PATCH", "/bumps/B-2", `{"state":"assessing"}`, nil)
		c.must(t, "POST", "/features/labs/rollout/jump", `{"percent":25}`, nil)
		servers.advance(t)
		servers.stands(t, "opened again", "labs", 25, held)
		c.must(t, "PATCH", "/bumps/B-2", `{"severity":"minor"}`, nil)
		servers.advance(t)
		servers.stands(t, "no blocker any more", "labs", 100)
	})
}

// A feature that must be trained is held, with a sentence that says so, until the first training was held.
func TestAFeatureWithoutTrainingIsHeldOnTwoServers(t *testing.T) {
	onBothAtOnce(t, func(t *testing.T, at place) {
		servers := startFleet(t, at)
		c := newClient(servers[0].BaseURL)
		cohort := c.agreed(t, "First wave", 20)
		c.must(t, "PUT", "/features/labs", `{"name":"X","stage":"beta"}`, nil)
		servers.last().must(t, "PUT", "/features/labs/requirements", `{"must":["training"]}`, nil)
		c.must(t, "PUT", "/features/labs/rollout", `{"cohort":"`+cohort+`",`+openRamp+`}`, nil)
		servers.advance(t)
		servers.stands(t, "without a training", "labs", 25, "The first training is not planned yet.")

		today := time.Now().UTC()
		training := func(days int) string {
			return `{"kind":"training","title":"Teach the desk","owner":"Ana","feature":"labs","session":"first","audience":["staff"],"date":"` + today.AddDate(0, 0, days).Format(time.DateOnly) + `"}`
		}
		var planned struct{ ID string }
		servers.last().must(t, "POST", "/charter", training(5), &planned)
		servers.advance(t)
		var at25 standing
		c.must(t, "GET", "/features/labs/rollout", nil, &at25)
		if at25.Percent != 25 || len(at25.Waiting) != 1 || !strings.HasPrefix(at25.Waiting[0], "The first training is on ") {
			t.Errorf("with a training that is to come it stands at %v and waits for %q", at25.Percent, at25.Waiting)
		}
		servers.last().must(t, "PUT", "/charter/"+planned.ID, training(-2), nil)
		servers.advance(t)
		servers.stands(t, "once it was held", "labs", 100)
	})
}
