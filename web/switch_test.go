package web

import (
	"context"
	"maps"
	"net/http/httptest"
	"net/url"
	"reflect"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"golang.org/x/net/html"

	"soundings/cohorts"
	"soundings/cohorts/base"
	"soundings/server/services/servicestest"
	"soundings/server/store/engine"
	"soundings/surveys/polls"
	"soundings/web/answer"
)

// paper is a page with a form that somebody fills in, and what is typed into it.
type paper struct {
	shown reply
	typed url.Values
}

// papers are all pages of people without an account into which something can be typed, or which hold what was typed.
var papers = []struct {
	about  string
	filled func(t *testing.T, k *house) paper
}{
	{"a survey", func(t *testing.T, k *house) paper {
		path := k.link(k.services.Invited(t, k.services.Portal(t), "P-0001")["P-0001"])
		return paper{k.visitor(t).get(path), one("helped", "yes")}
	}},
	{"an anonymous survey", func(t *testing.T, k *house) paper {
		_, links := k.anonymous(t, 1)
		return paper{k.visitor(t).get(links[0]), one("helped", "yes")}
	}},
	{"the second page of an anonymous survey", func(t *testing.T, k *house) paper {
		_, links := k.anonymous(t, 1)
		return paper{k.visitor(t).get(links[0]).fill(links[0], one("helped", "yes", "_action", "next")), one("ease", "4")}
	}},
	{"a ranking", ballotOf(polls.Rank, false, one("rank.bills", "2", "rank.forms", "1"))},
	{"a secret ranking", ballotOf(polls.Rank, true, one("rank.bills", "1"))},
	{"dots", ballotOf(polls.Dots, false, one("dots.bills", "3"))},
	{"sets", ballotOf(polls.MaxDiff, false, one("best.1", "bills", "worst.1", "forms"))},
	{"sets in secret", ballotOf(polls.MaxDiff, true, one("best.1", "bills"))},
	{"feelings", ballotOf(polls.Kano, false, one("kano.bills.with", "like", "kano.forms.without", "dislike"))},
	{"ratings", ballotOf(polls.Rating, true, one("rating.bills", "4"))},
	{"a wrong ballot", func(t *testing.T, k *house) paper {
		p := ballotOf(polls.Rank, false, nil)(t, k)
		return paper{p.shown.fill(p.shown.path, one("rank.bills", "9", "_action", "submit")).is(422), one("rank.forms", "1")}
	}},
	{"a poll by its code, with a group to choose", func(t *testing.T, k *house) paper {
		_, path := k.poll(t, func(p *polls.Poll) { p.Groups[cohorts.Provider] = polls.Share{Weight: 1} })
		return paper{k.visitor(t).get(path), one("group", "provider", "rank.bills", "1")}
	}},
	{"an answer that is changed on a shared tablet", func(t *testing.T, k *house) paper {
		_, path := k.poll(t, nil)
		b := k.visitor(t)
		b.get(path).fill(path, one("rank.bills", "1", "_action", "submit")).is(303)
		return paper{b.get(path).fill(path, one("_action", "change")), one("rank.bills", "2", "rank.forms", "1")}
	}},
	{"whose answer it is", func(t *testing.T, k *house) paper {
		_, path := k.poll(t, nil)
		b := k.visitor(t)
		form := b.get(path).is(200)
		form.fill(path, one("rank.bills", "1", "_action", "submit")).is(303)
		return paper{form.fill(path, one("rank.forms", "1", "_action", "submit")).is(409).says("Was it you?"), one()}
	}},
	{"consent", func(t *testing.T, k *house) paper {
		k.services.People(t, cohorts.Patient, "P-0001")
		_, asked := k.services.Asked(t, "One", "P-0001")
		return paper{k.visitor(t).get(k.link(asked["P-0001"])), one()}
	}},
	{"a no that becomes a yes", func(t *testing.T, k *house) paper {
		k.services.People(t, cohorts.Patient, "P-0001")
		_, asked := k.services.Asked(t, "One", "P-0001")
		path, b := k.link(asked["P-0001"]), k.visitor(t)
		b.get(path).fill(path, one("consent", "decline")).leads(path)
		return paper{b.get(path + "?again=1"), one()}
	}},
	{"consent for a child", func(t *testing.T, k *house) paper {
		for _, p := range []cohorts.Participant{{Ref: "child", Group: cohorts.Patient, Minor: true, Proxy: "mother"}, {Ref: "mother", Group: cohorts.Patient}} {
			if _, err := k.Cohorts.SaveParticipant(t.Context(), p); err != nil {
				t.Fatal(err)
			}
		}
		_, asked := k.services.Asked(t, "One", "child")
		return paper{k.visitor(t).get(k.link(asked["child"])), one("assent", "young")}
	}},
	{"choices", func(t *testing.T, k *house) paper {
		path := k.link(k.services.Invited(t, k.services.Portal(t), "P-0001")["P-0001"])
		b := k.visitor(t)
		return paper{b.get(b.get(path).choicesOf()), one("mail", "yes", "letter", "yes")}
	}},
	{"the box for a code", func(t *testing.T, k *house) paper {
		return paper{k.visitor(t).get("/"), one("code", "7K3M-Q9TX-2V8D-HW5E")}
	}},
	{"half a code", func(t *testing.T, k *house) paper {
		return paper{k.visitor(t).get("/").fill("/", one("code", "7K3M")).is(422), one("code", "7K3M-Q9")}
	}},
	{"an answer that came too late", func(t *testing.T, k *house) paper {
		l := lateSurvey(one("_page", "1", "helped", "no", "why", "It was <slow>."))(t, k)
		if err := l.close(); err != nil {
			t.Fatal(err)
		}
		return paper{k.visitor(t).post(l.path, l.typed).is(410), one()}
	}},
	{"a ballot that came too late", func(t *testing.T, k *house) paper {
		l := latePoll(polls.MaxDiff, true, one("best.1", "bills"))(t, k)
		if err := l.close(); err != nil {
			t.Fatal(err)
		}
		return paper{k.visitor(t).post(l.path, l.typed).is(410), one()}
	}},
}

func ballotOf(method polls.Method, secret bool, typed url.Values) func(*testing.T, *house) paper {
	return func(t *testing.T, k *house) paper {
		return paper{k.visitor(t).get(latePoll(method, secret, one())(t, k).path), typed}
	}
}

// Whoever switches the language or the size of text keeps what was chosen and typed on the page, and sends nothing.
func TestSwitchingKeepsAnswers(t *testing.T) {
	for _, c := range papers {
		t.Run(c.about, func(t *testing.T) {
			k := newClinic(t)
			p := c.filled(t, k)
			before := k.services.Documents(t)
			for _, to := range []struct{ button, shows string }{
				{"lang=es", `<html lang="es"`}, {"text=large", `lang="es" class="larger"`}, {"lang=en", `<html lang="en" class="larger"`}, {"text=normal", `<html lang="en">`},
			} {
				p.shown = p.shown.switches(to.button, p.typed)
				if !strings.Contains(p.shown.body, to.shows) {
					t.Errorf("after %s the page is not %s", to.button, to.shows)
				}
			}
			if c.about != "a survey" && !slices.Equal(k.services.Documents(t), before) { // whose answers under way are kept
				t.Error("switching keeps something")
			}
		})
	}
}

// switches presses a switch of a page after something was typed, and checks that all of it stands on the page that comes.
func (a reply) switches(button string, typed url.Values) reply {
	a.b.t.Helper()
	form, filled := a.answers()
	maps.Copy(filled, typed)
	found := false
	for n := range a.nodes() {
		found = found || n.Data == "button" && attribute(n, "form") == "answers" && attribute(n, "name") == "_switch" && attribute(n, "value") == button
	}
	if !found {
		a.b.t.Fatalf("%s has no switch to %s that keeps what was typed", a.path, button)
	}
	sent := maps.Clone(filled)
	sent.Set("_switch", button)
	if sent.Get("_action") == "" {
		sent.Set("_action", "submit") // whatever comes beside a switch: nothing is sent
	}
	got := a.b.post(attribute(form, "action"), sent)
	if got.status == 303 {
		got = a.b.get(got.header.Get("Location"))
	}
	_, kept := got.answers()
	if kept.Del("words"); !reflect.DeepEqual(kept, without(filled, "words")) { // the copy of a consent is in its language
		a.b.t.Errorf("of %v the page keeps %v", filled, kept)
	}
	return got
}

// answers returns the form of a page whose answers switching keeps, and what stands in it.
func (a reply) answers() (*html.Node, url.Values) {
	a.b.t.Helper()
	for n := range a.nodes() {
		if n.Data == "form" && attribute(n, "id") == "answers" {
			filled, _ := values(n)
			maps.DeleteFunc(filled, func(_ string, v []string) bool { return strings.Join(v, "") == "" })
			return n, filled
		}
	}
	a.b.t.Fatalf("%s keeps nothing: %s", a.path, a.text())
	return nil, nil
}

func without(form url.Values, name string) url.Values {
	form = maps.Clone(form)
	form.Del(name)
	return form
}

// Every form of people without an account that holds something which somebody chose or typed is one that switches keep.
func TestEveryFormOfPatientsIsKept(t *testing.T) {
	pages, _, catalogue := newPages(t)
	for _, e := range answer.Examples(catalogue.In("en")) {
		w := httptest.NewRecorder()
		if err := pages.Render(w, 200, e.View); err != nil {
			t.Fatal(err)
		}
		shown := reply{b: &browser{t: t}, path: e.Name, body: w.Body.String()}
		for form := range shown.nodes() {
			if form.Data != "form" || !holds(form) || e.Name == "survey, preview" { // which is the team’s, and remembers no switch
				continue
			}
			if attribute(form, "id") != "answers" || strings.Count(shown.body, `<button form="answers" class="plain" name="_switch"`) != 2 || strings.Contains(shown.body, "?lang=") {
				t.Errorf("%s has a form that is lost when its reader switches: %s", e.Name, shown.body)
			}
		}
	}
}

// holds reports whether a form has a field for what somebody chose or typed; what page it is of begins with a line below, whom
// somebody leaves was chosen by a link, which stands in the address, and the sentence that somebody is asked about is the page's. A file that was chosen no page can show again.
func holds(form *html.Node) bool {
	for n := range form.Descendants() {
		name := attribute(n, "name")
		if (n.Data == "input" || n.Data == "textarea" || n.Data == "select") && !strings.HasPrefix(name, "_") && name != "leave" && name != "quote" && attribute(n, "type") != "file" {
			return true
		}
	}
	return false
}

// refusing is an engine that keeps nothing while it is full.
type refusing struct {
	engine.Engine
	full atomic.Bool
}

func (r *refusing) Write(ctx context.Context, changes []engine.Change) error {
	if r.full.Load() {
		return base.Refuse(base.Unavailable, "error.unavailable")
	}
	return r.Engine.Write(ctx, changes)
}

// While nothing can be kept, what was typed stands in the form that tries again, in whichever language: to try again sends it.
func TestSwitchingWhileNothingIsKept(t *testing.T) {
	e := &refusing{Engine: servicestest.Embedded(t)}
	k := newClinicOver(t, servicestest.Over(t, e))
	path := k.link(k.services.Invited(t, k.services.Portal(t), "P-0001")["P-0001"])
	b := k.visitor(t)
	form := b.get(path).is(200)
	e.full.Store(true)
	refused := form.fill(path, one("helped", "no", "_action", "save")).is(503).switches("lang=es", nil).is(503).says("Intentar otra vez")
	e.full.Store(false)
	refused.fill(path, nil).leads(path + "?saved=1")
	if again := k.visitor(t).get(path).is(200); !strings.Contains(again.body, `value="no" checked`) {
		t.Error("what was typed is lost")
	}
}

// Where nothing can be kept a participant is told so in the language in which they read, whatever their browser's is.
func TestThatNothingIsKeptIsToldInOnesLanguage(t *testing.T) {
	e := &refusing{Engine: servicestest.Embedded(t)}
	k := newClinicOver(t, servicestest.Over(t, e))
	path := k.link(k.services.Invited(t, k.services.Portal(t), "P-0001", "P-0002")["P-0002"]) // who reads Spanish
	form := k.visitor(t).get(path).is(200)
	e.full.Store(true)
	form.fill(path, one("helped", "no", "_action", "save")).is(503).says("Intentar otra vez")
}
