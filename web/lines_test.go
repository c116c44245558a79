package web

import (
	"net/http"
	"strings"
	"testing"

	"soundings/web/auth"
)

// What is called something is called it in one line, by the API and by forms.
func TestNamesStandInOneLine(t *testing.T) {
	k := newClinic(t)
	key := k.key(t, auth.Manager)
	const typed, want = `Bcc: all\n\r\nSecure\u2028 messaging`, "Bcc: all Secure messaging"
	for _, c := range []struct{ method, path, body string }{
		{"PUT", "/api/v1/features/messages", `{"name": "` + typed + `", "owner": "` + typed + `"}`},
		{"POST", "/api/v1/cohorts", `{"name": "` + typed + `"}`},
		{"POST", "/api/v1/charter", `{"kind": "decision", "title": "` + typed + `", "owner": "` + typed + `", "date": "2027-01-04"}`},
		{"POST", "/api/v1/surveys", `{"title": "` + typed + `", "pages": [{"questions": [{"id": "sus", "instrument": "sus"}]}]}`},
		{"PUT", "/api/v1/participants/P-1", `{"group": "patient", "name": "` + typed + `", "address": {"street": "` + typed + `"}, "attributes": {"site": "` + typed + `"}}`},
	} {
		answer, body := k.ask(t, c.method, c.path, c.body, "Authorization", "Bearer "+key, "Content-Type", "application/json")
		if answer.StatusCode >= 300 || !strings.Contains(body, `"`+want+`"`) || strings.Contains(body, `Bcc: all\n`) {
			t.Errorf("%s: %d %s", c.path, answer.StatusCode, body)
		}
	}
	if _, made, err := k.Auth.CreateKey(t.Context(), "nightly\nimport", auth.Member); err != nil || made.Name != "nightly import" {
		t.Errorf("a key is called %q, %v", made.Name, err)
	}
}

// A switch is remembered only where it is one of its settings: not whatever an address says.
func TestSwitchesThatAreNone(t *testing.T) {
	k := newClinic(t)
	for address, want := range map[string]string{
		"/?lang=es": "es", "/?text=large": "large", "/?lang=fr": "", "/?text=huge": "", "/?lang=" + strings.Repeat("x", 5000): "", "/?lang=es%0d%0aSet-Cookie:x": "", "/?text=es": "",
	} {
		kept := (&http.Response{Header: k.visitor(t).get(address).is(303).header}).Cookies()
		got := ""
		for _, cookie := range kept {
			got += cookie.Value
		}
		if got != want {
			t.Errorf("%.40s keeps %.40q", address, got)
		}
	}
}
