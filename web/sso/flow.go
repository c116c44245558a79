package sso

import (
	"context"
	"crypto/subtle"
	"errors"
	"net/url"
	"strings"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"

	"soundings/cohorts/base"
	"soundings/web/auth"
)

// Life is for how long somebody may be at the provider.
const Life = 10 * time.Minute

// skew is by how much the provider's clock may differ.
const skew = time.Minute

// Flow is one way to the provider and back. The browser keeps it, sealed.
type Flow struct {
	Next  string     // where to go then
	Again bool       // somebody who is signed in is to prove once more who they are,
	Post  string     // to send this form, if any
	Sent  url.Values // with these fields

	State, Nonce, Verifier string
	Began                  time.Time
}

// Begin returns the address at the provider that a flow leads to, and what the browser has to keep meanwhile.
func (p *Provider) Begin(ctx context.Context, f Flow) (address, kept string, err error) {
	found, err := p.provider(ctx)
	if err != nil {
		return "", "", err
	}
	f.State, f.Nonce, f.Verifier, f.Began = p.token(), p.token(), p.token(), p.Now()
	if kept, err = p.seal(f); err != nil {
		return "", "", err
	}
	options := []oauth2.AuthCodeOption{oidc.Nonce(f.Nonce), oauth2.S256ChallengeOption(f.Verifier)}
	if f.Again {
		options = append(options, oauth2.SetAuthURLParam("prompt", "login"), oauth2.SetAuthURLParam("max_age", "0"))
	}
	return p.endpoints(found).AuthCodeURL(f.State, options...), kept, nil
}

// token returns random text that nobody guesses: 64 letters and digits, which is long enough for PKCE.
func (p *Provider) token() string {
	return base.NewID(p.Rand) + base.NewID(p.Rand) + base.NewID(p.Rand) + base.NewID(p.Rand)
}

// Open returns the flow that a browser has kept, where the provider's answer is of that flow.
func (p *Provider) Open(kept string, answer url.Values) (Flow, error) {
	f, err := p.unseal(kept)
	age := p.Now().Sub(f.Began)
	if err != nil || age < 0 || age > Life || subtle.ConstantTimeCompare([]byte(f.State), []byte(answer.Get("state"))) != 1 {
		return Flow{}, base.Refuse(base.Gone, "sso.stale")
	}
	return f, nil
}

// Finish returns whom the provider names in its answer to a flow.
func (p *Provider) Finish(ctx context.Context, f Flow, answer url.Values) (auth.Person, error) {
	if issuer := answer.Get("iss"); issuer != "" && issuer != p.Issuer { // RFC 9207
		return auth.Person{}, p.refuse(ctx, "sso.failed", "the answer is of another issuer")
	}
	if answer.Get("error") != "" || answer.Get("code") == "" {
		return auth.Person{}, p.refuse(ctx, "sso.denied", "it answered: "+plain(answer.Get("error")))
	}
	found, err := p.provider(ctx)
	if err != nil {
		return auth.Person{}, err
	}
	ctx = oidc.ClientContext(ctx, p.client)
	token, err := p.endpoints(found).Exchange(ctx, answer.Get("code"), oauth2.VerifierOption(f.Verifier))
	if err != nil {
		return auth.Person{}, p.notExchanged(ctx, err)
	}
	raw, _ := token.Extra("id_token").(string)
	id, err := found.VerifierContext(ctx, &oidc.Config{ClientID: p.ClientID, Now: p.Now}).Verify(ctx, raw)
	if err != nil {
		return auth.Person{}, p.refuse(ctx, "sso.failed", "its token is not signed by it, not for this server, or not of now")
	}
	if subtle.ConstantTimeCompare([]byte(id.Nonce), []byte(f.Nonce)) != 1 {
		return auth.Person{}, p.refuse(ctx, "sso.failed", "its token answers another question")
	}
	person, err := p.person(ctx, id)
	if err != nil {
		return auth.Person{}, err
	}
	return p.fresh(ctx, f, person)
}

// fresh refuses who was to prove again who they are, and did not, as far as the provider says.
func (p *Provider) fresh(ctx context.Context, f Flow, person auth.Person) (auth.Person, error) {
	if p.Visit {
		person.At = p.Now()
	}
	if person.At.After(p.Now().Add(skew)) {
		return auth.Person{}, p.refuse(ctx, "sso.failed", "its token is of later")
	}
	if f.Again && person.At.Before(f.Began.Add(-skew)) {
		return auth.Person{}, p.refuse(ctx, "sso.not_again", "its token does not say that somebody just signed in (auth_time)")
	}
	return person, nil
}

// notExchanged returns what comes of a code for which there was no token. What the provider says of it may hold anything,
// so that only its kind is logged.
func (p *Provider) notExchanged(ctx context.Context, err error) error {
	if said := (*oauth2.RetrieveError)(nil); errors.As(err, &said) && said.Response != nil && said.Response.StatusCode < 500 {
		return p.refuse(ctx, "sso.failed", "it gave no token: "+plain(said.ErrorCode))
	}
	p.Log.WarnContext(ctx, "the provider of single sign-on did not answer")
	return p.away()
}

// refuse refuses somebody, and logs why: neither who, nor what the provider sent.
func (p *Provider) refuse(ctx context.Context, text, why string) error {
	p.Log.WarnContext(ctx, "single sign-on was refused", "why", why)
	return base.Refuse(base.Forbidden, text)
}

// plain returns a provider's name of an error, where it is one: small letters and underscores.
func plain(name string) string {
	if name == "" || len(name) > 40 || strings.Trim(name, "abcdefghijklmnopqrstuvwxyz_") != "" {
		return "something"
	}
	return name
}
