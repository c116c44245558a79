package web

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"soundings/cohorts"
	"soundings/cohorts/base/expect"
	"soundings/surveys/polls"
	"soundings/web/auth"
)

// inSecret returns an anonymous survey and a secret poll, and three of the staff, of whom S-3 has no mail address.
func (k *house) inSecret(t *testing.T) (asked []secretly) {
	t.Helper()
	for ref, mail := range map[string]string{"S-1": "s-1@example.org", "S-2": "s-2@example.org", "S-3": ""} {
		if _, err := k.Cohorts.SaveParticipant(t.Context(), cohorts.Participant{Ref: ref, Group: cohorts.Staff, Language: "en", Email: mail}); err != nil {
			t.Fatal(err)
		}
	}
	p, _ := k.poll(t, func(p *polls.Poll) { p.Secret, p.Open = true, false })
	return []secretly{{"survey", k.services.Anonymous(t).ID, "/surveys/"}, {"poll", p.ID, "/polls/"}}
}

// secretly is what people answer in secret: its kind and id, and what its address begins with.
type secretly struct{ kind, id, under string }

func (s secretly) at() string { return s.under + s.id }

// By the API the server sends the links of what is answered in secret, and tells them to nobody.
func TestSendingInSecretByTheAPI(t *testing.T) {
	k := newClinic(t)
	box := &letterbox{}
	k.services.Outbox.Post = box
	key := k.key(t, auth.Manager)
	for _, s := range k.inSecret(t) {
		ask := func(sending string) (int, string) {
			return k.sends(t, http.MethodPost, "/api/v1"+s.at()+"/invitations", `{"refs":["S-1","S-2","S-3"],`+sending+`}`, "Authorization", "Bearer "+key)
		}
		for _, by := range []string{"letter", "text", "phone"} {
			status, text := ask(`"protocol":[{"after_days":0,"by":"mail"},{"after_days":4,"by":"` + by + `"}]`)
			if status != http.StatusUnprocessableEntity || !strings.Contains(text, `"protocol[1].by"`) || !strings.Contains(text, "by e-mail alone") || strings.Count(text, `"name"`) != 1 {
				t.Errorf("%s by %s: %d %s", s.kind, by, status, text)
			}
		}
		expect.Equal(t, s.kind+": what is refused asks nobody", len(k.services.Naming(t, s.kind+"/"+s.id+": 3")), 0)
		for range 2 {
			if status, text := ask(`"send":true`); status != http.StatusOK || strings.Count(text, `"ref"`) != 3 || strings.Contains(text, "/s/") {
				t.Errorf("%s: %d %s", s.kind, status, text)
			}
		}
		k.takeFirstMessages(t)
		if _, err := k.services.Outbox.Send(t.Context()); err != nil {
			t.Fatal(err)
		}
		expect.Equal(t, s.kind+": mails", len(box.got), 2)
		for _, m := range box.got {
			k.visitor(t).get("/s/" + m.Token).is(http.StatusOK)
		}
		box.got = nil
		for _, state := range []string{"waiting", "sent", "skipped"} {
			if _, text := k.sends(t, http.MethodGet, "/api/v1/outbox?state="+state, "", "Authorization", "Bearer "+key); !strings.Contains(text, `"items":[]`) {
				t.Errorf("%s: the outbox lists %s", s.kind, text)
			}
		}
		if status, text := ask(`"send":false`); status != http.StatusOK || strings.Count(text, "/s/") != 1 {
			t.Errorf("%s: the links of whom no mail reaches: %d %s", s.kind, status, text)
		}
	}
}

// On the pages the server is told to send what is answered in secret, by mail alone; then the team sees the links of those alone whom
// no mail reaches, and of the messages how many.
func TestSendingInSecretByThePages(t *testing.T) {
	k := newClinic(t)
	k.services.Outbox.Post = &letterbox{}
	b := k.as(t, auth.Member)
	for _, s := range k.inSecret(t) {
		b.get(s.at()).says("E-mail, and a reminder after 4 days", "no one on the team sees them").hides("A letter", "Text message")
		start := "/outbox/start?" + url.Values{"about": {s.kind}, "of": {s.id}, "steps": {"mail 0, mail 4"}}.Encode()
		b.post(s.at()+"/invite", url.Values{"refs": {"S-1 S-2 S-3"}}).leads(s.at()+"/links").says("The server can send these links by e-mail. It shows them to no one.", "3 links have not been shown yet")
		b.get(start).says("2 people get messages.", "No step reaches 1 person", "Reminders go only to people who have not answered by then").hides("People who answer get nothing more")
		b.get("/outbox/start?" + url.Values{"about": {s.kind}, "of": {s.id}, "steps": {"mail 0, letter 4"}}.Encode()).is(http.StatusUnprocessableEntity).says("by e-mail alone")
		b.post("/outbox/start", url.Values{"about": {s.kind}, "of": {s.id}, "steps": {"mail 0, mail 4"}}).leads(s.at()).says("Sending has begun")
		k.takeFirstMessages(t)
		b.get(s.at()+"/links").says("The server sends these links by e-mail, and no one on the team sees them.", "There is no link to show").hides("Show them now", "The server can send")
		if _, err := k.services.Outbox.Send(t.Context()); err != nil {
			t.Fatal(err)
		}
		b.get(s.at()).says("E-mail at once 2 0 0 1", "E-mail after 4 days 0 2 0 0", "A reminder counts as sent to everyone who could get it").hides("Answered after it")
		b.post(s.at()+"/invite", url.Values{"refs": {"S-1"}, "protocol": {"mail"}}).leads(s.at()).says("1 person is asked. The server sends the link.")
		shown := b.post(s.at()+"/links", url.Values{"_action": {"show"}}).is(http.StatusOK).says("S-3").hides("S-1", "S-2")
		expect.Equal(t, s.kind+": links", strings.Count(shown.body, `<a href="`+k.url+"/s/"), 1)
		b.get("/outbox").says("There are no messages here")
		b.get("/participants/S-1").hides("Messages about it")
	}
}
