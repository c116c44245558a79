package main

import (
	"fmt"
	"math/rand/v2"
	"net/url"
	"testing"
	"time"
)

// BenchmarkPoll measures a named poll of 30 features in which 100,000 people vote by their own links over HTTP: how many
// ballots are taken a second, how long its results take once they are in, and the longest of ten times until a new ballot
// stands in them.
func BenchmarkPoll(b *testing.B) {
	const voters, fresh = 100_000, 10
	at := folder(b)
	crowd(b, at, voters+fresh)
	s, _ := startRecorded(b, at)
	c := newClient(s.BaseURL)
	c.setUp(b)
	features := make([]string, 30)
	for i := range features {
		features[i] = fmt.Sprintf("feature-%02d", i)
		c.must(b, "PUT", "/features/"+features[i], map[string]string{"name": features[i]}, nil)
	}
	c.must(b, "POST", "/polls", map[string]any{"title": "First?", "method": "rank", "features": features, "groups": map[string]any{"patient": map[string]int{"weight": 1}}}, nil)
	c.must(b, "POST", "/polls/first/publish", nil, nil)
	var asked links
	c.must(b, "POST", "/polls/first/invitations", map[string]any{"groups": []string{"patient"}, "send": false}, &asked)
	paths := asked.paths()

	b.ResetTimer()
	start := time.Now()
	submitAll(b, s.Addr, paths[:voters], func(i int) string { return ballot(features, i) })
	b.ReportMetric(voters/time.Since(start).Seconds(), "ballots/s")
	s.pollStands(b, c, voters)

	longest := time.Duration(0)
	for i := range fresh {
		submitAll(b, s.Addr, paths[voters+i:][:1], func(int) string { return ballot(features, i) })
		start := time.Now()
		s.pollStands(b, c, voters+i+1)
		longest = max(longest, time.Since(start))
	}
	b.ReportMetric(float64(longest.Microseconds())/1000, "fresh-ms")
	const looks = 20
	start = time.Now()
	for range looks {
		c.must(b, "GET", "/polls/first/results", nil, nil)
	}
	b.ReportMetric(float64(time.Since(start).Microseconds())/1000/looks, "results-ms")
	b.ReportMetric(0, "ns/op")
}

// ballot ranks five of the features, the first ones more often.
func ballot(features []string, i int) string {
	random := rand.New(rand.NewPCG(uint64(i), 1))
	form := url.Values{"_action": {"submit"}}
	for place := 1; place <= 5; {
		name := "rank." + features[min(random.IntN(30), random.IntN(30))]
		if !form.Has(name) {
			form.Set(name, fmt.Sprint(place))
			place++
		}
	}
	return form.Encode()
}

// pollStands waits until so many ballots stand in the results.
func (s *server) pollStands(b *testing.B, c *client, ballots int) {
	b.Helper()
	for start := time.Now(); ; {
		var r struct{ Ballots int }
		if c.must(b, "GET", "/polls/first/results", nil, &r); r.Ballots == ballots {
			return
		}
		if time.Since(start) > 2*time.Minute {
			b.Fatalf("%d of %d ballots stand in the results", r.Ballots, ballots)
		}
	}
}
