package series_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"soundings/cohorts"
	"soundings/cohorts/rollout"
	"soundings/metrics"
)

// seamless are families of which history writes exactly what a scrape at the end of each day said.
var seamless = []string{
	"soundings_cohort_members", "soundings_cohort_active_members", "soundings_feature_active_members", "soundings_feature_exposed_members",
	"soundings_feature_seen_members", "soundings_rollout_ratio", "soundings_cohort_funnel_members", "soundings_cohort_retained_ratio",
	"soundings_cohort_info", "soundings_feature_info", "soundings_survey_info",
}

// Where history ends and scraping begins nothing jumps: for days on which things happen to two cohorts, one of which is only asked, and
// to features that are rolled out, live at once and made live, each day's last scrape is what history writes of the day.
func TestHistoryIsWhatWasScraped(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		people := refs(24)
		c.People(t, cohorts.Patient, people...)
		cohort, asked := c.Asked(t, "First wave", people[:20]...)
		c.Asked(t, "Second wave", people[20:]...)
		c.Feature(t, "labs", rollout.Beta)
		c.Feature(t, "mail", rollout.Live)
		must(c.Rollouts.SaveRollout(c.ctx, "labs", rollout.Settings{Cohort: cohort, Ramp: []rollout.Step{{Percent: 30}, {Percent: 100}}}))
		v := c.Portal(t)
		var scraped []string
		for day := range 24 {
			if day < 5 {
				for _, ref := range people[4*day : 4*day+4] {
					c.Agree(t, asked[ref])
				}
			}
			c.Clock.Advance(time.Minute)
			for n, ref := range people[:min(20, 4*day+4)] {
				if (n+day)%3 == 0 {
					must(c.Rollouts.EvaluateAll(c.ctx, ref))
					c.Take(t, event(fmt.Sprint(day, "-", n), ref, metrics.Used, "mail", c.Clock.Now()))
				}
			}
			switch day {
			case 3:
				c.Withdraw(t, cohort, people[1])
			case 6:
				must(c.Rollouts.Step(c.ctx, "labs", cohort, ""))
			case 20:
				must(c.Surveys.Close(c.ctx, v.ID))
			}
			c.Clock.Advance(time.Hour)
			if err := c.Rollouts.Flush(c.ctx); err != nil {
				t.Fatal(err)
			}
			c.Fold(t)
			scraped = append(scraped, c.scraped(t)...)
			c.Clock.Advance(23*time.Hour - time.Minute)
		}
		c.Clock.Advance(12 * time.Hour)
		written := c.pastOf(seamless...)
		for i, line := range written {
			written[i] = inOrder(line)
		}
		if len(written) < 1000 {
			t.Errorf("history has %d lines", len(written))
		}
		for _, line := range onlyIn(written, scraped) {
			t.Errorf("history alone: %s", line)
		}
		for _, line := range onlyIn(scraped, written) {
			t.Errorf("a scrape alone: %s", line)
		}
	})
}

// scraped returns what a scrape says now, as history writes it of the end of the day.
func (c *clinic) scraped(t *testing.T) []string {
	t.Helper()
	at := c.Clock.Now().Truncate(24 * time.Hour).Add(24*time.Hour - time.Second).Unix()
	var lines []string
	for _, s := range c.gathered(t, seamless...) {
		labels := []string{`job="x"`}
		for _, l := range s.labels {
			labels = append(labels, fmt.Sprintf("%s=%q", l[0], l[1]))
		}
		lines = append(lines, inOrder(fmt.Sprintf("%s{%s} %v %d", s.family, strings.Join(labels, ","), s.value, at)))
	}
	return lines
}

// inOrder returns a line with its labels sorted.
func inOrder(line string) string {
	name, rest, _ := strings.Cut(line, "{")
	inside, value, _ := strings.Cut(rest, "}")
	labels := strings.Split(inside, ",")
	slices.Sort(labels)
	return name + "{" + strings.Join(labels, ",") + "}" + value
}

func onlyIn(some, others []string) []string {
	has := map[string]bool{}
	for _, one := range others {
		has[one] = true
	}
	return slices.DeleteFunc(slices.Clone(some), func(one string) bool { return has[one] })
}
