package people

import (
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"soundings/cohorts"
	"soundings/cohorts/base"
	"soundings/web/page"
)

// selectBody is what POST /cohorts/{id}/select takes: refs, or a rule.
type selectBody struct {
	Refs []string `json:"refs"`
	Wait bool     `json:"wait"` // people for whom there is no room go on the waiting list
	cohorts.DrawRule
	Reason string `json:"reason"` // why members are drawn once more
}

// selectAnswer says how many were newly selected, and by stratum how well they represent the population.
type selectAnswer struct {
	Selected int             `json:"selected"`
	Waiting  int             `json:"waiting"`
	Seed     string          `json:"seed,omitempty"`
	Strata   []stratumAnswer `json:"strata"`
}

// stratumAnswer is one stratum of a draw. The shares are of the population and of those selected.
type stratumAnswer struct {
	Values          map[string]string `json:"values"`
	Population      int               `json:"population"`
	PopulationShare float64           `json:"population_share"`
	Eligible        int               `json:"eligible"`
	Selected        int               `json:"selected"`
	SelectedShare   float64           `json:"selected_share"`
	Waiting         int               `json:"waiting"`
}

func newSelectAnswer(s cohorts.Selection) selectAnswer {
	return selectAnswer{s.Selected, s.Waiting, s.Seed, strataAnswer(s.Strata)}
}

func strataAnswer(strata []cohorts.Stratum) []stratumAnswer {
	all, population, selected := make([]stratumAnswer, len(strata)), 0, 0
	for _, in := range strata {
		population, selected = population+in.Population, selected+in.Selected
	}
	for i, in := range strata {
		all[i] = stratumAnswer{
			Values: in.Values, Population: in.Population, PopulationShare: ratio(in.Population, population), Eligible: in.Eligible,
			Selected: in.Selected, SelectedShare: ratio(in.Selected, selected), Waiting: in.Waiting,
		}
	}
	return all
}

// ratio returns n as a part of a whole; of nothing it is 0.
func ratio(n, of int) float64 {
	if of == 0 {
		return 0
	}
	return float64(n) / float64(of)
}

// APISelect selects members by their refs, or draws them by a rule.
func (s *Cohorts) APISelect(c echo.Context) error {
	b, err := page.Decode[selectBody](c)
	if err != nil {
		return err
	}
	ctx, id := c.Request().Context(), c.Param("id")
	ruled := b.Size != 0 || len(b.Where) > 0 || len(b.Stratify) > 0
	var selection cohorts.Selection
	switch {
	case ruled && b.Refs != nil:
		err = page.Invalid("refs", "select.refs_or_rule")
	case ruled:
		selection, err = s.Cohorts.Draw(ctx, id, b.DrawRule, b.Reason)
	default:
		selection, err = s.Cohorts.Select(ctx, id, b.Refs, cohorts.Overflow(b.Wait))
	}
	if err != nil {
		return err
	}
	return c.JSON(http.StatusOK, newSelectAnswer(selection))
}

// APIFill gives free places to people on the waiting list.
func (s *Cohorts) APIFill(c echo.Context) error {
	selection, err := s.Cohorts.Fill(c.Request().Context(), c.Param("id"))
	if err != nil {
		return err
	}
	return c.JSON(http.StatusOK, newSelectAnswer(selection))
}

// drawAnswer is a draw as it was done, with what shows that it was fair: each who could be drawn had the first 24 digits of
// the SHA-256 of seed, a zero byte and ref as their lot, and the lowest lots of each stratum were drawn.
type drawAnswer struct {
	ID         string           `json:"id"`
	At         time.Time        `json:"at"`
	Rule       cohorts.DrawRule `json:"rule"`
	Candidates string           `json:"candidates_sha256,omitempty"` // of "ref, zero byte, stratum, line feed" for each, by ref
	Seed       string           `json:"seed"`
	Reason     string           `json:"reason,omitempty"`
	Strata     []stratumAnswer  `json:"strata"`
}

// APIDraws lists how members were drawn, the latest draw first.
func (s *Cohorts) APIDraws(c echo.Context) error {
	if _, err := s.Cohorts.Cohort(c.Request().Context(), c.Param("id")); err != nil {
		return err
	}
	all, err := s.Cohorts.Draws(c.Request().Context(), c.Param("id"))
	if err != nil {
		return err
	}
	return c.JSON(http.StatusOK, page.ListOf(base.Page[cohorts.Draw]{Items: all}, func(d cohorts.Draw) drawAnswer {
		return drawAnswer{d.ID, d.At.UTC(), d.Rule, d.Candidates, d.Seed, d.Reason, strataAnswer(d.Strata)}
	}))
}

// waiterAnswer is somebody on a waiting list, as the API sends it.
type waiterAnswer struct {
	Ref     string    `json:"ref"`
	Stratum string    `json:"stratum,omitempty"`
	Since   time.Time `json:"since"`
}

// APIWaiting lists the waiting list of a cohort.
func (s *Cohorts) APIWaiting(c echo.Context) error {
	after, limit, err := page.Paging(c)
	if err != nil {
		return err
	}
	if _, err := s.Cohorts.Cohort(c.Request().Context(), c.Param("id")); err != nil {
		return err
	}
	listed, err := s.Cohorts.WaitingList(c.Request().Context(), c.Param("id"), after, limit)
	if err == nil {
		err = s.ReadPeople(c, "cohorts/"+c.Param("id")+"/waiting", len(listed.Items))
	}
	if err != nil {
		return err
	}
	return c.JSON(http.StatusOK, page.ListOf(listed, func(w cohorts.Waiter) waiterAnswer { return waiterAnswer{w.Ref, w.Stratum, w.Since.UTC()} }))
}
