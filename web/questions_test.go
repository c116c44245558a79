package web

import (
	"fmt"
	"net/url"
	"strings"
	"testing"

	"soundings/surveys"
	"soundings/surveys/kinds"
	"soundings/web/auth"
)

// A question of every kind is made by its form, stands in the form again as it is, and survives being kept unchanged.
func TestEveryKindOfQuestion(t *testing.T) {
	k := newClinic(t)
	b := k.as(t, auth.Member)
	b.get("/surveys").fill("/surveys", one("title.en", "All")).leads("/surveys/all")
	for _, q := range []string{"why", "helped", "sus"} {
		b.get("/surveys/all/questions/"+q).fill("/surveys/all/questions/"+q, one("_action", "delete")).leads("/surveys/all")
	}
	const path = "/surveys/all/questions/"
	for kind, typed := range map[string]url.Values{
		"single":   one("text.en", "Which?", "options", "a = A | Á\nb = B", "required", "yes", "help.es", "Ayuda"),
		"multiple": one("text.en", "Which?", "options", "a = A\nb = B", "max_choices", "1", "exclusive", "yes"),
		"scale":    one("text.en", "How?", "min", "0", "max", "10", "min_label.en", "Bad", "max_label.es", "Bueno", "page", "new"),
		"number":   one("text.en", "How many?", "min", "-1,5", "max", "98,5"),
		"date":     one("text.en", "When?", "earliest", "2026-01-01", "latest", "2027-12-31"),
		"text":     one("text.es", "¿Por qué?", "max_length", "300"),
		"note":     one("text.en", "Thank you"),
		"sus":      one("help.en", "Think of last week.", "wording", "published"),

		"umux-lite": one("required", "yes"),
	} {
		typed.Set("id", "q-"+kind)
		b.get(path+"new?type="+kind).is(200).fill(path+"new", typed).leads("/surveys/all").says("Question added.", "q-"+kind)
		made := question(t, k, "q-"+kind)
		b.get(path+"q-"+kind).is(200).fill(path+"q-"+kind, one("_action", "save")).leads("/surveys/all")
		if again := question(t, k, "q-"+kind); fmt.Sprintf("%+v", again) != fmt.Sprintf("%+v", made) && kind != "scale" && kind != "number" { // those hold pointers
			t.Errorf("%s was %+v and is %+v", kind, made, again)
		}
	}
	if q := question(t, k, "q-sus"); q.Wording != "published" {
		t.Errorf("SUS is asked in the wording %q", q.Wording)
	}
	b.get(path+"q-sus").fill(path+"q-sus", one("_action", "save", "wording", "rhymed")).is(422).says("Use one of these: plain, published.")
	if q := question(t, k, "q-number"); *q.Min != -1.5 || *q.Max != 98.5 {
		t.Errorf("the number goes from %v to %v", *q.Min, *q.Max)
	}
}

// The last answers of a question may stand alone: the form marks one, and keeps as many as the API marked.
func TestAnswersThatStandAlone(t *testing.T) {
	k := newClinic(t)
	b := k.as(t, auth.Member)
	b.get("/surveys").fill("/surveys", one("title.en", "All")).leads("/surveys/all")
	const path = "/surveys/all/questions/"
	b.get(path+"new?type=multiple").fill(path+"new", one("id", "used", "text.en", "Which?", "options", "a = A\nb = B\nnone = None", "exclusive", "yes"))
	alone := func() string {
		var marked []string
		for _, o := range question(t, k, "used").Options {
			if o.Exclusive {
				marked = append(marked, o.Value)
			}
		}
		return strings.Join(marked, " ")
	}
	for _, c := range []struct {
		about string
		typed url.Values
		want  string
	}{
		{"as it was made", one(), "none"},
		{"with an answer more", one("options", "a = A\nnone = None\nunsure = Not sure"), "unsure"},
		{"not any more", one("exclusive", ""), ""},
		{"again", one("exclusive", "yes"), "unsure"},
	} {
		c.typed.Set("_action", "save")
		b.get(path+"used").is(200).fill(path+"used", c.typed).leads("/surveys/all")
		if got := alone(); got != c.want {
			t.Errorf("%s: alone stands %q, not %q", c.about, got, c.want)
		}
	}
	_, err := k.Surveys.Edit(t.Context(), "all", 0, func(v *surveys.Survey) error {
		q, _ := v.Question("used")
		q.SetExclusive(2)
		v.Replace(q, v.PageOf("used"))
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	b.get(path+"used").says("The last 2 answers each go with no other").fill(path+"used", one("_action", "save")).leads("/surveys/all")
	if got := alone(); got != "none unsure" {
		t.Errorf("two that stood alone became %q", got)
	}
	b.get(path+"used").fill(path+"used", one("_action", "save", "options", "none = None\nunsure = Not sure")).is(422).
		says("Answers that go with no other come last, after at least one that goes with others.")
}

func question(t *testing.T, k *house, id string) surveys.Question {
	t.Helper()
	v, err := k.Surveys.Survey(t.Context(), "all")
	if err != nil {
		t.Fatal(err)
	}
	q, ok := v.Question(id)
	if !ok {
		t.Fatalf("there is no question %s", id)
	}
	return q
}

// A condition that is more than the form can hold stays as it is.
func TestAConditionThatTheFormCannotHold(t *testing.T) {
	k := newClinic(t)
	b := k.as(t, auth.Member)
	b.get("/surveys").fill("/surveys", one("title.en", "All")).leads("/surveys/all")
	both := &surveys.Condition{Any: []surveys.Test{{Question: "helped", Op: kinds.Equal, Value: kinds.Values{"no"}}, {Question: "helped", Op: kinds.Equal, Value: kinds.Values{"partly"}}}}
	_, err := k.Surveys.Edit(t.Context(), "all", 0, func(v *surveys.Survey) error {
		v.Pages[1].Questions[0].ShowIf = both
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	listed := b.get("/surveys/all/questions/why").is(200).says("This question is shown if helped is “No” or helped is “Partly”")
	listed.fill("/surveys/all/questions/why", one("text.en", "Why not?", "_action", "save")).leads("/surveys/all").says("Why not?")
	if q := question(t, k, "why"); len(q.ShowIf.Any) != 2 {
		t.Errorf("the condition is %+v", q.ShowIf)
	}
}

// A form without the fields that its kind has, as no browser sends it, is refused: it would not say what the question is to
// be. An instrument has none that it cannot do without.
func TestAQuestionFormWithoutItsFields(t *testing.T) {
	k := newClinic(t)
	b := k.as(t, auth.Member)
	b.get("/surveys").fill("/surveys", one("title.en", "All")).leads("/surveys/all")
	for kind, typed := range map[string]url.Values{
		"single": one("options", "a = A\nb = B"), "multiple": one("options", "a = A\nb = B"), "scale": nil, "number": nil, "date": nil, "text": nil, "note": nil,
	} {
		path := "/surveys/all/questions/"
		if typed == nil {
			typed = url.Values{}
		}
		typed.Set("id", "q-"+kind)
		typed.Set("text.en", "What?")
		b.get(path+"new?type="+kind).fill(path+"new", typed).leads("/surveys/all")
		made := question(t, k, "q-"+kind)
		b.post(path+"q-"+kind, one("_action", "save")).is(422).says("This is required.")
		if again := question(t, k, "q-"+kind); again.Text.In("en") != "What?" || len(again.Options) != len(made.Options) {
			t.Errorf("%s became %+v", kind, again)
		}
	}
}
