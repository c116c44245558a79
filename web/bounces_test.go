package web

import (
	"bytes"
	"context"
	"log/slog"
	"net/http"
	"strings"
	"sync"
	"testing"

	"soundings/cohorts/contact"
	"soundings/web/auth"
)

// letterbox takes every mail.
type letterbox struct {
	mu  sync.Mutex
	got []contact.Mail
}

func (l *letterbox) Workers() int { return 1 }

func (l *letterbox) Pass(context.Context) error { return nil }

func (l *letterbox) Send(_ context.Context, m contact.Mail) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.got = append(l.got, m)
	return nil
}

// sent asks three people by mail, and returns a report that the mail to one of them came back.
func (k *house) sent(t *testing.T) (report string) {
	t.Helper()
	cohort, survey := k.mailed(t)
	box := &letterbox{}
	k.services.Outbox.Post = box
	status, text := k.sends(t, http.MethodPost, "/api/v1/surveys/"+survey+"/invitations",
		`{"cohort":"`+cohort+`","protocol":[{"after_days":0,"by":"mail"},{"after_days":4,"by":"mail"}]}`, "Authorization", "Bearer "+k.key(t, auth.Member))
	if status != http.StatusOK {
		t.Fatalf("%d %s", status, text)
	}
	k.takeFirstMessages(t)
	if n, err := k.services.Outbox.Send(t.Context()); n != 3 || err != nil {
		t.Fatalf("%d were sent: %v", n, err)
	}
	m := box.got[0]
	return strings.ReplaceAll(`From: MAILER-DAEMON@relay.example
To: beta@clinic.example
Subject: Undelivered
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary=b

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; relay.example

Final-Recipient: rfc822; `+m.Address+`
Action: failed
Status: 5.1.1

--b
Content-Type: message/rfc822

Message-ID: <`+m.ID+`@clinic.example>

--b--
`, "\n", "\r\n")
}

// A mail server reports what came back, by a key that opens nothing else; the same again changes nothing.
func TestBouncesByTheAPI(t *testing.T) {
	k := newClinic(t)
	var log bytes.Buffer
	k.with(t, func(c *Config) { c.Log = slog.New(slog.NewTextHandler(&log, nil)) })
	report := k.sent(t)
	bearer := "Bearer " + k.key(t, auth.Bounces)
	say := func(kind, body string) (int, string) {
		return k.sends(t, http.MethodPost, "/api/v1/outbox/bounces", body, "Authorization", bearer, "Content-Type", kind)
	}
	for _, test := range []struct {
		about, kind, body string
		status            int
		says              string
	}{
		{"no report", "message/rfc822", "Subject: hello\r\n\r\nhello", 422, "no delivery report"},
		{"no mail", "message/rfc822", "hello", 422, "This is no mail"},
		{"a report", "message/rfc822", report, 200, `{"failed":1,"known":0,"unknown":0,"passed":0}`},
		{"the same again", "Message/RFC822; charset=utf-8", report, 200, `{"failed":0,"known":1,"unknown":0,"passed":0}`},
		{"a report as JSON", "application/json", report, 422, "JSON"},
		{"JSON of mails that are nobody's", "application/json", `{"bounces":[{"address":"nobody@example.org","status":"5.1.1"},{"message_id":"<x@y.example>","status":"5.0.0"}]}`, 200, `"unknown":2`},
		{"JSON of what is late or delivered", "application/json", `{"bounces":[{"address":"p-001@example.org","status":"4.4.1"},{"address":"p-001@example.org","status":"2.0.0"},{"address":"p-001@example.org","status":"5.1.1","action":"delayed"}]}`, 200, `"passed":3`},
		{"JSON that says nothing", "application/json", `{"bounces":[{},{"address":"a@example.org","status":"550","action":"lost"}]}`, 422, "bounces[1].status"},
		{"JSON of none", "application/json", `{"bounces":[]}`, 422, "bounces"},
		{"much too much", "message/rfc822", strings.Repeat("Subject: hello\r\n", 1<<20), 413, ""},
	} {
		status, text := say(test.kind, test.body)
		if status != test.status || !strings.Contains(text, test.says) {
			t.Errorf("%s: %d %s", test.about, status, text)
		}
	}
	if status, text := say("application/json", `{"bounces":[{},{"address":"a@example.org","status":"550"}]}`); status != 422 || strings.Count(text, `"name"`) < 3 {
		t.Errorf("every mistake at once: %d %s", status, text)
	}
	for _, never := range []string{"example.org", "p-00", "P-00"} {
		if strings.Contains(log.String(), never) {
			t.Errorf("the log has %q:\n%s", never, log.String())
		}
	}
	key := "Bearer " + k.key(t, auth.Member)
	if _, text := k.sends(t, http.MethodGet, "/api/v1/outbox?state=failed", "", "Authorization", key); strings.Count(text, `"why":"returned"`) != 1 {
		t.Errorf("what failed: %s", text)
	}
	if got := k.as(t, auth.Member).get("/outbox?state=failed").says("it came back").body; strings.Count(got, "it came back") != 1 {
		t.Error("the page says it more than once")
	}
}

// Who has no key of that role changes nothing, whatever the report says.
func TestForgedBouncesChangeNothing(t *testing.T) {
	k := newClinic(t)
	report := k.sent(t)
	for about, headers := range map[string][]string{
		"nobody":           nil,
		"a made-up key":    {"Authorization", "Bearer snd_aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"},
		"the portal's key": {"Authorization", "Bearer " + k.key(t, auth.Portal)},
		"a member's key":   {"Authorization", "Bearer " + k.key(t, auth.Member)},
	} {
		if status, text := k.sends(t, http.MethodPost, "/api/v1/outbox/bounces", report, append(headers, "Content-Type", "message/rfc822")...); status != 401 && status != 403 {
			t.Errorf("%s: %d %s", about, status, text)
		}
	}
	counts, err := k.services.Outbox.Counts(t.Context())
	if err != nil || counts.Of(contact.MessageFailed) != 0 || counts.Of(contact.MessageSent) != 3 {
		t.Errorf("%v %v", counts, err)
	}
}
