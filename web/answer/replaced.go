package answer

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"soundings/cohorts/base"
	"soundings/cohorts/contact"
	"soundings/web/page"
)

// ReplacedPage is what the choices of a link come to that was replaced by a newer one: mail can still be ended, field "end" with
// "mail", for the link stands in mails that were sent before. Nothing else can be seen or chosen.
type ReplacedPage struct {
	page.Page
	Ended bool
}

// Template returns the name of the page's template.
func (ReplacedPage) Template() string { return "answer/replaced" }

// replaced are the pages of links in whose place there are others.
type replaced struct{ *Pages }

// answer answers a request for the choices of a link that is not, or no longer, one.
func (s replaced) answer(c echo.Context) error {
	ctx, by := c.Request().Context(), contact.Unsubscribing{Contact: s.Contact}
	i, _, err := by.Invitation(ctx, c.Param("token"))
	if base.IsCode(err, base.NotFound) {
		return s.unknownLink(c)
	}
	if err != nil {
		return err
	}
	here := "/u/" + c.Param("token")
	if c.Request().Method == http.MethodPost && c.FormValue("end") == "mail" {
		if err := by.EndMail(ctx, i); err != nil {
			return err
		}
		return c.Redirect(http.StatusSeeOther, here+"?done=ended")
	}
	page.ReadBy(c, i.Language)
	frame, err := s.Page(c, i.Language)
	if err != nil {
		return err
	}
	return s.Render(c, http.StatusOK, ReplacedPage{Page: frame, Ended: c.QueryParam("done") == "ended"})
}
