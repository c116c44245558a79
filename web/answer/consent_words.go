package answer

import (
	"net/http"
	"slices"
	"strings"

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

// consentWords returns what stands on the consent page of a cohort in the page's language: what the cohort is for and how
// long it takes, the parts that a clinic may put in its own words, and last what nobody can take away.
func consentWords(frame page.Page, cohort cohorts.Cohort, wording cohorts.ConsentWording) (cohorts.ConsentCopy, error) {
	long := frame.T("consent.long.open")
	if cohort.Months > 0 {
		long = frame.T("consent.long.text", "Count", cohort.Months)
	}
	goal := cohort.Purpose.In(frame.Lang())
	if goal == "" {
		goal = frame.T("consent.goal.text")
	}
	parts := []cohorts.CopyPart{
		{Heading: frame.T("consent.goal.heading"), Paragraphs: paragraphs(goal)},
		{Heading: frame.T("consent.long.heading"), Paragraphs: paragraphs(long)},
	}
	own := wording.Texts[frame.Lang()]
	for _, part := range cohorts.ConsentParts() {
		text := *part.Of(&own)
		if text == "" {
			text = frame.T("consent."+part.Name+".text", "Clinic", frame.Clinic, "Phone", frame.Phone)
		}
		parts = append(parts, cohorts.CopyPart{Heading: frame.T("consent." + part.Name + ".heading"), Paragraphs: paragraphs(text)})
	}
	if cohort.Kind == cohorts.Research {
		parts = append(parts, cohorts.CopyPart{Heading: frame.T("consent.rights.heading"), Paragraphs: []string{
			frame.T("consent.research", "Approval", cohort.Approval), frame.T("consent.rights.text", "Contact", cohort.Board),
		}})
	}
	parts = append(parts, cohorts.CopyPart{Heading: frame.T("consent.help.heading"), Paragraphs: []string{
		frame.T("warning.not_medical"), frame.T("warning.call", "Clinic", frame.Clinic) + " " + frame.Phone, frame.T("warning.emergency") + " 911",
	}})
	return cohorts.NewConsentCopy(frame.Lang(), frame.T("consent.intro", "Cohort", cohort.Name), parts)
}

// readable returns the frame of a consent page in a language in which all of it is there, its own if it can be: nobody is
// asked to agree to what is half in another.
func (s *Pages) readable(frame page.Page, a asking) page.Page {
	whole := slices.DeleteFunc(slices.Clone(frame.Languages), func(l page.Language) bool {
		return a.cohort.Askable(a.wording, []string{l.Code}) != nil
	})
	if len(whole) == 0 {
		return frame
	}
	if !slices.ContainsFunc(whole, func(l page.Language) bool { return l.Code == frame.Lang() }) {
		frame.Printer = s.Texts.In(whole[0].Code)
	}
	frame.Languages = whole
	return frame
}

// paragraphs splits a text at its line ends.
func paragraphs(text string) []string {
	return strings.FieldsFunc(text, func(r rune) bool { return r == '\n' || r == '\r' })
}

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
