package page

import (
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"soundings/cohorts/base"
	"soundings/cohorts/upload"
)

// ListLength is how many lines a page of a list has.
const ListLength = 50

// FlashCookie carries to the next page what was just done.
const FlashCookie = "soundings_flash"

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

// Done leads on after something was done; the page there says what. A sentence with a number gets its count.
func (s *Site) Done(c echo.Context, to, flash string, count ...int) error {
	for _, n := range count {
		flash += ":" + strconv.Itoa(n)
	}
	c.SetCookie(s.flash(flash, 60))
	return c.Redirect(http.StatusSeeOther, to)
}

func (s *Site) flash(value string, seconds int) *http.Cookie {
	return &http.Cookie{
		Name: FlashCookie, Value: value, Path: "/", MaxAge: seconds, HttpOnly: true, SameSite: http.SameSiteLaxMode, Secure: s.HTTPS(),
	}
}

// Team returns what a page of the team says around its own content, and once what was just done.
func (s *Site) Team(c echo.Context) (Page, error) {
	frame, err := s.Page(c, "")
	if err != nil {
		return frame, err
	}
	cookie, err := c.Cookie(FlashCookie)
	if err != nil {
		return frame, nil // there is none
	}
	c.SetCookie(s.flash("", -1))
	id, typed, _ := strings.Cut(cookie.Value, ":")
	if n, err := strconv.Atoi(typed); slices.Contains(flashes, id) && (err == nil || typed == "") {
		frame.Flash = frame.T(id, "Count", n)
	}
	return frame, nil
}

// Again shows the page of a form once more, with what was typed and what is wrong with it; the page stands at path. An
// error that is not the form's is answered as it is.
func (s *Site) Again(c echo.Context, path string, err error, view func(echo.Context, Page) (View, error)) error {
	frame, pageErr := s.Page(c, "")
	if pageErr != nil {
		return pageErr
	}
	problems, ok := ProblemsOf(frame.Printer, err)
	if !ok {
		return err
	}
	frame.Path, frame.Form = path, Form{c.Request().Form, problems}
	v, err := view(c, frame)
	if err != nil {
		return err
	}
	return s.Render(c, http.StatusUnprocessableEntity, v)
}

// Show returns a page of the team.
func (s *Site) Show(c echo.Context, view func(echo.Context, Page) (View, error)) error {
	frame, err := s.Team(c)
	if err != nil {
		return err
	}
	v, err := view(c, frame)
	if err != nil {
		return err
	}
	return s.Render(c, http.StatusOK, v)
}

// PagerOf leads to the next page of a list, and back to the first from any other.
func (p Page) PagerOf(c echo.Context, next string) Pager {
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

// Cut returns a page of a whole list: what comes behind the item that after names.
func Cut[T any](all []T, after string, id func(T) string) base.Page[T] {
	from := 1 + slices.IndexFunc(all, func(item T) bool { return id(item) == after })
	listed := base.Page[T]{Items: all[from:min(len(all), from+ListLength)]}
	if to := from + ListLength; to < len(all) {
		listed.Next = id(all[to-1])
	}
	return listed
}

func (p Page) UploadBadge(s upload.State) Badge {
	return Badge{p.T("upload.state." + string(s)), uploadLooks[s]}
}
