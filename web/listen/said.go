package listen

import (
	"context"

	"github.com/labstack/echo/v4"

	"soundings/cohorts/base"
	"soundings/surveys"
	"soundings/surveys/board"
	"soundings/web/page"
)

// Said are the pages of what people wrote in surveys, of which the team makes reports.
type Said struct{ *Room }

// saidPage lists what people wrote in answer to a question. The form of each posts to /board/report, where it begins a report.
type saidPage struct {
	page.Page
	Survey    page.Link
	Question  string
	Anonymous bool
	About     string // key of the feature that the survey is about; empty: not known
	Rows      []saidRow
	More      string // where the next are; empty: these are the last
	None      string // why nothing is shown of an anonymous survey; empty: something could be
}

func (saidPage) Template() string { return "listen/said" }

// saidRow is what one person wrote.
type saidRow struct {
	Text   string
	Lang   string
	Who    page.Link // empty: nobody knows
	Card   page.Link // that it was made into; empty: none
	Fields []page.TypedField
}

// saidAtOnce is how many responses a page of texts is made of.
const saidAtOnce = 50

// ShowSaid lists what people wrote in answer to a question.
func (s *Said) ShowSaid(c echo.Context) error { return s.Show(c, s.saidPage) }

func (s *Said) saidPage(c echo.Context, frame page.Page) (page.View, error) {
	ctx, question := c.Request().Context(), c.Param("question")
	survey, err := s.Surveys.Survey(ctx, c.Param("id"))
	if err != nil {
		return nil, err
	}
	v := saidPage{Page: frame, Survey: page.Link{Text: survey.Title.In(frame.Lang()), Href: page.SayingsHref(survey.ID, "")}, Anonymous: survey.Anonymous}
	if q, ok := survey.Question(question); ok {
		v.Question = q.Text.In(frame.Lang())
	}
	found, err := surveys.Said{Service: s.Surveys}.Page(ctx, survey.ID, question, c.QueryParam("after"), saidAtOnce)
	switch {
	case base.IsCode(err, base.Conflict):
		v.None = frame.T("surveys.hidden")
		return v, nil
	case err != nil:
		return nil, err
	case survey.Anonymous && len(found.Items) == 0:
		v.None = frame.T("surveys.nothing_shown")
	}
	if v.About, err = s.about(ctx, survey.ID); err != nil {
		return nil, err
	}
	for _, one := range found.Items {
		row, err := s.row(ctx, survey.ID, question, v.About, one)
		if err != nil {
			return nil, err
		}
		v.Rows = append(v.Rows, row)
	}
	if found.Next != "" {
		v.More = page.Address(page.SayingsHref(survey.ID, question), "after", found.Next)
	}
	return v, nil
}

// row returns what one person wrote, with the report that it was made into or the fields of one.
func (s *Said) row(ctx context.Context, survey, question, about string, one surveys.Saying) (saidRow, error) {
	row := saidRow{Text: one.Text, Lang: one.Language}
	if one.Ref != "" {
		row.Who = page.Link{Text: one.Ref, Href: page.ParticipantHref(one.Ref)}
	}
	key := "said/" + question + "/" + one.Key
	sent, err := s.Board.Sent(ctx, key, one.Ref)
	if err != nil {
		return row, err
	}
	if sent.Version > 0 {
		row.Card = page.Link{Text: sent.Bump, Href: page.BumpHref(sent.Bump)}
		return row, nil
	}
	row.Fields = []page.TypedField{
		{Name: "_key", Value: key}, {Name: "survey", Value: survey}, {Name: "question", Value: question}, {Name: "text", Value: one.Text}, {Name: "feature", Value: about},
		{Name: "ref", Value: one.Ref}, {Name: "language", Value: one.Language}, {Name: "group", Value: string(one.Group)},
	}
	return row, nil
}

// about returns the key of the one feature whose rollout goes by what a survey finds; empty where there is none, or more.
func (s *Said) about(ctx context.Context, survey string) (string, error) {
	features, err := s.Rollouts.Features(ctx)
	if err != nil {
		return "", err
	}
	about := ""
	for _, f := range features {
		rollouts, err := s.Rollouts.Rollouts(ctx, f.Key)
		if err != nil {
			return "", err
		}
		for _, r := range rollouts {
			switch {
			case r.Gates.Survey != survey || about == f.Key:
			case about != "":
				return "", nil
			default:
				about = f.Key
			}
		}
	}
	return about, nil
}

// answersOf leads to the answers in which a report began.
func (s *Room) answersOf(ctx context.Context, frame page.Page, r board.Report) (page.Link, error) {
	if r.Survey == "" {
		return page.Link{}, nil
	}
	survey, err := s.Surveys.Survey(ctx, r.Survey)
	if base.IsCode(err, base.NotFound) {
		return page.Link{}, nil
	}
	return page.Link{Text: survey.Title.In(frame.Lang()), Href: page.SayingsHref(r.Survey, r.Question)}, err
}
