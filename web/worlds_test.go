package web

import (
	"context"
	"crypto/rand"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/common/expfmt"

	"soundings/cohorts"
	"soundings/cohorts/base/expect"
	"soundings/cohorts/contact"
	"soundings/server/needs"
	"soundings/server/services"
	"soundings/server/services/servicestest"
	"soundings/surveys"
	"soundings/surveys/polls"
	"soundings/web/auth"
)

// Two clinics differ in who answered an anonymous survey and a secret poll, and in how many above a step of turnout. Whatever a manager
// reads of them, by pages, by API and by scrapes, before and after reminders, is the same; so is when others get which messages.
func TestRemindersTellNobodyWhoAnswered(t *testing.T) {
	needs.Time(t)
	some := read(t, servicestest.New(t), "S-01", "S-02", "S-03", "S-04", "S-05", "S-06")
	differ(t, some, read(t, servicestest.New(t), "S-03", "S-06", "S-07", "S-08", "S-09", "S-10", "S-11"))
}

// seen is what a manager has read, in its order.
type seen struct{ what, said string }

// differ tells where two worlds differ.
func differ(t *testing.T, one, other []seen) {
	t.Helper()
	if len(one) != len(other) || len(one) < 100 {
		t.Fatalf("%d and %d are read", len(one), len(other))
	}
	told := 0
	for n := range one {
		if one[n] != other[n] && told < 5 {
			told++
			t.Errorf("%s says\n%s", one[n].what, difference(one[n].said, other[n].said))
		}
	}
}

// difference returns the lines in which two texts differ.
func difference(one, other string) string {
	a, b := strings.Split(one, "\n"), strings.Split(other, "\n")
	var all []string
	for n := range max(len(a), len(b)) {
		var x, y string
		if n < len(a) {
			x = a[n]
		}
		if n < len(b) {
			y = b[n]
		}
		if x != y {
			all = append(all, "- "+x, "+ "+y)
		}
	}
	return strings.Join(all, "\n")
}

// world is a clinic whose staff were asked an anonymous survey, a secret poll and later what has names, by mail.
type world struct {
	*house
	sends    *services.Services // another server on the same database, which sends, and measures itself
	registry *prometheus.Registry
	post     *particular
	member   *browser
	key      string
	refs     []string
	read     []seen
}

// particular is a mail server that refuses reminders to some for good, to some for now, and takes the rest.
type particular struct{ letterbox }

func (p *particular) Send(ctx context.Context, m contact.Mail) error {
	name, _, _ := strings.Cut(m.Address, "@")
	switch {
	case m.Again && slices.Contains([]string{"s-04", "s-10"}, name):
		return &contact.Refusal{Permanent: true, Err: fmt.Errorf("unknown")}
	case m.Again && slices.Contains([]string{"s-03", "s-05", "s-09"}, name):
		return &contact.Refusal{Err: fmt.Errorf("later")}
	}
	return p.letterbox.Send(ctx, m)
}

// read returns all that a manager reads of a clinic where these answer.
func read(t *testing.T, c *servicestest.Clinic, who ...string) []seen {
	t.Helper()
	w := &world{house: newHouse(t, c), registry: prometheus.NewRegistry(), post: &particular{}}
	w.clock.Set(time.Date(2027, 3, 1, 15, 0, 0, 0, time.UTC))
	c.SetUp(t)
	var err error
	w.sends, err = services.New(t.Context(), c.Engine, services.Config{
		Secret: []byte(servicestest.Secret), TimeZone: "UTC", Post: w.post, Registry: w.registry, Now: c.Clock.Now, Rand: rand.Reader, Log: c.Contact.Log,
	})
	if err != nil {
		t.Fatal(err)
	}
	w.member, w.key = w.as(t, auth.Manager), w.house.key(t, auth.Manager)
	for n := range 12 {
		ref := fmt.Sprintf("S-%02d", n+1)
		w.refs = append(w.refs, ref)
		if _, err := c.Cohorts.SaveParticipant(t.Context(), cohorts.Participant{Ref: ref, Group: cohorts.Staff, Language: "en", Email: strings.ToLower(ref) + "@example.org"}); err != nil {
			t.Fatal(err)
		}
	}
	survey := c.Anonymous(t)
	poll, _ := w.poll(t, func(p *polls.Poll) { p.Secret, p.Open = true, false })
	w.asks(t, "/surveys/"+survey.ID)
	w.after(t, 0)
	w.asks(t, "/polls/"+poll.ID)
	w.after(t, 8*time.Hour)
	for _, ref := range who {
		w.answers(t, survey, poll, ref)
	}
	w.reads(t, survey.ID, poll.ID)
	w.after(t, 4*24*time.Hour-8*time.Hour) // reminders about the survey wait for the budget
	w.after(t, 10*time.Minute)
	w.reads(t, survey.ID, poll.ID)
	other := c.Portal(t)
	w.asks(t, "/surveys/"+other.ID)
	for range 2 {
		for range 4 {
			w.after(t, 24*time.Hour)
		}
		w.reads(t, survey.ID, poll.ID, other.ID)
	}
	for range 14 {
		w.after(t, 24*time.Hour)
	}
	for _, ref := range w.refs {
		w.bounces(t, survey.ID, ref)
	}
	w.reads(t, survey.ID, poll.ID, other.ID)
	for _, kind := range []contact.Kind{contact.ForSurvey, contact.ForPoll} {
		w.reminded(t, kind, who)
	}
	return w.read
}

// reminded checks who got a reminder about what is secret: who has not answered, and is refused none.
func (w *world) reminded(t *testing.T, kind contact.Kind, who []string) {
	t.Helper()
	var got, want []string
	for _, m := range w.post.got {
		if m.Quiet && m.Kind == kind {
			got = append(got, strings.ToUpper(m.Address[:4]))
		}
	}
	for _, ref := range w.refs {
		if !slices.Contains(who, ref) && !slices.Contains([]string{"S-03", "S-04", "S-05", "S-09", "S-10"}, ref) {
			want = append(want, ref)
		}
	}
	slices.Sort(got)
	expect.Equal(t, "reminded of the "+string(kind), got, want)
}

// asks has everybody asked by mails at once and after four days.
func (w *world) asks(t *testing.T, at string) {
	t.Helper()
	status, said := w.api(t, w.key, "POST", at+"/invitations", `{"refs": ["`+strings.Join(w.refs, `","`)+`"], "protocol": [{"after_days": 0, "by": "mail"}, {"after_days": 4, "by": "mail"}]}`)
	if status != http.StatusOK {
		t.Fatal(status, said)
	}
}

// after lets time go by, and the other server send what is due.
func (w *world) after(t *testing.T, d time.Duration) {
	t.Helper()
	w.clock.Advance(d)
	for _, job := range []func(context.Context) (int, error){w.sends.Outbox.Take, w.sends.Outbox.Send} {
		for n := 1; n > 0; {
			var err error
			if n, err = job(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
	}
}

// answers has somebody answer both by the links that came.
func (w *world) answers(t *testing.T, survey surveys.Survey, poll polls.Poll, ref string) {
	t.Helper()
	for _, m := range w.post.got {
		if m.Address != strings.ToLower(ref)+"@example.org" {
			continue
		}
		values := url.Values{"_action": {"submit"}, "helped": {"yes"}, "ease": {"3"}}
		if m.Kind == contact.ForPoll {
			values = url.Values{"_action": {"submit"}, "rank.bills": {"1"}}
		}
		w.visitor(t).post("/s/"+m.Token, values).is(http.StatusSeeOther)
	}
}

// bounces reports that reminders to somebody came back, whether one was sent or not.
func (w *world) bounces(t *testing.T, survey, ref string) {
	t.Helper()
	i, ok, err := w.Contact.AskedNow(t.Context(), contact.ForSurvey, survey, ref)
	if err != nil || !ok {
		t.Fatal(ok, err)
	}
	status, said := w.api(t, w.key, "POST", "/outbox/bounces", `{"bounces": [{"message_id": "`+contact.SecretMessageID(i.ID, 1)+`@clinic.example", "status": "5.1.1"}]}`)
	w.read = append(w.read, seen{"a report about " + ref, fmt.Sprint(status, said)})
}

// reads reads all that there is.
func (w *world) reads(t *testing.T, asked ...string) {
	t.Helper()
	pages := []string{"/", "/outbox", "/outbox?state=deferred", "/outbox?state=sent", "/outbox?state=failed", "/outbox?state=skipped", "/participants", "/surveys", "/polls", "/reports", "/settings"}
	calls := []string{"/outbox?state=waiting", "/outbox?state=deferred", "/outbox?state=sent", "/outbox?state=failed", "/outbox?state=skipped", "/participants", "/surveys", "/polls"}
	for _, ref := range []string{"S-01", "S-03", "S-04", "S-07", "S-10"} {
		pages = append(pages, "/participants/"+ref, "/outbox?ref="+ref)
		calls = append(calls, "/participants/"+ref, "/outbox?ref="+ref)
	}
	for n, id := range asked {
		under := "/surveys/"
		if n == 1 {
			under = "/polls/"
		}
		pages = append(pages, under+id, under+id+"/results", under+id+"/links")
		calls = append(calls, under+id, under+id+"/results")
	}
	pages = append(pages, "/audit")
	now := w.clock.Now().Format("on March 2 at 15:04")
	for _, path := range pages {
		got := w.member.get(path)
		said := strings.Split(w.plain(got.body), "\n")
		if path == "/audit" { // records of one moment come in any order
			slices.Sort(said)
		}
		w.read = append(w.read, seen{path + " " + now, fmt.Sprint(got.status, "\n", strings.Join(said, "\n"))})
	}
	for _, path := range calls {
		status, text := w.house.sends(t, http.MethodGet, "/api/v1"+path, "", "Authorization", "Bearer "+w.key)
		w.read = append(w.read, seen{"/api/v1" + path + " " + now, fmt.Sprint(status, "\n", w.plain(text))})
	}
	w.read = append(w.read, seen{"/metrics " + now, w.scrape(t)})
}

// what is random, or the same world's alone.
var random = regexp.MustCompile(`[0-9A-Z]{16,26}|[0-9a-f]{32,}|[0-9A-Z]{4}(-[0-9A-Z]{4}){3}`)

// plain returns a text without what is random.
func (w *world) plain(text string) string {
	home := strings.TrimPrefix(w.url, "http://")
	return random.ReplaceAllString(strings.ReplaceAll(text, home, "HOME"), "RANDOM")
}

// scrape returns the series of the server that sends; of those that take time how often it was taken.
func (w *world) scrape(t *testing.T) string {
	t.Helper()
	if _, err := w.sends.Store.Fold(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := w.sends.Series.Refresh(t.Context()); err != nil {
		t.Fatal(err)
	}
	families, err := w.registry.Gather()
	if err != nil {
		t.Fatal(err)
	}
	var all strings.Builder
	for _, f := range families {
		for _, m := range f.GetMetric() {
			if h := m.GetHistogram(); h != nil {
				fmt.Fprintln(&all, f.GetName(), m.GetLabel(), h.GetSampleCount())
				continue
			}
			if _, err := expfmt.MetricFamilyToText(&all, f); err != nil {
				t.Fatal(err)
			}
			break
		}
	}
	return all.String()
}
