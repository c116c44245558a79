package portal

import (
	"context"
	"html/template"
	"maps"
	"slices"

	"github.com/labstack/echo/v4"

	"soundings/cohorts/base"
	"soundings/cohorts/rollout"
	"soundings/web/page"
)

// RolloutPage shows a rollout: where it stands, what it waits for, and how it came there. The form
// of its settings has the fields "ramp" and "gates.", followed by "hold_hours", "answers", "survey", "instrument", "margin",
// "looks", "baseline.n", "baseline.mean" or "baseline.sd"; its "_action" is preview or save. Moves are posted under Base with
// "note", a jump also with "percent", an override with "ref" and "on".
type RolloutPage struct {
	page.Page
	Base     string // the page's own address, under which moves are posted
	Feature  page.Link
	Cohort   page.Link
	New      bool      // nobody has decided it yet
	Outside  page.Link // why the rollout does not decide who sees it, such as that the feature is planned; empty: it does
	State    page.Badge
	Figures  []page.Figure
	Chart    template.HTML
	Panel    page.Link // shows in Grafana how the share moved
	Compares bool      // a score is compared at each step
	Typed    bool      // the steps shown are as typed, and not saved
	Gates    []gateLine
	Next     *nextStep // nil: there is none
	Back     string    // the share that a roll back leads to; empty: nobody sees it anyway
	MayPause bool
	MayGoOn  bool   // it is stopped, and may be resumed
	Resumes  string // what resuming means
	Special  []overrideRow
	Surveys  []page.Option
	Scores   []page.Option // instruments; the first stands for none
	Stored   string        // the saved baseline of the score; empty: none
	History  []page.Happening
	Pager    page.Pager
}

// Template returns the name of the page's template.
func (RolloutPage) Template() string { return "portal/rollout" }

// nextStep says what taking the next step by hand would do.
type nextStep struct {
	Share string
	Means string
	Early bool // some gate is not open
	Lacks []gateLine
}

// overrideRow is a member who sees the feature, or does not, whatever the share is.
type overrideRow struct {
	Ref  string
	Href string
	Sees page.Badge
}

// ShowRollout shows the rollout of a feature to a cohort.
func (s *Features) ShowRollout(c echo.Context) error { return s.Show(c, s.rolloutPage) }

// rolloutPage shows the rollout of a feature to a cohort, or the form of one that is not there yet.
func (s *Features) rolloutPage(c echo.Context, frame page.Page) (page.View, error) {
	ctx := c.Request().Context()
	f, err := s.Rollouts.Feature(ctx, c.Param("key"))
	if err != nil {
		return nil, err
	}
	cohort, err := s.Cohorts.Cohort(ctx, c.Param("cohort"))
	if err != nil {
		return nil, err
	}
	v := RolloutPage{
		Page: frame, Base: page.RolloutHref(f.Key, cohort.ID), Feature: page.Link{Text: f.Name.In(frame.Lang()), Href: page.FeatureHref(f.Key)},
		Cohort: page.Link{Text: cohort.Name.In(frame.Lang()), Href: "/cohorts/" + cohort.ID}, Outside: outside(frame, f),
	}
	r, err := s.Rollouts.Rollout(ctx, f.Key, cohort.ID)
	switch {
	case base.IsCode(err, base.NotFound):
		v.New = true
		r = rollout.Rollout{Feature: f.Key, Cohort: cohort.ID, Ramp: rollout.DefaultRamp(), Gates: rollout.Gates{HoldHours: suggestedHold}}
	case err != nil:
		return nil, err
	}
	if err := s.addSettings(c, &v, r); err != nil || v.New {
		return v, err
	}
	if err := s.addStanding(ctx, &v, f, cohort.ID); err != nil {
		return nil, err
	}
	v.Panel = frame.InGrafana("rollout-steps", page.Chosen{Feature: f.Key, Cohort: cohort.ID})
	return v, s.addMoves(c, &v, r)
}

// suggestedHold is how many hours the page suggests that a step stands: two days.
const suggestedHold = 48

// outside says why nobody, or everybody, sees a feature whatever its rollouts say. In beta there is nothing to say.
func outside(frame page.Page, f rollout.Feature) page.Link {
	if f.Stage == rollout.Beta {
		return page.Link{}
	}
	return page.Link{Text: frame.T("rollouts.outside." + string(f.Stage)), Href: page.FeatureHref(f.Key) + "#edit"}
}

// addSettings shows the settings of a rollout, or what was typed over them, and what each step would mean.
func (s *Features) addSettings(c echo.Context, v *RolloutPage, r rollout.Rollout) error {
	ctx := c.Request().Context()
	settings := rollout.Settings{Cohort: r.Cohort, Ramp: r.Ramp, Gates: r.Gates}
	if v.Form.Values.Has("ramp") {
		typed, err := typedSettings(c, r.Cohort)
		if err == nil {
			settings, v.Typed = typed, true
		}
	} else {
		typed := v.Form.Values // in another form of the page
		v.Form.Values = settingsOf(r.Ramp, r.Gates)
		maps.Copy(v.Form.Values, typed)
	}
	var err error
	if v.Surveys, err = s.evidenceOptions(ctx, v.Page); err != nil {
		return err
	}
	v.Scores, v.Compares = scoreOptions(v.Page), settings.Gates.Instrument != ""
	if b := r.Gates.Baseline; b != nil {
		v.Stored = v.T("rollouts.baseline_stored", "Mean", b.Mean, "SD", b.SD, "Answers", b.N)
	}
	v.Chart, err = s.rampChart(ctx, v.Page, r, settings, true)
	return err
}

// addStanding shows where a rollout stands.
func (s *Features) addStanding(ctx context.Context, v *RolloutPage, f rollout.Feature, cohort string) error {
	st, err := s.status(ctx, v.Page, f.Key, cohort)
	if err != nil {
		return err
	}
	r := st.Rollout
	v.State, v.Gates = rolloutBadge(v.Page, f, r), gateLines(v.Page, st)
	v.MayPause, v.MayGoOn = r.State == rollout.Running, r.State != rollout.Running
	v.Resumes = v.T("rollouts.resume_means." + string(r.State))
	if r.Percent > 0 {
		v.Back = shareText(v.Page, r.Previous())
	}
	if v.Figures, err = s.rolloutFigures(ctx, v.Page, st); err != nil {
		return err
	}
	if st.Next != nil {
		v.Next = &nextStep{Share: shareText(v.Page, st.Next.Percent), Early: len(st.WaitsFor) > 0, Lacks: lacks(v.Gates)}
		if v.Next.Means, err = s.nextMeans(ctx, v.Page, st); err != nil {
			return err
		}
	}
	for _, ref := range slices.Sorted(maps.Keys(r.Overrides)) {
		v.Special = append(v.Special, overrideRow{ref, page.ParticipantHref(ref), v.SeesBadge(r.Overrides[ref])})
	}
	return nil
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
	return frame.T("rollouts.next_means", "Count", then-now, "Then", then), nil
}

// addMoves shows how a rollout came to where it is.
func (s *Features) addMoves(c echo.Context, v *RolloutPage, r rollout.Rollout) error {
	moves, err := s.Rollouts.Moves(c.Request().Context(), r.Feature, r.Cohort, c.QueryParam("after"), page.ListLength)
	if err != nil {
		return err
	}
	who, _, err := s.Actors(c.Request().Context(), v.Page)
	if err != nil {
		return err
	}
	v.Pager = v.PagerOf(c, moves.Next)
	for _, m := range moves.Items {
		v.History = append(v.History, moveLine(v.Page, m, who))
	}
	return nil
}

// moveLine says a move: from where to where, why, and what was written beside it.
func moveLine(frame page.Page, m rollout.Move, who func(base.Actor) string) page.Happening {
	what := frame.T("rollouts.stays", "Percent", m.To.String())
	if m.From != m.To {
		what = frame.T("rollouts.goes", "From", m.From.String(), "To", m.To.String())
	}
	what += " " + frame.Say(reasonFor(frame, m))
	if m.Note != "" {
		what += " " + frame.T("rollouts.note", "Note", m.Note)
	}
	return page.Happening{At: frame.Time(m.At), What: what, Who: who(m.By)}
}
