package texts

import (
	"testing"
	"time"

	"soundings/cohorts/base"
)

func load(t *testing.T) *Catalogue {
	t.Helper()
	c, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestSaying(t *testing.T) {
	c := load(t)
	en, es := c.In("en"), c.In("es")
	for got, want := range map[string]string{
		es.T("form.next"):                            "Siguiente",
		en.T("form.page", "Number", 2, "Pages", 3):   "Page 2 of 3",
		es.T("form.page", "Number", 2, "Pages", 3):   "Página 2 de 3",
		en.T("error.fields", "Count", 1):             "One field needs to be corrected.",
		en.T("error.fields", "Count", 1234):          "1,234 fields need to be corrected.",
		es.T("error.fields", "Count", 1_000_000):     "Hay 1,000,000 datos por corregir.",
		en.T("no.such_text"):                         "⟦no.such_text⟧",
		en.T("no.such_text", "Count", 2):             "⟦no.such_text⟧",
		Printer{}.T("form.next"):                     "⟦form.next⟧",
		c.In("xx").T("form.next"):                    "Next",
		en.T("home.code", "Unused", "is no harm"):    "Code from your letter or message",
		en.T("settings.revoke_means", "Key", "<b>&"): "Programs that use “<b>&” stop working now.",
	} {
		if got != want {
			t.Errorf("said %q, want %q", got, want)
		}
	}
	move := base.T("membership.impossible", "From", base.T("state.declined"), "To", base.T("state.agreed"))
	if got, want := es.Say(move), "No se puede pasar de «No aceptó» a «Aceptó»."; got != want {
		t.Errorf("said %q, want %q", got, want)
	}
}

func TestFigures(t *testing.T) {
	c := load(t)
	en, es := c.In("en"), c.In("es")
	morning := time.Date(2027, time.March, 4, 0, 5, 0, 0, time.UTC)
	evening := time.Date(2027, time.December, 31, 15, 5, 0, 0, time.UTC)
	for got, want := range map[string]string{
		en.Int(999):             "999",
		en.Int(-1234567):        "-1,234,567",
		es.Int(1234567):         "1,234,567",
		en.Number(71.25, 1):     "71.2",
		en.Number(70, 1):        "70.0",
		es.Number(1234.5, 2):    "1,234.50",
		en.Percent(.4251):       "43%",
		es.Percent(1):           "100\u00a0%",
		en.Date(morning):        "March 4, 2027",
		es.Date(morning):        "4 de marzo de 2027",
		en.DateTime(morning):    "March 4, 2027, 12:05 AM",
		es.DateTime(evening):    "31 de diciembre de 2027, 3:05 p. m.",
		en.Date(time.Time{}):    "",
		Printer{}.Int(12345):    "12345",
		Printer{}.Percent(.5):   "50%",
		Printer{}.Number(.5, 1): "0.5",
	} {
		if got != want {
			t.Errorf("wrote %q, want %q", got, want)
		}
	}
}

func TestMatch(t *testing.T) {
	both := []string{"en", "es"}
	for _, test := range []struct {
		accept  string
		allowed []string
		want    string
	}{
		{"es-MX,es;q=0.9,en;q=0.8", both, "es"},
		{"en-US,en;q=0.9,es;q=0.8", both, "en"},
		{"fr-FR,fr;q=0.9,es;q=0.3", both, "es"},
		{"es;q=0.1,en;q=0.9", both, "en"},
		{"fr", both, "en"},
		{"fr", []string{"es", "en"}, "es"},
		{"es", []string{"en"}, "en"},
		{"", both, "en"},
		{"*", both, "en"},
		{"nonsense;;;q=x", both, "en"},
		{"es", nil, "en"},
	} {
		if got := Match(test.accept, test.allowed); got != test.want {
			t.Errorf("Match(%q, %v) = %q, want %q", test.accept, test.allowed, got, test.want)
		}
	}
}

func TestManyAtOnce(t *testing.T) {
	c := load(t)
	done := make(chan string)
	for range 8 {
		go func() {
			said := ""
			for n := range 200 {
				said = c.In("en").T("form.page", "Number", n, "Pages", 12345)
			}
			done <- said
		}()
	}
	for range 8 {
		if got, want := <-done, "Page 199 of 12,345"; got != want {
			t.Errorf("said %q, want %q", got, want)
		}
	}
}

func BenchmarkPlain(b *testing.B) {
	c, err := Load()
	if err != nil {
		b.Fatal(err)
	}
	p := c.In("es")
	for b.Loop() {
		p.T("form.next")
	}
}

func BenchmarkFilled(b *testing.B) {
	c, err := Load()
	if err != nil {
		b.Fatal(err)
	}
	p := c.In("es")
	for b.Loop() {
		p.T("form.page", "Number", 2, "Pages", 3)
	}
}
