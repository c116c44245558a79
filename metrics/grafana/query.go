package grafana

import (
	"fmt"
	"strconv"
	"strings"
)

// What the variables of the dashboards choose from.
const (
	ofServer  = `job=~"$job",instance=~"$instance"`
	ofHistory = `job=~"$job",instance=""`
	ofCohort  = `cohort=~"$cohort"`
	ofPlace   = `feature=~"$feature"`
	ofFeature = ofPlace + `,` + ofCohort
	ofSurvey  = `survey=~"$survey"`
)

// query is one expression with what its series are called in the legend.
type query struct{ expr, legend string }

// now selects a figure as it is. A server that is gone has none.
func now(series string, matchers ...string) string {
	return fmt.Sprintf("%s{%s}", series, within(matchers))
}

// latest selects a figure at each step: as it is, or the one value a day that the history has, which no server told. Looking
// back over the whole step at that alone reads a value a day and not the thousands of a scrape.
func latest(series string, matchers ...string) string {
	return fmt.Sprintf("(%s or last_over_time(%s[$__rate_interval]))", now(series, matchers...), past(series, matchers...))
}

// past selects what the history has of a figure.
func past(series string, matchers ...string) string {
	return fmt.Sprintf("%s{%s}", series, strings.Join(append([]string{ofHistory}, matchers...), ","))
}

// atEnd returns a figure by labels as it is at the end of the range. Grafana ends a range at a full step, so that what has begun
// since is within the step that follows; and of a range that ends in the future it is the last there is.
func atEnd(aggregate func(by, selected string) string, by, selected string) string {
	is := aggregate(by, justAfter(selected)) + " or " + aggregate(by, selected+" @ end()")
	return fmt.Sprintf("(%s or %s unless on (job) (%[1]s))", is, aggregate(by, inRange(selected)))
}

// justAfter selects what there is within the step that follows the range.
func justAfter(selected string) string {
	return "last_over_time(" + selected + "[$__interval] @ end() offset -$__interval)"
}

// inRange selects what there was last in the range.
func inRange(selected string) string { return "last_over_time(" + selected + "[$__range:1h] @ end())" }

// weekAgo selects a figure as it was a week ago, also where the history has one value a day.
func weekAgo(series string, matchers ...string) string {
	return fmt.Sprintf("last_over_time(%s[25h] offset 1w)", now(series, matchers...))
}

// counted adds up a number of things by labels. Every server on one database exports the same figures: what each of them
// says is added up, and the largest stands for all, as two that counted at different moments have one thing in two states.
// A label that series get one day is added up over.
func counted(by, selected string) string {
	return fmt.Sprintf("max by (job%s) (sum by (job, instance%[1]s) (%s))", also(by), selected)
}

// valued returns what cannot be added up, such as a share or a day, by labels.
func valued(by, selected string) string {
	return fmt.Sprintf("max by (job%s) (%s)", also(by), selected)
}

// also returns labels to be named after others.
func also(labels string) string {
	if labels == "" {
		return ""
	}
	return ", " + labels
}

// each returns a figure with all its labels but the server's.
func each(selected string) string { return "max without (instance) (" + selected + ")" }

// within returns the labels to match: the servers that are chosen, and these.
func within(matchers []string) string {
	return strings.Join(append([]string{ofServer}, matchers...), ",")
}

// share is one of another, where there is any of the other.
func share(part, whole string) string { return fmt.Sprintf("%s / (%s > 0)", part, whole) }

// titled adds to what a label names what people call it, as the label LABEL_title: refills are "Prescription refills". It is
// the last title of the range, so that something keeps its line when it is called anew. What has none, among the values of the
// label that keys selects, is called by its slug.
func titled(label, keys, expr string) string {
	by := "job, " + label
	info := now("soundings_" + label + "_info")
	var all []string
	for _, selected := range []string{justAfter(info), info + " @ end()", "max_over_time(timestamp(" + info + ")[$__range:1h] @ end())"} {
		all = append(all, fmt.Sprintf(`label_replace(group by (%s, title) (topk by (%[1]s) (1, max by (%[1]s, title) (%s))), "%s_title", "$1", "title", "(.+)")`, by, selected, label))
	}
	all = append(all, fmt.Sprintf(`label_replace(group by (%[1]s) (%[2]s) or group by (%[1]s) (%[3]s) or group by (%[1]s) (%[4]s), "%[5]s_title", "$1", "%[5]s", "(.+)")`,
		by, justAfter(keys), keys+" @ end()", inRange(keys), label))
	return fmt.Sprintf(`((%s) * on (%s) group_left (%s_title) (%s))`, expr, by, label, strings.Join(all, " or on ("+by+") "))
}

// best are the series that are the largest at the end of the range, or were it before, one query for each place, so that a place
// has its colour: no more than can be told apart.
func best(n int, by, expr, selected, legend string) []query {
	var all []query
	largest := fmt.Sprintf("%s or max_over_time(%s[$__range:1h] @ end())", counted(by, selected+" @ end()"), counted(by, selected))
	for place := range n {
		first := fmt.Sprintf("topk by (job) (%d, %s)", place+1, largest)
		if place > 0 {
			first += fmt.Sprintf(" unless topk by (job) (%d, %s)", place, largest)
		}
		all = append(all, query{expr + " and on (job" + also(by) + ") (" + first + ")", legend})
	}
	return all
}

// orUnknown has a row of a table say that a value is not known: its table maps unknown to words. Without it Grafana takes the
// column that is left for another.
func orUnknown(labels, expr, rows string) string {
	return fmt.Sprintf("(%s) or on (job, %s) (0 * (%s) - 1)", expr, labels, rows)
}

// rate returns how much a counter grows in a second, over all servers.
func rate(by, series string, matchers ...string) string {
	return fmt.Sprintf("sum by (%s) (rate(%s[$__rate_interval]))", by, now(series, matchers...))
}

// recently is rate in the last minutes.
func recently(by, series string, matchers ...string) string {
	return fmt.Sprintf("sum by (%s) (rate(%s[5m]))", by, now(series, matchers...))
}

// p95 returns what 95 of 100 observations of a histogram stay under.
func p95(by, series string, matchers ...string) string {
	return fmt.Sprintf("histogram_quantile(0.95, %s)", rate("le, "+by, series+"_bucket", matchers...))
}

// digits writes a number into an expression.
func digits(x float64) string { return strconv.FormatFloat(x, 'f', -1, 64) }
