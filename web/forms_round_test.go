package web

import (
	"encoding/json"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"testing"

	"soundings/cohorts"
	"soundings/cohorts/base"
	"soundings/web/auth"
	"soundings/web/page"
)

// A form that is wrong in every field names all of them at once, those that cannot be read beside those that a rule refuses.
func TestEachMistakeIsNamedAtOnce(t *testing.T) {
	k := newClinic(t)
	b := k.as(t, auth.Manager)
	b.upload(peopleFile(3), "import").is(200)
	b.get("/cohorts").fill("/cohorts", one("name.en", "Small", "name.es", "Small", "capacity", "2")).leads("/cohorts/small")
	b.get("/cohorts/small").fill("/cohorts/small/draw", one("size", "1")).leads("/cohorts/small")
	b.get("/surveys").fill("/surveys", one("title.en", "Open")).leads("/surveys/open").fill("/surveys/open/publish", nil).leads("/surveys/open")
	b.get("/polls").fill("/polls", one("title.en", "First?", "new_features", "Video visits\nPhotos", "groups", "staff")).leads("/polls/first").
		fill("/polls/first/publish", nil).leads("/polls/first")
	b.get("/features/photos").fill("/features/photos", one("stage", "beta")).leads("/features/photos")
	long := strings.Repeat("x", 2100)
	for _, test := range []struct {
		post  string
		typed url.Values
		wrong []string
	}{
		{"/participants/new", one("ref", "P 1", "name", long, "email", "nobody", "phone", "x", "language", "xx", "group", "friends", "proxy", "a b", "attributes", "a/b", "attributes.value", "x"),
			[]string{"attributes", "email", "group", "language", "name", "phone", "proxy", "ref"}},
		{"/cohorts", one("name.en", " ", "purpose.en", long, "capacity", "many", "months", "some", "began", "2999-01-01", "kind", "research", "approval", long, "approval_contact", long),
			[]string{"approval", "approval_contact", "began", "capacity", "months", "name.en", "purpose.en"}},
		{"/cohorts/small", one("name.en", " ", "name.es", " ", "purpose.en", long, "months", "some"), []string{"months", "name.en", "purpose.en"}},
		{"/cohorts/small/draw", one("size", "few", "refusals", "some", "where.group", "friends", "where", "colour", "where.value", "red", "reason", " "),
			[]string{"reason", "refusals", "size", "where", "where.group"}},
		{"/cohorts/small/draw", one("size", "3", "refusals", "99", "where.group", "friends", "reason", " "), []string{"reason", "refusals", "size", "where.group"}},
		{"/surveys", one("title.en", long, "title.es", long), []string{"title.en", "title.es"}},
		{"/surveys/open/invite", one("refs", "P-001 Q-7", "expires", "soon"), []string{"expires", "refs"}},
		{"/surveys/open/invite", one("cohort", "small", "refs", "P-001", "expires", "2020-01-31"), []string{"expires", "refs"}},
		{"/surveys/open/invite", one("cohort", "large", "expires", "2020-01-31"), []string{"cohort", "expires"}},
		{"/polls", one("title.en", " "), []string{"features", "groups", "method", "title.en"}},
		{"/polls/first/invite", one("refs", "P-001 Q-7", "expires", "soon"), []string{"expires", "refs"}},
		{"/polls/first/invite", one("groups", "patient", "refs", "P-001", "expires", "2020-01-31"), []string{"expires", "groups", "refs"}},
		{"/features", one("key", "photos", "name.en", " ", "effort", "much", "owner", long, "description.en", long), []string{"description.en", "effort", "key", "name.en", "owner"}},
		{"/features/photos", one("name.en", " ", "effort", "much", "owner", long), []string{"effort", "name.en", "owner"}},
		{"/features/photos/rollouts/small", one("ramp", "5, 1", "gates.hold_hours", "long", "gates.answers", "some"),
			[]string{"gates.answers", "gates.hold_hours", "ramp"}},
		{"/plan", one("title", " ", "start", "soon", "priorities", "Nothing", "capacity.4", "x"), []string{"capacity.4", "priorities", "start", "title"}},
		{"/plan", one("title", " ", "start", "soon", "polls", "none", "capacity.1", "1"), []string{"polls", "start", "title"}},
		{"/plan", one("title", " ", "start", "2027-01-01"), []string{"capacity.1", "polls", "title"}},
		{"/plan", one("title", "Year", "start", "2001-01-01", "must", "never", "priorities", "Photos", "capacity.1", "-1", "efforts.photos", "much"),
			[]string{"capacity.1", "efforts.photos", "must", "start"}},
		{"/charter", one("kind", "goal", "title", " ", "date", "soon", "target", "much", "owner", long), []string{"date", "figure", "owner", "target", "title"}},
		{"/settings", one("clinic.name", "", "clinic.phone", "x", "consent.en.care", long), []string{"clinic.languages", "clinic.name", "clinic.phone", "consent.en.care"}},
	} {
		t.Run(test.post, func(t *testing.T) {
			b.t = t
			b.post(test.post, test.typed).is(422).names(test.wrong...)
		})
	}
}

// names checks which fields the summary of mistakes leads to.
func (a reply) names(wrong ...string) reply {
	a.b.t.Helper()
	var named []string
	for n := range a.nodes() {
		if field, ok := strings.CutPrefix(attribute(n, "href"), "#f-"); ok {
			name, err := url.PathUnescape(field)
			if err != nil {
				a.b.t.Fatal(err)
			}
			named = append(named, name)
		}
	}
	slices.Sort(named)
	named = slices.Compact(named) // a field of several refs may have several mistakes
	if fmt.Sprint(named) != fmt.Sprint(wrong) {
		a.b.t.Errorf("named are %q, not %q: %s", named, wrong, a.text())
	}
	return a
}

// By program too each mistake is named at once, whatever else could not be read.
func TestEachMistakeIsNamedAtOnceByAPI(t *testing.T) {
	k := newClinic(t)
	k.slipping(t)
	k.wave(t, "Spring", 1)
	k.shown(t, "bills", "spring", 10)
	k.shown(t, "forms", "spring", 10)
	if _, err := k.Cohorts.CreateCohort(t.Context(), cohorts.Cohort{Name: base.Words{"en": "Autumn", "es": "Otoño"}}); err != nil {
		t.Fatal(err)
	}
	k.shown(t, "bills", "autumn", 10)
	bearer := "Bearer " + k.key(t, auth.Member)
	for _, test := range []struct{ method, path, body, wrong string }{
		{"PUT", "/cohorts/spring/members/P-001", `{"state":"gone","channel":"fax","on":"2999-01-01","assent":"perhaps"}`, "assent channel on state"},
		{"PUT", "/cohorts/spring/members/P-001", `{"state":"","on":"2001-01-01"}`, "on state"},
		{"PUT", "/cohorts/spring/members/P-001", `{"state":"gone","on":"soon"}`, "on state"},
		{"POST", "/plans", `{"start":"soon","polls":["none","nor"],"priorities":{"nothing":2},"must":["never"],"efforts":{"no":1},"capacity":[1]}`,
			"capacity efforts.no must[0] polls[0] polls[1] priorities.nothing start"},
		{"POST", "/plans", `{}`, "capacity poll start"},
		{"POST", "/plans/year/tell", `{"feature":"bills","audience":["press"],"date":"soon","owner":" "}`, "audience[0] date owner"},
		{"POST", "/plans/year/tell", `{}`, "audience date feature owner"},
		{"POST", "/features/bills/rollout/jump", `{}`, "cohort percent"},
		{"POST", "/features/bills/rollout/override", `{}`, "cohort ref"},
	} {
		got, text := k.ask(t, test.method, "/api/v1"+test.path, test.body, "Authorization", bearer)
		var problem page.ProblemDocument
		if err := json.Unmarshal([]byte(text), &problem); err != nil {
			t.Fatal(err)
		}
		var named []string
		for _, f := range problem.Fields {
			named = append(named, f.Name)
		}
		slices.Sort(named)
		if got.StatusCode != 422 || strings.Join(slices.Compact(named), " ") != test.wrong {
			t.Errorf("%s %s: %d names %q: %s", test.path, test.body, got.StatusCode, named, text)
		}
	}
}
