package main

import (
	"encoding/json"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"

	"soundings/cohorts"
	"soundings/cohorts/rollout"
)

// agreed makes a cohort of n patients who have agreed by their links, and returns its id.
func (c *client) agreed(t testing.TB, name string, n int) string {
	t.Helper()
	var table strings.Builder
	table.WriteString("ref,group,language\n")
	refs := make([]string, n)
	for i := range n {
		refs[i] = fmt.Sprintf("P-%05d", i)
		fmt.Fprintf(&table, "%s,patient,en\n", refs[i])
	}
	c.setUp(t)
	c.must(t, "POST", "/participants/import", table.String(), nil)
	var cohort struct{ ID string }
	c.must(t, "POST", "/cohorts", map[string]string{"name": name}, &cohort)
	c.must(t, "POST", "/cohorts/"+cohort.ID+"/select", map[string]any{"refs": refs}, nil)
	var asked links
	c.must(t, "POST", "/cohorts/"+cohort.ID+"/invite", "{}", &asked)
	for _, path := range asked.paths() {
		if status, _, err := c.post(t.Context(), path, url.Values{"consent": {"agree"}}); err != nil || status != 303 {
			t.Fatal(status, err)
		}
	}
	return cohort.ID
}

// asked makes a survey of the SUS, and returns its id and the link of each member of a cohort.
func (c *client) asked(t testing.TB, title, cohort string) (id string, paths map[string]string) {
	t.Helper()
	var made struct{ ID string }
	c.must(t, "POST", "/surveys", `{"title":"`+title+`","pages":[{"questions":[{"id":"sus","instrument":"sus"}]}]}`, &made)
	c.must(t, "POST", "/surveys/"+made.ID+"/publish", nil, nil)
	var invited links
	c.must(t, "POST", "/surveys/"+made.ID+"/invitations", map[string]any{"cohort": cohort, "send": false}, &invited)
	paths = map[string]string{}
	for i, path := range invited.paths() {
		paths[invited.Items[i].Ref] = path
	}
	return made.ID, paths
}

// says returns a survey of the SUS, each item a little differently, around a value from 2 to 4 where 4 is best.
func (c *client) says(t testing.TB, path string, n, value int) {
	t.Helper()
	form := url.Values{"_action": {"submit"}}
	for item := 1; item <= 10; item++ {
		x := value + (n+item)%2
		if item%2 == 0 {
			x = 6 - x
		}
		form.Set(fmt.Sprint("sus.", item), fmt.Sprint(x))
	}
	if status, _, err := c.post(t.Context(), path, form); err != nil || status != 303 {
		t.Fatal(status, err)
	}
}

// history says how a rollout came to where it is.
func (c *client) history(t testing.TB, feature string) (moves, reasons []string) {
	t.Helper()
	var page struct {
		Items []struct {
			Kind     string
			From, To json.Number
			By       struct{ Kind string }
			Reason   string
		}
	}
	c.must(t, "GET", "/features/"+feature+"/rollout/moves", nil, &page)
	for _, m := range slices.Backward(page.Items) {
		moves = append(moves, fmt.Sprint(m.Kind, " ", m.From, ">", m.To, " by ", m.By.Kind))
		reasons = append(reasons, m.Reason)
	}
	return moves, reasons
}

// A ramp of two steps goes on by itself on enough good answers, holds on too few, and goes back on a clearly worse score.
// Of two servers on one MongoDB each does it as soon as the other, and each step is made once.
func TestRampsOfTwoServers(t *testing.T) {
	onBothAtOnce(t, func(t *testing.T, at place) {
		servers := []*server{start(t, at.with("--api-key", testKey)...)}
		if at.name == "mongodb" {
			servers = append(servers, start(t, at.with("--api-key", testKey)...))
		}
		c := newClient(servers[0].BaseURL)
		cohort := c.agreed(t, "First wave", 80)
		advance := func() {
			var wg sync.WaitGroup
			for n := range 6 {
				wg.Go(func() {
					if err := servers[n%len(servers)].app.Rollouts.Advance(t.Context()); err != nil {
						t.Error(err)
					}
				})
			}
			wg.Wait()
		}
		for _, ramp := range []struct {
			feature  string
			value    int // of those who see it; the others say 3
			history  []string
			reason   string
			afterFew string
		}{
			{"labs", 3, []string{"set 0>50 by key", "advance 50>100 by system"}, "The score has not dropped by 6 points or more", "10 of 11 answers are in."},
			{"forms", 1, []string{"set 0>50 by key", "roll_back 50>0 by system"}, "The score has clearly dropped by more than 6 points", "10 of 11 answers are in."},
		} {
			survey, paths := c.asked(t, "About "+ramp.feature, cohort)
			c.must(t, "PUT", "/features/"+ramp.feature, `{"name":"X","stage":"beta"}`, nil)
			c.must(t, "PUT", "/features/"+ramp.feature+"/rollout", `{"cohort":"`+cohort+`","ramp":[50,100],
				"gates":{"answers":11,"survey":"`+survey+`","instrument":"sus","margin":6,"looks":2}}`, nil)
			r := rollout.Rollout{Feature: ramp.feature, Percent: 50}
			var shown []string
			n := 0
			for ref, path := range paths {
				if r.Shows(ref) {
					shown = append(shown, path)
				} else {
					n++
					c.says(t, path, n, 3)
				}
			}
			for n, path := range shown[:10] {
				c.says(t, path, n, ramp.value)
			}
			advance()
			var standing struct {
				Percent float64
				Waiting []string
			}
			c.must(t, "GET", "/features/"+ramp.feature+"/rollout", nil, &standing)
			if standing.Percent != 50 || len(standing.Waiting) != 1 || standing.Waiting[0] != ramp.afterFew {
				t.Errorf("%s on too few answers: %+v", ramp.feature, standing)
			}
			for n, path := range shown[10:] {
				c.says(t, path, n, ramp.value)
			}
			advance()
			advance()
			moves, reasons := c.history(t, ramp.feature)
			if !slices.Equal(moves, ramp.history) || !strings.Contains(reasons[len(reasons)-1], ramp.reason) {
				t.Errorf("%s: %q, because %q", ramp.feature, moves, reasons)
			}
		}
	})
}

// A change on one server is seen on the other without anybody's doing; somebody who withdraws there sees nothing at once
// there, and soon here. Package rollout holds how soon that is.
func TestExposureOnTwoServers(t *testing.T) {
	at := mongodb(t)
	here, there := start(t, at.with("--api-key", testKey)...), start(t, at.with("--api-key", testKey)...)
	c := newClient(here.BaseURL)
	cohort := c.agreed(t, "First wave", 5)
	c.must(t, "PUT", "/features/labs", `{"name":"X","stage":"beta"}`, nil)
	c.must(t, "PUT", "/features/labs/rollout", `{"cohort":"`+cohort+`","percent":0}`, nil)
	sees := func(s *server) bool {
		e, err := s.app.Rollouts.Evaluate(t.Context(), "labs", "P-00001")
		return err == nil && e.On
	}
	soon := func(about string, s *server, want bool) {
		t.Helper()
		eventually(t, about+" is seen", func() bool { return sees(s) == want })
	}
	soon("the feature", there, false)
	c.must(t, "POST", "/features/labs/rollout/jump", `{"percent":100}`, nil)
	if !sees(here) {
		t.Error("the server that raised the share does not see it")
	}
	soon("the share", there, true)
	if _, err := there.app.Cohorts.SetState(t.Context(), cohort, "P-00001", cohorts.Withdrawn, cohorts.Heard{}); err != nil {
		t.Fatal(err)
	}
	if sees(there) {
		t.Error("the server that took the withdrawal shows the feature")
	}
	soon("the withdrawal", here, false)
}

// Raising a share over 20,000 members takes the feature from nobody, and the shares are right to a percentage point.
func TestRaisingAShare(t *testing.T) {
	const people = 20_000
	s := start(t, folder(t).with("--api-key", testKey)...)
	c := newClient(s.BaseURL)
	var cohort struct{ ID string }
	c.must(t, "POST", "/cohorts", map[string]string{"name": "Everybody"}, &cohort)
	members := s.join(t, cohort.ID, people)
	c.must(t, "PUT", "/features/labs", `{"name":"X","stage":"beta"}`, nil)
	before := map[string]bool{}
	for _, share := range []int{5, 25, 60} {
		c.must(t, "PUT", "/features/labs/rollout", fmt.Sprintf(`{"cohort":%q,"percent":%d}`, cohort.ID, share), nil)
		now := map[string]bool{}
		for _, ref := range members {
			e, err := s.app.Rollouts.Evaluate(t.Context(), "labs", ref)
			if err != nil {
				t.Fatal(err)
			}
			if e.On {
				now[ref] = true
			} else if before[ref] {
				t.Fatalf("%s loses the feature at %d%%", ref, share)
			}
		}
		if got := float64(len(now)) * 100 / people; got < float64(share)-1 || got > float64(share)+1 {
			t.Errorf("%v%% see it, not %d%%", got, share)
		}
		before = now
	}
}

// Who was shown a feature is kept when the server stops, and stands in the figures with who is entitled to it.
func TestSeenIsKeptAtTheStop(t *testing.T) {
	at := folder(t)
	s := start(t, at.with("--api-key", testKey)...)
	c := newClient(s.BaseURL)
	cohort := c.agreed(t, "First wave", 3)
	c.must(t, "PUT", "/features/labs", `{"name":"X","stage":"beta"}`, nil)
	c.must(t, "PUT", "/features/labs/rollout", `{"cohort":"`+cohort+`","percent":100}`, nil)
	for _, ref := range []string{"P-00000", "P-00001", "nobody"} {
		if _, err := s.app.Rollouts.Evaluate(t.Context(), "labs", ref); err != nil {
			t.Fatal(err)
		}
	}
	s.stop(t)

	again := start(t, at.with("--api-key", testKey)...)
	if err := again.app.Series.Refresh(t.Context()); err != nil {
		t.Fatal(err)
	}
	_, body := again.get(t, "/metrics")
	for _, line := range []string{
		`soundings_feature_exposed_members{cohort="first-wave",feature="labs"} 3`,
		`soundings_feature_seen_members{cohort="first-wave",feature="labs"} 2`,
		`soundings_rollout_ratio{cohort="first-wave",feature="labs"} 1`,
	} {
		if !strings.Contains(body, line+"\n") {
			t.Errorf("/metrics does not say %s", line)
		}
	}
}
