package grafana

import (
	"fmt"
	"strings"
)

// What the variables of the dashboard choose from.
const (
	ofServer  = `job=~"$job",instance=~"$instance"`
	ofCohort  = `cohort=~"$cohort"`
	ofFeature = `feature=~"$feature",cohort=~"$cohort"`
)

// query is one expression with what its series are called in the legend.
type query struct{ expr, legend string }

// latest returns the last value in each step of a figure that every server on one database exports alike. Looking back
// over the whole step also finds the one value a day that the history holds.
func latest(series string, matchers ...string) string {
	return past("", series, matchers...)
}

// past is latest as it was some time ago.
func past(ago, series string, matchers ...string) string {
	if ago != "" {
		ago = " offset " + ago
	}
	return fmt.Sprintf("max without (instance) (last_over_time(%s{%s}[$__rate_interval]%s))", series, within(matchers), ago)
}

// added returns the last value in each step of a figure that every server exports alike, added up over labels: by each server, and
// then the largest, as two that counted at different moments have one thing in two states.
func added(over, series string, matchers ...string) string {
	return fmt.Sprintf("max without (instance) (sum without (%s) (last_over_time(%s{%s}[$__rate_interval])))", over, series, within(matchers))
}

// ofEach returns the last value in each step of a figure that every server has of its own.
func ofEach(series string) string {
	return fmt.Sprintf("last_over_time(%s{%s}[$__rate_interval])", series, within(nil))
}

// rate returns how much a counter grows in a second, over all servers.
func rate(by, series string, matchers ...string) string {
	return fmt.Sprintf("sum by (%s) (rate(%s{%s}[$__rate_interval]))", by, series, within(matchers))
}

// within returns the labels to match: the servers that are chosen, and these.
func within(matchers []string) string {
	return strings.Join(append([]string{ofServer}, matchers...), ",")
}

// p95 returns what 95 of 100 observations of a histogram stay under.
func p95(by, series string, matchers ...string) string {
	return fmt.Sprintf("histogram_quantile(0.95, %s)", rate("le, "+by, series+"_bucket", matchers...))
}
