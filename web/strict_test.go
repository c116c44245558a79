package web

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"

	"soundings/cohorts"
	"soundings/web/auth"
)

// A parameter that a route does not have is refused by name, on every route: a filter that is misspelt would list everybody.
func TestUnknownParametersAreRefused(t *testing.T) {
	k := newClinic(t)
	bearer := "Bearer " + k.key(t, auth.Manager)
	for _, o := range operations() {
		path := route{path: o.Path}.address()
		for _, query := range []string{"?email=x", "?nothing=", "?limit=1&Limit=2&nothing=3"} {
			got, text := k.ask(t, o.Method, path+query, "{}", "Authorization", bearer)
			if got.StatusCode != http.StatusUnprocessableEntity || !strings.Contains(text, `"message":"There is no such parameter here."`) {
				t.Errorf("%s %s%s: %d %s", o.Method, o.Path, query, got.StatusCode, text)
			}
		}
	}
	for query, want := range map[string]string{
		"?limit=1&limit=2":       `"name":"limit","message":"Send this parameter only once."`,
		"?limit=0":               `"name":"limit"`,
		"?limit=1001":            `"name":"limit"`,
		"?limit=ten":             `"name":"limit"`,
		"?group=patients":        `"name":"group","message":"Use one of these: patient, staff,`,
		"?language=fr":           `"name":"language","message":"Use one of these: en, es."`,
		"?cohort=a&state=agree":  `"name":"state"`,
		"?email=x&mail=y":        `"name":"email","message":"There is no such parameter here."},{"name":"mail"`,
		"?q=&value=":             `"items":[`,
		"?group=":                `"name":"group"`,
		"?limit=":                `"name":"limit","message":"This is required."`,
		"?group=staff&limit=100": `"items":[]`,
	} {
		if _, text := k.ask(t, http.MethodGet, "/api/v1/participants"+query, "", "Authorization", bearer); !strings.Contains(text, want) {
			t.Errorf("%s: %s", query, text)
		}
	}
	if got, text := k.ask(t, http.MethodGet, "/api/v1/participants?email=x", ""); got.StatusCode != http.StatusUnauthorized {
		t.Errorf("a stranger: %d %s", got.StatusCode, text)
	}
}

// A cursor that no list has given is refused, whatever it looks like.
func TestMadeUpCursorsAreRefused(t *testing.T) {
	k := newClinic(t)
	cohort, _ := k.wave(t, "spring", 5)
	bearer := "Bearer " + k.key(t, auth.Manager)
	lists := []string{"/api/v1/participants", "/api/v1/cohorts/" + cohort + "/members", "/api/v1/cohorts/" + cohort + "/waiting"}
	_, first := k.ask(t, http.MethodGet, lists[0]+"?limit=2", "", "Authorization", bearer)
	_, next, _ := strings.Cut(first, `"next":"`)
	next, _, _ = strings.Cut(next, `"`)
	if got, text := k.ask(t, http.MethodGet, lists[0]+"?limit=2&after="+next, "", "Authorization", bearer); got.StatusCode != 200 || !strings.Contains(text, "P-003") {
		t.Errorf("the next page: %d %s", got.StatusCode, text)
	}
	for _, list := range lists {
		for _, cursor := range []string{"P-001", "AAAA", "UC0wMDE", "nonsense!", "%00", "0", next[:len(next)-1], next + "A", "A" + next[1:]} {
			if got, text := k.ask(t, http.MethodGet, list+"?after="+cursor, "", "Authorization", bearer); got.StatusCode != http.StatusUnprocessableEntity || !strings.Contains(text, `"name":"after"`) {
				t.Errorf("%s after %q: %d %s", list, cursor, got.StatusCode, text)
			}
		}
	}
}

// Null is refused where something is meant that cannot be nothing, at its place.
func TestNullIsRefused(t *testing.T) {
	k := newClinic(t)
	cohort, _ := k.wave(t, "spring", 1)
	bearer := "Bearer " + k.key(t, auth.Manager)
	for _, c := range []struct{ method, path, body, want string }{
		{"POST", "/api/v1/events", `null`, `"status":422`},
		{"POST", "/api/v1/events", `{"events":[{"id":null}]}`, `"name":"events[0].id","message":"This must be of type string."`},
		{"POST", "/api/v1/events", `{"events":[null]}`, `"name":"events[0]"`},
		{"POST", "/api/v1/events", `{"events":[{"id":"null","ref":"null","kind":"login","at":"2027-03-01T09:00:00Z"}]}`, `"accepted":0`},
		{"PUT", "/api/v1/participants/P-7", `{"group":"patient","name":null}`, `"name":"name","message":"This must be of type string."`},
		{"PUT", "/api/v1/participants/P-7", `{"group":"patient","minor":null}`, `"name":"minor","message":"This must be of type bool."`},
		{"PUT", "/api/v1/participants/P-7", `{"group":"patient","attributes":{"site":null}}`, `"name":"attributes.site"`},
		{"PUT", "/api/v1/participants/P-7", `{"group":"patient","attributes":null}`, `"name":"attributes","message":"This must be of type object."`},
		{"PUT", "/api/v1/settings", `{"languages":null}`, `"name":"languages","message":"This must be of type array."`},
		{"PUT", "/api/v1/settings", `{"name":null}`, `"languages":["en","es"]`},
		{"POST", "/api/v1/surveys", `{"title":"One"}`, `"pages":[]`}, // as the document says, too
		{"PUT", "/api/v1/participants/P-7", `{"group":"patient"}`, `"ref":"P-7"`},
		{"POST", "/api/v1/cohorts/" + cohort + "/select", `{"size":null}`, `"name":"size"`},
		{"POST", "/api/v1/cohorts", `null`, `"status":422`},
		{"POST", "/api/v1/cohorts", `{"name":"Two","purpose":null}`, `"name":"purpose","message":"This must be of type object."`},
		{"POST", "/api/v1/cohorts", `{"name":{"en":"Two","es":null}}`, `"name":"name.es","message":"This must be of type string."`},
		{"POST", "/api/v1/surveys", `{"title":"Two","pages":[{"questions":[{"id":"a","type":"text","text":{"en":null}}]}]}`, `"name":"pages[0].questions[0].text.en"`},
		{"POST", "/api/v1/surveys", `{"title":"Two","pages":[{"questions":[{"id":"a","type":"text","text":"A?","show_if":{"all":[{"question":"b","op":"eq","value":null}]}}]}]}`, `"name":"pages[0].questions[0].show_if.all[0].value"`},
		{"PUT", "/api/v1/features/labs/rollout", `{"cohort":"spring","ramp":[null]}`, `"name":"ramp[0]"`},
		{"PUT", "/api/v1/features/labs/rollout", `{"cohort":"spring","ramp":[{"percent":null}]}`, `"name":"ramp[0].percent"`},
		{"POST", "/api/v1/polls", `{"title":"Two","groups":{"staff":{"weight":null}}}`, `"name":"groups.staff.weight"`},
	} {
		if _, text := k.ask(t, c.method, c.path, c.body, "Authorization", bearer, "Content-Type", "application/json"); !strings.Contains(text, c.want) {
			t.Errorf("%s %s %s: %s", c.method, c.path, c.body, text)
		}
	}
	if found, err := k.Cohorts.Participants(t.Context(), cohorts.ParticipantQuery{Ref: "P-7"}); err != nil || len(found.Items) != 1 {
		t.Errorf("an empty map: %v, %v", found, err)
	}
}

// The document says what is refused: bodies have no other members, parameters are numbers or one of a few.
func TestTheDocumentIsStrict(t *testing.T) {
	doc, err := openAPI(operations())
	if err != nil {
		t.Fatal(err)
	}
	for path, item := range doc.Paths.Map() {
		for method, o := range item.Operations() {
			if o.RequestBody == nil {
				continue
			}
			if content := o.RequestBody.Value.Content.Get("application/json"); content != nil && content.Schema.Value.Type.Is("object") {
				if has := content.Schema.Value.AdditionalProperties.Has; has == nil || *has {
					t.Errorf("%s %s may have other members", method, path)
				}
			}
		}
	}
	list := doc.Paths.Value("/api/v1/participants").Get
	for name, is := range map[string]func(*openapi3.Schema) bool{
		"limit":    func(s *openapi3.Schema) bool { return s.Type.Is("integer") && *s.Min == 1 && *s.Max == 1000 },
		"group":    func(s *openapi3.Schema) bool { return len(s.Enum) == len(cohorts.Groups()) },
		"language": func(s *openapi3.Schema) bool { return len(s.Enum) == 2 },
	} {
		if p := list.Parameters.GetByInAndName("query", name); !is(p.Schema.Value) {
			t.Errorf("%s is described as %+v", name, p.Schema.Value)
		}
	}
}

// What the document says is required, or of a few, or so long, the API refuses otherwise, and names it.
func TestTheDocumentSaysWhatIsRefused(t *testing.T) {
	k := newClinic(t)
	k.features(t, "labs", "visits")
	bearer := "Bearer " + k.key(t, auth.Manager)
	doc, err := openAPI(operations())
	if err != nil {
		t.Fatal(err)
	}
	long := strings.Repeat("x", 5000)
	for _, c := range []struct{ method, path, at, body, member string }{
		{"PUT", "/api/v1/participants/{ref}", "/api/v1/participants/P-7", `{}`, "group"},
		{"PUT", "/api/v1/participants/{ref}", "/api/v1/participants/P-7", `{"group":"patients"}`, "group"},
		{"PUT", "/api/v1/participants/{ref}", "/api/v1/participants/P-7", `{"group":"patient","name":"` + long + `"}`, "name"},
		{"PUT", "/api/v1/participants/{ref}", "/api/v1/participants/P-7", `{"group":"patient","language":"fr"}`, "language"},
		{"POST", "/api/v1/cohorts", "/api/v1/cohorts", `{"name":"One","capacity":-1}`, "capacity"},
		{"POST", "/api/v1/cohorts", "/api/v1/cohorts", `{"name":"One","months":121}`, "months"},
		{"POST", "/api/v1/cohorts", "/api/v1/cohorts", `{"name":"One","kind":"other"}`, "kind"},
		{"POST", "/api/v1/polls", "/api/v1/polls", `{"title":"One","features":["labs","visits"],"groups":{"staff":{}}}`, "method"},
		{"POST", "/api/v1/polls", "/api/v1/polls", `{"title":"One","method":"dots","dots":101,"features":["labs","visits"],"groups":{"staff":{}}}`, "dots"},
		{"POST", "/api/v1/charter", "/api/v1/charter", `{"title":"One"}`, "kind"},
		{"POST", "/api/v1/charter", "/api/v1/charter", `{"kind":"decision","title":"` + long + `"}`, "title"},
		{"POST", "/api/v1/charter", "/api/v1/charter", `{"kind":"decision"}`, "title"},
	} {
		var body any
		if err := json.Unmarshal([]byte(c.body), &body); err != nil {
			t.Fatal(err)
		}
		schema := doc.Paths.Value(c.path).GetOperation(c.method).RequestBody.Value.Content.Get("application/json").Schema.Value
		if schema.VisitJSON(body) == nil {
			t.Errorf("the document lets through %s %s %.80s", c.method, c.path, c.body)
		}
		if got, text := k.ask(t, c.method, c.at, c.body, "Authorization", bearer); got.StatusCode != http.StatusUnprocessableEntity || !strings.Contains(text, `"name":"`+c.member+`"`) {
			t.Errorf("%s %s %.80s: %d %s", c.method, c.path, c.body, got.StatusCode, text)
		}
	}
}

// A program that sends a file without groups is told once how to name one for all.
func TestAProgramNamesOneGroupForAFile(t *testing.T) {
	k := newClinic(t)
	bearer := "Bearer " + k.key(t, auth.Member)
	const file = "Id,FIRST\n1d604da9,Ana\n034e9e3b,Bo\n"
	for _, c := range []struct {
		query  string
		status int
		says   string
	}{
		{"", 422, `"errors":[{"line":1,"column":"group","message":"2 rows say no group. Add a column “group”, or name one group for the whole file in the address: ?group=patient."}]`},
		{"&group=patient", 200, `"added":2,"changed":0,"unchanged":0,"empty":0,"errors":[]`},
		{"&group=guest", 422, `"name":"group"`},
	} {
		got, text := k.ask(t, "POST", "/api/v1/participants/import?dry_run=true&map=Id:ref&map=FIRST:name"+c.query, file, "Authorization", bearer)
		if got.StatusCode != c.status || !strings.Contains(text, c.says) {
			t.Errorf("%q: %d %s", c.query, got.StatusCode, text)
		}
	}
}
