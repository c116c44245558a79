package answer

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"soundings/cohorts"
	"soundings/cohorts/base"
	"soundings/web/page"
)

// ConsentCopyPage is what somebody agreed to, word for word, to print.
type ConsentCopyPage struct {
	page.Page
	When  string // the day on which they agreed
	Copy  cohorts.ConsentCopy
	Asked string // what a minor said then; empty: nobody had to be asked
}

// Template returns the name of the page's template.
func (ConsentCopyPage) Template() string { return "answer/consent_copy" }

// copyPath returns where somebody reads again what they agreed to; empty where there is no copy.
func (s *Pages) copyPath(c echo.Context, frame page.Page, a asking) (string, error) {
	_, _, err := cohorts.AgreedCopy(c.Request().Context(), s.Cohorts, a.cohort.ID, a.member.Ref)
	if base.IsCode(err, base.NotFound) {
		return "", nil
	}
	return frame.Path + "?copy=1", err
}

// consentCopy shows what somebody agreed to, and when.
func (s *Pages) consentCopy(c echo.Context, frame page.Page, a asking) error {
	agreed, words, err := cohorts.AgreedCopy(c.Request().Context(), s.Cohorts, a.cohort.ID, a.member.Ref)
	if base.IsCode(err, base.NotFound) {
		return c.Redirect(http.StatusSeeOther, frame.Path)
	}
	if err != nil {
		return err
	}
	v := ConsentCopyPage{Page: frame, When: frame.Day(agreed.When()), Copy: words}
	if agreed.Assent != "" {
		v.Asked = frame.T("consent.assent." + string(agreed.Assent))
	}
	return s.Render(c, http.StatusOK, v)
}
