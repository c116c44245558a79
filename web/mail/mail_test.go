package mail

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"soundings/cohorts"
	"soundings/cohorts/contact"
	"soundings/web/texts"
)

var update = flag.Bool("update", false, "write the mails anew")

var riverside = cohorts.Clinic{Name: "Riverside <Clinic>", Phone: "+1 303 555 0100", Languages: []string{"en", "es"}, TimeZone: "America/Denver"}

func newWriter(t *testing.T, base string) *Writer {
	t.Helper()
	said, err := texts.Load()
	if err != nil {
		t.Fatal(err)
	}
	w, err := New(said, func() string { return base })
	if err != nil {
		t.Fatal(err)
	}
	return w
}

// Each mail as it is, in both languages.
func TestMails(t *testing.T) {
	w := newWriter(t, "https://beta.example.org")
	until := time.Date(2027, 3, 22, 5, 59, 0, 0, time.UTC) // March 21 by the clinic's clocks
	for name, m := range map[string]contact.Mail{
		"survey":   {Kind: contact.ForSurvey, Until: until},
		"reminder": {Kind: contact.ForPoll, Until: until, Again: true},
		"consent":  {Kind: contact.ForConsent},
		"news":     {Kind: contact.ForAnnouncement},
		"sample":   {Kind: contact.ForSurvey, Until: until, Again: true, Sample: true},
		"password": {Kind: contact.ForPassword},
		"concern":  {Kind: contact.ForConcern, About: "B-17"},
	} {
		for _, m.Language = range texts.Languages() {
			m.Clinic, m.Token = riverside, "ABCD-EFGH-JKMN-PQRS"
			written, err := w.Write(m)
			if err != nil {
				t.Fatal(err)
			}
			got := "From: " + written.From + "\nSubject: " + written.Subject + "\nLanguage: " + written.Language + "\nUnsubscribe: " + written.Unsubscribe +
				"\n\n" + written.Plain + "\n" + written.HTML
			path := filepath.Join("testdata", name+"."+m.Language+".txt")
			if *update {
				if err := os.WriteFile(path, []byte(got), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			if want, err := os.ReadFile(path); err != nil || string(want) != got {
				t.Errorf("%s is not the mail as it is (-update writes it): %v\n%s", path, err, got)
			}
		}
	}
}

// A mail tells nobody what is asked of whom, loads nothing, and follows nobody.
func TestMailsTellNothing(t *testing.T) {
	w := newWriter(t, "http://localhost:8080/")
	written, err := w.Write(contact.Mail{
		ID: "01INVITATION-0", Clinic: riverside, Address: "ana@example.org", Kind: contact.ForSurvey, Token: "ABCD-EFGH-JKMN-PQRS", Language: "en",
	})
	if err != nil {
		t.Fatal(err)
	}
	all := written.Subject + written.Plain + written.HTML
	for _, never := range []string{"ana@", "01INVITATION", "<img", "<script", "src=", "url(", "//localhost:8080//"} {
		if strings.Contains(all, never) {
			t.Errorf("a mail has %q", never)
		}
	}
	for _, part := range []string{written.Plain, written.HTML} {
		for _, has := range []string{"http://localhost:8080/s/ABCD-EFGH-JKMN-PQRS", "http://localhost:8080/u/ABCD-EFGH-JKMN-PQRS", "303 555 0100"} {
			if !strings.Contains(part, has) {
				t.Errorf("%q is not in\n%s", has, part)
			}
		}
	}
	if written.Unsubscribe != "" {
		t.Error("one-click unsubscribing is offered without https")
	}
}

// A clinic writes in its own language to who reads another.
func TestLanguageOfMails(t *testing.T) {
	w := newWriter(t, "https://beta.example.org")
	for language, want := range map[string]string{"en": "en", "es": "en", "": "en", "fr": "en"} {
		clinic := riverside
		clinic.Languages = []string{"en"}
		written, err := w.Write(contact.Mail{Clinic: clinic, Language: language, Token: "ABCD-EFGH-JKMN-PQRS"})
		if err != nil || written.Language != want {
			t.Errorf("who reads %q is written in %q: %v", language, written.Language, err)
		}
	}
}
