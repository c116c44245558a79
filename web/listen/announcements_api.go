package listen

import (
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"soundings/cohorts/base"
	"soundings/cohorts/contact"
	"soundings/surveys/board"
	"soundings/web/page"
)

// tellingBody is what POST /bumps/{id}/announcements takes: words by audience, "reported" or a group.
type tellingBody struct {
	Groups   map[board.Audience]base.Words `json:"groups" validate:"required"`
	Protocol []contact.Step                `json:"protocol"` // empty: each by mail, else by text, else by letter
	News     *bool                         `json:"news"`     // left out: where there is what the news need
	Heard    base.Words                    `json:"heard"`    // what the news say we heard, or that comes later; empty: what is public of the bump, or that the feature is delayed
}

// slipBody is what POST /plans/{id}/announcements takes: the same, of a feature that the plan has late.
type slipBody struct {
	Feature string `json:"feature" rule:"required"`
	tellingBody
}

// reachAnswer is how many people of an audience are told, and in which way.
type reachAnswer struct {
	People int `json:"people"`
	Mail   int `json:"mail"`
	Text   int `json:"text"`
	Letter int `json:"letter"`
	Phone  int `json:"phone"`
}

// toldAnswer is what POST /bumps/{id}/announcements answers.
type toldAnswer struct {
	ID      string                         `json:"id"`
	Reaches map[board.Audience]reachAnswer `json:"reaches"`
}

// announcementAnswer is one announcement, and what came of it.
type announcementAnswer struct {
	ID       string                        `json:"id"`
	Groups   map[board.Audience]base.Words `json:"groups"`
	Told     map[board.Audience]time.Time  `json:"told"`
	News     bool                          `json:"news"`
	Heard    base.Words                    `json:"heard"`
	People   int                           `json:"people"`
	Sent     int                           `json:"sent"`
	Read     int                           `json:"read"`
	Feature  string                        `json:"feature,omitempty"` // of a plan: what comes later
	Fixed    int                           `json:"fixed"`
	NotFixed int                           `json:"not_fixed"`
}

// APITell tells people what became of a bump.
func (s *Announcements) APITell(c echo.Context) error {
	b, err := page.Decode[tellingBody](c)
	if err != nil {
		return err
	}
	return s.apiTell(c, board.OfBump(c.Param("id")), b)
}

// APITellOfPlan tells people that a feature of a plan comes later.
func (s *Announcements) APITellOfPlan(c echo.Context) error {
	b, err := page.Decode[slipBody](c)
	if err != nil {
		return err
	}
	if b.Feature == "" {
		return base.InvalidFields(base.Field{Name: "feature", Text: base.T("error.required")})
	}
	of := board.OfSlip(c.Param("id"), b.Feature)
	if len(b.Heard.Tidy()) == 0 {
		frame, err := s.Page(c, "")
		if err != nil {
			return err
		}
		draft, err := s.draft(c.Request().Context(), frame, of)
		if err != nil {
			return err
		}
		b.Heard = draft.Heard
	}
	return s.apiTell(c, of, b.tellingBody)
}

func (s *Announcements) apiTell(c echo.Context, of board.Source, b tellingBody) error {
	a, reaches, err := s.Announce.Tell(c.Request().Context(), of, board.Telling{Groups: b.Groups, Steps: b.Protocol, News: b.News, Heard: b.Heard})
	answer := toldAnswer{ID: a.ID, Reaches: map[board.Audience]reachAnswer{}}
	for audience, r := range reaches {
		answer.Reaches[audience] = reachAnswer{r.People, r.By[contact.ByMail], r.By[contact.ByText], r.By[contact.ByLetter], r.By[contact.ByPhone]}
	}
	return page.Answer(c, http.StatusCreated, answer, err)
}

// APIAnnouncements lists what was announced of a bump.
func (s *Announcements) APIAnnouncements(c echo.Context) error {
	ctx := c.Request().Context()
	if _, err := s.Board.Bump(ctx, c.Param("id")); err != nil {
		return err
	}
	return s.apiList(c, board.OfBump(c.Param("id")))
}

// APIOfPlan lists what was announced of a plan.
func (s *Announcements) APIOfPlan(c echo.Context) error {
	if _, err := s.Board.Plans.Plan(c.Request().Context(), c.Param("id")); err != nil {
		return err
	}
	return s.apiList(c, board.OfSlip(c.Param("id"), ""))
}

func (s *Announcements) apiList(c echo.Context, of board.Source) error {
	ctx := c.Request().Context()
	all, err := s.Announce.Announcements(ctx, of)
	if err != nil {
		return err
	}
	list := page.List[announcementAnswer]{Items: make([]announcementAnswer, len(all))}
	for n, a := range all {
		r, err := s.Announce.Receipts(ctx, a)
		if err != nil {
			return err
		}
		list.Items[n] = announcementAnswer{a.ID, a.Words, a.Told, !a.In.IsZero(), a.Heard, r.Told, r.Sent, r.Read, a.Source().Feature, r.Fixed, r.NotFixed}
	}
	return page.OK(c, list, nil)
}
