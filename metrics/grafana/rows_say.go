package grafana

import "slices"

// instrument is a published questionnaire with a score of its own.
type instrument struct {
	id, title string
	average   float64 // of published studies
}

// scores are the instruments that surveys may hold, each from 0 to 100, each on its own axis.
func scores() []instrument {
	return []instrument{
		{"sus", "Score of ease of use (SUS)", 68},
		{"umux-lite", "Score of ease and use (UMUX-Lite)", 68},
	}
}

// says is what patients say, and how many of them.
func says() row {
	r := row{title: "What patients say"}
	for _, i := range scores() {
		r.panels = append(r.panels, i.panel())
	}
	r.panels = append(r.panels, responses(), turnout(), wishes())
	return r
}

// panel draws the instrument's score with its interval, and the lines it is held against.
func (i instrument) panel() panel {
	of := func(series string) string { return each(latest(series, ofSurvey, `instrument="`+i.id+`"`)) }
	score := of("soundings_survey_score")
	scored, alone := " and on (job) count by (job) ("+score+")", " and on (job) count by (job) ("+score+") == 1"
	aim := atEnd(valued, "goal", now("soundings_goal_target")) + " and on (job, goal) (" +
		atEnd(valued, "goal, survey", now("soundings_goal_info", `figure="score"`, ofSurvey)) + " and on (job, survey) " + score + ")"
	return panel{key: "score-" + i.id, title: i.title, shape: lines, w: 12, unit: "none", decimals: up(0), empty: noScore,
		page: "/surveys", marked: true,
		description: "Mean score of each chosen survey. Where there is one, the grey band is the 95 % interval in which the true mean probably lies: a change inside it may be chance. Dashed are goals and the average of published studies.",
		extras:      slices.Concat(byPlace(), band(), []override{aimed("/^(Goal|Average)/", plain), softly(40, 100)}),
		queries: append(best(4, "survey", titled("survey", now("soundings_survey_score"), score), now("soundings_survey_score", ofSurvey, `instrument="`+i.id+`"`), "{{survey_title}}"),
			query{of("soundings_survey_score_low") + alone, "from"},
			query{of("soundings_survey_score_high") + alone, "to"},
			query{titled("goal", now("soundings_goal_target"), aim), "Goal: {{goal_title}}"},
			query{valued("", "0 * "+score+" + "+digits(i.average)) + scored, "Average of published studies"},
		)}
}

// band draws an interval between its ends, of which neither is a line of its own.
func band() []override {
	var all []override
	for _, end := range []string{"from", "to"} {
		o := colored(end, plain)
		o.properties = append(o.properties, property("custom.lineWidth", 0), property("custom.showPoints", "never"), property("custom.fillOpacity", 0),
			property("custom.hideFrom", map[string]bool{"legend": true, "tooltip": false, "viz": false}))
		all = append(all, o)
	}
	all[1].properties = append(all[1].properties, property("custom.fillBelowTo", "from"), property("custom.fillOpacity", 15))
	return all
}

// responses is how many answered each survey.
func responses() panel {
	counts := func(matchers ...string) string {
		return counted("survey", now("soundings_survey_invitations", append(matchers, ofSurvey)...))
	}
	asked := counts(`state!="bounced"`)
	some := " and on (job, survey) " + asked + " > 0"
	row := func(expr string) query {
		return query{titled("survey", now("soundings_survey_invitations", `state="completed"`), expr+some), ""}
	}
	return panel{key: "response", title: "How many answer", shape: rowsOf, w: 12, unit: "none", empty: noSurvey, page: "/surveys",
		description: "Invitations to each survey: those that came back are left out of those asked.",
		columns: []column{
			{field: "survey_title", title: "Survey", page: "/surveys/${__data.fields.survey}/results"},
			{field: "survey", hidden: true},
			{field: "Value #A", title: "Asked", width: 80},
			{field: "Value #B", title: "Answered", width: 90},
			{field: "Value #C", title: "Came back", width: 95},
			{field: "Value #D", title: "Share that answered", width: 190, unit: "percentunit", decimals: up(0), cell: "gauge"},
		},
		queries: []query{
			row(asked), row(counts(`state="completed"`)), row(counts(`state="bounced"`)),
			row(counts(`state="completed"`) + " / " + asked),
		}}
}

// turnout is how many voted, by group.
func turnout() panel {
	by := "poll, group"
	polls := now("soundings_poll_ballots")
	ballots := counted(by, polls)
	invited := counted(by, now("soundings_poll_invited"))
	return panel{key: "turnout", title: "Who voted", shape: rowsOf, w: 12, unit: "none", empty: "No poll has been opened yet.", page: "/polls",
		description: "Votes of each group, and of those invited what share that is. In a secret poll both move in steps.",
		columns: []column{
			{field: "poll_title", title: "Poll", page: "/polls/${__data.fields.poll}/results"},
			{field: "poll", hidden: true},
			{field: "group", title: "Group", width: 120, words: groups()},
			{field: "Value #A", title: "Votes", width: 80},
			{field: "Value #B", title: "Of those invited", width: 190, unit: "percentunit", decimals: up(0), cell: "gauge", words: unknown()},
		},
		queries: []query{
			{titled("poll", polls, ballots), ""},
			{titled("poll", polls, orUnknown(by, share(ballots, invited), ballots)), ""},
		}}
}

// groups are those of the people who are asked.
func groups() []word {
	return []word{
		{"patient", "Patients", plain}, {"staff", "Staff", plain}, {"provider", "Providers", plain}, {"hit", "Health IT", plain},
		{"leadership", "Leadership", plain}, {"practice", "Other practices", plain},
	}
}

// wishes are what polls put first.
func wishes() panel {
	polls := now("soundings_poll_place")
	place := valued("poll, feature", now("soundings_poll_place", ofPlace))
	return panel{key: "places", title: "What is wanted first", shape: rowsOf, w: 24, unit: "none", empty: "No poll has enough votes yet.", page: "/polls",
		description: "The place of each feature in each poll; 1 is the most wanted. Change: by how many places it rose in a week.",
		columns: []column{
			{field: "poll_title", title: "Poll", page: "/polls/${__data.fields.poll}/results"},
			{field: "poll", hidden: true},
			{field: "feature", hidden: true},
			{field: "Value #A", title: "Place", width: 70},
			{field: "feature_title", title: "Feature", page: "/features/${__data.fields.feature}"},
			{field: "Value #B", title: "Change", width: 90},
		},
		sorted: []string{"Poll", "Place"},
		queries: []query{
			{titled("feature", polls, titled("poll", polls, place)), ""},
			{titled("feature", polls, titled("poll", polls, valued("poll, feature", weekAgo("soundings_poll_place", ofPlace))+" - "+place+" or 0 * "+place)), ""},
		}}
}
