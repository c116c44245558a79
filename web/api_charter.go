package web

import (
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"soundings/cohorts"
	"soundings/cohorts/base"
	"soundings/cohorts/plan"
)

// entryBody is what POST /charter and PUT /charter/{id} take. Days are written as 2027-03-31.
type entryBody struct {
	Kind     plan.Kind       `json:"kind"`
	Title    string          `json:"title"`
	Text     string          `json:"text"`
	Owner    string          `json:"owner"`
	Date     string          `json:"date"`
	Feature  string          `json:"feature"`
	Audience []cohorts.Group `json:"audience"`
	Figure   plan.Figure     `json:"figure"` // of a goal, with what it is of
	Survey   string          `json:"survey"`
	Cohort   string          `json:"cohort"`
	Target   float64         `json:"target"`
	Work     string          `json:"work"`
	Session  string          `json:"session"` // of a training: first or refresher
	Link     string          `json:"link"`
	Done     string          `json:"done"`     // the day on which a task or an event was; empty: not yet
	Expected string          `json:"expected"` // of an event that tells of a slip
	Version  int64           `json:"version"`  // of PUT: refuse where another version stands there; 0: whatever stands there
}

// entryAnswer is an entry of the charter as the API shows it.
type entryAnswer struct {
	ID string `json:"id"`
	entryBody
}

func entryOf(e plan.Entry) entryAnswer {
	return entryAnswer{e.ID, entryBody{
		Kind: e.Kind, Title: e.Title, Text: e.Text, Owner: e.Owner, Date: dayOf(e.Date), Feature: e.Feature, Audience: append([]cohorts.Group{}, e.Audience...),
		Figure: e.Figure, Survey: e.Survey, Cohort: e.Cohort, Target: e.Target, Work: e.Work, Session: e.Session, Link: e.Link, Done: dayOf(e.Done), Expected: dayOf(e.Expected), Version: e.Version,
	}}
}

// entry returns what a body says, or which of its days are none.
func (b entryBody) entry() (plan.Entry, error) {
	e := plan.Entry{
		Kind: b.Kind, Title: strings.TrimSpace(b.Title), Text: strings.TrimSpace(b.Text), Owner: strings.TrimSpace(b.Owner), Feature: b.Feature, Audience: b.Audience,
		Figure: b.Figure, Survey: b.Survey, Cohort: b.Cohort, Target: b.Target, Work: b.Work, Session: b.Session, Link: b.Link, Version: b.Version,
	}
	var errs []error
	for _, day := range []struct {
		field, typed string
		into         *time.Time
	}{{"date", b.Date, &e.Date}, {"done", b.Done, &e.Done}, {"expected", b.Expected, &e.Expected}} {
		if day.typed == "" {
			continue
		}
		var err error
		*day.into, err = dayIn(day.field, day.typed)
		errs = append(errs, err)
	}
	return e, together(errs...)
}

// apiCharter lists the entries of the charter by kind and date, of one kind or about one feature where it is asked for.
func (s *Server) apiCharter(c echo.Context) error {
	ctx, kinds := c.Request().Context(), plan.Kinds()
	if asked := c.QueryParam("kind"); asked != "" {
		if !slices.Contains(kinds, plan.Kind(asked)) {
			return invalid("kind", "error.oneof", "Choices", "goal, decision, event, release, task, help, training")
		}
		kinds = []plan.Kind{plan.Kind(asked)}
	}
	feature := c.QueryParam("feature")
	var all []plan.Entry
	for _, kind := range kinds {
		entries, err := s.Plans.Entries(ctx, kind)
		if err != nil {
			return err
		}
		for _, e := range entries {
			if feature == "" || e.Feature == feature {
				all = append(all, e)
			}
		}
	}
	return ok(c, listOf(base.Page[plan.Entry]{Items: all}, entryOf), nil)
}

func (s *Server) apiEntry(c echo.Context) error {
	e, err := s.Plans.Entry(c.Request().Context(), c.Param("id"))
	return ok(c, entryOf(e), err)
}

func (s *Server) apiAddEntry(c echo.Context) error { return s.apiSaveEntry(c, "", http.StatusCreated) }

func (s *Server) apiPutEntry(c echo.Context) error {
	return s.apiSaveEntry(c, c.Param("id"), http.StatusOK)
}

func (s *Server) apiSaveEntry(c echo.Context, id string, status int) error {
	b, err := decode[entryBody](c)
	if err != nil {
		return err
	}
	e, err := b.entry()
	if err = together(err, s.checkGoalOf(c.Request().Context(), e)); err != nil {
		return err
	}
	e.ID = id
	e, err = s.Plans.SaveEntry(c.Request().Context(), e)
	return answer(c, status, entryOf(e), err)
}

// tickBody is what POST /charter/{id}/tick takes.
type tickBody struct {
	Done string `json:"done"` // the day; empty: not done after all
}

func (s *Server) apiTickEntry(c echo.Context) error {
	b, err := decode[tickBody](c)
	if err != nil {
		return err
	}
	var on time.Time
	if b.Done != "" {
		if on, err = dayIn("done", b.Done); err != nil {
			return err
		}
	}
	e, err := s.Plans.Tick(c.Request().Context(), c.Param("id"), on)
	return ok(c, entryOf(e), err)
}

func (s *Server) apiRemoveEntry(c echo.Context) error {
	if err := s.Plans.DeleteEntry(c.Request().Context(), c.Param("id"), 0); err != nil {
		return err
	}
	return c.NoContent(http.StatusNoContent)
}

// tellBody is what POST /plans/{id}/tell takes: whom the team tells that a feature slips. A title or text that is not said
// is the plain sentence that the page proposes.
type tellBody struct {
	Feature  string          `json:"feature"`
	Audience []cohorts.Group `json:"audience"`
	Date     string          `json:"date"` // a day; until today: they were told
	Owner    string          `json:"owner"`
	Title    string          `json:"title"`
	Text     string          `json:"text"`
}

func (s *Server) apiTell(c echo.Context) error {
	ctx, id := c.Request().Context(), c.Param("id")
	b, err := decode[tellBody](c)
	if err != nil {
		return err
	}
	page, err := s.page(c, "")
	if err != nil {
		return err
	}
	page.Printer = s.texts.In("en")
	d, _, err := s.planToSay(ctx, page, id)
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
	e, err := s.Plans.Tell(ctx, id, n, s.calendarDay(page))
	return answer(c, http.StatusCreated, entryOf(e), err)
}
