package web

import (
	"fmt"
	"strings"
	"testing"

	"soundings/surveys"
	"soundings/web/auth"
)

// A group that is withheld cannot be had by subtracting the shown groups from the total, for nobody: not by the API, not from
// the page, and not from two looks at the figures.
func TestNoGroupBySubtraction(t *testing.T) {
	k := newClinic(t)
	member, viewer := k.key(t, auth.Member), k.key(t, auth.Viewer)
	_, got := k.api(t, member, "POST", "/surveys", `{"title": {"en": "T"}, "pages": [{"questions": [{"id": "q", "type": "single", "text": {"en": "Q"},
		"options": [{"value": "y", "text": {"en": "Yes"}}, {"value": "n", "text": {"en": "No"}}]}]}]}`)
	id := fmt.Sprint(got["id"])
	if code, got := k.api(t, member, "POST", "/surveys/"+id+"/publish", ""); code != 200 {
		t.Fatal(code, got)
	}
	cohort, _ := k.wave(t, "Wave", 12)
	asked, err := k.Surveys.Invite(t.Context(), id, surveys.Audience{Cohort: cohort})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := k.Cohorts.Import(t.Context(), strings.NewReader("ref,group\nS-1,staff\nS-2,staff\nS-3,staff\n"), false); err != nil {
		t.Fatal(err)
	}
	colleagues, err := k.Surveys.Invite(t.Context(), id, surveys.Audience{Refs: []string{"S-1", "S-2", "S-3"}})
	if err != nil {
		t.Fatal(err)
	}
	for n, i := range append(asked, colleagues...) {
		answer := map[bool]string{true: "y", false: "n"}[n < 6]
		path := "/s/" + k.Contact.Token(i)
		k.visitor(t).get(path).is(200).fill(path, one("_action", "submit", "q", answer)).is(303)
	}

	_, live := k.api(t, member, "GET", "/surveys/"+id+"/results?by=group", "")
	withheld := fmt.Sprint(live["withheld"])
	for _, group := range []string{"patient", "staff"} {
		part := live["by"].(map[string]any)["group"].(map[string]any)[group].(map[string]any)
		if question := fmt.Sprint(part["questions"]); question != "[map[id:q]]" {
			t.Errorf("%s: %s", group, question)
		}
		if !strings.Contains(withheld, "group:"+group) {
			t.Errorf("%s is not named among the withheld: %s", group, withheld)
		}
	}
	if total := fmt.Sprint(live["questions"]); !strings.Contains(total, "n:15") {
		t.Error("of all together:", total)
	}
	k.as(t, auth.Member).get("/surveys/"+id+"/results?by=group").is(200).says("Not shown: with it, another figure", "Fewer than 5 people")

	_, edition := k.api(t, viewer, "GET", "/surveys/"+id+"/results?by=group", "")
	if said := fmt.Sprint(edition["edition"]); !strings.Contains(said, "counted:12") || !strings.Contains(said, "waiting:3") {
		t.Error("the edition is", said)
	}
	if total, patients := fmt.Sprint(edition["questions"]), fmt.Sprint(edition["by"]); !strings.Contains(total, "n:12") || strings.Contains(patients, "staff") {
		t.Error("the edition says", total, patients)
	}
	k.as(t, auth.Viewer).get("/surveys/"+id+"/results").is(200).says("12 counted, 3 more are in.", "12 answers")
	if code, _ := k.api(t, viewer, "GET", "/surveys/"+id+"/results?by=cohort", ""); code != 422 {
		t.Error("by what is no cut:", code)
	}
}
