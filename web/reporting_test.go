package web

import (
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"soundings/cohorts"
	"soundings/cohorts/base"
	"soundings/cohorts/rollout"
	"soundings/server/services/servicestest"
	"soundings/surveys"
	"soundings/surveys/board"
	"soundings/surveys/polls"
	"soundings/web/auth"
)

// reporters asks a cohort of patients a survey, and returns their links by the form on which they report, as "/b/…".
func (k *house) reporters(t *testing.T, n int) (cohort string, links []string) {
	t.Helper()
	cohort, refs := k.wave(t, "Spring", n)
	asked, err := k.Surveys.Invite(t.Context(), k.services.Portal(t).ID, surveys.Audience{Cohort: cohort, Expires: k.clock.Now().AddDate(0, 0, 30)})
	if err != nil {
		t.Fatal(err)
	}
	of := servicestest.ByRef(asked)
	for _, ref := range refs {
		links = append(links, "/b/"+k.Contact.Token(of[ref]))
	}
	return cohort, links
}

// cards returns every card of the board.
func (k *house) cards(t *testing.T) (all []board.Bump) {
	t.Helper()
	for _, state := range board.States() {
		page, err := k.Board.List(t.Context(), board.Query{State: state, Limit: 100})
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, page.Items...)
	}
	return all
}

// moves changes a card, as a manager does.
func (k *house) moves(t *testing.T, id string, c board.Change) {
	t.Helper()
	if _, err := k.Board.Change(base.WithActor(t.Context(), base.Actor{Kind: base.ActorStaff, ID: "M"}), id, c); err != nil {
		t.Fatal(err)
	}
}

func pointer[T any](v T) *T { return &v }

// receiptOf follows the answer to a form that was sent, and returns the receipt.
func receiptOf(t *testing.T, sent reply) (string, reply) {
	t.Helper()
	at, _, _ := strings.Cut(sent.is(http.StatusSeeOther).header.Get("Location"), "?")
	return at, sent.b.get(at + "?sent=1").is(http.StatusOK).says("Thank you. We have your report.")
}

// A patient reports, follows the receipt from the first look to the change, and says that it is still broken: the card is open again.
func TestReportingAndFollowing(t *testing.T) {
	k := newClinic(t)
	k.features(t, "labs")
	_, links := k.reporters(t, 1)
	b := k.visitor(t)
	form := b.get(links[0]).is(http.StatusOK).says("Please do not ask for medical help on this page.", "(555) 010-0134", "What happened?", "Signing in", "Getting an account", "Something else")
	if n := len(k.cards(t)); n != 0 {
		t.Fatalf("opening the form made %d cards", n)
	}
	if at := strings.Index(form.body, "Please do not ask for medical help"); at < 0 || at > strings.Index(form.body, "<form") {
		t.Error("the form comes before the line that it is not for medical help")
	}
	form.fill(links[0], nil).is(http.StatusUnprocessableEntity).names("feature", "text")
	sent := form.fill(links[0], one("text", "The code never comes <script>alert(1)</script>", "feature", "signing-in", "call", "yes"))
	at, receipt := receiptOf(t, sent)
	receipt.says("The portal team has not looked at it yet.", "Signing in", "The code never comes <script>", k.url+at)
	again, _ := receiptOf(t, form.fill(links[0], one("text", "The code never comes, sent twice", "feature", "signing-in")))
	if cards := k.cards(t); again != at || len(cards) != 1 || cards[0].Where != board.SigningIn || cards[0].People[cohorts.Patient] != 1 {
		t.Fatalf("%+v, receipts %s and %s", cards, at, again)
	}
	k.moves(t, "B-1", board.Change{State: pointer(board.Assessing)})
	b.get(at).says("The portal team is looking at it.").hides("Did this fix it for you?")
	b.post(at, one("fixed", "no")).leads(at) // there is nothing yet to say that of
	k.moves(t, "B-1", board.Change{State: pointer(board.Adapting), Adaptation: &board.Adaptation{Kind: board.NoChange, Title: "Wait longer"}})
	b.get(at).says("we are working on it")
	k.moves(t, "B-1", board.Change{State: pointer(board.Done), Public: pointer(base.Words{"en": "Codes come late", "es": "Los códigos llegan tarde"})})
	b.get(at).says("We changed something.", "Did this fix it for you?", "Codes come late")
	if card := k.cards(t)[0]; card.State != board.Done {
		t.Fatalf("looking made it %s", card.State)
	}
	b.post(at, nil).is(http.StatusUnprocessableEntity).says("Choose yes or no.")
	b.post(at, one("fixed", "yes")).leads(at).says("You told us that it works now.").hides("Did this fix it")
	k.clock.Advance(time.Second)
	b.post(at, one("fixed", "no")).leads(at).says("You told us that it is still broken.")
	if card := k.cards(t)[0]; card.State != board.Assessing || card.Again != 1 {
		t.Errorf("it is %s, opened again %d times", card.State, card.Again)
	}
	k.moves(t, "B-1", board.Change{State: pointer(board.NotPlanned), Reason: "Between us: the vendor refuses"})
	b.get(at).says("We decided not to change this.").hides("Between us")
	b.get("/s/" + strings.TrimPrefix(at, "/b/")).leads("/b/" + strings.TrimPrefix(at, "/b/"))
	b.get("/b/7K3M-Q9TX-2V8D-HW5E").is(http.StatusNotFound).says("We could not find this link")
}

// What others have is offered before a report is kept, in the language of who reports, and only what the team has made public.
func TestWhatIsAlikeIsOffered(t *testing.T) {
	k := newClinic(t)
	_, links := k.reporters(t, 4)
	first := k.visitor(t)
	receiptOf(t, first.get(links[0]).fill(links[0], one("text", "My secret: the code for P-001 is lost", "feature", "signing-in")))
	// Nothing is public yet: nothing is offered.
	receiptOf(t, k.visitor(t).get(links[1]).fill(links[1], one("text", "The code is lost", "feature", "signing-in")))
	k.moves(t, "B-1", board.Change{Public: pointer(base.Words{"en": "The code to sign in does not come", "es": "El código para entrar no llega"})})

	spanish := k.visitor(t)
	typed := one("text", "No me llega ningún código", "feature", "signing-in", "call", "yes")
	spanish.get(links[2] + "?lang=es").is(http.StatusSeeOther)
	offered := spanish.get(links[2]).says("¿Qué pasó?").fill(links[2], typed).is(http.StatusOK)
	offered.says("¿Es uno de estos?", "El código para entrar no llega", "No me llega ningún código").hides("My secret", "P-001")
	offered.fill(links[2], one("_action", "back")).is(http.StatusOK).holds("No me llega ningún código")
	at, _, _ := strings.Cut(offered.fill(links[2], one("join", "B-1")).is(http.StatusSeeOther).header.Get("Location"), "?")
	spanish.get(at).says("No me llega ningún código", "El código para entrar no llega")
	again, _, _ := strings.Cut(offered.fill(links[2], one("join", "B-1")).is(http.StatusSeeOther).header.Get("Location"), "?")
	if cards := k.cards(t); again != at || len(cards) != 2 || fmt.Sprint(k.people(t, "B-1")) != "2" {
		t.Errorf("%d cards, B-1 has %d", len(cards), k.people(t, "B-1"))
	}
	another := k.visitor(t).get(links[3]).fill(links[3], one("text", "The code is wrong", "feature", "signing-in")).says("Is it one of these?")
	receiptOf(t, another.fill(links[3], one("_action", "another")))
	if n := len(k.cards(t)); n != 3 {
		t.Errorf("%d cards", n)
	}
	// Who joins what is not shown to others, or is over, has a report of their own.
	receiptOf(t, k.visitor(t).post(links[0], one("text", "Mine", "feature", "signing-in", "join", "B-2", "_key", "x")))
	if n := k.people(t, "B-2"); n != 1 {
		t.Errorf("B-2 has %d", n)
	}
}

// people returns how many people a card has.
func (k *house) people(t *testing.T, id string) int {
	t.Helper()
	b, err := k.Board.Bump(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	return b.Reporters()
}

// Patients choose among what they see of the portal; who reports by the code chooses among all that anybody sees, and has no name.
func TestWhereItHappened(t *testing.T) {
	k := newClinic(t)
	cohort, links := k.reporters(t, 1)
	for key, stage := range map[string]rollout.Stage{"labs": rollout.Beta, "visits": rollout.Live, "bills": rollout.Beta, "forms": rollout.Planned} {
		if _, err := k.Rollouts.SaveFeature(t.Context(), rollout.Feature{Key: key, Name: base.Words{"en": "The " + key, "es": "Los " + key}, Stage: stage}); err != nil {
			t.Fatal(err)
		}
	}
	k.shown(t, "labs", cohort, 100)
	k.visitor(t).get(links[0]).says("labs", "The visits").hides("The bills", "The forms")
	k.visitor(t).post(links[0], one("text", "x", "feature", "bills")).is(http.StatusUnprocessableEntity).names("feature")

	code, err := k.Board.Code(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	at := "/b/" + code
	room := k.visitor(t).get(at).says("labs", "The visits", "The bills", "We do not ask for your name.").hides("The forms", "You may call me")
	receiptOf(t, room.fill(at, one("text", "Patients ask for it at the desk", "feature", "bills")))
	if card := k.cards(t)[0]; card.People[cohorts.Staff] != 1 || card.Where != "bills" {
		t.Errorf("%+v", card)
	}
	reports, err := k.Board.Reports(t.Context(), "B-1", "", 10)
	if err != nil || reports.Items[0].Ref != "" || reports.Items[0].From != board.FromCode {
		t.Errorf("%+v, %v", reports.Items, err)
	}
	if err := k.Board.RenewCode(t.Context()); err != nil {
		t.Fatal(err)
	}
	k.visitor(t).get(at).is(http.StatusNotFound)
}

// Who left, or has a link that is past, is told to call; nothing is kept, and what they typed is shown back.
func TestNobodyReportsByAnOldLink(t *testing.T) {
	k := newClinic(t)
	cohort, links := k.reporters(t, 3)
	k.state(t, cohort, "P-001", cohorts.Withdrawn)
	if err := k.Cohorts.RemoveParticipant(t.Context(), "P-003"); err != nil {
		t.Fatal(err)
	}
	gone := func(link, title string) {
		t.Helper()
		k.visitor(t).get(link).is(http.StatusGone).says(title, "(555) 010-0134").hides("What happened?")
		k.visitor(t).post(link, one("text", "It hangs <b>", "feature", "signing-in")).is(http.StatusGone).says(title, "It hangs <b>")
	}
	gone(links[0], "You cannot send a report with this link")
	k.visitor(t).get(links[1]).is(http.StatusOK)
	k.clock.Advance(31 * 24 * time.Hour)
	gone(links[1], "This link has expired")
	k.visitor(t).get(links[2]).is(http.StatusNotFound) // of somebody who was removed for good
	if n := len(k.cards(t)); n != 0 {
		t.Errorf("%d cards", n)
	}
}

// Of a hundred reports a minute five are kept, and what was typed stays on the page; somebody else goes on, and so does the same
// person later.
func TestReportingTooOften(t *testing.T) {
	k := newClinic(t)
	_, links := k.reporters(t, 2)
	b := k.visitor(t)
	send := func(link string, n int) reply {
		return b.post(link, one("text", fmt.Sprint("Number ", n), "feature", "signing-in", "_key", fmt.Sprint("form-", n)))
	}
	for n := range 5 {
		send(links[0], n).is(http.StatusSeeOther)
	}
	for n := 5; n < 100; n += 31 {
		slowed := send(links[0], n).is(http.StatusTooManyRequests).says("You sent many reports in a short time. Please wait 60 minutes").holds(fmt.Sprint("Number ", n))
		if wait := slowed.header.Get("Retry-After"); wait != "3600" {
			t.Errorf("Retry-After %s", wait)
		}
	}
	send(links[0], 4).is(http.StatusSeeOther) // it was kept before
	send(links[1], 1000).is(http.StatusSeeOther)
	if n := len(k.cards(t)); n != 6 {
		t.Fatalf("%d cards", n)
	}
	kept := 5
	for hour := range 23 {
		k.clock.Advance(time.Hour)
		if send(links[0], 200+hour).status == http.StatusSeeOther {
			kept++
		}
	}
	if kept != 20 {
		t.Errorf("%d were kept in a day", kept)
	}
}

// What is typed into any field is a text and nothing else, and too much of it is refused at its field.
func TestWhatIsTypedIntoAReport(t *testing.T) {
	k := newClinic(t)
	_, links := k.reporters(t, 1)
	const script = `"><script>alert(1)</script>`
	b := k.visitor(t)
	for about, row := range map[string]struct {
		form  url.Values
		names []string
	}{
		"100,000 characters": {one("text", strings.Repeat("x", 100_000), "feature", "signing-in"), []string{"text"}},
		"script everywhere":  {one("text", "", "feature", script, "call", script, "_key", script), []string{"feature", "text"}},
		"nothing to be seen": {one("text", "\u200b\x00\u200d", "feature", "signing-in"), []string{"text"}},
	} {
		if got := b.post(links[0], row.form).is(http.StatusUnprocessableEntity).names(row.names...); strings.Contains(got.body, "<script>alert") {
			t.Errorf("%s: the page runs what was typed", about)
		}
	}
	b.post(links[0], one("text", strings.Repeat("ñ", 100_000), "feature", "signing-in")).is(http.StatusRequestEntityTooLarge).says("Your text is too long")
	_, receipt := receiptOf(t, b.post(links[0], one("text", script+"\x00", "feature", "signing-in", "_key", script)))
	if receipt.says(script); strings.Contains(receipt.body, "<script>alert") {
		t.Error("the receipt runs what was typed")
	}
	b.post(links[0], url.Values{"text": {"kept"}, "feature": {"signing-in"}, "_switch": {"lang=es"}}).is(http.StatusOK).says("¿Qué pasó?").holds("kept")
	if n := len(k.cards(t)); n != 1 {
		t.Errorf("%d cards", n)
	}
}

// A report by the link of a secret poll or an anonymous survey says nothing of the answer: the pages are the same before and after,
// and nothing of the link is kept with it.
func TestAReportTellsNothingOfASecretAnswer(t *testing.T) {
	k := newClinic(t)
	p, _ := k.poll(t, func(p *polls.Poll) { p.Secret, p.Open = true, false })
	k.services.Team(t, "S-1", "S-2")
	asked, err := k.Polls.Invite(t.Context(), p.ID, polls.Audience{Refs: []string{"S-1", "S-2"}})
	if err != nil {
		t.Fatal(err)
	}
	used, unused := k.Contact.Token(asked[0]), k.Contact.Token(asked[1])
	k.visitor(t).post("/s/"+used, url.Values{"rank.bills": {"1"}, "_action": {"submit"}}).leads("/s/" + used + "?sent=1").leadsOn("/b/" + used).says("Did something in the portal not work?")
	seen := func(token string) string {
		body := k.visitor(t).get("/b/" + token).is(http.StatusOK).body
		return regexp.MustCompile(`name="_key" value="[^"]*"`).ReplaceAllString(strings.ReplaceAll(body, token, "TOKEN"), "KEY")
	}
	if a, b := seen(used), seen(unused); a != b {
		t.Errorf("the used link says\n%s\nand the other one\n%s", a, b)
	}
	receiptOf(t, k.visitor(t).get("/b/"+used).says("The team can see that this report is from you.").fill("/b/"+used, one("text", "It hangs", "feature", "signing-in")))
	reports, err := k.Board.Reports(t.Context(), "B-1", "", 10)
	if err != nil || reports.Items[0].Ref != asked[0].Ref {
		t.Fatalf("%+v, %v", reports.Items, err)
	}
	for _, kept := range []string{asked[0].ID, p.ID} {
		for _, doc := range k.services.Naming(t, kept) {
			if strings.HasPrefix(doc, "bump") {
				t.Errorf("%s names %s", doc, kept)
			}
		}
	}
}

// Every page behind a personal link leads to the form, and none does that has nobody to lead there.
func TestEveryPersonalPageLeadsToTheForm(t *testing.T) {
	k := newClinic(t)
	_, links := k.reporters(t, 1)
	token := strings.TrimPrefix(links[0], "/b/")
	b := k.visitor(t)
	for _, at := range []string{"/s/" + token, "/u/" + token} {
		b.get(at).is(http.StatusOK).leadsOn(links[0]).says("Tell us when something goes wrong")
	}
	if strings.Contains(b.get(links[0]).body, "Tell us when something goes wrong") {
		t.Error("the form leads to itself")
	}
	k.services.People(t, cohorts.Patient, "P-0900")
	for _, consent := range k.askedOne(t, k.as(t, auth.Member), "P-0900") {
		b.get(consent).is(http.StatusOK).leadsOn("/b/" + strings.TrimPrefix(consent, "/s/"))
		b.post(consent, one("consent", "decline")).leads(consent)
		if strings.Contains(b.get(consent).body, `href="/b/`) {
			t.Error("who said no is led to a form that refuses them")
		}
	}
	if strings.Contains(b.get("/").body, `href="/b/`) {
		t.Error("who has no link is led to the form")
	}
}

// What somebody wrote in a named survey opens the form of a report, as they wrote it; what was answered in secret opens nothing.
func TestAnAnswerBecomesAReport(t *testing.T) {
	k := newClinic(t)
	cohort, refs := k.wave(t, "Spring", 1)
	asks := func(anonymous bool) string {
		v := servicestest.Translated(surveys.Survey{Title: base.Words{"en": fmt.Sprint("Survey ", anonymous)}, Anonymous: anonymous, Pages: servicestest.Pages(t, `[{"questions": [{"id": "why", "type": "text", "text": "What went wrong?"}]}]`)})
		ctx := servicestest.ByManager(t)
		v, err := k.Surveys.Create(ctx, v)
		if err == nil {
			v, err = k.Surveys.Publish(ctx, v.ID)
		}
		if err != nil {
			t.Fatal(err)
		}
		asked, err := k.Surveys.Invite(ctx, v.ID, surveys.Audience{Cohort: cohort})
		if err != nil {
			t.Fatal(err)
		}
		return k.Contact.Token(servicestest.ByRef(asked)[refs[0]])
	}
	named, secret := asks(false), asks(true)
	b := k.visitor(t)
	if form := b.get("/b/" + named + "?answer=yes").is(http.StatusOK); strings.Contains(form.body, "It hangs") {
		t.Error("there is an answer before one was given")
	}
	for _, token := range []string{named, secret} {
		b.get("/s/"+token).fill("/s/"+token, one("why", "It hangs <b>", "_action", "submit")).is(http.StatusSeeOther)
	}
	b.get("/s/" + named).says("Send that as a report").leadsOn("/b/" + named + "?answer=yes")
	form := b.get("/b/" + named + "?answer=yes").says("It hangs <b>")
	if n := len(k.cards(t)); n != 0 {
		t.Fatalf("looking made %d cards", n)
	}
	receiptOf(t, form.fill("/b/"+named, one("feature", "something-else")))
	reports, err := k.Board.Reports(t.Context(), "B-1", "", 1)
	if err != nil || reports.Items[0].From != board.FromAnswer || reports.Items[0].Text != "It hangs <b>" {
		t.Errorf("%+v, %v", reports.Items, err)
	}
	b.get("/s/" + secret + "?sent=1").hides("Send that as a report")
	b.get("/b/" + secret + "?answer=yes").is(http.StatusOK).hides("It hangs")
}
