package portal

import (
	"context"
	"html/template"
	"slices"

	"soundings/cohorts/base"
	"soundings/cohorts/rollout"
	"soundings/web/page"
)

// rolloutCard is a rollout on the page of its feature.
type rolloutCard struct {
	Cohort  page.Link // leads to its own page
	State   page.Badge
	Figures []page.Figure
	Chart   template.HTML
	Panel   page.Link // shows in Grafana who uses it
	Gates   []gateLine
	Last    page.Happening // the latest move, with its reason
	Next    page.Link      // the next step; empty: none
}

// rolloutCard returns a rollout as its feature's page shows it.
func (s *Features) rolloutCard(ctx context.Context, frame page.Page, f rollout.Feature, r rollout.Rollout, cohort string) (rolloutCard, error) {
	href := page.RolloutHref(r.Feature, r.Cohort)
	card := rolloutCard{Cohort: page.Link{Text: cohort, Href: href}, State: rolloutBadge(frame, f, r)}
	st, err := s.status(ctx, frame, r.Feature, r.Cohort)
	if err != nil {
		return card, err
	}
	card.Gates, card.Panel = gateLines(frame, st), frame.InGrafana("features-used", page.Chosen{Feature: r.Feature, Cohort: r.Cohort})
	if card.Figures, err = s.rolloutFigures(ctx, frame, st); err != nil {
		return card, err
	}
	if card.Chart, err = s.rampChart(ctx, frame, r, rollout.Settings{Cohort: r.Cohort, Ramp: r.Ramp, Gates: r.Gates}, false); err != nil {
		return card, err
	}
	moves, err := s.Rollouts.Moves(ctx, r.Feature, r.Cohort, "", 1)
	if err != nil {
		return card, err
	}
	who, _, err := s.Actors(ctx, frame)
	if err != nil {
		return card, err
	}
	for _, m := range moves.Items {
		card.Last = moveLine(frame, m, who)
	}
	switch {
	case !frame.Writes() || f.Stage != rollout.Beta:
	case r.State != rollout.Running:
		card.Next = page.Link{Text: frame.T("rollouts.resume"), Href: href + "#resume"}
	case st.Next != nil:
		card.Next = page.Link{Text: frame.T("rollouts.step", "Percent", st.Next.Percent.String()), Href: href + "#next"}
	}
	return card, nil
}

// status returns the status of a rollout, for who reads the page.
func (s *Features) status(ctx context.Context, frame page.Page, feature, cohort string) (rollout.Status, error) {
	st, err := s.Rollouts.Status(ctx, feature, cohort)
	if !frame.Writes() {
		st = st.Told()
	}
	return st, err
}

// reasonFor returns the reason for a move, for who reads the page.
func reasonFor(frame page.Page, m rollout.Move) base.Text {
	if !frame.Writes() {
		return rollout.Told(m.Reason())
	}
	return m.Reason()
}

// rolloutBadge returns the state of a rollout, with that of its feature behind it.
func rolloutBadge(frame page.Page, f rollout.Feature, r rollout.Rollout) page.Badge {
	_, more := r.Next()
	g := r.GatesNow()
	name, look := "rising", "active"
	switch {
	case f.Stage == rollout.Live:
		name, look = "live", "done"
	case f.Stage != rollout.Beta:
		name, look = "outside", "waiting"
	case r.State == rollout.RolledBack:
		name, look = "rolled_back", "stopped"
	case r.State == rollout.Paused:
		name, look = "paused", "waiting"
	case !more && len(r.Ramp) > 0:
		name, look = "arrived", "done"
	case !more || g.HoldHours == 0 && g.Answers == 0:
		name = "by_hand"
	}
	return page.Badge{Text: frame.T("rollouts.state." + name), Look: look}
}

// gateLine is a gate before the next step. It leads to what has to be seen to, where that can be opened.
type gateLine struct {
	page.Badge
	Href string
}

// subjectHrefs are where the team sees to what holds a rollout, by its kind.
var subjectHrefs = map[string]func(id string) string{
	"bump":      page.BumpHref,
	"feature":   page.FeatureHref,
	"training":  func(key string) string { return page.FeatureHref(key) + "#around" },
	"help":      page.HelpHref,
	"workflows": func(key string) string { return page.FeatureHref(key) + "#ready" },
	"workflow":  func(id string) string { return page.WorkflowHref(id) + "#departments" },
}

// lacks returns the gates that are closed for want of something, which somebody can see to.
func lacks(gates []gateLine) []gateLine {
	return slices.DeleteFunc(slices.Clone(gates), func(g gateLine) bool { return g.Href == "" || g.Look == "done" })
}

// gateLines returns the gates before the next step, open or not.
func gateLines(frame page.Page, st rollout.Status) []gateLine {
	var all []gateLine
	for _, gate := range st.Gates {
		look := "waiting"
		if gate.Open {
			look = "done"
		}
		line := gateLine{Badge: page.Badge{Text: frame.Say(gate.Text), Look: look}}
		if href, ok := subjectHrefs[gate.About.Kind]; ok {
			line.Href = href(gate.About.ID)
		}
		all = append(all, line)
	}
	return all
}

// rolloutFigures returns the share, how many it entitles, and how many were shown the feature.
func (s *Features) rolloutFigures(ctx context.Context, frame page.Page, st rollout.Status) ([]page.Figure, error) {
	r := st.Rollout
	n, err := s.Rollouts.CountsOf(ctx, r.Feature, r.Cohort)
	if err != nil {
		return nil, err
	}
	figures := []page.Figure{
		{Label: frame.T("rollouts.share_now"), Value: shareText(frame, r.Percent), Note: frame.T("rollouts.since", "Date", frame.Day(r.Since))},
		{Label: frame.T("rollouts.exposed"), Value: frame.Int(n.Exposed)},
		{Label: frame.T("rollouts.seen"), Value: frame.Int(n.Seen)},
	}
	if r.Gates.Survey != "" && frame.Writes() {
		figures = append(figures, page.Figure{Label: frame.T("rollouts.answers_since"), Value: frame.Int(st.Answers), Href: "/surveys/" + r.Gates.Survey})
	}
	return figures, nil
}

func shareText(frame page.Page, p rollout.Percent) string {
	return frame.T("rollouts.share", "Percent", p.String())
}
