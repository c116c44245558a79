package answer

import (
	"net/http"
	"net/url"

	"github.com/labstack/echo/v4"

	"soundings/cohorts"
	"soundings/cohorts/base"
	"soundings/cohorts/contact"
	"soundings/web/page"
)

// ChoicesPage is where somebody chooses by which channels to be asked, fields "mail", "text", "letter", leaves a cohort, and has
// the answers removed that they gave as a member of one that they left.
type ChoicesPage struct {
	page.Page
	Mail, Text, Letter bool
	Cohorts            []page.Link // those they can leave: the link asks once more
	Left               []page.Link // those they left, of which answers are kept: the link asks once more
	Done               string      // what was just done: "saved", "keep", "remove", "removed"; empty: nothing
}

// Template returns the name of the page's template.
func (ChoicesPage) Template() string { return "answer/choices" }

// Keeps keeps what was ticked when the reader switches.
func (ChoicesPage) Keeps() string { return "save" }

// chooser returns the invitation of a link that also leads to one's choices. ok is false where the answer is sent already.
func (s *Pages) chooser(c echo.Context) (i contact.Invitation, ok bool, err error) {
	i, err = s.Contact.Invitation(c.Request().Context(), c.Param("token"))
	switch {
	case base.IsCode(err, base.NotFound):
		return i, false, replaced{s}.answer(c)
	case err != nil:
		return i, false, err
	case !i.Chooses():
		return i, false, c.Redirect(http.StatusSeeOther, "/s/"+s.Contact.Token(i))
	}
	return s.stillFor(c, i)
}

// ShowChoices shows what somebody is sent and which cohorts they are in, or asks once more before they leave one or have their
// answers removed.
func (s *Pages) ShowChoices(c echo.Context) error {
	i, ok, err := s.chooser(c)
	if !ok {
		return err
	}
	chosen, err := s.Contact.ChoicesOf(c.Request().Context(), i.Ref)
	if err != nil {
		return err
	}
	return s.choices(c, i, ChoicesPage{Mail: chosen.Mail, Text: chosen.Message, Letter: chosen.Letter, Done: c.QueryParam("done")})
}

// choices shows the page with what is chosen on it, or asks once more.
func (s *Pages) choices(c echo.Context, i contact.Invitation, v ChoicesPage) error {
	frame, err := s.personal(c, i, false)
	if err != nil {
		return err
	}
	frame.Choices = ""
	in, left, err := s.groupsOf(c, i)
	if err != nil {
		return err
	}
	if len(in) == 0 && len(left) > 0 {
		frame.Report = ""
	}
	for _, of := range []struct {
		cohorts []cohorts.Cohort
		param   string
		later   bool
	}{{in, "leave", false}, {left, "remove", true}} {
		for _, cohort := range of.cohorts {
			if cohort.ID == c.QueryParam(of.param) {
				return s.askLeave(c, frame, i, cohort, of.later)
			}
		}
	}
	v.Page, v.Cohorts, v.Left = frame, askingLinks(frame, "leave", in), askingLinks(frame, "remove", left)
	return s.Render(c, http.StatusOK, v)
}

// askingLinks returns links that ask once more about each cohort.
func askingLinks(frame page.Page, param string, all []cohorts.Cohort) []page.Link {
	var links []page.Link
	for _, cohort := range all {
		links = append(links, page.Link{Text: cohort.Name.In(frame.Lang()), Href: frame.Path + "?" + param + "=" + url.QueryEscape(cohort.ID)})
	}
	return links
}

// groupsOf returns the cohorts that somebody can leave, and those they took part in before, of which answers may be kept.
func (s *Pages) groupsOf(c echo.Context, i contact.Invitation) (in, left []cohorts.Cohort, err error) {
	ctx := c.Request().Context()
	memberships, err := s.Cohorts.MembershipsOf(ctx, i.Ref)
	if err != nil {
		return nil, nil, err
	}
	for _, m := range memberships {
		cohort, err := s.Cohorts.Cohort(ctx, m.Cohort)
		if err != nil {
			return nil, nil, err
		}
		switch m.State {
		case cohorts.Agreed, cohorts.Invited:
			in = append(in, cohort)
		case cohorts.Withdrawn, cohorts.Graduated:
			if m.AnswersRemoved.Before(m.Since) {
				left = append(left, cohort)
			}
		}
	}
	return in, left, nil
}

// unsubscribe ends mail to the person of a link, as mail programs ask for it with one click (RFC 8058). Nothing else changes.
func (s *Pages) unsubscribe(c echo.Context) error {
	ctx, by := c.Request().Context(), contact.Unsubscribing{Contact: s.Contact}
	i, _, err := by.Invitation(ctx, c.Param("token"))
	if err != nil {
		return err
	}
	if err := by.EndMail(ctx, i); err != nil {
		return err
	}
	return c.String(http.StatusOK, s.Texts.In(i.Language).T("choices.unsubscribed"))
}

// Choose keeps what somebody wants to be sent, or takes them out of a cohort, with their answers if they say so, or removes the
// answers they gave before they left.
func (s *Pages) Choose(c echo.Context) error {
	form, switched, err := s.Sent(c)
	if err != nil {
		return err
	}
	if form.Get("List-Unsubscribe") == "One-Click" {
		return s.unsubscribe(c)
	}
	i, ok, err := s.chooser(c)
	if !ok {
		return err
	}
	ctx, here := c.Request().Context(), "/u/"+s.Contact.Token(i)
	mail, text, letter := form.Get("mail") != "", form.Get("text") != "", form.Get("letter") != ""
	switch leave, remove, answers := form.Get("leave"), form.Get("remove"), form.Get("answers"); {
	case switched:
		return s.choices(c, i, ChoicesPage{Mail: mail, Text: text, Letter: letter})
	case leave != "" && answers != "keep" && answers != "remove":
		return c.Redirect(http.StatusSeeOther, here+"?leave="+url.QueryEscape(leave))
	case leave != "":
		if err := s.Contact.Leave(ctx, i, leave, answers == "remove"); err != nil {
			return err
		}
		return c.Redirect(http.StatusSeeOther, here+"?done="+answers)
	case remove != "":
		_, err := s.Contact.RemoveAnswers(base.WithActor(ctx, i.By()), contact.Whose{Ref: i.Ref, Cohort: remove})
		if err != nil {
			return err
		}
		return c.Redirect(http.StatusSeeOther, here+"?done=removed")
	}
	if err := s.Contact.SaveChoices(ctx, i, mail, text, letter); err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, here+"?done=saved")
}
