package sso

import (
	"bytes"
	"crypto/rand"
	"encoding/base64"
	"errors"
	"log/slog"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/golang-jwt/jwt/v5"

	"soundings/cohorts/base"
	"soundings/web/auth"
	"soundings/web/sso/ssotest"
)

const subject, address, person = "248289761001", "ana.lopez@clinic.example", "Ana López"

// world is a Provider before one that runs. When a test ends, it looks through the log.
type world struct {
	*Provider
	there *ssotest.Provider
	now   time.Time
}

func newWorld(t *testing.T) *world {
	t.Helper()
	w := &world{there: ssotest.Start(t), now: time.Now()}
	var log bytes.Buffer
	var err error
	w.Provider, err = New(Config{
		Issuer: w.there.Issuer(), ClientID: w.there.ClientID, ClientSecret: w.there.ClientSecret, GroupsClaim: "groups",
		Callback: "http://soundings.example/signin/provider/callback", Key: []byte("32 bytes of a key in these tests"),
		Now: func() time.Time { return w.now }, Rand: rand.Reader, Log: slog.New(slog.NewTextHandler(&log, nil)),
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		for _, secret := range []string{subject, "clinic.example", person, w.there.ClientSecret, w.there.Issued} {
			if secret != "" && strings.Contains(log.String(), secret) {
				t.Errorf("the log shows %q:\n%s", secret, log.String())
			}
		}
	})
	return w
}

// ana is somebody whom the provider knows, with other claims.
func ana(other ssotest.Person) ssotest.Person {
	p := ssotest.Person{"sub": subject, "email": address, "email_verified": true, "name": person}
	for name, value := range other {
		p[name] = value
	}
	return p
}

// signIn goes to the provider and back. On the way change may do what it wants to what is kept and answered.
func (w *world) signIn(t *testing.T, f Flow, who ssotest.Person, change func(kept *string, answer url.Values)) (auth.Person, error) {
	t.Helper()
	at, kept, err := w.Begin(t.Context(), f)
	if err != nil {
		return auth.Person{}, err
	}
	back, err := url.Parse(w.there.Visit(t, at, who))
	if err != nil {
		t.Fatal(err)
	}
	answer := back.Query()
	if change != nil {
		change(&kept, answer)
	}
	opened, err := w.Open(kept, answer)
	if err != nil {
		return auth.Person{}, err
	}
	return w.Finish(t.Context(), opened, answer)
}

func said(err error) string {
	if refusal := (*base.Error)(nil); errors.As(err, &refusal) {
		return refusal.Text.ID
	}
	if err != nil {
		return err.Error()
	}
	return "ok"
}

func TestSigningIn(t *testing.T) {
	w := newWorld(t)
	w.Rules = []Rule{{Group: "portal", Role: auth.Member}, {Group: "leads", Role: auth.Manager}, {Domain: "clinic.example", Role: auth.Viewer}}
	when := w.now.Add(-time.Hour)
	got, err := w.signIn(t, Flow{Next: "/polls"}, ana(ssotest.Person{"groups": []string{"staff", "portal"}, "auth_time": when.Unix()}), nil)
	if err != nil {
		t.Fatal(err)
	}
	want := auth.Person{Issuer: w.Issuer, Subject: subject, Email: address, Name: person, Role: auth.Member, At: time.Unix(when.Unix(), 0)}
	if got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
}

// tampered returns a token with another payload under the same signature.
func tampered(token string) string {
	parts := strings.Split(token, ".")
	text, _ := base64.RawURLEncoding.DecodeString(parts[1])
	parts[1] = base64.RawURLEncoding.EncodeToString(bytes.Replace(text, []byte(address), []byte("eve@clinic.example"), 1))
	return strings.Join(parts, ".")
}

// signedWith returns a token with the same claims, signed otherwise.
func signedWith(t *testing.T, method jwt.SigningMethod, key any) func(string) string {
	return func(token string) string {
		claims := jwt.MapClaims{}
		if _, _, err := jwt.NewParser().ParseUnverified(token, claims); err != nil {
			t.Fatal(err)
		}
		again, err := jwt.NewWithClaims(method, claims).SignedString(key)
		if err != nil {
			t.Fatal(err)
		}
		return again
	}
}

// What is not the provider's answer to this browser, of now and for this server, lets nobody in.
func TestAnswersThatAreRefused(t *testing.T) {
	type setting func(*world)
	type change func(kept *string, answer url.Values)
	other := func(name, value string) change { return func(_ *string, answer url.Values) { answer.Set(name, value) } }
	for name, test := range map[string]struct {
		set    setting
		who    ssotest.Person
		change change
		says   string
	}{
		"all is well":                           {says: "ok"},
		"no cookie":                             {change: func(kept *string, _ url.Values) { *kept = "" }, says: "sso.stale"},
		"another browser's cookie":              {change: func(kept *string, _ url.Values) { *kept = (*kept)[:20] + "A" + (*kept)[21:] + "A" }, says: "sso.stale"},
		"another state":                         {change: other("state", "another"), says: "sso.stale"},
		"no state":                              {change: other("state", ""), says: "sso.stale"},
		"another issuer's answer":               {change: other("iss", "https://evil.example"), says: "sso.failed"},
		"the issuer's answer":                   {change: func(_ *string, a url.Values) { a.Del("iss") }, says: "ok"},
		"somebody who said no":                  {change: other("error", "access_denied"), says: "sso.denied"},
		"an error that is none":                 {change: other("error", "<b>"+address), says: "sso.denied"},
		"no code":                               {change: other("code", ""), says: "sso.denied"},
		"a made-up code":                        {change: other("code", "made-up"), says: "sso.failed"},
		"another secret":                        {set: func(w *world) { w.ClientSecret = "another" }, says: "sso.failed"},
		"a token with another payload":          {set: func(w *world) { w.there.Forge = tampered }, says: "sso.failed"},
		"a token that nobody signed":            {set: func(w *world) { w.there.Forge = signedWith(t, jwt.SigningMethodNone, jwt.UnsafeAllowNoneSignatureType) }, says: "sso.failed"},
		"a token signed with the secret":        {set: func(w *world) { w.there.Forge = signedWith(t, jwt.SigningMethodHS256, []byte(w.ClientSecret)) }, says: "sso.failed"},
		"no token":                              {set: func(w *world) { w.there.Forge = func(string) string { return "" } }, says: "sso.failed"},
		"another issuer's token":                {who: ssotest.Person{"iss": "https://evil.example"}, says: "sso.failed"},
		"a token for another program":           {who: ssotest.Person{"aud": "another"}, says: "sso.failed"},
		"a token for two, given to other":       {who: ssotest.Person{"azp": "another"}, says: "sso.failed"},
		"a token that is over":                  {who: ssotest.Person{"exp": 1_700_000_000}, says: "sso.failed"},
		"a token of later":                      {who: ssotest.Person{"nbf": 4_000_000_000}, says: "sso.failed"},
		"a token for another question":          {who: ssotest.Person{"nonce": "another"}, says: "sso.failed"},
		"a token without a nonce":               {who: ssotest.Person{"nonce": nil}, says: "sso.failed"},
		"a token of nobody":                     {who: ssotest.Person{"sub": ""}, says: "sso.failed"},
		"a sign-in of later":                    {who: ssotest.Person{"auth_time": 4_000_000_000}, says: "sso.failed"},
		"an address that is not verified":       {who: ssotest.Person{"email_verified": false}, says: "sso.unverified"},
		"verified, as a text":                   {who: ssotest.Person{"email_verified": "true"}, says: "ok"},
		"not verified, as a text":               {who: ssotest.Person{"email_verified": "false"}, says: "sso.unverified"},
		"not a word whether it is":              {who: ssotest.Person{"email_verified": nil}, says: "sso.unverified"},
		"Entra's word, of another":              {who: ssotest.Person{"email_verified": nil, "xms_edov": true}, says: "sso.unverified"},
		"no word, a domain that is vouched for": {set: func(w *world) { w.Verified = []string{"clinic.example"} }, who: ssotest.Person{"email_verified": nil}, says: "ok"},
		"a no, a domain that is vouched for":    {set: func(w *world) { w.Verified = []string{"clinic.example"} }, who: ssotest.Person{"email_verified": false}, says: "sso.unverified"},
		"no word, another domain":               {set: func(w *world) { w.Verified = []string{"clinic.example"} }, who: ssotest.Person{"email_verified": nil, "email": "eve@clinic.example.evil.example"}, says: "sso.unverified"},
		"no address":                            {who: ssotest.Person{"email": nil}, says: "sso.unverified"},
		"something that is no address":          {who: ssotest.Person{"email": "clinic.example"}, says: "sso.unverified"},
		"a domain that may":                     {set: func(w *world) { w.Domains = []string{"Clinic.Example"} }, says: "ok"},
		"a domain that may not":                 {set: func(w *world) { w.Domains = []string{"hospital.example"} }, says: "sso.domain"},
		"too many groups":                       {set: byGroup, who: ssotest.Person{"_claim_names": map[string]string{"groups": "src1"}, "_claim_sources": map[string]any{"src1": map[string]string{"endpoint": "https://graph.example"}}}, says: "sso.many_groups"},
		"too many groups, said otherwise":       {set: byGroup, who: ssotest.Person{"hasgroups": true}, says: "sso.many_groups"},
		"too many groups that nobody asks":      {who: ssotest.Person{"hasgroups": true}, says: "ok"},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			if test.set != nil {
				test.set(w)
			}
			if _, err := w.signIn(t, Flow{}, ana(test.who), test.change); said(err) != test.says {
				t.Errorf("%s, want %s", said(err), test.says)
			}
		})
	}
}

func byGroup(w *world) { w.Rules = []Rule{{Group: "leads", Role: auth.Manager}} }

// A way to the provider and back serves for ten minutes, and the code that comes of it once.
func TestAFlowIsShort(t *testing.T) {
	w := newWorld(t)
	_, err := w.signIn(t, Flow{}, ana(nil), func(*string, url.Values) { w.now = w.now.Add(Life + time.Second) })
	if said(err) != "sso.stale" {
		t.Errorf("late: %s", said(err))
	}
	w = newWorld(t)
	var answered url.Values
	var cookie string
	if _, err := w.signIn(t, Flow{}, ana(nil), func(kept *string, answer url.Values) { cookie, answered = *kept, answer }); err != nil {
		t.Fatal(err)
	}
	f, err := w.Open(cookie, answered)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Finish(t.Context(), f, answered); said(err) != "sso.failed" {
		t.Errorf("the same code again: %s", said(err))
	}
	f.Verifier = w.token()
	if _, err := w.signIn(t, Flow{}, ana(nil), func(kept *string, answer url.Values) {
		stolen := f
		stolen.State = answer.Get("state")
		*kept, _ = w.seal(stolen)
	}); said(err) != "sso.failed" {
		t.Errorf("a code that another browser asked for: %s", said(err))
	}
}

// Who is to prove again who they are has to sign in again, unless the operator takes less.
func TestProvingAgain(t *testing.T) {
	for name, test := range map[string]struct {
		ago   time.Duration
		none  bool
		visit bool
		says  string
	}{
		"just now":                  {says: "ok"},
		"an hour ago":               {ago: time.Hour, says: "sso.not_again"},
		"not a word when":           {none: true, says: "sso.not_again"},
		"an hour ago, and a visit":  {ago: time.Hour, visit: true, says: "ok"},
		"not a word, and a visit":   {none: true, visit: true, says: "ok"},
		"a clock that is a bit off": {ago: 30 * time.Second, says: "ok"},
	} {
		w := newWorld(t)
		w.Visit = test.visit
		who := ana(ssotest.Person{"auth_time": w.now.Add(-test.ago).Unix()})
		if test.none {
			delete(who, "auth_time")
		}
		got, err := w.signIn(t, Flow{Again: true}, who, nil)
		if said(err) != test.says {
			t.Errorf("%s: %s, want %s", name, said(err), test.says)
		}
		if err == nil && w.now.Sub(got.At) > skew {
			t.Errorf("%s: proved at %v", name, got.At)
		}
	}
	w := newWorld(t)
	at, _, err := w.Begin(t.Context(), Flow{Again: true})
	if err != nil || !strings.Contains(at, "prompt=login") || !strings.Contains(at, "max_age=0") || !strings.Contains(at, "code_challenge_method=S256") {
		t.Errorf("leads to %s, %v", at, err)
	}
}

// The server starts without the provider, says so while it is away, and needs no restart when it is back.
func TestTheProviderIsAway(t *testing.T) {
	w := newWorld(t)
	w.there.Away.Store(true)
	for range 2 {
		if _, err := w.signIn(t, Flow{}, ana(nil), nil); said(err) != "sso.away" {
			t.Errorf("away: %s", said(err))
		}
	}
	w.there.Away.Store(false)
	w.now = w.now.Add(askAgain)
	if _, err := w.signIn(t, Flow{}, ana(nil), func(*string, url.Values) { w.there.Away.Store(true) }); said(err) != "sso.away" {
		t.Errorf("away on the way back: %s", said(err))
	}
	w.there.Away.Store(false)
	if _, err := w.signIn(t, Flow{}, ana(nil), nil); err != nil {
		t.Errorf("back: %v", err)
	}
	w = newWorld(t)
	w.Issuer += "/"
	if _, err := w.signIn(t, Flow{}, ana(nil), nil); said(err) != "sso.away" {
		t.Errorf("another issuer: %s", said(err))
	}
}

// Google's word counts for its own addresses and for organizations that it hosts; Entra has none, but for the owner of a
// domain, and leaves the address out.
func TestWhoseWordCounts(t *testing.T) {
	const entra = "https://login.microsoftonline.com/0b1c/v2.0"
	for name, test := range map[string]struct {
		issuer  string
		vouched string
		claims  claims
		email   string
	}{
		"Google's own":                    {Google, "", claims{Email: "ana@gmail.com", Verified: "yes"}, "ana@gmail.com"},
		"hosted by Google":                {Google, "", claims{Email: "Ana@clinic.example", Verified: "yes", Hosted: "clinic.example"}, "ana@clinic.example"},
		"no longer theirs, perhaps":       {Google, "clinic.example", claims{Email: "ana@clinic.example", Verified: "yes"}, ""},
		"hosted and not verified":         {Google, "clinic.example", claims{Email: "ana@clinic.example", Verified: "no", Hosted: "clinic.example"}, ""},
		"Entra without a word":            {entra, "", claims{Email: "ana@clinic.example"}, ""},
		"Entra, the owner is known":       {entra, "", claims{Email: "ana@clinic.example", OwnerKnown: "yes"}, "ana@clinic.example"},
		"Entra, the owner is not known":   {entra, "", claims{Email: "ana@clinic.example", OwnerKnown: "no"}, ""},
		"Entra, vouched for":              {entra, "clinic.example", claims{Email: "ana@clinic.example"}, "ana@clinic.example"},
		"Entra, a name to sign in with":   {entra, "clinic.example", claims{Username: "ana@clinic.example"}, "ana@clinic.example"},
		"Entra, of another domain":        {entra, "clinic.example", claims{Username: "ana_evil.example#EXT#@clinic.onmicrosoft.example"}, ""},
		"another, a name to sign in with": {"https://id.example", "clinic.example", claims{Username: "ana@clinic.example"}, ""},
	} {
		p := &Provider{Config: Config{Issuer: test.issuer, Verified: []string{test.vouched}}}
		email, ok := p.verified(test.claims)
		if !ok {
			email = ""
		}
		if email != test.email {
			t.Errorf("%s: %q, want %q", name, email, test.email)
		}
	}
	p := &Provider{Config: Config{Issuer: Google, Domains: []string{"clinic.example"}}}
	if p.invited("ana@clinic.example", claims{Hosted: "evil.example"}) {
		t.Error("another organization's account came in")
	}
}

func TestRoles(t *testing.T) {
	p := &Provider{Config: Config{Rules: []Rule{{Group: "a", Role: auth.Member}, {Group: "b", Role: auth.Manager}, {Group: "c", Role: auth.Viewer}, {Domain: "Clinic.example", Role: auth.Viewer}}}}
	for _, test := range []struct {
		email, groups string
		role          auth.Role
	}{
		{"ana@other.example", "", ""}, {"ana@other.example", "A d", ""}, {"ana@clinic.example", "", auth.Viewer}, {"ana@sub.clinic.example", "", ""},
		{"ana@other.example", "c a", auth.Member}, {"ana@clinic.example", "b c a", auth.Manager}, {"ana@clinic.example", "c", auth.Viewer},
	} {
		if got := p.role(test.email, strings.Fields(test.groups)); got != test.role {
			t.Errorf("%s in %q: %q, want %q", test.email, test.groups, got, test.role)
		}
	}
}
