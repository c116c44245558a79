package people

import (
	"context"
	"errors"
	"strings"

	"github.com/labstack/echo/v4"

	"soundings/cohorts"
	"soundings/cohorts/base"
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
	rule, err := typedRule(c)
	if err == nil {
		var selection cohorts.Selection
		if selection, err = s.Cohorts.Draw(c.Request().Context(), cohort, rule); err == nil {
			return s.Done(c, "/cohorts/"+cohort, "flash.selected", selection.Selected)
		}
	}
	return s.Again(c, "/cohorts/"+cohort, renamedRule(err), s.cohortPage)
}

// typedRule reads the form of a draw.
func typedRule(c echo.Context) (cohorts.DrawRule, error) {
	size, sizeErr := page.Whole(c, "size")
	refusals, refusalsErr := page.Whole(c, "refusals")
	rule := cohorts.DrawRule{
		Size: size, Refusals: refusals, Seed: strings.TrimSpace(c.FormValue("seed")), Where: map[string]string{}, Stratify: c.Request().Form["stratify"],
	}
	for _, name := range []string{"group", "language"} {
		if value := c.FormValue(name); value != "" {
			rule.Where[name] = value
		}
	}
	if name, value := c.FormValue("attribute"), strings.TrimSpace(c.FormValue("value")); name != "" && value != "" {
		rule.Where[name] = value
	}
	return rule, page.Together(sizeErr, refusalsErr)
}

// renamedRule gives the refusal of a condition, "where.site", the name of its field in the form.
func renamedRule(err error) error {
	var refusal *base.Error
	if !errors.As(err, &refusal) {
		return err
	}
	names := map[string]string{}
	for _, f := range refusal.Fields {
		if name, ok := strings.CutPrefix(f.Name, "where."); ok {
			names[f.Name] = "attribute"
			if name == "group" || name == "language" {
				names[f.Name] = name
			}
		}
	}
	return page.Renamed(err, names)
}

// FillMembers gives free places to those who wait.
func (s *Cohorts) FillMembers(c echo.Context) error {
	cohort := c.Param("id")
	selection, err := s.Cohorts.Fill(c.Request().Context(), cohort)
	if err != nil {
		return err
	}
	return s.Done(c, "/cohorts/"+cohort, "flash.selected", selection.Selected)
}

// offerDraw puts into the page of a cohort what a draw can go by.
func (s *Cohorts) offerDraw(ctx context.Context, v *CohortPage) error {
	names, err := s.Cohorts.AttributeNames(ctx)
	if err != nil {
		return err
	}
	v.Groups = append([]page.Option{{Value: "", Text: v.T("participants.all_groups"), Chosen: false}}, groupOptions(v.Page, cohorts.Patient)...)
	v.Speaks = append([]page.Option{{Value: "", Text: v.T("participants.all_languages"), Chosen: true}}, languageOptions(v.Page)[1:]...)
	v.Attributes = []page.Option{{Value: "", Text: v.T("participants.any_attribute"), Chosen: true}}
	v.Stratify = []page.Option{{Value: "language", Text: v.T("participants.language"), Chosen: false}, {Value: "group", Text: v.T("participants.group"), Chosen: false}}
	for _, name := range names {
		v.Attributes = append(v.Attributes, page.Option{Value: name, Text: name, Chosen: false})
		v.Stratify = append(v.Stratify, page.Option{Value: name, Text: name, Chosen: false})
	}
	return nil
}
