package main

import (
	"crypto/hkdf"
	"crypto/sha256"
	"fmt"
	"net/url"
	"slices"
	"strings"

	"soundings/web/auth"
	"soundings/web/sso"
)

// SSOSettings are the flags of single sign-on. Without an issuer there is none.
type SSOSettings struct {
	Issuer       string   `env:"ISSUER" placeholder:"https://…" help:"Single sign-on by OpenID Connect: the issuer, exactly as the provider names itself, for example https://accounts.google.com or https://login.microsoftonline.com/TENANT/v2.0. Default: the team signs in with passwords alone."`
	ClientID     string   `name:"client-id" env:"CLIENT_ID" placeholder:"TEXT" help:"What the provider calls this server."`
	ClientSecret string   `name:"client-secret" env:"CLIENT_SECRET" placeholder:"TEXT" help:"Secret that the provider has given this server. Set the variable rather than the flag."`
	Name         string   `env:"NAME" placeholder:"TEXT" help:"What the clinic calls the provider, for the button on the sign-in page, for example Harbor Street."`
	Scopes       []string `env:"SCOPES" placeholder:"SCOPE" help:"Scopes besides openid, email and profile, for example groups. Default: none."`
	Domains      []string `env:"DOMAINS" placeholder:"DOMAIN" help:"Mail domains that may sign in. Required with Google. Default: all."`
	Verified     []string `env:"VERIFIED" placeholder:"DOMAIN" help:"Mail domains whose addresses the provider gives to their owners alone, although its tokens do not say email_verified, as those of Microsoft Entra. Default: none."`
	GroupsClaim  string   `env:"GROUPS_CLAIM" default:"groups" help:"Claim of the token that names somebody's groups. For app roles of Microsoft Entra: roles."`
	Roles        []string `env:"ROLES" placeholder:"GROUP=ROLE" help:"Who gets which role at each sign-in: GROUP=manager, GROUP=member or GROUP=viewer, or @DOMAIN=ROLE for everybody with an address of that domain. The widest counts. Default: only people whom a manager has added sign in."`
	Proof        string   `env:"PROOF" enum:"fresh,visit" default:"fresh" help:"What counts where a password would be asked for again: fresh, that the provider says somebody just signed in there (auth_time), or visit, that they went there again, whatever it asked for."`
}

// callback is where the provider leads back to.
const callback = "/signin/provider/callback"

func (s *Settings) checkSSO() error {
	o := &s.SSO
	if o.Issuer == "" {
		if o.ClientID != "" || len(o.Roles) > 0 {
			return wrong("--sso-issuer (SOUNDINGS_SSO_ISSUER) is required for single sign-on")
		}
		return nil
	}
	u, err := url.Parse(o.Issuer)
	switch {
	case err != nil || u.Host == "" || u.User != nil || u.RawQuery != "" || u.Fragment != "" || u.Scheme != "https" && (u.Scheme != "http" || !loopbackHost(u.Host)):
		return wrong("--sso-issuer %q is not an address with https: write it as https://accounts.google.com", o.Issuer)
	case o.ClientID == "" || o.ClientSecret == "":
		return wrong("--sso-client-id and --sso-client-secret (SOUNDINGS_SSO_CLIENT_ID, SOUNDINGS_SSO_CLIENT_SECRET) are required with --sso-issuer: the provider gives both")
	case sso.IsEntra(o.Issuer) && slices.Contains([]string{"common", "organizations", "consumers"}, strings.Split(strings.Trim(u.Path, "/"), "/")[0]):
		return wrong("--sso-issuer names every tenant of Microsoft Entra: write your own, as https://login.microsoftonline.com/TENANT/v2.0")
	case o.Issuer == sso.Google && len(o.Domains) == 0:
		return wrong("--sso-domains (SOUNDINGS_SSO_DOMAINS) is required with Google, where everybody has an account: write your clinic's")
	}
	for _, domain := range slices.Concat(o.Domains, o.Verified) {
		if !isDomain(domain) {
			return wrong("%q is not a mail domain: write it as clinic.example.org", domain)
		}
	}
	_, err = o.rules()
	return err
}

func isDomain(text string) bool {
	return strings.Contains(text, ".") && !strings.ContainsAny(text, "@ */:")
}

// rules returns who gets which role.
func (o SSOSettings) rules() ([]sso.Rule, error) {
	var all []sso.Rule
	for _, text := range o.Roles {
		at := strings.LastIndex(text, "=")
		if at < 1 {
			return nil, wrong("--sso-roles %q is not a rule: write it as portal-team=member, or @clinic.example.org=viewer", text)
		}
		r := sso.Rule{Role: auth.Role(strings.TrimSpace(text[at+1:]))}
		if domain, is := strings.CutPrefix(strings.TrimSpace(text[:at]), "@"); is {
			r.Domain = domain
		} else {
			r.Group = domain
		}
		if !slices.Contains(auth.StaffRoles(), r.Role) || r.Group == "" && !isDomain(r.Domain) {
			return nil, wrong("--sso-roles %q is not a rule: the roles are manager, member and viewer, and a domain is written as @clinic.example.org", text)
		}
		all = append(all, r)
	}
	return all, nil
}

// provider returns by whom the team signs in too; nil: with passwords alone.
func (m *Main) provider(secret string) (*sso.Provider, error) {
	o := m.Settings.SSO
	if o.Issuer == "" {
		return nil, nil
	}
	rules, err := o.rules()
	if err != nil {
		return nil, err
	}
	key, err := hkdf.Key(sha256.New, []byte(secret), nil, "soundings single sign-on", 32)
	if err != nil {
		return nil, fmt.Errorf("deriving the key of single sign-on: %w", err)
	}
	return sso.New(sso.Config{
		Name: o.Name, Issuer: o.Issuer, ClientID: o.ClientID, ClientSecret: o.ClientSecret, Scopes: o.Scopes, Domains: o.Domains, Verified: o.Verified,
		GroupsClaim: o.GroupsClaim, Rules: rules, Visit: o.Proof == "visit", Callback: m.BaseURL + callback, Key: key,
		Now: m.Now, Rand: m.Rand, Log: m.log,
	})
}
