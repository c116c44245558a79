package main

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	standardwebhooks "github.com/standard-webhooks/standard-webhooks/libraries/go"
)

// A program on this machine hears of a bump where that is allowed, and nothing where it is not.
func TestWebhooks(t *testing.T) {
	onBothAtOnce(t, func(t *testing.T, at place) {
		type call struct {
			header http.Header
			body   []byte
		}
		calls := make(chan call, 10)
		program := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
			body, _ := io.ReadAll(r.Body)
			calls <- call{r.Header, body}
		}))
		t.Cleanup(program.Close)
		s := start(t, at.with("--api-key", testKey, "--webhook-private")...)
		c := newClient(s.BaseURL)
		var made struct{ ID, Secret string }
		c.must(t, "POST", "/webhooks", `{"url":"`+program.URL+`","types":["bump.created"]}`, &made)
		c.must(t, "POST", "/bumps", `{"feature":"signing-in","text":"Maria cannot sign in"}`, nil)
		select {
		case got := <-calls:
			verifier, err := standardwebhooks.NewWebhook(made.Secret)
			if err == nil {
				err = verifier.Verify(got.body, got.header)
			}
			if err != nil || !strings.Contains(string(got.body), `"data":{"bump":"B-1","feature":"signing-in"}`) {
				t.Errorf("%v: %s", err, got.body)
			}
		case <-time.After(time.Minute):
			t.Fatal("nothing came")
		}
		s.stop(t)

		s = start(t, at.with("--api-key", testKey)...)
		defer s.stop(t)
		var tried struct{ State, Why string }
		newClient(s.BaseURL).must(t, "POST", "/webhooks/"+made.ID+"/test", "", &tried)
		if tried.State != "failed" || tried.Why != "private" || len(calls) > 0 {
			t.Errorf("%+v, and %d calls", tried, len(calls))
		}
	})
}
