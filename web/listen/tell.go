package listen

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"soundings/cohorts/base"
	"soundings/cohorts/contact"
	"soundings/surveys/board"
	"soundings/web/page"
)

// Announcements are the pages and the API of what people are told.
type Announcements struct {
	*Room
	Announce board.Announcing
}

// tellPage tells people what became of a bump. Fields: "tell" (several audiences), "groups.AUDIENCE.LANG" for each, "heard.LANG",
// "protocol" with the name of one, "news"; "_action" is "look" or "send". Sending comes after a look that says whom it reaches.
type tellPage struct {
	page.Page
	Bump      page.Link
	To        string
	Audiences []audienceForm
	Heard     []page.Field
	Ways      []page.Option
	Way       string     // how those were told who were told before, in words; empty: nobody was
	Looks     []tellLook // what would be sent; none: nobody has looked yet
	NoMail    bool
}

func (tellPage) Template() string { return "listen/tell" }

// audienceForm are the words for one audience.
type audienceForm struct {
	ID     string
	Name   string
	Tells  bool
	Told   string // when it was told; empty: it was not
	Words  []said // what it was told
	Fields []page.Field
}

// said is a text in a language.
type said struct {
	Lang  string
	Parts []string
}

// tellLook is whom telling an audience reaches, and with which words.
type tellLook struct {
	Name      string
	Reaches   string
	Unreached string // empty: everybody is reached
	Words     []said
}

// ShowTell shows the form by which people are told what became of a bump, with drafts.
func (s *Announcements) ShowTell(c echo.Context) error { return s.Show(c, s.tellView) }

func (s *Announcements) tellView(c echo.Context, frame page.Page) (page.View, error) {
	return s.tellPage(c, frame)
}

func (s *Announcements) tellPage(c echo.Context, frame page.Page) (tellPage, error) {
	ctx := c.Request().Context()
	b, err := s.Board.Bump(ctx, c.Param("id"))
	if err == nil && b.State.Open() {
		err = base.Refuse(base.Conflict, "announcement.not_yet")
	}
	if err != nil {
		return tellPage{}, err
	}
	a, err := s.Announce.Of(ctx, b)
	if err != nil {
		return tellPage{}, err
	}
	if frame.Form.Values == nil {
		frame.Form.Values = s.drafts(frame, b, a)
	}
	v := tellPage{Page: frame, Bump: page.Link{Text: b.ID, Href: page.BumpHref(b.ID)}, To: page.BumpHref(b.ID) + "/tell", Heard: frame.InEach("heard", "tell.heard", "text", "tell.heard_hint"), NoMail: s.Outbox.Post == nil}
	for _, audience := range board.Audiences() {
		one := audienceForm{ID: string(audience), Name: frame.T("tell.audience." + string(audience)), Tells: slices.Contains(frame.Form.Values["tell"], string(audience))}
		if at, told := a.Told[audience]; told {
			one.Told, one.Words = frame.T("tell.told", "When", frame.Time(at)), s.said(frame, a.Words[audience])
		} else {
			one.Fields = frame.InEach("groups."+string(audience), "tell.words", "textarea")
		}
		v.Audiences = append(v.Audiences, one)
	}
	for _, ready := range contact.ReadyTellings() {
		v.Ways = append(v.Ways, page.Option{Value: ready.Name, Text: frame.T("tell.way." + ready.Name)})
		if slices.Equal(ready.Steps, a.Steps) {
			v.Way = frame.T("tell.way." + ready.Name)
		}
	}
	return v, nil
}

// drafts returns what stands in the form at first: a draft for each audience, those ticked whom it concerns first.
func (s *Announcements) drafts(frame page.Page, b board.Bump, a board.Announcement) url.Values {
	values := url.Values{"protocol": {contact.ReadyTellings()[0].Name}, "news": {"yes"}, "tell": {string(board.Reporters), string(board.Patients)}}
	var languages []string
	for _, l := range frame.Languages {
		languages = append(languages, l.Code)
		values.Set("heard."+l.Code, b.Public[l.Code])
	}
	draft := board.Draft(b, languages, func(language string, text base.Text) string { return s.Texts.In(language).Say(text) })
	for audience, words := range draft {
		for _, language := range languages {
			values.Set("groups."+string(audience)+"."+language, words[language])
		}
	}
	if !a.Began.IsZero() {
		values["tell"] = nil
	}
	return values
}

// said returns words in each language of the clinic, in parts.
func (s *Announcements) said(frame page.Page, words base.Words) []said {
	var all []said
	for _, l := range frame.Languages {
		if text := words[l.Code]; text != "" {
			all = append(all, said{l.Code, strings.FieldsFunc(text, func(r rune) bool { return r == '\n' || r == '\r' })})
		}
	}
	return all
}

// Tell looks at what would be told, or tells it.
func (s *Announcements) Tell(c echo.Context) error {
	ctx, here := c.Request().Context(), page.BumpHref(c.Param("id"))+"/tell"
	t, err := typedTelling(c)
	if err != nil {
		return s.Again(c, here, err, s.tellView)
	}
	if c.FormValue("_action") != "send" {
		return s.look(c, here, t)
	}
	a, reaches, err := s.Announce.Tell(ctx, c.Param("id"), t)
	if err != nil {
		return s.Again(c, here, err, s.tellView)
	}
	people := 0
	for _, r := range reaches {
		people += r.People
	}
	return s.Done(c, page.AskedHref(contact.ForAnnouncement, a.ID), "flash.people_told", people)
}

// look shows whom it would reach and with which words, above the form.
func (s *Announcements) look(c echo.Context, here string, t board.Telling) error {
	frame, err := s.Page(c, "")
	if err != nil {
		return err
	}
	reaches, err := s.Announce.Look(c.Request().Context(), c.Param("id"), t)
	if err != nil {
		return s.Again(c, here, err, s.tellView)
	}
	frame.Path, frame.Form.Values = here, c.Request().Form
	v, err := s.tellPage(c, frame)
	if err != nil {
		return err
	}
	for _, audience := range board.Audiences() {
		if words, tells := t.Groups[audience]; tells {
			v.Looks = append(v.Looks, s.looksLike(frame, audience, reaches[audience], words))
		}
	}
	return s.Render(c, http.StatusOK, v)
}

func (s *Announcements) looksLike(frame page.Page, audience board.Audience, r contact.Reach, words base.Words) tellLook {
	ways := []string{frame.T("tell.people", "Count", r.People)}
	for _, way := range contact.Ways() {
		if n := r.By[way]; n > 0 {
			ways = append(ways, frame.T("outbox.by."+string(way))+": "+frame.Int(n))
		}
	}
	look := tellLook{Name: frame.T("tell.audience." + string(audience)), Reaches: strings.Join(ways, " · "), Words: s.said(frame, words)}
	if n := r.Unreached(); n > 0 {
		look.Unreached = frame.T("tell.unreached", "Count", n)
	}
	return look
}

// typedTelling reads what is to be told. Words for audiences that are not ticked are drafts still.
func typedTelling(c echo.Context) (board.Telling, error) {
	form, err := c.FormParams()
	if err != nil {
		return board.Telling{}, base.Refuse(base.Invalid, "error.form")
	}
	news := form.Get("news") != ""
	t := board.Telling{Groups: map[board.Audience]base.Words{}, Heard: page.TypedWords(c, "heard"), News: &news}
	for _, audience := range form["tell"] {
		t.Groups[board.Audience(audience)] = page.TypedWords(c, "groups."+audience)
	}
	for _, ready := range contact.ReadyTellings() {
		if ready.Name == form.Get("protocol") {
			t.Steps = ready.Steps
		}
	}
	return t, nil
}
