package ask

import (
	"slices"

	"github.com/labstack/echo/v4"

	"soundings/cohorts"
	"soundings/cohorts/base"
	"soundings/cohorts/contact"
	"soundings/surveys"
	"soundings/web/page"
)

// PrintSurvey shows a survey's questionnaire to print: for one person by ref, for all who have not answered, or blank. Of an
// anonymous survey and of a draft there is a blank one alone.
func (s *Surveys) PrintSurvey(c echo.Context) error {
	return s.Show(c, func(c echo.Context, frame page.Page) (page.View, error) {
		ctx := c.Request().Context()
		v, err := s.Surveys.Survey(ctx, c.Param("id"))
		if err != nil {
			return nil, err
		}
		view := page.PaperPage{Page: frame, Subject: linkTo(frame, v), Blanks: frame.BlankLinks()}
		fill := func(sheet *page.PaperSheet, _ cohorts.Participant) { questionnaire(sheet, v) }
		switch ref := c.QueryParam("ref"); {
		case ref != "":
			_, i, err := s.Surveys.Entering(ctx, v.ID, ref)
			if err != nil {
				return nil, err
			}
			return s.PaperSheets(c, view, base.Page[contact.Invitation]{Items: []contact.Invitation{i}}, fill)
		case v.Anonymous:
			view.Note = frame.T("onpaper.no_entry")
			return s.BlankSheets(c, view, fill), nil
		case v.State == surveys.Draft || c.QueryParam("blank") != "":
			return s.BlankSheets(c, view, fill), nil
		}
		waiting, err := s.Surveys.Waiting(ctx, v.ID, c.QueryParam("after"), page.SheetsLength)
		if err != nil {
			return nil, err
		}
		return s.PaperSheets(c, view, waiting, fill)
	})
}

// questionnaire writes the questions of a survey on a sheet.
func questionnaire(sheet *page.PaperSheet, v surveys.Survey) {
	sheet.Title, sheet.Questions = v.Title.In(sheet.Reads.Lang()), page.OnPaper(sheet.Reads, v)
	sheet.FreeText = slices.ContainsFunc(v.Pages, surveys.Page.AsksFreeText)
}
