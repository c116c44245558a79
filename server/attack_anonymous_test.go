package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"
)

// anonymous opens an anonymous survey and plans who answers when.
func (c *randomClinic) anonymous(title string) {
	asked := attackAsked()[:1+c.chance.IntN(2)]
	s := c.anonymousOf(title, asked, c.cohort, nil)
	of := c.temper(asked)
	for _, p := range c.everyone {
		if c.likely(0.8) {
			c.plan(c.chance.IntN(attackDays), func() { c.answers(s, p, of()) })
		}
	}
	c.open(s)
}

// anonymousOf opens an anonymous survey and asks a cohort, or people by ref where it is empty.
func (c *attackClinic) anonymousOf(title string, asked []attackQuestion, cohort string, people []attackPerson) *attackSheet {
	c.t.Helper()
	s := &attackSheet{secret: true, cuts: []string{"group"}, asked: asked, latest: map[string]*attackAnswer{}, days: map[string]string{}}
	var questions []map[string]any
	for _, q := range asked {
		questions = append(questions, q.json())
	}
	var made struct{ ID string }
	c.must("POST", "/surveys", map[string]any{
		"title": map[string]string{"en": title, "es": title}, "anonymous": true, "pages": []any{map[string]any{"questions": questions}},
	}, &made)
	s.id = made.ID
	c.must("POST", "/surveys/"+s.id+"/publish", map[string]any{}, nil)
	c.invite(s, "/surveys/", cohort, people)
	return s
}

// sealedSurvey checks that nothing but a floored turnout is shown of an open anonymous survey.
func (c *attackClinic) sealedSurvey(s *attackSheet) {
	c.t.Helper()
	var found struct {
		attackResults
		Completed int
		Turnout   []struct {
			Group     string
			Completed *int
		}
	}
	c.decode(c.api(manager, "GET", "/surveys/"+s.id+"/results?by=group", nil), &found)
	sum := 0
	for _, g := range found.Turnout {
		if g.Completed != nil {
			sum += *g.Completed
			if *g.Completed%leastOf(g.Group) != 0 {
				c.t.Errorf("before closing an anonymous survey shows %d answers of the %s", *g.Completed, g.Group)
			}
		}
	}
	if sum != found.Completed || len(found.Questions)+len(found.Scores)+len(found.By) > 0 {
		c.t.Errorf("before closing an anonymous survey shows %+v", found)
	}
	if r := c.api(manager, "GET", "/surveys/"+s.id+"/responses.ndjson", nil); r.status != http.StatusConflict {
		c.t.Errorf("before closing the rows of an anonymous survey answered %d: %s", r.status, r.body)
	}
}

// attackRowOf is a row of an anonymous survey as it is exported.
type attackRowOf struct {
	Ref, Group, Cohort, Language, Submitted string
	Answers                                 map[string]any
}

// rows reads the rows of a closed anonymous survey: of each class that shares a group and a day they tell the sum of every
// question that they hold.
func (r *attackReader) rows(s *attackSheet) {
	r.t.Helper()
	answer := r.api(r.role, "GET", "/surveys/"+s.id+"/responses.ndjson", nil)
	if answer.status != http.StatusOK {
		r.t.Fatalf("the rows of %s answered %d: %s", s.id, answer.status, answer.body)
	}
	type class struct{ group, day string }
	shown, groups, held := map[class][]attackRowOf{}, map[string]bool{}, map[string]bool{}
	for lines := bufio.NewScanner(strings.NewReader(answer.body)); lines.Scan(); {
		var row attackRowOf
		if err := json.Unmarshal(lines.Bytes(), &row); err != nil {
			r.t.Fatal(err)
		}
		if row.Ref+row.Cohort+row.Language != "" {
			r.wrong = append(r.wrong, "a row says more than its group and day: "+lines.Text())
		}
		at := class{row.Group, row.Submitted}
		shown[at], groups[row.Group] = append(shown[at], row), true
		for field := range row.Answers {
			held[field] = true
		}
	}
	for at, rows := range shown {
		var on []*attackAnswer
		for ref, a := range s.latest {
			of := class{a.attackPerson.group, s.days[ref]}
			if !groups[of.group] {
				of.group = ""
			}
			if shown[of] == nil {
				of.day = ""
			}
			if of == at {
				on = append(on, a)
			}
		}
		where := fmt.Sprintf("rows of %q on %q", at.group, at.day)
		if len(on) != len(rows) {
			r.wrong = append(r.wrong, fmt.Sprintf("there are %d %s, and %d answers", len(rows), where, len(on)))
		}
		for _, q := range s.asked {
			if !slices.ContainsFunc(q.fields, func(f string) bool { return held[f] }) {
				continue
			}
			answered := slices.DeleteFunc(slices.Clone(on), func(a *attackAnswer) bool { return !q.answered(a) })
			r.row(s, q, answered, where)
			for _, f := range q.fields {
				r.ofOneMind(rows, f, where)
			}
		}
	}
}

// ofOneMind notes a class of rows in which almost everybody says the same: whoever knows that somebody is in it knows what.
func (r *attackReader) ofOneMind(rows []attackRowOf, field, where string) {
	said, n := map[string]int{}, 0
	for _, row := range rows {
		if value, ok := row.Answers[field]; ok {
			said[fmt.Sprint(value)]++
			n++
		}
	}
	for value, times := range said {
		if times > n-3 {
			r.wrong = append(r.wrong, fmt.Sprintf("%s say %s to %s, %d of %d", where, value, field, times, n))
		}
	}
}

// answeredOn notes on which day somebody answered an anonymous survey.
func (s *attackSheet) answeredOn(p attackPerson, at time.Time) {
	if s.days != nil {
		s.days[p.ref] = at.UTC().Format(time.DateOnly)
	}
}

// teamHoldsAnonymousLinks: the team has all links of an anonymous survey. It sees behind none of them whether it was used, and no
// figure or row from before closing to take from those after it.
func (a attacked) teamHoldsAnonymousLinks() {
	people := attackPeople("staff", 7)
	a.people(people)
	s := a.anonymousOf("Frankly", attackAsked(), "", people)
	path := s.links[people[6].ref]
	unused := a.behind(path)
	for n, p := range people[:6] {
		a.answer(s, p, sayings(n))
	}
	a.pass()
	a.sealedSurvey(s)
	if page := a.page(manager, "/surveys/"+s.id+"/results"); strings.Contains(page.body, "<svg") {
		a.t.Error("before closing the page of an anonymous survey shows a figure")
	}
	a.answer(s, people[6], sayings(6))
	a.pass()
	if used := a.behind(path); used != unused {
		a.t.Errorf("behind a link of an anonymous survey stood, before its use:\n%s\nand after it:\n%s", unused, used)
	}
	again := a.api("", "POST", "/surveys/"+s.id+"/invitations", map[string]any{"refs": []string{people[0].ref}, "send": false})
	if strings.Contains(again.body, strings.TrimPrefix(s.links[people[0].ref], "/s/")) {
		a.t.Errorf("a link of an anonymous survey is told a second time: %s", again.body)
	}
	if page := a.page(manager, "/surveys/"+s.id+"/links"); strings.Contains(page.body, strings.TrimPrefix(path, "/s/")) {
		a.t.Error("the page of links shows those of an anonymous survey again")
	}
	a.fill(path, sayings(1), nil) // one more by the same link changes nothing
	a.close(s)
	a.pass()
	a.remember(s)
	r := a.reader(manager)
	r.look(s)
	r.rows(s)
	r.everywhere(s)
	a.clean(r)
}

// scrapeOfAnonymous: nothing of a scrape tells an anonymous answer from a named one.
func (a attacked) scrapeOfAnonymous() {
	people := attackPeople("staff", 8)
	a.people(people)
	p := a.anonymousOf("Frankly", attackAsked(), "", people)
	s := a.surveyOf("Portal", []string{"group"}, attackAsked(), "", people)
	for n, one := range people[:5] {
		a.answer(p, one, sayings(n))
		a.answer(s, one, sayings(n))
	}
	byName := a.moved(func() { a.answer(s, people[5], sayings(5)) })
	byNobody := a.moved(func() { a.answer(p, people[5], sayings(4)) })
	for name, change := range byNobody {
		labels := labelsOf(name)
		names := slices.Contains([]string{"anonymous_responses", "poll_rights", "doors"}, labels["collection"]) || labels["survey"] == p.id
		if _, known := byName[name]; names || !known && (labels["operation"] == "write" || labels["route"] != "") {
			a.t.Errorf("%s was %s an anonymous answer", name, change)
		}
	}
}
