package outbox

import (
	"github.com/labstack/echo/v4"

	"soundings/cohorts"
	"soundings/cohorts/base"
	"soundings/cohorts/contact"
	"soundings/web/page"
)

// comparedAnswer is how far one part of those who were asked has come.
type comparedAnswer struct {
	Group      cohorts.Group     `json:"group,omitempty"`
	Stratum    map[string]string `json:"stratum,omitempty"` // what the people have in common, by attribute
	Population int               `json:"population,omitempty"`
	Asked      int               `json:"asked"`
	Reached    int               `json:"reached"`
	Started    int               `json:"started"`
	Finished   int               `json:"finished"`
	Expected   float64           `json:"expected"` // which share of those who finished it would have if all answered alike
}

// comparisonAnswer are the parts of those who were asked, beside each other.
type comparisonAnswer struct {
	Cohort string           `json:"cohort,omitempty"` // whose strata they are
	Draw   string           `json:"draw,omitempty"`   // by which they were drawn
	Parts  []comparedAnswer `json:"parts"`
}

// APIReachOfSurvey says how far the groups and strata have come that a named survey asks.
func (s *Start) APIReachOfSurvey(c echo.Context) error {
	v, err := s.Surveys.Survey(c.Request().Context(), c.Param("id"))
	if err != nil {
		return err
	}
	return s.reach(c, contact.ForSurvey, v.Anonymous)
}

// APIReachOfPoll says how far the groups and strata have come that a named poll asks.
func (s *Start) APIReachOfPoll(c echo.Context) error {
	p, err := s.Polls.Poll(c.Request().Context(), c.Param("id"))
	if err != nil {
		return err
	}
	return s.reach(c, contact.ForPoll, p.Secret)
}

// reach compares the parts of those who were asked; of what is anonymous or secret nothing is kept of them.
func (s *Start) reach(c echo.Context, kind contact.Kind, unnamed bool) error {
	if unnamed {
		return base.Refuse(base.Conflict, "parts.unnamed")
	}
	all, err := s.Contact.Compare(c.Request().Context(), kind, c.Param("id"))
	return page.OK(c, page.ListOf(base.Page[contact.Comparison]{Items: all}, newComparisonAnswer), err)
}

func newComparisonAnswer(c contact.Comparison) comparisonAnswer {
	a := comparisonAnswer{Cohort: c.Draw.Cohort, Draw: c.Draw.ID, Parts: make([]comparedAnswer, len(c.Parts))}
	for n, p := range c.Parts {
		a.Parts[n] = comparedAnswer{p.Group, p.Values, p.Population, p.Asked, p.Reached, p.Started, p.Finished, c.Expected(p)}
	}
	return a
}
