package ask

import (
	"strings"

	"soundings/cohorts"
	"soundings/surveys/polls"
	"soundings/web/page"
)

// pollKind names the sentence that says what sort of poll it is.
func pollKind(p polls.Poll) string {
	switch {
	case p.ByCode():
		return "polls.kind.by_code"
	case p.Secret:
		return "polls.kind.secret"
	}
	return "polls.kind.named"
}

// promises say what a secret poll will show and what it will not, and what it would show now; never is what closing it says
// where nothing would be shown.
func promises(frame page.Page, p polls.Poll, turnout []polls.GroupResult) (all []string, never string) {
	switch {
	case !p.Secret:
		return nil, ""
	case !p.Hidden():
		return []string{frame.T("polls.edition"), frame.T("polls.never_shown")}, ""
	}
	all = []string{frame.T("polls.until_closed", "Bounds", bounds(frame, p)), frame.T("polls.once_closed"), frame.T("polls.never_shown")}
	var enough []string
	for _, g := range turnout {
		if g.Ballots != nil {
			enough = append(enough, frame.T("group."+string(g.Group)))
		}
	}
	if len(enough) > 0 {
		return append(all, frame.T("polls.enough", "Groups", strings.Join(enough, ", "))), ""
	}
	return append(all, frame.T("polls.nothing_yet", "Bounds", bounds(frame, p))), frame.T("polls.close_never", "Bounds", bounds(frame, p))
}

// bounds says how many of each group that a poll asks a figure rests on at least: "5", or with several bounds "11 (patients), 5
// (other groups)".
func bounds(frame page.Page, p polls.Poll) string { return boundsOf(frame, p.Asked(), p.Least) }

// boundsOf returns the same of these groups.
func boundsOf(frame page.Page, groups []cohorts.Group, least func(cohorts.Group) int) string {
	var said []string
	others := 0
	for _, g := range groups {
		switch g {
		case cohorts.Patient:
			said = append(said, frame.T("polls.bound.patient", "Least", least(g)))
		case cohorts.Practice:
			said = append(said, frame.T("polls.bound.practice", "Least", least(g)))
		default:
			others = max(others, least(g))
		}
	}
	switch {
	case others > 0 && len(said) == 0:
		return frame.Int(others)
	case others > 0:
		said = append(said, frame.T("polls.bound.other", "Least", others))
	}
	return strings.Join(said, ", ")
}
