package web

import (
	"net/http/httptest"
	"testing"
)

// A slash behind a personal link is none of it; other addresses stay as they are.
func TestWithoutSlash(t *testing.T) {
	for path, want := range map[string]string{
		"/s/0123-4567/": "/s/0123-4567", "/s/0123-4567//": "/s/0123-4567", "/p/AB%3E/": "/p/AB%3E", "/u/x/?lang=es": "/u/x?lang=es", "/b/x/": "/b/x",
		"/s/x": "/s/x", "/surveys/": "/surveys/", "/": "/", "/s/": "/s/", "/x/y/": "/x/y/",
	} {
		if got := withoutSlash(httptest.NewRequest("GET", path, nil)).URL.RequestURI(); got != want {
			t.Errorf("%s: got %s, want %s", path, got, want)
		}
	}
}
