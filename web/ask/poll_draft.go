package ask

import (
	"errors"
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"

	"soundings/cohorts/base"
	"soundings/surveys/polls"
	"soundings/web/page"
)

// SavePoll changes a draft. Where somebody else changed it meanwhile nothing is kept yet: the page shows both.
func (s *Polls) SavePoll(c echo.Context) error {
	ctx, id := c.Request().Context(), c.Param("id")
	typed, fresh, err := s.typedPoll(c)
	if err == nil {
		_, err = s.Polls.Edit(ctx, id, typed.Version, func(p *polls.Poll) error {
			if err := s.addFeatures(ctx, fresh); err != nil {
				return err
			}
			redraft(p, typed)
			return nil
		})
	}
	switch {
	case errors.Is(err, base.ErrChanged):
		return s.pollOvertaken(c)
	case err != nil:
		return s.Again(c, page.PollHref(id), atFields(err), s.pollPage)
	}
	return s.Done(c, page.PollHref(id), "flash.poll_saved")
}

// redraft makes of a draft what somebody typed.
func redraft(p *polls.Poll, typed polls.Poll) {
	p.Title, p.Method, p.Features, p.Groups = typed.Title, typed.Method, typed.Features, typed.Groups
	p.Secret, p.Open, p.Ties, p.Dots, p.VerifiedOnly = typed.Secret, typed.Open, typed.Ties, typed.Dots, typed.VerifiedOnly
}

// pollOvertaken shows what was typed of a draft beside what stands there now. To keep it once more is to keep it in its place.
func (s *Polls) pollOvertaken(c echo.Context) error {
	frame, err := s.Overtaken(c, page.PollHref(c.Param("id")), base.T("polls.changed"))
	if err != nil {
		return err
	}
	p, err := s.Polls.Poll(c.Request().Context(), c.Param("id"))
	if err != nil {
		return err
	}
	v, err := s.pollView(c, frame, p)
	if err != nil {
		return err
	}
	v.Now = draftLines(frame, p)
	return s.Render(c, http.StatusConflict, v)
}

// draftLines say of a draft all that its form asks, but the features: those stand on the page.
func draftLines(frame page.Page, p polls.Poll) []string {
	lines := []string{p.Title["en"], p.Title["es"], frame.T(p.How().Title)}
	if p.How().Dots {
		lines = append(lines, frame.T("polls.dots")+": "+frame.Int(p.Dots))
	}
	for _, g := range p.Asked() {
		lines = append(lines, frame.T("group."+string(g))+": "+strings.ToLower(frame.T("polls.weight"))+" "+page.PlainNumber(p.Groups[g].Weight))
	}
	for _, one := range []struct {
		set  bool
		text string
	}{{p.Ties, "polls.ties"}, {p.Open, "polls.open"}, {p.VerifiedOnly, "polls.verified_only"}, {p.Secret, "polls.secret"}} {
		if one.set {
			lines = append(lines, frame.T(one.text))
		}
	}
	if p.Title["es"] == "" {
		return append(lines[:1], lines[2:]...)
	}
	return lines
}
