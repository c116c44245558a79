package surveys

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"soundings/surveys/kinds"
)

func TestQuestions(t *testing.T) {
	v := portal(t)
	equal(t, "questions", ids(v.Questions()), "hello helped why used hours again sus")
	if q, ok := v.Question("hours"); !ok || q.Type != kinds.Number {
		t.Errorf("hours is %v, %v", q, ok)
	}
	if _, ok := v.Question("nobody"); ok {
		t.Error("a question that nobody asked is found")
	}
	for id, want := range map[string]string{
		"hello": "[]", "helped": "[helped]", "used": "[used]", "sus": "[sus.1 sus.2 sus.3 sus.4 sus.5 sus.6 sus.7 sus.8 sus.9 sus.10]",
	} {
		q, _ := v.Question(id)
		equal(t, id, fmt.Sprint(q.Fields()), want)
	}
	equal(t, "free text", fmt.Sprint(v.Pages[0].AsksFreeText(), v.Pages[1].AsksFreeText()), "true false")
}

// A survey says in JSON what it was made of, and nothing of what was left out.
func TestSurveyInJSON(t *testing.T) {
	text, err := json.Marshal(portal(t).Pages)
	if err != nil {
		t.Fatal(err)
	}
	equal(t, "a round trip", written(t, read(t, string(text)).Pages), string(text))
	for _, part := range []string{
		`{"id":"hello","type":"note","text":{"en":"Thank you for your time."}}`,
		`{"id":"sus","instrument":"sus"}`,
		`"show_if":{"all":[{"question":"helped","op":"eq","value":"no"}]}`,
		`"min":0,"max":24,"step":0.5`,
		`"show_if":{"any":[{"question":"used","op":"answered"}]}`,
	} {
		if !strings.Contains(string(text), part) {
			t.Errorf("%s is not in %s", part, text)
		}
	}
}
