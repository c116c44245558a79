package web

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"hash"
	"io"
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"

	"soundings/cohorts/base"
	"soundings/web/auth"
	"soundings/web/page"
	"soundings/web/repeat"
)

const (
	requestKey    = "Idempotency-Key" // draft-ietf-httpapi-idempotency-key-header
	maxRequestKey = 255               // characters
)

// once has a request that names itself by a key be done once: whoever sends it again reads the first answer, also one that
// refuses. What was answered by a fault, or by a word to wait, was none. The key is one of its sender's API key and the
// route's; the same key with another request is refused.
func (s *Server) once(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		key, err := keyOfRequest(c.Request().Header)
		if err != nil {
			return err
		}
		if key == "" {
			return next(c)
		}
		ctx := c.Request().Context()
		kept, turn, err := s.Requests.Begin(ctx, strings.Join([]string{auth.WhoFrom(ctx).Key.ID, c.Path(), key}, " "))
		if err != nil {
			return err
		}
		sent := newPrint(c.Request())
		if turn == nil {
			return s.answerAgain(c, sent, kept)
		}
		return answerFirst(c, sent, turn, next)
	}
}

// keyOfRequest reads the header that names a request; empty: there is none. The quotes that it may have are not part of it.
func keyOfRequest(h http.Header) (string, error) {
	sent := h.Values(requestKey)
	if len(sent) == 0 {
		return "", nil
	}
	key := sent[0]
	if quoted, ok := strings.CutPrefix(key, `"`); ok && strings.HasSuffix(quoted, `"`) {
		key = strings.TrimSuffix(quoted, `"`)
	}
	odd := strings.ContainsFunc(key, func(r rune) bool { return r <= ' ' || r > '~' })
	if len(sent) > 1 || key == "" || len(key) > maxRequestKey || odd {
		return "", page.Invalid(requestKey, "repeat.key", "Limit", maxRequestKey)
	}
	return key, nil
}

// answerFirst does what is asked, and keeps the answer before it goes out.
func answerFirst(c echo.Context, sent *sentPrint, turn *repeat.Turn, next echo.HandlerFunc) error {
	ctx := context.WithoutCancel(c.Request().Context())
	c.SetRequest(c.Request().WithContext(turn.In(c.Request().Context())))
	out := &heldAnswer{ResponseWriter: c.Response().Writer}
	c.Response().Writer = out
	answered := false
	defer func() {
		c.Response().Writer = out.ResponseWriter
		if !answered {
			turn.GiveUp(ctx)
		}
	}()
	err := next(c)
	if errors.Is(err, repeat.ErrTaken) {
		err = repeat.UnderWay()
	}
	if err != nil {
		c.Error(err)
	}
	print, whole := sent.whole()
	if answered = whole && final(out.status); answered {
		turn.Answered(ctx, print, repeat.Answer{
			Status: out.status, Type: out.Header().Get(echo.HeaderContentType), Body: out.body.Bytes(), Links: page.LinksIn(c),
		})
	}
	return out.send()
}

// final reports whether an answer of this status is one: a request that met a fault, or was told to wait, is done when it
// comes again.
func final(status int) bool {
	return status != 0 && status < http.StatusInternalServerError && status != http.StatusRequestTimeout && status != http.StatusTooManyRequests
}

// answerAgain sends the first answer once more.
func (s *Server) answerAgain(c echo.Context, sent *sentPrint, kept repeat.Request) error {
	print, whole := sent.whole()
	switch {
	case !whole:
		return echo.ErrStatusRequestEntityTooLarge
	case print != kept.Print:
		return page.Invalid(requestKey, "repeat.other")
	case kept.Answer.Long:
		return base.Refuse(base.Conflict, "repeat.long")
	}
	if err := s.site.TookLinks(c, c.Request().URL.Path, kept.Answer.Links); err != nil {
		return err
	}
	if kept.Answer.Body == nil {
		return c.NoContent(kept.Answer.Status)
	}
	return c.Blob(kept.Answer.Status, kept.Answer.Type, kept.Answer.Body)
}

// sentPrint is the fingerprint of a request, made while its body is read.
type sentPrint struct {
	hash hash.Hash
	body io.Reader
	err  error
}

// newPrint has the fingerprint of a request made by whoever reads its body.
func newPrint(r *http.Request) *sentPrint {
	p := &sentPrint{hash: sha256.New()}
	_, _ = io.WriteString(p.hash, r.URL.Path+"?"+r.URL.Query().Encode()+"\n") // a hash takes everything
	p.body = io.TeeReader(r.Body, p.hash)
	r.Body = io.NopCloser(p) // a handler that closes it leaves the rest to be read
	return p
}

// Read reads of the body.
func (p *sentPrint) Read(to []byte) (int, error) {
	n, err := p.body.Read(to)
	if err != nil && !errors.Is(err, io.EOF) {
		p.err = err
	}
	return n, err
}

// whole reads what nobody read of the body, and returns the fingerprint; a body that breaks off or is too long has none.
func (p *sentPrint) whole() (string, bool) {
	if _, err := io.Copy(io.Discard, p); err != nil || p.err != nil {
		return "", false
	}
	return hex.EncodeToString(p.hash.Sum(nil)), true
}

// heldAnswer holds an answer back until it is kept.
type heldAnswer struct {
	http.ResponseWriter
	status int
	body   bytes.Buffer
}

// WriteHeader takes the status.
func (h *heldAnswer) WriteHeader(status int) { h.status = status }

// Write takes a part of the body.
func (h *heldAnswer) Write(part []byte) (int, error) { return h.body.Write(part) }

// Unwrap returns what the answer goes out by.
func (h *heldAnswer) Unwrap() http.ResponseWriter { return h.ResponseWriter }

// send sends the answer.
func (h *heldAnswer) send() error {
	if h.status == 0 {
		return nil
	}
	h.ResponseWriter.WriteHeader(h.status)
	_, err := h.ResponseWriter.Write(h.body.Bytes())
	return err
}
