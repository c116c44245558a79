package web

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"soundings/cohorts/base"
	"soundings/server/hook"
	domain "soundings/surveys/hook"
	"soundings/web/auth"
)

// program is a program outside that answers with a status, for now that it has taken what it got.
type program struct {
	*httptest.Server
	status atomic.Int64
}

func (k *house) program(t *testing.T) *program {
	t.Helper()
	p := new(program)
	p.status.Store(http.StatusOK)
	p.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(int(p.status.Load())) }))
	t.Cleanup(p.Close)
	k.services.Webhooks.Post = hook.New(k.services.Webhooks.Reach, "test")
	return p
}

// tell sends what waits for programs.
func (k *house) tell(t *testing.T) {
	t.Helper()
	if _, err := k.services.Webhooks.Take(t.Context()); err != nil {
		t.Fatal(err)
	}
	if _, err := k.services.Webhooks.Send(t.Context()); err != nil {
		t.Fatal(err)
	}
}

// A manager adds a webhook, tries it, sees what became of it, and that it does not work any more.
func TestWebhookPages(t *testing.T) {
	k := newClinic(t)
	p := k.program(t)
	b := k.as(t, auth.Manager)
	b.get("/settings").is(200).says("Webhooks")
	form := b.get("/settings/webhooks").is(200).says("No webhook yet", "Enter the address")
	form.fill("/settings/webhooks", url.Values{"url": {"ftp://tickets.example.org"}, "types": {}}).is(422).says("Enter an address such as").hides("whsec_")
	shown := b.get("/settings/webhooks").fill("/settings/webhooks", url.Values{"url": {p.URL + "/in?key=1"}}).is(200).says("whsec_", "only this once", "Nothing was sent yet.")
	all, err := k.services.Webhooks.List(t.Context())
	if err != nil || len(all) != 1 || !strings.Contains(shown.body, strings.ReplaceAll(all[0].Secret, "+", "&#43;")) || len(all[0].Types) != 5 {
		t.Fatal(all, err)
	}
	at := "/settings/webhooks/" + all[0].ID
	b.get(at).is(200).says("On").hides("whsec_")
	b.post(at+"/test", nil).leads(at).says("The other program took the test.", "A test", "Sent")
	p.status.Store(http.StatusServiceUnavailable)
	b.post(at+"/test", nil).leads(at).says("did not take the test", "the program answered 503")
	k.bump(t, `{"feature":"signing-in","text":"Maria cannot sign in"}`)
	for range 4 {
		k.tell(t)
		k.clock.Advance(30 * time.Minute)
	}
	b.get("/").says("A webhook does not work", "127.0.0.1").hides("key=1")
	b.get(at).says("Takes nothing", "has taken nothing since", "Next try", "Tried again later").hides("Maria")
	b.get("/outbox?state=deferred").is(200).says("A program", "A new bump", "the program did not take it").leadsOn(at)
	k.as(t, auth.Member).get("/outbox?state=deferred").is(200).says("A program").leadsNowhere("/settings/webhooks")
	b = k.as(t, auth.Manager) // the password was typed too long ago
	b.get(at).fill(at, url.Values{"url": {"nowhere"}, "_action": {"save"}}).is(422).says("Enter an address such as")
	b.get(at).fill(at, url.Values{"types": {base.BumpConcern}, "on": {}, "_action": {"save"}}).leads(at).says("Saved the webhook.", "Off")
	b.post(at, one("_action", "secret")).is(200).says("whsec_", "The old secret works until")
	b.get("/").hides("A webhook does not work")
	b.get("/audit?kind=clinic").says("Added a webhook", "Sent a test to a webhook", "Created a new secret for a webhook", "Changed a webhook")
	b.post(at, one("_action", "remove")).leads("/settings/webhooks").says("Removed the webhook.", "No webhook yet")
	b.get(at).is(404)
}

// A clinic that is made up sends nothing, and says so.
func TestWebhooksWithoutAPost(t *testing.T) {
	k := newClinic(t)
	b := k.as(t, auth.Manager)
	b.get("/settings/webhooks").is(200).says("The sample clinic sends nothing")
	b.get("/settings/webhooks").fill("/settings/webhooks", url.Values{"url": {"https://tickets.example.org"}}).is(200).hides("Send a test")
	all, err := k.services.Webhooks.List(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	b.post("/settings/webhooks/"+all[0].ID+"/test", nil).is(409)
}

// The same by API: the secret comes when it is made, and never again.
func TestWebhooksByTheAPI(t *testing.T) {
	k := newClinic(t)
	p := k.program(t)
	key := k.key(t, auth.Manager)
	send := func(method, path, body string, want int) map[string]any {
		t.Helper()
		var answer map[string]any
		if text := k.call(t, key, method, "/webhooks"+path, body, want); text != "" {
			if err := json.Unmarshal([]byte(text), &answer); err != nil {
				t.Fatal(err)
			}
		}
		return answer
	}
	made := send("POST", "", `{"url":"`+p.URL+`","types":["bump.concern","bump.created"]}`, 201)
	at := "/" + made["id"].(string)
	secret := made["secret"].(string)
	if !strings.HasPrefix(secret, "whsec_") || made["on"] != true {
		t.Error(made)
	}
	if got := send("GET", at, "", 200); got["secret"] != nil {
		t.Error(got)
	}
	if got := send("POST", at+"/secret", "", 200); got["secret"] == secret || got["former_until"] == nil {
		t.Error(got)
	}
	p.status.Store(http.StatusGone)
	if got := send("POST", at+"/test", "", 200); got["state"] != "failed" || got["status"] != 410.0 || got["type"] != base.WebhookTest {
		t.Error(got)
	}
	k.bump(t, `{"feature":"signing-in","text":"Maria cannot sign in"}`)
	k.tell(t)
	if got := send("GET", at, "", 200); got["on"] != false || got["gone"] != true {
		t.Error(got)
	}
	if got := send("GET", at+"/deliveries?limit=1", "", 200); len(got["items"].([]any)) != 1 || got["next"] == nil {
		t.Error(got)
	}
	items := asJSON(send("GET", "", "", 200)["items"])
	if !strings.Contains(items, `"gone":true`) || strings.Contains(items, "whsec") {
		t.Error(items)
	}
	if got := k.call(t, key, "GET", "/outbox?state=failed", "", 200); !strings.Contains(got, `"by":"webhook","about":"bump.created","subject":"bump-created_B-1"`) {
		t.Error(got)
	}
	send("PUT", at, `{"url":"`+p.URL+`","types":["rollout.held"],"on":false}`, 200)
	wrong := send("PUT", at, `{"url":"http:","types":["rollout.hold"]}`, 422)
	if len(wrong["fields"].([]any)) != 2 {
		t.Error(wrong)
	}
	send("DELETE", at, "", 204)
	send("GET", at, "", 404)
	send("GET", at+"/deliveries", "", 404)
	if len(domain.Milestones()) != 3 { // as the texts say them
		t.Error(domain.Milestones())
	}
}

// The document of the API says what programs are told, with each type of notice.
func TestTheDocumentHasTheWebhooks(t *testing.T) {
	doc, err := openAPI(operations())
	if err != nil {
		t.Fatal(err)
	}
	text := asJSON(doc)
	for _, kind := range base.NoticeTypes() {
		if !strings.Contains(text, `"`+kind+`":{"post"`) {
			t.Errorf("the document has no webhook %s", kind)
		}
	}
}
