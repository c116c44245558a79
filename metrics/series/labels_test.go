package series_test

import (
	"slices"
	"strings"
	"testing"

	"soundings/cohorts"
	"soundings/cohorts/contact"
	"soundings/cohorts/plan"
	"soundings/cohorts/rollout"
	"soundings/metrics"
	"soundings/surveys/board"
)

// texts returns what is in a list as it stands in labels.
func texts[T ~string](some ...T) []string {
	all := make([]string, len(some))
	for i, one := range some {
		all[i] = string(one)
	}
	return all
}

// bounds are the values that each label may have: ids and titles of what the team made, and words of the program. A label that is
// not in it would be a new way by which something could get out.
func (c *clinic) bounds() map[string][]string {
	all := map[string][]string{
		"state":    slices.Concat(texts(cohorts.States()...), texts(contact.States()...), texts(board.States()...), texts(contact.MessageStates()...), []string{"open", "closed"}),
		"step":     {"1-selected", "2-invited", "3-agreed", "4-enrolled", "5-used", "6-repeat", "7-regular"},
		"week":     strings.Fields("00 01 02 03 04 05 06 07 08 09 10 11"),
		"window":   {"1d", "7d", "28d"},
		"gate":     texts(rollout.GateAnswers, rollout.GateScore, rollout.GateBumps, rollout.GateReady),
		"standing": slices.Concat(texts(metrics.GoalStatuses()...), texts(plan.Statuses()...)),
		"figure":   append(texts(plan.Figures()...), "other"),
		"quarter":  {"1", "2", "3", "4", "later"},
		"told":     {"yes", "no"},
		"stage":    texts(rollout.Stages()...),
		"group":    texts(cohorts.Groups()...),
		"severity": append(texts(board.Judgements()...), "unjudged"),
		"by":       texts(contact.Ways()...), "instrument": {"sus"},
		"feature": append(board.Places(), ""), "cohort": {""}, "survey": {""},
	}
	add := func(label string, values ...string) { all[label] = append(all[label], values...) }
	for _, one := range must(c.Cohorts.Cohorts(c.ctx)) {
		add("cohort", one.ID)
		add("title", one.Name["en"])
	}
	for _, one := range must(c.Rollouts.Features(c.ctx)) {
		add("feature", one.Key)
		add("title", one.Name["en"])
	}
	for _, one := range must(c.Surveys.Surveys(c.ctx)) {
		add("survey", one.ID)
		add("title", one.Title["en"])
	}
	for _, one := range must(c.Polls.Polls(c.ctx)) {
		add("poll", one.ID)
		add("title", one.Title["en"])
	}
	for _, one := range must(c.Plans.Plans(c.ctx)) {
		add("plan", one.ID)
		add("title", one.Title)
	}
	for label, kind := range map[string]plan.Kind{"goal": plan.Goal, "release": plan.Release} {
		for _, one := range must(c.Plans.Entries(c.ctx, kind)) {
			slug := strings.Trim(strings.Map(func(r rune) rune {
				if strings.ContainsRune(`:"`, r) {
					return -1
				}
				return r
			}, strings.ReplaceAll(strings.ToLower(one.Title), " ", "-")), "-")
			add(label, slug, slug+"-"+strings.ToLower(one.ID[:4]))
			add("title", one.Title)
			add("entry", one.ID)
		}
	}
	return all
}

// Every value of every label is one of those that the team or the program gave: there are as many as it made, whatever people do.
func TestEveryLabelIsBounded(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		c.lived(t)
		bounds := c.bounds()
		for _, s := range c.gathered(t) {
			for _, l := range s.labels {
				if values, known := bounds[l[0]]; !known || !slices.Contains(values, l[1]) {
					t.Errorf("%s has the label %s=%q", s.family, l[0], l[1])
				}
			}
		}
	})
}
