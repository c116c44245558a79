package main

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"soundings/web/sso/ssotest"
)

// The server starts although the provider is away, and signs in by it once it is there, with settings alone.
func TestStartWithoutTheProvider(t *testing.T) {
	there := ssotest.Start(t)
	there.Away.Store(true)
	settings := []string{"--sso-issuer", there.Issuer(), "--sso-client-id=" + there.ClientID, "--sso-client-secret=" + there.ClientSecret, "--sso-roles", "portal=member,@clinic.example.org=viewer"}
	s := start(t, folder(t).with(settings...)...)
	if status, body := s.get(t, "/signin/provider"); status != http.StatusServiceUnavailable || !strings.Contains(body, "cannot be checked now") {
		t.Errorf("answered %d: %s", status, body)
	}
	if log := s.err.String(); strings.Contains(log, there.ClientSecret) || !strings.Contains(log, "provider of single sign-on") {
		t.Errorf("logged %s", log)
	}
	away := httptest.NewServer(http.NotFoundHandler())
	away.Close() // nobody listens there
	settings[1] = away.URL
	s = start(t, folder(t).with(settings...)...)
	if status, _ := s.get(t, "/signin/provider"); status != http.StatusServiceUnavailable {
		t.Errorf("answered %d where nobody listens", status)
	}
}
