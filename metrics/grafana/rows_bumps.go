package grafana

// What is matched of bumps: those that somebody has still to do something about, and those that are over.
const (
	openBumps  = `state=~"new|assessing|adapting"`
	endedBumps = `state=~"done|told|not_planned"`
	ofPlace    = `feature=~"$feature"`
)

// bumps is about what goes wrong, and how soon something is done about it.
func bumps() row {
	all, oldest, took := "soundings_bumps", "soundings_bump_oldest_open_seconds", "soundings_bump_resolution_seconds"
	none := "Nobody has reported a bump yet."
	within := func(share string) string {
		return "histogram_quantile(" + share + ", " + latest(took+"_bucket") + ")"
	}
	return row{"Bumps", []panel{
		{title: "Open bumps", shape: numbers, unit: "short", empty: none,
			description: "Bumps about which something has still to be done, by how bad they are. Unjudged: nobody of the team has said so yet.",
			queries:     []query{{added("feature, state", all, openBumps, ofPlace), "{{severity}}"}}},
		{title: "Oldest open bump", shape: numbers, unit: "s", empty: none,
			description: "How long the oldest open bump of each severity has been open; 0 where none is.",
			queries:     []query{{latest(oldest), "{{severity}}"}}},
		{title: "Open bumps by state", shape: stacked, wide: true, unit: "short", empty: none, colors: bumpColors(),
			description: "Bumps about which something has still to be done, by how far they are. A layer that only grows is where the work waits.",
			queries:     []query{{added("feature, severity", all, openBumps, ofPlace), "{{state}}"}}},
		{title: "What open bumps are about", shape: stacked, unit: "short", empty: none,
			description: "Open bumps by feature, and those about signing in, getting access and everything else.",
			queries:     []query{{added("state, severity", all, openBumps, ofPlace), "{{feature}}"}}},
		{title: "What came of bumps", shape: stacked, unit: "short", empty: none, colors: bumpColors(),
			description: "Bumps that are over since the beginning. Done: the change is made, and those who reported it do not know yet. Told: they do. Not planned: refused with a reason.",
			queries:     []query{{added("feature, severity", all, endedBumps, ofPlace), "{{state}}"}}},
		{title: "Time until a change", unit: "s", empty: "No bump is over yet.",
			description: "Within which time half of all bumps were done or refused, and 90 of 100, by how bad they are, since the beginning. Nights and days off count.",
			queries: []query{
				{within("0.5") + " > 0", "{{severity}}: half"},
				{within("0.9") + " > 0", "{{severity}}: 90 of 100"},
			}},
	}}
}
