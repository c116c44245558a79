package listen

import (
	"github.com/labstack/echo/v4"

	"soundings/cohorts/base"
	"soundings/cohorts/contact"
	"soundings/surveys/board"
	"soundings/web/page"
)

// announcementPage is one announcement: who was told what, and what came of it. Its form puts it into the news or takes it out: "news";
// and has sentences that may be quoted shown beside it: "quotes".
type announcementPage struct {
	page.Page
	page.Reached
	Head   page.Head
	Told   []audienceForm
	Heard  []said
	To     string
	Quotes []page.Option // sentences that may be shown beside it
	More   string        // where more people are told; empty: the card is not as it was then
}

func (announcementPage) Template() string { return "listen/announcement" }

// ShowAnnouncement shows one announcement.
func (s *Announcements) ShowAnnouncement(c echo.Context) error { return s.Show(c, s.announcementView) }

func (s *Announcements) announcementView(c echo.Context, frame page.Page) (page.View, error) {
	ctx := c.Request().Context()
	a, err := s.Announce.Announcement(ctx, c.Param("id"))
	if err != nil {
		return nil, err
	}
	name := frame.T("outbox.about_announcement", "Announcement", a.ID)
	of, above, more := a.Source(), page.Link{Text: a.Bump, Href: page.BumpHref(a.Bump)}, page.BumpHref(a.Bump)+"/tell"
	if of.Bump == "" {
		name = a.Heard.In(frame.Lang())
		above, more = page.Link{Text: frame.T("menu.plan"), Href: page.PlanHref(of.Plan)}, page.TellHref(of.Plan, of.Feature)
	}
	receipts, err := s.Announce.Receipts(ctx, a)
	if err != nil {
		return nil, err
	}
	stands, err := s.Announce.Stands(ctx, a)
	if err != nil {
		return nil, err
	}
	v := announcementPage{
		Page: frame, To: page.AskedHref(contact.ForAnnouncement, a.ID), Heard: s.said(frame, a.Heard),
		Head: page.Head{Printer: frame.Printer, Above: above, Name: name, Facts: receiptFacts(frame, of, receipts)},
	}
	for _, audience := range a.Audiences() {
		v.Told = append(v.Told, audienceForm{Name: s.audience(frame, of, audience), Told: frame.T("tell.told", "When", frame.Time(a.Told[audience])), Words: s.said(frame, a.Words[audience])})
	}
	if stands {
		v.More = more
	}
	if err := s.quotable(c, &v, a); err != nil {
		return nil, err
	}
	if v.Form.Values == nil {
		v.Form.Values = map[string][]string{"quotes": a.Quotes}
		if !a.In.IsZero() {
			v.Form.Values["news"] = []string{"yes"}
		}
	}
	v.Reached, err = s.Reached(ctx, frame, contact.ForAnnouncement, a.ID)
	return v, err
}

// receiptFacts are what came of an announcement.
func receiptFacts(frame page.Page, of board.Source, r board.Receipts) []page.Fact {
	facts := []page.Fact{
		{Label: frame.T("tell.facts.told"), Value: frame.Int(r.Told)}, {Label: frame.T("tell.facts.sent"), Value: frame.Int(r.Sent)}, {Label: frame.T("tell.facts.read"), Value: frame.Int(r.Read)},
	}
	if of.Bump == "" { // nobody is asked whether that is mended
		return facts
	}
	return append(facts, page.Fact{Label: frame.T("tell.facts.fixed"), Value: frame.Int(r.Fixed)}, page.Fact{Label: frame.T("tell.facts.broken"), Value: frame.Int(r.NotFixed)})
}

// SetNews puts an announcement into the news or takes it out, and says which sentences are shown beside it.
func (s *Announcements) SetNews(c echo.Context) error {
	here := page.AskedHref(contact.ForAnnouncement, c.Param("id"))
	in := c.FormValue("news") != ""
	form, err := c.FormParams()
	if err != nil {
		return base.Refuse(base.Invalid, "error.form")
	}
	if _, err := (board.Quoting{Service: s.Board}).Show(c.Request().Context(), c.Param("id"), form["quotes"]); err != nil {
		return s.Again(c, here, err, s.announcementView)
	}
	if _, err := s.Announce.SetNews(c.Request().Context(), c.Param("id"), in); err != nil {
		return s.Again(c, here, err, s.announcementView)
	}
	if in {
		return s.Done(c, here, "flash.in_the_news")
	}
	return s.Done(c, here, "flash.out_of_the_news")
}
