// Package ssotest is a provider of accounts that speaks OpenID Connect, in the process of a test.
package ssotest

import (
	"bytes"
	"encoding/json"
	"maps"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/golang-jwt/jwt/v5"
	"github.com/oauth2-proxy/mockoidc"
)

// Person is whom the provider names next: the claims of the token that it gives, over those that it would give. One with
// nil is left out.
type Person map[string]any

// ID returns the subject.
func (p Person) ID() string {
	id, _ := p["sub"].(string)
	return id
}

// Userinfo returns nothing: nobody asks for it.
func (p Person) Userinfo([]string) ([]byte, error) { return []byte("{}"), nil }

// Claims returns the claims of the token.
func (p Person) Claims(_ []string, usual *mockoidc.IDTokenClaims) (jwt.Claims, error) {
	text, err := json.Marshal(usual)
	if err != nil {
		return nil, err
	}
	all := jwt.MapClaims{}
	if err := json.Unmarshal(text, &all); err != nil {
		return nil, err
	}
	maps.Copy(all, jwt.MapClaims(p))
	maps.DeleteFunc(all, func(_ string, value any) bool { return value == nil })
	return all, nil
}

// Provider is a provider of accounts.
type Provider struct {
	*mockoidc.MockOIDC
	Away   atomic.Bool               // it answers nothing but errors
	Forge  func(token string) string // what becomes of a token on the way; nil: nothing
	Issued string                    // the last token that was given
}

// Start starts a Provider for as long as the test runs.
func Start(t testing.TB) *Provider {
	t.Helper()
	server, err := mockoidc.NewServer(nil)
	if err != nil {
		t.Fatal(err)
	}
	p := &Provider{MockOIDC: server}
	if err := server.AddMiddleware(p.around); err != nil {
		t.Fatal(err)
	}
	listening := httptest.NewUnstartedServer(nil)
	if err := server.Start(listening.Listener, nil); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := server.Shutdown(); err != nil {
			t.Error(err)
		}
	})
	return p
}

// around stands around each endpoint.
func (p *Provider) around(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch {
		case p.Away.Load():
			http.Error(w, "away", http.StatusBadGateway)
		case strings.HasSuffix(r.URL.Path, "/token"):
			p.token(w, r, next)
		default:
			next.ServeHTTP(w, r)
		}
	})
}

func (p *Provider) token(w http.ResponseWriter, r *http.Request, next http.Handler) {
	got := httptest.NewRecorder()
	next.ServeHTTP(got, r)
	body := got.Body.Bytes()
	var said struct {
		Token string `json:"id_token"`
	}
	if json.Unmarshal(body, &said) == nil && said.Token != "" {
		p.Issued = said.Token
		if p.Forge != nil {
			body = bytes.Replace(body, []byte(said.Token), []byte(p.Forge(said.Token)), 1)
		}
	}
	maps.Copy(w.Header(), got.Header())
	w.WriteHeader(got.Code)
	w.Write(body)
}

// Visit goes to the address that a server leads to, as a person, and returns the address that the provider leads back to.
func (p *Provider) Visit(t testing.TB, address string, who Person) (back string) {
	t.Helper()
	p.QueueUser(who)
	client := http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	answer, err := client.Get(address)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusFound {
		t.Fatalf("the provider answers %d", answer.StatusCode)
	}
	return answer.Header.Get("Location")
}
