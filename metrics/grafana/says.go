package grafana

import (
	"fmt"
	"strings"
)

// What stands under a large number is words that Prometheus puts together from other figures, as a legend knows labels alone:
// "Goal 250, behind, −12 in a week".

// measure is how a figure is written in words.
type measure struct {
	times, round float64
	after        string
}

func inPeople() measure  { return measure{1, 1, ""} }
func inPoints() measure  { return measure{1, 0.1, ""} }
func inPercent() measure { return measure{100, 1, " %"} }

// written has a label hold a figure that is already by the labels it is to be by.
func (m measure) written(label, expr string) string {
	return fmt.Sprintf(`count_values without () ("%s", round(%g * (%s), %g))`, label, m.times, expr, m.round)
}

// goal returns in words the goal of a figure whose day is the nearest: what is aimed at, and how it stands. Goals count that are
// among the series of an expression with the label goal.
func (m measure) goal(among string) string {
	nearest := fmt.Sprintf("bottomk by (job) (1, abs(%s - time()) and on (job, goal) (%s))",
		valued("goal", now("soundings_goal_due_timestamp_seconds")), among)
	words := fmt.Sprintf("((%s == 1) * on (job, goal) group_left (target) %s and on (job, goal) %s)",
		valued("goal, standing", now("soundings_goal_standing")),
		m.written("target", valued("goal", now("soundings_goal_target"))), nearest)
	for _, w := range standings() {
		words = fmt.Sprintf(`label_replace(%s, "standing", "%s", "standing", "%s")`, words, strings.ToLower(w.text), w.value)
	}
	words = fmt.Sprintf(`label_replace(%s, "target", "Goal $1%s", "target", "(.+)")`, words, m.after)
	return fmt.Sprintf(`label_join(%s, "against", ", ", "target", "standing")`, words)
}

// change returns in words what became of a figure in a week.
func (m measure) change(value, before string) string {
	moved := m.written("moved", value+" - "+before)
	for _, w := range []struct{ of, says string }{
		{"-?0", "as a week ago"},
		{"-([1-9].*|0[.].+)", "−$1" + m.after + " in a week"},
		{"([1-9].*|0[.].+)", "+$1" + m.after + " in a week"},
	} {
		moved = fmt.Sprintf(`label_replace(%s, "change", "%s", "moved", "%s")`, moved, w.says, w.of)
	}
	return moved
}

// held is a figure with words under it: what it is held against, if anything, and how it changed, if that is known.
func held(value, against, otherwise, change string) query {
	with := func(expr, label, words, without string) string {
		return fmt.Sprintf(`(%s) * on (job) group_left (%s) ((%s) or on (job) label_replace(group by (job) (%s), "%[2]s", "%[5]s", "", ""))`,
			expr, label, words, now("soundings_refreshed_timestamp_seconds"), without)
	}
	said := with(with(value, "against", against, otherwise), "change", change, "")
	said = fmt.Sprintf(`label_replace(label_join(%s, "says", ", ", "against", "change"), "says", "$1", "says", "(.*), ")`, said)
	return query{said, "{{says}}"}
}

// judged colours a number by how its goal stands, which its words say.
func judged() []override {
	var all []override
	for _, n := range []named{{"reached", good}, {"behind", careful}, {"overdue", bad}} {
		all = append(all, override{"byRegexp", "/, " + n.series + "/", []dynamic{fixed(n.color)}})
	}
	return all
}
