package page

import (
	"fmt"
	"io"
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"soundings/cohorts/base"
)

// Turns lets a few requests in at a time, because each may hold much. The others wait before anything of them is read.
type Turns struct {
	Read time.Duration                        // for one that was let in to be read: the others wait for it
	Wait time.Duration                        // for one to be let in; then it is refused. 0: as long as it wants
	Busy string                               // the text that refuses it
	Tick func(time.Duration) <-chan time.Time // says that it has waited

	taken chan struct{} // holds one value for each that was let in
}

// NewTurns lets so many in at a time.
func NewTurns(together int, read, wait time.Duration, busy string) *Turns {
	return &Turns{Read: read, Wait: wait, Busy: busy, Tick: time.After, taken: make(chan struct{}, together)}
}

// In returns a handler whose requests take turns.
func (t *Turns) In(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		if err := t.bound(c, t.Wait+t.Read); err != nil {
			return err
		}
		if err := t.take(c); err != nil {
			return err
		}
		defer func() { <-t.taken }()
		if err := t.bound(c, t.Read); err != nil {
			return err
		}
		return next(c)
	}
}

// bound bounds how long a request may take to come, from now on.
func (t *Turns) bound(c echo.Context, read time.Duration) error {
	if err := http.NewResponseController(c.Response()).SetReadDeadline(time.Now().Add(read)); err != nil {
		return fmt.Errorf("bound how long a request is read: %w", err)
	}
	return nil
}

// take waits until it is a request's turn.
func (t *Turns) take(c echo.Context) error {
	select {
	case t.taken <- struct{}{}: // whatever the clock says
		return nil
	default:
	}
	ctx := c.Request().Context()
	var over <-chan time.Time
	if t.Wait > 0 {
		over = t.Tick(t.Wait)
	}
	select {
	case t.taken <- struct{}{}:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	case <-over:
		// A browser that is still sending would not see an answer.
		if _, err := io.Copy(io.Discard, c.Request().Body); err != nil {
			return fmt.Errorf("read past a request: %w", err)
		}
		return &base.Error{Code: base.Busy, Text: base.T(t.Busy), Wait: t.Wait}
	}
}
