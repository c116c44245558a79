package web

import (
	"fmt"
	"net/url"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"soundings/web/auth"
)

// A wrong form is shown again: what was typed stands in it, each mistake is named in a summary that leads to its field,
// and at the field; nothing is kept.
func TestWrongFormsAreShownAgain(t *testing.T) {
	k := newClinic(t)
	b := k.as(t, auth.Manager)
	b.upload(peopleFile(3), "import").is(200)
	b.get("/cohorts").fill("/cohorts", one("name.en", "Small", "name.es", "Small", "capacity", "2")).leads("/cohorts/small")
	b.get("/surveys").fill("/surveys", one("title.en", "Two")).leads("/surveys/two")
	b.get("/surveys").fill("/surveys", one("title.en", "Open")).leads("/surveys/open").fill("/surveys/open/publish", nil).leads("/surveys/open")
	const questions = "/surveys/two/questions/"
	for _, test := range []struct {
		name, page, post string
		typed            url.Values
		wrong            []string // the fields that are named
		keeps            string   // something typed that stands in the page again
	}{
		{"a new participant", "/participants/new", "/participants/new",
			one("ref", "P 1", "email", "nobody", "phone", "x", "name", "Ann Lee"), []string{"ref", "email", "phone"}, "Ann Lee"},
		{"a ref that is taken", "/participants/new", "/participants/new", one("ref", "P-001", "name", "Ann Lee"), []string{"ref"}, "Ann Lee"},
		{"an attribute without a good name", "/participants/new", "/participants/new",
			one("ref", "P-9", "attributes", "a/b", "attributes.value", "North"), []string{"attributes"}, "North"},
		{"a changed participant", "/participants/P-002", "/participants/P-002",
			one("attributes[site]", strings.Repeat("x", 101), "name", "Ann Lee"), []string{"attributes[site]"}, "Ann Lee"},
		{"no file", "/participants/import", "/participants/import", nil, []string{"file"}, "CSV file"},
		{"a cohort without a name", "/cohorts", "/cohorts", one("name.en", " ", "capacity", "many", "purpose.en", "To learn"), []string{"capacity", "name.en"}, "To learn"},
		{"unknown members", "/cohorts/small", "/cohorts/small/select", one("refs", "P-001, Q-7"), []string{"refs"}, "P-001, Q-7"},
		{"nobody", "/cohorts/small", "/cohorts/small/select", one("refs", " "), []string{"refs"}, "Refs"},
		{"too many members", "/cohorts/small", "/cohorts/small/select", one("refs", "P-001 P-002 P-003"), []string{"refs"}, "2 places left"},
		{"a draw by what nobody has", "/cohorts/small", "/cohorts/small/draw",
			one("size", "1", "where", "colour", "where.value", "red"), []string{"where"}, "red"},
		{"a draw from a group that there is not", "/cohorts/small", "/cohorts/small/draw",
			one("size", "1", "where.group", "friends"), []string{"where.group"}, "30"},
		{"a survey without a title", "/surveys", "/surveys", one("title.en", " "), []string{"title.en"}, "New survey"},
		{"a title that is too long", "/surveys/two", "/surveys/two", one("title.es", strings.Repeat("ñ", 1001)), []string{"title.es"}, "ññññ"},
		{"nobody to invite", "/surveys/open", "/surveys/open/invite", one("expires", ""), []string{"cohort"}, "Invite people"},
		{"a patient who has not agreed", "/surveys/open", "/surveys/open/invite", one("refs", "P-001"), []string{"refs"}, "P-001"},
		{"cohort and refs", "/surveys/open", "/surveys/open/invite", one("cohort", "small", "refs", "P-001"), []string{"refs"}, "P-001"},
		{"a day that is past", "/surveys/open", "/surveys/open/invite", one("cohort", "small", "expires", "2020-01-31"), []string{"expires"}, "2020-01-31"},
		{"no day", "/surveys/open", "/surveys/open/invite", one("cohort", "small", "expires", "soon"), []string{"expires"}, "soon"},
		{"a choice without answers", questions + "new?type=single", questions + "new", one("id", "x1", "text.en", "Which?"), []string{"options"}, "Which?"},
		{"answers that are wrong", questions + "new?type=single", questions + "new",
			one("id", "x1", "text.en", "Which?", "options", "a b = One\nc = Two\nc = Three"), []string{"options", "options"}, "a b = One"},
		{"no id, no text", questions + "new?type=text", questions + "new", one("id", "1", "help.es", "¿Qué?"), []string{"id", "text.en"}, "¿Qué?"},
		{"an id that is taken", questions + "new?type=text", questions + "new", one("id", "helped", "text.en", "What?"), []string{"id"}, "What?"},
		{"the form's own name", questions + "new?type=text", questions + "new", one("id", "new", "text.en", "What?"), []string{"id"}, "What?"},
		{"a weight that is no number", "/polls", "/polls",
			one("title.en", "First?", "new_features", "Video visits\nPhotos", "groups", "staff", "groups[staff].weight", "much"), []string{"groups[staff].weight"}, "Photos"},
		{"a weight below nothing, and no title", "/polls", "/polls",
			one("new_features", "Video visits\nPhotos", "groups", "staff", "groups[staff].weight", "-1"), []string{"groups[staff].weight", "title.en"}, "Photos"},
		{"a poll without a title", "/polls", "/polls", one("new_features", "Video visits\nPhotos", "groups", "staff"), []string{"title.en"}, "Photos"},
		{"a poll that asks nobody", "/polls", "/polls", one("title.en", "First?", "new_features", "Video visits\nPhotos"), []string{"groups"}, "Photos"},
		{"a number that is none", questions + "new?type=number", questions + "new", one("id", "x1", "text.en", "How many?", "min", "few"), []string{"min"}, "few"},
		{"a scale that goes down", questions + "new?type=scale", questions + "new", one("id", "x1", "text.en", "How?", "min", "5", "max", "1"), []string{"max"}, "How?"},
		{"a condition without an answer", questions + "why", questions + "why",
			one("show_if.all[0].question", "helped", "show_if.all[0].op", "eq", "show_if.all[0].value", "perhaps", "_action", "save"), []string{"show_if.all[0].value"}, "perhaps"},
		{"a second SUS", questions + "new?type=sus", questions + "new", one("id", "sus2"), []string{""}, "SUS"},
		{"the clinic without a name", "/settings", "/settings", one("clinic.name", "", "clinic.phone", "555-0100-22"), []string{"clinic.name"}, "555-0100-22"},
		{"consent words that are too long", "/settings", "/settings", one("consent.es.care", strings.Repeat("ñ", 2001)), []string{"consent.es.care"}, "ñññ"},
		{"a key without a name", "/settings", "/settings/keys", one("key.name", "", "key.role", "portal"), []string{"key.name"}, "Harbor Street"},
		{"staff without an address", "/settings", "/settings/staff", one("email", "sam"), []string{"email"}, "sam"},
		{"a number and an id that are none", questions + "new?type=number", questions + "new", one("id", "1", "text.en", "How many?", "min", "few"), []string{"min", "id"}, "few"},
		{"a clinic without a name, and a long part", "/settings", "/settings", one("clinic.name", "", "consent.es.care", strings.Repeat("ñ", 2001)), []string{"clinic.name", "consent.es.care"}, "ñññ"},
		{"a plan of nothing", "/plan", "/plan", one("title", " ", "start", "soon"), []string{"title", "start", "priorities", "capacity.1"}, "soon"},
		{"staff twice", "/settings", "/settings/staff", one("email", "jordan@example.org"), []string{"email"}, "jordan@example.org"},
	} {
		t.Run(test.name, func(t *testing.T) {
			b.t = t
			listed := b.get(test.page).is(200).fill(test.post, test.typed).is(422)
			var linked []string
			for n := range listed.nodes() {
				if field, ok := strings.CutPrefix(attribute(n, "href"), "#f-"); ok {
					named, err := url.PathUnescape(field)
					if err != nil {
						t.Fatal(err)
					}
					linked = append(linked, named)
					if !strings.HasPrefix(strings.TrimSpace(inner(n)), "“") {
						t.Errorf("the summary does not name the field %s: %s", named, inner(n))
					}
				}
			}
			want := strings.Fields(strings.Join(test.wrong, " "))
			if fmt.Sprint(linked) != fmt.Sprint(want) {
				t.Errorf("the summary leads to %q, not %q: %s", linked, want, listed.text())
			}
			for _, field := range want {
				if !strings.Contains(listed.body, `id="f-`+field+`"`) || !strings.Contains(listed.body, `class="problem"`) {
					t.Errorf("there is no field %q with its problem", field)
				}
			}
			if !strings.Contains(listed.body, test.keeps) {
				t.Errorf("%q is gone: %s", test.keeps, listed.body)
			}
			if strings.Contains(listed.body, "⟦") {
				t.Errorf("a text is missing: %s", listed.text())
			}
		})
	}
	b.t = t
	b.get("/cohorts/small").says("Room for 2, 2 left")
	b.get("/surveys/two").hides("Which?", "How many?")
}

// After a wrong form the links of the page lead to where it stands, not to where the form was sent.
func TestAWrongFormStandsWhereItBelongs(t *testing.T) {
	k := newClinic(t)
	b := k.as(t, auth.Member)
	b.get("/cohorts").fill("/cohorts", one("name.en", "One", "name.es", "One")).leads("/cohorts/one")
	listed := b.get("/cohorts/one").fill("/cohorts/one/select", one("refs", "Q-7")).is(422)
	if !strings.Contains(listed.body, `href="/cohorts/one?lang=es"`) || strings.Contains(listed.body, "/select?lang") {
		t.Error("the language switch leads astray")
	}
	if !strings.Contains(listed.body, `<a href="/cohorts" aria-current="page"`) {
		t.Error("the menu does not know where it is")
	}
}

// inner returns the text in an element.
func inner(n *html.Node) string {
	var b strings.Builder
	for one := range n.Descendants() {
		if one.Type == html.TextNode {
			b.WriteString(one.Data)
		}
	}
	return b.String()
}
