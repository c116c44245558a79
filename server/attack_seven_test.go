package main

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"soundings/server/needs"
)

// attackAsked are the questions of a survey under attack.
func attackAsked() []attackQuestion {
	return []attackQuestion{
		{id: "helped", kind: "single", fields: []string{"helped"}, values: []string{"yes", "no", "unsure"}},
		{id: "umux", kind: "umux-lite", fields: []string{"umux.1", "umux.2"}, values: []string{"1", "2", "3", "4", "5", "6", "7"}},
	}
}

// attackPeople are so many people of a group, with refs that begin with its first letter.
func attackPeople(group string, n int) (all []attackPerson) {
	for i := range n {
		all = append(all, attackPerson{fmt.Sprintf("%s-%03d", strings.ToUpper(group[:3]), i+1), group, attackSites[i%2], attackAges[i/2%2]})
	}
	return all
}

// sayings are answers that differ from person to person, so that a difference of figures tells them.
func sayings(n int) map[string][]string {
	return map[string][]string{
		"helped": {[]string{"yes", "yes", "no", "unsure"}[n%4]},
		"umux.1": {fmt.Sprint(1 + n%7)}, "umux.2": {fmt.Sprint(1 + (n/7+n*n)%7)},
	}
}

// rated is a ballot, with the same rating of each feature.
func rated(value int) map[string][]string {
	values := map[string][]string{}
	for _, f := range attackFeatures {
		values["rating."+f] = []string{fmt.Sprint(value)}
	}
	return values
}

// attacked is a scene of an attack.
type attacked struct {
	*attackClinic
	t *testing.T
}

// clean fails the test for each sum over too few people that a reader found, and for each figure that nothing explains.
func (a attacked) clean(r *attackReader) {
	a.t.Helper()
	for _, leak := range slices.Concat(r.wrong, r.leaks()) {
		a.t.Errorf("the %s: %s", r.role, leak)
	}
}

// survey has people agree and asks them.
func (a attacked) survey(people []attackPerson) *attackSheet {
	a.t.Helper()
	cohort, _ := a.agreed("Beta", people)
	return a.surveyOf("Portal", []string{"group"}, attackAsked(), cohort, nil)
}

// Seven attacks that were made by hand, and those of them that an anonymous survey must withstand too, on both engines.
func TestAttacks(t *testing.T) {
	needs.Time(t)
	template := newAttackTemplate(t)
	for _, attack := range []struct {
		name string
		make func(attacked)
	}{
		{"total less patients", attacked.totalLessPatients},
		{"two scrapes and two days of history", attacked.twoScrapes},
		{"before and after one answer", attacked.beforeAndAfter},
		{"the team holds the links of a secret poll", attacked.teamHoldsLinks},
		{"own ballots by the code of a secret poll", attacked.ownBallots},
		{"a group of one mind and a group of one practice", attacked.ofOneMind},
		{"a scrape before and after one secret ballot", attacked.scrapeOfSecret},
		{"the team holds the links of an anonymous survey", attacked.teamHoldsAnonymousLinks},
		{"a scrape before and after one anonymous answer", attacked.scrapeOfAnonymous},
	} {
		t.Run(attack.name, func(t *testing.T) { attack.make(attacked{template.fresh(t), t}) })
		t.Run(attack.name+", in MongoDB", func(t *testing.T) { attack.make(attacked{template.inMongoDB(t), t}) })
	}
}

// totalLessPatients: 12 patients and 3 staff; the total less the patients is the staff's, for whoever reads the results.
func (a attacked) totalLessPatients() {
	people := slices.Concat(attackPeople("patient", 12), attackPeople("staff", 3))
	a.people(people)
	s := a.survey(people)
	for n, p := range people {
		a.answer(s, p, sayings(n))
	}
	a.pass()
	a.remember(s)
	for _, role := range []string{viewer, member, manager} {
		r := a.reader(role)
		r.look(s)
		a.clean(r)
	}
}

// twoScrapes: a score at 15 answers and at 16, in two scrapes and on two days of the history.
func (a attacked) twoScrapes() {
	people := attackPeople("patient", 16)
	a.people(people)
	s := a.survey(people)
	r := a.reader(viewer)
	for n, p := range people {
		a.answer(s, p, sayings(n))
		if n >= 14 {
			a.pass()
			a.remember(s)
			r.add(s, scoresIn(s, a.metrics(), fmt.Sprintf("a scrape at %d answers", n+1))...)
			a.day(n - 13)
		}
	}
	a.clean(r)
	a.day(4)
	past := a.reader(viewer)
	past.everywhere(s)
	a.clean(past)
}

// beforeAndAfter: a viewer reads the results before and after each answer, of a survey and of a poll, and who answered.
func (a attacked) beforeAndAfter() {
	people := attackPeople("patient", 13)
	a.people(people)
	s := a.survey(people)
	p := a.pollOf("First", false, people)
	r := a.reader(viewer)
	for n, one := range people {
		a.answer(s, one, sayings(n))
		a.answer(p, one, rated(1+n%5))
		if n >= 10 {
			a.pass()
			a.remember(s, p)
			r.look(s, p)
		}
	}
	a.clean(r)
}

// teamHoldsLinks: the team has all links of a secret poll. It sees behind none of them whether it was used, and no figure
// from before closing to take from those after it.
func (a attacked) teamHoldsLinks() {
	people := attackPeople("staff", 7)
	a.people(people)
	s := a.pollOf("First", true, people)
	path := s.links[people[6].ref]
	unused := a.behind(path)
	for n, p := range people[:6] {
		a.answer(s, p, rated(1+n%5))
	}
	a.pass()
	before, beforePage := a.api(manager, "GET", "/polls/"+s.id+"/results", nil), a.page(manager, "/polls/"+s.id+"/results")
	a.answer(s, people[6], rated(5))
	a.pass()
	if used := a.behind(path); used != unused {
		a.t.Errorf("behind a link of a secret poll stood, before its use:\n%s\nand after it:\n%s", unused, used)
	}
	var found attackPoll
	a.decode(before, &found)
	for _, g := range found.Groups {
		if g.Ballots != nil && *g.Ballots%5 != 0 || len(g.Ranking) > 0 {
			a.t.Errorf("before closing a secret poll shows %+v", g)
		}
	}
	if len(found.Ranking) > 0 || len(found.Methods) > 0 || strings.Contains(beforePage.body, "<svg") {
		a.t.Errorf("before closing a secret poll shows an order: %s", before.body)
	}
	again := a.api("", "POST", "/polls/"+s.id+"/invitations", map[string]any{"refs": []string{people[0].ref}, "send": false})
	if strings.Contains(again.body, strings.TrimPrefix(s.links[people[0].ref], "/s/")) {
		a.t.Errorf("a link of a secret poll is told a second time: %s", again.body)
	}
	if page := a.page(manager, "/polls/"+s.id+"/links"); strings.Contains(page.body, strings.TrimPrefix(path, "/s/")) {
		a.t.Error("the page of links shows those of a secret poll again")
	}
	a.fill(path, rated(1), nil) // one more by the same link changes nothing
	a.close(s)
	a.pass()
	a.remember(s)
	r := a.reader(manager)
	r.look(s)
	a.clean(r)
}

// behind returns what stands behind a link, in no order: each page puts the features in one of its own.
func (a attacked) behind(path string) string {
	a.t.Helper()
	page := a.page(nobody, path)
	words := strings.Fields(text(parsed(page.body).main()))
	slices.Sort(words)
	return fmt.Sprint(page.status, words)
}

// ownBallots: by the code of a secret poll, four ballots of one's own and one of the victim make a step. There is none, and
// where a poll by code is made the page says what can be known of a small one.
func (a attacked) ownBallots() {
	body := map[string]any{
		"title": map[string]string{"en": "First", "es": "First"}, "method": "rating", "features": attackFeatures,
		"groups": map[string]any{"staff": map[string]any{}}, "secret": true, "open": true,
	}
	r := a.api("", "POST", "/polls", body)
	if r.status != http.StatusUnprocessableEntity || !strings.Contains(r.body, `"open"`) && !strings.Contains(r.body, `"secret"`) {
		a.t.Errorf("a secret poll by code answered %d: %s", r.status, r.body)
	}
	form := url.Values{
		"title.en": {"Second"}, "title.es": {"Second"}, "method": {"rating"}, "features": attackFeatures, "groups": {"staff"},
		"secret": {"yes"}, "open": {"yes"}, "weight.staff": {"1"},
	}
	a.post(member, "/polls", form)
	var list struct{ Items []struct{ Secret, Open bool } }
	a.must("GET", "/polls", nil, &list)
	for _, p := range list.Items {
		if p.Secret && p.Open {
			a.t.Error("there is a secret poll by code")
		}
	}
	made := text(parsed(a.page(member, "/polls?new=1").body).main())
	for _, words := range []string{"several votes", "the rest"} {
		if !strings.Contains(made, words) {
			a.t.Errorf("where a poll by code is made nothing is said of %q", words)
		}
	}
}

// ofOneMind: where all of a group say the same, whoever knows that somebody voted knows what; and a group of one practice
// is one practice, however many vote there.
func (a attacked) ofOneMind() {
	people := slices.Concat(attackPeople("staff", 5), attackPeople("practice", 1))
	a.people(people)
	same := a.pollOf("Same", true, people[:5])
	for _, p := range people[:5] {
		a.answer(same, p, rated(1))
	}
	practice := a.pollOf("Practice", false, people)
	for n := range 5 {
		a.answer(practice, people[n], rated(1+n))
		passedOn := practice.links[people[5].ref]
		if r := a.fill(passedOn, rated(1+n), a.browser(passedOn)); r.status != http.StatusSeeOther {
			a.t.Fatalf("a colleague's ballot answered %d: %s", r.status, r.body)
		}
	}
	a.close(same)
	a.close(practice)
	a.pass()
	for _, role := range []string{viewer, manager} {
		var found attackPoll
		a.decode(a.api(role, "GET", "/polls/"+same.id+"/results", nil), &found)
		for _, of := range found.Methods["rating"] {
			if of.Score != nil && *of.Score == 1 {
				a.t.Errorf("the %s sees that all of five said 1 of %s", role, of.Feature)
			}
		}
		a.decode(a.api(role, "GET", "/polls/"+practice.id+"/results", nil), &found)
		for _, g := range found.Groups {
			if g.Group == "practice" && (len(g.Ranking) > 0 || g.Ballots != nil && *g.Ballots > 0) {
				a.t.Errorf("the %s sees how one practice voted: %+v", role, g)
			}
		}
	}
}

// scrapeOfSecret: nothing of a scrape tells a secret ballot from an answer to a survey.
func (a attacked) scrapeOfSecret() {
	people := attackPeople("staff", 8)
	a.people(people)
	p := a.pollOf("First", true, people)
	s := a.surveyOf("Portal", []string{"group"}, attackAsked(), "", people)
	for n, one := range people[:5] {
		a.answer(p, one, rated(3))
		a.answer(s, one, sayings(n))
	}
	byAnswer := a.moved(func() { a.answer(s, people[5], sayings(5)) })
	byBallot := a.moved(func() { a.answer(p, people[5], rated(4)) })
	for name, change := range byBallot {
		labels := labelsOf(name)
		names := slices.Contains([]string{"ballots", "rights", "doors"}, labels["collection"]) || labels["poll"] == p.id
		if _, known := byAnswer[name]; names || !known && (labels["operation"] == "write" || labels["route"] != "") {
			a.t.Errorf("%s was %s a secret ballot", name, change)
		}
	}
}

// moved returns what of a scrape is different after something was done, without what counts durations.
func (a attacked) moved(by func()) map[string]string {
	a.t.Helper()
	a.pass()
	before, moved := a.metrics(), map[string]string{}
	by()
	a.pass()
	for name, value := range a.metrics() {
		if value != before[name] && !strings.Contains(name, "_bucket{") && !strings.Contains(name, "_sum{") {
			moved[name] = fmt.Sprintf("%q before and %q after", before[name], value)
		}
	}
	return moved
}
