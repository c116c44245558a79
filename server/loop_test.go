package main

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"soundings/server/services/servicestest"
	"soundings/surveys/board"
)

// A bump goes its whole way, without script: a patient reports it from a page behind a personal link, a second joins in Spanish,
// the team weighs two changes, makes one and tells. Each gets one mail in their language, and the news tell it. One says that it is
// still broken: the card is open again, and both its clocks begin anew in the working hours of the clinic.
func TestTheLoop(t *testing.T) {
	onBothAtOnce(t, func(t *testing.T, at place) {
		zone, err := time.LoadLocation("America/Denver")
		if err != nil {
			t.Fatal(err)
		}
		today := time.Now().In(zone) // browsers keep cookies by their own clock
		monday := time.Date(today.Year(), today.Month(), today.Day()+8-int(today.Weekday()), 9, 0, 0, 0, zone)
		clock := new(servicestest.Clock)
		clock.Set(monday)
		mailbox, address := startMailServer(t)
		s := newMain()
		s.Now, s.Tick = clock.Now, sendsSoon
		t.Cleanup(func() { s.stop(t) })
		err = s.ParseFlags(at.with("--listen", "127.0.0.1:0", "--api-key", testKey, "--time-zone", zone.String(), "--smtp", address, "--mail-from", "beta@clinic.example", "--mail-rate", "6000"))
		if err == nil {
			err = s.Run(t.Context())
		}
		if err != nil {
			t.Fatal(err)
		}
		beta := newClient("http://" + s.Addr)
		links := beta.beta(t)

		ana := newVisitor(t, s).opens(links["P-1"]).sends("consent", "agree").says("Thank you").follows("/b/")
		ana.says("Please do not ask for medical help on this page.").sends("text", "Photos do not go out", "feature", "messages", "_action", "send").says("Thank you. We have your report.")

		team := newVisitor(t, s)
		team.signsIn(t, s)
		team.opens("/board").says("B-1", "1 person").follows("/board/B-1").says("Photos do not go out")
		team.sends("severity", "major", "title", "Photos", "public.en", "Photos are not sent with a message", "public.es", "Las fotos no salen con el mensaje").sends("state", "assessing").says("Assessing")

		luz := newVisitor(t, s).opens(links["P-2"]).sends("consent", "agree").follows("/b/")
		luz.says("Díganos qué salió mal").sends("text", "No salen mis fotos", "feature", "messages", "_action", "send")
		luz.says("¿Es uno de estos?", "Las fotos no salen con el mensaje").sends("join", "B-1").says("Gracias. Recibimos su reporte.", "No salen mis fotos")
		newVisitor(t, s).opens(links["P-3"]).sends("consent", "agree")

		team.opens("/board/B-1").says("2 people", "No salen mis fotos")
		team.sends("alternatives[0].kind", "wording", "alternatives[0].title", "Say how large a photo may be", "alternatives[0].effort", "a day",
			"alternatives[1].kind", "vendor", "alternatives[1].title", "Have photos made smaller", "alternatives[1].effort", "months", "chosen", "0")
		team.sends("adaptation.kind", "wording", "adaptation.title", "Say how large a photo may be", "adaptation.why", "It can be done today", "adaptation.owner", "Ana", "adaptation.due", monday.AddDate(0, 0, 2).Format("2006-01-02")).says("Adapting")
		clock.Set(monday.AddDate(0, 0, 1))
		team.opens("/board/B-1").sends("state", "done").follows("/board/B-1/tell").sends("_action", "look").says("This is what people get", "2 people", "1 person")
		team.sends("_action", "send").says("3 people are being told.")

		told := beta.toldOnce(t, mailbox)
		newVisitor(t, s).opens("/news").says("Photos are not sent with a message", "We have changed the text on the page.")
		newVisitor(t, s).opens(told["ana@example.org"]).says("You told us about this: Photos are not sent with a message.").sends("fixed", "yes").says("You told us that it works now.")
		newVisitor(t, s).opens(told["cy@example.org"]).says("Some of you told us about this").sends("read", "yes").says("Thank you for reading.")

		thursday := monday.AddDate(0, 0, 3).Add(time.Hour)
		clock.Set(thursday)
		newVisitor(t, s).opens(told["luz@example.org"]).says("Usted nos avisó de esto: Las fotos no salen con el mensaje.", "¿Se arregló el problema?").sends("fixed", "no").says("Nos dijo que todavía falla.")
		team.opens("/board/B-1").says("Assessing", "says it is still broken")
		var card boardCard
		beta.must(t, "GET", "/bumps/B-1", nil, &card)
		answer, change := monday.AddDate(0, 0, 4).Add(time.Hour), monday.AddDate(0, 0, 10).Add(time.Hour) // a working day of nine hours, and five
		if card.State != board.Assessing || card.Again != 1 || !card.Opened.Equal(thursday) || card.AnswerDue == nil || !card.AnswerDue.Equal(answer) || card.ChangeDue == nil || !card.ChangeDue.Equal(change) {
			t.Errorf("the card is %s, opened again %d times, on %s; it wants an answer by %s and its change by %s", card.State, card.Again, card.Opened, card.AnswerDue, card.ChangeDue)
		}
		newVisitor(t, s).opens(told["ana@example.org"]).says("This was reported as still broken. We are looking at it again.")
	})
}

// sendsSoon does what is done every few seconds at once. What is done seldom waits: sessions end by the clock of the machine, and
// would be cleared away by that of the test.
func sendsSoon(every time.Duration) <-chan time.Time {
	if every > 10*time.Second {
		return nil
	}
	return time.Tick(50 * time.Millisecond)
}

// beta sets a clinic up whose three patients are invited to a beta in which they see a feature, and returns their links.
func (c *client) beta(t *testing.T) map[string]string {
	t.Helper()
	c.must(t, "PUT", "/settings", map[string]any{
		"name": "Riverside Clinic", "phone": "+1 303 555 0100", "languages": []string{"en", "es"}, "quiet": map[string]any{"from": "20:00", "to": "08:00", "days": []string{"sun"}}, "messages_per_week": 2,
	}, nil)
	c.must(t, "POST", "/participants/import", "ref,group,language,email\nP-1,patient,en,ana@example.org\nP-2,patient,es,luz@example.org\nP-3,patient,en,cy@example.org\nS-1,staff,en,sam@example.org\n", nil)
	c.must(t, "POST", "/cohorts", map[string]any{"name": both("Beta"), "purpose": both("Try"), "capacity": 9}, nil)
	c.must(t, "POST", "/cohorts/beta/select", map[string]any{"refs": []string{"P-1", "P-2", "P-3"}}, nil)
	c.must(t, "PUT", "/features/messages", map[string]any{"name": map[string]string{"en": "Messages", "es": "Mensajes"}, "description": both("x"), "stage": "beta"}, nil)
	c.must(t, "PUT", "/features/messages/rollout", map[string]any{"cohort": "beta", "percent": 100}, nil)
	var invited links
	c.must(t, "POST", "/cohorts/beta/invite", nil, &invited)
	paths := map[string]string{}
	for n, path := range invited.paths() {
		paths[invited.Items[n].Ref] = path
	}
	return paths
}

// toldOnce waits until everybody was told by mail, and returns the link of each by their address: each got one mail, in their language.
func (c *client) toldOnce(t *testing.T, mailbox *mailServer) map[string]string {
	t.Helper()
	eventually(t, "everybody has a mail", func() bool { _, ids := mailbox.taken(); return ids == 3 })
	var waiting struct{ Items []struct{ ID string } }
	if c.must(t, "GET", "/outbox?state=waiting", nil, &waiting); len(waiting.Items) > 0 {
		t.Errorf("there wait %v", waiting.Items)
	}
	says := map[string]string{
		"ana@example.org": "Riverside Clinic has news for you about the portal beta.", "cy@example.org": "Riverside Clinic has news for you about the portal beta.",
		"luz@example.org": "Riverside Clinic tiene noticias para usted sobre la prueba del portal.",
	}
	to, told := []string{}, map[string]string{}
	for _, mail := range mailbox.messages {
		link := mailedLink.FindStringSubmatch(mail.text)
		if link == nil || !strings.Contains(mail.text, says[mail.to]) {
			t.Fatalf("%s got %s", mail.to, mail.text)
		}
		to, told[mail.to] = append(to, mail.to), link[1]
	}
	if slices.Sort(to); fmt.Sprint(to) != "[ana@example.org cy@example.org luz@example.org]" {
		t.Errorf("mails went to %v", to)
	}
	return told
}
