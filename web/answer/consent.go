package answer

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strings"

	"github.com/labstack/echo/v4"

	"soundings/cohorts"
	"soundings/cohorts/base"
	"soundings/cohorts/contact"
	"soundings/web/page"
)

// ConsentPage asks somebody to take part; it posts consent=agree or consent=decline to Path.
type ConsentPage struct {
	page.Page
	Cohort   string // the name of what they are asked to join
	Purpose  string // in the team's words; may be empty
	Parts    []ConsentPart
	Approval string // of research: the number of its approval
	Again    bool   // they agreed to older words before
	Said     string // what they said before: "agree", "decline" or empty
}

// ConsentPart is one of the six parts of what they agree to.
type ConsentPart struct {
	Heading    string
	Paragraphs []string
}

// Template returns the name of the page's template.
func (ConsentPage) Template() string { return "answer/consent" }

// showConsent asks for consent, or says what was answered and where to go on.
func (s *Pages) showConsent(c echo.Context, i contact.Invitation) error {
	ctx := c.Request().Context()
	m, err := s.Cohorts.Membership(ctx, i.Subject, i.Ref)
	if err != nil && !base.IsCode(err, base.NotFound) {
		return err
	}
	frame, err := s.personal(c, i, m.State == cohorts.Agreed)
	if err != nil {
		return err
	}
	cohort, err := s.Cohorts.Cohort(ctx, i.Subject)
	if err != nil {
		return err
	}
	switch {
	case m.AskedAgain(cohort) && !cohort.Over():
		return s.consentForm(c, frame, i, http.StatusOK)
	case m.State == cohorts.Agreed:
		return s.agreed(c, frame, m)
	case cohort.Over():
		return s.message(c, i.Language, http.StatusGone, page.MessagePage{Kind: "not_asked"})
	}
	switch m.State {
	case cohorts.Declined, cohorts.Withdrawn:
		_, err := cohorts.PlaceFor(ctx, s.Cohorts, m)
		v := ThanksPage{Page: frame, Kind: "declined", When: frame.Day(m.Since), NoPlace: noPlace(err)}
		switch {
		case err != nil && v.NoPlace == "":
			return err
		case v.NoPlace != "":
			return s.Render(c, http.StatusOK, v)
		case c.QueryParam("again") == "":
			v.Next = frame.Path + "?again=1"
			return s.Render(c, http.StatusOK, v)
		}
		fallthrough
	case cohorts.Invited:
		return s.consentForm(c, frame, i, http.StatusOK)
	default:
		return s.message(c, i.Language, http.StatusGone, page.MessagePage{Kind: "not_asked"})
	}
}

// noPlace returns why somebody who said no or left cannot come back now, as the kind of the message that says so; it is
// empty for any other error.
func noPlace(err error) string {
	switch {
	case errors.Is(err, cohorts.ErrFull):
		return "full"
	case errors.Is(err, cohorts.ErrElsewhere):
		return "elsewhere"
	}
	return ""
}

// agreed thanks a member, and leads on to a survey that waits for them.
func (s *Pages) agreed(c echo.Context, frame page.Page, m cohorts.Membership) error {
	v := ThanksPage{Page: frame, Kind: "agreed", When: frame.Day(m.Since)}
	switch i, waits, err := s.Surveys.NextFor(c.Request().Context(), m); {
	case err != nil:
		return err
	case waits:
		v.Next = "/s/" + s.Contact.Token(i)
	}
	return s.Render(c, http.StatusOK, v)
}

// consentForm shows what is asked.
func (s *Pages) consentForm(c echo.Context, frame page.Page, i contact.Invitation, status int) error {
	ctx := c.Request().Context()
	cohort, err := s.Cohorts.Cohort(ctx, i.Subject)
	if err != nil {
		return err
	}
	wording, err := s.Cohorts.ConsentWording(ctx)
	if err != nil {
		return err
	}
	v := ConsentPage{
		Page: frame, Cohort: cohort.Name, Purpose: cohort.Purpose, Parts: consentParts(frame, wording.Texts[frame.Lang()]),
		Again: frame.Choices != "",
	}
	if cohort.Kind == cohorts.Research {
		v.Approval = cohort.Approval
	}
	return s.Render(c, status, v)
}

// consentParts returns the six parts of what people agree to: the clinic's words, or the built-in ones.
func consentParts(frame page.Page, own cohorts.ConsentText) []ConsentPart {
	part := func(name, text string) ConsentPart {
		if text == "" {
			text = frame.T("consent."+name+".text", "Clinic", frame.Clinic, "Phone", frame.Phone)
		}
		return ConsentPart{Heading: frame.T("consent." + name + ".heading"), Paragraphs: paragraphs(text)}
	}
	return []ConsentPart{
		part("asked", own.Asked), part("use", own.Use), part("care", own.Care),
		part("stop", own.Stop), part("kept", own.Kept), part("whom", own.Whom),
	}
}

// paragraphs splits a text at its line ends.
func paragraphs(text string) []string {
	return strings.FieldsFunc(text, func(r rune) bool { return r == '\n' || r == '\r' })
}

// takeConsent keeps a yes or a no, and invites whoever agreed to the surveys that wait for newcomers.
func (s *Pages) takeConsent(c echo.Context, i contact.Invitation, form url.Values) error {
	ctx, answer := c.Request().Context(), form.Get("consent")
	if answer != "agree" && answer != "decline" {
		frame, err := s.personal(c, i, false)
		if err != nil {
			return err
		}
		frame.Form.Problems = []page.Problem{{Field: "consent", Text: frame.T("consent.problem")}}
		return s.consentForm(c, frame, i, http.StatusUnprocessableEntity)
	}
	state, err := s.Contact.AnswerConsent(ctx, i, answer == "agree", s.language(c, i))
	if kind := noPlace(err); kind != "" {
		return s.message(c, i.Language, http.StatusConflict, page.MessagePage{Kind: kind})
	}
	if base.IsCode(err, base.Conflict) || base.IsCode(err, base.NotFound) {
		return s.message(c, i.Language, http.StatusConflict, page.MessagePage{Kind: "not_asked"})
	}
	if err != nil {
		return err
	}
	if state == cohorts.Agreed {
		err = s.inviteNewcomer(ctx, i)
	}
	if err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, "/s/"+s.Contact.Token(i))
}

// inviteNewcomer invites a new member to the surveys that wait for newcomers.
func (s *Pages) inviteNewcomer(ctx context.Context, i contact.Invitation) error {
	m, err := s.Cohorts.Membership(ctx, i.Subject, i.Ref)
	if err != nil {
		return err
	}
	_, err = s.Surveys.InviteNewcomer(ctx, m)
	return err
}
