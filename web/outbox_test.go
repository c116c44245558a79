package web

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"soundings/cohorts"
	"soundings/cohorts/contact"
	"soundings/surveys"
	"soundings/web/auth"
)

// mailed returns a cohort of three patients who can be reached by mail, and a survey to ask them.
func (k *house) mailed(t *testing.T) (cohort, survey string) {
	t.Helper()
	for _, ref := range []string{"P-001", "P-002", "P-003"} {
		if _, err := k.Cohorts.SaveParticipant(t.Context(), cohorts.Participant{Ref: ref, Group: cohorts.Patient, Language: "en", Email: strings.ToLower(ref) + "@example.org"}); err != nil {
			t.Fatal(err)
		}
	}
	cohort = k.services.Agreed(t, "Beta", "P-001", "P-002", "P-003")
	return cohort, k.services.Portal(t).ID
}

// By the API people are reached by steps that are checked before anything is done; the same may be asked again.
func TestSendingByTheAPI(t *testing.T) {
	k := newClinic(t)
	cohort, survey := k.mailed(t)
	key := k.key(t, auth.Member)
	ask := func(body string) (int, string) {
		return k.sends(t, http.MethodPost, "/api/v1/surveys/"+survey+"/invitations", body, "Authorization", "Bearer "+key)
	}
	for _, test := range []struct {
		about, sending string
		status         int
		says           string
	}{
		{"steps that go backwards", `"protocol":[{"after_days":4,"by":"mail"},{"after_days":1,"by":"mail"}]`, 422, `protocol[1].after_days`},
		{"an unknown way", `"protocol":[{"after_days":0,"by":"pigeon"}]`, 422, `protocol[0].by`},
		{"steps and no sending", `"send":false,"protocol":[{"after_days":0,"by":"mail"}]`, 422, `Leave the protocol out`},
		{"a misspelt step", `"protocol":[{"days":0,"by":"mail"}]`, 422, ``},
	} {
		status, text := ask(`{"cohort":"` + cohort + `",` + test.sending + `}`)
		if status != test.status || !strings.Contains(text, test.says) || strings.Count(text, `"name"`) != 1 {
			t.Errorf("%s: %d %s", test.about, status, text)
		}
	}
	if counts, err := k.Contact.Counts(t.Context(), contact.ForSurvey, survey); err != nil || counts.Invited() != 0 {
		t.Fatalf("a refusal invited %d people: %v", counts.Invited(), err)
	}
	steps := `{"cohort":"` + cohort + `","protocol":[{"after_days":0,"by":"mail"},{"after_days":4,"by":"mail"}]}`
	for range 2 {
		if status, text := ask(steps); status != http.StatusOK || strings.Count(text, `"url"`) != 3 {
			t.Fatalf("sending: %d %s", status, text)
		}
	}
	if status, text := ask(`{"cohort":"` + cohort + `","send":true}`); status != http.StatusConflict {
		t.Errorf("other steps: %d %s", status, text)
	}
	k.takeFirstMessages(t)
	status, text := k.sends(t, http.MethodGet, "/api/v1/outbox?limit=2", "", "Authorization", "Bearer "+key)
	if status != http.StatusOK || strings.Count(text, `"state":"waiting"`) != 2 || !strings.Contains(text, `"about":"survey","subject":"`+survey+`"`) || !strings.Contains(text, `"next"`) {
		t.Errorf("the outbox: %d %s", status, text)
	}
	if status, text := k.sends(t, http.MethodGet, "/api/v1/outbox?ref=P-002", "", "Authorization", "Bearer "+key); strings.Count(text, `"ref":"P-002"`) != 1 {
		t.Errorf("of one person: %d %s", status, text)
	}
	for _, path := range []string{"/api/v1/outbox?state=lost", "/api/v1/outbox?limit=0", "/api/v1/outbox?ref=a&ref=b"} {
		if status, text := k.sends(t, http.MethodGet, path, "", "Authorization", "Bearer "+key); status != http.StatusUnprocessableEntity || !strings.Contains(text, `"fields"`) {
			t.Errorf("%s: %d %s", path, status, text)
		}
	}
	for body, want := range map[string]int{`{"halted":true}`: 200, `{}`: 422, `{"halted":null}`: 422, `{"halted":"yes"}`: 422} {
		if status, text := k.sends(t, http.MethodPut, "/api/v1/outbox", body, "Authorization", "Bearer "+key); status != want {
			t.Errorf("%s: %d %s", body, status, text)
		}
	}
}

// takeFirstMessages gives everybody who was asked their first message.
func (k *house) takeFirstMessages(t *testing.T) {
	t.Helper()
	for {
		if n, err := k.services.Outbox.Take(t.Context()); err != nil {
			t.Fatal(err)
		} else if n == 0 {
			return
		}
	}
}

// On the pages somebody chooses how people are reached, sees what waits and why, and stops everything.
func TestSendingByThePages(t *testing.T) {
	k := newClinic(t)
	cohort, survey := k.mailed(t)
	b := k.as(t, auth.Member)
	b.get("/surveys/"+survey).says("E-mail, and a reminder after 4 days", "Only make links").hides("people who are invited now get them too")
	begin := url.Values{"about": {"survey"}, "of": {survey}, "steps": {"mail 0, mail 4"}}
	start := "/outbox/start?" + begin.Encode()
	b.post("/surveys/"+survey+"/invite", url.Values{"cohort": {cohort}, "protocol": {"mail"}}).leads(start).says("3 people are asked. Nothing is sent until you start.", "3 people get messages.", "E-mail 3", "E-mail after 4 days")
	k.takeFirstMessages(t)
	b.get("/outbox").says("There are no messages here")
	b.get(start+"&ref=P-001&step=1").says("Reminder: Harbor Street Family Clinic has some questions for you", contact.SampleToken)
	b.get(start + "&ref=P-009&step=1").says("“P-009” was not invited")
	b.get(start + "&ref=P-001&step=7").says("This step has no message to look at")
	all := start + ",+text+7,+letter+9,+phone+14&ref=P-001&step="
	b.get(all + "2").says("/s/" + contact.SampleToken).leadsOn("/surveys/" + survey + "/preview?ref=P-001")
	b.get(all+"3").says("Point your phone’s camera", contact.SampleToken)
	b.get(all + "4").says("This step has no message to look at")
	b.post("/outbox/start", begin).leads("/outbox").says("Sending has begun")
	k.takeFirstMessages(t)
	b.post("/surveys/"+survey+"/invite", url.Values{"cohort": {cohort}, "protocol": {"mail"}}).leads("/outbox").says("3 people are asked")
	b.get("/outbox").says("No mail server is set", "P-001", "Waiting 3")
	if one := b.get("/outbox?ref=P-002").says("P-002").body; strings.Contains(one, "P-001") {
		t.Error("of one person it lists others")
	}
	b.get("/participants/P-002").says("Messages about it", "E-mail: Portal", "Waiting", "All messages to this person")
	b.get("/surveys/"+survey).says("Messages", "E-mail at once 0 3 0 0 0", "people who are invited now get them too").hides("Only make links")
	b.get("/outbox?state=sent").says("There are no messages here")
	b.post("/outbox/halt", url.Values{"halt": {"on"}}).leads("/outbox").says("Nothing is sent since", "Go on sending")
	b.post("/outbox/halt", url.Values{"halt": {"off"}}).leads("/outbox").says("Stop all sending")
	looks := k.as(t, auth.Viewer)
	if got := looks.get("/").body; strings.Contains(got, `href="/outbox"`) {
		t.Error("who only looks on is led to who was written to")
	}
	if got := looks.get("/participants/P-002").body; strings.Contains(got, "Messages about it") {
		t.Error("who only looks on reads what somebody was sent")
	}
}

// Mail programs end mail with one click (RFC 8058): without a cookie, and without leading anywhere. The person still takes part.
func TestOneClickUnsubscribing(t *testing.T) {
	k := newClinic(t)
	cohort, survey := k.mailed(t)
	invited, err := k.Surveys.Invite(t.Context(), survey, surveys.Audience{Cohort: cohort})
	if err != nil {
		t.Fatal(err)
	}
	link := "/u/" + k.Contact.Token(invited[0])
	for range 2 {
		status, text := k.sends(t, http.MethodPost, link, "List-Unsubscribe=One-Click", "Content-Type", "application/x-www-form-urlencoded")
		if status != http.StatusOK || !strings.Contains(text, "Nothing else changes") {
			t.Fatalf("%d %s", status, text)
		}
	}
	chosen, err := k.Contact.ChoicesOf(t.Context(), invited[0].Ref)
	if err != nil || chosen.Mail || !chosen.Letter || !chosen.Message {
		t.Errorf("they chose %+v: %v", chosen, err)
	}
	if m, err := k.Cohorts.Membership(t.Context(), cohort, invited[0].Ref); err != nil || m.State != cohorts.Agreed {
		t.Errorf("they are %s: %v", m.State, err)
	}
	if status, _ := k.sends(t, http.MethodPost, "/u/AAAA-AAAA-AAAA-AAAA", "List-Unsubscribe=One-Click", "Content-Type", "application/x-www-form-urlencoded"); status != http.StatusNotFound {
		t.Errorf("an unknown link: %d", status)
	}
}

// A link that was replaced stands in mails that came before: it still ends mail, with one click and by its page, and does nothing else.
func TestReplacedLinksEndMail(t *testing.T) {
	k := newClinic(t)
	cohort, survey := k.mailed(t)
	invited, err := k.Surveys.Invite(t.Context(), survey, surveys.Audience{Cohort: cohort})
	if err != nil {
		t.Fatal(err)
	}
	for n, end := range []func(at string){
		func(at string) {
			if status, text := k.sends(t, http.MethodPost, at, "List-Unsubscribe=One-Click", "Content-Type", "application/x-www-form-urlencoded"); status != http.StatusOK {
				t.Errorf("one click: %d %s", status, text)
			}
		},
		func(at string) {
			v := k.visitor(t)
			v.get(at).is(http.StatusOK).says("This link was replaced", "Send me no more e-mail")
			v.get("/s/" + strings.TrimPrefix(at, "/u/")).is(http.StatusNotFound)
			v.post(at, url.Values{"leave": {cohort}, "answers": {"remove"}}).is(http.StatusOK)
			v.post(at, url.Values{"mail": {}}).is(http.StatusOK)
			v.post(at, url.Values{"end": {"mail"}}).leads(at + "?done=ended").says("You get no more mail of this kind")
		},
	} {
		old, ref := "/u/"+k.Contact.Token(invited[n]), invited[n].Ref
		i := invited[n]
		for range 2 { // a link that was replaced twice is one still
			if i, err = k.Contact.Renew(t.Context(), i); err != nil {
				t.Fatal(err)
			}
		}
		end(old)
		chosen, err := k.Contact.ChoicesOf(t.Context(), ref)
		if err != nil || chosen.Mail || !chosen.Letter || !chosen.Message {
			t.Errorf("%s: they chose %+v: %v", ref, chosen, err)
		}
		if m, err := k.Cohorts.Membership(t.Context(), cohort, ref); err != nil || m.State != cohorts.Agreed {
			t.Errorf("%s: they are %s: %v", ref, m.State, err)
		}
	}
}

// sends sends a request and returns the status and the text of the answer.
func (k *house) sends(t *testing.T, method, path, body string, headers ...string) (int, string) {
	t.Helper()
	answer, text := k.ask(t, method, path, body, headers...)
	return answer.StatusCode, text
}

// Today says that mails about what is answered in secret cannot be sent, or wait, and neither how many nor for whom.
func TestTodayOfSecretMails(t *testing.T) {
	k := newClinic(t)
	b := k.as(t, auth.Manager)
	for _, s := range k.inSecret(t) {
		b.get("/").hides("cannot be sent")
		b.get("/outbox").hides("No mail server is set")
		status, text := k.sends(t, http.MethodPost, "/api/v1"+s.at()+"/invitations", `{"refs":["S-1","S-2"],"send":true}`, "Authorization", "Bearer "+k.key(t, auth.Manager))
		if status != http.StatusOK {
			t.Fatalf("%s: %d %s", s.kind, status, text)
		}
		k.takeFirstMessages(t)
		b.get("/").says("E-mails about a secret poll or an anonymous survey cannot be sent", "No mail server is set")
		b.get("/outbox").says("No mail server is set")
		b.post("/outbox/halt", url.Values{"halt": {"on"}})
		b.get("/").says("Nothing is sent since", "E-mails about a secret poll or an anonymous survey wait until you go on")
		b.post("/outbox/halt", url.Values{"halt": {"off"}})
		box := &letterbox{}
		k.services.Outbox.Post = box
		if _, err := k.services.Outbox.Send(t.Context()); err != nil {
			t.Fatal(err)
		}
		b.get("/").hides("cannot be sent")
		k.services.Outbox.Post = nil
	}
}

// refusingAll is a mail server that knows nobody.
type refusingAll struct{}

func (refusingAll) Workers() int { return 1 }

func (refusingAll) Pass(context.Context) error { return nil }

func (refusingAll) Send(context.Context, contact.Mail) error {
	return &contact.Refusal{Permanent: true, Err: errors.New("unknown mailbox")}
}

// Today says what keeps messages from people, until it is mended.
func TestTodayOfTheOutbox(t *testing.T) {
	k := newClinic(t)
	cohort, survey := k.mailed(t)
	b := k.as(t, auth.Member)
	b.post("/surveys/"+survey+"/invite", url.Values{"cohort": {cohort}, "protocol": {"mail"}})
	b.post("/outbox/start", url.Values{"about": {"survey"}, "of": {survey}, "steps": {"mail 0, mail 4"}}).leads("/outbox")
	k.takeFirstMessages(t)
	b.get("/").says("3 mails cannot be sent", "No mail server is set")
	b.post("/outbox/halt", url.Values{"halt": {"on"}})
	b.get("/").says("Nothing is sent since", "3 messages wait until you go on")
	b.post("/outbox/halt", url.Values{"halt": {"off"}})
	k.services.Outbox.Post = refusingAll{}
	if _, err := k.services.Outbox.Send(t.Context()); err != nil {
		t.Fatal(err)
	}
	b.get("/").says("3 mail addresses do not work", "P-001, P-002, P-003")
	b.get("/participants/P-001").says("Mail to this e-mail address was refused or came back")
	p, err := k.Cohorts.Participant(t.Context(), "P-002")
	if err != nil {
		t.Fatal(err)
	}
	p.Email = "another@example.org"
	if _, err := k.Cohorts.SaveParticipant(t.Context(), p); err != nil {
		t.Fatal(err)
	}
	b.get("/").says("2 mail addresses do not work", "P-001, P-003")
	looks := k.as(t, auth.Viewer)
	if got := looks.get("/").body; strings.Contains(got, "P-001") {
		t.Error("who only looks on reads whose address does not work")
	}
	looks.get("/participants/P-001").hides("was refused or came back")
}

// Before anything is sent to people the team sees what would be, and gets one of each mail.
func TestBeforeAnythingIsSent(t *testing.T) {
	k := newClinic(t)
	cohort, survey := k.mailed(t)
	b := k.as(t, auth.Member)
	box := new(letterbox)
	k.services.Outbox.Post = box
	b.post("/surveys/"+survey+"/invite", url.Values{"cohort": {cohort}, "protocol": {"mails"}})
	begin := url.Values{"about": {"survey"}, "of": {survey}, "steps": {"mail 0, mail 4, mail 10"}}
	b.get("/outbox/start?"+begin.Encode()).says("Send one of each mail to", "3 people get messages.")
	b.post("/outbox/samples", begin).leads("/outbox/start?" + begin.Encode()).says("4 samples were sent to you.")
	for _, m := range box.got {
		if !m.Sample || m.Token != contact.SampleToken || !strings.Contains(m.Address, "@") {
			t.Errorf("a sample is %+v", m)
		}
	}
	k.services.Outbox.Post = refusingAll{}
	b.post("/outbox/samples", begin).is(409).says("The mail server did not take the sample")
	for at, want := range map[string]string{
		"/outbox/start?about=survey&of=" + survey:                           "Choose", // no steps
		"/outbox/start?about=feature&of=labs&steps=mail+0":                  "Choose one of",
		"/outbox/start?about=survey&of=" + survey + "&steps=mail+4,+mail+0": "cannot come before",
		"/outbox/start?about=survey&of=" + survey + "&steps=pigeon+0":       "Choose",
		"/outbox/start?about=survey&of=none&steps=mail+0":                   "not found",
	} {
		if got := b.get(at); got.status != 422 && got.status != 404 {
			t.Errorf("%s: %d, not %s", at, got.status, want)
		}
	}
	key := k.key(t, auth.Member)
	status, text := k.sends(t, http.MethodPost, "/api/v1/outbox/rehearsal", `{"about":"survey","subject":"`+survey+`","protocol":[{"after_days":0,"by":"mail"}]}`, "Authorization", "Bearer "+key)
	if status != http.StatusOK || !strings.Contains(text, `"people":3,"unreachable":0,"days":[{"day":"`) {
		t.Errorf("by the API: %d %s", status, text)
	}
}

// Where mail is sent and not signed by this server, the settings name the headers that the mail server has to sign.
func TestSettingsSayWhoSignsMail(t *testing.T) {
	k := newClinic(t)
	b := k.as(t, auth.Manager)
	const says = "This server does not sign mail (DKIM)"
	if strings.Contains(b.get("/settings").body, says) {
		t.Error("without a mail server it speaks of signing")
	}
	k.services.Outbox.Post = &letterbox{}
	b.get("/settings").says(says, "List-Unsubscribe, List-Unsubscribe-Post")
	k.with(t, func(c *Config) { c.MailSigned = true })
	if strings.Contains(b.get("/settings").body, says) {
		t.Error("it says so although it signs")
	}
}
