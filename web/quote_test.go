package web

import (
	"net/http"
	"strings"
	"testing"

	"soundings/web/auth"
)

// The author of a sentence is asked on the page of their receipt; only with their yes it is in the news, without a name, and it is
// gone once they take that back.
func TestASentenceIsQuotedWithConsent(t *testing.T) {
	k := newClinic(t)
	_, links := k.reporters(t, 1)
	patient, reader, team := k.visitor(t), k.visitor(t), k.as(t, auth.Manager)
	receipt, _ := receiptOf(t, patient.get(links[0]).fill(links[0], one("text", "I pressed send. The photo <b> was gone. I called.", "feature", "signing-in")))
	patient.get(receipt).hides("May we show this sentence?")
	card := team.get("/board/B-1").is(http.StatusOK).says("Ask to show a sentence")
	card.fill("/board/B-1/quote", one("quote", "The photo was gone.")).is(http.StatusUnprocessableEntity).says("Copy it exactly as it is there.").names("quote")
	const sentence, show = "The photo <b> was gone.", "May we show this sentence?"
	card.fill("/board/B-1/quote", one("quote", sentence)).leads("/board/B-1").says("The person is asked on the page of their report.", "Not answered yet")

	t.Log("nothing is shown before a yes")
	team.get("/board/B-1").fill("/board/B-1", one("public.en", "Photos get lost", "public.es", "Se pierden fotos")).is(http.StatusSeeOther)
	team.post("/board/B-1/move", one("state", "not_planned", "reason", "The vendor has no way")).is(http.StatusSeeOther)
	at, a := "/board/B-1/tell", "/announcements/A-1"
	team.get(at).fill(at, one("_action", "send", "groups.reported.en", "No.", "groups.reported.es", "No.", "groups.patient.en", "Not now.", "groups.patient.es", "Ahora no.")).leads(a)
	if strings.Contains(team.get(a).body, `name="quotes"`) {
		t.Error("a sentence is offered whose author has said nothing")
	}
	patient.get(k.linkTo(t, "P-001")).says("May we show a sentence that you wrote?").leadsOn(receipt + "#quote")
	asked := patient.get(receipt).says(show, sentence, "Your name is not with it.", "Then the sentence is gone from our news at once.")
	patient.get(receipt+"?lang=es").leads(receipt).says("¿Podemos mostrar esta frase?", sentence, "Su nombre no aparece.")
	patient.get(receipt + "?lang=en").leads(receipt)
	asked.fill(receipt, one("may", "yes")).leads(receipt + "#quote").says("You said yes: we may show this sentence without your name.")
	reader.get("/news").is(http.StatusOK).hides("photo")

	t.Log("the team shows it, and the author takes it back")
	team.get("/board/B-1").says("Said yes")
	team.get(a).fill(a, one("news", "yes", "quotes", k.reportOf(t, "B-1"))).leads(a)
	for _, at := range []string{"/news", "/news/poster", "/news.atom?lang=en"} {
		if got := reader.get(at).is(http.StatusOK); !strings.Contains(got.body, "The photo &lt;b&gt; was gone.") || strings.Contains(got.body, "I called") || strings.Contains(got.body, "P-001") {
			t.Errorf("%s: %s", at, got.body)
		}
	}
	shown := team.get(a)
	patient.get(receipt).fill(receipt, one("may", "no")).leads(receipt + "#quote").says("You said no: we do not show this sentence.")
	for _, at := range []string{"/news", "/news/poster", "/news.atom?lang=en", k.linkTo(t, "P-001")} {
		reader.get(at).is(http.StatusOK).hides("was gone")
	}
	shown.fill(a, one("news", "yes")).is(http.StatusUnprocessableEntity).says("does not say yes any more")
	team.get("/board/B-1").says("Said no")

	t.Log("a yes to another sentence than was seen is none")
	team.get("/board/B-1").fill("/board/B-1/quote", one("quote", "I called.")).leads("/board/B-1")
	asked.fill(receipt, one("may", "yes")).leads(receipt+"#quote").says(show, "Yes, you may show it", "No, do not show it")
	team.get("/board/B-1").says("Not answered yet")
}

// Who has no link to what they reported is asked nothing.
func TestWhoHasNoLinkIsNotAsked(t *testing.T) {
	_, team := told(t) // of a program
	team.get("/board/B-1").is(http.StatusOK).hides("Ask to show a sentence")
}

// reportOf returns the id of the first report on a card.
func (k *house) reportOf(t *testing.T, bump string) string {
	t.Helper()
	reports, err := k.Board.Reports(t.Context(), bump, "", 1)
	if err != nil || len(reports.Items) == 0 {
		t.Fatal(reports, err)
	}
	return reports.Items[0].ID
}
