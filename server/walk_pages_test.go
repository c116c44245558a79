package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"mime/multipart"
	"net/url"
	"regexp"
	"slices"
	"strings"
)

// walkStarts are the pages that a walk begins at beside those that links lead to: at least one of each route that no
// link of another page leads to, and pages in a state of their own.
var walkStarts = []string{
	"/", "/participants", "/participants?q=P-1003", "/participants?group=staff", "/participants?after=UC0xMDQymxyawg", "/participants?cohort=first-testers&state=withdrawn",
	"/participants/P-1001", "/participants/P-1002", "/participants/P-none", "/participants.csv", "/participants.xlsx?group=leadership",
	"/cohorts/first-testers", "/cohorts/winter-group", "/cohorts/spring-group", "/cohorts/walk-cohort", "/cohorts/winter-group/links", "/cohorts/walk-cohort/joining", "/cohorts/winter-group/joining", "/cohorts/none",
	"/features/refills", "/features/secure-messaging", "/features/booking", "/features/none",
	"/board", "/board/B-1", "/board/B-4", "/board/B-11", "/board/B-12", "/board/B-3/tell", "/board/B-1/tell", "/board/none", "/board/pictures/none", "/announcements/A-12", "/announcements/none",
	"/features/refills/rollouts/first-testers", "/features/secure-messaging/rollouts/first-testers", "/features/booking/rollouts/winter-group",
	"/features/booking/rollouts?cohort=winter-group", "/features/secure-messaging/help", "/getting-in", "/features/refills/workflows/new",
	"/workflows/a-patient-sends-a-message", "/workflows/a-patient-sends-a-message/edit", "/workflows/a-patient-sends-a-message/print", "/workflows/walk-a-draft/edit", "/workflows/none",
	"/polls/what-should-the-portal-do-first", "/polls/what-would-help-you-at-the-desk", "/polls/what-should-the-portal-do-first/results",
	"/polls/what-would-help-you-at-the-desk/results", "/polls/what-would-help-you-at-the-desk/links", "/polls/walk-secret/links", "/polls/what-would-help-you-at-the-desk/poster",
	"/polls/walk-rank", "/polls/walk-maxdiff", "/polls/walk-kano", "/polls/walk-rating", "/polls/walk-secret", "/polls/walk-draft", "/polls/walk-kano/results",
	"/surveys/is-the-portal-working-for-you", "/surveys/is-the-portal-working-for-you/results", "/surveys/is-the-portal-working-for-you/links",
	"/surveys/is-the-portal-working-for-you/responses.csv", "/surveys/is-the-portal-working-for-you/responses.xlsx", "/surveys/is-the-portal-working-for-you/responses.ndjson",
	"/surveys/how-was-booking-a-visit-online", "/surveys/walk-everything", "/surveys/walk-everything/links", "/surveys/walk-everything/results",
	"/surveys/walk-anonymous", "/surveys/walk-anonymous/links", "/surveys/walk-anonymous/results",
	"/surveys/how-was-booking-a-visit-online/questions/booked", "/surveys/how-was-booking-a-visit-online/questions/ease",
	"/surveys/how-was-booking-a-visit-online/questions/better", "/surveys/how-was-booking-a-visit-online/questions/new",
	"/surveys/how-was-booking-a-visit-online/questions/new?type=single", "/surveys/how-was-booking-a-visit-online/questions/new?type=multiple",
	"/surveys/how-was-booking-a-visit-online/questions/new?type=scale", "/surveys/how-was-booking-a-visit-online/questions/new?type=number",
	"/surveys/how-was-booking-a-visit-online/questions/new?type=text", "/surveys/how-was-booking-a-visit-online/questions/new?type=note",
	"/surveys/how-was-booking-a-visit-online/questions/new?type=sus",
	"/surveys/walk-everything/enter/S-1002?mode=paper", "/outbox/askings/none", "/outbox/start?about=survey&of=walk-everything&steps=mail+0,+mail+4", "/kiosk",
	"/events", "/plan", "/calendar", "/charter", "/team", "/team/duty", "/team/seats/none", "/reports", "/reports?from=2026-10-01&to=2026-10-31", "/reports?cohort=winter-group&from=2026-11-01&to=2026-11-20", "/reports/pack", "/audit", "/settings", "/nowhere",
}

// walkPlain are addresses that are no pages of the team.
var walkPlain = []string{"/healthz", "/readyz", "/api/openapi.json", "/examples", "/examples/ask/0", "/signin", "/signin?next=/surveys", "/signin/unknown", "/signin/code", "/signin/forgotten", "/signin/provider", "/signin/provider/callback?state=unknown", "/setup", "/setup?token=unknown", "/s/unknown", "/u/unknown", "/p/unknown", "/join/unknown", "/calendar/unknown.ics", "/help", "/help/refills", "/help/unknown", "/w/unknown", "/b/unknown", "/news", "/news/poster", "/news.atom"}

// perRoute is how many pages of a route a walk goes to by links, beside those that it begins with.
const perRoute = 2

// furnish adds what the made-up clinic lacks: a poll of each method, a survey with every kind of question, uploads that wait, somebody who waits for a place. It finds the links that are shown only once.
func (v *visit) furnish() {
	v.t.Helper()
	var asked links
	invite := func(name, path, body string) {
		v.must("POST", path, body, &asked)
		v.links[name] = asked.paths()[0]
	}
	v.must("POST", "/surveys", walkSurvey("Walk everything"), nil)
	v.must("POST", "/surveys/walk-everything/publish", "", nil)
	invite("survey", "/surveys/walk-everything/invitations", `{"refs": ["S-1001", "S-1002"], "send": false}`)
	for _, method := range []string{"rank", "dots", "maxdiff", "kano", "rating"} {
		id := "walk-" + method
		v.must("POST", "/polls", walkPoll(id, method, ""), nil)
		v.must("POST", "/polls/"+id+"/publish", "", nil)
		invite("poll "+method, "/polls/"+id+"/invitations", `{"refs": ["S-1001", "S-1002"]}`)
	}
	var open struct{ URL string }
	v.must("POST", "/polls", walkPoll("walk-open", "rank", "open"), nil)
	v.must("POST", "/polls/walk-open/publish", "", &open)
	v.must("POST", "/polls", walkPoll("walk-secret", "rank", "secret"), nil)
	v.must("POST", "/polls/walk-secret/publish", "", nil)
	v.links["open poll"] = strings.TrimPrefix(open.URL, walkBase)
	invite("poll secret", "/polls/walk-secret/invitations", `{"refs": ["S-1001", "S-1002"]}`)
	v.must("POST", "/surveys", `{"title": {"en": "Walk anonymous", "es": "Paseo anónimo"}, "anonymous": true, "pages": [
		{"questions": [{"id": "ease", "type": "scale", "text": {"en": "How easy?", "es": "¿Qué tan fácil?"}, "min": 1, "max": 5}]},
		{"questions": [{"id": "why", "type": "text", "text": {"en": "Why?", "es": "¿Por qué?"}}]}]}`, nil)
	v.must("POST", "/surveys/walk-anonymous/publish", "", nil)
	invite("survey anonymous", "/surveys/walk-anonymous/invitations", `{"refs": ["S-1001", "S-1002"]}`)
	v.must("POST", "/polls", walkPoll("walk-draft", "rating", ""), nil)
	v.must("POST", "/participants/import", "ref,group,language,site\nP-9101,patient,en,Northfield\nP-9102,patient,es,Northfield\nP-9103,patient,en,Northfield\n"+
		"P-9104,patient,en,Northfield\nP-9105,patient,es,Northfield\n", nil)
	v.must("POST", "/cohorts", `{"name": {"en": "Walk cohort", "es": "Grupo de paseo"}, "capacity": 2}`, nil)
	v.must("POST", "/cohorts/walk-cohort/select", `{"refs": ["P-9101", "P-9102", "P-9103"], "wait": true}`, nil)
	v.must("POST", "/cohorts/walk-cohort/invite", "", &asked)
	v.post(nobody, asked.paths()[0], url.Values{"consent": {"agree"}})
	v.links["choices"] = choicesIn.FindString(v.get(nobody, asked.paths()[0], "en").body)
	v.reports()
	v.must("PUT", "/cohorts/walk-cohort/members/"+asked.Items[1].Ref, `{"state": "declined"}`, nil)
	v.must("PUT", "/features/booking/rollout", `{"cohort": "winter-group", "percent": 10, "ramp": [{"percent": 50, "hold_hours": 48}], "gates": {}}`, nil)
	v.must("POST", "/features/booking/rollout/pause", `{"cohort": "winter-group"}`, nil)
	v.must("POST", "/features/refills/workflows", `{"title": "Walk a draft", "steps": [{"department": "Pharmacy", "role": "Pharmacist", "text": "Look."}]}`, nil)
	v.links["workflow"] = workflowIn.FindString(v.get(manager, "/workflows/a-patient-sends-a-message", "en").body)
	v.joins("/cohorts/walk-cohort/joining", "/join/walk-cohort")
	v.reword()
	v.uploads()
	v.letters()
	v.post(manager, "/settings/keys", url.Values{"key.name": {"The portal"}, "key.role": {"portal"}})
	v.must("POST", "/webhooks", `{"url": "https://tickets.example.org/soundings", "types": ["bump.concern", "rollout.held"]}`, nil)
}

// reports has somebody report what went wrong, twice, and be told of the first.
func (v *visit) reports() {
	v.t.Helper()
	v.links["report"] = strings.Replace(v.links["choices"], "/u/", "/b/", 1)
	send := func(text string) string {
		return v.post(nobody, v.links["report"], url.Values{"feature": {"signing-in"}, "text": {text}, "_key": {"walk " + text}, "_action": {"send"}}).header.Get("Location")
	}
	v.links["receipt"], v.links["receipt of what is not planned"] = send("The code never comes"), send("The page is blue")
	v.must("PATCH", "/bumps/B-11", `{"concern": true}`, nil)
	v.must("PATCH", "/bumps/B-12", `{"state": "not_planned", "reason": "It is the vendor's colour.", "public": {"en": "The page is blue", "es": "La página es azul"}}`, nil)
	v.must("POST", "/bumps/B-12/announcements", `{"groups": {"patient": {"en": "It stays blue.", "es": "Se queda azul."}, "reported": {"en": "It stays blue.", "es": "Se queda azul."}}}`, nil)
}

// choicesIn finds the link to somebody's choices.
var choicesIn = regexp.MustCompile(`/u/[\w-]+`)

// workflowIn finds the link behind which a department reads a workflow.
var workflowIn = regexp.MustCompile(`/w/[\w-]+`)

// must asks the API for something that has to succeed.
func (v *visit) must(method, path, body string, into any) {
	v.t.Helper()
	r := v.do(method, "/api/v1"+path, "application/json", body, map[string]string{"Authorization": "Bearer " + testKey})
	if r.status >= 300 {
		v.t.Fatalf("%s %s: %d %s", method, path, r.status, r.body)
	}
	if into != nil {
		if err := json.Unmarshal([]byte(r.body), into); err != nil {
			v.t.Fatal(err)
		}
	}
}

// reword changes the words of the consent page after people have agreed to it.
func (v *visit) reword() {
	v.t.Helper()
	page := v.get(manager, "/settings", "en")
	for _, f := range v.formsOn(formPage{"/settings", page.body, manager}) {
		if f.action == "/settings" {
			form := f.fields(plausible)
			form.Set("consent.en.care", "Your care stays as it is, whatever you say.")
			if r := v.post(manager, f.action, form); r.status != 303 {
				v.t.Fatalf("the consent page cannot be changed: %d", r.status)
			}
			v.get(manager, f.action, "en") // as a browser does, so that the page there says what was done
		}
	}
}

// uploads leaves files that wait to be confirmed, one good and one bad of each kind.
func (v *visit) uploads() {
	v.t.Helper()
	for _, u := range []struct{ name, path, content string }{
		{"people good", "/participants/import", walkPeople}, {"people bad", "/participants/import", "ref,group,email\nP 1,nobody,x\n,patient,\n"},
		{"events good", "/events", walkEvents}, {"events bad", "/events", "ref,kind,feature,at\nP-1001,used,nothing,2026-11-20T10:00:00Z\nP-none,login,,2026-11-20T10:00:00Z\nP-1001,dance,,never\n"},
	} {
		reply := v.upload(manager, u.path, u.name+".csv", u.content)
		if reply.status != 303 {
			v.t.Fatalf("%s: %d %s", u.name, reply.status, text(parsed(reply.body).main()))
		}
		v.links[u.name] = reply.header.Get("Location")
	}
}

const (
	walkPeople = "ref,group,name,email,phone,language,site\nP-9001,patient,Walker One,walker.one@example.org,207-555-0101,en,Mill Street\nS-9001,staff,Walker Two,walker.two@example.org,,es,Harbor Road\n"
	walkEvents = "ref,kind,feature,at\nP-1001,login,,2026-11-20T10:00:00Z\nP-1001,used,refills,2026-11-20T10:05:00Z\nP-1002,login,,2026-11-21T10:00:00Z\n"
)

func walkSurvey(title string) string {
	return fmt.Sprintf(`{"title": {"en": %q, "es": %[1]q}, "pages": [
	{"questions": [{"id": "hello", "type": "note", "text": {"en": "Thank you for coming.", "es": "Gracias por venir."}},
	 {"id": "one", "type": "single", "required": true, "text": {"en": "One?", "es": "¿Uno?"}, "options": [{"value": "yes", "text": {"en": "Yes", "es": "Sí"}}, {"value": "no", "text": {"en": "No"}}]},
	 {"id": "many", "type": "multiple", "max_choices": 2, "text": {"en": "Many?"}, "help": {"en": "At most two"}, "options": [{"value": "a", "text": {"en": "A"}}, {"value": "b", "text": {"en": "B"}}, {"value": "c", "text": {"en": "C"}}]}]},
	{"questions": [{"id": "scale", "type": "scale", "min": 1, "max": 5, "text": {"en": "How much?"}, "min_label": {"en": "Little"}, "max_label": {"en": "A lot"}},
	 {"id": "number", "type": "number", "min": 0, "max": 10, "required": true, "text": {"en": "How many?"}},
	 {"id": "why", "type": "text", "text": {"en": "Why?"}, "show_if": {"all": [{"question": "one", "op": "eq", "value": "yes"}]}}]},
	{"questions": [{"id": "sus", "instrument": "sus"}]}]}`, title)
}

func walkPoll(title, method, how string) string {
	return fmt.Sprintf(`{"title": {"en": %q, "es": %[1]q}, "method": %q, "features": ["booking", "forms", "photos", "bills"], "groups": {"staff": {}}, "secret": %v, "open": %v}`, title, method, how == "secret", how == "open")
}

// upload sends a file by a form.
func (v *visit) upload(role, path, name, content string) walkReply {
	v.t.Helper()
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	if content != "" {
		part, err := w.CreateFormFile("file", name)
		if err != nil {
			v.t.Fatal(err)
		}
		_, _ = part.Write([]byte(content))
	}
	_ = w.Close()
	return v.do("POST", path, w.FormDataContentType(), body.String(), map[string]string{
		"Accept-Language": "en", "Cookie": v.cookie(role, nil), "Origin": walkBase, "Sec-Fetch-Site": "same-origin",
	})
}

// pages walks every page of the team and of everybody else.
func (w *walk) pages() {
	w.fresh(func(v *visit) {
		v.ticks.pass(time1s, time15s)
		v.team()
		v.open()
		v.figures()
		v.follow()
	})
}

// team looks at the pages that links lead to from the start pages, as everybody of the team.
func (v *visit) team() {
	queue := slices.Clone(walkStarts)
	for _, name := range []string{"people good", "people bad", "events good", "events bad"} {
		queue = append(queue, v.links[name])
	}
	for _, name := range []string{"people bad", "events bad"} {
		queue = append(queue, v.links[name]+map[bool]string{true: "/bad.csv", false: "/not-counted.csv"}[name == "people bad"])
	}
	starts, by := len(queue), map[string]int{}
	for n := 0; n < len(queue); n++ {
		path := queue[n]
		if n >= starts {
			route := v.route("GET", path)
			if key := route + queryNames(path); by[key] >= perRoute || route == "" || openLink.MatchString(path) || strings.Contains(path, "after=") {
				continue
			}
			by[route+queryNames(path)]++
		}
		for _, link := range v.look(path) {
			if !slices.Contains(queue, link) {
				queue = append(queue, link)
			}
		}
	}
}

// queryNames returns the names of a path's parameters.
func queryNames(path string) string {
	u, err := url.Parse(walkBase + path)
	if err != nil {
		return ""
	}
	return "?" + strings.Join(sorted(u.Query()), "&")
}

// look writes down a page as every role sees it, and returns where it leads to.
func (v *visit) look(path string) []string {
	name := "pages/" + fileName(path)
	v.files.write(name, "%s\n", path)
	var whole []string
	var leads []string
	for _, lang := range []string{"en", "es"} {
		reply := v.get(manager, path, lang)
		seen := v.seen(reply, manager, lang)
		if slices.Equal(seen, whole) {
			v.files.write(name, "\n== %s, %s: the same\n", manager, lang)
			continue
		}
		v.files.write(name, "\n== %s, %s\n%s\n", manager, lang, strings.Join(seen, "\n"))
		if lang == "en" {
			whole = seen
			v.took(path, reply)
			if reply.html() {
				leads = parsed(reply.body).links(path)
			}
		}
	}
	for _, role := range []string{member, viewer, nobody} {
		seen := v.seen(v.get(role, path, "en"), role, "en")
		switch diff := lineDiff(whole, seen); {
		case len(diff) == 0:
			v.files.write(name, "\n== %s: as the manager\n", role)
		case seen[0] != whole[0]:
			v.files.write(name, "\n== %s\n%s\n", role, strings.Join(seen, "\n"))
		default:
			v.files.write(name, "\n== %s: differs\n%s\n", role, strings.Join(diff, "\n"))
		}
	}
	return leads
}

// took keeps a page for the forms on it.
func (v *visit) took(path string, reply walkReply) {
	if reply.status == 200 && reply.html() {
		v.formPages = append(v.formPages, formPage{path, reply.body, manager})
	}
}

// open looks at the pages for whoever has a link, and at those before signing in.
func (v *visit) open() {
	queue := append([]string{"/"}, walkPlain...)
	queue = append(queue, v.links["setup"])
	for _, name := range sorted(v.links) {
		if openLink.MatchString(v.links[name]) {
			queue = append(queue, v.links[name])
		}
	}
	for n := 0; n < len(queue); n++ {
		path := queue[n]
		name := "open/" + fileName(v.nameOf(path))
		var first []string
		for _, lang := range []string{"en", "es"} {
			reply := v.get(nobody, path, lang)
			seen := v.seen(reply, nobody, lang)
			if slices.Equal(seen, first) {
				v.files.write(name, "== %s: the same\n", lang)
				continue
			}
			first = seen
			v.files.write(name, "== %s\n%s\n\n", lang, strings.Join(seen, "\n"))
			if lang == "en" && reply.status == 200 && reply.html() {
				v.formPages = append(v.formPages, formPage{path, reply.body, nobody})
			}
		}
	}
	style := all(parsed(v.get(nobody, "/", "en").body).root, "link")[0]
	reply := v.get(nobody, attr(style, "href"), "en")
	v.files.write("open/static.txt", "%d %s, %s\n", reply.status, reply.header.Get("Content-Type"), reply.header.Get("Cache-Control"))
}

var openLink = regexp.MustCompile(`^/[supwb]/`)

// nameOf returns the name of a link that is made by chance, and any other as it is.
func (v *visit) nameOf(path string) string {
	for name, link := range v.links {
		if link == path {
			return strings.ReplaceAll(name, " ", "-")
		}
	}
	return path
}

// figures writes down what Prometheus sees, but for what no two runs have in common.
func (v *visit) figures() {
	var kept []string
	for _, line := range lines(v.get(nobody, "/metrics", "en").body) {
		if volatile.MatchString(line) {
			continue
		}
		kept = append(kept, passing.ReplaceAllString(line, "$1 {now}"))
	}
	v.files.write("open/metrics.txt", "%s\n", strings.Join(kept, "\n"))
}

var (
	volatile = regexp.MustCompile(`^(# \w+ )?(process_|go_|promhttp_|soundings_http_|soundings_store_|soundings_\w*duration_)`)
	passing  = regexp.MustCompile(`^(soundings_(?:job_last_success|refreshed)_timestamp_seconds\S*) .*`)
)

// seen returns what a reply shows: its status and type, how its frame differs from that of the first page of this
// reader, and what is in it.
func (v *visit) seen(r walkReply, role, lang string) []string {
	head := fmt.Sprintf("%d %s", r.status, strings.TrimSuffix(r.header.Get("Content-Type"), "; charset=utf-8"))
	if to := r.header.Get("Location"); to != "" {
		head += " → " + to
	}
	out := []string{head}
	if !r.html() {
		return append(out, plain(r)...)
	}
	doc := parsed(r.body)
	frame := outline(doc.root, doc.main())
	for i := range frame {
		frame[i] = hereIn.ReplaceAllString(frame[i], `href="{here}?$1`)
	}
	kind := "team"
	if strings.Contains(strings.Join(frame, "\n"), "-patient.css") {
		kind = "patient"
	}
	key := kind + "-" + role + "-" + lang
	if v.frames[key] == nil {
		v.frames[key] = frame
		v.files.write("frames/"+key+".txt", "%s\n\n%s\n", strings.Join(headers(r), "\n"), strings.Join(frame, "\n"))
	}
	out = append(out, "frame "+key)
	for _, line := range lineDiff(v.frames[key], frame) {
		out = append(out, " "+strings.Join(strings.Fields(line), " "))
	}
	return append(out, outline(doc.main(), nil)...)
}

// hereIn finds the switches of language and size, which lead to the page itself.
var hereIn = regexp.MustCompile(`href="/[^"?]*\?(lang|text)`)

// headers returns the headers that are the same for every page.
func headers(r walkReply) (found []string) {
	for _, name := range sorted(r.header) {
		if name != "Date" && name != "Content-Length" && name != "Set-Cookie" && name != "Content-Encoding" {
			found = append(found, name+": "+strings.Join(r.header[name], ", "))
		}
	}
	return found
}
