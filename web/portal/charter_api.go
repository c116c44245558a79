package portal

import (
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"soundings/cohorts"
	"soundings/cohorts/base"
	"soundings/cohorts/plan"
	"soundings/web/page"
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
	Figure   plan.Figure     `json:"figure"` // of a goal; what it is about stands in feature, survey or cohort
	Survey   string          `json:"survey"`
	Cohort   string          `json:"cohort"`
	Target   float64         `json:"target"`
	Work     string          `json:"work"`
	Session  string          `json:"session"` // of a training: first or refresher
	Link     string          `json:"link"`
	Touches  []string        `json:"touches"`  // of a release: keys of the features that it changes
	Mends    []string        `json:"mends"`    // of a release: the bumps that it is to mend, as "B-7"
	Seats    []plan.Seat     `json:"seats"`    // that took a decision: its figures are frozen with them; none: it waits
	Grounds  []plan.Ground   `json:"grounds"`  // what a decision rests on, as {"source": "poll", "of": "first"}; "rollout" of feature/cohort
	Done     string          `json:"done"`     // the day on which a task or an event was, or a decision taken; empty: not yet
	Expected string          `json:"expected"` // of an event that tells of a slip: when the feature will be ready
	Version  int64           `json:"version"`  // of PUT: refuse where another version stands there; 0: replace any
}

// entryAnswer is an entry of the charter as the API shows it.
type entryAnswer struct {
	ID string `json:"id"`
	entryBody
	Announcement string       `json:"announcement"` // of an event that the server told: by which
	Taken        *takenAnswer `json:"taken"`        // of a decision; null: it waits, or nobody noted how it was taken
}

// newEntryAnswer returns an entry as the API shows it.
func (s *Room) newEntryAnswer(e plan.Entry) entryAnswer {
	return entryAnswer{ID: e.ID, Announcement: e.Announcement, Taken: newTakenAnswer(e.Taken, s.Texts.In("en")), entryBody: entryBody{
		Kind: e.Kind, Title: e.Title, Text: e.Text, Owner: e.Owner, Date: page.PlainDay(e.Date), Feature: e.Feature, Audience: append([]cohorts.Group{}, e.Audience...),
		Figure: e.Figure, Survey: e.Survey, Cohort: e.Cohort, Target: e.Target, Work: e.Work, Session: e.Session, Link: e.Link,
		Touches: append([]string{}, e.Touches...), Mends: append([]string{}, e.Mends...),
		Seats: append([]plan.Seat{}, e.Seats...), Grounds: append([]plan.Ground{}, e.Grounds...), Done: page.PlainDay(e.Done), Expected: page.PlainDay(e.Expected), Version: e.Version,
	}}
}

// entry returns the entry that a body says, or a refusal of what is no day.
func (b entryBody) entry() (plan.Entry, error) {
	e := plan.Entry{
		Kind: b.Kind, Title: strings.TrimSpace(b.Title), Text: strings.TrimSpace(b.Text), Owner: strings.TrimSpace(b.Owner), Feature: b.Feature, Audience: b.Audience,
		Figure: b.Figure, Survey: b.Survey, Cohort: b.Cohort, Target: b.Target, Work: b.Work, Session: b.Session, Link: b.Link, Version: b.Version,
		Seats: b.Seats, Grounds: b.Grounds, Touches: b.Touches, Mends: b.Mends,
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
		*day.into, err = page.DayIn(day.field, day.typed)
		errs = append(errs, err)
	}
	return e, page.Together(errs...)
}

// APICharter lists the entries of the charter by kind and date; where "kind" or "feature" is asked for, only those of it.
func (s *Charter) APICharter(c echo.Context) error {
	ctx, kinds := c.Request().Context(), plan.Kinds()
	if asked := c.QueryParam("kind"); asked != "" {
		if !slices.Contains(kinds, plan.Kind(asked)) {
			return page.Invalid("kind", "error.oneof", "Choices", "goal, decision, event, release, task, help, training")
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
			if feature == "" || e.Feature == feature || slices.Contains(e.Touches, feature) {
				all = append(all, e)
			}
		}
	}
	return page.OK(c, page.ListOf(base.Page[plan.Entry]{Items: all}, s.newEntryAnswer), nil)
}

// APIEntry returns one entry.
func (s *Charter) APIEntry(c echo.Context) error {
	e, err := s.Plans.Entry(c.Request().Context(), c.Param("id"))
	return page.OK(c, s.newEntryAnswer(e), err)
}

// APIAddEntry adds an entry.
func (s *Charter) APIAddEntry(c echo.Context) error { return s.apiSaveEntry(c, "", http.StatusCreated) }

// APIPutEntry replaces an entry.
func (s *Charter) APIPutEntry(c echo.Context) error {
	return s.apiSaveEntry(c, c.Param("id"), http.StatusOK)
}

func (s *Charter) apiSaveEntry(c echo.Context, id string, status int) error {
	b, err := page.Decode[entryBody](c)
	if err != nil {
		return err
	}
	e, err := b.entry()
	if err = s.alsoWrongIn(c.Request().Context(), e, err); err != nil {
		return err
	}
	e.ID = id
	e, err = s.Plans.SaveEntry(c.Request().Context(), e)
	return page.Answer(c, status, s.newEntryAnswer(e), err)
}

// tickBody is what POST /charter/{id}/tick takes.
type tickBody struct {
	Done string `json:"done"` // the day; empty: not done after all
}

// APITickEntry ticks an entry off as done on a day, or takes that back.
func (s *Charter) APITickEntry(c echo.Context) error {
	b, err := page.Decode[tickBody](c)
	if err != nil {
		return err
	}
	var on time.Time
	if b.Done != "" {
		if on, err = page.DayIn("done", b.Done); err != nil {
			return err
		}
	}
	e, err := s.Plans.Tick(c.Request().Context(), c.Param("id"), on)
	return page.OK(c, s.newEntryAnswer(e), err)
}

// APIRemoveEntry removes an entry, whatever its version.
func (s *Charter) APIRemoveEntry(c echo.Context) error {
	if err := s.Plans.DeleteEntry(c.Request().Context(), c.Param("id"), 0); err != nil {
		return err
	}
	return c.NoContent(http.StatusNoContent)
}
