package web

import (
	"bytes"
	"io"
	"mime/multipart"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

// browser is somebody at a browser: it keeps cookies, sends forms as they stand on the page and says where it comes from.
type browser struct {
	t    *testing.T
	base string
	http http.Client
	at   string // the page it shows, as a path
}

// reply is a page that a browser got.
type reply struct {
	b      *browser
	path   string
	status int
	header http.Header
	body   string
}

func (b *browser) get(path string) reply {
	b.t.Helper()
	return b.do(http.MethodGet, path, "", nil)
}

func (b *browser) post(path string, form url.Values) reply {
	b.t.Helper()
	return b.do(http.MethodPost, path, "application/x-www-form-urlencoded", strings.NewReader(form.Encode()))
}

// upload sends a file by the import form, and with "import" also confirms what is then shown.
func (b *browser) upload(content, action string) reply {
	b.t.Helper()
	listed := b.uploadTo("/participants/import", "people.csv", content)
	if action == "import" && listed.status == http.StatusOK {
		listed = listed.fill(listed.path, url.Values{"_action": {action}}).leads(listed.path)
	}
	return listed
}

// uploadTo sends a file by the form of a page and returns what is then shown.
func (b *browser) uploadTo(path, name, content string) reply {
	b.t.Helper()
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	if part, err := w.CreateFormFile("file", name); err != nil {
		b.t.Fatal(err)
	} else if _, err := io.WriteString(part, content); err != nil {
		b.t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		b.t.Fatal(err)
	}
	listed := b.do(http.MethodPost, path, w.FormDataContentType(), &body)
	if listed.status != http.StatusSeeOther {
		return listed
	}
	return b.get(listed.header.Get("Location"))
}

func (b *browser) do(method, path, kind string, body io.Reader) reply {
	b.t.Helper()
	r, err := http.NewRequestWithContext(b.t.Context(), method, b.base+path, body)
	if err != nil {
		b.t.Fatal(err)
	}
	if kind != "" {
		r.Header.Set("Content-Type", kind)
		r.Header.Set("Origin", b.base)
		r.Header.Set("Sec-Fetch-Site", "same-origin")
	}
	if b.at != "" {
		r.Header.Set("Referer", b.base+b.at)
	}
	if method == http.MethodGet {
		b.at = path
	}
	got, err := b.http.Do(r)
	if err != nil {
		b.t.Fatal(err)
	}
	defer got.Body.Close()
	text, err := io.ReadAll(got.Body)
	if err != nil {
		b.t.Fatal(err)
	}
	return reply{b, path, got.StatusCode, got.Header, string(text)}
}

// is checks the status of an answer.
func (a reply) is(status int) reply {
	a.b.t.Helper()
	if a.status != status {
		a.b.t.Fatalf("%s answered %d, not %d: %s", a.path, a.status, status, a.text())
	}
	return a
}

// leads checks that an answer leads on to a path, and goes there.
func (a reply) leads(path string) reply {
	a.b.t.Helper()
	a.is(http.StatusSeeOther)
	if to := a.header.Get("Location"); to != path {
		a.b.t.Fatalf("%s leads to %s, not %s", a.path, to, path)
	}
	return a.b.get(path).is(http.StatusOK)
}

// says checks that a page shows these sentences.
func (a reply) says(sentences ...string) reply {
	a.b.t.Helper()
	text := a.text()
	for _, s := range sentences {
		if !strings.Contains(text, s) {
			a.b.t.Errorf("%s does not say %q: %s", a.path, s, text)
		}
	}
	return a
}

// leadsOn checks that a page has links to these addresses.
func (a reply) leadsOn(addresses ...string) reply {
	a.b.t.Helper()
	for _, address := range addresses {
		found := false
		for n := range a.nodes() {
			found = found || attribute(n, "href") == address
		}
		if !found {
			a.b.t.Errorf("%s has no link to %s", a.path, address)
		}
	}
	return a
}

// hides checks that a page shows nothing of this.
func (a reply) hides(sentences ...string) reply {
	a.b.t.Helper()
	text := a.text()
	for _, s := range sentences {
		if strings.Contains(text, s) {
			a.b.t.Errorf("%s says %q: %s", a.path, s, text)
		}
	}
	return a
}

// text returns what can be read on a page, with one blank between words.
func (a reply) text() string {
	var words []string
	for n := range a.nodes() {
		if n.Type == html.TextNode && n.Parent.Data != "title" {
			words = append(words, strings.Fields(n.Data)...)
		}
	}
	return strings.Join(words, " ")
}

func (a reply) nodes() func(func(*html.Node) bool) {
	root, err := html.Parse(strings.NewReader(a.body))
	if err != nil {
		a.b.t.Fatal(err)
	}
	return root.Descendants()
}

// fill sends the page's form that posts to a path: with what stands in it, and what is typed over that. Of several such
// forms the first that has a field of what is typed is meant.
func (a reply) fill(path string, typed url.Values) reply {
	a.b.t.Helper()
	for n := range a.nodes() {
		if n.Type != html.ElementNode || n.Data != "form" || attribute(n, "method") != "post" || attribute(n, "action") != path {
			continue
		}
		form, fields := values(n)
		missing := ""
		for name, value := range typed {
			if !fields[name] {
				missing = name
			}
			form[name] = value
		}
		if missing == "" {
			return a.b.post(path, form)
		}
	}
	a.b.t.Fatalf("%s has no form for %v that posts to %s: %s", a.path, typed, path, a.body)
	return a
}

// values returns what stands in a form, and the names that it has.
func values(form *html.Node) (url.Values, map[string]bool) {
	filled, names := url.Values{}, map[string]bool{}
	for n := range form.Descendants() {
		name := attribute(n, "name")
		if n.Type != html.ElementNode || name == "" {
			continue
		}
		names[name] = true
		switch kind := attribute(n, "type"); {
		case n.Data == "textarea" && n.FirstChild != nil:
			filled.Add(name, n.FirstChild.Data)
		case n.Data == "select":
			filled.Add(name, chosen(n))
		case n.Data == "button", kind == "file", (kind == "checkbox" || kind == "radio") && !has(n, "checked"):
		case n.Data == "input":
			filled.Add(name, attribute(n, "value"))
		}
	}
	return filled, names
}

// chosen returns the value of a select: of the chosen option, or the first.
func chosen(n *html.Node) string {
	first, found := "", false
	for o := range n.Descendants() {
		if o.Type != html.ElementNode || o.Data != "option" {
			continue
		}
		if has(o, "selected") {
			return attribute(o, "value")
		}
		if !found {
			first, found = attribute(o, "value"), true
		}
	}
	return first
}

func attribute(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

func has(n *html.Node, name string) bool {
	for _, a := range n.Attr {
		if a.Key == name {
			return true
		}
	}
	return false
}

// links returns the personal links that a page hands out, as paths.
func (a reply) links() []string {
	var all []string
	for n := range a.nodes() {
		if _, token, ok := strings.Cut(attribute(n, "href"), "/s/"); ok && n.Data == "a" {
			all = append(all, "/s/"+token)
		}
	}
	return all
}

// turn goes through all pages of a list and returns how many rows they have.
func (a reply) turn() int {
	a.b.t.Helper()
	rows := 0
	for {
		next := ""
		for n := range a.nodes() {
			if n.Data == "tr" && n.Parent != nil && n.Parent.Data == "tbody" {
				rows++
			}
			if n.Data == "a" && attribute(n, "rel") == "next" {
				next = attribute(n, "href")
			}
		}
		if next == "" {
			return rows
		}
		a = a.b.get(next).is(200)
	}
}
