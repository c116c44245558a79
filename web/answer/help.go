package answer

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"soundings/cohorts/base"
	"soundings/cohorts/ready"
	"soundings/web/page"
)

// Helped are the pages of what helps people: questions with their answers, and workflows for who works here.
type Helped struct {
	*Pages
	Ready *ready.Service
}

// HelpPage answers what people ask about getting in, with the features that there is more about; or about one feature.
type HelpPage struct {
	page.Page
	Feature   said // empty: the page is about getting in
	About     said
	Questions []helpQuestion
	Film      page.Link // empty: there is none
	FilmLang  string
	Limits    []said
	Topics    []page.Link
}

// Template returns the name of the page's template.
func (HelpPage) Template() string { return "answer/help" }

// Nothing reports whether there is nothing to read.
func (p HelpPage) Nothing() bool {
	return len(p.Questions)+len(p.Limits)+len(p.Topics) == 0 && p.Film.Href == ""
}

// said is a text that the team wrote; Lang is empty where it is in the page's language.
type said struct{ Text, Lang string }

type helpQuestion struct {
	Question said
	Answer   []said // its paragraphs
}

// in returns a text in the language of a page, or else in the one that it is in.
func in(frame page.Page, w base.Words) said {
	for _, language := range []string{frame.Lang(), "en", "es"} {
		if w[language] == "" {
			continue
		}
		if language == frame.Lang() {
			return said{Text: w[language]}
		}
		return said{w[language], language}
	}
	return said{}
}

// linesOf returns the parts of a text, in the language that it has.
func linesOf(frame page.Page, w base.Words) []said {
	var all []said
	whole := in(frame, w)
	for _, line := range parts(whole.Text) {
		all = append(all, said{line, whole.Lang})
	}
	return all
}

// ShowHelp shows what there is about getting in, and of what else there is help.
func (s *Helped) ShowHelp(c echo.Context) error {
	h, err := s.Ready.Help(c.Request().Context(), ready.GettingIn)
	if err != nil {
		return err
	}
	topics, err := s.Ready.Topics(c.Request().Context())
	if err != nil {
		return err
	}
	v, err := s.helpPage(c, h)
	if err != nil {
		return err
	}
	for _, topic := range topics {
		v.Topics = append(v.Topics, page.Link{Text: topic.Feature.Name.In(v.Lang()), Href: page.HelpPath + "/" + topic.Key})
	}
	slices.SortFunc(v.Topics, func(a, b page.Link) int { return strings.Compare(strings.ToLower(a.Text), strings.ToLower(b.Text)) })
	return s.Render(c, http.StatusOK, v)
}

// ShowFeatureHelp shows what there is about one feature. Nobody is told of one that patients do not see.
func (s *Helped) ShowFeatureHelp(c echo.Context) error {
	topics, err := s.Ready.Topics(c.Request().Context())
	if err != nil {
		return err
	}
	at := slices.IndexFunc(topics, func(t ready.Topic) bool { return t.Key == c.Param("feature") })
	if at < 0 {
		return s.message(c, "", http.StatusNotFound, page.MessagePage{Kind: "no_help", Back: page.HelpPath})
	}
	h, err := s.Ready.Help(c.Request().Context(), topics[at].Key)
	if err != nil {
		return err
	}
	v, err := s.helpPage(c, h)
	if err != nil {
		return err
	}
	v.Feature, v.About = in(v.Page, topics[at].Feature.Name), in(v.Page, topics[at].Feature.About)
	return s.Render(c, http.StatusOK, v)
}

// helpPage shows what a help says.
func (s *Helped) helpPage(c echo.Context, h ready.Help) (HelpPage, error) {
	frame, err := s.Page(c, "")
	if err != nil {
		return HelpPage{}, err
	}
	v := HelpPage{Page: frame, Limits: linesOf(frame, h.Limits)}
	for _, q := range h.Questions {
		v.Questions = append(v.Questions, helpQuestion{in(frame, q.Question), linesOf(frame, q.Answer)})
	}
	if film := in(frame, h.Film); film.Text != "" {
		v.Film, v.FilmLang = page.Link{Text: frame.T("faq.film"), Href: film.Text}, film.Lang
		if u, err := url.Parse(film.Text); err == nil {
			v.Film.Text = frame.T("faq.film_on", "Site", u.Hostname())
		}
	}
	return v, nil
}
