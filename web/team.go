package web

import (
	"errors"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"soundings/cohorts"
	"soundings/cohorts/base"
	"soundings/cohorts/contact"
	"soundings/cohorts/upload"
	"soundings/surveys"
)

// listLength is how many lines a page of a list has.
const listLength = 50

// flashCookie carries to the next page what was just done.
const flashCookie = "soundings_flash"

// flashes are the sentences that say it. A cookie can hold anything, so no other is taken from it.
var flashes = []string{
	"flash.participant_added", "flash.participant_saved", "flash.participant_removed", "flash.import_discarded", "flash.events_discarded",
	"flash.cohort_made", "flash.asked_again", "flash.graduated", "flash.selected", "flash.invited", "flash.moved",
	"flash.survey_made", "flash.survey_saved", "flash.published", "flash.closed", "flash.links_made",
	"flash.poll_made", "flash.poll_saved", "flash.poll_published", "flash.poll_closed",
	"flash.plan_made", "flash.plan_changed", "flash.plan_adopted", "flash.entry_added", "flash.entry_removed",
	"flash.entry_saved", "flash.entry_ticked", "flash.entry_unticked", "flash.told",
	"flash.question_added", "flash.question_saved", "flash.question_deleted",
	"flash.feature_added", "flash.feature_saved", "flash.rollout_saved", "flash.rollout_moved", "flash.rollout_paused",
	"flash.rollout_resumed", "flash.rollout_back", "flash.rollout_override",
	"flash.settings_saved", "flash.key_removed", "flash.role_saved", "flash.staff_removed",
}

// done leads on after something was done; the page there says what. A sentence with a number gets its count.
func (s *Server) done(c echo.Context, to, flash string, count ...int) error {
	for _, n := range count {
		flash += ":" + strconv.Itoa(n)
	}
	c.SetCookie(s.flash(flash, 60))
	return c.Redirect(http.StatusSeeOther, to)
}

func (s *Server) flash(value string, seconds int) *http.Cookie {
	return &http.Cookie{
		Name: flashCookie, Value: value, Path: "/", MaxAge: seconds, HttpOnly: true, SameSite: http.SameSiteLaxMode, Secure: s.https(),
	}
}

// team returns what a page of the team says around its own content, and once what was just done.
func (s *Server) team(c echo.Context) (Page, error) {
	page, err := s.page(c, "")
	if err != nil {
		return page, err
	}
	cookie, err := c.Cookie(flashCookie)
	if err != nil {
		return page, nil // there is none
	}
	c.SetCookie(s.flash("", -1))
	id, typed, _ := strings.Cut(cookie.Value, ":")
	if n, err := strconv.Atoi(typed); slices.Contains(flashes, id) && (err == nil || typed == "") {
		page.Flash = page.T(id, "Count", n)
	}
	return page, nil
}

// again shows the page of a form once more, with what was typed and what is wrong with it; the page stands at path. An
// error that is not the form's is answered as it is.
func (s *Server) again(c echo.Context, path string, err error, view func(echo.Context, Page) (View, error)) error {
	page, pageErr := s.page(c, "")
	if pageErr != nil {
		return pageErr
	}
	problems, ok := problemsOf(page.Printer, err)
	if !ok {
		return err
	}
	page.Path, page.Form = path, Form{c.Request().Form, problems}
	v, err := view(c, page)
	if err != nil {
		return err
	}
	return s.render(c, http.StatusUnprocessableEntity, v)
}

// show returns a page of the team.
func (s *Server) show(c echo.Context, view func(echo.Context, Page) (View, error)) error {
	page, err := s.team(c)
	if err != nil {
		return err
	}
	v, err := view(c, page)
	if err != nil {
		return err
	}
	return s.render(c, http.StatusOK, v)
}

// together makes one refusal of several, so that every mistake in a form is named at once. What is no Invalid refusal
// comes first.
func together(errs ...error) error {
	var fields []base.Field
	for _, err := range errs {
		var refusal *base.Error
		switch {
		case errors.As(err, &refusal) && refusal.Code == base.Invalid && len(refusal.Fields) > 0:
			fields = append(fields, refusal.Fields...)
		case err != nil:
			return err
		}
	}
	return base.InvalidFields(fields...)
}

// whole reads a whole number from a form's field; where nothing is typed it is 0.
func whole(c echo.Context, field string) (int, error) {
	typed := strings.TrimSpace(c.FormValue(field))
	if typed == "" {
		return 0, nil
	}
	n, err := strconv.Atoi(typed)
	if err != nil {
		return 0, invalid(field, "answer.whole")
	}
	return n, nil
}

// refsIn reads the refs that somebody typed: one a line, or with commas or blanks between them.
func refsIn(typed string) []string {
	return strings.FieldsFunc(typed, func(r rune) bool { return strings.ContainsRune(" ,;\t\r\n", r) })
}

// pager leads to the next page of a list, and back to the first from any other.
func (p Page) pager(c echo.Context, next string) Pager {
	var links Pager
	query := maps.Clone(c.QueryParams())
	if query.Has("after") {
		query.Del("after")
		links.First = (&url.URL{Path: p.Path, RawQuery: query.Encode()}).String()
	}
	if next != "" {
		query.Set("after", next)
		links.Next = (&url.URL{Path: p.Path, RawQuery: query.Encode()}).String()
	}
	return links
}

// cut returns a page of a whole list: what comes behind the item that after names.
func cut[T any](all []T, after string, id func(T) string) base.Page[T] {
	from := 1 + slices.IndexFunc(all, func(item T) bool { return id(item) == after })
	page := base.Page[T]{Items: all[from:min(len(all), from+listLength)]}
	if to := from + listLength; to < len(all) {
		page.Next = id(all[to-1])
	}
	return page
}

// looks are the shape and colour of each state.
var (
	memberLooks = map[cohorts.State]string{
		cohorts.Selected: "waiting", cohorts.Invited: "waiting", cohorts.Agreed: "active", cohorts.Graduated: "done",
		cohorts.Declined: "stopped", cohorts.Withdrawn: "stopped",
	}
	uploadLooks = map[upload.State]string{
		upload.Waiting: "waiting", upload.Running: "active", upload.Finished: "done",
	}
	surveyLooks     = map[surveys.State]string{surveys.Draft: "waiting", surveys.Open: "active", surveys.Closed: "done"}
	invitationLooks = map[contact.State]string{
		contact.Created: "waiting", contact.Sent: "waiting", contact.Opened: "active", contact.Completed: "done",
		contact.Bounced: "stopped", contact.Expired: "stopped",
	}
)

func (p Page) memberBadge(s cohorts.State) Badge {
	return Badge{p.T("state." + string(s)), memberLooks[s]}
}

func (p Page) uploadBadge(s upload.State) Badge {
	return Badge{p.T("upload.state." + string(s)), uploadLooks[s]}
}

func (p Page) surveyBadge(s surveys.State) Badge {
	return Badge{p.T("survey.state." + string(s)), surveyLooks[s]}
}

func (p Page) invitationBadge(s contact.State) Badge {
	return Badge{p.T("invitation." + string(s)), invitationLooks[s]}
}
