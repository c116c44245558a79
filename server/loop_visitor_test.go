package main

import (
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

// visitor is somebody at a browser without script: it keeps cookies, and sends forms as they stand on the page.
type visitor struct {
	*client
	t    *testing.T
	path string
	page document
}

func newVisitor(t *testing.T, s *server) *visitor {
	t.Helper()
	v := &visitor{client: newClient("http://" + s.Addr), t: t}
	var err error
	if v.http.Jar, err = cookiejar.New(nil); err != nil {
		t.Fatal(err)
	}
	return v
}

// opens opens a page.
func (v *visitor) opens(path string) *visitor {
	v.t.Helper()
	return v.gets(http.MethodGet, path, nil)
}

// gets sends a request and shows the page that answers, also where it is led to that.
func (v *visitor) gets(method, path string, form url.Values) *visitor {
	v.t.Helper()
	r, err := http.NewRequestWithContext(v.t.Context(), method, v.base+path, strings.NewReader(form.Encode()))
	if err != nil {
		v.t.Fatal(err)
	}
	if method == http.MethodPost {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.Header.Set("Sec-Fetch-Site", "same-origin")
	}
	answer, err := v.http.Do(r)
	if err != nil {
		v.t.Fatal(err)
	}
	defer answer.Body.Close()
	if answer.StatusCode == http.StatusSeeOther {
		return v.opens(answer.Header.Get("Location"))
	}
	root, err := html.Parse(answer.Body)
	if err != nil || answer.StatusCode != http.StatusOK {
		v.t.Fatalf("%s answers %d, %v: %s", path, answer.StatusCode, err, text(root))
	}
	v.path, v.page = path, document{root}
	return v
}

// says checks that the page has these words.
func (v *visitor) says(words ...string) *visitor {
	v.t.Helper()
	shown := text(v.page.root)
	for _, each := range words {
		if !strings.Contains(shown, each) {
			v.t.Errorf("%s does not say %q: %s", v.path, each, shown)
		}
	}
	return v
}

// follows opens the first page that a link leads to whose address begins so.
func (v *visitor) follows(begins string) *visitor {
	v.t.Helper()
	for _, to := range v.page.links(v.path) {
		if strings.HasPrefix(to, begins) {
			return v.opens(to)
		}
	}
	v.t.Fatalf("%s has no link to %s", v.path, begins)
	return nil
}

// sends fills in the form that has all these fields or buttons, given with what is typed, chosen or pressed, and sends it. Other
// fields are sent as they stand there.
func (v *visitor) sends(typed ...string) *visitor {
	v.t.Helper()
	given := url.Values{}
	for n := 0; n < len(typed); n += 2 {
		given.Add(typed[n], typed[n+1])
	}
	for _, f := range all(v.page.root, "form") {
		form, names := untouched(f)
		if attr(f, "method") != "post" || slices.ContainsFunc(sorted(given), func(name string) bool { return !slices.Contains(names, name) }) {
			continue
		}
		for name, values := range given {
			form[name] = values
		}
		to := attr(f, "action")
		if to == "" {
			to = v.path
		}
		return v.gets(http.MethodPost, to, form)
	}
	v.t.Fatalf("%s has no form with %v: %s", v.path, sorted(given), text(v.page.root))
	return nil
}

// untouched returns what a browser sends of a form in which nobody types or presses anything, and the names of all that it has.
func untouched(f *html.Node) (form url.Values, names []string) {
	form = url.Values{}
	for _, n := range all(f, "input", "select", "textarea", "button") {
		name := attr(n, "name")
		names = append(names, name)
		switch kind := attr(n, "type"); {
		case n.Data == "select":
			value, _ := blank(n)
			form.Add(name, value)
		case n.Data == "textarea":
			form.Add(name, strings.TrimPrefix(text(n), "\n"))
		case n.Data == "button", (kind == "checkbox" || kind == "radio") && !hasAttr(n, "checked"):
		default:
			form.Add(name, attr(n, "value"))
		}
	}
	return form, names
}
