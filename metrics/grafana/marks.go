package grafana

import (
	"fmt"

	"github.com/grafana/grafana-foundation-sdk/go/dashboard"
	"github.com/grafana/grafana-foundation-sdk/go/prometheus"
)

// markStep is how exactly the marks know when something happened, at least: Grafana asks in wider steps over a longer time.
const markStep = "1h"

// mark is a kind of thing that is marked when it happens.
type mark struct {
	name, about string
	expr        string // a series for each thing, above 0 where it happens
	isTime      bool   // the value is when it happens, in milliseconds
	title, text string
	tags        string
}

// asOf returns a figure by labels as it was before the step: as the servers there are have it; else the last one of a day of the
// history, or of servers at an earlier step while none answers.
func asOf(before string, aggregate func(by, selected string) string, by, series string, matchers ...string) string {
	if before != "" {
		before = " offset " + before
	}
	figure := now(series, matchers...)
	return fmt.Sprintf("(%s or %s or %s)", aggregate(by, figure+before),
		aggregate(by, "last_over_time("+past(series, matchers...)+"[25h]"+before+")"), aggregate(by, "last_over_time("+figure+"[1d:$__interval]"+before+")"))
}

// moved returns what a figure was and is where the two differ by a comparison, as the labels from and to of the value 1. What a
// figure is when it first appears is a change from nothing. It compares with the step before, however wide that is, so that
// nothing is lost between two steps; and a fall to 0 has a value as well.
func moved(unit measure, compare string, aggregate func(by, selected string) string, by, series string, matchers ...string) string {
	is := asOf("", aggregate, by, series, matchers...)
	was := "(" + asOf("$__interval", aggregate, by, series, matchers...) + " or 0 * " + is + ")"
	return fmt.Sprintf("(%s * on (job, %s) group_left (from) %s and on (job, %[2]s) (%[4]s))",
		unit.written("to", is), by, unit.written("from", was), is+" "+compare+" "+was)
}

// marks are what is marked. They say what became of what.
func marks() []mark {
	rolled := now("soundings_rollout_ratio")
	blocking, changed := []string{`severity="blocker"`, openBumps, ofPlace}, []string{`state=~"done|told"`, ofPlace}
	release := now("soundings_release_timestamp_seconds")
	releases := "1000 * " + titled("release", release, atEnd(valued, "release", release))
	return []mark{
		{name: "Releases", about: "The vendor's releases, past and to come.", expr: releases, isTime: true,
			title: "Release: {{release_title}}", text: "A release of the portal by its vendor."},
		{name: "Rollout steps", about: "The share of a cohort that sees a feature moves.",
			expr:  titled("cohort", rolled, titled("feature", rolled, moved(inPercent(), "!=", valued, "feature, cohort", "soundings_rollout_ratio", ofFeature))),
			title: "{{feature_title}}, {{cohort_title}}", text: "{{from}} % → {{to}} % of the cohort see it.", tags: "feature,cohort"},
		{name: "Blockers", about: "A bump turns up that keeps people from what they came for.",
			expr:  titled("feature", now("soundings_bumps", blocking...), moved(inPeople(), ">", counted, "feature", "soundings_bumps", blocking...)),
			title: "Blocker: {{feature_title}}", text: "{{from}} → {{to}} open bumps keep people from what they came for.", tags: "feature"},
		{name: "Adaptations", about: "A change is made because of a bump.",
			expr:  titled("feature", now("soundings_bumps", changed...), moved(inPeople(), ">", counted, "feature", "soundings_bumps", changed...)),
			title: "Adapted: {{feature_title}}", text: "{{from}} → {{to}} changes were made because of a bump.", tags: "feature"},
	}
}

// build returns the mark in the panels with these ids.
func (m mark) build(ids []uint8) *dashboard.AnnotationQueryBuilder {
	return dashboard.NewAnnotationQueryBuilder().Name(m.name).Datasource(source()).Enable(true).IconColor(pale).
		TitleFormat(m.title).TextFormat(m.text).TagKeys(m.tags).UseValueForTime(m.isTime).
		Filter(dashboard.NewAnnotationPanelFilterBuilder().Exclude(false).Ids(ids)).
		Target(prometheus.NewDataqueryBuilder().Datasource(source()).RefId("Anno").Expr(m.expr).Interval(markStep).Range())
}
