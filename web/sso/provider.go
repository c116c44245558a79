// Package sso has the team sign in by the clinic's own provider of accounts, with OpenID Connect: the authorization code
// flow with PKCE, state and nonce. What the provider says is believed only as far as the token is signed, meant for this
// server, of now, and answers what this browser asked for.
package sso

import (
	"context"
	"crypto/cipher"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"sync"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"

	"soundings/cohorts/base"
	"soundings/web/auth"
)

// Config is what a Provider is made with.
type Config struct {
	Name         string // what the clinic calls it; may be empty
	Issuer       string // exactly as the provider's discovery document and tokens have it
	ClientID     string
	ClientSecret string
	Scopes       []string // besides openid, email and profile
	Domains      []string // of mail addresses that may sign in; empty: all
	Verified     []string // domains of addresses that the provider gives to their owners alone, though its tokens do not say so
	GroupsClaim  string   // which claim has the groups
	Rules        []Rule   // which role whom
	Visit        bool     // going to the provider again counts as giving the password again, whatever it asks for
	Callback     string   // the address on this server to which the provider leads back
	Key          []byte   // 32 bytes; seals what a browser keeps on the way

	Now  func() time.Time
	Rand io.Reader
	Log  *slog.Logger
}

// Rule gives a role to who is in a group of the provider's, or has an address of a domain.
type Rule struct {
	Group  string
	Domain string
	Role   auth.Role
}

// Provider is where people prove who they are. Make it with New.
type Provider struct {
	Config
	client *http.Client
	sealer cipher.AEAD

	mu     sync.Mutex // one at a time asks what the provider is
	found  *oidc.Provider
	failed time.Time // when it last did not answer
}

// How long the provider has to answer, and after how long it is asked again what it is.
const (
	answerTime = 10 * time.Second
	askAgain   = 5 * time.Second
)

// New makes a Provider. It asks it nothing yet: the server starts although the provider is away.
func New(c Config) (*Provider, error) {
	sealer, err := newSealer(c.Key)
	if err != nil {
		return nil, err
	}
	return &Provider{Config: c, client: &http.Client{Timeout: answerTime}, sealer: sealer}, nil
}

// provider returns what the provider says of itself, which it is asked once.
func (p *Provider) provider(ctx context.Context) (*oidc.Provider, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.found != nil {
		return p.found, nil
	}
	if since := p.Now().Sub(p.failed); since >= 0 && since < askAgain {
		return nil, p.away()
	}
	found, err := oidc.NewProvider(oidc.ClientContext(ctx, p.client), p.Issuer)
	if err != nil && ctx.Err() != nil { // who asked has gone
		return nil, fmt.Errorf("asking the provider what it is: %w", ctx.Err())
	}
	if err != nil {
		p.failed = p.Now()
		why := "it does not answer as OpenID Connect wants"
		if mismatch := (*oidc.IssuerMismatchError)(nil); errors.As(err, &mismatch) {
			why = "it calls itself otherwise than --sso-issuer (SOUNDINGS_SSO_ISSUER)"
		}
		p.Log.WarnContext(ctx, "the provider of single sign-on could not be asked what it is", "why", why)
		return nil, p.away()
	}
	p.found = found
	return found, nil
}

// away refuses, because the provider does not answer.
func (p *Provider) away() error {
	return &base.Error{Code: base.Busy, Text: base.T("sso.away"), Wait: askAgain}
}

// client returns what the provider's endpoints are asked with.
func (p *Provider) endpoints(found *oidc.Provider) *oauth2.Config {
	return &oauth2.Config{
		ClientID: p.ClientID, ClientSecret: p.ClientSecret, Endpoint: found.Endpoint(), RedirectURL: p.Callback,
		Scopes: append([]string{oidc.ScopeOpenID, "email", "profile"}, p.Scopes...),
	}
}
