package sso

import (
	"context"
	"encoding/json"
	"slices"
	"strings"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"

	"soundings/cohorts/base"
	"soundings/web/auth"
)

// Google is the issuer of Google's accounts.
const Google = "https://accounts.google.com"

// IsEntra reports whether an issuer is a tenant of Microsoft Entra.
func IsEntra(issuer string) bool {
	for _, cloud := range []string{"https://login.microsoftonline.com/", "https://login.microsoftonline.us/", "https://login.partner.microsoftonline.cn/"} {
		if strings.HasPrefix(issuer, cloud) {
			return true
		}
	}
	return false
}

// claims are what a token says of somebody.
type claims struct {
	Email       string                     `json:"email"`
	Verified    flag                       `json:"email_verified"`
	OwnerKnown  flag                       `json:"xms_edov"` // Entra: the owner of the address's domain is verified
	Username    string                     `json:"preferred_username"`
	Name        string                     `json:"name"`
	Hosted      string                     `json:"hd"` // Google: the organization whose account it is
	AuthTime    int64                      `json:"auth_time"`
	Party       string                     `json:"azp"`
	Overage     bool                       `json:"hasgroups"`
	Distributed map[string]json.RawMessage `json:"_claim_names"`
}

// flag is a yes or no of which some providers make a text or a number. Nothing is neither.
type flag string

// UnmarshalJSON reads true, "true", 1 and "1" as yes, and anything else as no.
func (f *flag) UnmarshalJSON(b []byte) error {
	*f = "no"
	switch strings.Trim(strings.ToLower(string(b)), `"`) {
	case "true", "1":
		*f = "yes"
	case "null":
		*f = ""
	}
	return nil
}

// person returns whom a token names, if they may sign in.
func (p *Provider) person(ctx context.Context, id *oidc.IDToken) (auth.Person, error) {
	var c claims
	if err := id.Claims(&c); err != nil || id.Subject == "" || c.Party != "" && c.Party != p.ClientID || len(id.Audience) > 1 && c.Party == "" {
		return auth.Person{}, p.refuse(ctx, "sso.failed", "its token cannot be read, names nobody, or was given to another program")
	}
	email, ok := p.verified(c)
	if !ok {
		return auth.Person{}, p.refuse(ctx, "sso.unverified", "the provider does not say that the address is theirs")
	}
	if !p.invited(email, c) {
		return auth.Person{}, p.refuse(ctx, "sso.domain", "the address is not of --sso-domains (SOUNDINGS_SSO_DOMAINS)")
	}
	groups, err := p.groups(ctx, id, c)
	if err != nil {
		return auth.Person{}, err
	}
	who := auth.Person{Issuer: id.Issuer, Subject: id.Subject, Email: email, Name: c.Name, Role: p.role(email, groups)}
	if c.AuthTime > 0 {
		who.At = time.Unix(c.AuthTime, 0)
	}
	return who, nil
}

// verified returns the address of which the provider says that it is theirs: by email_verified; by xms_edov of Entra, which
// has no such claim; or without a word, where the operator has said that it gives addresses of that domain to their owners
// alone. Google's word counts for its own addresses and for those of an organization that it hosts.
func (p *Provider) verified(c claims) (email string, ok bool) {
	email = strings.ToLower(strings.TrimSpace(c.Email))
	if email == "" && IsEntra(p.Issuer) && c.Verified == "" { // the name to sign in with, in a domain of the tenant's
		email = strings.ToLower(strings.TrimSpace(c.Username))
		return email, in(p.Verified, domainOf(email))
	}
	domain := domainOf(email)
	switch {
	case domain == "" || c.Verified == "no":
		return "", false
	case p.Issuer == Google && c.Hosted == "" && domain != "gmail.com" && domain != "googlemail.com":
		return "", false
	case c.Verified == "yes", in(p.Verified, domain):
		return email, true
	}
	return email, IsEntra(p.Issuer) && c.OwnerKnown == "yes"
}

// invited reports whether an address is of a domain that may sign in, and so is the organization that Google hosts it for.
func (p *Provider) invited(email string, c claims) bool {
	if len(p.Domains) == 0 {
		return true
	}
	return in(p.Domains, domainOf(email)) && (p.Issuer != Google || c.Hosted == "" || in(p.Domains, strings.ToLower(c.Hosted)))
}

// in reports whether a domain is one of a list.
func in(list []string, domain string) bool {
	return domain != "" && slices.ContainsFunc(list, func(one string) bool { return strings.EqualFold(one, domain) })
}

// domainOf returns what follows the last @ of an address; nothing where there is none.
func domainOf(email string) string {
	at := strings.LastIndex(email, "@")
	if at < 1 {
		return ""
	}
	return email[at+1:]
}

// groups returns the groups that a token names. Entra leaves them out where there are too many: nobody loses their role
// by that without a word.
func (p *Provider) groups(ctx context.Context, id *oidc.IDToken, c claims) ([]string, error) {
	var all map[string]json.RawMessage
	if err := id.Claims(&all); err != nil {
		return nil, p.refuse(ctx, "sso.failed", "its token cannot be read")
	}
	claim, ok := all[p.GroupsClaim]
	if _, elsewhere := c.Distributed[p.GroupsClaim]; !ok && (elsewhere || c.Overage) && p.byGroup() {
		p.Log.WarnContext(ctx, "somebody is in too many groups for the provider to name them: have it send only those assigned to this program")
		return nil, base.Refuse(base.Forbidden, "sso.many_groups")
	}
	var groups []string
	if json.Unmarshal(claim, &groups) == nil {
		return groups, nil
	}
	var one string
	if json.Unmarshal(claim, &one) == nil && one != "" {
		return []string{one}, nil
	}
	return nil, nil
}

// byGroup reports whether any rule goes by a group.
func (p *Provider) byGroup() bool {
	return slices.ContainsFunc(p.Rules, func(r Rule) bool { return r.Group != "" })
}

// role returns the widest role that the rules give; empty: none.
func (p *Provider) role(email string, groups []string) (role auth.Role) {
	for _, r := range p.Rules {
		mine := r.Group != "" && slices.Contains(groups, r.Group) || r.Domain != "" && strings.EqualFold(r.Domain, domainOf(email))
		if mine && (role == "" || r.Role.Covers(role)) {
			role = r.Role
		}
	}
	return role
}
