package people

import (
	"context"
	"strings"

	"github.com/labstack/echo/v4"

	"soundings/cohorts"
	"soundings/web/page"
)

// SelectMembers makes participants members of a cohort, by their refs.
func (s *Cohorts) SelectMembers(c echo.Context) error {
	cohort := c.Param("id")
	selection, err := s.Cohorts.Select(c.Request().Context(), cohort, page.RefsIn(c.FormValue("refs")), cohorts.Overflow(c.FormValue("wait") != ""))
	if err != nil {
		return s.Again(c, "/cohorts/"+cohort, err, s.cohortPage)
	}
	return s.Done(c, "/cohorts/"+cohort, "flash.selected", selection.Selected)
}

// DrawMembers selects members at random.
func (s *Cohorts) DrawMembers(c echo.Context) error {
	cohort := c.Param("id")
	rule, typo := typedRule(c)
	selection, err := s.Cohorts.Draw(c.Request().Context(), cohort, rule, c.FormValue("reason"))
	if err = page.Besides(typo, err); err != nil {
		return s.Again(c, "/cohorts/"+cohort, namingCondition(c, err), s.cohortPage)
	}
	return s.Done(c, "/cohorts/"+cohort, "flash.selected", selection.Selected)
}

// typedRule reads the form of a draw. A number that is none stands in the rule as one that no draw goes by.
func typedRule(c echo.Context) (cohorts.DrawRule, error) {
	size, sizeErr := page.Whole(c, "size")
	refusals, refusalsErr := page.Whole(c, "refusals")
	if sizeErr != nil {
		size = -1
	}
	if refusalsErr != nil {
		refusals = -1
	}
	rule := cohorts.DrawRule{
		Size: size, Refusals: refusals, Where: map[string]string{}, Stratify: c.Request().Form["stratify"],
	}
	for _, name := range []string{"group", "language"} {
		if value := c.FormValue("where." + name); value != "" {
			rule.Where[name] = value
		}
	}
	if name, value := c.FormValue("where"), strings.TrimSpace(c.FormValue("where.value")); name != "" && value != "" {
		rule.Where[name] = value
	}
	return rule, page.Together(sizeErr, refusalsErr)
}

// namingCondition leads the refusal of the attribute that people are drawn by, "where.site", to the field of its name.
func namingCondition(c echo.Context, err error) error {
	return page.Renamed(err, map[string]string{"where." + c.FormValue("where"): "where"})
}

// FillMembers gives free places to people on the waiting list.
func (s *Cohorts) FillMembers(c echo.Context) error {
	cohort := c.Param("id")
	selection, err := s.Cohorts.Fill(c.Request().Context(), cohort)
	if err != nil {
		return err
	}
	return s.Done(c, "/cohorts/"+cohort, "flash.selected", selection.Selected)
}

// offerDraw adds to the page of a cohort what a draw can go by.
func (s *Cohorts) offerDraw(ctx context.Context, v *CohortPage) error {
	names, err := s.Cohorts.AttributeNames(ctx)
	if err != nil {
		return err
	}
	v.Groups = append(anyOption(v.Page, "participants.all_groups", false), v.GroupOptions(cohorts.Patient)...)
	v.Speaks = append(anyOption(v.Page, "participants.all_languages", true), languageOptions(v.Page, "")...)
	v.Attributes = append(anyOption(v.Page, "participants.any_attribute", true), attributeOptions(names, "")...)
	v.Stratify = append([]page.Option{
		{Value: "language", Text: v.T("participants.language")}, {Value: "group", Text: v.T("participants.group")},
	}, attributeOptions(names, "")...)
	return nil
}
