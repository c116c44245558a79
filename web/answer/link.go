package answer

import (
	"fmt"
	"net/http"
	"net/url"

	"github.com/labstack/echo/v4"

	"soundings/cohorts"
	"soundings/cohorts/base"
	"soundings/cohorts/contact"
	"soundings/web/page"
)

// behind is what stands behind the links of one kind of invitation: show shows what they ask for, take takes what was
// typed into its form, or only shows it again where a switch sent it.
type behind struct {
	show func(*Pages, echo.Context, contact.Invitation) error
	take func(p *Pages, c echo.Context, i contact.Invitation, form url.Values, switched bool) error
}

// behindLinks is the one table from a kind of invitation to what stands behind its links.
var behindLinks = map[contact.Kind]behind{
	contact.ForSurvey:  {(*Pages).showSurvey, (*Pages).takeSurvey},
	contact.ForPoll:    {(*Pages).showPoll, (*Pages).takePoll},
	contact.ForConsent: {(*Pages).showConsent, (*Pages).takeConsent},
	contact.ForChoices: {(*Pages).leadToChoices, (*Pages).takeNoChoices},
	contact.ForAnnouncement: {
		func(s *Pages, c echo.Context, i contact.Invitation) error { return told{s, i}.show(c) },
		func(s *Pages, c echo.Context, i contact.Invitation, form url.Values, switched bool) error {
			return told{s, i}.take(c, form, switched)
		},
	},
}

// ShowLink shows what a personal link asks for.
func (s *Pages) ShowLink(c echo.Context) error {
	i, err := s.Contact.Invitation(c.Request().Context(), c.Param("token"))
	switch {
	case base.IsCode(err, base.NotFound):
		if _, err := s.Polls.ByCode(c.Request().Context(), c.Param("token")); err == nil {
			return c.Redirect(http.StatusSeeOther, "/p/"+c.Param("token")) // somebody typed a poll's code
		}
		if _, err := (Bumps{Pages: s}).reporter(c); err == nil {
			return c.Redirect(http.StatusSeeOther, "/b/"+c.Param("token")) // or that of a receipt, or of the break room
		}
		return s.unknownLink(c)
	case err != nil:
		return err
	}
	if _, ok, err := s.stillFor(c, i); !ok {
		return err
	}
	link, ok := behindLinks[i.Kind]
	if !ok {
		return unknownKind(i)
	}
	return link.show(s, c, i)
}

// AnswerLink takes what was answered behind a personal link.
func (s *Pages) AnswerLink(c echo.Context) error {
	form, switched, err := s.Sent(c)
	if err != nil {
		return err
	}
	i, err := s.Contact.Invitation(c.Request().Context(), c.Param("token"))
	if base.IsCode(err, base.NotFound) {
		return s.unknownLink(c)
	}
	if err != nil {
		return err
	}
	if _, ok, err := s.stillFor(c, i); !ok {
		return err
	}
	link, ok := behindLinks[i.Kind]
	if !ok {
		return unknownKind(i)
	}
	return link.take(s, c, i, form, switched)
}

// unknownKind says that the table has no row for an invitation.
func unknownKind(i contact.Invitation) error {
	return fmt.Errorf("nothing stands behind the links of an invitation of kind %q", i.Kind)
}

// leadToChoices leads on to the page of a link to one's choices.
func (s *Pages) leadToChoices(c echo.Context, i contact.Invitation) error {
	return c.Redirect(http.StatusSeeOther, "/u/"+s.Contact.Token(i))
}

// takeNoChoices leads there as well: the form of choices is sent to its own page.
func (s *Pages) takeNoChoices(c echo.Context, i contact.Invitation, _ url.Values, _ bool) error {
	return s.leadToChoices(c, i)
}

// unknownLink says that a link is none.
func (s *Pages) unknownLink(c echo.Context) error {
	if err := s.Auth.Visitors().GuessedLink(c.Request().Context(), c.RealIP()); err != nil {
		return err
	}
	return s.message(c, "", http.StatusNotFound, page.MessagePage{Kind: "unknown", Back: "/"})
}

// stillFor refuses a link that is no longer for whoever has it. ok is false where the answer is sent already.
func (s *Pages) stillFor(c echo.Context, i contact.Invitation) (contact.Invitation, bool, error) {
	page.ReadBy(c, i.Language)
	p, err := s.person(c, i.Ref)
	if err != nil {
		return i, false, err
	}
	if !i.StillFor(p) {
		return i, false, s.message(c, i.Language, http.StatusGone, page.MessagePage{Kind: "not_asked"})
	}
	return i, true, nil
}

// person returns the participant whom a link is for, who is read once for a request; of an unknown ref nobody.
func (s *Pages) person(c echo.Context, ref string) (cohorts.Participant, error) {
	const key = "person"
	if p, ok := c.Get(key).(cohorts.Participant); ok && p.Ref == ref {
		return p, nil
	}
	people, err := s.Cohorts.People(c.Request().Context(), ref)
	if err != nil {
		return cohorts.Participant{}, err
	}
	c.Set(key, people[ref])
	return people[ref], nil
}

// personal returns what a page behind a personal link says around its own content. Whoever has agreed once is led to where
// they choose what to be sent.
func (s *Pages) personal(c echo.Context, i contact.Invitation, agreed bool) (page.Page, error) {
	frame, err := s.Page(c, i.Language)
	if err != nil {
		return frame, err
	}
	if frame.Proxy = i.Proxy != ""; frame.Proxy {
		p, err := s.person(c, i.Ref)
		if err != nil {
			return frame, err
		}
		frame.For = page.GivenName(p.Name)
	}
	frame.Report = reportPath(s, i)
	if agreed || i.Kind != contact.ForConsent && i.Kind != contact.ForChoices && i.Cohort != "" {
		frame.Choices = "/u/" + s.Contact.Token(i)
	}
	return frame.Personal(s.Contact.Token(i)), nil
}

// language returns in which language somebody reads a personal link.
func (s *Pages) language(c echo.Context, i contact.Invitation) string {
	frame, err := s.Page(c, i.Language)
	if err != nil {
		return i.Language
	}
	return frame.Lang()
}

// message shows a short page in a language, or in the browser's where it is empty.
func (s *Pages) message(c echo.Context, language string, status int, v page.MessagePage) error {
	frame, err := s.Page(c, language)
	if err != nil {
		return err
	}
	v.Page = frame
	return s.Render(c, status, v)
}
