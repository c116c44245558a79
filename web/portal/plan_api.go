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

// TellBody is what POST /plans/{id}/tell takes: whom the team tells that a feature slips. A title or text that is not said
// is the plain sentence that the page proposes.
type TellBody struct {
	Feature  string          `json:"feature"`
	Audience []cohorts.Group `json:"audience"`
	Date     string          `json:"date"` // a day; until today: they were told
	Owner    string          `json:"owner"`
	Title    string          `json:"title"`
	Text     string          `json:"text"`
}

func (s *Plans) APITell(c echo.Context) error {
	ctx, id := c.Request().Context(), c.Param("id")
	b, err := page.Decode[TellBody](c)
	if err != nil {
		return err
	}
	frame, err := s.Page(c, "")
	if err != nil {
		return err
	}
	frame.Printer = s.Texts.In("en")
	d, _, err := s.planToSay(ctx, frame, id)
	if err != nil {
		return err
	}
	slip, err := s.Plans.Slip(ctx, d.plan, b.Feature)
	if err != nil {
		return err
	}
	n := plan.Notice{Feature: b.Feature, Audience: b.Audience, Owner: strings.TrimSpace(b.Owner), Title: strings.TrimSpace(b.Title), Text: strings.TrimSpace(b.Text)}
	if n.Title == "" {
		n.Title = d.slipTitle(b.Feature)
	}
	if n.Text == "" {
		n.Text = d.slipText(slip)
	}
	if b.Date != "" {
		if n.Date, err = dayIn("date", b.Date); err != nil {
			return err
		}
	}
	e, err := s.Plans.Tell(ctx, id, n, s.calendarDay(frame))
	return page.Answer(c, http.StatusCreated, EntryOf(e), err)
}

// PlanBody is what POST /plans takes: one poll or several, or priorities by hand.
type PlanBody struct {
	Title      string             `json:"title"`
	Poll       string             `json:"poll"`
	Polls      []string           `json:"polls"`
	Priorities map[string]float64 `json:"priorities"`
	Must       []string           `json:"must"`
	Efforts    map[string]float64 `json:"efforts"` // go before those of the catalogue; of a feature without one, 1 is taken
	Start      string             `json:"start"`   // a day
	Capacity   []float64          `json:"capacity"`
}

// PlanAnswer is a plan as the API shows it. Days are those of the clinic's calendar.
type PlanAnswer struct {
	ID        string       `json:"id"`
	Title     string       `json:"title"`
	Polls     []string     `json:"polls"`
	Start     string       `json:"start"`
	Value     float64      `json:"value"`
	Best      float64      `json:"best"`
	Adopted   *time.Time   `json:"adopted,omitempty"`
	Earlier   []time.Time  `json:"earlier,omitempty"` // when baselines before that one were adopted
	Version   int64        `json:"version"`
	Phases    []phaseBody  `json:"phases"`
	Unplanned []leftBody   `json:"unplanned"`
	Progress  []progressOf `json:"progress,omitempty"`
}

type phaseBody struct {
	Quarter  int        `json:"quarter"`
	Starts   string     `json:"starts"`
	Capacity float64    `json:"capacity"`
	Used     float64    `json:"used"`
	Features []itemBody `json:"features"`
}

type itemBody struct {
	Feature string  `json:"feature"`
	Effort  float64 `json:"effort"`
	Ready   bool    `json:"ready"`
	Must    bool    `json:"must"`
	Why     string  `json:"why"`
	Unknown bool    `json:"effort_unknown,omitempty"` // nobody has said it: 1 is taken
}

type leftBody struct {
	Feature string `json:"feature"`
	Why     string `json:"why"`
	Unknown bool   `json:"effort_unknown,omitempty"`
}

type progressOf struct {
	Feature  string          `json:"feature"`
	Baseline string          `json:"baseline,omitempty"`
	Planned  string          `json:"planned,omitempty"`
	Live     string          `json:"live,omitempty"`
	Standing string          `json:"standing"`
	LateDays int             `json:"late_days"`
	Told     []toldOf        `json:"told,omitempty"`   // where it slips: who is told of it
	Untold   []cohorts.Group `json:"untold,omitempty"` // and who of those whom it concerns is not
}

// toldOf is what some groups are told of a slip: an entry of the charter.
type toldOf struct {
	Entry    string          `json:"entry"`
	Audience []cohorts.Group `json:"audience"`
	Date     string          `json:"date"`
	Owner    string          `json:"owner"`
	Done     string          `json:"done,omitempty"` // empty: not yet
}

// ChangeAnswer is what a change by hand brings.
type ChangeAnswer struct {
	Plan   PlanAnswer `json:"plan"`
	Before float64    `json:"before"`
	After  float64    `json:"after"`
	Best   float64    `json:"best"`
	Moved  []movedOf  `json:"moved"`
}

type movedOf struct {
	Feature string `json:"feature"`
	From    int    `json:"from"`
	To      int    `json:"to"`
}

func planOf(say texts.Printer, p plan.Plan) PlanAnswer {
	a := PlanAnswer{
		ID: p.ID, Title: planTitle(say, p), Polls: append([]string{}, p.Polls...), Start: p.Start.Format(time.DateOnly), Value: p.Value, Best: p.Best,
		Phases: []phaseBody{}, Unplanned: []leftBody{}, Version: p.Version,
	}
	for _, b := range p.Earlier {
		a.Earlier = append(a.Earlier, b.Adopted)
	}
	d := drawnPlan{plan: p}
	if !p.Adopted.IsZero() {
		a.Adopted = &p.Adopted
	}
	for _, phase := range p.Phases {
		b := phaseBody{phase.Quarter, phase.Starts.Format(time.DateOnly), phase.Capacity, phase.Used, []itemBody{}}
		for _, item := range phase.Features {
			f := d.feature(item.Feature)
			b.Features = append(b.Features, itemBody{item.Feature, item.Effort, item.Ready, f.Must, say.Say(item.Why), f.Guessed})
		}
		a.Phases = append(a.Phases, b)
	}
	for _, left := range p.Unplanned {
		a.Unplanned = append(a.Unplanned, leftBody{left.Feature, say.Say(left.Why), d.feature(left.Feature).Guessed})
	}
	return a
}

func (s *Plans) APIAddPlan(c echo.Context) error {
	b, err := page.Decode[PlanBody](c)
	if err != nil {
		return err
	}
	d := plan.Draft{Title: strings.TrimSpace(b.Title), Polls: b.Polls, Priorities: b.Priorities, Must: b.Must, Efforts: b.Efforts, Capacity: b.Capacity}
	if b.Poll != "" {
		d.Polls = append([]string{b.Poll}, d.Polls...)
	}
	if d.Start, err = dayIn("start", b.Start); err != nil {
		return err
	}
	p, err := s.Plans.Create(c.Request().Context(), d)
	return page.Answer(c, http.StatusCreated, planOf(s.Texts.In("en"), p), err)
}

func (s *Plans) APIPlans(c echo.Context) error {
	all, err := s.Plans.Plans(c.Request().Context())
	say := s.Texts.In("en")
	return page.OK(c, page.ListOf(base.Page[plan.Plan]{Items: all}, func(p plan.Plan) PlanAnswer { return planOf(say, p) }), err)
}

func (s *Plans) APIPlan(c echo.Context) error {
	p, err := s.Plans.Plan(c.Request().Context(), c.Param("id"))
	if err != nil {
		return err
	}
	a := planOf(s.Texts.In("en"), p)
	a.Progress, err = s.progressOf(c.Request().Context(), p)
	return page.OK(c, a, err)
}

func (s *Plans) progressOf(ctx context.Context, p plan.Plan) ([]progressOf, error) {
	progress, err := s.Plans.Progress(ctx, p)
	if err != nil {
		return nil, err
	}
	affected, err := s.Plans.Affected(ctx, p)
	var all []progressOf
	for _, one := range progress {
		of := progressOf{
			Feature: one.Feature, Baseline: dayOf(one.Baseline), Planned: dayOf(one.Planned), Live: dayOf(one.Live),
			Standing: string(one.Status), LateDays: int(one.Late.Hours() / 24),
		}
		for _, e := range one.Notices {
			of.Told = append(of.Told, toldOf{e.ID, e.Audience, dayOf(e.Date), e.Owner, dayOf(e.Done)})
		}
		if one.Status == plan.Slipping {
			of.Untold = one.Untold(affected)
		}
		all = append(all, of)
	}
	return all, err
}

func dayOf(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.Format(time.DateOnly)
}

// ChangesBody is what POST /plans/{id}/changes takes.
type ChangesBody struct {
	Changes  []plan.Change `json:"changes"`
	Capacity []float64     `json:"capacity"` // of the four quarters; without it, it stays
	Add      []string      `json:"add"`      // features of the catalogue
	Remove   []string      `json:"remove"`   // features that leave the plan
	Version  int64         `json:"version"`  // of the plan that is changed; without it, as it is now
	Try      bool          `json:"try"`      // only answer what they would bring
}

func (s *Plans) APIChangePlan(c echo.Context) error {
	b, err := page.Decode[ChangesBody](c)
	if err != nil {
		return err
	}
	act := s.Plans.Change
	if b.Try {
		act = s.Plans.Try
	}
	p, what, err := act(c.Request().Context(), c.Param("id"), plan.Edit{Capacity: b.Capacity, Add: b.Add, Remove: b.Remove, Changes: b.Changes, Version: b.Version})
	a := ChangeAnswer{Plan: planOf(s.Texts.In("en"), p), Before: what.Before, After: what.After, Best: what.Best, Moved: []movedOf{}}
	for _, m := range what.Moved {
		a.Moved = append(a.Moved, movedOf(m))
	}
	return page.OK(c, a, err)
}

func (s *Plans) APIAdoptPlan(c echo.Context) error {
	p, err := s.Plans.Adopt(c.Request().Context(), c.Param("id"))
	return page.OK(c, planOf(s.Texts.In("en"), p), err)
}
