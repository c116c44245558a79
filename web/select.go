package web

import (
	"context"
	"errors"
	"strings"

	"github.com/labstack/echo/v4"

	"soundings/cohorts"
	"soundings/cohorts/base"
)

// selectMembers makes participants members of a cohort, by their refs.
func (s *Server) selectMembers(c echo.Context) error {
	cohort := c.Param("id")
	selection, err := s.Cohorts.Select(c.Request().Context(), cohort, refsIn(c.FormValue("refs")), cohorts.Overflow(c.FormValue("wait") != ""))
	if err != nil {
		return s.again(c, "/cohorts/"+cohort, err, s.cohortPage)
	}
	return s.done(c, "/cohorts/"+cohort, "flash.selected", selection.Selected)
}

// drawMembers selects members at random.
func (s *Server) drawMembers(c echo.Context) error {
	cohort := c.Param("id")
	rule, err := typedRule(c)
	if err == nil {
		var selection cohorts.Selection
		if selection, err = s.Cohorts.Draw(c.Request().Context(), cohort, rule); err == nil {
			return s.done(c, "/cohorts/"+cohort, "flash.selected", selection.Selected)
		}
	}
	return s.again(c, "/cohorts/"+cohort, renamedRule(err), s.cohortPage)
}

// typedRule reads the form of a draw.
func typedRule(c echo.Context) (cohorts.DrawRule, error) {
	size, sizeErr := whole(c, "size")
	refusals, refusalsErr := whole(c, "refusals")
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
	return rule, together(sizeErr, refusalsErr)
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
	return renamed(err, names)
}

// fillMembers gives free places to those who wait.
func (s *Server) fillMembers(c echo.Context) error {
	cohort := c.Param("id")
	selection, err := s.Cohorts.Fill(c.Request().Context(), cohort)
	if err != nil {
		return err
	}
	return s.done(c, "/cohorts/"+cohort, "flash.selected", selection.Selected)
}

// offerDraw puts into the page of a cohort what a draw can go by.
func (s *Server) offerDraw(ctx context.Context, v *CohortPage) error {
	names, err := s.Cohorts.AttributeNames(ctx)
	if err != nil {
		return err
	}
	v.Groups = append([]Option{{"", v.T("participants.all_groups"), false}}, groupOptions(v.Page, cohorts.Patient)...)
	v.Speaks = append([]Option{{"", v.T("participants.all_languages"), true}}, languageOptions(v.Page)[1:]...)
	v.Attributes = []Option{{"", v.T("participants.any_attribute"), true}}
	v.Stratify = []Option{{"language", v.T("participants.language"), false}, {"group", v.T("participants.group"), false}}
	for _, name := range names {
		v.Attributes = append(v.Attributes, Option{name, name, false})
		v.Stratify = append(v.Stratify, Option{name, name, false})
	}
	return nil
}
