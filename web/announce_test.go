package web

import (
	"encoding/xml"
	"net/http"
	"strings"
	"testing"

	"soundings/cohorts"
	"soundings/cohorts/contact"
	"soundings/web/auth"
)

// told is a clinic whose patients P-001 to P-003 see a feature with a bump that P-001 reported, and that is done.
func told(t *testing.T) (k *house, team *browser) {
	t.Helper()
	k = newClinic(t)
	cohort, _ := k.wave(t, "Everybody", 3)
	k.shown(t, "labs", cohort, 100)
	k.bump(t, `{"ref":"P-001","feature":"labs","text":"My own words","language":"en"}`)
	team = k.as(t, auth.Manager)
	team.get("/board/B-1").fill("/board/B-1", one("public.en", "Results come late", "public.es", "Los resultados llegan tarde")).is(303)
	team.get("/board/B-1").fill("/board/B-1/decide", one("adaptation.kind", "vendor", "adaptation.title", "Faster", "adaptation.owner", "Ana", "adaptation.due", "2027-04-01")).is(303)
	return k, team
}

// done carries the change out.
func done(team *browser) { team.post("/board/B-1/move", one("state", "done")).is(303) }

// tellsAll tells those who reported and those who see it, in the words of the drafts.
func tellsAll(team *browser) {
	at := "/board/B-1/tell"
	look := team.get(at).is(200).fill(at, one("_action", "look")).is(200)
	look.fill(at, one("_action", "send")).leads("/announcements/A-1")
}

// linkTo returns the address behind which somebody is told.
func (k *house) linkTo(t *testing.T, ref string) string {
	t.Helper()
	all, err := k.Contact.InvitationsOf(t.Context(), ref)
	if err != nil {
		t.Fatal(err)
	}
	for _, i := range all {
		if i.Kind == contact.ForAnnouncement {
			return k.link(i)
		}
	}
	t.Fatalf("%s is told nothing", ref)
	return ""
}

// The team tells people after it has seen whom it reaches and what they read; nothing is sent before.
func TestTellingPeople(t *testing.T) {
	k, team := told(t)
	at := "/board/B-1/tell"
	team.get(at).is(409).says("First carry out the change")
	done(team)
	team.get("/board/B-1").is(200).says("Tell people")
	form := team.get(at).is(200).says("Those who reported it", "Patients who see it").holds("You told us about this: Results come late. The company that makes the portal has fixed it.", "La empresa que hace el portal ya lo arregló.")
	form.fill(at, one("groups.reported.es", "", "_action", "send")).is(422)
	form.fill(at, one("groups.patient.en", "We […] it", "_action", "send")).is(422).says("Replace […] with your own text.")
	look := form.fill(at, one("_action", "look")).is(200).says("This is what people get", "1 person", "2 people", "No way reaches 1 of them.")
	if all, err := k.Contact.InvitationsOf(t.Context(), "P-001"); err != nil || len(all) != 1 {
		t.Errorf("a look invites: %v, %v", all, err)
	}
	look.fill(at, one("_action", "send")).leads("/announcements/A-1").says("3 people are being told.", "Those who reported it")
	team.get("/board/B-1").is(200).says("Told", "Those who reported it: 1, Patients who see it: 2")
	team.get(at).is(200).says("Told since")
	team.get("/participants/P-001").is(200).says("Told: Announcement A-1")
	_, body := k.api(t, k.key(t, auth.Member), http.MethodPost, "/bumps/B-1/announcements", `{"groups":{"patient":{"en":"Other","es":"Otro"}}}`)
	if !strings.Contains(strings.Join(fieldsOf(body), " "), "groups.patient") {
		t.Errorf("other words: %v", body)
	}
}

// fieldsOf returns the names of the fields in which a refusal finds something.
func fieldsOf(problem map[string]any) (names []string) {
	fields, _ := problem["fields"].([]any)
	for _, f := range fields {
		if one, ok := f.(map[string]any); ok {
			names = append(names, one["name"].(string))
		}
	}
	return names
}

// Who reported it is asked whether it is fixed; opening the link says nothing, and "no" opens the card again.
func TestDidThisFixItForYou(t *testing.T) {
	k, team := told(t)
	done(team)
	tellsAll(team)
	patient := k.visitor(t)
	link, other := k.linkTo(t, "P-001"), k.linkTo(t, "P-002")
	page := patient.get(link).is(200).says("News about the portal", "You told us about this: Results come late.", "Did this fix it for you?").hides("My own words")
	patient.get(other).is(200).says("Some of you told us about this", "I have read this").hides("Did this fix it for you?")
	team.get("/announcements/A-1").is(200).says("Say they read it 0")
	page.fill(link, nil).is(422).says("Press the button")
	patient.get(other).fill(other, one("read", "yes")).leads(other).says("Thank you for reading.")
	page.fill(link, one("fixed", "yes")).leads(link).says("You told us that it works now.")
	team.get("/announcements/A-1").is(200).says("Say they read it 2", "It is fixed for 1")
	patient.get(link).fill(link, one("fixed", "no")).leads(link).says("You told us that it is still broken. We are looking at it again.")
	team.get("/board/B-1").is(200).says("Assessing", "says it is still broken")
	patient.get(other).is(200).says("This was reported as still broken. We are looking at it again.")
	patient.get(link + "?lang=es").leads(link).says("Nos dijo que todavía falla.")
}

// The news have what the team wrote, in both languages, and never what a patient did; there is no link to them before there are any.
func TestTheNews(t *testing.T) {
	k, team := told(t)
	reader := k.visitor(t)
	reader.get("/").is(200).hides("/news")
	reader.get("/news").is(200).says("There is no news yet.")
	done(team)
	tellsAll(team)
	reader.get("/").is(200).says("What we heard, and what we did")
	reader.get("/news").is(200).says("Results come late", "The company that makes the portal has fixed it.").hides("My own words", "P-001")
	reader.get("/news/poster").is(200).says("You said, we did", "Results come late")
	team.get("/announcements/A-1").fill("/announcements/A-1", nil).leads("/announcements/A-1")
	for language, heard := range map[string]string{"en": "Results come late", "es": "Los resultados llegan tarde"} {
		got := reader.get("/news.atom?lang=" + language).is(200)
		var feed struct {
			XMLName xml.Name `xml:"http://www.w3.org/2005/Atom feed"`
			Lang    string   `xml:"http://www.w3.org/XML/1998/namespace lang,attr"`
			Entries []struct {
				ID      string `xml:"id"`
				Title   string `xml:"title"`
				Updated string `xml:"updated"`
			} `xml:"entry"`
		}
		if err := xml.Unmarshal([]byte(got.body), &feed); err != nil || feed.Lang != language || len(feed.Entries) != 1 || feed.Entries[0].Title != heard || !strings.HasPrefix(feed.Entries[0].ID, "urn:uuid:") {
			t.Errorf("the feed is %+v, %v\n%s", feed, err, got.body)
		}
	}
	link := k.linkTo(t, "P-001")
	token := strings.TrimPrefix(link, "/s/")
	clinic, err := k.Cohorts.Clinic(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	clinic.News = cohorts.NewsByLink
	if err := k.Cohorts.SaveClinic(t.Context(), clinic, nil); err != nil {
		t.Fatal(err)
	}
	stranger := k.visitor(t)
	stranger.get("/news").is(404).says("You need your personal link to read the news")
	stranger.get("/news.atom").is(404)
	stranger.get("/").is(200).hides("/news")
	stranger.get(link).is(200).holds("/news?link=" + token)
	stranger.get("/news?link=" + token).is(200).says("Results come late")
	team.get("/news").is(200).says("Results come late")
}
