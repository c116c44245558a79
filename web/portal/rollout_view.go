package portal

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
	"soundings/web/page"
)

func shareText(frame page.Page, p rollout.Percent) string {
	return frame.T("rollouts.share", "Percent", p.String())
}

// rolloutBadge says how a rollout stands.
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

// gateBadges says where each gate before the next step stands.
func gateBadges(frame page.Page, st rollout.Status) []page.Badge {
	var all []page.Badge
	for _, gate := range st.Gates {
		look := "waiting"
		if gate.Open {
			look = "done"
		}
		all = append(all, page.Badge{Text: frame.Say(gate.Text), Look: look})
	}
	return all
}

// rolloutFigures are the share, who is entitled by it, and who was shown the feature.
func (s *Features) rolloutFigures(ctx context.Context, frame page.Page, st rollout.Status) ([]page.Figure, error) {
	r := st.Rollout
	n, err := s.Rollouts.CountsOf(ctx, r.Feature, r.Cohort)
	figures := []page.Figure{
		{Label: frame.T("rollouts.share_now"), Value: shareText(frame, r.Percent), Note: frame.T("rollouts.since", "Date", frame.Day(r.Since))},
		{Label: frame.T("rollouts.exposed"), Value: frame.Int(n.Exposed)},
		{Label: frame.T("rollouts.seen"), Value: frame.Int(n.Seen)},
	}
	if r.Gates.Survey != "" {
		figures = append(figures, page.Figure{Label: frame.T("rollouts.answers_since"), Value: frame.Int(st.Answers), Href: "/surveys/" + r.Gates.Survey})
	}
	return figures, err
}

// nextMeans says how many more people would see the feature at the next step.
func (s *Features) nextMeans(ctx context.Context, frame page.Page, st rollout.Status) (string, error) {
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
	return frame.T("rollouts.next_means", "More", then-now, "Then", then), nil
}

// rolloutCard shows a rollout on its feature's page.
func (s *Features) rolloutCard(ctx context.Context, frame page.Page, f rollout.Feature, r rollout.Rollout, cohort string) (RolloutCard, error) {
	href := page.RolloutHref(r.Feature, r.Cohort)
	card := RolloutCard{Cohort: page.Link{Text: cohort, Href: href}, State: rolloutBadge(frame, f, r)}
	st, err := s.Rollouts.Status(ctx, r.Feature, r.Cohort)
	if err != nil {
		return card, err
	}
	card.Gates = gateBadges(frame, st)
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
	who, err := s.Actors(ctx, frame)
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
	return card, err
}

// rampChart draws a ramp, with what each step means behind it: in full, or the people only. Settings that mean nothing
// are not drawn; the form says what is wrong with them.
func (s *Features) rampChart(ctx context.Context, frame page.Page, r rollout.Rollout, in rollout.Settings, full bool) (template.HTML, error) {
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
		ID: "ramp-" + r.Cohort, Title: frame.T("rollouts.ramp"), Description: frame.T("rollouts.ramp_about", "Percent", r.Percent.String()),
		Heads: []string{frame.T("rollouts.step_head"), frame.T("rollouts.people"), frame.T("rollouts.potential")},
	}
	if full && in.Gates.Survey != "" {
		drawn.Heads = append(drawn.Heads, frame.T("rollouts.looks_at"), frame.T("rollouts.smallest"))
	}
	for _, f := range figures {
		row := []string{shareText(frame, f.Percent), frame.Int(f.People), frame.Int(f.Potential)}
		if len(drawn.Heads) > len(row) {
			row = append(row, looksText(frame, f), smallestText(frame, f))
		}
		drawn.Rows = append(drawn.Rows, row)
		drawn.Steps = append(drawn.Steps, rampStep(frame, r, f.Percent))
	}
	drawn.Steps = withPresent(frame, r, drawn.Steps)
	return drawn.Draw()
}

func rampStep(frame page.Page, r rollout.Rollout, p rollout.Percent) chart.RampStep {
	step := chart.RampStep{Label: shareText(frame, p), Share: float64(p) / 100, Look: "later"}
	switch {
	case p == r.Percent && r.Version > 0:
		step.Look, step.Mark = "now", frame.T("rollouts.now")
	case p < r.Percent:
		step.Look = "done"
	}
	return step
}

// withPresent puts the present share among the steps, if it is none of them.
func withPresent(frame page.Page, r rollout.Rollout, steps []chart.RampStep) []chart.RampStep {
	share := float64(r.Percent) / 100
	at, there := slices.BinarySearchFunc(steps, share, func(s chart.RampStep, share float64) int {
		return int(s.Share*10_000+.5) - int(share*10_000+.5)
	})
	if there || r.Version == 0 {
		return steps
	}
	return slices.Insert(steps, at, rampStep(frame, r, r.Percent))
}

// looksText says at how many answers the score is compared, and where so many cannot come together.
func looksText(frame page.Page, f rollout.StepPreview) string {
	var all []string
	for _, n := range f.LooksAt {
		all = append(all, strconv.Itoa(n))
	}
	if !f.Reachable {
		return frame.T("rollouts.out_of_reach")
	}
	return strings.Join(all, ", ")
}

func smallestText(frame page.Page, f rollout.StepPreview) string {
	switch {
	case f.Smallest == nil:
		return "–"
	case f.Assumed:
		return frame.T("rollouts.points_assumed", "Points", *f.Smallest)
	}
	return frame.T("rollouts.points", "Points", *f.Smallest)
}
