package listen

import (
	"context"
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

// tellPage tells people what became of a bump, or that something comes later. Fields: "tell" (several audiences), "groups.AUDIENCE.LANG" for each, "heard.LANG",
// "protocol" with the name of one, "news"; "_action" is "look" or "send". Sending comes after a look that says whom it reaches.
type tellPage struct {
	page.Page
	Source    page.Link // what is told of
	Title     string
	To        string
	ByHand    string // where the team notes that it told people of it itself; empty: nowhere
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

// ofRoute returns what the address of a request tells of, the page of that, and its own.
func ofRoute(c echo.Context) (of board.Source, source, here string) {
	id := c.Param("id")
	if key := c.Param("key"); key != "" {
		return board.OfSlip(id, key), page.PlanHref(id), page.TellHref(id, key)
	}
	return board.OfBump(id), page.BumpHref(id), page.BumpHref(id) + "/tell"
}

// ShowTell shows the form by which people are told, with drafts.
func (s *Announcements) ShowTell(c echo.Context) error { return s.Show(c, s.tellView) }

func (s *Announcements) tellView(c echo.Context, frame page.Page) (page.View, error) {
	return s.tellPage(c, frame)
}

func (s *Announcements) tellPage(c echo.Context, frame page.Page) (tellPage, error) {
	ctx := c.Request().Context()
	of, _, here := ofRoute(c)
	a, err := s.Announce.Of(ctx, of)
	if err != nil {
		return tellPage{}, err
	}
	draft, err := s.draft(ctx, frame, of)
	if err != nil {
		return tellPage{}, err
	}
	if frame.Form.Values == nil {
		frame.Form.Values = drafted(frame, draft, a)
	}
	v := tellPage{Page: frame, To: here, NoMail: s.Outbox.Post == nil}
	if err := s.titled(c, &v); err != nil {
		return v, err
	}
	for _, audience := range board.Audiences() {
		if _, may := draft.Groups[audience]; !may {
			continue
		}
		one := audienceForm{ID: string(audience), Name: s.audience(frame, of, audience), Tells: slices.Contains(frame.Form.Values["tell"], string(audience))}
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

// titled says on the page what is told of.
func (s *Announcements) titled(c echo.Context, v *tellPage) error {
	of, source, _ := ofRoute(c)
	if of.Bump != "" {
		v.Source, v.Title = page.Link{Text: of.Bump, Href: source}, v.T("tell.title", "Bump", of.Bump)
		v.Heard = v.InEach("heard", "tell.heard", "text", "tell.heard_hint")
		return nil
	}
	f, err := s.Rollouts.Feature(c.Request().Context(), of.Feature)
	v.Source, v.Title = page.Link{Text: v.T("menu.plan"), Href: source}, v.T("plans.tell_of", "Feature", f.Name.In(v.Lang()))
	v.Heard = v.InEach("heard", "tell.headline", "text", "tell.headline_hint")
	v.ByHand = page.ToldHref(of.Plan, of.Feature)
	return err
}

// audience says whom an audience is: patients who see what a bump is about, or who see or are going to see what comes later.
func (s *Announcements) audience(frame page.Page, of board.Source, audience board.Audience) string {
	if of.Bump == "" && audience == board.Patients {
		return frame.T("tell.will_see")
	}
	return frame.T("tell.audience." + string(audience))
}

// draft returns what the team begins with.
func (s *Announcements) draft(ctx context.Context, frame page.Page, of board.Source) (board.Draft, error) {
	var languages []string
	for _, l := range frame.Languages {
		languages = append(languages, l.Code)
	}
	return s.Announce.Draft(ctx, of, languages, func(language string, text base.Text) string { return s.Texts.In(language).Say(text) })
}

// drafted returns what stands in the form at first: a draft for each audience, those ticked whom it concerns first.
func drafted(frame page.Page, draft board.Draft, a board.Announcement) url.Values {
	values := url.Values{"protocol": {contact.ReadyTellings()[0].Name}, "news": {"yes"}, "tell": {string(board.Reporters), string(board.Patients)}}
	for _, l := range frame.Languages {
		values.Set("heard."+l.Code, draft.Heard[l.Code])
		for audience, words := range draft.Groups {
			values.Set("groups."+string(audience)+"."+l.Code, words[l.Code])
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
	ctx := c.Request().Context()
	of, _, here := ofRoute(c)
	t, err := typedTelling(c)
	if err != nil {
		return s.Again(c, here, err, s.tellView)
	}
	if c.FormValue("_action") != "send" {
		return s.look(c, of, here, t)
	}
	a, reaches, err := s.Announce.Tell(ctx, of, t)
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
func (s *Announcements) look(c echo.Context, of board.Source, here string, t board.Telling) error {
	frame, err := s.Page(c, "")
	if err != nil {
		return err
	}
	reaches, err := s.Announce.Look(c.Request().Context(), of, t)
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
			v.Looks = append(v.Looks, s.looksLike(frame, s.audience(frame, of, audience), reaches[audience], words))
		}
	}
	return s.Render(c, http.StatusOK, v)
}

func (s *Announcements) looksLike(frame page.Page, audience string, r contact.Reach, words base.Words) tellLook {
	ways := []string{frame.T("tell.people", "Count", r.People)}
	for _, way := range contact.Ways() {
		if n := r.By[way]; n > 0 {
			ways = append(ways, frame.T("outbox.by."+string(way))+": "+frame.Int(n))
		}
	}
	look := tellLook{Name: audience, Reaches: strings.Join(ways, " · "), Words: s.said(frame, words)}
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
