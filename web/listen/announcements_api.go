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
	Heard    base.Words                    `json:"heard"`    // what the news say we heard; empty: what is public of the bump
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
	Fixed    int                           `json:"fixed"`
	NotFixed int                           `json:"not_fixed"`
}

// APITell tells people what became of a bump.
func (s *Announcements) APITell(c echo.Context) error {
	b, err := page.Decode[tellingBody](c)
	if err != nil {
		return err
	}
	a, reaches, err := s.Announce.Tell(c.Request().Context(), c.Param("id"), board.Telling{Groups: b.Groups, Steps: b.Protocol, News: b.News, Heard: b.Heard})
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
	all, err := s.Announce.Announcements(ctx, c.Param("id"))
	if err != nil {
		return err
	}
	list := page.List[announcementAnswer]{Items: make([]announcementAnswer, len(all))}
	for n, a := range all {
		r, err := s.Announce.Receipts(ctx, a)
		if err != nil {
			return err
		}
		list.Items[n] = announcementAnswer{a.ID, a.Words, a.Told, !a.In.IsZero(), a.Heard, r.Told, r.Sent, r.Read, r.Fixed, r.NotFixed}
	}
	return page.OK(c, list, nil)
}
