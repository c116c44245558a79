package main

import (
	"encoding/json"
	"fmt"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
)

// scrapesAtOnce is how many scrapes are one operation of the benchmark: what a process spends is told in hundredths of a second.
const scrapesAtOnce = 400

// scrapeVariable names a file: the scrape of one version is kept in it, and another tells beside the whole how many series both have
// and how many bytes they are.
const scrapeVariable = "SOUNDINGS_TEST_SCRAPE"

// BenchmarkScrape measures what a scrape of a large clinic costs a server in a process of its own: four cohorts, twelve features that are
// rolled out to each, three surveys with scores, a poll. It asks no more than the API did of old, so that the file serves to measure
// an older version too.
func BenchmarkScrape(b *testing.B) {
	c := startChild(b, folder(b).with()...)
	c.api(b, "PUT", "/settings", `{"name": "Clinic", "phone": "+1 303 555 0100"}`, nil) // of old there was no need
	cohorts := c.largeCohorts(b)
	c.largeFeatures(b, cohorts)
	c.largeSurveys(b, cohorts)
	c.counted(b)
	var text string
	var spent float64
	for b.Loop() {
		before := c.spent(b)
		for range scrapesAtOnce {
			var err error
			if _, text, err = c.page(b.Context(), "/metrics"); err != nil {
				b.Fatal(err)
			}
		}
		spent += c.spent(b) - before
	}
	scrapes := float64(b.N * scrapesAtOnce)
	all, size := samplesOf(text, text)
	both, sizeOfBoth := all, size
	if file := os.Getenv(scrapeVariable); file != "" {
		other, err := os.ReadFile(file)
		if os.IsNotExist(err) {
			other, err = []byte(text), os.WriteFile(file, []byte(text), 0o600)
		}
		if err != nil {
			b.Fatal(err)
		}
		both, sizeOfBoth = samplesOf(text, string(other))
	}
	b.ReportMetric(spent/scrapes*1e6, "cpu-µs/scrape")
	b.ReportMetric(spent/scrapes/float64(all)*1e9, "cpu-ns/series")
	b.ReportMetric(float64(all), "series")
	b.ReportMetric(float64(size), "bytes")
	b.ReportMetric(float64(both), "series-of-both")
	b.ReportMetric(float64(sizeOfBoth), "bytes-of-both")
	b.ReportMetric(0, "ns/op")
}

// largeCohorts makes four cohorts of sixty members each who agreed, and returns their ids and the refs of each.
func (c *child) largeCohorts(b *testing.B) map[string][]string {
	table := "ref,group,email,language\n"
	all := map[string][]string{}
	for n := range 240 {
		table += fmt.Sprintf("P-%03d,patient,p%d@example.org,en\n", n, n)
	}
	c.must(b, "POST", "/participants/import", table, nil)
	for n := range 4 {
		var made struct{ ID string }
		c.must(b, "POST", "/cohorts", fmt.Sprintf(`{"name": "Wave %d"}`, n), &made)
		var refs []string
		for i := range 60 {
			refs = append(refs, fmt.Sprintf("P-%03d", 60*n+i))
		}
		c.must(b, "POST", "/cohorts/"+made.ID+"/select", map[string]any{"refs": refs}, nil)
		c.must(b, "POST", "/cohorts/"+made.ID+"/invite", nil, nil)
		for _, ref := range refs {
			c.must(b, "PUT", "/cohorts/"+made.ID+"/members/"+ref, `{"state": "agreed"}`, nil)
		}
		all[made.ID] = refs
	}
	return all
}

// largeFeatures rolls twelve features out to each cohort, and has members use them.
func (c *child) largeFeatures(b *testing.B, cohorts map[string][]string) {
	for n := range 12 {
		key := fmt.Sprint("feature-", n)
		c.must(b, "PUT", "/features/"+key, fmt.Sprintf(`{"name": "Feature %d", "stage": "beta"}`, n), nil)
		for cohort := range cohorts {
			c.must(b, "PUT", "/features/"+key+"/rollout", map[string]any{"cohort": cohort, "percent": 50}, nil)
		}
	}
	for cohort, refs := range cohorts {
		var events []map[string]string
		for n, ref := range refs {
			at := time.Now().Add(-time.Duration(n) * time.Second).UTC().Format(time.RFC3339)
			for f := range 12 {
				events = append(events, map[string]string{"id": fmt.Sprint(cohort, n, "-", f), "ref": ref, "kind": "used", "feature": fmt.Sprint("feature-", f), "at": at})
			}
		}
		for some := range slices.Chunk(events, 500) {
			c.must(b, "POST", "/events", map[string]any{"events": some}, nil)
		}
	}
}

// largeSurveys has three surveys answered by twelve of each cohort, and asks a poll.
func (c *child) largeSurveys(b *testing.B, cohorts map[string][]string) {
	for range 3 {
		var made struct{ ID string }
		c.must(b, "POST", "/surveys", survey, &made)
		c.must(b, "POST", "/surveys/"+made.ID+"/publish", nil, nil)
		for cohort := range cohorts {
			var asked links
			c.must(b, "POST", "/surveys/"+made.ID+"/invitations", map[string]any{"cohort": cohort, "send": false}, &asked)
			for _, path := range asked.paths()[:12] {
				if _, _, err := c.post(b.Context(), path, filled()); err != nil {
					b.Fatal(err)
				}
			}
		}
	}
	var features []string
	for n := range 12 {
		features = append(features, fmt.Sprint("feature-", n))
	}
	asked, err := json.Marshal(map[string]any{"title": "What first?", "method": "rank", "features": features, "groups": map[string]any{"staff": map[string]int{"weight": 1}}})
	if err != nil {
		b.Fatal(err)
	}
	var made struct{ ID string }
	c.must(b, "POST", "/polls", string(asked), &made)
	c.must(b, "POST", "/polls/"+made.ID+"/publish", nil, nil)
}

// counted waits until the figures were counted after everything.
func (c *child) counted(b *testing.B) {
	for deadline := time.Now().Add(2 * time.Minute); ; time.Sleep(time.Second) {
		_, text, err := c.page(b.Context(), "/metrics")
		active := regexp.MustCompile(`soundings_feature_active_members\{cohort="wave-3",feature="feature-11",window="7d"\} [1-9]`)
		if err == nil && active.MatchString(text) && strings.Count(text, "\nsoundings_survey_score{") == 3 {
			return
		}
		if time.Now().After(deadline) {
			b.Fatalf("the figures were not counted: %v", err)
		}
	}
}

var cpuSpent = regexp.MustCompile(`(?m)^process_cpu_seconds_total (\S+)$`)

// spent returns how many seconds of CPU time the server has spent.
func (c *child) spent(b *testing.B) float64 {
	_, text, err := c.page(b.Context(), "/metrics")
	found := cpuSpent.FindStringSubmatch(text)
	if err != nil || found == nil {
		b.Fatalf("what it spent is not told: %v", err)
	}
	seconds, err := strconv.ParseFloat(found[1], 64)
	if err != nil {
		b.Fatal(err)
	}
	return seconds
}

// samplesOf returns how many samples of a scrape another has too, and how many bytes they are.
func samplesOf(text, other string) (n, size int) {
	has := map[string]bool{}
	for line := range strings.Lines(other) {
		has[line[:strings.LastIndexByte(line, ' ')]] = !strings.HasPrefix(line, "#")
	}
	for line := range strings.Lines(text) {
		if has[line[:strings.LastIndexByte(line, ' ')]] {
			n, size = n+1, size+len(line)
		}
	}
	return n, size
}
