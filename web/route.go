package web

import (
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"

	"soundings/web/page"
)

// route is one line of the table: who may come, how much they may send, what it answers in, and what answers.
type route struct {
	method, path string
	door         echo.MiddlewareFunc
	limit        string // of the body
	media        page.Media
	handler      echo.HandlerFunc
}

// mayRepeat reports whether a program may send a request of this route again and have the first answer.
func mayRepeat(method, path string) bool {
	return method == http.MethodPost && strings.HasPrefix(path, "/api/v1/")
}

// routes serves every line of the table.
func (s *Server) routes() {
	s.rows, s.stray = map[string]route{}, map[string]page.Media{}
	known, described := parameters(), map[string]page.Operation{}
	for _, o := range operations() {
		described[o.Method+" "+o.Path] = o
	}
	for _, r := range s.table() {
		handler := r.handler
		if o, ok := described[r.method+" "+r.path]; ok {
			handler = strictly(o, known, handler)
		}
		if mayRepeat(r.method, r.path) {
			handler = s.once(handler)
		}
		s.echo.Add(r.method, r.path, handler, r.door)
		s.rows[r.method+" "+r.path] = r
		if first := firstOf(r.path); s.stray[first] == "" {
			s.stray[first] = r.media
		}
	}
}

// row returns the line of the table that a request has come to. Of an address that there is not it has only what is
// answered to its neighbours: a program that asks /api/v2 reads a problem document.
func (s *Server) row(c echo.Context) route {
	if r, ok := s.rows[c.Request().Method+" "+c.Path()]; ok {
		return r
	}
	return route{limit: small, media: s.stray[firstOf(c.Request().URL.Path)]}
}

// firstOf returns the first part of a path.
func firstOf(path string) string {
	first, _, _ := strings.Cut(strings.TrimPrefix(path, "/"), "/")
	return first
}
