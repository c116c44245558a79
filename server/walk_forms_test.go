package main

import (
	"fmt"
	"net/url"
	"slices"
	"strings"

	"golang.org/x/net/html"
)

// formPage is a page with forms.
type formPage struct{ path, body, role string }

// walkForm is a form, and on which page it stands.
type walkForm struct {
	formPage
	node           *html.Node
	method, action string
	route          string
}

// forms sends every form of the pages that were seen: empty, and filled by each of its buttons.
func (w *walk) forms() {
	sent := map[string]bool{}
	for _, page := range w.formPages {
		for _, f := range w.formsOn(page) {
			if key := f.key(w); !sent[key] {
				sent[key] = true
				w.fresh(func(v *visit) { v.send(f, sent, 0) })
			}
		}
	}
}

// formsOn returns the forms of a page. Those that only filter a list are left out: their addresses are walked to.
func (w *walk) formsOn(page formPage) (found []walkForm) {
	base, err := url.Parse(walkBase + page.path)
	if err != nil {
		w.t.Fatal(err)
	}
	for _, n := range all(parsed(page.body).root, "form") {
		to, err := base.Parse(attr(n, "action"))
		if err != nil {
			w.t.Fatal(err)
		}
		f := walkForm{page, n, strings.ToUpper(attr(n, "method")), to.RequestURI(), ""}
		if f.method == "POST" {
			f.route = w.route(f.method, f.action)
			found = append(found, f)
		}
	}
	return found
}

// key is the same for forms of which one is enough: at the same route, with the same fields and buttons.
func (f walkForm) key(w *walk) string {
	var names []string
	for _, n := range all(f.node, "input", "select", "textarea", "button") {
		name := attr(n, "name")
		if n.Data == "button" {
			name += "=" + attr(n, "value")
		}
		if !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	about := ""
	if f.role == nobody {
		about = strings.SplitN(f.path, "?", 2)[0] // every link asks something else
	}
	return f.route + " " + about + " " + strings.Join(names, " ")
}

// send sends a form empty, then filled by each button, and goes on with the forms that come back.
func (v *visit) send(f walkForm, sent map[string]bool, deep int) {
	name := "forms/" + fileName(strings.TrimPrefix(f.route, "POST "))
	if f.role == nobody && !strings.HasPrefix(f.path, "/setup") && !strings.HasPrefix(f.path, "/signin") {
		name = "forms/open-" + fileName(v.nameOf(strings.SplitN(f.path, "?", 2)[0]))
	}
	v.files.write(name, "==== %s, on %s\n", f.route, f.path)
	empty := f.fields(blank)
	v.sendOnce(name, "empty", f, empty, "", sent, deep)
	buttons := all(f.node, "button")
	tried := map[string]bool{}
	for _, b := range buttons {
		mark := attr(b, "name") + "=" + attr(b, "value")
		if tried[mark] || attr(b, "type") == "button" {
			continue
		}
		tried[mark] = true
		form := f.fields(plausible)
		if n := attr(b, "name"); n != "" {
			form.Set(n, attr(b, "value"))
		}
		if len(form) == len(empty) && shownForm(form) == shownForm(empty) && attr(b, "name") == "" && attr(f.node, "enctype") == "" {
			continue // there was nothing to fill in
		}
		v.sendOnce(name, "filled, "+text(b), f, form, walkFile(f.action), sent, deep)
	}
	v.files.write(name, "\n")
}

func (v *visit) sendOnce(name, how string, f walkForm, form url.Values, file string, sent map[string]bool, deep int) {
	v.t.Helper()
	var r walkReply
	if attr(f.node, "enctype") == "multipart/form-data" {
		r = v.upload(f.role, f.action, "walk.csv", file)
	} else {
		r = v.post(f.role, f.action, form)
	}
	v.settle()
	v.files.write(name, "\n-- %s: %s\n%d", how, shownForm(form), r.status)
	to := r.header.Get("Location")
	if to != "" {
		v.files.write(name, " → %s", to)
	}
	v.files.write(name, "\n")
	before := outline(parsed(f.body).main(), nil)
	if to != "" && strings.HasPrefix(to, "/") && r.status < 400 {
		cookies := r.cookiesSet()
		who := f.role
		if c := r.session(); c != "" && who == nobody {
			cookies = append(cookies, c)
		}
		path, _, _ := strings.Cut(to, "#")
		r = v.get(who, path, "en", cookies...)
		v.files.write(name, "%d %s\n", r.status, r.header.Get("Content-Type"))
	}
	if !r.html() {
		v.files.write(name, "%s\n", strings.Join(plain(r), "\n"))
		return
	}
	doc := parsed(r.body)
	v.files.write(name, "%s", said(doc))
	v.files.write(name, "%s\n", shortened(lineDiff(before, outline(doc.main(), nil)), 120))
	page := formPage{r.path, r.body, f.role}
	for _, next := range v.formsOn(page) {
		if key := next.key(v.walk); r.status == 200 && !sent[key] && deep < 4 && (f.role == nobody || r.path == f.action) {
			sent[key] = true
			v.send(next, sent, deep+1)
		}
	}
}

// said returns the heading of a page, what it says was done and what is wrong, by field.
func said(d document) string {
	out := "h1 | " + title(d) + "\n"
	if flash := find(d.root, "role", "status"); flash != nil {
		out += "flash | " + text(flash) + "\n"
	}
	if problems := find(d.root, "role", "alert"); problems != nil {
		for _, item := range all(problems, "li") {
			field := ""
			for _, a := range all(item, "a") {
				field, _ = url.PathUnescape(strings.TrimPrefix(attr(a, "href"), "#f-"))
			}
			out += fmt.Sprintf("problem %s | %s\n", field, text(item))
		}
	}
	return out
}

// shownForm writes what is sent, by name.
func shownForm(form url.Values) string {
	var out []string
	for _, name := range sorted(form) {
		for _, value := range form[name] {
			out = append(out, name+"="+quoted(value))
		}
	}
	return strings.Join(out, " ")
}

// fields returns a value for every field of a form that has one.
func (f walkForm) fields(value func(*html.Node) (string, bool)) url.Values {
	form := url.Values{}
	for _, n := range all(f.node, "input", "select", "textarea") {
		name := attr(n, "name")
		if name == "" || hasAttr(n, "disabled") {
			continue
		}
		typed, ok := value(n)
		if !ok || attr(n, "type") == "radio" && form.Has(name) {
			continue
		}
		if attr(n, "type") == "checkbox" && form.Has(name) {
			if hasAttr(n, "checked") {
				form.Add(name, typed)
			}
			continue
		}
		form.Add(name, typed)
	}
	return form
}

// blank returns what a browser sends of a field in which nobody types or chooses anything.
func blank(n *html.Node) (string, bool) {
	switch kind := attr(n, "type"); {
	case kind == "hidden":
		return attr(n, "value"), true
	case n.Data == "select":
		for _, o := range all(n, "option") {
			if hasAttr(o, "selected") {
				return attr(o, "value"), true
			}
		}
		return chosen(n, ""), true
	default:
		return "", kind != "checkbox" && kind != "radio" && kind != "file" && kind != "submit"
	}
}

// plausible returns what somebody might type or choose in a field: what stands there, or what its name or kind suggests.
func plausible(n *html.Node) (string, bool) {
	name, kind := attr(n, "name"), attr(n, "type")
	typed, known := walkTyped[name]
	if !known {
		if i := strings.LastIndexAny(name, "._"); i >= 0 {
			typed, known = walkTyped["*"+name[i:]]
		}
	}
	switch {
	case kind == "hidden":
		return attr(n, "value"), true
	case kind == "file" || kind == "submit":
		return "", false
	case kind == "radio" || kind == "checkbox":
		return attr(n, "value"), !known || typed == attr(n, "value")
	case n.Data == "select":
		return chosen(n, typed), true
	case known:
		return typed, true
	case n.Data == "textarea" && strings.TrimSpace(text(n)) != "":
		return text(n), true
	case attr(n, "value") != "":
		return attr(n, "value"), true
	}
	switch kind {
	case "number":
		return "3", true
	case "email":
		return "walker@example.org", true
	case "tel":
		return "207-555-0123", true
	case "date":
		return "2026-12-15", true
	case "time":
		return "21:00", true
	case "password":
		return "a long enough passphrase", true
	}
	return "Walked", true
}

// chosen returns the option that is wanted, or is chosen, or the first that says something.
func chosen(n *html.Node, want string) string {
	first := ""
	for _, o := range all(n, "option") {
		value := attr(o, "value")
		if value == want && want != "" {
			return value
		}
		if first == "" || hasAttr(o, "selected") && value != "" {
			first = value
		}
	}
	return first
}

// walkFile returns what a form that takes a file is sent.
func walkFile(action string) string {
	if strings.HasPrefix(action, "/events") {
		return walkEvents
	}
	return walkPeople
}

// walkTyped is what stands in fields of these names; "*.en" is for all names that end so.
var walkTyped = map[string]string{
	"clinic.bounds[patient]": "12", "clinic.bounds[staff]": "12", "clinic.bounds[provider]": "12",
	"clinic.bounds[hit]": "12", "clinic.bounds[leadership]": "12", "clinic.bounds[practice]": "12",
	"ref": "P-1001", "refs": "P-9104 P-9105", "proxy": "", "name": "Walker", "size": "3", "capacity": "12", "reason": "Walked again", "percent": "40",
	"key": "walked-feature", "id": "walked", "options": "a = One\nb = Two", "effort": "2", "feature": "booking", "kind": "decision", "link": "https://example.org/walk",
	"title": "Walked", "clinic.quiet.days": "sun", "start": "2027-01-01", "expires": "2026-12-31", "email": "walker@example.org", "code": "0000-0000-0000-0000", "date": "2026-12-15",
	"day": "2026-11-23", "heard": "2026-11-23", "on": "2026-11-23", "at": "2026-11-23", "target": "50", "number": "7", "min": "1", "max": "5", "language": "es", "where.language": "es",
	"text.en": "What?", "text.es": "¿Qué?", "title.en": "Walked", "title.es": "Paseado", "min_label.en": "Low", "max_label.en": "High", "show_if.all[0].question": "",
}
