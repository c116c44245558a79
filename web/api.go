package web

import (
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"soundings/cohorts/base"
	"soundings/cohorts/contact"
)

// list is how the API answers several things.
type list[T any] struct {
	Items []T    `json:"items"`
	Next  string `json:"next,omitempty"` // the cursor of the next page; empty: there is no more
}

// listOf turns what the domain answers into what the API does. An empty list is [], not null.
func listOf[D, T any](page base.Page[D], item func(D) T) list[T] {
	l := list[T]{Items: make([]T, len(page.Items)), Next: page.Next}
	for i, d := range page.Items {
		l.Items[i] = item(d)
	}
	return l
}

// paging reads ?after= and ?limit=.
func paging(c echo.Context) (after string, limit int, err error) {
	limit = 100
	if typed := c.QueryParam("limit"); typed != "" {
		limit, err = strconv.Atoi(typed)
		if err != nil || limit < 1 || limit > 1000 {
			return "", 0, invalid("limit", "error.limit")
		}
	}
	return c.QueryParam("after"), limit, nil
}

func invalid(field, text string, pairs ...any) error {
	return base.InvalidFields(base.Field{Name: field, Text: base.T(text, pairs...)})
}

// decode reads a JSON body into T. Members that T does not have, a second value and an empty body are refused.
func decode[T any](c echo.Context) (T, error) {
	var body T
	d := json.NewDecoder(c.Request().Body)
	d.DisallowUnknownFields()
	if err := d.Decode(&body); err != nil {
		return body, badJSON(err)
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return body, base.Refuse(base.Invalid, "error.json")
	}
	return body, nil
}

// badJSON says where a body is wrong.
func badJSON(err error) error {
	var kind *json.UnmarshalTypeError
	var status *echo.HTTPError
	switch {
	case errors.As(err, &kind) && kind.Field != "":
		return invalid(kind.Field, "error.json_type", "Type", kind.Type.Kind().String())
	case errors.As(err, &status):
		return err // the body is over the limit
	}
	if _, name, ok := strings.Cut(err.Error(), "unknown field "); ok {
		return invalid(strings.Trim(name, `"`), "error.json_unknown")
	}
	return base.Refuse(base.Invalid, "error.json")
}

// invited is one personal link, as the API hands it out.
type invited struct {
	Ref string `json:"ref"`
	URL string `json:"url"`
}

func (s *Server) invited(invitations []contact.Invitation) list[invited] {
	return listOf(base.Page[contact.Invitation]{Items: invitations}, func(i contact.Invitation) invited {
		return invited{i.Ref, s.link(i)}
	})
}

// answer sends what an act came to, or its error.
func answer[T any](c echo.Context, status int, body T, err error) error {
	if err != nil {
		return err
	}
	return c.JSON(status, body)
}

func ok[T any](c echo.Context, body T, err error) error { return answer(c, http.StatusOK, body, err) }
