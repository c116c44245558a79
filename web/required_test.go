package web

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"

	"soundings/cohorts"
	"soundings/web/auth"
)

// whole is a body of each route that takes JSON, with many of its members: where it is sent, what is sent, and which members are
// needed by some bodies and not by others. Of a slip there is none to tell here.
var whole = map[string]struct{ at, body, depends string }{
	"PUT /api/v1/participants/:ref":               {"/participants/P-9", `{"group":"patient","name":"Ana","email":"ana@example.org","phone":"555 010 0199","language":"es","attributes":{"site":"north"}}`, ""},
	"POST /api/v1/cohorts":                        {"/cohorts", `{"name":"One","purpose":"To see","months":6,"capacity":9,"kind":"quality","approval_contact":"Ana"}`, ""},
	"PUT /api/v1/cohorts/:id":                     {"/cohorts/spring", `{"name":"Spring","purpose":"To see","months":6}`, ""},
	"POST /api/v1/cohorts/:id/select":             {"/cohorts/spring/select", `{"refs":["P-9"]}`, "refs"},
	"PUT /api/v1/cohorts/:id/joining":             {"/cohorts/spring/joining", `{"open":true,"group":"patient","places":20}`, "group places"},
	"POST /api/v1/cohorts/:id/joining/sheets":     {"/cohorts/spring/joining/sheets", `{"name":"Dr. Okafor"}`, ""},
	"POST /api/v1/cohorts/:id/joining/admit":      {"/cohorts/spring/joining/admit", `{"requests":["none"]}`, ""},
	"POST /api/v1/cohorts/:id/joining/decline":    {"/cohorts/spring/joining/decline", `{"requests":["none"]}`, ""},
	"PUT /api/v1/cohorts/:id/members/:ref":        {"/cohorts/spring/members/P-001", `{"state":"withdrawn","channel":"phone"}`, ""},
	"PUT /api/v1/features/:key":                   {"/features/labs", `{"name":"Labs","effort":2,"needs":["visits"],"stage":"beta","owner":"Ana"}`, ""},
	"PUT /api/v1/features/:key/rollout":           {"/features/labs/rollout", `{"cohort":"spring","percent":10,"ramp":[10,{"percent":20,"hold_hours":2}],"gates":{"hold_hours":1,"answers":0}}`, ""},
	"POST /api/v1/features/:key/rollout/preview":  {"/features/labs/rollout/preview", `{"cohort":"spring","percent":10}`, ""},
	"POST /api/v1/features/:key/rollout/jump":     {"/features/labs/rollout/jump", `{"cohort":"spring","percent":20,"note":"Faster"}`, ""},
	"POST /api/v1/features/:key/rollout/override": {"/features/labs/rollout/override", `{"cohort":"spring","ref":"P-002","on":true}`, ""},
	"POST /api/v1/bumps":                          {"/bumps", `{"ref":"P-002","feature":"labs","severity":"major","text":"No times","language":"en","call":true}`, ""},
	"PATCH /api/v1/bumps/:id":                     {"/bumps/B-1", `{"severity":"minor","title":"One","public":{"en":"One","es":"Uno"},"concern":false,"take":false,"adaptation":{"kind":"wording","title":"Say it","owner":"Ana","due":"2027-01-04"},"note":"Done soon"}`, ""},
	"POST /api/v1/bumps/:id/announcements":        {"/bumps/B-2/announcements", `{"groups":{"staff":"Not now"},"news":false,"heard":"No times"}`, ""},
	"POST /api/v1/bumps/:id/join":                 {"/bumps/B-1/join", `{"ref":"P-001"}`, ""},
	"PUT /api/v1/help":                            {"/help", `{"questions":[{"question":"How?","answer":"So."}],"film":{"en":"https://films.example.org"},"limits":"Slow.","version":0}`, ""},
	"PUT /api/v1/features/:key/help":              {"/features/labs/help", `{"questions":[{"question":"How?","answer":"So."}],"limits":"Slow."}`, ""},
	"PUT /api/v1/features/:key/requirements":      {"/features/labs/requirements", `{"must":["help"]}`, ""},
	"POST /api/v1/features/:key/workflows":        {"/features/labs/workflows", `{"title":"A result","steps":[{"department":"Lab","role":"Lead","text":"Look."}]}`, ""},
	"PUT /api/v1/workflows/:id":                   {"/workflows/a-result", `{"title":"A result","steps":[{"department":"Lab","role":"Lead","text":"Look."}]}`, ""},
	"POST /api/v1/outbox/rehearsal":               {"/outbox/rehearsal", `{"about":"survey","subject":"open","protocol":[{"after_days":0,"by":"mail"}]}`, ""},
	"PUT /api/v1/outbox":                          {"/outbox", `{"halted":true}`, ""},
	"POST /api/v1/outbox/bounces":                 {"/outbox/bounces", `{"bounces":[{"message_id":"A-0@clinic.example","address":"ana@example.org","status":"5.1.1","action":"failed"}]}`, ""},
	"POST /api/v1/outbox/batches":                 {"/outbox/batches", `{"by":"letter"}`, ""},
	"POST /api/v1/polls":                          {"/polls", `{"title":"One","method":"dots","dots":5,"features":["labs","visits"],"groups":{"staff":{"weight":1}}}`, ""},
	"PUT /api/v1/polls/:id":                       {"/polls/draft", `{"title":"Draft","method":"rank","features":["labs","visits"],"groups":{"staff":{}}}`, ""},
	"POST /api/v1/polls/:id/count":                {"/polls/open/count", `{"unverified":true}`, ""},
	"POST /api/v1/polls/:id/invitations":          {"/polls/open/invitations", `{"refs":["S-1"],"expires":"2099-01-01"}`, "refs"},
	"POST /api/v1/polls/:id/invitations/reissue":  {"/polls/secret/invitations/reissue", `{"refs":["S-1"]}`, ""},
	"POST /api/v1/plans":                          {"/plans", `{"priorities":{"labs":1},"start":"2027-01-01","capacity":[8,8,8,8]}`, "priorities"},
	"POST /api/v1/plans/:id/changes":              {"/plans/plan-from-2027-01-01/changes", `{"changes":[{"feature":"labs","effort":2}],"try":true}`, ""},
	"POST /api/v1/charter":                        {"/charter", `{"kind":"task","work":"training","title":"One","owner":"Ana","date":"2027-01-04","feature":"labs","audience":["staff"]}`, "date feature work"},
	"PUT /api/v1/charter/:id":                     {"/charter/ENTRY", `{"kind":"decision","title":"One","date":"2027-01-04"}`, "date"},
	"POST /api/v1/charter/:id/tick":               {"/charter/TASK/tick", `{"done":"2026-01-04"}`, ""},
	"PUT /api/v1/team":                            {"/team", `{"seats":[{"seat":"sponsor","person":{"name":"Ana"},"decides":"The money."}],"concerns":{}}`, ""},
	"PUT /api/v1/vendor":                          {"/vendor", `{"name":"Portal Works","people":[{"name":"Kim","role":"Support","phone":"555","email":"kim@example.net"}],"tickets":"https://tickets.example.net/{ticket}","contract":{"ends":"2027-06-30","notice_days":90}}`, ""},
	"PUT /api/v1/team/rota":                       {"/team/rota", `{"weeks":[{"week":"2027-03-08","accounts":[]}]}`, ""},
	"POST /api/v1/surveys": {"/surveys", `{"title":"One","cuts":["group"],"pages":[{"questions":[
		{"id":"a","type":"single","text":"A?","options":[{"value":"x","text":"X"},{"value":"y","text":"Y"}]},
		{"id":"b","type":"text","text":"B?","show_if":{"all":[{"question":"a","op":"eq","value":"x"}]}},{"id":"c","instrument":"sus"}]}]}`, ""},
	"PUT /api/v1/surveys/:id":                      {"/surveys/draft", `{"title":"Draft","pages":[{"questions":[{"id":"a","type":"text","text":"A?"}]}]}`, ""},
	"POST /api/v1/surveys/:id/invitations":         {"/surveys/open/invitations", `{"refs":["P-002"]}`, "refs"},
	"POST /api/v1/surveys/:id/invitations/reissue": {"/surveys/secret/invitations/reissue", `{"refs":["S-1"]}`, ""},
	"POST /api/v1/surveys/:id/responses":           {"/surveys/open/responses", `{"ref":"P-002","mode":"paper","language":"en","answers":{"a":"Slow"}}`, "answers"},
	"POST /api/v1/webhooks":                        {"/webhooks", `{"url":"https://tickets.example.org/in","types":["bump.created"],"on":true}`, ""},
	"PUT /api/v1/webhooks/:id":                     {"/webhooks/WEBHOOK", `{"url":"https://tickets.example.org/in","types":["bump.created"],"on":true}`, ""},
	"PUT /api/v1/settings":                         {"/settings", `{"name":"Clinic","languages":["en"]}`, ""},
}

// furnished has what the bodies speak of, and returns what puts ids that nobody chose into addresses.
func (k *house) furnished(t *testing.T, send func(method, at, body string) (int, string)) *strings.Replacer {
	t.Helper()
	k.features(t, "labs", "visits")
	k.wave(t, "Spring", 5)
	k.services.People(t, cohorts.Staff, "S-1")
	const asks = `,"pages":[{"questions":[{"id":"a","type":"text","text":{"en":"A?","es":"A?"}}]}]}`
	const chooses = `,"method":"rank","features":["labs","visits"],"groups":{"staff":{}}}`
	ids := map[string][]string{}
	for _, c := range [][3]string{
		{"PUT", "/settings", `{"languages":["en"]}`},
		{"POST", "/surveys", `{"title":"Draft"` + asks}, {"POST", "/surveys", `{"title":"Open"` + asks}, {"POST", "/surveys", `{"title":"Secret","anonymous":true` + asks},
		{"POST", "/surveys/open/publish"}, {"POST", "/surveys/secret/publish"}, {"POST", "/surveys/secret/invitations", `{"refs":["S-1"]}`},
		{"POST", "/polls", `{"title":"Draft"` + chooses}, {"POST", "/polls", `{"title":"Open","open":true` + chooses}, {"POST", "/polls", `{"title":"Secret","secret":true` + chooses},
		{"POST", "/polls/open/publish"}, {"POST", "/polls/secret/publish"}, {"POST", "/polls/secret/invitations", `{"refs":["S-1"]}`},
		{"POST", "/bumps", `{"feature":"labs","text":"No times"}`}, {"POST", "/bumps", `{"feature":"labs","text":"No sounds"}`}, {"PATCH", "/bumps/B-2", `{"state":"not_planned","reason":"Not now"}`},
		{"POST", "/plans", `{"priorities":{"labs":1},"start":"2027-01-01","capacity":[8,8,8,8]}`},
		{"POST", "/webhooks", `{"url":"https://tickets.example.org","types":["bump.concern"]}`},
		{"POST", "/charter", `{"kind":"decision","title":"One","date":"2027-01-04"}`}, {"POST", "/charter", `{"kind":"task","work":"training","title":"One","date":"2027-01-04","feature":"labs"}`},
	} {
		code, text := send(c[0], c[1], c[2])
		if code >= 300 {
			t.Fatalf("%v: %d %s", c, code, text)
		}
		if c[1] == "/charter" || c[1] == "/webhooks" {
			var made struct{ ID string }
			if err := json.Unmarshal([]byte(text), &made); err != nil {
				t.Fatal(err)
			}
			ids[c[1]] = append(ids[c[1]], made.ID)
		}
	}
	return strings.NewReplacer("ENTRY", ids["/charter"][0], "TASK", ids["/charter"][1], "WEBHOOK", ids["/webhooks"][0])
}

// What the document says of a body is what the server asks: each member that is needed is said to be, no other is, and each
// limit that it names is one.
func TestTheDocumentSaysWhatIsNeeded(t *testing.T) {
	k := newClinic(t)
	bearer := "Bearer " + k.key(t, auth.Manager)
	send := func(method, at, body string) (int, string) {
		got, text := k.ask(t, method, "/api/v1"+at, body, "Authorization", bearer)
		return got.StatusCode, text
	}
	named := k.furnished(t, send)
	doc, err := openAPI(operations())
	if err != nil {
		t.Fatal(err)
	}
	for _, o := range operations() {
		described := doc.Paths.Value(pathParameter.ReplaceAllString(o.Path, "{$1}")).GetOperation(o.Method)
		if described.RequestBody == nil || o.Bare || described.RequestBody.Value.Content.Get("application/json") == nil {
			continue
		}
		switch o.Path {
		case "/api/v1/events", "/api/v1/plans/:id/tell", "/api/v1/plans/:id/announcements": // a wrong event is refused alone; nothing slips
			continue
		case "/api/v1/outbox/calls/:id", "/api/v1/outbox/returned": // of no call and no letter: TestLettersByTheAPI
			continue
		}
		c, ok := whole[o.Method+" "+o.Path]
		if !ok {
			t.Errorf("there is no body for %s %s", o.Method, o.Path)
			continue
		}
		at := named.Replace(c.at)
		schema := described.RequestBody.Value.Content.Get("application/json").Schema.Value
		var body map[string]any
		if err := json.Unmarshal([]byte(c.body), &body); err != nil {
			t.Fatal(err)
		}
		for what, wrong := range violations(schema, body) {
			if code, text := send(o.Method, at, asJSON(wrong)); code != http.StatusUnprocessableEntity || !strings.Contains(text, `"fields"`) {
				t.Errorf("%s %s: the document refuses %s, and the server answers %d %s", o.Method, o.Path, what, code, text)
			}
		}
		for _, name := range slices.Sorted(maps.Keys(body)) {
			part := maps.Clone(body)
			delete(part, name)
			needed := slices.Contains(schema.Required, name) || slices.Contains(strings.Fields(c.depends), name)
			if code, text := send(o.Method, at, asJSON(part)); code == http.StatusUnprocessableEntity != needed {
				t.Errorf("%s %s without %s: needed is %v, and the server answers %d %s", o.Method, o.Path, name, needed, code, text)
			}
		}
		if code, text := send(o.Method, at, c.body); code >= 300 && code != http.StatusConflict {
			t.Errorf("%s %s %s: %d %s", o.Method, o.Path, c.body, code, text)
		}
	}
}

func asJSON(v any) string {
	text, _ := json.Marshal(v)
	return string(text)
}

// violations returns what becomes of a value where one rule of its description at a time is broken, by what was broken.
func violations(s *openapi3.Schema, value any) map[string]any {
	all := map[string]any{}
	switch v := value.(type) {
	case map[string]any:
		for name, member := range s.Properties {
			had, there := v[name]
			if !there {
				continue
			}
			with := func(changed any) any { m := maps.Clone(v); m[name] = changed; return m }
			for what, wrong := range violations(member.Value, had) {
				all[name+"."+what] = with(wrong)
			}
			if without := maps.Clone(v); slices.Contains(s.Required, name) {
				delete(without, name)
				all["no "+name] = without
			}
		}
	case []any:
		if s.MinItems > 0 {
			all["too few"] = v[:s.MinItems-1]
		}
		if s.MaxItems != nil {
			all["too many"] = slices.Repeat(v[:1], int(*s.MaxItems)+1)
		}
		for i := range v {
			for what, wrong := range violations(s.Items.Value, v[i]) {
				changed := slices.Clone(v)
				changed[i] = wrong
				all[fmt.Sprint("of ", i, " ", what)] = changed
			}
		}
	case string:
		if len(s.Enum) > 0 {
			all["no choice"] = "none-of-these"
		}
		if s.MinLength > 0 {
			all["empty"] = ""
		}
		if s.MaxLength != nil {
			all["too long"] = strings.Repeat("x", int(*s.MaxLength)+1)
		}
	case float64:
		if s.Min != nil {
			all["too little"] = *s.Min - 1
		}
		if s.Max != nil {
			all["too much"] = *s.Max + 1
		}
	}
	return all
}
