package main

import (
	"fmt"
	"maps"
	"math"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"go.mongodb.org/mongo-driver/bson"
)

// attackSheet is a survey or a poll under attack, with everything that was answered to it: what the test did itself.
type attackSheet struct {
	id       string
	poll     bool
	closed   bool
	secret   bool
	cuts     []string // of a survey: "group", "attribute:site"
	asked    []attackQuestion
	links    map[string]string   // personal links, by ref
	browsers map[string][]string // cookies of those who pass a link on, by ref

	days    map[string]string // of an anonymous survey: when they answered, by ref
	invited map[string]string // refs, by the id of the invitation
	entries []*attackAnswer
	latest  map[string]*attackAnswer // what counts, by ref
	moments []attackMoment           // what counted whenever somebody looked, the oldest first
}

// attackQuestion is a question: the values of its fields.
type attackQuestion struct {
	id     string
	kind   string // "single", "multiple", "scale" or "umux-lite"
	fields []string
	values []string
}

// attackAnswer is one answer, with the person as they were when they gave it.
type attackAnswer struct {
	attackEntry
	attackPerson
	values map[string][]string // by field
}

// attackCell is a part of a cut; without a cut it is the total.
type attackCell struct{ by, value string }

func (c attackCell) String() string {
	if c.by == "" {
		return "total"
	}
	return c.by + "=" + c.value
}

// has reports whether an answer stands in a cell.
func (c attackCell) has(a *attackAnswer) bool {
	switch c.by {
	case "":
		return true
	case "group":
		return a.attackPerson.group == c.value
	case "attribute:site":
		return a.site == c.value
	case "attribute:age":
		return a.age == c.value
	}
	return false
}

// attackMoment is what counted at one time: all that was there, and what was told to those who see editions, which may
// differ by question and by cut.
type attackMoment struct {
	live []*attackAnswer
	told func(cell attackCell, question string) []*attackAnswer // nil: it is not known
}

// The values of the attributes that surveys are cut by.
var (
	attackSites = []string{"North", "South"}
	attackAges  = []string{"older", "younger"}
)

// attackGroups are the groups of people under attack.
var attackGroups = []string{"patient", "staff", "provider", "hit", "practice"}

// cells returns the total and every cell of a cut.
func (s *attackSheet) cells() []attackCell {
	all := []attackCell{{}}
	for _, by := range s.cuts {
		values := attackGroups
		switch by {
		case "attribute:site":
			values = attackSites
		case "attribute:age":
			values = attackAges
		}
		for _, v := range values {
			all = append(all, attackCell{by, v})
		}
	}
	return all
}

// question returns the question of a field.
func (s *attackSheet) question(field string) attackQuestion {
	if s.poll {
		return s.asked[0]
	}
	n := slices.IndexFunc(s.asked, func(q attackQuestion) bool { return q.id == field || slices.Contains(q.fields, field) })
	return s.asked[max(n, 0)]
}

// surveyOf opens a survey and asks a cohort, or people by ref where it is empty.
func (c *attackClinic) surveyOf(title string, cuts []string, asked []attackQuestion, cohort string, people []attackPerson) *attackSheet {
	c.t.Helper()
	s := &attackSheet{cuts: cuts, asked: asked, latest: map[string]*attackAnswer{}}
	var questions []map[string]any
	for _, q := range asked {
		questions = append(questions, q.json())
	}
	body := map[string]any{"title": map[string]string{"en": title, "es": title}, "pages": []any{map[string]any{"questions": questions}}}
	if len(cuts) != 1 || cuts[0] != "group" {
		body["cuts"] = cuts
	}
	r := c.api("", "POST", "/surveys", body)
	if r.status == http.StatusUnprocessableEntity && strings.Contains(r.body, "cuts") { // there were none yet: by group alone
		delete(body, "cuts")
		s.cuts = []string{"group"}
		r = c.api("", "POST", "/surveys", body)
	}
	var made struct{ ID string }
	if r.status != http.StatusCreated {
		c.t.Fatalf("making a survey answered %d: %s", r.status, r.body)
	}
	c.decode(r, &made)
	s.id = made.ID
	c.must("POST", "/surveys/"+s.id+"/publish", map[string]any{}, nil)
	c.invite(s, "/surveys/", cohort, people)
	return s
}

// json is how the API is told of a question. What an option says is its value, so that pages can be read.
func (q attackQuestion) json() map[string]any {
	said := func(text string) map[string]string { return map[string]string{"en": text, "es": text} }
	switch q.kind {
	case "umux-lite":
		return map[string]any{"id": q.id, "instrument": q.kind}
	case "scale":
		last, _ := strconv.Atoi(q.values[len(q.values)-1])
		return map[string]any{"id": q.id, "type": q.kind, "text": said(q.id), "min": 1, "max": last}
	}
	var options []map[string]any
	for _, v := range q.values {
		options = append(options, map[string]any{"value": v, "text": said(v)})
	}
	return map[string]any{"id": q.id, "type": q.kind, "text": said(q.id), "options": options}
}

// pollOf opens a poll of the groups that people are of, by rating, and asks them.
func (c *attackClinic) pollOf(title string, secret bool, people []attackPerson) *attackSheet {
	c.t.Helper()
	s := &attackSheet{poll: true, secret: secret, cuts: []string{"group"}, latest: map[string]*attackAnswer{}, browsers: map[string][]string{}}
	q := attackQuestion{id: "rating", kind: "scale", values: []string{"1", "2", "3", "4", "5"}}
	for _, f := range attackFeatures {
		q.fields = append(q.fields, "rating."+f)
	}
	s.asked = []attackQuestion{q}
	groups := map[string]any{}
	for _, p := range people {
		groups[p.group] = map[string]any{}
	}
	var made struct{ ID string }
	c.must("POST", "/polls", map[string]any{
		"title": map[string]string{"en": title, "es": title}, "method": "rating", "features": attackFeatures, "groups": groups, "secret": secret,
	}, &made)
	s.id = made.ID
	c.must("POST", "/polls/"+s.id+"/publish", map[string]any{}, nil)
	c.invite(s, "/polls/", "", people)
	return s
}

func (c *attackClinic) invite(s *attackSheet, under, cohort string, people []attackPerson) {
	c.t.Helper()
	body := map[string]any{"cohort": cohort, "send": false}
	if cohort == "" {
		var refs []string
		for _, p := range people {
			refs = append(refs, p.ref)
		}
		body = map[string]any{"refs": refs, "send": false}
	}
	var asked links
	c.must("POST", under+s.id+"/invitations", body, &asked)
	s.links = byRef(asked)
}

// close ends a survey or poll.
func (c *attackClinic) close(s *attackSheet) {
	c.t.Helper()
	c.must("POST", map[bool]string{true: "/polls/", false: "/surveys/"}[s.poll]+s.id+"/close", map[string]any{}, nil)
}

// answer sends what somebody says, by their link. What they said before to a poll no longer counts.
func (c *attackClinic) answer(s *attackSheet, p attackPerson, values map[string][]string) {
	c.t.Helper()
	cookies := s.browsers[p.ref]
	if s.poll && p.group == "practice" && cookies == nil {
		cookies = c.browser(s.links[p.ref])
		s.browsers[p.ref] = cookies
	}
	if r := c.fill(s.links[p.ref], values, cookies); r.status != http.StatusSeeOther && (!s.secret || r.status != http.StatusOK) {
		c.t.Fatalf("answering %s answered %d: %s", s.id, r.status, text(parsed(r.body).main()))
	}
	s.answeredOn(p, c.clock.Now())
	a := &attackAnswer{attackEntry{len(s.entries), p.ref, p.group}, p, values}
	s.entries, s.latest[p.ref] = append(s.entries, a), a
}

// browser opens a link in a browser of its own and returns the cookies that it got.
func (c *attackClinic) browser(path string) []string {
	c.t.Helper()
	return c.page(nobody, path).cookiesSet()
}

// fill sends the form behind a link.
func (c *attackClinic) fill(path string, values map[string][]string, cookies []string) walkReply {
	c.t.Helper()
	form := url.Values{"_action": {"submit"}, "_empty": {"yes"}}
	maps.Copy(form, values)
	return c.send("POST", path, "application/x-www-form-urlencoded", form.Encode(), map[string]string{"Cookie": strings.Join(cookies, "; ")})
}

// remember notes what counts now.
func (s *attackSheet) remember(told func(attackCell, string) []*attackAnswer) {
	m := attackMoment{told: told}
	for _, ref := range slices.Sorted(maps.Keys(s.latest)) {
		m.live = append(m.live, s.latest[ref])
	}
	s.moments = append(s.moments, m)
}

// answered reports whether an answer is there to a question: an instrument is answered as a whole or not.
func (q attackQuestion) answered(a *attackAnswer) bool {
	for _, f := range q.fields {
		if len(a.values[f]) == 0 {
			return false
		}
	}
	return true
}

// kept reports whether an answer that somebody gave is still in the database. A ballot of another practice is nobody's.
func (c *attackClinic) kept(s *attackSheet, p attackPerson) (kept bool) {
	c.t.Helper()
	if s.poll && p.group == "practice" {
		return true
	}
	of, collection := "survey", "responses"
	if s.poll {
		of, collection = "poll", "ballots"
	}
	c.documents(collection, func(doc bson.Raw) {
		ref, _ := doc.Lookup("ref").StringValueOK()
		kept = kept || doc.Lookup(of).StringValue() == s.id && ref == p.ref
	})
	return kept
}

// documents calls do with each document of a collection.
func (c *attackClinic) documents(collection string, do func(bson.Raw)) {
	c.t.Helper()
	err := c.server.app.db.Snapshot(c.t.Context(), func(of string, doc bson.Raw) error {
		if of == collection {
			do(doc)
		}
		return nil
	})
	if err != nil {
		c.t.Fatal(err)
	}
}

// candidates are the sets of answers on which a figure of a cell may rest, the newest first, what was told before what
// was there.
func (s *attackSheet) candidates(cell attackCell, q attackQuestion) (sets [][]*attackAnswer) {
	for _, m := range slices.Backward(s.moments) {
		if m.told != nil {
			sets = append(sets, m.told(cell, q.id))
		}
	}
	for _, m := range slices.Backward(s.moments) {
		sets = append(sets, slices.DeleteFunc(slices.Clone(m.live), func(a *attackAnswer) bool { return !cell.has(a) || !q.answered(a) }))
	}
	return sets
}

// attackFigure is what was shown of one field, or of the score of an instrument: whatever of it is there.
type attackFigure struct {
	cell   attackCell
	field  string
	score  bool
	n      *int
	counts map[string]int    // by value
	told   map[string]string // by value: what is said in words
	mean   *float64
	sd     *float64
	spread bool // an interval is shown from which the deviation follows
	median *float64
	near   float64 // how far off a mean may be, where it is rounded
	at     string  // where it was shown
}

func (f attackFigure) String() string { return fmt.Sprintf("%s of %s, %s", f.field, f.cell, f.at) }

// rests reports whether a figure is that of a set of answers, exactly.
func (f attackFigure) rests(q attackQuestion, on []*attackAnswer) bool {
	if f.n != nil && *f.n != len(on) {
		return false
	}
	for value, n := range f.counts {
		for _, a := range on {
			n -= map[bool]int{true: 1}[slices.Contains(a.values[f.field], value)]
		}
		if n != 0 {
			return false
		}
	}
	if f.mean == nil && f.sd == nil {
		return true
	}
	var sum, squares float64
	for _, a := range on {
		x := f.value(q, a)
		sum, squares = sum+x, squares+x*x
	}
	n := float64(len(on))
	if f.mean != nil && !(math.Abs(*f.mean-sum/n) <= max(f.near, 1e-9)) {
		return false
	}
	return f.sd == nil || n < 2 || math.Abs(*f.sd-math.Sqrt(max(0, (squares-sum*sum/n)/(n-1)))) <= 1e-6
}

// value is what one answer adds to a mean.
func (f attackFigure) value(q attackQuestion, a *attackAnswer) float64 {
	number := func(field string) float64 {
		x, _ := strconv.ParseFloat(slices.Concat(a.values[field], []string{"0"})[0], 64)
		return x
	}
	if f.score {
		return (number(q.fields[0]) + number(q.fields[1]) - 2) * 100 / 12
	}
	return number(f.field)
}
