package main

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// attackLabel finds the labels of a series.
var attackLabel = regexp.MustCompile(`(\w+)="([^"]*)"`)

func labelsOf(series string) map[string]string {
	labels := map[string]string{}
	for _, m := range attackLabel.FindAllStringSubmatch(series, -1) {
		labels[m[1]] = m[2]
	}
	return labels
}

// scoresIn reads the score of a survey in some series.
func scoresIn(s *attackSheet, shown map[string]string, at string) (all []attackFigure) {
	for name, value := range shown {
		if strings.HasPrefix(name, "soundings_survey_score{") && labelsOf(name)["survey"] == s.id {
			all = append(all, s.score(value, 0, at)...)
		}
	}
	return all
}

// ballotsIn reads how many ballots of a poll some series tell.
func ballotsIn(s *attackSheet, shown map[string]string, at string) (all []attackFigure) {
	for name, value := range shown {
		n, err := strconv.Atoi(value)
		if err != nil || n == 0 || !strings.HasPrefix(name, "soundings_poll_ballots{") {
			continue
		}
		if labels := labelsOf(name); labels["poll"] == s.id {
			all = append(all, attackFigure{cell: attackCell{"group", labels["group"]}, field: s.asked[0].fields[0], n: &n, at: at})
		}
	}
	return all
}

// score is the figure of a mean score that was written somewhere.
func (s *attackSheet) score(written string, near float64, at string) []attackFigure {
	mean, err := strconv.ParseFloat(written, 64)
	n := slices.IndexFunc(s.asked, func(q attackQuestion) bool { return q.kind == "umux-lite" })
	if err != nil || n < 0 {
		return nil
	}
	return []attackFigure{{field: s.asked[n].id, score: true, mean: &mean, near: near, at: at}}
}

// scoreInTable reads the score of a survey in the table of all.
func scoreInTable(s *attackSheet, table [][]string) (all []attackFigure) {
	for _, row := range table[1:] {
		if at := slices.Index(table[0], "score"); row[0] == s.id && at >= 0 {
			all = append(all, s.score(row[at], 1e-4, "the table of surveys")...)
		}
	}
	return all
}

// attackScore finds a score with its interval.
var attackScore = regexp.MustCompile(`(\d+\.\d) \(\d+\.\d to \d+\.\d\)`)

// scoreOnPage reads the score in the row of a survey.
func scoreOnPage(s *attackSheet, page document, at string) (scores []attackFigure) {
	for _, row := range all(page.main(), "tr") {
		for _, link := range all(row, "a") {
			if written := attackScore.FindStringSubmatch(text(row)); written != nil && strings.HasPrefix(attr(link, "href"), "/surveys/"+s.id+"/") {
				scores = append(scores, s.score(written[1], 0.06, at)...)
			}
		}
	}
	return scores
}
