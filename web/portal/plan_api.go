package portal

import (
	"context"
	"net/http"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"soundings/cohorts"
	"soundings/cohorts/base"
	"soundings/cohorts/plan"
	"soundings/web/page"
	"soundings/web/texts"
)

// planBody is what POST /plans takes: one poll or several, or priorities by hand.
type planBody struct {
	Title      string             `json:"title"`
	Poll       string             `json:"poll"`
	Polls      []string           `json:"polls"`
	Priorities map[string]float64 `json:"priorities"`
	Must       []string           `json:"must"`
	Efforts    map[string]float64 `json:"efforts"`               // in place of those of the catalogue; a feature without one counts as 1
	Start      string             `json:"start" rule:"required"` // a day
	Capacity   []float64          `json:"capacity" rule:"min=4,max=4"`
}

// planAnswer is a plan as the API shows it. Days are those of the clinic's calendar.
type planAnswer struct {
	ID        string           `json:"id"`
	Title     string           `json:"title"`
	Polls     []string         `json:"polls"`
	Start     string           `json:"start"`
	Value     float64          `json:"value"`
	Best      float64          `json:"best"`
	Adopted   *time.Time       `json:"adopted,omitempty"`
	Earlier   []time.Time      `json:"earlier,omitempty"` // when baselines before that one were adopted
	Version   int64            `json:"version"`
	Phases    []phaseAnswer    `json:"phases"`
	Unplanned []leftAnswer     `json:"unplanned"`
	Progress  []progressAnswer `json:"progress,omitempty"`
}

type phaseAnswer struct {
	Quarter  int          `json:"quarter"`
	Starts   string       `json:"starts"`
	Capacity float64      `json:"capacity"`
	Used     float64      `json:"used"`
	Features []itemAnswer `json:"features"`
}

type itemAnswer struct {
	Feature string  `json:"feature"`
	Effort  float64 `json:"effort"`
	Ready   bool    `json:"ready"`
	Must    bool    `json:"must"`
	Why     string  `json:"why"`
	Unknown bool    `json:"effort_unknown,omitempty"` // nobody has estimated it: it counts as 1
}

type leftAnswer struct {
	Feature string `json:"feature"`
	Why     string `json:"why"`
	Unknown bool   `json:"effort_unknown,omitempty"`
}

type progressAnswer struct {
	Feature  string          `json:"feature"`
	Baseline string          `json:"baseline,omitempty"`
	Planned  string          `json:"planned,omitempty"`
	Live     string          `json:"live,omitempty"`
	Standing string          `json:"standing"`
	LateDays int             `json:"late_days"`
	Told     []toldAnswer    `json:"told,omitempty"`   // where it slips: whom the team tells
	Untold   []cohorts.Group `json:"untold,omitempty"` // and the affected groups that it has not told
}

// toldAnswer is an entry of the charter that tells some groups of a slip.
type toldAnswer struct {
	Entry    string          `json:"entry"`
	Audience []cohorts.Group `json:"audience"`
	Date     string          `json:"date"`
	Owner    string          `json:"owner"`
	Done     string          `json:"done,omitempty"`         // empty: not yet
	By       string          `json:"announcement,omitempty"` // by which the server told them; empty: the team tells them by hand
}

// changeAnswer is what a change by hand brings.
type changeAnswer struct {
	Plan   planAnswer    `json:"plan"`
	Before float64       `json:"before"`
	After  float64       `json:"after"`
	Best   float64       `json:"best"`
	Moved  []movedAnswer `json:"moved"`
}

type movedAnswer struct {
	Feature string `json:"feature"`
	From    int    `json:"from"`
	To      int    `json:"to"`
}

// newPlanAnswer returns a plan as the API shows it, without its progress.
func newPlanAnswer(say texts.Printer, p plan.Plan) planAnswer {
	a := planAnswer{
		ID: p.ID, Title: planTitle(say, p), Polls: append([]string{}, p.Polls...), Start: p.Start.Format(time.DateOnly), Value: p.Value, Best: p.Best,
		Phases: []phaseAnswer{}, Unplanned: []leftAnswer{}, Version: p.Version,
	}
	for _, b := range p.Earlier {
		a.Earlier = append(a.Earlier, b.Adopted)
	}
	d := planPresenter{plan: p}
	if !p.Adopted.IsZero() {
		a.Adopted = &p.Adopted
	}
	for _, phase := range p.Phases {
		b := phaseAnswer{phase.Quarter, phase.Starts.Format(time.DateOnly), phase.Capacity, phase.Used, []itemAnswer{}}
		for _, item := range phase.Features {
			f := d.feature(item.Feature)
			b.Features = append(b.Features, itemAnswer{item.Feature, item.Effort, item.Ready, f.Must, say.Say(item.Why), f.Guessed})
		}
		a.Phases = append(a.Phases, b)
	}
	for _, left := range p.Unplanned {
		a.Unplanned = append(a.Unplanned, leftAnswer{left.Feature, say.Say(left.Why), d.feature(left.Feature).Guessed})
	}
	return a
}

// APIAddPlan makes a plan.
func (s *Plans) APIAddPlan(c echo.Context) error {
	b, err := page.Decode[planBody](c)
	if err != nil {
		return err
	}
	d := plan.Draft{Title: strings.TrimSpace(b.Title), Polls: b.Polls, Priorities: b.Priorities, Must: b.Must, Efforts: b.Efforts, Capacity: b.Capacity}
	if b.Poll != "" {
		d.Polls = append([]string{b.Poll}, d.Polls...)
	}
	if d.Start, err = page.DayIn("start", b.Start); err != nil {
		return page.Besides(err, s.Plans.CheckDraft(c.Request().Context(), d))
	}
	p, err := s.Plans.Create(c.Request().Context(), d)
	return page.Answer(c, http.StatusCreated, newPlanAnswer(s.Texts.In("en"), p), err)
}

// APIPlans lists all plans.
func (s *Plans) APIPlans(c echo.Context) error {
	all, err := s.Plans.Plans(c.Request().Context())
	say := s.Texts.In("en")
	return page.OK(c, page.ListOf(base.Page[plan.Plan]{Items: all}, func(p plan.Plan) planAnswer { return newPlanAnswer(say, p) }), err)
}

// APIPlan returns one plan with its progress.
func (s *Plans) APIPlan(c echo.Context) error {
	p, err := s.Plans.Plan(c.Request().Context(), c.Param("id"))
	if err != nil {
		return err
	}
	a := newPlanAnswer(s.Texts.In("en"), p)
	a.Progress, err = s.progressOf(c.Request().Context(), p)
	return page.OK(c, a, err)
}

// progressOf returns the progress of each feature of a plan as the API shows it.
func (s *Plans) progressOf(ctx context.Context, p plan.Plan) ([]progressAnswer, error) {
	progress, err := s.Plans.Progress(ctx, p)
	if err != nil {
		return nil, err
	}
	affected, err := s.Plans.Affected(ctx, p)
	if err != nil {
		return nil, err
	}
	var all []progressAnswer
	for _, one := range progress {
		of := progressAnswer{
			Feature: one.Feature, Baseline: page.PlainDay(one.Baseline), Planned: page.PlainDay(one.Planned), Live: page.PlainDay(one.Live),
			Standing: string(one.Status), LateDays: int(one.Late.Hours() / 24),
		}
		for _, e := range one.Notices {
			of.Told = append(of.Told, toldAnswer{e.ID, e.Audience, page.PlainDay(e.Date), e.Owner, page.PlainDay(e.Done), e.Announcement})
		}
		if one.Status == plan.Slipping {
			of.Untold = one.Untold(affected)
		}
		all = append(all, of)
	}
	return all, nil
}

// changesBody is what POST /plans/{id}/changes takes.
type changesBody struct {
	Changes  []plan.Change `json:"changes"`
	Capacity []float64     `json:"capacity"` // of the four quarters; missing: it stays
	Add      []string      `json:"add"`      // features of the catalogue
	Remove   []string      `json:"remove"`   // features that leave the plan
	Version  int64         `json:"version"`  // the plan's, as it was read; missing: whatever it is now
	Try      bool          `json:"try"`      // save nothing, only return what they would bring
}

// APIChangePlan changes a plan, or only returns what that would do.
func (s *Plans) APIChangePlan(c echo.Context) error {
	b, err := page.Decode[changesBody](c)
	if err != nil {
		return err
	}
	act := s.Plans.Change
	if b.Try {
		act = s.Plans.Try
	}
	p, what, err := act(c.Request().Context(), c.Param("id"), plan.Edit{Capacity: b.Capacity, Add: b.Add, Remove: b.Remove, Changes: b.Changes, Version: b.Version})
	if err != nil {
		return err
	}
	a := changeAnswer{Plan: newPlanAnswer(s.Texts.In("en"), p), Before: what.Before, After: what.After, Best: what.Best, Moved: []movedAnswer{}}
	for _, m := range what.Moved {
		a.Moved = append(a.Moved, movedAnswer(m))
	}
	return page.OK(c, a, nil)
}

// APIAdoptPlan makes a plan as it stands the baseline.
func (s *Plans) APIAdoptPlan(c echo.Context) error {
	p, err := s.Plans.Adopt(c.Request().Context(), c.Param("id"))
	return page.OK(c, newPlanAnswer(s.Texts.In("en"), p), err)
}
