package web

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"reflect"
	"strings"
	"testing"
	"time"

	"soundings/cohorts"
	"soundings/cohorts/base"
	"soundings/cohorts/rollout"
	"soundings/web/auth"
)

// key makes an API key of a role.
func (k *house) key(t *testing.T, role auth.Role) string {
	t.Helper()
	key, _, err := k.Auth.CreateKey(t.Context(), string(role), role)
	if err != nil {
		t.Fatal(err)
	}
	return key
}

// ask sends what a program sends, and returns the answer with its body.
func (k *house) ask(t *testing.T, method, path, body string, headers ...string) (*http.Response, string) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), method, k.url+path, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	got, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer got.Body.Close()
	text, err := io.ReadAll(got.Body)
	if err != nil {
		t.Fatal(err)
	}
	return got, string(text)
}

// wave makes a cohort of n patients who have agreed: P-001 and so on.
func (k *house) wave(t *testing.T, name string, n int) (cohort string, refs []string) {
	t.Helper()
	ctx := t.Context()
	c, err := k.Cohorts.CreateCohort(ctx, cohorts.Cohort{Name: base.Words{"en": name, "es": name}})
	if err != nil {
		t.Fatal(err)
	}
	for i := range n {
		ref := fmt.Sprintf("P-%03d", i+1)
		if _, err := k.Cohorts.SaveParticipant(ctx, cohorts.Participant{Ref: ref, Group: cohorts.Patient, Language: "en"}); err != nil {
			t.Fatal(err)
		}
		refs = append(refs, ref)
	}
	if _, err := k.Cohorts.Select(ctx, c.ID, refs, cohorts.RefuseOverflow); err != nil {
		t.Fatal(err)
	}
	if _, err := k.Contact.AskConsent(ctx, c.ID); err != nil {
		t.Fatal(err)
	}
	for _, ref := range refs {
		k.state(t, c.ID, ref, cohorts.Agreed)
	}
	return c.ID, refs
}

func (k *house) state(t *testing.T, cohort, ref string, to cohorts.State) {
	t.Helper()
	if _, err := k.Cohorts.SetState(t.Context(), cohort, ref, to, cohorts.Heard{}); err != nil {
		t.Fatal(err)
	}
}

// shown puts a feature into beta, for a share of a cohort.
func (k *house) shown(t *testing.T, key, cohort string, share rollout.Percent) {
	t.Helper()
	if _, err := k.Rollouts.SaveFeature(t.Context(), rollout.Feature{Key: key, Name: base.Words{"en": key}, Stage: rollout.Beta}); err != nil {
		t.Fatal(err)
	}
	if _, err := k.Rollouts.SaveRollout(t.Context(), key, rollout.Settings{Cohort: cohort, Percent: &share}); err != nil {
		t.Fatal(err)
	}
}

// The portal is answered in the words of the protocol, errors too.
func TestEvaluations(t *testing.T) {
	k := newClinic(t)
	cohort, _ := k.wave(t, "Everybody", 3)
	k.shown(t, "labs", cohort, 100)
	portal := "Bearer " + k.key(t, auth.Portal)
	who := func(ref string) string { return `{"context":{"targetingKey":"` + ref + `","age":70}}` }
	const on = `{"key":"labs","value":true,"variant":"on","reason":"TARGETING_MATCH","metadata":{"stage":"beta"}}`
	const off = `{"key":"labs","value":false,"variant":"off","reason":"DEFAULT","metadata":{"stage":"beta"}}`
	for _, c := range []struct {
		about, flag, body, key string
		status                 int
		want                   string
	}{
		{"a member", "labs", who("P-001"), portal, 200, on},
		{"a member in other letters", "labs", who("p-001"), portal, 200, on},
		{"nobody", "labs", who("nobody"), portal, 200, off},
		{"a ref that nobody can have", "labs", who(strings.Repeat("x", 5000)), portal, 200, off},
		{"no such flag", "telepathy", who("P-001"), portal, 404, `{"key":"telepathy","errorCode":"FLAG_NOT_FOUND","errorDetails":"There is no feature “telepathy”."}`},
		{"no JSON", "labs", "{", portal, 400, `"errorCode":"PARSE_ERROR"`},
		{"nothing", "labs", "", portal, 400, `"errorCode":"PARSE_ERROR"`},
		{"a list", "labs", "[]", portal, 400, `"errorCode":"PARSE_ERROR"`},
		{"no context", "labs", "{}", portal, 400, `{"key":"labs","errorCode":"TARGETING_KEY_MISSING"`},
		{"no targeting key", "labs", `{"context":{"age":70}}`, portal, 400, `"errorCode":"TARGETING_KEY_MISSING"`},
		{"an empty one", "labs", who(""), portal, 400, `"errorCode":"TARGETING_KEY_MISSING"`},
		{"a number", "labs", `{"context":{"targetingKey":7}}`, portal, 400, `"errorCode":"INVALID_CONTEXT"`},
		{"a context that is none", "labs", `{"context":"P-001"}`, portal, 400, `"errorCode":"INVALID_CONTEXT"`},
		{"too much", "labs", who(strings.Repeat("x", 300_000)), portal, 413, `"errorCode":"GENERAL"`},
		{"no key", "labs", who("P-001"), "", 401, `"errorCode":"GENERAL"`},
		{"a made-up key", "labs", who("P-001"), "Bearer snd_x", 401, `"errorCode":"GENERAL"`},
		{"a viewer's key", "labs", who("P-001"), "Bearer " + k.key(t, auth.Viewer), 403, `"errorCode":"GENERAL"`},
		{"a member's key", "labs", who("P-001"), "Bearer " + k.key(t, auth.Member), 403, `"errorCode":"GENERAL"`},
		{"a manager's key", "labs", who("P-001"), "Bearer " + k.key(t, auth.Manager), 200, on},
	} {
		got, text := k.ask(t, "POST", "/ofrep/v1/evaluate/flags/"+c.flag, c.body, "Authorization", c.key)
		kind := got.Header.Get("Content-Type")
		if got.StatusCode != c.status || !strings.Contains(text, c.want) || !strings.HasPrefix(kind, "application/json") || !json.Valid([]byte(text)) {
			t.Errorf("%s: %d %s %s", c.about, got.StatusCode, kind, text)
		}
	}
	if got, text := k.ask(t, "POST", "/ofrep/v1/evaluate/flags/labs", who("P-001"), "X-API-Key", strings.TrimPrefix(portal, "Bearer ")); got.StatusCode != 200 {
		t.Errorf("the key in the protocol's own header: %d %s", got.StatusCode, text)
	}
	if got, text := k.ask(t, "GET", "/api/v1/features", "", "Authorization", portal); got.StatusCode != 403 {
		t.Errorf("the portal's key lists features: %d %s", got.StatusCode, text)
	}
}

// In whatever letters it asks, a portal reads the same of who is unknown and of who has not agreed.
func TestOtherLettersTellNothing(t *testing.T) {
	k := newClinic(t)
	cohort, _ := k.wave(t, "Everybody", 3)
	k.shown(t, "labs", cohort, 100)
	k.state(t, cohort, "P-002", cohorts.Withdrawn)
	portal := "Bearer " + k.key(t, auth.Portal)
	ask := func(path, ref string) (string, http.Header) {
		got, text := k.ask(t, "POST", "/ofrep/v1/evaluate/flags"+path, `{"context":{"targetingKey":"`+ref+`"}}`, "Authorization", portal)
		got.Header.Del("Date")
		return text, got.Header
	}
	for _, path := range []string{"", "/labs"} {
		unknown, headers := ask(path, "x-9")
		for _, ref := range []string{"X-9", "P-002", "p-002"} {
			if got, with := ask(path, ref); got != unknown || !reflect.DeepEqual(with, headers) {
				t.Errorf("%s reads %s %v, and nobody %s %v", ref, got, with, unknown, headers)
			}
		}
		upper, _ := ask(path, "P-001")
		if lower, _ := ask(path, "p-001"); lower != upper || upper == unknown {
			t.Errorf("a member reads %s, and %s in other letters", upper, lower)
		}
	}
}

// Of all flags at once nothing is sent again that the portal has already.
func TestBulkEvaluation(t *testing.T) {
	k := newClinic(t)
	cohort, _ := k.wave(t, "Everybody", 3)
	k.shown(t, "labs", cohort, 100)
	k.shown(t, "forms", cohort, 0)
	portal, body := "Bearer "+k.key(t, auth.Portal), `{"context":{"targetingKey":"P-001"}}`
	all := func(tag string) (int, string, string) {
		got, text := k.ask(t, "POST", "/ofrep/v1/evaluate/flags", body, "Authorization", portal, "If-None-Match", tag)
		return got.StatusCode, got.Header.Get("ETag"), text
	}
	status, tag, text := all("")
	want := `{"flags":[{"key":"forms","value":false,"variant":"off","reason":"DEFAULT","metadata":{"stage":"beta"}},` +
		`{"key":"labs","value":true,"variant":"on","reason":"TARGETING_MATCH","metadata":{"stage":"beta"}}]}`
	if status != 200 || text != want || !strings.HasPrefix(tag, `"`) {
		t.Errorf("%d %s %s", status, tag, text)
	}
	for _, known := range []string{tag, "W/" + tag, `"other", ` + tag, "*"} {
		if status, again, text := all(known); status != 304 || again != tag || text != "" {
			t.Errorf("known as %s: %d %s %s", known, status, again, text)
		}
	}
	k.state(t, cohort, "P-001", cohorts.Withdrawn)
	if status, other, text := all(tag); status != 200 || other == tag || strings.Contains(text, "true") {
		t.Errorf("after withdrawing, at once: %d %s %s", status, other, text)
	}
	if got, text := k.ask(t, "POST", "/ofrep/v1/evaluate/flags", "{}", "Authorization", portal); got.StatusCode != 400 || !strings.Contains(text, `{"errorCode":"TARGETING_KEY_MISSING"`) {
		t.Errorf("without a key: %d %s", got.StatusCode, text)
	}
	if err := k.Rollouts.Flush(t.Context()); err != nil {
		t.Fatal(err)
	}
	if n, err := k.Rollouts.CountsOf(t.Context(), "labs", cohort); err != nil || n.Seen != 1 || n.Exposed != 2 {
		t.Errorf("counted %+v, %v", n, err)
	}
}

// A key that is removed opens nothing from the next request on.
func TestRemovedPortalKey(t *testing.T) {
	k := newClinic(t)
	cohort, _ := k.wave(t, "Everybody", 1)
	k.shown(t, "labs", cohort, 100)
	key, made, err := k.Auth.CreateKey(t.Context(), "Portal", auth.Portal)
	if err != nil {
		t.Fatal(err)
	}
	ask := func() int {
		got, _ := k.ask(t, "POST", "/ofrep/v1/evaluate/flags", `{"context":{"targetingKey":"P-001"}}`, "Authorization", "Bearer "+key)
		return got.StatusCode
	}
	if status := ask(); status != 200 {
		t.Fatal(status)
	}
	k.clock.Advance(time.Millisecond)
	if err := k.Auth.RemoveKey(t.Context(), made.ID); err != nil {
		t.Fatal(err)
	}
	if status := ask(); status != 401 {
		t.Errorf("a removed key answered %d", status)
	}
}
