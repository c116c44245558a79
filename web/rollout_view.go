package web

import (
	"context"
	"errors"
	"html/template"
	"slices"
	"strconv"
	"strings"

	"soundings/cohorts/base"
	"soundings/cohorts/rollout"
	"soundings/web/chart"
)

func shareText(page Page, p rollout.Percent) string {
	return page.T("rollouts.share", "Percent", p.String())
}

// rolloutBadge says how a rollout stands.
func rolloutBadge(page Page, f rollout.Feature, r rollout.Rollout) Badge {
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
	return Badge{page.T("rollouts.state." + name), look}
}

// gateBadges says where each gate before the next step stands.
func gateBadges(page Page, st rollout.Status) []Badge {
	var all []Badge
	for _, gate := range st.Gates {
		look := "waiting"
		if gate.Open {
			look = "done"
		}
		all = append(all, Badge{page.Say(gate.Text), look})
	}
	return all
}

// rolloutFigures are the share, who is entitled by it, and who was shown the feature.
func (s *Server) rolloutFigures(ctx context.Context, page Page, st rollout.Status) ([]Figure, error) {
	r := st.Rollout
	n, err := s.Rollouts.CountsOf(ctx, r.Feature, r.Cohort)
	figures := []Figure{
		{Label: page.T("rollouts.share_now"), Value: shareText(page, r.Percent), Note: page.T("rollouts.since", "Date", page.date(r.Since))},
		{Label: page.T("rollouts.exposed"), Value: page.Int(n.Exposed)},
		{Label: page.T("rollouts.seen"), Value: page.Int(n.Seen)},
	}
	if r.Gates.Survey != "" {
		figures = append(figures, Figure{Label: page.T("rollouts.answers_since"), Value: page.Int(st.Answers), Href: "/surveys/" + r.Gates.Survey})
	}
	return figures, err
}

// nextMeans says how many more people would see the feature at the next step.
func (s *Server) nextMeans(ctx context.Context, page Page, st rollout.Status) (string, error) {
	r := st.Rollout
	ramp := []rollout.Step{{Percent: st.Next.Percent}}
	if r.Percent > 0 {
		ramp = []rollout.Step{{Percent: r.Percent}, {Percent: st.Next.Percent}}
	}
	figures, err := s.Rollouts.Preview(ctx, r.Feature, rollout.Settings{Cohort: r.Cohort, Ramp: ramp})
	if err != nil {
		return "", err
	}
	then, now := figures[len(figures)-1].People, 0
	if r.Percent > 0 {
		now = figures[0].People
	}
	return page.T("rollouts.next_means", "More", then-now, "Then", then), nil
}

// rolloutCard shows a rollout on its feature's page.
func (s *Server) rolloutCard(ctx context.Context, page Page, f rollout.Feature, r rollout.Rollout, cohort string) (RolloutCard, error) {
	href := rolloutHref(r.Feature, r.Cohort)
	card := RolloutCard{Cohort: Link{cohort, href}, State: rolloutBadge(page, f, r)}
	st, err := s.Rollouts.Status(ctx, r.Feature, r.Cohort)
	if err != nil {
		return card, err
	}
	card.Gates = gateBadges(page, st)
	if card.Figures, err = s.rolloutFigures(ctx, page, st); err != nil {
		return card, err
	}
	if card.Chart, err = s.rampChart(ctx, page, r, rollout.Settings{Cohort: r.Cohort, Ramp: r.Ramp, Gates: r.Gates}, false); err != nil {
		return card, err
	}
	moves, err := s.Rollouts.Moves(ctx, r.Feature, r.Cohort, "", 1)
	if err != nil {
		return card, err
	}
	who, err := s.actors(ctx, page)
	for _, m := range moves.Items {
		card.Last = moveLine(page, m, who)
	}
	switch {
	case !page.Writes() || f.Stage != rollout.Beta:
	case r.State != rollout.Running:
		card.Next = Link{page.T("rollouts.resume"), href + "#resume"}
	case st.Next != nil:
		card.Next = Link{page.T("rollouts.step", "Percent", st.Next.Percent.String()), href + "#next"}
	}
	return card, err
}

// rampChart draws a ramp, with what each step means behind it: in full, or the people only. Settings that mean nothing
// are not drawn; the form says what is wrong with them.
func (s *Server) rampChart(ctx context.Context, page Page, r rollout.Rollout, in rollout.Settings, full bool) (template.HTML, error) {
	if len(in.Ramp) == 0 {
		return "", nil
	}
	figures, err := s.Rollouts.Preview(ctx, r.Feature, in)
	var refusal *base.Error
	if errors.As(err, &refusal) {
		return "", nil
	} else if err != nil {
		return "", err
	}
	drawn := chart.Ramp{
		ID: "ramp-" + r.Cohort, Title: page.T("rollouts.ramp"), Description: page.T("rollouts.ramp_about", "Percent", r.Percent.String()),
		Heads: []string{page.T("rollouts.step_head"), page.T("rollouts.people"), page.T("rollouts.potential")},
	}
	if full && in.Gates.Survey != "" {
		drawn.Heads = append(drawn.Heads, page.T("rollouts.looks_at"), page.T("rollouts.smallest"))
	}
	for _, f := range figures {
		row := []string{shareText(page, f.Percent), page.Int(f.People), page.Int(f.Potential)}
		if len(drawn.Heads) > len(row) {
			row = append(row, looksText(page, f), smallestText(page, f))
		}
		drawn.Rows = append(drawn.Rows, row)
		drawn.Steps = append(drawn.Steps, rampStep(page, r, f.Percent))
	}
	drawn.Steps = withPresent(page, r, drawn.Steps)
	return drawn.Draw()
}

func rampStep(page Page, r rollout.Rollout, p rollout.Percent) chart.RampStep {
	step := chart.RampStep{Label: shareText(page, p), Share: float64(p) / 100, Look: "later"}
	switch {
	case p == r.Percent && r.Version > 0:
		step.Look, step.Mark = "now", page.T("rollouts.now")
	case p < r.Percent:
		step.Look = "done"
	}
	return step
}

// withPresent puts the present share among the steps, if it is none of them.
func withPresent(page Page, r rollout.Rollout, steps []chart.RampStep) []chart.RampStep {
	share := float64(r.Percent) / 100
	at, there := slices.BinarySearchFunc(steps, share, func(s chart.RampStep, share float64) int {
		return int(s.Share*10_000+.5) - int(share*10_000+.5)
	})
	if there || r.Version == 0 {
		return steps
	}
	return slices.Insert(steps, at, rampStep(page, r, r.Percent))
}

// looksText says at how many answers the score is compared, and where so many cannot come together.
func looksText(page Page, f rollout.StepPreview) string {
	var all []string
	for _, n := range f.LooksAt {
		all = append(all, strconv.Itoa(n))
	}
	if !f.Reachable {
		return page.T("rollouts.out_of_reach")
	}
	return strings.Join(all, ", ")
}

func smallestText(page Page, f rollout.StepPreview) string {
	switch {
	case f.Smallest == nil:
		return "–"
	case f.Assumed:
		return page.T("rollouts.points_assumed", "Points", *f.Smallest)
	}
	return page.T("rollouts.points", "Points", *f.Smallest)
}
