package answer

import (
	"errors"
	"net/http"
	"net/url"

	"github.com/labstack/echo/v4"

	"soundings/cohorts"
	"soundings/cohorts/base"
	"soundings/cohorts/contact"
	"soundings/web/page"
)

// ConsentPage asks somebody to take part; it posts consent=agree or consent=decline to Path, with Words and, of a minor,
// assent=yes, no or young.
type ConsentPage struct {
	page.Page
	Intro  string
	Parts  []cohorts.CopyPart // what they agree to
	Words  string             // the id of a copy of it
	Again  bool               // they agreed to older words before
	Said   string             // what they did before: "decline", "leave" or nothing
	Assent []page.Option      // what a minor may have said to their proxy; none: it is no minor
}

// Template returns the name of the page's template.
func (ConsentPage) Template() string { return "answer/consent" }

// Keeps keeps what was ticked when the reader switches; the Enter key says neither yes nor no.
func (ConsentPage) Keeps() string { return "check" }

// asking is what a consent link is about.
type asking struct {
	invitation contact.Invitation
	member     cohorts.Membership
	cohort     cohorts.Cohort
	wording    cohorts.ConsentWording // in use now
}

func (s *Pages) asking(c echo.Context, i contact.Invitation) (asking, error) {
	ctx := c.Request().Context()
	m, err := s.Cohorts.Membership(ctx, i.Subject, i.Ref)
	if err != nil && !base.IsCode(err, base.NotFound) {
		return asking{}, err
	}
	cohort, err := s.Cohorts.Cohort(ctx, i.Subject)
	if err != nil {
		return asking{}, err
	}
	wording, err := s.Cohorts.ConsentWording(ctx)
	return asking{i, m, cohort, wording}, err
}

// askingOn returns what a link asks to agree to, and the frame of its page.
func (s *Pages) askingOn(c echo.Context, i contact.Invitation) (asking, page.Page, error) {
	a, err := s.asking(c, i)
	if err != nil {
		return a, page.Page{}, err
	}
	frame, err := s.personal(c, i, a.everAgreed())
	return a, frame, err
}

// everAgreed reports whether the member has answers that they could have removed.
func (a asking) everAgreed() bool {
	return a.member.State == cohorts.Agreed || a.member.State == cohorts.Withdrawn || a.member.State == cohorts.Graduated
}

// showConsent asks for consent, or says what was answered and where to go on.
func (s *Pages) showConsent(c echo.Context, i contact.Invitation) error {
	a, frame, err := s.askingOn(c, i)
	if err != nil {
		return err
	}
	return s.askConsent(c, frame, a, c.QueryParam("again") != "")
}

// askConsent shows the form with what the frame's form holds, or why nothing is asked; again: also who said no or left wants it.
func (s *Pages) askConsent(c echo.Context, frame page.Page, a asking, again bool) error {
	state := a.member.State
	switch {
	case c.QueryParam("copy") != "":
		return s.consentCopy(c, frame, a)
	case a.member.AskedAgain(a.cohort) && !a.cohort.Over():
		return s.consentForm(c, frame, a, http.StatusOK)
	case state == cohorts.Agreed:
		return s.agreed(c, frame, a)
	case a.cohort.Over():
	case state == cohorts.Invited:
		return s.consentForm(c, frame, a, http.StatusOK)
	case state == cohorts.Declined, state == cohorts.Withdrawn:
		return s.without(c, frame, a, again)
	}
	return s.message(c, a.invitation.Language, http.StatusGone, page.MessagePage{Kind: "not_asked"})
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
func (s *Pages) agreed(c echo.Context, frame page.Page, a asking) error {
	v := ThanksPage{Page: frame, Kind: "agreed", When: frame.Day(a.member.Since)}
	i, waits, err := s.Surveys.NextFor(c.Request().Context(), a.member)
	switch {
	case err != nil:
		return err
	case waits:
		v.Next = "/s/" + s.Contact.Token(i)
	}
	if v.Copy, err = s.copyPath(c, frame, a); err != nil {
		return err
	}
	return s.Render(c, http.StatusOK, v)
}

// without tells somebody who said no, or agreed and left, that they did, and where to change their mind, if there is still a
// place for them; who left, also where they find what they had agreed to.
func (s *Pages) without(c echo.Context, frame page.Page, a asking, again bool) error {
	frame.Report = ""
	_, err := cohorts.PlaceFor(c.Request().Context(), s.Cohorts, a.member)
	v := ThanksPage{Page: frame, Kind: "declined", When: frame.Day(a.member.Since), NoPlace: noPlace(err)}
	switch {
	case err != nil && v.NoPlace == "":
		return err
	case err == nil && again:
		return s.consentForm(c, frame, a, http.StatusOK)
	case err == nil:
		v.Next = frame.Path + "?again=1"
	}
	if a.member.State == cohorts.Withdrawn {
		v.Kind = "left"
		if v.Copy, err = s.copyPath(c, frame, a); err != nil {
			return err
		}
	}
	return s.Render(c, http.StatusOK, v)
}

// consentForm shows what is asked.
func (s *Pages) consentForm(c echo.Context, frame page.Page, a asking, status int) error {
	frame = s.Readable(frame, a.cohort, a.wording)
	words, err := page.ConsentWords(frame, a.cohort, a.wording)
	if err != nil {
		return err
	}
	parts := words.Parts[:len(words.Parts)-1] // of the last, whom to call, the page makes links
	v := ConsentPage{Page: frame, Intro: words.Title, Parts: parts, Words: words.ID, Again: a.member.AskedAgain(a.cohort)}
	switch a.member.State {
	case cohorts.Declined:
		v.Said = "decline"
	case cohorts.Withdrawn:
		v.Said = "leave"
	}
	p, err := s.person(c, a.member.Ref)
	if err != nil {
		return err
	}
	if p.Minor {
		for _, said := range []cohorts.Assent{cohorts.AssentYes, cohorts.AssentNo, cohorts.AssentYoung} {
			v.Assent = append(v.Assent, page.Option{Value: string(said), Text: frame.T("consent.assent." + string(said)), Chosen: frame.Form.Value("assent") == string(said)})
		}
	}
	return s.Render(c, status, v)
}

// takeConsent keeps a yes or a no, and invites whoever agreed to the surveys that wait for newcomers. The no of a member
// who agreed takes them out.
func (s *Pages) takeConsent(c echo.Context, i contact.Invitation, form url.Values, switched bool) error {
	ctx := c.Request().Context()
	a, frame, err := s.askingOn(c, i)
	if err != nil {
		return err
	}
	if switched {
		frame.Form.Values = form
		return s.askConsent(c, frame, a, true)
	}
	frame = s.Readable(frame, a.cohort, a.wording)
	again := func(problems ...page.Problem) error {
		frame.Form = page.Form{Values: form, Problems: problems}
		return s.consentForm(c, frame, a, http.StatusUnprocessableEntity)
	}
	words, err := page.ConsentWords(frame, a.cohort, a.wording)
	if err != nil {
		return err
	}
	reply := contact.Reply{Language: frame.Lang(), Copy: words, Assent: cohorts.Assent(form.Get("assent"))}
	switch said := form["consent"]; {
	case len(said) != 1 || said[0] != "agree" && said[0] != "decline": // both buttons at once are no answer either
		return again(page.Problem{Field: "consent", Text: frame.T("consent.problem")})
	case said[0] == "agree" && form.Get("words") != "" && form.Get("words") != words.ID:
		return again(page.Problem{Field: "consent", Text: frame.T("consent.changed")})
	default:
		reply.Agree = said[0] == "agree"
	}
	state, err := s.Contact.TakeConsent(ctx, i, reply)
	if problems, ok := page.ProblemsOf(frame.Printer, err); ok {
		return again(problems...)
	}
	if kind := noPlace(err); kind != "" {
		return s.message(c, i.Language, http.StatusConflict, page.MessagePage{Kind: kind})
	}
	if base.IsCode(err, base.Conflict) || base.IsCode(err, base.NotFound) {
		return s.message(c, i.Language, http.StatusConflict, page.MessagePage{Kind: "not_asked"})
	}
	if err != nil {
		return err
	}
	switch state {
	case cohorts.Agreed:
		a.member.State = state
		_, err = s.Surveys.InviteNewcomer(ctx, a.member)
	case cohorts.Withdrawn:
		err = s.Contact.Leave(ctx, i, i.Subject, false)
	}
	if err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, "/s/"+s.Contact.Token(i))
}
