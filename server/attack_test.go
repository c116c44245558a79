package main

import (
	"fmt"
	"math"
	"math/rand/v2"
	"net/http"
	"net/url"
	"os"
	"runtime/debug"
	"slices"
	"strings"
	"testing"

	"soundings/server/needs"
)

// attackVariable is how many clinics are attacked in the long form, in which a solver looks too.
const attackVariable = "SOUNDINGS_TEST_ATTACKS"

// attackMemory is how many bytes the clinics take before garbage is collected more often.
const attackMemory = 6 << 30

// attackDays is for how long answers come in.
const attackDays = 30

// In clinics made up by chance, no reader learns anything about too few people: a viewer of named surveys and polls from
// everything shown over a month, a manager of secret polls and anonymous surveys.
func TestAttackOfClinics(t *testing.T) {
	clinics := 50
	if testing.Short() {
		clinics = 5
	}
	clinics = needs.Many(t, attackVariable, clinics)
	template := newAttackTemplate(t)
	t.Cleanup(func() { debug.SetGCPercent(100); debug.SetMemoryLimit(math.MaxInt64) })
	debug.SetGCPercent(800) // a server each
	debug.SetMemoryLimit(attackMemory)
	var puzzles []*attackPuzzle
	for seed := range clinics {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			c := newRandomClinic(attacked{template.fresh(t), t}, seed)
			c.month()
			for _, p := range slices.Concat(c.viewer.puzzles(false), c.manager.puzzles(false)) {
				if certain := p.certain(); len(certain) > 0 {
					t.Errorf("one value is possible alone: %s", strings.Join(certain, "\n"))
				}
			}
			for _, p := range slices.Concat(c.viewer.puzzles(true), c.manager.puzzles(true)) {
				p.Name = fmt.Sprint(seed, ": ", p.Name)
				puzzles = append(puzzles, p)
			}
		})
	}
	if os.Getenv(attackVariable) != "" {
		t.Logf("%d puzzles", len(puzzles))
		found := solve(t, puzzles)
		for _, certain := range found {
			t.Error("one value is possible alone: ", certain)
		}
		for _, p := range puzzles {
			if slices.ContainsFunc(found, func(certain string) bool { return strings.HasPrefix(certain, p.Name+": ") }) {
				t.Logf("%s: what was shown:\n%s", p.Name, p.shown())
			}
		}
	}
}

// randomClinic is a clinic that is made up by chance.
type randomClinic struct {
	attacked
	chance   *rand.Rand
	everyone []attackPerson
	cohort   string
	consent  map[string]string // links, by ref
	sheets   []*attackSheet
	plans    map[int][]func() // by day
	touched  map[*attackSheet]bool

	viewer, manager *attackReader
}

func newRandomClinic(a attacked, seed int) *randomClinic {
	c := &randomClinic{
		attacked: a, chance: rand.New(rand.NewPCG(11, uint64(seed))), plans: map[int][]func(){}, touched: map[*attackSheet]bool{},
		viewer: a.reader(viewer), manager: a.reader(manager),
	}
	c.groups()
	for n := range 1 + c.chance.IntN(2) {
		c.survey(fmt.Sprint("Survey ", n+1))
	}
	c.poll("Named poll", false)
	if c.likely(0.6) {
		c.poll("Secret poll", true)
	}
	if c.likely(0.6) {
		c.anonymous("Anonymous survey")
	}
	for _, p := range c.everyone {
		if c.likely(0.1) && p.group != "practice" { // whose links lead to nobody's own choices
			c.plan(c.chance.IntN(attackDays), func() { c.remove(p) })
		}
	}
	return c
}

func (c *randomClinic) likely(p float64) bool { return c.chance.Float64() < p }

func (c *randomClinic) plan(day int, do func()) { c.plans[day] = append(c.plans[day], do) }

// groups brings in two to four groups, most of them small, who all agree.
func (c *randomClinic) groups() {
	names := slices.Clone(attackGroups)
	c.chance.Shuffle(len(names), func(i, j int) { names[i], names[j] = names[j], names[i] })
	for _, g := range names[:2+c.chance.IntN(2)] {
		size := 1 + c.chance.IntN(5)
		switch x := c.chance.Float64(); {
		case x > 0.95:
			size = 31 + c.chance.IntN(10)
		case x > 0.75:
			size = 16 + c.chance.IntN(15)
		case x > 0.3:
			size = 5 + c.chance.IntN(11)
		}
		some := attackPeople(g, size)
		for n := range some {
			some[n].site = attackSites[c.chance.IntN(2)]
			some[n].age = attackAges[c.chance.IntN(2)]
		}
		c.everyone = append(c.everyone, some...)
	}
	c.people(c.everyone)
	c.cohort, c.consent = c.agreed("Beta", c.everyone)
}

// survey opens a survey of two or three questions, with up to three cuts, and plans who answers when.
func (c *randomClinic) survey(title string) {
	asked := slices.Concat(attackAsked(), []attackQuestion{
		{id: "used", kind: "multiple", fields: []string{"used"}, values: []string{"mail", "labs", "bills"}},
		{id: "ease", kind: "scale", fields: []string{"ease"}, values: []string{"1", "2", "3", "4", "5"}},
	})
	c.chance.Shuffle(len(asked), func(i, j int) { asked[i], asked[j] = asked[j], asked[i] })
	asked = asked[:2+c.chance.IntN(2)]
	cuts := []string{"group", "attribute:site", "attribute:age"}
	c.chance.Shuffle(len(cuts), func(i, j int) { cuts[i], cuts[j] = cuts[j], cuts[i] })
	s := c.surveyOf(title, cuts[:1+c.chance.IntN(3)], asked, c.cohort, nil)
	answers, of := 0.5+c.chance.Float64()/2, c.temper(asked)
	for _, p := range c.everyone {
		if c.likely(answers) {
			c.plan(c.chance.IntN(attackDays), func() { c.answers(s, p, of()) })
		}
	}
	c.open(s)
}

// temper returns what gives answers to questions: of some nearly all say the same, and some leave a question out.
func (c *randomClinic) temper(asked []attackQuestion) func() map[string][]string {
	same, skip := c.chance.Float64(), c.chance.Float64()*0.4
	return func() map[string][]string {
		values := map[string][]string{}
		for _, q := range asked {
			if c.likely(skip) {
				continue
			}
			for _, f := range q.fields {
				v := q.values[0]
				if !c.likely(same) {
					v = q.values[c.chance.IntN(len(q.values))]
				}
				values[f] = []string{v}
				if last := q.values[len(q.values)-1]; q.kind == "multiple" && v != last && c.likely(0.5) {
					values[f] = append(values[f], last)
				}
			}
		}
		return values
	}
}

// poll opens a poll of everybody and plans who votes when, of a named one also again.
func (c *randomClinic) poll(title string, secret bool) {
	s := c.pollOf(title, secret, c.everyone)
	of := c.temper(s.asked)
	vote := func(p attackPerson) {
		values := of()
		for len(values) < len(s.asked[0].fields) {
			values = of()
		}
		c.answers(s, p, values)
	}
	for _, p := range c.everyone {
		if !c.likely(0.8) {
			continue
		}
		day := c.chance.IntN(attackDays)
		c.plan(day, func() { vote(p) })
		if again := c.likely(0.3); again && !secret && p.group != "practice" {
			c.plan(day+c.chance.IntN(attackDays-day), func() { vote(p) })
		}
	}
	c.open(s)
}

// open plans the end of a survey or poll; some stay open.
func (c *randomClinic) open(s *attackSheet) {
	c.sheets = append(c.sheets, s)
	if s.secret || c.likely(0.7) {
		c.plan(attackDays-1-c.chance.IntN(5), func() {
			c.close(s)
			s.closed = true
			c.touched[s] = true
		})
	}
}

// answers sends an answer, unless the survey is closed or they left.
func (c *randomClinic) answers(s *attackSheet, p attackPerson, values map[string][]string) {
	if s.closed || c.consent[p.ref] == "" {
		return
	}
	c.answer(s, p, values)
	c.touched[s] = true
	if c.likely(0.2) {
		c.settle()
	}
}

// remove has somebody leave by their link, with their answers.
func (c *randomClinic) remove(p attackPerson) {
	c.leave(c.consent[p.ref], c.cohort)
	c.settle()
	c.consent[p.ref] = ""
	for _, s := range c.sheets {
		if !s.secret && s.latest[p.ref] != nil && !c.kept(s, p) {
			delete(s.latest, p.ref)
			c.touched[s] = true
		}
	}
}

// month lives through the days, reads after each, and adds up at the end.
func (c *randomClinic) month() {
	c.t.Helper()
	var named, anonymous []*attackSheet
	for _, s := range c.sheets {
		switch {
		case !s.secret:
			named = append(named, s)
		case !s.poll:
			anonymous = append(anonymous, s)
		}
	}
	for day := range attackDays {
		c.day(day)
		for _, do := range c.plans[day] {
			do()
		}
		c.settle()
		for _, s := range c.sheets {
			if c.touched[s] {
				c.read(s)
			}
		}
		if day == attackDays/2 {
			c.pass()
			c.viewer.scrape(named...)
		}
	}
	c.day(attackDays + 1)
	c.pass()
	c.viewer.everywhere(named...)
	c.manager.everywhere(anonymous...)
	c.clean(c.viewer)
	c.clean(c.manager)
}

// read has the readers look at what was answered that day, or most of the time.
func (c *randomClinic) read(s *attackSheet) {
	c.t.Helper()
	c.touched[s] = false
	if s.secret && !s.closed {
		if s.poll {
			c.sealed(s)
		} else {
			c.sealedSurvey(s)
		}
		return
	}
	if !s.secret { // whoever reads has the edition made
		c.api(viewer, "GET", map[bool]string{true: "/polls/", false: "/surveys/"}[s.poll]+s.id+"/results", nil)
	}
	c.remember(s)
	switch {
	case s.secret:
		c.manager.look(s)
		if !s.poll {
			c.manager.rows(s)
		}
	case s.closed || c.likely(0.7):
		c.viewer.look(s)
	}
}

// sealed checks that nothing but a floored turnout is shown of an open secret poll.
func (c *randomClinic) sealed(s *attackSheet) {
	c.t.Helper()
	var found attackPoll
	c.decode(c.api(manager, "GET", "/polls/"+s.id+"/results", nil), &found)
	for _, g := range found.Groups {
		if g.Ballots != nil && *g.Ballots%leastOf(g.Group) != 0 || len(g.Ranking) > 0 {
			c.t.Errorf("before closing a secret poll shows %d ballots of the %s, and an order of %d", *g.Ballots, g.Group, len(g.Ranking))
		}
	}
}

// leave follows the link to somebody's choices and out of a cohort, with their answers.
func (c *attackClinic) leave(consent, cohort string) {
	c.t.Helper()
	opened := c.page(nobody, consent)
	choices := choicesIn.FindString(opened.body + opened.header.Get("Location"))
	page := c.page(nobody, choices+"?leave="+url.QueryEscape(cohort))
	for _, form := range all(parsed(page.body).main(), "form") {
		for _, button := range all(form, "button") {
			if attr(button, "name") == "answers" && attr(button, "value") == "remove" {
				r := c.post(nobody, attr(form, "action"), url.Values{"leave": {cohort}, "answers": {"remove"}})
				if r.status != http.StatusSeeOther || !strings.Contains(r.header.Get("Location"), "done=") {
					c.t.Fatalf("leaving answered %d: %s", r.status, r.body)
				}
				return
			}
		}
	}
	c.t.Fatalf("nothing to leave at %s: %d %s", choices, page.status, text(parsed(page.body).main()))
}
