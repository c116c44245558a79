package people

import (
	"context"
	"html/template"
	"slices"

	"github.com/labstack/echo/v4"

	"soundings/cohorts/base"
	"soundings/cohorts/contact"
	"soundings/web/page"
)

// lostLinkPage offers a person a new link in the place of one that was lost, or hands it out. It posts to its own address.
type lostLinkPage struct {
	page.Page
	Person page.Link
	What   string // what the link asks
	URL    string // the new link; empty: it is not made yet
	Code   string
	QR     template.HTML
}

func (lostLinkPage) Template() string { return "people/lost_link" }

// AskNewLink says what a new link does before it is made.
func (s *Participants) AskNewLink(c echo.Context) error {
	return s.Show(c, func(c echo.Context, frame page.Page) (page.View, error) {
		_, v, err := s.lostLink(c, frame)
		return v, err
	})
}

// MakeNewLink gives a person a new link and shows it; the old one leads nowhere from then on.
func (s *Participants) MakeNewLink(c echo.Context) error {
	return s.Show(c, func(c echo.Context, frame page.Page) (page.View, error) {
		i, v, err := s.lostLink(c, frame)
		if err != nil {
			return nil, err
		}
		if i, err = s.Contact.Renew(c.Request().Context(), i); err != nil {
			return nil, err
		}
		v.URL, v.Code = s.LinkOf(i), s.Contact.Token(i)
		if v.QR, err = page.QRPicture(v.URL, frame.T("paper.qr")); err != nil {
			return nil, err
		}
		return v, s.TookLinks(c, asks(i), 1)
	})
}

// asks is where what an invitation asks stands.
func asks(i contact.Invitation) string {
	return page.AskedHref(i.Kind, i.Subject)
}

// lostLink returns the invitation that an address names, if its link may be made anew here.
func (s *Participants) lostLink(c echo.Context, frame page.Page) (contact.Invitation, lostLinkPage, error) {
	ctx, ref := c.Request().Context(), c.Param("ref")
	all, err := s.Contact.InvitationsOf(ctx, ref)
	if err != nil {
		return contact.Invitation{}, lostLinkPage{}, err
	}
	n := slices.IndexFunc(all, func(i contact.Invitation) bool { return i.ID == c.Param("id") })
	if n < 0 {
		return contact.Invitation{}, lostLinkPage{}, base.Refuse(base.NotFound, "link.unknown")
	}
	what, err := s.renewable(ctx, frame, all[n])
	return all[n], lostLinkPage{Page: frame, Person: page.Link{Text: ref, Href: page.ParticipantHref(ref)}, What: what}, err
}

// renewable returns what an invitation asks. Links that the team sees once each are made anew on the page of all of them.
func (s *Participants) renewable(ctx context.Context, frame page.Page, i contact.Invitation) (what string, err error) {
	once := false
	switch i.Kind {
	case contact.ForConsent:
		cohort, err := s.Cohorts.Cohort(ctx, i.Subject)
		return frame.T("participants.consent_to", "Cohort", cohort.Name.In(frame.Lang())), err
	case contact.ForSurvey:
		v, err := s.Surveys.Survey(ctx, i.Subject)
		if err != nil {
			return "", err
		}
		what, once = v.Title.In(frame.Lang()), v.Anonymous
	case contact.ForPoll:
		p, err := s.Polls.Poll(ctx, i.Subject)
		if err != nil {
			return "", err
		}
		what, once = p.Title.In(frame.Lang()), p.Secret
	case contact.ForAnnouncement:
		what = frame.T("outbox.about_announcement", "Announcement", i.Subject)
	}
	if once {
		return what, base.Refuse(base.Conflict, "link.once")
	}
	return what, nil
}
