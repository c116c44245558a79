package page

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"reflect"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"soundings/cohorts/base"
	"soundings/cohorts/contact"
)

// List is several things in the API.
type List[T any] struct {
	Items []T    `json:"items"`
	Next  string `json:"next,omitempty"` // the cursor of the next page; empty: there is no more
}

// ListOf turns a page of the domain into one of the API. An empty list is [], not null.
func ListOf[D, T any](listed base.Page[D], item func(D) T) List[T] {
	l := List[T]{Items: make([]T, len(listed.Items)), Next: listed.Next}
	for i, d := range listed.Items {
		l.Items[i] = item(d)
	}
	return l
}

// Paging reads ?after= and ?limit=.
func Paging(c echo.Context) (after string, limit int, err error) {
	limit = 100
	if typed := c.QueryParam("limit"); typed != "" {
		limit, err = strconv.Atoi(typed)
		if err != nil || limit < 1 || limit > 1000 {
			return "", 0, Invalid("limit", "error.limit")
		}
	}
	return c.QueryParam("after"), limit, nil
}

// Decode reads a JSON body into T. Members that T does not have, a second value, an empty body and null where T has no
// such thing are refused.
func Decode[T any](c echo.Context) (T, error) {
	var body T
	text, err := io.ReadAll(WithoutMark(c.Request().Body))
	if err != nil {
		return body, badJSON(err)
	}
	d := json.NewDecoder(bytes.NewReader(text))
	d.DisallowUnknownFields()
	if err := d.Decode(&body); err != nil {
		return body, badJSON(err)
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return body, base.Refuse(base.Invalid, "error.json")
	}
	var sent any
	if !bytes.Contains(text, []byte("null")) {
		return body, nil
	}
	if err := json.Unmarshal(text, &sent); err != nil {
		return body, badJSON(err)
	}
	switch at, kind := nullIn(sent, reflect.TypeFor[T](), ""); {
	case kind != 0 && at != "":
		return body, Invalid(at, "error.json_type", "Type", jsonName(kind))
	case kind != 0:
		return body, base.Refuse(base.Invalid, "error.json")
	}
	return body, nil
}

// WithoutMark returns a text without the mark of UTF-8 that PowerShell and spreadsheets put before it.
func WithoutMark(r io.Reader) io.Reader {
	text := bufio.NewReader(r)
	if mark, _ := text.Peek(3); string(mark) == "\ufeff" { // what goes wrong is told by the next read
		_, _ = text.Discard(3)
	}
	return text
}

// badJSON says where a body is wrong.
func badJSON(err error) error {
	var kind *json.UnmarshalTypeError
	var status *echo.HTTPError
	switch {
	case errors.As(err, &kind) && kind.Field != "":
		return Invalid(kind.Field, "error.json_type", "Type", jsonName(kind.Type.Kind()))
	case errors.As(err, &status):
		return err // the body is over the limit
	}
	if _, name, ok := strings.Cut(err.Error(), "unknown field "); ok {
		return Invalid(strings.Trim(name, `"`), "error.json_unknown")
	}
	return base.Refuse(base.Invalid, "error.json")
}

// Invited is one personal link, as the API hands it out.
type Invited struct {
	Ref string `json:"ref"`
	URL string `json:"url,omitempty"` // of what is shown once: the first time

	By []contact.Way `json:"by"` // in which ways the person wants to be reached
}

// InvitedList is the links of those whom they may be handed out to.
type InvitedList struct {
	List[Invited]
	LeftOut *LeftOut `json:"left_out,omitempty"`
}

// LeftOut says how many people are not in a list of links, and why.
type LeftOut struct {
	People int    `json:"people"`
	Why    string `json:"why"`
}

// Invited returns the links of invitations, as the API hands them out: not those of people who want to be reached by none of
// the ways.
func (s *Site) Invited(c echo.Context, invitations []contact.Invitation) (InvitedList, error) {
	r, err := s.Contact.Reachable(c.Request().Context(), invitations)
	if err != nil {
		return InvitedList{}, err
	}
	return s.InvitedOf(r), s.TookLinks(c, c.Request().URL.Path, len(r.Invitations))
}

// InvitedOf returns the links of people who can be reached, as the API hands them out.
func (s *Site) InvitedOf(r contact.Reachable) InvitedList {
	list := InvitedList{List: ListOf(base.Page[contact.Invitation]{Items: r.Invitations}, func(i contact.Invitation) Invited {
		return Invited{i.Ref, s.LinkOf(i), r.Ways[i.Ref]}
	})}
	if r.LeftOut > 0 {
		list.LeftOut = &LeftOut{r.LeftOut, s.Texts.In("en").T("links.left_out_why")}
	}
	return list
}

// Answer sends what an act came to, or its error.
func Answer[T any](c echo.Context, status int, body T, err error) error {
	if err != nil {
		return err
	}
	return c.JSON(status, body)
}

// OK sends what an act came to with status 200, or its error.
func OK[T any](c echo.Context, body T, err error) error { return Answer(c, http.StatusOK, body, err) }
