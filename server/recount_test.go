package main

import (
	"net/url"
	"strings"
	"testing"
)

// Ballots are counted again as events are: by the running server, and from the database alone.
func TestBallotsAreRecounted(t *testing.T) {
	onBothAtOnce(t, func(t *testing.T, at place) {
		s := startChild(t, at.with()...)
		s.setUp(t)
		for _, feature := range []string{"bills", "booking"} {
			s.must(t, "PUT", "/features/"+feature, `{"name": "`+feature+`"}`, nil)
		}
		var open struct{ URL string }
		s.must(t, "POST", "/polls", `{"title": "First", "method": "maxdiff", "features": ["bills", "booking"], "groups": {"staff": {}}, "open": true}`, nil)
		s.must(t, "POST", "/polls/first/publish", nil, &open)
		s.must(t, "POST", "/polls", `{"title": "A draft", "method": "rank", "features": ["bills", "booking"], "groups": {"staff": {}}}`, nil)
		colleagues(t, open.URL, 7, url.Values{"best.1": {"bills"}, "worst.1": {"booking"}, "_action": {"submit"}})
		const want = "Recounted 7 ballots of 1 polls: the figures match."
		if out := succeeds(t, append([]string{"recount"}, at.with()...)...); !strings.Contains(out, want) {
			t.Errorf("the running server: %s", out)
		}
		s.kill()
		if out := succeeds(t, append([]string{"recount"}, at.with()...)...); !strings.Contains(out, want) {
			t.Errorf("the database: %s", out)
		}
	})
}
