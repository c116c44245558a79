package web

import (
	"context"
	"net/http"
)

// headed is where a request says that its asker wants the head alone.
type headed struct{}

// answerHead answers HEAD as GET is answered, without the body.
func (s *Server) answerHead(w http.ResponseWriter, r *http.Request) {
	asked := r.WithContext(context.WithValue(r.Context(), headed{}, true))
	asked.Method = http.MethodGet
	s.echo.ServeHTTP(headWriter{w}, asked)
}

// headWriter sends the head of an answer.
type headWriter struct{ http.ResponseWriter }

// Write reports that it wrote, so that no handler stops for it.
func (w headWriter) Write(p []byte) (int, error) { return len(p), nil }

// Unwrap returns what the head is written to.
func (w headWriter) Unwrap() http.ResponseWriter { return w.ResponseWriter }

// methodOf returns the method by which somebody asked.
func methodOf(r *http.Request) string {
	if r.Context().Value(headed{}) != nil {
		return http.MethodHead
	}
	return r.Method
}
