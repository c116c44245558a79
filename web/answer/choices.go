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

// ChoicesPage is where somebody chooses by which channels to be asked, fields "mail", "text", "letter", and leaves a cohort.
type ChoicesPage struct {
	page.Page
	Mail, Text, Letter bool
	Cohorts            []page.Link // those they can leave: the link asks once more
	Done               string      // what was just done: "saved", "keep", "remove"; empty: nothing
}

// Template returns the name of the page's template.
func (ChoicesPage) Template() string { return "answer/choices" }

// LeavePage asks once more before somebody leaves a cohort; it posts leave=ID and answers=keep or answers=remove to Path.
type LeavePage struct {
	page.Page
	ID   string
	Name string
}

// Template returns the name of the page's template.
func (LeavePage) Template() string { return "answer/leave" }

// chooser returns the invitation of a link that also leads to one's choices. ok is false where the answer is sent already.
func (s *Pages) chooser(c echo.Context) (i contact.Invitation, ok bool, err error) {
	i, err = s.Contact.Invitation(c.Request().Context(), c.Param("token"))
	switch {
	case base.IsCode(err, base.NotFound):
		return i, false, s.message(c, "", http.StatusNotFound, page.MessagePage{Kind: "unknown", Back: "/"})
	case err != nil:
		return i, false, err
	case !i.Chooses():
		return i, false, c.Redirect(http.StatusSeeOther, "/s/"+s.Contact.Token(i))
	}
	return s.stillFor(c, i)
}

// ShowChoices shows what somebody is sent and which cohorts they are in, or asks once more before they leave one.
func (s *Pages) ShowChoices(c echo.Context) error {
	i, ok, err := s.chooser(c)
	if !ok {
		return err
	}
	frame, err := s.personal(c, i, false)
	if err != nil {
		return err
	}
	in, err := s.mayLeave(c, i)
	if err != nil {
		return err
	}
	for _, cohort := range in {
		if cohort.ID == c.QueryParam("leave") {
			return s.Render(c, http.StatusOK, LeavePage{Page: frame, ID: cohort.ID, Name: cohort.Name})
		}
	}
	chosen, err := s.Contact.ChoicesOf(c.Request().Context(), i.Ref)
	if err != nil {
		return err
	}
	v := ChoicesPage{Page: frame, Mail: chosen.Mail, Text: chosen.Message, Letter: chosen.Letter, Done: c.QueryParam("done")}
	for _, cohort := range in {
		v.Cohorts = append(v.Cohorts, page.Link{Text: cohort.Name, Href: frame.Path + "?leave=" + url.QueryEscape(cohort.ID)})
	}
	return s.Render(c, http.StatusOK, v)
}

// mayLeave returns the cohorts that somebody can leave.
func (s *Pages) mayLeave(c echo.Context, i contact.Invitation) ([]cohorts.Cohort, error) {
	ctx := c.Request().Context()
	memberships, err := s.Cohorts.MembershipsOf(ctx, i.Ref)
	if err != nil {
		return nil, err
	}
	var in []cohorts.Cohort
	for _, m := range memberships {
		if m.State != cohorts.Agreed && m.State != cohorts.Invited {
			continue
		}
		cohort, err := s.Cohorts.Cohort(ctx, m.Cohort)
		if err != nil {
			return nil, err
		}
		in = append(in, cohort)
	}
	return in, nil
}

// Choose keeps what somebody wants to be sent, or takes them out of a cohort, with their answers if they say so.
func (s *Pages) Choose(c echo.Context) error {
	i, ok, err := s.chooser(c)
	if !ok {
		return err
	}
	ctx, here := c.Request().Context(), "/u/"+s.Contact.Token(i)
	if cohort := c.FormValue("leave"); cohort != "" {
		answers := c.FormValue("answers")
		if answers != "keep" && answers != "remove" {
			return c.Redirect(http.StatusSeeOther, here+"?leave="+url.QueryEscape(cohort))
		}
		if err := s.Surveys.Leave(ctx, i, cohort, answers == "remove"); err != nil {
			return err
		}
		return c.Redirect(http.StatusSeeOther, here+"?done="+answers)
	}
	if err := s.Contact.SaveChoices(ctx, i, c.FormValue("mail") != "", c.FormValue("text") != "", c.FormValue("letter") != ""); err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, here+"?done=saved")
}
