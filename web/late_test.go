package web

import (
	"net/url"
	"testing"

	"soundings/cohorts"
	"soundings/server/services/servicestest"
	"soundings/surveys"
	"soundings/surveys/polls"
)

// late is what somebody opens before it is closed, and sends when it is.
type late struct {
	path  string
	close func() error
	typed url.Values
}

// lateAnswers are the ways in which somebody comes too late, each with what is shown back in English and in Spanish.
var lateAnswers = []struct {
	about  string
	before func(t *testing.T, k *house) late
	en, es []string
}{
	{"a survey", lateSurvey(one("_page", "1", "helped", "no", "why", "It was <slow>.")), []string{"Did it help? No", "What went wrong? It was <slow>."}, []string{"Did it help? No"}},
	{"a survey whose first page was kept", func(t *testing.T, k *house) late {
		l := lateSurvey(one("_page", "2", "sus.1", "4", "sus.10", "2", "_action", "submit"))(t, k)
		k.visitor(t).post(l.path, one("_page", "1", "helped", "yes", "_action", "next")).leads(l.path)
		return l
	}, []string{"Did it help? Yes", "I would like to use the portal often. 4", "2"}, []string{"Me gustaría usar el portal con frecuencia. 4"}},
	{"an anonymous survey", func(t *testing.T, k *house) late {
		v, links := k.anonymous(t, 1)
		return late{links[0], k.closesSurvey(t, v), url.Values{"_page": {"2"}, "_seen": {"ease"}, "helped": {"no"}, "why": {"Slow"}, "ease": {"2"}, "_action": {"submit"}}}
	}, []string{"What went wrong? Slow", "How easy was it? 2"}, []string{"Slow"}},
	{"a ranking", latePoll(polls.Rank, false, one("rank.bills", "2", "rank.forms", "1")), []string{"The bills 2", "The forms 1"}, []string{"The forms 1"}},
	{"a ranking of which nothing was sent yet", latePoll(polls.Rank, false, one("rank.bills", "1", "_add", "forms")), []string{"The bills 1"}, []string{"The bills 1"}},
	{"a secret ranking", latePoll(polls.Rank, true, one("rank.bills", "1")), []string{"The bills 1"}, []string{"The bills 1"}},
	{"dots", latePoll(polls.Dots, false, one("dots.bills", "3")), []string{"The bills 3"}, []string{"The bills 3"}},
	{"sets", latePoll(polls.MaxDiff, false, one("best.1", "bills", "worst.1", "forms", "best.2", "pigeons")), []string{"1 of 1 – Most The bills", "1 of 1 – Least The forms"}, []string{"1 de 1 – La que más The bills"}},
	{"feelings", latePoll(polls.Kano, false, one("kano.bills.with", "like", "kano.bills.without", "dislike")), []string{"The bills – How would you feel if the portal had this?"}, []string{"The bills – ¿Cómo se sentiría si el portal tuviera esto?"}},
	{"secret ratings", latePoll(polls.Rating, true, one("rating.bills", "4")), []string{"The bills – How much does this matter to you? 4"}, []string{"The bills – ¿Cuánto le importa esto? 4"}},
	{"a poll by its code", func(t *testing.T, k *house) late {
		p, path := k.poll(t, nil)
		return late{path, k.closesPoll(t, p), one("rank.bills", "1", "_action", "submit")}
	}, []string{"The bills 1"}, []string{"The bills 1"}},
}

// An answer that comes when what it answers is closed is shown back, to be copied, and counts nowhere; who typed nothing is
// shown nothing.
func TestLateAnswersAreShownBack(t *testing.T) {
	for _, c := range lateAnswers {
		t.Run(c.about, func(t *testing.T) {
			k := newClinic(t)
			l := c.before(t, k)
			b := k.visitor(t)
			b.get(l.path + "?lang=en")
			b.get(l.path).is(200)
			if err := l.close(); err != nil {
				t.Fatal(err)
			}
			b.post(l.path, l.typed).is(410).says(c.en...).says("What you typed", "It came too late to be kept. You can copy it from here.").hides("pigeons")
			for _, nothing := range []reply{b.get(l.path), b.post(l.path, one("_page", "1", "_action", "submit"))} {
				nothing.is(410).hides("What you typed")
			}
			b.get(l.path + "?lang=es")
			b.post(l.path, l.typed).is(410).says(c.es...).says("Lo que usted escribió")
			for _, kept := range []string{"responses", "anonymous_responses", "ballots"} {
				if docs := k.services.Documents(t, kept); len(docs) > 0 {
					t.Errorf("%d %s are kept", len(docs), kept)
				}
			}
		})
	}
}

func lateSurvey(typed url.Values) func(*testing.T, *house) late {
	return func(t *testing.T, k *house) late {
		v := k.services.Survey(t, "Portal", servicestest.Pages(t, `[
			{"questions": [
				{"id": "helped", "type": "single", "text": "Did it help?", "options": [{"value": "yes", "text": "Yes"}, {"value": "no", "text": "No"}]},
				{"id": "why", "type": "text", "text": "What went wrong?"}]},
			{"questions": [{"id": "sus", "instrument": "sus"}]}]`)...)
		k.services.People(t, cohorts.Patient, "P-0001")
		asked := k.services.Invite(t, v.ID, k.services.Agreed(t, "One", "P-0001"))
		return late{k.link(asked["P-0001"]), k.closesSurvey(t, v), typed}
	}
}

// latePoll is a poll that asks somebody of the staff by a personal link.
func latePoll(method polls.Method, secret bool, typed url.Values) func(*testing.T, *house) late {
	return func(t *testing.T, k *house) late {
		p, _ := k.poll(t, func(p *polls.Poll) { p.Method, p.Secret, p.Open, p.Dots = method, secret, false, 10 })
		k.services.Team(t, "S-1")
		asked, err := k.Polls.Invite(t.Context(), p.ID, polls.Audience{Refs: []string{"S-1"}})
		if err != nil {
			t.Fatal(err)
		}
		if typed.Get("_add") == "" {
			typed.Set("_action", "submit")
		}
		return late{k.link(asked[0]), k.closesPoll(t, p), typed}
	}
}

func (k *house) closesSurvey(t *testing.T, v surveys.Survey) func() error {
	return func() error { _, err := k.Surveys.Close(t.Context(), v.ID); return err }
}

func (k *house) closesPoll(t *testing.T, p polls.Poll) func() error {
	return func() error { _, err := k.Polls.Close(t.Context(), p.ID); return err }
}
