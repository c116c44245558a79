package web

import (
	"fmt"
	"net/url"
	"strings"
	"testing"

	"soundings/web/auth"
)

// village is a file of patients of three ages and two languages.
func village(n int) string {
	table := "ref,group,language,age\n"
	for i := range n {
		table += fmt.Sprintf("P-%03d,patient,%s,%s\n", i, []string{"en", "en", "es"}[i%3], []string{"18-64", "65+", ""}[i%7%3])
	}
	return table
}

// A draw by lot looks like the population, and the cohort's page says how much; who says no is replaced.
func TestDrawingACohort(t *testing.T) {
	k := newClinic(t)
	b := k.as(t, auth.Member)
	b.upload(village(300), "import").is(200)
	b.get("/cohorts").fill("/cohorts", one("name.en", "One", "name.es", "One", "capacity", "60")).leads("/cohorts/one")
	listed := b.get("/cohorts/one")
	for name, wrong := range map[string]url.Values{
		"more than there is room": one("size", "61"), "no number": one("size", "many"), "too many refusals": one("size", "9", "refusals", "95"),
	} {
		if listed.fill("/cohorts/one/draw", wrong).is(422).status != 422 {
			t.Error(name)
		}
	}
	listed.fill("/cohorts/one/draw", url.Values{"size": {"60"}, "stratify": {"age", "language"}, "refusals": {"20"}}).leads("/cohorts/one").
		says("60 people added to this cohort.", "Does the group look like the population?", "The first draw", "18-64 · English", "age not known · Spanish", "people are waiting for a place").
		hides("Give")
	again := b.get("/cohorts/one").says("Why do you draw again?").hides("Name a seed")
	again.fill("/cohorts/one/draw", one("size", "1")).is(422).says("Members were drawn before. Say why you draw again.")
	b.get("/cohorts/one").fill("/cohorts/one/invite", nil).leads("/cohorts/one/links")
	members := b.get("/cohorts/one?state=invited")
	_, rest, _ := strings.Cut(members.body, `action="/cohorts/one/members/`)
	ref, _, _ := strings.Cut(rest, `"`)
	members.fill("/cohorts/one/members/"+ref, one("state", "declined")).leads("/cohorts/one").
		says("Give the free place to the next person waiting").fill("/cohorts/one/fill", nil).leads("/cohorts/one").says("One person added to this cohort.")
	b.get("/cohorts").fill("/cohorts", one("name.en", "Two", "name.es", "Two")).leads("/cohorts/two")
	b.get("/cohorts/two").fill("/cohorts/two/select", one("refs", b.get("/cohorts/one?state=invited").firstRef())).is(422).says("is already in “One”")
	b.get("/cohorts/two").fill("/cohorts/two/draw", one("size", "250")).is(422).says("Only ")
}

// firstRef returns the ref of the first member in a list.
func (a reply) firstRef() string {
	for n := range a.nodes() {
		if ref, ok := strings.CutPrefix(attribute(n, "href"), "/participants/P-"); ok {
			return "P-" + ref
		}
	}
	return ""
}
