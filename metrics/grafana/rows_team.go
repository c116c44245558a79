package grafana

// Figures rest on the clinic's own counts. None names anybody; what is drawn from answers is withheld while it rests on
// few of them.

func adoption() row {
	active, used := "soundings_cohort_active_members", "soundings_feature_active_members"
	week := latest(active, ofCohort, `window="7d"`)
	noEvents := "The portal has sent no events yet."
	return row{"Adoption", []panel{
		{title: "Active this week", shape: numbers, unit: "short", empty: noEvents,
			description: "Members of each cohort who did anything in the portal in the last 7 days.",
			queries:     []query{{week, "{{cohort}}"}}},
		{title: "Share of agreed members active this week", shape: numbers, unit: "percentunit", empty: noEvents,
			description: "Of the members who agreed to take part, how many did anything in the portal in the last 7 days.",
			queries: []query{{week + " / on (job, cohort) (" + latest("soundings_cohort_members", ofCohort, `state="agreed"`) + " > 0)",
				"{{cohort}}"}}},
		{title: "Active members", wide: true, unit: "short", empty: noEvents,
			description: "Members who did anything in the portal in the last day, 7 days and 28 days. The closer the three are, the more of a habit it is.",
			queries:     []query{{latest(active, ofCohort), "{{cohort}}, {{window}}"}}},
		{title: "Change week on week", unit: "percentunit", signed: true, empty: "There is nothing yet to compare with a week before.",
			description: "Members active in 7 days against the same a week before. Below 0 % means fewer.",
			queries:     []query{{week + " / (" + past("1w", active, ofCohort, `window="7d"`) + " > 0) - 1", "{{cohort}}"}}},
		{title: "Features used this week", unit: "short", empty: noEvents,
			description: "Members who used each feature in the last 7 days.",
			queries:     []query{{latest(used, ofFeature, `window="7d"`), "{{feature}}, {{cohort}}"}}},
		{title: "Adoption of each feature", unit: "percentunit", empty: "No feature that members may see has been used yet.",
			description: "Share of the members who can see a feature now that used it in the last 28 days. Above 100% if fewer can see it now than before.",
			queries: []query{{latest(used, ofFeature, `window="28d"`) + " / on (job, feature, cohort) (" +
				latest("soundings_feature_exposed_members", ofFeature) + " > 0)", "{{feature}}, {{cohort}}"}}},
	}}
}

func cohorts() row {
	members := "soundings_cohort_members"
	share := func(of string) string {
		return "sum without (state) (" + latest(members, ofCohort, `state=~"agreed|graduated"`) +
			") / (sum without (state) (" + latest(members, ofCohort, of) + ") > 0)"
	}
	noCohort := "There is no cohort yet."
	return row{"Cohorts", []panel{
		{title: "Members by consent", shape: stacked, wide: true, unit: "short", empty: noCohort, colors: consentColors(),
			description: "Members of the chosen cohorts by where their consent stands.",
			queries:     []query{{"sum by (state) (" + latest(members, ofCohort) + ")", "{{state}}"}}},
		{title: "Members who agreed", shape: numbers, unit: "short", empty: noCohort,
			description: "Members who take part now.",
			queries:     []query{{latest(members, ofCohort, `state="agreed"`), "{{cohort}}"}}},
		{title: "Agreed of those asked", shape: numbers, unit: "percentunit", empty: "Nobody has been asked yet.",
			description: "Of the members who were asked to take part, how many agreed and did not leave.",
			queries:     []query{{share(`state!="selected"`), "{{cohort}}"}}},
	}}
}

func features() row {
	noRollout := "No feature is rolled out to a cohort yet."
	exposed, seen := latest("soundings_feature_exposed_members", ofFeature), latest("soundings_feature_seen_members", ofFeature)
	return row{"Features and rollout steps", []panel{
		{title: "Rollout steps", shape: steps, unit: "percentunit", full: 1, empty: noRollout,
			description: "The share of each cohort that a feature is rolled out to. Each jump is marked in every panel.",
			queries:     []query{{latest("soundings_rollout_ratio", ofFeature), "{{feature}}, {{cohort}}"}}},
		{title: "Members reached", unit: "short", empty: noRollout,
			description: "Members who may see a feature, and those for whom the portal has asked and was told to show it.",
			queries:     []query{{exposed, "{{feature}}, {{cohort}}: may see"}, {seen, "{{feature}}, {{cohort}}: shown"}}},
		{title: "Shown of those who may see", unit: "percentunit", empty: noRollout,
			description: "Members who were ever shown a feature, of those who may see it now. A share that stays low means that members do not come to the portal, or that the portal does not ask.",
			queries:     []query{{seen + " / (" + exposed + " > 0)", "{{feature}}, {{cohort}}"}}},
	}}
}

func surveys() row {
	invitations := "soundings_survey_invitations"
	noSurvey := "No survey is open yet."
	few := "Withheld: fewer than 11 answers."
	rate := latest(invitations, `state="completed"`) + " / ignoring (state) (sum without (state) (" +
		latest(invitations, `state!="bounced"`) + ") > 0)"
	return row{"Surveys and scores", []panel{
		{title: "Invitations", shape: stacked, unit: "short", empty: noSurvey, colors: invitationColors(),
			description: "Invitations to all surveys by how far they came; each is in one state.",
			queries:     []query{{"sum by (state) (" + latest(invitations) + ")", "{{state}}"}}},
		{title: "Response rate", unit: "percentunit", full: 1, empty: noSurvey,
			description: "Of the invitations that did not bounce, how many were answered to the end.",
			queries:     []query{{rate, "{{survey}}"}}},
		{title: "Scores with their interval", unit: "short", interval: true, signed: true, empty: few,
			description: "Mean score of each instrument, and dashed the 95 % interval in which the true mean probably lies. A change inside the interval may be chance.",
			queries: []query{
				{latest("soundings_survey_score"), "{{survey}}, {{instrument}}"},
				{latest("soundings_survey_score_low"), "{{survey}}, {{instrument}} low"},
				{latest("soundings_survey_score_high"), "{{survey}}, {{instrument}} high"},
			}},
	}}
}

func polls() row {
	return row{"Polls", []panel{
		{title: "Ballots", wide: true, unit: "short", empty: "No poll is open yet.",
			description: "Votes of each group. In a secret poll they are updated in steps of at least 5 (patients: 11).",
			queries:     []query{{latest("soundings_poll_ballots"), "{{poll}}, {{group}}"}}},
		{title: "Places", shape: steps, wide: true, unit: "short", empty: "Withheld: no poll has enough ballots yet.",
			description: "The place of each feature in the ranking of a poll; 1 is the most wanted.",
			queries:     []query{{latest("soundings_poll_place"), "{{poll}}, {{feature}}"}}},
	}}
}
