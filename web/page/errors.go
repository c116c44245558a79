package page

import (
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"github.com/labstack/echo/v4"

	"soundings/cohorts/base"
	"soundings/cohorts/upload"
	"soundings/web/auth"
	"soundings/web/texts"
)

// statuses is the one table from the domain's refusals to HTTP.
var statuses = map[base.Code]int{
	base.Invalid:      http.StatusUnprocessableEntity,
	base.Unauthorized: http.StatusUnauthorized,
	base.Forbidden:    http.StatusForbidden,
	base.NotFound:     http.StatusNotFound,
	base.Conflict:     http.StatusConflict,
	base.Gone:         http.StatusGone,
	base.TooLarge:     http.StatusRequestEntityTooLarge,
	base.Busy:         http.StatusTooManyRequests,
	base.Unavailable:  http.StatusServiceUnavailable,
}

// unfinished is what a clinic is told that nobody could call; where a manager puts it right, a page leads.
const unfinished = "settings.unfinished"

// messageKinds names the message page of each status; any other is a fault.
var messageKinds = map[int]string{
	http.StatusUnauthorized:          "forbidden",
	http.StatusForbidden:             "forbidden",
	http.StatusNotFound:              "not_found",
	http.StatusMethodNotAllowed:      "not_found",
	http.StatusConflict:              "conflict",
	http.StatusGone:                  "not_found",
	http.StatusRequestEntityTooLarge: "too_large",
	http.StatusUnprocessableEntity:   "invalid",
	http.StatusTooManyRequests:       "busy",
}

// ProblemDocument is an RFC 9457 problem document.
type ProblemDocument struct {
	Type   string         `json:"type"`
	Title  string         `json:"title"`
	Status int            `json:"status"`
	Detail string         `json:"detail,omitempty"`
	Fields []ProblemField `json:"fields,omitempty"`
}

// ProblemField is one bad member of a body.
type ProblemField struct {
	Name    string `json:"name"`
	Message string `json:"message"`
}

// RefusalOf returns the status of an error and what it says to whoever asked. What is no refusal is a fault: it says nothing of its cause.
func RefusalOf(err error) (int, *base.Error) {
	var refusal *base.Error
	var status *echo.HTTPError
	switch {
	case errors.As(err, &refusal):
		return statuses[refusal.Code], refusal
	case Over(err):
		return http.StatusRequestEntityTooLarge, base.Refuse(base.TooLarge, "error.too_large")
	case errors.As(err, &status) && status.Code < http.StatusInternalServerError:
		return status.Code, base.Refuse(base.NotFound, "error.not_found")
	default:
		return http.StatusInternalServerError, base.Refuse("fault", "error.fault")
	}
}

// Over reports whether a request was larger than its route takes.
func Over(err error) bool {
	var status *echo.HTTPError
	return errors.As(err, &status) && status.Code == http.StatusRequestEntityTooLarge
}

// AnswerError sends an error as who asked can read it: a program a problem document, the portal what its protocol says,
// a person a page.
func (s *Site) AnswerError(err error, c echo.Context) {
	route := routeOf(c)
	if route.file && Over(err) {
		err = upload.TooLarge()
	}
	status, refusal := RefusalOf(err)
	gone := c.Request().Context().Err() != nil // or it took too long to come
	if status >= http.StatusInternalServerError && !gone {
		s.Log.ErrorContext(c.Request().Context(), "a request failed", "route", c.Path(), "error", err)
	}
	if c.Response().Committed {
		return
	}
	for _, name := range []string{echo.HeaderContentType, echo.HeaderContentDisposition} { // of what was to be sent
		c.Response().Header().Del(name)
	}
	if status >= http.StatusInternalServerError && gone {
		c.Response().WriteHeader(http.StatusRequestTimeout) // nobody may take the silence for a yes
		return
	}
	if status == http.StatusTooManyRequests || status == http.StatusServiceUnavailable || refusal.Wait > 0 {
		RetryAfter(c, refusal.Wait)
	}
	switch route.media {
	case JSON:
		err = answerProblem(c, s.Texts.In("en"), status, refusal)
	case OFREP:
		err = answerOFREP(c, s.Texts.In("en"), status, refusal)
	default:
		err = s.errorPage(c, status, refusal)
	}
	if err != nil {
		s.Log.ErrorContext(c.Request().Context(), "an error could not be answered", "route", c.Path(), "error", err)
	}
}

// RetryAfter says after how long to try again, unless that is said: a minute, where nobody knows better.
func RetryAfter(c echo.Context, wait time.Duration) {
	if c.Response().Header().Get("Retry-After") != "" {
		return
	}
	if wait <= 0 {
		wait = time.Minute
	}
	c.Response().Header().Set("Retry-After", strconv.Itoa(int((wait+time.Second-1)/time.Second)))
}

func answerProblem(c echo.Context, p texts.Printer, status int, refusal *base.Error) error {
	doc := ProblemDocument{Type: "about:blank", Title: http.StatusText(status), Status: status, Detail: p.Say(refusal.Text)}
	for _, f := range refusal.Fields {
		doc.Fields = append(doc.Fields, ProblemField{f.Name, p.Say(f.Text)})
	}
	body, err := json.Marshal(doc)
	if err != nil {
		return err
	}
	return c.Blob(status, "application/problem+json", body)
}

// errorPage says on a page what went wrong: to the team what it was, to anybody else in the words of a message page.
func (s *Site) errorPage(c echo.Context, status int, refusal *base.Error) error {
	if status == http.StatusServiceUnavailable {
		return s.Render(c, status, s.newUnavailable(c))
	}
	frame, err := s.Page(c, "")
	if err != nil { // the store does not even answer for the clinic's name
		frame = Page{Printer: s.Texts.In("en"), Path: "/"}
	}
	kind := messageKinds[status]
	if kind == "" {
		kind = "fault"
	}
	if auth.WhoFrom(c.Request().Context()).Known() {
		v := errorPage{Page: frame, Kind: kind, Back: CameFrom(c.Request())}
		if kind != "fault" {
			v.Text = frame.Say(refusal.Text)
		}
		if len(refusal.Fields) > 0 { // of an address: a form says them at its fields
			v.Text = frame.Say(refusal.Fields[0].Text)
		}
		if refusal.Text.ID == unfinished && frame.Manages() {
			v.Then = Link{Text: frame.T("menu.settings"), Href: "/settings"}
		}
		return s.Render(c, status, v)
	}
	if kind == "conflict" || kind == "invalid" {
		kind = "fault"
	}
	v := MessagePage{Page: frame, Kind: kind}
	switch {
	case kind == "not_found":
		v.Back = "/"
	case kind == "too_large" && routeOf(c).file: // refused before anybody looked who sends it
		v.Kind, v.Back = "file_too_large", c.Path()
	}
	return s.Render(c, status, v)
}

// CameFrom returns the page of this server from which a request was sent; where it does not say, the first page.
func CameFrom(r *http.Request) string {
	from, err := url.Parse(r.Referer())
	if err != nil || from.Host != r.Host || from.Path == r.URL.Path {
		return "/"
	}
	return auth.Next(from.RequestURI())
}
