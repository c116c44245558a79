package series_test

import (
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"soundings/cohorts/base/expect"
	"soundings/cohorts/plan"
	"soundings/metrics/series"
	"soundings/server/services/servicestest"
)

var (
	numberOfSeries = regexp.MustCompile("(?s)A clinic has at most `(.*?)` of them")
	namedSeries    = regexp.MustCompile(`\bsoundings_\w+`)
)

// The README names every series, and how many there are at most: what it says is what a scrape has, with who came back in every
// week and every goal measured.
func TestReadmeTellsTheSeries(t *testing.T) {
	file := must(os.ReadFile("../../README.md"))
	formula := numberOfSeries.FindSubmatch(file)
	if formula == nil {
		t.Fatal("the README does not say how many series there are")
	}
	named := map[string]bool{}
	for _, name := range namedSeries.FindAllString(string(file), -1) {
		named[name] = true
	}
	c := &clinic{servicestest.New(t), servicestest.ByManager(t)}
	c.SetUp(t)
	for _, state := range []struct {
		about string
		do    func()
	}{{"fresh", func() {}}, {"lived in", func() { c.lived(t) }}, {"weeks later", func() { c.Clock.Advance(20 * 24 * time.Hour) }}} {
		state.do()
		all := c.scrape(t)
		n := 0
		for family, samples := range all {
			n += samples
			if !named[family] {
				t.Errorf("the README does not name %s", family)
			}
		}
		counts := c.has(all)
		unknown := 12*counts["cohorts"] - all["soundings_cohort_retained_ratio"] + counts["goals"] - all["soundings_goal_value"]
		if _, adopted := all["soundings_plan_info"]; !adopted {
			unknown++
		}
		expect.Equal(t, state.about, n+unknown, reckon(t, string(formula[1]), counts))
	}
}

// scrape returns how many samples each family of a scrape has.
func (c *clinic) scrape(t *testing.T) map[string]int {
	t.Helper()
	registry := prometheus.NewPedanticRegistry()
	for _, each := range []prometheus.Collector{c.Intake, c.Series, series.Mails{Outbox: c.Outbox}} {
		expect.Equal(t, "registered", registry.Register(each), nil)
	}
	expect.Equal(t, "counted", c.Series.Refresh(c.ctx), nil)
	all := map[string]int{}
	for _, f := range must(registry.Gather()) {
		for _, m := range f.GetMetric() {
			all[f.GetName()]++
			if h := m.GetHistogram(); h != nil { // its buckets, that without an end, its sum and its count
				all[f.GetName()] += len(h.GetBucket()) + 2
			}
		}
	}
	return all
}

// has returns how many there are in a clinic of what the README counts. Of polls and scores it is what is shown of them.
func (c *clinic) has(all map[string]int) map[string]int {
	slips := 0
	p, adopted, err := c.Plans.Current(c.ctx)
	if must(adopted, err) {
		for _, one := range must(c.Plans.Progress(c.ctx, p)) {
			if one.Status == plan.Slipping {
				slips++
			}
		}
	}
	return map[string]int{
		"cohorts": len(must(c.Cohorts.Cohorts(c.ctx))), "features": len(must(c.Rollouts.Features(c.ctx))), "rollouts": len(must(c.Rollouts.Rollouts(c.ctx, ""))),
		"goals": len(must(c.Plans.Entries(c.ctx, plan.Goal))), "releases": len(must(c.Plans.Entries(c.ctx, plan.Release))), "slips": slips,
		"surveys": len(must(c.Surveys.Surveys(c.ctx))), "polls": len(must(c.Polls.Polls(c.ctx))),
		"features of each cohort": all["soundings_feature_exposed_members"], "scores": all["soundings_survey_score"],
		"groups of each poll": all["soundings_poll_ballots"], "features of each poll": all["soundings_poll_place"],
	}
}

// reckon returns what a sum of products comes to, as "2 + 3 × cohorts".
func reckon(t *testing.T, formula string, counts map[string]int) int {
	t.Helper()
	sum := 0
	for term := range strings.SplitSeq(strings.Join(strings.Fields(formula), " "), " + ") {
		product := 1
		for factor := range strings.SplitSeq(term, " × ") {
			n, err := strconv.Atoi(factor)
			if err != nil {
				var known bool
				if n, known = counts[factor]; !known {
					t.Errorf("the README counts %q", factor)
				}
			}
			product *= n
		}
		sum += product
	}
	return sum
}
