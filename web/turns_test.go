package web

import (
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/labstack/echo/v4"

	"soundings/web/auth"
)

// patient is who answers a request that nobody sent.
type patient struct{ *httptest.ResponseRecorder }

func (patient) SetReadDeadline(time.Time) error { return nil }

// While a file is read another waits, and is then told when to come again, a person on a page and a program in a document;
// events and everything else go on.
func TestFilesAreReadInTurn(t *testing.T) {
	k := newClinic(t)
	b := k.as(t, auth.Member)
	keys := map[string]string{"/api/v1/participants/import": k.key(t, auth.Member), "/api/v1/events/import": k.key(t, auth.Portal)}
	over := make(chan time.Time)
	close(over)
	k.files.Tick = func(time.Duration) <-chan time.Time { return over }
	held, let := make(chan struct{}), make(chan struct{})
	go func() {
		_ = k.files.In(func(echo.Context) error { close(held); <-let; return nil })(echo.New().NewContext(httptest.NewRequest("POST", "/", nil), patient{httptest.NewRecorder()}))
	}()
	<-held
	const people = "ref,group\nP-1,patient\n"
	for _, path := range []string{"/participants/import", "/events"} {
		busy := b.uploadTo(path, "people.csv", people).is(429).says("Other files are being read right now.")
		if busy.header.Get("Retry-After") != "45" {
			t.Errorf("%s: Retry-After %q", path, busy.header.Get("Retry-After"))
		}
	}
	for path, key := range keys {
		if answer, body := k.ask(t, "POST", path, people, "Authorization", "Bearer "+key, "Content-Type", "text/csv"); answer.StatusCode != 429 || answer.Header.Get("Retry-After") == "" || !strings.Contains(body, "Other files are being read") {
			t.Errorf("%s: %d %s", path, answer.StatusCode, body)
		}
	}
	b.get("/participants").is(200)
	close(let)
	k.files.Tick = func(time.Duration) <-chan time.Time { return nil }
	b.uploadTo("/participants/import", "people.csv", people).is(200).says("Nothing is imported yet.")
}
