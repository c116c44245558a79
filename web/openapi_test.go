package web

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"

	"soundings/surveys/instruments"
	"soundings/surveys/kinds"
	"soundings/surveys/polls"
)

// The document is valid OpenAPI, and describes the API's routes: all of them, and no others.
func TestTheAPIIsDescribed(t *testing.T) {
	k := newClinic(t)
	listed := k.visitor(t).get("/api/openapi.json").is(200)
	doc, err := openapi3.NewLoader().LoadFromData([]byte(listed.body))
	if err != nil {
		t.Fatal(err)
	}
	if err := doc.Validate(t.Context()); err != nil {
		t.Error(err)
	}
	var described, there []string
	for path, item := range doc.Paths.Map() {
		for method, o := range item.Operations() {
			described = append(described, method+" "+path)
			if o.Summary == "" || o.Responses.Status(422) == nil || o.Responses.Default() != nil {
				t.Errorf("%s %s says too little", method, path)
			}
			for _, p := range o.Parameters {
				if p.Value.In == "query" && p.Value.Description == "" {
					t.Errorf("%s %s: nobody says what %q is", method, path, p.Value.Name)
				}
			}
		}
	}
	for _, r := range k.table() {
		if strings.HasPrefix(r.path, "/api/v1/") {
			there = append(there, r.method+" "+pathParameter.ReplaceAllString(r.path, "{$1}"))
		}
	}
	for _, one := range there {
		if !slices.Contains(described, one) {
			t.Errorf("%s is not described", one)
		}
	}
	for _, one := range described {
		if !slices.Contains(there, one) {
			t.Errorf("%s is described, and not there", one)
		}
	}
}

// Days are described as they are written: 2027-03-01.
func TestDaysAreDescribed(t *testing.T) {
	doc, err := openAPI(operations())
	if err != nil {
		t.Fatal(err)
	}
	report := doc.Paths.Value("/api/v1/reports/adoption").Get.Responses.Status(200).Value.Content.Get("application/json").Schema.Value
	for _, day := range []*openapi3.Schema{report.Properties["to"].Value, report.Properties["goals"].Value.Items.Value.Properties["by"].Value} {
		if !day.Type.Is("string") || day.Format != "date" {
			t.Errorf("a day is %v, %q", day.Type, day.Format)
		}
	}
}

// Events may come as a list or a line each.
func TestEventsAreDescribedInBothForms(t *testing.T) {
	doc, err := openAPI(operations())
	if err != nil {
		t.Fatal(err)
	}
	content := doc.Paths.Value("/api/v1/events").Post.RequestBody.Value.Content
	if list := content.Get("application/json"); list == nil || list.Schema.Value.Properties["events"] == nil {
		t.Error("a list of events is not described")
	}
	if content["application/x-ndjson"] == nil {
		t.Error("events as NDJSON are not described")
	}
}

// What the document says of a body is what the API takes and answers.
func TestTheDescribedBodies(t *testing.T) {
	doc, err := openAPI(operations())
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		path, method string
		takes, gives []string
	}{
		{"/api/v1/cohorts/{id}/select", "POST", []string{"refs", "reason", "size", "stratify", "wait", "where", "refusals"}, []string{"seed", "selected", "strata", "waiting"}},
		{"/api/v1/participants/{ref}", "PUT", []string{"address", "attributes", "best_time", "email", "group", "language", "minor", "name", "phone", "proxy"}, []string{"address", "attributes", "best_time", "email", "group", "language", "minor", "name", "phone", "proxy", "ref"}},
	} {
		o := doc.Paths.Value(test.path).GetOperation(test.method)
		takes := o.RequestBody.Value.Content.Get("application/json").Schema.Value
		gives := o.Responses.Status(200).Value.Content.Get("application/json").Schema.Value
		for about, of := range map[string]struct {
			schema *openapi3.Schema
			want   []string
		}{"takes": {takes, test.takes}, "gives": {gives, test.gives}} {
			var got []string
			for name := range of.schema.Properties {
				got = append(got, name)
			}
			slices.Sort(got)
			slices.Sort(of.want)
			if !slices.Equal(got, of.want) {
				t.Errorf("%s %s %v, not %v", test.path, about, got, of.want)
			}
		}
	}
}

// What a question can be, and which instruments there are, is described by the tables themselves.
func TestTablesAreDescribed(t *testing.T) {
	doc, err := openAPI(operations())
	if err != nil {
		t.Fatal(err)
	}
	survey := doc.Paths.Value("/api/v1/surveys").Post.RequestBody.Value.Content.Get("application/json").Schema.Value
	question := survey.Properties["pages"].Value.Items.Value.Properties["questions"].Value.Items.Value
	poll := doc.Paths.Value("/api/v1/polls").Post.RequestBody.Value.Content.Get("application/json").Schema.Value
	if got := fmt.Sprint(poll.Properties["method"].Value.Enum); got != fmt.Sprint(polls.MethodNames()) {
		t.Errorf("a poll's method is one of %s, want %s", got, polls.MethodNames())
	}
	for member, want := range map[string][]string{"type": kinds.Types(), "instrument": instruments.IDs()} {
		if got := fmt.Sprint(question.Properties[member].Value.Enum); got != fmt.Sprint(want) {
			t.Errorf("%s is one of %s, want %s", member, got, want)
		}
	}
}
