package main

import (
	"net/http"
	"strings"
	"testing"
)

// Whoever may not read answers learns on no page and by no call about people whether or when one of them answered: beside
// the figures of before and after, that would say what.
func TestAttackOnWhoAnswered(t *testing.T) {
	a := attacked{newAttackTemplate(t).fresh(t), t}
	people := attackPeople("patient", 16)
	a.people(people)
	cohort, _ := a.cohort("Beta", map[string]any{"size": len(people), "stratify": []string{"site", "age"}})
	asked := attackAsked()[:1]
	s, p := a.surveyOf("Portal", []string{"group"}, asked, cohort, nil), a.pollOf("First", false, people)
	a.must("PUT", "/features/labs", map[string]any{"name": map[string]string{"en": "labs", "es": "labs"}, "effort": 1, "stage": "beta"}, nil)
	gates := map[string]any{"answers": 5, "survey": s.id}
	a.must("PUT", "/features/labs/rollout", map[string]any{"cohort": cohort, "percent": 50, "ramp": []int{50, 100}, "gates": gates}, nil)
	one, like := people[0], people[4] // of the same site and age
	of := func(ref string) []string {
		return []string{"/participants", "/participants/" + ref, "/cohorts/" + cohort}
	}
	read := func(role, ref string) map[string]string {
		found := map[string]string{}
		for _, path := range of(ref) {
			found[path] = strings.ReplaceAll(text(parsed(a.page(role, path).body).main()), ref, "REF")
		}
		rollout := "/features/labs/rollouts/" + cohort
		found[rollout] = text(parsed(a.page(role, rollout).body).main())
		for _, path := range append(of(ref), "/features/labs/rollout", "/features/labs/rollout/moves", "/cohorts/"+cohort+"/members", "/cohorts/"+cohort+"/draws", "/cohorts/"+cohort+"/waiting") {
			r := a.api(role, "GET", path, nil)
			if r.status != http.StatusOK {
				t.Fatalf("%s answered %d: %s", path, r.status, r.body)
			}
			found["API "+path] = strings.ReplaceAll(r.body, ref, "REF")
		}
		return found
	}
	pages, members := read(viewer, one.ref), read(manager, one.ref)
	if page := pages["/participants/"+one.ref]; !strings.Contains(page, "Portal Asked") || !strings.Contains(page, "First Asked") {
		t.Errorf("a person's page does not say what they were asked: %s", page)
	}
	a.day(1)
	for _, p := range people[4:10] { // some of them see the feature
		if p != like {
			a.answer(s, p, map[string][]string{"helped": {"no"}})
		}
	}
	a.answer(s, one, map[string][]string{"helped": {"yes"}})
	a.answer(p, one, rated(3))
	a.pass()
	for path, after := range read(viewer, one.ref) {
		if before := pages[path]; before != after {
			t.Errorf("before somebody answered %s said\n%s\nand after it\n%s", path, before, after)
		}
	}
	seen := read(manager, one.ref)
	for _, path := range append(of(one.ref)[1:], "API /features/labs/rollout") {
		if members[path] == seen[path] {
			t.Errorf("%s does not tell whoever may read answers that one came", path)
		}
	}
	a.close(s)
	a.close(p)
	a.day(200) // all that was not answered has expired
	a.pass()
	for path, page := range read(viewer, one.ref) {
		if other := read(viewer, like.ref)[strings.ReplaceAll(path, one.ref, like.ref)]; strings.Contains(path, one.ref) && page != other {
			t.Errorf("of who answered %s says\n%s\nand of who did not\n%s", path, page, other)
		}
	}
}
