package ask

import (
	"context"
	"strings"

	"soundings/cohorts"
	"soundings/cohorts/contact"
	"soundings/surveys"
	"soundings/web/page"
)

// anonymousParts are what pages of an anonymous survey say of it.
type anonymousParts struct {
	Promise  []string      // what will be shown and what will not, and what would be now
	Never    string        // what closing says where nothing would ever be shown, or perhaps nothing; empty: something would
	Answered []answeredRow // turnout
}

// answeredRow is how many of a group answered.
type answeredRow struct{ Group, Invited, Completed string }

// anonymousParts returns what pages say of an anonymous survey; of a named one it is nothing.
func (s *Surveys) anonymousParts(frame page.Page, v surveys.Survey, r surveys.Results) (a anonymousParts) {
	if !v.Anonymous || v.State == surveys.Draft {
		return a
	}
	for _, g := range r.Turnout {
		row := answeredRow{Group: frame.T("group." + string(g.Group)), Invited: frame.Int(g.Invited), Completed: frame.T("polls.too_few", "Least", g.Least)}
		switch {
		case g.Completed != nil && r.Floored:
			row.Completed = frame.T("polls.at_least", "Least", frame.Int(*g.Completed))
		case g.Completed != nil:
			row.Completed = frame.Int(*g.Completed)
		case !r.Floored:
			row.Completed = frame.T("polls.beside_few")
		}
		a.Answered = append(a.Answered, row)
	}
	if !v.Hidden() {
		a.Promise = []string{frame.T("surveys.all_shown"), frame.T("surveys.never_shown")}
		return a
	}
	a.Promise, a.Never = hiddenPromises(frame, r)
	return a
}

// hiddenPromises say what an open anonymous survey will show, and what it would show now.
func hiddenPromises(frame page.Page, r surveys.Results) (all []string, never string) {
	least, largest := map[cohorts.Group]int{}, 0
	var asked []cohorts.Group
	var enough []string
	for _, g := range r.Turnout {
		asked, least[g.Group], largest = append(asked, g.Group), g.Least, max(largest, g.Least)
		if g.Completed != nil {
			enough = append(enough, frame.T("group."+string(g.Group)))
		}
	}
	steps := boundsOf(frame, asked, func(g cohorts.Group) int { return least[g] })
	if len(asked) > 0 {
		all = append(all, frame.T("polls.until_closed", "Bounds", steps))
	}
	all = append(all, frame.T("surveys.once_closed"), frame.T("surveys.never_shown"))
	switch {
	case len(asked) == 0:
		return all, frame.T("surveys.close_nobody")
	case len(enough) == 0:
		return append(all, frame.T("surveys.nothing_yet", "Bounds", steps)), frame.T("surveys.close_never", "Bounds", steps)
	case r.Completed < largest:
		never = frame.T("surveys.close_perhaps", "Least", largest)
	}
	return append(all, frame.T("surveys.enough", "Groups", strings.Join(enough, ", "))), never
}

// leftOut returns a sentence for each of the groups of a closed anonymous survey are counted in the total alone.
func leftOut(frame page.Page, r surveys.Results) (lines []string) {
	for _, w := range r.Withheld {
		if w.Figure != "group" {
			continue
		}
		text := "surveys.left_out_beside"
		if w.Least > 0 {
			text = "surveys.left_out_few"
		}
		lines = append(lines, frame.T(text, "Group", frame.T("group."+w.Value), "Least", w.Least))
	}
	return lines
}

// completed returns how many have answered a survey: of an open anonymous one at least.
func (s *Surveys) completed(ctx context.Context, v surveys.Survey, counts contact.Counts) (n int, floored bool, err error) {
	if !v.Anonymous || v.State == surveys.Draft {
		return counts.States[contact.Completed], false, nil
	}
	r, err := s.Surveys.Results(ctx, v.ID, surveys.Viewers, "")
	return r.Completed, r.Floored, err
}

// completedText writes that.
func completedText(frame page.Page, n int, floored bool) string {
	switch {
	case floored && n == 0:
		return "–"
	case floored:
		return frame.T("polls.at_least", "Least", frame.Int(n))
	}
	return frame.Int(n)
}
