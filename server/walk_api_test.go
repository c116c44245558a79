package main

import (
	"encoding/json"
	"regexp"
	"slices"
	"strings"
)

// api asks every route of the API: those that the OpenAPI document lists, and the portal's.
func (w *walk) api() {
	var all []walkRoute
	w.fresh(func(v *visit) {
		var doc struct {
			Paths map[string]map[string]json.RawMessage
		}
		if err := json.Unmarshal([]byte(v.get(nobody, "/api/openapi.json", "en").body), &doc); err != nil {
			v.t.Fatal(err)
		}
		for _, path := range sorted(doc.Paths) {
			for _, method := range []string{"get", "post", "put", "patch", "delete"} {
				if doc.Paths[path][method] != nil {
					all = append(all, walkRoute{strings.ToUpper(method), path})
				}
			}
		}
	})
	for _, r := range w.routes {
		if strings.HasPrefix(r.path, "/ofrep/") {
			all = append(all, walkRoute{r.method, pathField.ReplaceAllString(r.path, "{$1}")})
		}
	}
	for len(all) > 0 {
		same := slices.IndexFunc(all, func(r walkRoute) bool { return noun(r) != noun(all[0]) })
		if same < 0 {
			same = len(all)
		}
		w.fresh(func(v *visit) { v.askAll(all[:same]) })
		all = all[same:]
	}
}

var pathField = regexp.MustCompile(`:([a-z]+)`)

// noun is what a route is about.
func noun(r walkRoute) string {
	parts := strings.Split(r.path, "/")
	return strings.SplitN(parts[min(3, len(parts)-1)], ".", 2)[0]
}

// askAll asks routes about one noun, of one server: first all that only read, then each that writes, with an empty body
// and with a good one. What ends something comes last.
func (v *visit) askAll(all []walkRoute) {
	rank := func(r walkRoute) int {
		switch {
		case r.method == "GET":
			return 0
		case r.method == "DELETE":
			return 3
		case strings.HasSuffix(r.path, "/end") || strings.HasSuffix(r.path, "/close"):
			return 2
		}
		return 1
	}
	slices.SortStableFunc(all, func(a, b walkRoute) int { return rank(a) - rank(b) })
	for _, r := range all {
		paths := walkPaths[r.path]
		if paths == nil {
			paths = []string{r.path}
		}
		if r.method != "GET" && r.method != "DELETE" {
			v.ask(r, paths[0], "")
		}
		bodies, known := walkBodies[r.method+" "+r.path]
		if !known && r.method != "GET" && r.method != "DELETE" {
			v.t.Errorf("the walk has no body for %s: add one to walkBodies", r)
		}
		for _, path := range paths {
			if r.method == "GET" || r.method == "DELETE" {
				v.ask(r, path, "")
			}
		}
		for _, body := range bodies {
			path := paths[0]
			if at, rest, ok := strings.Cut(body, " "); ok && strings.HasPrefix(at, "/") {
				path, body = at, rest
			}
			v.ask(r, path, body)
		}
	}
}

// ask asks one route and writes down what comes back.
func (v *visit) ask(r walkRoute, path, body string) {
	v.t.Helper()
	if strings.Contains(path, "{") {
		v.t.Errorf("the walk does not know what stands in %s: add it to walkPaths", path)
	}
	for name, of := range map[string][2]string{"ENTRY": {"task", "Write the routing of messages at each site"}, "RELEASE": {"release", "The vendor’s autumn release"}} {
		if strings.Contains(path, name) {
			path = strings.ReplaceAll(path, name, v.entry(of[0], of[1]))
		}
	}
	if strings.Contains(path, "WEBHOOK") {
		path = strings.ReplaceAll(path, "WEBHOOK", v.webhook())
	}
	kind := "application/json"
	if body != "" && !strings.HasPrefix(body, "{") {
		kind = "text/csv"
	}
	reply := v.do(r.method, path, kind, body, map[string]string{"Authorization": "Bearer " + testKey})
	v.settle()
	name := "api/" + fileName(strings.TrimPrefix(r.path, "/api/v1"))
	v.files.write(name, "== %s %s\n", r.method, path)
	if body != "" {
		v.files.write(name, "%s\n", strings.TrimSpace(body))
	}
	v.files.write(name, "-- %d %s\n%s\n\n", reply.status, reply.header.Get("Content-Type"), strings.Join(plain(reply), "\n"))
}

// webhook returns the id of the webhook.
func (v *visit) webhook() string {
	var list struct{ Items []struct{ ID string } }
	v.must("GET", "/webhooks", "", &list)
	return list.Items[0].ID
}

// entry returns the id of a line of the charter, by its title or else the first of its kind.
func (v *visit) entry(kind, title string) string {
	var list struct{ Items []struct{ ID, Title string } }
	reply := v.do("GET", "/api/v1/charter?kind="+kind, "", "", map[string]string{"Authorization": "Bearer " + testKey})
	if err := json.Unmarshal([]byte(reply.body), &list); err != nil {
		v.t.Fatal(err)
	}
	for _, item := range list.Items {
		if item.Title == title {
			return item.ID
		}
	}
	return list.Items[0].ID
}

// walkPaths are the addresses of a route that the walk asks; the first is asked with bodies too.
var walkPaths = map[string][]string{
	"/api/v1/participants":                       {"/api/v1/participants?limit=3", "/api/v1/participants?limit=2&after=P-1002", "/api/v1/participants?q=P-1003", "/api/v1/participants?group=leadership&limit=2", "/api/v1/participants?limit=0"},
	"/api/v1/participants.csv":                   {"/api/v1/participants.csv?group=leadership"},
	"/api/v1/participants.xlsx":                  {"/api/v1/participants.xlsx?group=leadership"},
	"/api/v1/participants/{ref}":                 {"/api/v1/participants/P-1001", "/api/v1/participants/none"},
	"/api/v1/participants/{ref}/answers":         {"/api/v1/participants/P-9103/answers", "/api/v1/participants/none/answers"},
	"/api/v1/outbox/calls/{id}":                  {"/api/v1/outbox/calls/none"},
	"/api/v1/outbox/askings/{id}":                {"/api/v1/outbox/askings/none"},
	"/api/v1/webhooks/{id}":                      {"/api/v1/webhooks/WEBHOOK"},
	"/api/v1/webhooks/{id}/secret":               {"/api/v1/webhooks/WEBHOOK/secret"},
	"/api/v1/webhooks/{id}/test":                 {"/api/v1/webhooks/WEBHOOK/test"},
	"/api/v1/webhooks/{id}/deliveries":           {"/api/v1/webhooks/WEBHOOK/deliveries"},
	"/api/v1/bumps":                              {"/api/v1/bumps", "/api/v1/bumps?state=done", "/api/v1/bumps?state=odd"},
	"/api/v1/bumps/{id}":                         {"/api/v1/bumps/B-1", "/api/v1/bumps/none"},
	"/api/v1/bumps/{id}/announcements":           {"/api/v1/bumps/B-1/announcements", "/api/v1/bumps/none/announcements"},
	"/api/v1/bumps/{id}/join":                    {"/api/v1/bumps/B-1/join"},
	"/api/v1/cohorts/{id}":                       {"/api/v1/cohorts/first-testers", "/api/v1/cohorts/none"},
	"/api/v1/cohorts/{id}/select":                {"/api/v1/cohorts/winter-group/select"},
	"/api/v1/cohorts/{id}/fill":                  {"/api/v1/cohorts/walk-cohort/fill"},
	"/api/v1/cohorts/{id}/ask-again":             {"/api/v1/cohorts/first-testers/ask-again"},
	"/api/v1/cohorts/{id}/end":                   {"/api/v1/cohorts/first-testers/end"},
	"/api/v1/cohorts/{id}/draws":                 {"/api/v1/cohorts/spring-group/draws"},
	"/api/v1/cohorts/{id}/waiting":               {"/api/v1/cohorts/walk-cohort/waiting"},
	"/api/v1/cohorts/{id}/joining":               {"/api/v1/cohorts/walk-cohort/joining", "/api/v1/cohorts/none/joining"},
	"/api/v1/cohorts/{id}/joining/sheets":        {"/api/v1/cohorts/walk-cohort/joining/sheets"},
	"/api/v1/cohorts/{id}/joining/requests":      {"/api/v1/cohorts/walk-cohort/joining/requests"},
	"/api/v1/cohorts/{id}/joining/admit":         {"/api/v1/cohorts/walk-cohort/joining/admit"},
	"/api/v1/cohorts/{id}/joining/decline":       {"/api/v1/cohorts/walk-cohort/joining/decline"},
	"/api/v1/cohorts/{id}/invite":                {"/api/v1/cohorts/walk-cohort/invite"},
	"/api/v1/cohorts/{id}/members":               {"/api/v1/cohorts/first-testers/members?limit=3", "/api/v1/cohorts/first-testers/members?state=withdrawn&limit=2"},
	"/api/v1/cohorts/{id}/members/{ref}":         {"/api/v1/cohorts/walk-cohort/members/P-9101"},
	"/api/v1/cohorts/{id}/members/{ref}/answers": {"/api/v1/cohorts/walk-cohort/members/P-9101/answers"},
	"/api/v1/features/{key}":                     {"/api/v1/features/refills", "/api/v1/features/none"},
	"/api/v1/features/{key}/help":                {"/api/v1/features/refills/help", "/api/v1/features/none/help"},
	"/api/v1/features/{key}/requirements":        {"/api/v1/features/secure-messaging/requirements", "/api/v1/features/none/requirements"},
	"/api/v1/features/{key}/workflows":           {"/api/v1/features/secure-messaging/workflows"},
	"/api/v1/workflows/{id}":                     {"/api/v1/workflows/a-patient-sends-a-message", "/api/v1/workflows/none"},
	"/api/v1/workflows/{id}/publish":             {"/api/v1/workflows/a-patient-sends-a-message/publish"},
	"/api/v1/workflows/{id}/draft":               {"/api/v1/workflows/a-patient-sends-a-message/draft", "/api/v1/workflows/none/draft"},
	"/api/v1/features/{key}/rollouts":            {"/api/v1/features/refills/rollouts"},
	"/api/v1/features/{key}/rollout":             {"/api/v1/features/secure-messaging/rollout?cohort=first-testers", "/api/v1/features/refills/rollout", "/api/v1/features/booking/rollout"},
	"/api/v1/features/{key}/rollout/moves":       {"/api/v1/features/secure-messaging/rollout/moves"},
	"/api/v1/features/{key}/rollout/preview":     {"/api/v1/features/booking/rollout/preview"},
	"/api/v1/features/{key}/rollout/pause":       {"/api/v1/features/secure-messaging/rollout/pause"},
	"/api/v1/features/{key}/rollout/resume":      {"/api/v1/features/secure-messaging/rollout/resume"},
	"/api/v1/features/{key}/rollout/step":        {"/api/v1/features/secure-messaging/rollout/step"},
	"/api/v1/features/{key}/rollout/roll-back":   {"/api/v1/features/secure-messaging/rollout/roll-back"},
	"/api/v1/features/{key}/rollout/jump":        {"/api/v1/features/secure-messaging/rollout/jump"},
	"/api/v1/features/{key}/rollout/override":    {"/api/v1/features/secure-messaging/rollout/override"},
	"/ofrep/v1/evaluate/flags/{key}":             {"/ofrep/v1/evaluate/flags/refills"},
	"/api/v1/polls/{id}":                         {"/api/v1/polls/walk-draft", "/api/v1/polls/what-should-the-portal-do-first", "/api/v1/polls/none"},
	"/api/v1/polls/{id}/publish":                 {"/api/v1/polls/walk-draft/publish"},
	"/api/v1/polls/{id}/close":                   {"/api/v1/polls/what-would-help-you-at-the-desk/close"},
	"/api/v1/polls/{id}/count":                   {"/api/v1/polls/what-would-help-you-at-the-desk/count"},
	"/api/v1/polls/{id}/invitations":             {"/api/v1/polls/walk-kano/invitations"},
	"/api/v1/polls/{id}/reach":                   {"/api/v1/polls/walk-rank/reach", "/api/v1/polls/walk-secret/reach"},
	"/api/v1/polls/{id}/invitations/reissue":     {"/api/v1/polls/walk-secret/invitations/reissue", "/api/v1/polls/walk-kano/invitations/reissue"},
	"/api/v1/polls/{id}/results":                 {"/api/v1/polls/what-should-the-portal-do-first/results", "/api/v1/polls/what-would-help-you-at-the-desk/results", "/api/v1/polls/walk-maxdiff/results"},
	"/api/v1/plans/{id}":                         {"/api/v1/plans/the-portals-first-year", "/api/v1/plans/none"},
	"/api/v1/plans/{id}/changes":                 {"/api/v1/plans/the-portals-first-year/changes"},
	"/api/v1/plans/{id}/adopt":                   {"/api/v1/plans/the-portals-first-year/adopt"},
	"/api/v1/plans/{id}/announcements":           {"/api/v1/plans/the-portals-first-year/announcements", "/api/v1/plans/none/announcements"},
	"/api/v1/plans/{id}/tell":                    {"/api/v1/plans/the-portals-first-year/tell"},
	"/api/v1/charter":                            {"/api/v1/charter", "/api/v1/charter?kind=goal"},
	"/api/v1/charter/{id}":                       {"/api/v1/charter/ENTRY", "/api/v1/charter/none"},
	"/api/v1/charter/{id}/tick":                  {"/api/v1/charter/ENTRY/tick"},
	"/api/v1/vendor/releases/{id}":               {"/api/v1/vendor/releases/RELEASE", "/api/v1/vendor/releases/RELEASE?cohort=winter-group", "/api/v1/vendor/releases/none"},
	"/api/v1/surveys/{id}":                       {"/api/v1/surveys/is-the-portal-working-for-you", "/api/v1/surveys/none"},
	"/api/v1/surveys/{id}/publish":               {"/api/v1/surveys/how-was-booking-a-visit-online/publish"},
	"/api/v1/surveys/{id}/close":                 {"/api/v1/surveys/is-the-portal-working-for-you/close"},
	"/api/v1/surveys/{id}/invitations":           {"/api/v1/surveys/walk-everything/invitations"},
	"/api/v1/surveys/{id}/invitations/reissue":   {"/api/v1/surveys/walk-anonymous/invitations/reissue", "/api/v1/surveys/walk-everything/invitations/reissue"},
	"/api/v1/surveys/{id}/responses":             {"/api/v1/surveys/is-the-portal-working-for-you/responses"},
	"/api/v1/surveys/{id}/reach":                 {"/api/v1/surveys/is-the-portal-working-for-you/reach", "/api/v1/surveys/walk-anonymous/reach"},
	"/api/v1/surveys/{id}/results":               {"/api/v1/surveys/is-the-portal-working-for-you/results", "/api/v1/surveys/is-the-portal-working-for-you/results?by=group", "/api/v1/surveys/walk-everything/results"},
	"/api/v1/surveys/{id}/responses.csv":         {"/api/v1/surveys/is-the-portal-working-for-you/responses.csv"},
	"/api/v1/surveys/{id}/responses.xlsx":        {"/api/v1/surveys/is-the-portal-working-for-you/responses.xlsx"},
	"/api/v1/surveys/{id}/responses.ndjson":      {"/api/v1/surveys/is-the-portal-working-for-you/responses.ndjson"},
	"/api/v1/reports/adoption":                   {"/api/v1/reports/adoption?cohort=first-testers&from=2026-11-01&to=2026-11-23", "/api/v1/reports/adoption?from=never"},
}

// walkBodies are good bodies, and some that are not; one that begins with a path goes there.
var walkBodies = map[string][]string{
	"POST /api/v1/webhooks":                         {`{"url": "https://chat.example.org", "types": ["bump.created"]}`, `{"url": "https://10.0.0.7", "types": ["bump.heard"]}`, `{}`},
	"PUT /api/v1/webhooks/{id}":                     {`{"url": "https://tickets.example.org", "types": ["rollout.moved"], "on": false}`, `{"url": "http://tickets.example.org", "types": []}`},
	"POST /api/v1/webhooks/{id}/secret":             nil,
	"POST /api/v1/webhooks/{id}/test":               nil,
	"POST /api/v1/bumps":                            {`{"ref": "P-1001", "feature": "signing-in", "severity": "major", "text": "The code never comes", "call": true}`, `{"text": ""}`},
	"PATCH /api/v1/bumps/{id}":                      {`{"state": "assessing", "note": "We look into it"}`, `{"state": "done"}`, `{"state": "nowhere", "adaptation": {"kind": "magic"}}`},
	"POST /api/v1/bumps/{id}/announcements":         {`{"groups": {"reported": {"en": "It works now", "es": "Ya funciona"}}}`, `{"groups": {"aliens": "x"}}`, `{}`},
	"POST /api/v1/bumps/{id}/join":                  {`{"ref": "P-1002"}`, `{"ref": "none"}`},
	"POST /api/v1/participants/import":              {walkPeople, "ref,group\nP 1,nobody\n"},
	"PUT /api/v1/participants/{ref}":                {`{"group": "patient", "name": "Walker", "email": "walker@example.org", "phone": "207-555-0101", "language": "es", "attributes": {"site": "Mill Street"}}`, `/api/v1/participants/P-9002 {"group": "patient", "language": "en"}`, `{"group": "nobody", "email": "x", "surprise": 1}`},
	"POST /api/v1/cohorts":                          {`{"name": "Walked", "purpose": "To walk", "capacity": 5}`, `{"name": "", "capacity": -1}`},
	"PUT /api/v1/cohorts/{id}":                      {`{"name": {"en": "Walked on", "es": "Caminado"}, "purpose": "To walk", "months": 6}`, `{"name": ""}`},
	"PUT /api/v1/settings":                          {`{"phone": "207-555-0143", "consent": {"en": {"care": "The same."}, "es": {"care": "La misma."}}}`, `{"name": " ", "languages": ["fr"]}`},
	"POST /api/v1/cohorts/{id}/select":              {`{"refs": ["P-9104", "P-9105"]}`, `{"size": 3, "where": {"group": "patient"}, "stratify": ["site"], "reason": "Walked again"}`, `{"refs": ["none"]}`},
	"POST /api/v1/cohorts/{id}/fill":                {`{}`},
	"POST /api/v1/cohorts/{id}/ask-again":           {`{}`},
	"POST /api/v1/cohorts/{id}/end":                 {`{}`},
	"PUT /api/v1/cohorts/{id}/joining":              {`{"open": true, "group": "patient", "places": 20}`, `{"open": true, "group": "friends", "places": 0}`, `{}`},
	"POST /api/v1/cohorts/{id}/joining/sheets":      {`{"name": "Dr. Walker"}`, `{}`},
	"POST /api/v1/cohorts/{id}/joining/admit":       {`{"requests": ["none"]}`, `{}`, `{"requests": ["a", "b"], "as": "P-9104"}`},
	"POST /api/v1/cohorts/{id}/joining/decline":     {`{"requests": ["none"]}`, `{}`},
	"POST /api/v1/cohorts/{id}/invite":              {`{}`},
	"PUT /api/v1/cohorts/{id}/members/{ref}":        {`{"state": "agreed"}`, `{"state": "declined"}`, `{"state": "nowhere"}`},
	"PUT /api/v1/features/{key}":                    {`{"name": "Refills", "effort": 3, "stage": "beta"}`, `/api/v1/features/walked {"name": {"en": "Walked", "es": "Paseado"}, "effort": 2, "needs": ["refills"], "stage": "idea"}`, `{"name": "", "stage": "nowhere"}`},
	"PUT /api/v1/help":                              {`{"questions": [{"question": {"en": "How do I get in?", "es": "¿Cómo entro?"}, "answer": {"en": "Call us.", "es": "Llámenos."}}]}`, `{"questions": [{"question": "How?"}], "film": "http://films.example"}`},
	"PUT /api/v1/features/{key}/help":               {`{"questions": [{"question": "How long?", "answer": "Two days."}], "limits": "One at a time.", "version": 0}`, `{"version": 1}`},
	"PUT /api/v1/features/{key}/requirements":       {`{"must": ["training", "workflows"]}`, `{"must": ["luck"]}`, `{}`},
	"POST /api/v1/features/{key}/workflows":         {`{"title": "Walked workflow", "steps": [{"department": "Front desk", "role": "Lead", "text": {"en": "Walk.", "es": "Camine."}}, {"department": "Nursing", "role": "", "text": ""}]}`, `{"title": ""}`},
	"PUT /api/v1/workflows/{id}":                    {`{"title": "Walked workflow", "steps": [{"department": "Front desk", "role": "Lead", "text": "Walk on."}]}`},
	"POST /api/v1/workflows/{id}/publish":           {`{}`},
	"PUT /api/v1/features/{key}/rollout":            {`{"cohort": "first-testers", "percent": 40, "ramp": [{"percent": 50, "hold_hours": 48}, {"percent": 100}], "gates": {}}`, `/api/v1/features/booking/rollout {"cohort": "winter-group", "percent": 10, "ramp": [], "gates": {}}`, `{"cohort": "none"}`},
	"POST /api/v1/features/{key}/rollout/preview":   {`{"cohort": "first-testers", "ramp": [{"percent": 10}, {"percent": 100}]}`},
	"POST /api/v1/features/{key}/rollout/pause":     {`{"cohort": "first-testers", "note": "Walked"}`},
	"POST /api/v1/features/{key}/rollout/resume":    {`{"cohort": "first-testers", "note": "Walked"}`},
	"POST /api/v1/features/{key}/rollout/step":      {`{"cohort": "first-testers", "note": "Walked"}`},
	"POST /api/v1/features/{key}/rollout/roll-back": {`{"cohort": "first-testers", "note": "Walked"}`},
	"POST /api/v1/features/{key}/rollout/jump":      {`{"cohort": "first-testers", "percent": 30, "note": "Walked"}`, `{"cohort": "first-testers", "percent": 300}`},
	"POST /api/v1/features/{key}/rollout/override":  {`{"cohort": "first-testers", "ref": "P-1001", "on": true}`, `{"cohort": "first-testers", "ref": "none", "on": true}`},
	"POST /ofrep/v1/evaluate/flags":                 {`{"context": {"targetingKey": "P-1003"}}`, `{"context": {}}`},
	"POST /ofrep/v1/evaluate/flags/{key}":           {`{"context": {"targetingKey": "P-1003"}}`, `/ofrep/v1/evaluate/flags/none {"context": {"targetingKey": "P-1003"}}`},
	"POST /api/v1/polls":                            {walkPoll("Walked poll", "maxdiff", ""), `{"title": "", "method": "shout", "features": ["none"], "groups": {"nobody": {}}}`, `{"title": "Walked", "method": "shout", "features": ["booking", "forms"], "groups": {"staff": {}}}`},
	"PUT /api/v1/polls/{id}":                        {walkPoll("Walk draft again", "dots", "")},
	"POST /api/v1/polls/{id}/publish":               {`{}`},
	"POST /api/v1/polls/{id}/close":                 {`{}`},
	"POST /api/v1/polls/{id}/count":                 {`{"verified_only": true}`},
	"POST /api/v1/polls/{id}/invitations/reissue":   {`{"refs": ["S-1001"]}`, `{"refs": ["none"]}`},
	"POST /api/v1/polls/{id}/invitations":           {`{"refs": ["S-1003", "S-1004"]}`, `{"refs": ["none"]}`},
	"POST /api/v1/plans":                            {`{"title": "Walked", "poll": "what-should-the-portal-do-first", "start": "2027-01-01", "capacity": [8, 8, 8, 8]}`, `{"title": "", "start": "soon", "capacity": [1]}`},
	"POST /api/v1/plans/{id}/changes":               {`{"changes": [{"feature": "booking", "quarter": 2}], "try": true}`, `{"capacity": [10, 10, 10, 10], "changes": [{"feature": "booking", "effort": 2}]}`, `{"changes": [{"feature": "none"}]}`},
	"POST /api/v1/plans/{id}/adopt":                 {`{}`},
	"POST /api/v1/plans/{id}/announcements":         {`{"feature": "secure-messaging", "groups": {"staff": {"en": "It comes later.", "es": "Viene después."}}}`, `{"groups": {"reported": "x"}}`, `{}`},
	"POST /api/v1/plans/{id}/tell":                  {`{"feature": "secure-messaging", "audience": ["patient"], "date": "2026-11-30", "owner": "Walker", "title": "Later", "text": "It comes later."}`},
	"POST /api/v1/charter":                          {`{"kind": "decision", "title": "Walked", "text": "We walk.", "date": "2026-11-20", "owner": "Walker"}`, `{"kind": "goal", "title": "Walked", "figure": "active_7", "target": 9, "date": "2027-01-31"}`, `{"kind": "task", "title": ""}`},
	"PUT /api/v1/team":                              {`{"seats": [{"seat": "sponsor", "person": {"name": "Dr. Walker"}, "decides": "Where we walk."}]}`, `{"seats": [{"seat": "king", "person": {"account": "none", "name": "Walker"}}], "concerns": {"account": "none"}}`},
	"PUT /api/v1/vendor":                            {`{"name": "Walker Works", "people": [{"name": "Kim Walker", "role": "Support", "phone": "207-555-0105", "email": "kim@example.net"}], "hours": "8 to 5", "tickets": "https://tickets.example.net/{ticket}", "contract": {"ends": "2027-06-30", "notice_days": 90, "text": "Two years."}}`, `{"name": "", "people": [{"role": "Support"}], "tickets": "http://x", "contract": {"ends": "soon", "notice_days": -1}}`},
	"PUT /api/v1/team/rota":                         {`{"weeks": [{"week": "2026-12-07", "accounts": []}]}`, `{"weeks": [{"week": "2026-12-08", "accounts": ["none"]}, {"week": "soon", "accounts": []}]}`},
	"POST /api/v1/outbox/rehearsal":                 {`{"about": "survey", "subject": "how-was-booking-a-visit-online", "protocol": [{"after_days": 0, "by": "mail"}]}`, `{"about": "feature"}`, `{}`},
	"PUT /api/v1/outbox":                            {`{"halted": true}`, `{"halted": false}`, `{}`},
	"POST /api/v1/outbox/bounces":                   {`{"bounces": [{"address": "nobody@example.org", "status": "5.1.1"}, {"message_id": "<none@clinic.example>", "status": "4.4.1"}]}`, `{"bounces": [{"status": "bad"}]}`},
	"POST /api/v1/outbox/batches":                   {`{"by": "letter"}`, `{"by": "text"}`, `{"by": "pigeon"}`},
	"POST /api/v1/outbox/returned":                  {`{"ref": "P-1001"}`, `{}`},
	"POST /api/v1/outbox/calls/{id}":                {`{"outcome": "reached"}`, `{"outcome": "sang"}`},
	"PUT /api/v1/charter/{id}":                      {`{"kind": "task", "title": "Walked", "feature": "refills", "work": "testing", "date": "2026-12-01", "owner": "Walker"}`},
	"POST /api/v1/charter/{id}/tick":                {`{"done": "2026-11-23"}`, `{"done": ""}`, `{"done": "never"}`},
	"POST /api/v1/surveys":                          {walkSurvey("Walked survey"), `{"title": "", "pages": [{"questions": [{"id": "1", "type": "shout"}]}]}`},
	"PUT /api/v1/surveys/{id}":                      {walkSurvey("Changed"), "/api/v1/surveys/how-was-booking-a-visit-online " + walkSurvey("Changed"), "/api/v1/surveys/how-was-booking-a-visit-online " + `{"title": "Changed", "revision": 99}`},
	"POST /api/v1/surveys/{id}/publish":             {`{}`},
	"POST /api/v1/surveys/{id}/close":               {`{}`},
	"POST /api/v1/surveys/{id}/responses":           {`{"ref": "none", "mode": "paper", "answers": {"none": 1}}`, `{"ref": "P-1001", "mode": "pigeon"}`},
	"POST /api/v1/surveys/{id}/invitations/reissue": {`{"refs": ["S-1001"]}`, `{"refs": ["none"]}`},
	"POST /api/v1/surveys/{id}/invitations":         {`{"refs": ["S-1003"], "send": false}`, `{"refs": ["none"]}`, `{"cohort": "none", "refs": ["S-1004"]}`},
	"POST /api/v1/events":                           {`{"events": [{"id": "walk-1", "ref": "P-1003", "kind": "login", "at": "2026-11-24T09:00:00Z"}, {"id": "walk-1", "ref": "P-1003", "kind": "login", "at": "2026-11-24T09:00:00Z"}, {"id": "walk-2", "ref": "none", "kind": "dance", "at": "never"}]}`},
	"POST /api/v1/events/import":                    {walkEvents},
}
