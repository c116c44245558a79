package people

import (
	"context"
	"maps"
	"net/url"
	"strconv"

	"github.com/labstack/echo/v4"

	"soundings/cohorts"
	"soundings/cohorts/contact"
	"soundings/web/page"
	"soundings/web/texts"
)

// CohortPage shows one cohort: who is in it and in which state.
type CohortPage struct {
	page.Page
	ID       string
	Name     string
	Purpose  string
	Kind     string // of research: its approval
	Research bool
	Months   string   // for how long members take part; empty: no end is set
	Began    string   // the day on which a beta began that already ran; empty: with the cohort
	Lacks    []string // what has to be written before everybody can be invited
	Capacity string   // empty: no limit
	Room     string   // places left; empty: no limit
	Ended    string   // the day on which the beta ended; empty: it has not
	NewWords bool     // the words on the consent page are newer than those that members were asked for

	Counts   []stateCount
	ToInvite int // members who were selected and not invited yet
	Waiting  int // members who were invited and have not answered
	Members  []memberRow
	Channels []page.Option // how the team heard of a yes or no
	Assents  []page.Option // what a minor may have said
	Pager    page.Pager

	OnList string // how many are on the waiting list; empty: nobody
	Vacant int    // places that they could have now

	Compared string // when and how members were drawn; empty: there is nothing to compare
	Answered string // the heading of the column of those who answered; empty: there was no survey
	Compare  []compareRow
	Draws    []drawRow // the latest first

	Groups, Speaks, Attributes, Stratify []page.Option // what a draw goes by
	page.Reached                                       // how members are asked whether they agree
}

// Template returns the page's template.
func (CohortPage) Template() string { return "people/cohort" }

// Empty reports whether nobody was ever selected.
func (p CohortPage) Empty() bool {
	for _, c := range p.Counts {
		if c.N != "0" {
			return false
		}
	}
	return true
}

// ShowCohort shows one cohort.
func (s *Cohorts) ShowCohort(c echo.Context) error { return s.Show(c, s.cohortPage) }

func (s *Cohorts) cohortPage(c echo.Context, frame page.Page) (page.View, error) {
	ctx := c.Request().Context()
	cohort, err := s.Cohorts.Cohort(ctx, c.Param("id"))
	if err != nil {
		return nil, err
	}
	v := CohortPage{Page: frame, ID: cohort.ID, Name: cohort.Name.In(frame.Lang()), Purpose: cohort.Purpose.In(frame.Lang()), Ended: frame.Day(cohort.Ended)}
	if v.Research = cohort.Kind == cohorts.Research; v.Research {
		v.Kind = v.T("cohorts.approved", "Approval", cohort.Approval)
	}
	if v.Began = cohort.Began; cohort.Months > 0 {
		v.Months = v.T("cohorts.for_months", "Count", cohort.Months)
	}
	v.Form.Values = cohortValues(cohort, v.Form.Values)
	if err := s.showMembers(c, &v, cohort); err != nil {
		return nil, err
	}
	words, err := s.Cohorts.ConsentWording(ctx)
	if err != nil {
		return nil, err
	}
	if !cohort.Over() {
		v.Lacks = frame.Wanting(cohort.Askable(words, frame.Codes()))
	}
	v.NewWords = !cohort.Over() && words.Number > cohort.AskAgain && words.Since.After(cohort.Created)
	if err := s.showWaiting(ctx, &v, cohort); err != nil {
		return nil, err
	}
	if err := s.offerDraw(ctx, &v); err != nil {
		return nil, err
	}
	if err := s.compare(ctx, &v, cohort); err != nil {
		return nil, err
	}
	v.Reached, err = s.Reached(ctx, frame, contact.ForConsent, cohort.ID)
	return v, err
}

// showWaiting adds to the page of a cohort how many wait for a place, and how many of them could have one now.
func (s *Cohorts) showWaiting(ctx context.Context, v *CohortPage, cohort cohorts.Cohort) error {
	vacant, err := s.Cohorts.Vacancies(ctx, cohort)
	if err != nil {
		return err
	}
	v.Vacant = page.Sum(vacant)
	strata, err := s.Cohorts.StrataCounts(ctx, cohort.ID)
	if err != nil {
		return err
	}
	waiting := 0
	for _, of := range strata {
		waiting += of[cohorts.OnWaitingList]
	}
	if waiting > 0 {
		v.OnList = v.T("cohorts.on_list", "Count", waiting)
	}
	return nil
}

// cohortValues returns what stands in the forms of a cohort's page: what was typed, and besides it what is kept.
func cohortValues(c cohorts.Cohort, typed url.Values) url.Values {
	values := url.Values{"approval": {c.Approval}, "approval_contact": {c.Board}}
	if c.Months > 0 {
		values.Set("months", strconv.Itoa(c.Months))
	}
	for _, language := range texts.Languages() {
		values.Set("name."+language, c.Name[language])
		values.Set("purpose."+language, c.Purpose[language])
	}
	maps.Copy(values, typed)
	return values
}

// SaveCohort keeps what participants read of a cohort.
func (s *Cohorts) SaveCohort(c echo.Context) error {
	path := "/cohorts/" + c.Param("id")
	typed, typo := typedCohort(c)
	_, err := s.Cohorts.EditCohort(c.Request().Context(), c.Param("id"), typed)
	if err = page.Besides(typo, err); err != nil {
		return s.Again(c, path, atName(err), s.cohortPage)
	}
	return s.Done(c, path, "flash.cohort_saved")
}
