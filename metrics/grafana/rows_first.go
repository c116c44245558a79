package grafana

import "fmt"

// What stands in an empty place. A clinic that has just begun reads what comes first; whoever reads it of a server that is
// gone sees at the health of Soundings that it is.
const (
	noEvents  = "The portal has sent no events yet."
	noCohort  = "There is no cohort yet."
	noSurvey  = "No survey has been opened yet."
	noScore   = "No survey has enough answers yet."
	noRollout = "No feature is rolled out to a cohort yet."
	noPlan    = "No plan is adopted yet."
)

// goalsOf selects the goals of a figure.
func goalsOf(figure string, matchers ...string) string {
	return valued("goal", now("soundings_goal_info", append(matchers, `figure="`+figure+`"`)...))
}

// first returns the row that answers in ten seconds who is in, who uses what, what patients say, and what slips.
func first() row {
	return row{panels: append(figuresOfNow(), inTenSeconds()...)}
}

func figuresOfNow() []panel {
	agreed, before := counted("", now("soundings_cohort_members", ofCohort, `state="agreed"`)), counted("", weekAgo("soundings_cohort_members", ofCohort, `state="agreed"`))
	asked := counted("", now("soundings_cohort_members", ofCohort, `state!="selected"`))
	week, weekBefore := counted("", now("soundings_cohort_active_members", ofCohort, `window="7d"`)), counted("", weekAgo("soundings_cohort_active_members", ofCohort, `window="7d"`))
	sus := each(now("soundings_survey_score", ofSurvey, `instrument="sus"`))
	lowest := "bottomk by (job) (1, " + sus + ")"
	susBefore := "max by (job) (" + each(weekAgo("soundings_survey_score", ofSurvey, `instrument="sus"`)) + " and on (job, survey) " + lowest + ")"
	answered := func(selected func(string, ...string) string) string {
		return share(counted("", selected("soundings_survey_invitations", ofSurvey, `state="completed"`)),
			counted("", selected("soundings_survey_invitations", ofSurvey, `state!="bounced"`)))
	}
	untold := "count by (job) (" + valued("feature", now("soundings_plan_slip_seconds", `told="no"`)) + " > 0) or 0 * " + valued("", now("soundings_tasks_overdue"))
	scored := goalsOf("score", ofSurvey) + " and on (job, goal) (" +
		valued("goal, survey", now("soundings_goal_info", ofSurvey)) + " and on (job, survey) " + lowest + ")"
	return []panel{
		{key: "taking-part", title: "Taking part", shape: number, w: 4, h: 4, unit: "none", decimals: up(0), empty: noCohort, page: "/cohorts",
			description: "Members of the chosen cohorts who agreed and take part now, of those who were asked.",
			queries: []query{held(agreed, `label_replace(`+inPeople().written("asked", asked)+`, "against", "of $1 asked", "asked", "(.+)")`,
				"members", inPeople().change(agreed, before))}},
		{key: "active-week", title: "Active this week", shape: number, w: 4, h: 4, unit: "none", decimals: up(0), empty: noEvents, page: "/reports",
			description: "Members of the chosen cohorts who did anything in the portal in the last 7 days. Under it the goal whose day is the nearest, and how it stands in Soundings.",
			extras:      judged(),
			queries:     []query{held(week, inPeople().goal(goalsOf("active_7d", ofCohort)), "no goal", inPeople().change(week, weekBefore))}},
		{key: "against-week-before", title: "Against a week before", shape: number, w: 4, h: 4, unit: "percentunit", decimals: up(0), empty: "Nothing to compare with yet.", page: "/reports",
			description: "Members active in 7 days against the same a week before. Red where a fifth or more is lost. Not shown where there were ten or fewer.",
			steps:       []step{{-1, bad}, {-adoptionFell, plain}},
			queries:     []query{{fmt.Sprintf(`label_replace(%s >= 0, "says", "more active members", "", "") or label_replace(%[1]s < 0, "says", "fewer active members", "", "")`, "("+week+" / ("+weekBefore+" > 10) - 1)"), "{{says}}"}}},
		{key: "ease-of-use", title: "Ease of use (SUS)", shape: number, w: 4, h: 4, unit: "none", decimals: up(0), low: up(0), high: up(100), empty: noScore,
			page: "/surveys", each: "/surveys/${__field.labels.survey}/results",
			description: "The mean score from 0 to 100 of the chosen survey that scores lowest. Published studies have 68 on average.",
			extras:      judged(),
			queries:     []query{held(lowest, inPoints().goal(scored), "no goal", inPoints().change("max by (job) ("+lowest+")", susBefore))}},
		{key: "answered", title: "Answered", shape: number, w: 4, h: 4, unit: "percentunit", decimals: up(0), low: up(0), high: up(1), empty: noSurvey, page: "/surveys",
			description: "Of the invitations to the chosen surveys that did not come back, how many were answered to the end.",
			extras:      judged(),
			queries:     []query{held(answered(now), inPercent().goal(goalsOf("response_rate", ofSurvey)), "no goal", inPercent().change(answered(now), answered(weekAgo)))}},
		{key: "slips-untold", title: "Slips nobody was told of", shape: number, w: 4, h: 4, unit: "none", decimals: up(0), empty: "No answer from Soundings.", page: "/plan",
			description: "Features of the plan that come later than promised, about which those who wait for them have not been told.",
			steps:       []step{{0, good}, {1, bad}},
			queries:     []query{{untold, "features of the plan"}}},
	}
}

func inTenSeconds() []panel {
	members, uses := now("soundings_cohort_members", `state="agreed"`), now("soundings_feature_exposed_members")
	active := counted("cohort", latest("soundings_cohort_active_members", ofCohort, `window="7d"`))
	aims := atEnd(valued, "goal", now("soundings_goal_target")) + " and on (job, goal) topk by (job) (2, " +
		atEnd(valued, "goal", now("soundings_goal_info", `figure="active_7d"`, ofCohort)) + ")"
	used := counted("feature", now("soundings_feature_active_members", ofFeature, `window="28d"`))
	may := counted("feature", now("soundings_feature_exposed_members", ofFeature))
	return []panel{
		{key: "use", title: "Active in 7 days, by cohort", shape: lines, w: 12, unit: "none", decimals: up(0), low: up(0), empty: noEvents, page: "/reports", marked: true,
			description: "Members of each cohort who did anything in the portal in the 7 days before, with the goals for it. Marked are releases, rollout steps and blockers.",
			extras:      append(byPlace(), aimed("/^Goal/", plain)),
			queries: append(best(5, "cohort", titled("cohort", members, active), now("soundings_cohort_active_members", ofCohort, `window="7d"`), "{{cohort_title}}"),
				query{titled("goal", now("soundings_goal_target"), "("+aims+") and on (job) count by (job) ("+active+")"), "Goal: {{goal_title}}"})},
		{key: "features-ranked", title: "Used in 28 days, of those who may see it", shape: ranked, w: 6, unit: "percentunit", decimals: up(0), low: up(0), high: up(1),
			empty: "No feature that members may see has been used yet.", page: "/features", each: "/features/${__field.labels.feature}",
			description: "Of the members who may see a feature now, how many used it in the last 28 days. The eight most used.",
			queries:     []query{{"sort_desc(" + titled("feature", uses, "topk by (job) (8, clamp_max("+share(used, may)+", 1))") + ")", "{{feature_title}}"}}},
		funnel(),
		goalsTable(), slipsTable(), waiting(),
	}
}

// funnel is how far members came. Each step is a query of its own, as Prometheus promises no order.
func funnel() panel {
	p := panel{key: "funnel", title: "From selected to regular user", shape: ranked, w: 6, unit: "none", decimals: up(0), low: up(0), empty: noCohort, page: "/reports",
		description: "Members of the chosen cohorts by how far they came; each is in all steps before as well. Enrolled: they have an account in the portal."}
	for _, s := range []struct{ step, says string }{
		{"selected", "Selected"}, {"invited", "Asked"}, {"agreed", "Agreed"}, {"enrolled", "Enrolled"},
		{"used", "Used the portal"}, {"repeat", "Came back"}, {"regular", "Every week"},
	} {
		p.queries = append(p.queries, query{counted("", now("soundings_cohort_funnel_members", ofCohort, `step=~".*`+s.step+`"`)), s.says})
	}
	return p
}

// day is how Grafana writes one.
const day = "time:D MMM YYYY"

// unknown is what a table has in the place of a value that is not there.
func unknown() []word { return []word{{"-1", "–", plain}} }

func goalsTable() panel {
	goal := "goal, title, entry"
	of := now("soundings_goal_info", `figure!=""`)
	with := func(expr string) string {
		return "(" + expr + ") * on (job, goal) group_left (title, entry, figure) " + valued(goal+", figure", of)
	}
	// Shares are written as the pages write them, so that one column has people, percent and points.
	written := func(series string) string {
		value := valued("goal", now(series))
		shares := valued("goal", now("soundings_goal_info", `figure=~".*(share|rate|first_use).*"`))
		return "round(100 * (" + value + " and on (job, goal) " + shares + ") or (" + value + " unless on (job, goal) " + shares + "), 0.1)"
	}
	target := written("soundings_goal_target")
	return panel{key: "goals", title: "Goals", shape: rowsOf, w: 12, unit: "none", empty: "The charter has no goals yet.", page: "/reports",
		description: "Every goal of the charter: where its figure is now, what is aimed at, by when, and how it stands.",
		columns: []column{
			{field: "title", title: "Goal", page: "/charter/${__data.fields.entry}"},
			{field: "entry", hidden: true},
			{field: "Value #A", title: "Now", width: 58, words: unknown()},
			{field: "Value #B", title: "Aim", width: 55},
			{field: "figure", title: "In", width: 65, words: measures()},
			{field: "Value #C", title: "By", width: 102, unit: day},
			{field: "standing", title: "Stands", width: 100, words: standings(), cell: "color-background"},
		},
		queries: []query{
			{with(orUnknown("goal", written("soundings_goal_value"), target)), ""},
			{with(target), ""},
			{"1000 * " + with(valued("goal", now("soundings_goal_due_timestamp_seconds"))), ""},
			{with(valued("goal, standing", now("soundings_goal_standing")) + " == 1"), ""},
		}}
}

// measures are what the figures of goals are counted in.
func measures() []word {
	return []word{
		{"active_7d", "people", plain}, {"active_28d", "people", plain}, {"enrolled_share", "%", plain}, {"feature_share", "%", plain},
		{"first_use_28d", "%", plain}, {"response_rate", "%", plain}, {"score", "points", plain},
	}
}

func slipsTable() panel {
	return panel{key: "slips", title: "What slips", shape: rowsOf, w: 6, unit: "none", empty: "Nothing of the plan comes late.", page: "/plan",
		description: "Features of the plan that come later than promised, the latest first, and whether those who wait for them were told.",
		columns: []column{
			{field: "feature_title", title: "Feature", page: "/features/${__data.fields.feature}"},
			{field: "feature", hidden: true},
			{field: "Value", title: "Days late", width: 90, decimals: up(0)},
			{field: "told", title: "Told", width: 90, cell: "color-background", words: []word{{"yes", "Yes", onGood}, {"no", "Nobody", onBad}}},
		},
		queries: []query{{"sort_desc(" + titled("feature", now("soundings_plan_slip_seconds"), "("+valued("feature, told", now("soundings_plan_slip_seconds"))+" / 86400 > 0)") + ")", ""}}}
}

// waiting is what waits for somebody of the team.
func waiting() panel {
	p := panel{key: "waiting", title: "Waits for somebody", shape: numbers, w: 6, unit: "none", decimals: up(0), empty: "No answer from Soundings.", page: "/",
		description: "What the team has to see to, as Today lists it. Each leads to its page.",
		steps:       []step{{0, plain}, {1, careful}}}
	for _, w := range []struct {
		name, page, expr string
	}{
		{"Tasks late", "/charter", counted("", now("soundings_tasks_overdue"))},
		{"Decisions to take", "/charter", counted("", now("soundings_decisions_waiting"))},
		{"Trainings due", "/charter", counted("", now("soundings_trainings_due"))},
		{"Rollouts held by a gate", "/features", "sum by (job) (" + valued("feature, cohort", now("soundings_rollout_held", ofFeature)) + ")"},
		{"Bumps without an answer", "/board", counted("", now("soundings_bumps", openBumps, ofPlace))},
	} {
		p.queries, p.extras = append(p.queries, query{w.expr, w.name}), append(p.extras, opens(w.name, w.page))
	}
	return p
}
