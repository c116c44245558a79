package mail

import (
	"crypto/ed25519"
	"crypto/rand"
	"os/exec"
	"strings"
	"testing"
	"time"

	"soundings/cohorts"
	"soundings/cohorts/contact"
	"soundings/server/needs"
	webmail "soundings/web/mail"
	"soundings/web/texts"
)

// The mails as they are written, in both languages, signed and not, as a parser reads them that is not ours: RFC 5322, 3834 and 8058.
func TestAForeignParserReadsTheMails(t *testing.T) {
	python, err := exec.LookPath("python3")
	if err != nil {
		needs.Missing(t, "python3 is not on the PATH")
	}
	said, err := texts.Load()
	if err != nil {
		t.Fatal(err)
	}
	_, key, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	box, post := startMailbox(t, time.Second)
	clinic := cohorts.Clinic{
		Name: "Clínica «Riverside», de la familia & los niños — Main Street: a clinic of 100 doctors", Phone: "+1 303 555 0100", Languages: []string{"en", "es"}, TimeZone: "America/Denver",
	}
	for base, signing := range map[string]*Signing{"https://beta.clinic.example": {key, "beta2027"}, "http://localhost:8080": nil} {
		writer, err := webmail.New(said, func() string { return base })
		if err != nil {
			t.Fatal(err)
		}
		post.config.Write, post.config.Sign = writer.Write, signing
		for _, kind := range []contact.Kind{contact.ForConsent, contact.ForSurvey, contact.ForPoll, contact.ForPassword} {
			for _, language := range texts.Languages() {
				m := to("ana")
				m.Clinic, m.Kind, m.Language, m.Again = clinic, kind, language, kind == contact.ForPoll
				m.Until = time.Date(2027, 3, 9, 6, 0, 0, 0, time.UTC)
				if err := post.Send(t.Context(), m); err != nil {
					t.Fatal(err)
				}
				reader := exec.CommandContext(t.Context(), python, "testdata/headers.py")
				reader.Stdin = strings.NewReader(box.messages["ana"])
				out, err := reader.CombinedOutput()
				wrong, subject, ok := strings.Cut(string(out), "subject: ")
				if err != nil || !ok || strings.TrimSpace(wrong) != "" || !strings.Contains(subject, clinic.Name) {
					t.Errorf("%s in %s from %s: %v\n%s\n%s", kind, language, base, err, out, box.messages["ana"])
				}
				if unsubscribes := strings.Contains(box.messages["ana"], "\r\nList-Unsubscribe:"); unsubscribes != (signing != nil && kind != contact.ForPassword) {
					t.Errorf("%s from %s: one click ends it: %v", kind, base, unsubscribes)
				}
			}
		}
	}
}
