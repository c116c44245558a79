package main

import (
	"fmt"
	"net/url"
	"slices"
	"strings"

	"golang.org/x/net/html"
)

// lead is a link on a page of the team, and what the page behind it has to be about.
type lead struct {
	from, to string
	about    string // the words of a link that names its row; empty: what the address asks for alone
}

// leadsWell checks where a page leads to: each link, form and button has an address that this server has, written as a
// browser would write it. It keeps those that follow has to go to.
func (v *visit) leadsWell(r walkReply) {
	v.t.Helper()
	if !r.html() || r.status == 404 {
		return
	}
	here, err := url.Parse(walkBase + r.path)
	if err != nil {
		v.t.Fatal(err)
	}
	doc := parsed(r.body)
	for _, n := range all(doc.root, "a", "form", "button", "img", "link", "script") {
		for _, name := range []string{"href", "action", "formaction", "src"} {
			if !hasAttr(n, name) {
				continue
			}
			if wrong := v.leadsWrong(doc, here, methodOf(n), attr(n, name)); wrong != "" {
				v.t.Errorf("%s: the %s %q of <%s> %s", r.path, name, attr(n, name), n.Data, wrong)
			}
		}
	}
	if wrong := isAbout(doc, here); r.status == 200 && wrong != "" {
		v.t.Errorf("%s: %s", r.path, wrong)
	}
	if html := all(doc.root, "html"); attr(html[0], "lang") != "en" {
		return // names are in another language there
	}
	for _, n := range all(doc.main(), "a") {
		v.remember(here, n)
	}
}

// remember keeps where a link leads to that names a row, or that is of the cohort which the page is of.
func (v *visit) remember(here *url.URL, n *html.Node) {
	to, err := here.Parse(attr(n, "href"))
	if err != nil || to.Host != here.Host || v.route("GET", to.Path) == "" || openLink.MatchString(to.Path) {
		return
	}
	l := lead{from: here.RequestURI(), to: to.RequestURI()}
	if row := n.Parent; row != nil && row.Data == "th" {
		l.about = text(n)
	}
	if strings.HasPrefix(to.Path, "/reports/") && here.Query().Has("cohort") && !ofAllCohorts[to.Path] {
		for name := range here.Query() {
			if to.Query().Get(name) != here.Query().Get(name) {
				v.t.Errorf("%s leads to %s, which has another %s", here.RequestURI(), l.to, name)
			}
		}
	} else if l.about == "" {
		return
	}
	if !slices.ContainsFunc(v.leads, func(o lead) bool { return o.to == l.to && o.about == l.about }) {
		v.leads = append(v.leads, l)
	}
}

// ofAllCohorts are the files beside the figures of a cohort that are of all.
var ofAllCohorts = map[string]bool{"/reports/cohorts.csv": true, "/reports/surveys.csv": true, "/reports/polls.csv": true}

// follow goes to what the pages lead to, and compares what it is about with what led there.
func (v *visit) follow() {
	v.t.Helper()
	for _, l := range v.leads {
		r := v.get(manager, l.to, "en")
		to, err := url.Parse(walkBase + l.to)
		if err != nil {
			v.t.Fatal(err)
		}
		about := r.body
		if r.html() {
			about = strings.Join(append(held(parsed(r.body), ""), text(parsed(r.body).root)), " ")
		}
		if r.status != 200 || l.about != "" && !strings.Contains(about, l.about) {
			v.t.Errorf("%s leads to %s, which answers %d and says nothing of %q", l.from, l.to, r.status, l.about)
		}
		cohort, file := to.Query().Get("cohort"), r.header.Get("Content-Disposition")
		if name := strings.ReplaceAll(cohort, "-", " "); cohort != "" && !strings.Contains(file, cohort) && !strings.Contains(strings.ToLower(about), name) {
			v.t.Errorf("%s leads to %s, which is not of %s: %s", l.from, l.to, cohort, file)
		}
	}
}

// isAbout compares the fields by which a page is chosen with what its address asks for, and says what is wrong.
func isAbout(doc document, here *url.URL) string {
	for name, values := range here.Query() {
		for _, value := range held(doc, name) {
			if value != values[0] {
				return fmt.Sprintf("the field %s holds %q", name, value)
			}
		}
	}
	return ""
}

// methodOf returns how an element asks for its address.
func methodOf(n *html.Node) string {
	if method := strings.ToUpper(attr(n, "method")); method != "" {
		return method
	}
	if hasAttr(n, "formaction") {
		return "POST"
	}
	return "GET"
}

// leadsWrong returns what is wrong with an address on a page; nothing is: an empty text.
func (v *visit) leadsWrong(doc document, here *url.URL, method, address string) string {
	if id, ok := strings.CutPrefix(address, "#"); ok {
		if find(doc.root, "id", id) == nil {
			return "leads to no part of the page"
		}
		return ""
	}
	to, err := here.Parse(address)
	switch {
	case address == "" || err != nil:
		return fmt.Sprint("is no address ", err)
	case to.Scheme == "tel" || to.Scheme == "mailto" || to.Scheme == "data":
		return ""
	case to.Host != here.Host: // the team gives addresses of films, papers and the vendor's tickets
		return map[bool]string{false: "leads away"}[to.Scheme == "https" && (to.Host == "example.org" || strings.HasSuffix(to.Host, ".example.net"))]
	case v.route(method, to.Path) == "":
		return "is of no route"
	}
	query, err := url.ParseQuery(to.RawQuery)
	if err != nil {
		return fmt.Sprint("has a bad query: ", err)
	}
	for name, values := range query {
		if name == "" || strings.ContainsAny(name, "=&?%/") || slices.Contains(values, "") || len(values) > 1 {
			return fmt.Sprintf("has the parameter %q: %q", name, values)
		}
	}
	return ""
}

// held returns what the fields of a name hold in the forms by which a page is chosen; without a name, what every field of
// every form holds.
func held(doc document, name string) (values []string) {
	for _, form := range all(doc.root, "form") {
		if methodOf(form) != "GET" && name != "" {
			continue
		}
		for _, n := range all(form, "input", "select") {
			switch {
			case name != "" && attr(n, "name") != name || attr(n, "type") == "hidden" || attr(n, "type") == "checkbox":
			case n.Data == "input":
				values = append(values, attr(n, "value"))
			default:
				for _, option := range all(n, "option") {
					if hasAttr(option, "selected") {
						values = append(values, attr(option, "value"))
					}
				}
			}
		}
	}
	return values
}
