package grafana

// rollouts is which features reached whom, and who uses them.
func rollouts() row {
	exposed, seen := counted("feature", now("soundings_feature_exposed_members", ofFeature)), counted("feature", now("soundings_feature_seen_members", ofFeature))
	uses := now("soundings_feature_exposed_members")
	week := func(by string, selected func(string, ...string) string) string {
		return counted(by, selected("soundings_feature_active_members", ofFeature, `window="7d"`))
	}
	some := " and on (job, feature) " + exposed + " > 0"
	ratio := valued("feature", latest("soundings_rollout_ratio", ofFeature))
	return row{title: "Features and their rollout", panels: []panel{
		{key: "features-used", title: "Used in 7 days, by feature", shape: lines, w: 12, unit: "none", decimals: up(0), low: up(0), empty: noEvents,
			page: "/features", each: "/features/${__field.labels.feature}", marked: true,
			description: "Members of the chosen cohorts who used each feature in the 7 days before. The six most used of the time that is shown.",
			extras:      byPlace(),
			queries:     best(6, "feature", titled("feature", uses, week("feature", latest)), now("soundings_feature_active_members", ofFeature, `window="7d"`), "{{feature_title}}")},
		{key: "rollout-steps", title: "How far features are rolled out", shape: lanes, w: 12, unit: "percentunit", decimals: up(0), low: up(0), high: up(1), empty: noRollout,
			page: "/features", each: "/features/${__field.labels.feature}", marked: true,
			steps:       []step{{0, plain}, {0.0001, "super-light-blue"}, {0.5, "semi-dark-blue"}, {1, "dark-blue"}},
			description: "The share of a cohort that sees a feature, of the chosen cohorts the one that is furthest. 0 % after more means that it was taken back.",
			queries:     []query{{titled("feature", now("soundings_rollout_ratio"), ratio), "{{feature_title}}"}}},
		{key: "reached", title: "Who may see, who was shown, who uses", shape: rowsOf, w: 12, unit: "none", empty: noRollout, page: "/features",
			description: "Members of the chosen cohorts who may see a feature, for whom the portal has ever asked and was told to show it, and who used it in 7 days. A share that stays low means that members do not come to the portal, or that the portal does not ask.",
			columns: []column{
				{field: "feature_title", title: "Feature", page: "/features/${__data.fields.feature}"},
				{field: "feature", hidden: true},
				{field: "Value #A", title: "May see", width: 85},
				{field: "Value #B", title: "Shown", width: 85},
				{field: "Value #C", title: "Used in 7 days", width: 120},
				{field: "Value #D", title: "Shown of those who may", width: 190, unit: "percentunit", decimals: up(0), cell: "gauge"},
			},
			queries: []query{
				{titled("feature", uses, exposed+" > 0"), ""},
				{titled("feature", uses, "("+seen+" or 0 * "+exposed+")"+some), ""},
				{titled("feature", uses, "("+week("feature", now)+" or 0 * "+exposed+")"+some), ""},
				{titled("feature", uses, "clamp_max(("+seen+" or 0 * "+exposed+") / "+exposed+", 1)"+some), ""},
			}},
		{key: "held", title: "Rollouts held by a gate", shape: rowsOf, w: 12, unit: "none", empty: "No gate holds a rollout.", page: "/features",
			description: "Rollouts whose time for a step has come and which a gate does not let go on.",
			columns: []column{
				{field: "feature_title", title: "Feature", page: "/features/${__data.fields.feature}/rollouts/${__data.fields.cohort}"},
				{field: "feature", hidden: true},
				{field: "cohort", hidden: true},
				{field: "cohort_title", title: "Cohort"},
				{field: "gate", title: "Held by", words: gates()},
			},
			queries: []query{{titled("cohort", now("soundings_rollout_ratio"), titled("feature", now("soundings_rollout_ratio"), valued("feature, cohort, gate", now("soundings_rollout_held", ofFeature))+" == 1")), ""}}},
	}}
}

// gates are what may hold a rollout.
func gates() []word {
	return []word{
		{"answers", "Too few answers", plain}, {"score", "A worse score", plain}, {"bumps", "An open blocker", plain},
		{"ready", "Training, help or workflows", plain},
	}
}

// habits is who comes back.
func habits() row {
	active := func(window string) string {
		return counted("", latest("soundings_cohort_active_members", ofCohort, `window="`+window+`"`))
	}
	return row{title: "Who comes back", collapsed: true, panels: []panel{
		{key: "habit", title: "Active in a day, in 7 and in 28 days", shape: lines, w: 12, unit: "none", decimals: up(0), low: up(0), empty: noEvents, page: "/reports", marked: true,
			description: "Members of the chosen cohorts who did anything in the portal in the last day, 7 days and 28 days. The closer the three are, the more of a habit it is.",
			colors:      []named{{"a day", far}, {"7 days", good}, {"28 days", calm}},
			queries:     []query{{active("1d"), "a day"}, {active("7d"), "7 days"}, {active("28d"), "28 days"}}},
		{key: "stickiness", title: "Of those of 28 days, active on a day", shape: lines, w: 12, unit: "percentunit", decimals: up(0), low: up(0), high: up(1), empty: noEvents, page: "/reports", marked: true,
			description: "Of the members who used the portal in 28 days, how many did on a day: 100 % would be everybody every day. A portal that people need once a month has about 4 %.",
			queries:     []query{{share(active("1d"), active("28d")), "active on a day"}}},
		{key: "retention", title: "Still active after so many weeks", shape: matrix, w: 12, unit: "percentunit", decimals: up(0), low: up(0), high: up(1), empty: noEvents, page: "/reports",
			description: "Of those who agreed to take part, how many used the portal so many weeks later. Dark where it is half of them or more; a dash where it is too early to know.",
			columns:     []column{{field: "cohort_title", title: "Cohort, week", width: 180}, {field: "week"}},
			queries:     []query{{titled("cohort", now("soundings_cohort_members", `state="agreed"`), valued("cohort, week", now("soundings_cohort_retained_ratio", ofCohort))), ""}}},
		{key: "consent", title: "Members by consent", shape: stacked, w: 12, unit: "none", decimals: up(0), low: up(0), empty: noCohort, page: "/cohorts", colors: consentColors(),
			description: "Members of the chosen cohorts by where their consent stands, in the order of the way they go.",
			queries: func() (all []query) {
				for _, s := range consentColors() {
					all = append(all, query{counted("", latest("soundings_cohort_members", ofCohort, `state="`+s.series+`"`)), s.series})
				}
				return all
			}()},
	}}
}

// plans is what was promised for when, and what the vendor brings.
func plans() row {
	features := counted("quarter, standing", now("soundings_plan_features"))
	release := valued("release", now("soundings_release_timestamp_seconds"))
	return row{title: "The plan and the vendor's releases", collapsed: true, panels: []panel{
		{key: "plan-quarters", title: "The plan by quarter", shape: rowsOf, w: 12, unit: "none", empty: noPlan, page: "/plan",
			description: "Features by the quarter in which they were promised, and what became of them.",
			columns: []column{
				{field: "quarter", title: "Quarter", width: 110, words: []word{{"later", "Later", plain}}},
				{field: "standing", title: "Stands", width: 130, cell: "color-background", words: []word{
					{"done", "Done", onGood}, {"done_late", "Done, late", onCareful}, {"on_track", "On track", onCalm}, {"slipping", "Slipping", onBad},
					{"dropped", "Dropped", onNothing}, {"added", "Added since", onFar},
				}},
				{field: "Value", title: "Features"},
			},
			sorted: []string{"Quarter", "Stands"}, queries: []query{{features + " > 0", ""}}},
		{key: "releases", title: "Releases of the vendor", shape: rowsOf, w: 12, unit: "none", empty: "No release is known yet.", page: "/vendor",
			description: "Releases past and to come, the latest first. Each is marked in the panels about use.",
			columns: []column{
				{field: "title", title: "Release", page: "/vendor/releases/${__data.fields.entry}"},
				{field: "entry", hidden: true},
				{field: "Value", title: "Day", width: 130, unit: day},
			},
			queries: []query{{"sort_desc(1000 * " + release + " * on (job, release) group_left (title, entry) " +
				valued("release, title, entry", now("soundings_release_info")) + ")", ""}}},
	}}
}
