package grafana

import "fmt"

// What is matched of bumps: those that somebody has still to do something about, and those that are over.
const (
	openBumps  = `state=~"new|assessing|adapting"`
	endedBumps = `state=~"done|told|not_planned"`
)

// severities are how bad bumps are, the worst first.
func severities() []named {
	return []named{{"blocker", bad}, {"major", careful}, {"minor", calm}, {"unjudged", plain}}
}

// bumps is about what goes wrong, and how soon something is done about it.
func bumps() row {
	all, oldest, took := "soundings_bumps", "soundings_bump_oldest_open_seconds", "soundings_bump_resolution_seconds"
	none := "Nobody has reported a bump yet."
	within := func(share string) string {
		return "histogram_quantile(" + share + ", " + counted("le, severity", latest(took+"_bucket")) + ")"
	}
	states := func(by, of string) string { return counted(by, latest(all, of, ofPlace)) }
	named := titled("feature", now(all, openBumps), "topk by (job) (8, "+counted("feature", now(all, openBumps, ofPlace))+" > 0)")
	for _, p := range []struct{ slug, title string }{{"signing-in", "Signing in"}, {"getting-access", "Getting access"}, {"something-else", "Something else"}} {
		named = fmt.Sprintf(`label_replace(%s, "feature_title", "%s", "feature", "%s")`, named, p.title, p.slug)
	}
	return row{title: "Bumps", collapsed: true, panels: []panel{
		{key: "bumps-open", title: "Open bumps", shape: numbers, w: 6, unit: "none", decimals: up(0), empty: none, page: "/board",
			description: "Bumps about which something has still to be done, by how bad they are. Unjudged: nobody of the team has said so yet.",
			extras:      []override{{"byName", "blocker", []dynamic{property("thresholds", thresholds([]step{{0, plain}, {1, bad}}))}}},
			queries:     bySeverity(func(s string) string { return counted("", now(all, openBumps, ofPlace, s)) })},
		{key: "bumps-oldest", title: "Oldest open bump", shape: numbers, w: 6, unit: "s", empty: none, page: "/board",
			description: "How long the oldest open bump of each severity has been open; 0 where none is. Red where an alert says so too.",
			extras: []override{
				{"byName", "blocker", []dynamic{property("thresholds", thresholds([]step{{0, plain}, {blockerOpen, bad}}))}},
				{"byName", "unjudged", []dynamic{property("thresholds", thresholds([]step{{0, plain}, {unjudged, bad}}))}},
			},
			queries: bySeverity(func(s string) string { return valued("", now(oldest, s)) })},
		{key: "bumps-about", title: "What open bumps are about", shape: ranked, w: 6, unit: "none", decimals: up(0), low: up(0), empty: none, page: "/board",
			description: "Open bumps by feature, and those about signing in, getting access and everything else. The eight with the most.",
			queries:     []query{{"sort_desc(" + named + ")", "{{feature_title}}"}}},
		{key: "bumps-time", title: "Time until a change", shape: rowsOf, w: 6, unit: "none", empty: "No bump is over yet.", page: "/board",
			description: "Within which time half of all bumps were done or refused, and 90 of 100, by how bad they are, since the beginning. Nights and days off count.",
			columns: []column{
				{field: "severity", title: "Severity"},
				{field: "Value #A", title: "Half within", width: 110, unit: "s"},
				{field: "Value #B", title: "90 of 100", width: 110, unit: "s"},
			},
			queries: []query{{nowQuantile("0.5", took), ""}, {nowQuantile("0.9", took), ""}}},
		{key: "bumps-states", title: "Open bumps by state", shape: stacked, w: 12, unit: "none", decimals: up(0), low: up(0), empty: none, page: "/board", colors: bumpColors(), marked: true,
			description: "Bumps about which something has still to be done, by how far they are. A layer that only grows is where the work waits.",
			queries:     []query{{states("state", openBumps), "{{state}}"}}},
		{key: "bumps-ended", title: "What came of bumps", shape: stacked, w: 12, unit: "none", decimals: up(0), low: up(0), empty: none, page: "/board", colors: bumpColors(),
			description: "Bumps that are over since the beginning. Done: the change is made, and those who reported it do not know yet. Told: they do. Not planned: refused with a reason.",
			queries:     []query{{states("state", endedBumps), "{{state}}"}}},
		{key: "bumps-time-over-time", title: "Time until a change, over time", shape: lines, w: 24, unit: "s", low: up(0), empty: "No bump was over in this time.", page: "/board", colors: severities(),
			description: "Within which time half of all bumps were done or refused, by how bad they are. A line that climbs: the team does not keep up.",
			queries:     []query{{within("0.5") + " > 0", "{{severity}}"}}},
	}}
}

// bySeverity asks the same of each severity, the worst first.
func bySeverity(expr func(matcher string) string) (all []query) {
	for _, s := range severities() {
		all = append(all, query{expr(`severity="` + s.series + `"`), s.series})
	}
	return all
}

// nowQuantile returns within which time a share of bumps was over.
func nowQuantile(share, series string) string {
	return "histogram_quantile(" + share + ", " + counted("le, severity", now(series+"_bucket")) + ") > 0"
}
