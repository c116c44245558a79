package page

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/labstack/echo/v4"

	"soundings/cohorts/base"
)

// Requests take turns: one that waits is not read, is refused when it has waited long enough, and then is read past, so that
// its browser sees the answer.
func TestTurns(t *testing.T) {
	turns := NewTurns(1, time.Minute, time.Second, "upload.busy")
	waited := make(chan time.Time)
	turns.Tick = func(time.Duration) <-chan time.Time { return waited }
	let, inside := make(chan struct{}), make(chan string)
	refused := make(chan error, 1)
	e := echo.New()
	e.POST("/", turns.In(func(c echo.Context) error {
		text, err := io.ReadAll(c.Request().Body)
		inside <- string(text)
		<-let
		return errors.Join(err, c.NoContent(http.StatusOK))
	}))
	e.HTTPErrorHandler = func(err error, c echo.Context) {
		refused <- err
		_ = c.NoContent(http.StatusTooManyRequests)
	}
	server := httptest.NewServer(e)
	defer server.Close()
	send := func(ctx context.Context, body io.Reader) <-chan int {
		status := make(chan int, 1)
		r, err := http.NewRequestWithContext(ctx, http.MethodPost, server.URL, body)
		if err != nil {
			t.Fatal(err)
		}
		go func() {
			answer, err := http.DefaultClient.Do(r)
			if err != nil {
				status <- 0
				return
			}
			_ = answer.Body.Close()
			status <- answer.StatusCode
		}()
		return status
	}
	first := send(t.Context(), strings.NewReader("first"))
	if got := <-inside; got != "first" {
		t.Fatalf("let in is %q", got)
	}
	large := strings.Repeat("x", 4<<20) // more than what is underway by itself
	second := send(t.Context(), strings.NewReader(large))
	waited <- time.Now()
	if got := <-second; got != http.StatusTooManyRequests {
		t.Errorf("who waited is answered %d", got)
	}
	var busy *base.Error
	if err := <-refused; !errors.As(err, &busy) || busy.Code != base.Busy || busy.Wait != time.Second || busy.Text.ID != "upload.busy" {
		t.Errorf("refused by %v", err)
	}
	third := send(t.Context(), strings.NewReader("third"))
	let <- struct{}{}
	if got := <-inside; got != "third" || <-first != http.StatusOK {
		t.Errorf("after the first comes %q", got)
	}
	ctx, cancel := context.WithCancel(t.Context())
	fourth := send(ctx, strings.NewReader("fourth"))
	cancel()
	if got := <-fourth; got != 0 {
		t.Errorf("who went away is answered %d", got)
	}
	let <- struct{}{}
	if got := <-third; got != http.StatusOK {
		t.Errorf("the third is answered %d", got)
	}
}
