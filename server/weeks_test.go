package main

import (
	"fmt"
	"math/rand/v2"
	"os"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"soundings/server/needs"
	"soundings/surveys/board"
)

// weeksVariable names the variable with how many weeks a clinic of 2,000 people is lived through.
const weeksVariable = "SOUNDINGS_TEST_WEEKS"

// asking is one thing that people of the weeks are asked, in the order in which they are.
type asking struct {
	name    string
	kind    string  // consent, survey, poll, announcement
	at      float64 // when, as a share of all weeks
	members bool    // who agreed to the beta is asked, also who does so later; else everybody of the staff and the providers
	closes  float64 // when it is closed; 0: it is open to the end
	lasts   int     // days for which links serve; 0: they do not end
	secret  bool    // it is answered anonymously: the team is shown no links, and the outbox tells nothing of it
	steps   string  // its protocol: "0 mail, 4 mail"

	id   string
	over time.Time // zero: it is not, and has no end

	card      *card                     // of an announcement: what it tells of
	audiences []board.Audience          // which were told so far
	as        map[string]board.Audience // as one of which somebody is told, by ref
	said      map[string]string         // whether it is fixed, by ref
}

// askings returns what people are asked.
func askings() []*asking {
	return []*asking{
		{name: "consent", kind: "consent", at: 0, members: true, steps: "0 mail, 4 mail, 7 letter, 14 phone"},
		{name: "First weeks", kind: "survey", at: 0.12, members: true, closes: 0.8, steps: "0 mail, 4 text, 10 letter"},
		{name: "What first?", kind: "poll", at: 0.2, lasts: 7, steps: "0 mail, 4 mail, 10 mail"},
		{name: "Your work", kind: "survey", at: 0.25, steps: "0 mail, 3 mail, 7 phone"},
		{name: "Frankly", kind: "survey", at: 0.3, secret: true, steps: "0 mail, 4 mail"},
		{name: "Later on", kind: "survey", at: 0.5, members: true, steps: "0 mail, 4 mail, 7 letter, 14 phone"},
	}
}

// asked is one person asked one thing.
type asked struct {
	ref string
	of  *asking
}

// weeks is a clinic that asks its people for some weeks, by servers that fail now and then.
type weeks struct {
	*testing.T
	seed    uint64
	zone    *time.Location
	start   time.Time
	end     time.Time
	step    time.Duration
	clock   *sharedClock
	office  *postOffice
	servers []*weekServer
	people  map[string]*soul
	order   []*soul
	askings []*asking
	faults  []stumbling
	armed   time.Time    // when the next fault began to wait for a mail
	kills   atomic.Int64 // so far
	stops   atomic.Int64

	planned []planned
	diary   map[string][]deed // by ref
	links   map[string]asked  // by token
	asked   map[asked]time.Time
	handed  []handed
	batches map[string]bool // that were printed, or sent
	mails   map[string]int  // how many came to an address
	rand    *rand.Rand
	looked  int // how much of the log of mails was read
	halted  []span
	listening
}

// planned is what somebody does at a time.
type planned struct {
	at time.Time
	do func() error
}

// what people did.
const (
	answered    = "answered"
	left        = "left"
	noMail      = "wants no mail"
	noText      = "wants no texts"
	removed     = "was removed"
	saidNo      = "said no"
	bounced     = "mail came back"
	letterBack  = "letter came back"
	wrongNumber = "wrong number"
)

// deed is what somebody did, or what became of their address.
type deed struct {
	what string
	of   *asking // nil: of nothing that was asked
	at   time.Time
}

// span is a time between two others.
type span struct{ from, to time.Time }

// A clinic asks its people for weeks whether they take part in a beta, how it is, and which features come first: by mail, letter,
// text and call, within their budget and the quiet hours, until they answer, leave or want no more. They report what goes wrong or
// join who did, the team changes that or says why not, and tells each stakeholder group; who says that it is still broken opens it
// again. Servers are killed on the way, also while they send and while somebody tells, and stand still. In the end each message is
// accounted for, by what the mail server took and what people did. SOUNDINGS_TEST_WEEKS=26 lives through half a year with five
// hundred people and fifty kills.
func TestWeeks(t *testing.T) {
	needs.Time(t)
	for _, c := range []struct {
		about   string
		at      func(testing.TB) place
		servers int
	}{
		{"bolt", folder, 1},
		{"mongodb", mongodb, 2},
	} {
		t.Run(c.about, func(t *testing.T) { liveThrough(t, c.at(t), c.servers) })
	}
}

func liveThrough(t *testing.T, at place, servers int) {
	days, people, kills, reports, step := 21, 160, 5, 24, time.Hour
	if n, err := strconv.Atoi(os.Getenv(weeksVariable)); err == nil {
		days, people, kills, reports, step = 7*n, 500, max(20, 2*n), max(24, 6*n), 2*time.Hour
	}
	w := newWeeks(t, at, servers, days, people, step)
	w.listen(reports)
	w.fail(kills)
	for w.now().Before(w.end) {
		pause := step
		if hour := w.now().Hour(); hour >= 20 || hour < 5 { // little is done at night
			pause = 3 * step
		}
		w.liveUntil(w.now().Add(pause))
	}
	w.settleAll(kills)
	w.account()
}

// newWeeks opens a clinic on a Monday in March, a week before clocks are set forward.
func newWeeks(t *testing.T, at place, servers, days, people int, step time.Duration) *weeks {
	zone, err := time.LoadLocation("America/Denver")
	if err != nil {
		t.Fatal(err)
	}
	start := time.Date(2027, 3, 1, 9, 0, 0, 0, zone)
	w := &weeks{
		T: t, seed: 1, zone: zone, start: start, end: start.AddDate(0, 0, days), step: step, clock: newSharedClock(t, start), askings: askings(),
		people: map[string]*soul{}, diary: map[string][]deed{}, links: map[string]asked{}, asked: map[asked]time.Time{}, batches: map[string]bool{}, mails: map[string]int{},
		listening: newListening(),
	}
	w.rand = rand.New(rand.NewPCG(w.seed, 1))
	w.order = souls(w.rand, people)
	for _, s := range w.order {
		w.people[s.ref] = s
	}
	t.Setenv("SOUNDINGS_SECRET", aSecret)
	office, mailAt := startPostOffice(t, w.clock, servers)
	w.office = office
	for n := range servers {
		w.servers = append(w.servers, &weekServer{n: n, args: at.with("--log-level", "warn", "--base-url", "https://beta.clinic.example", "--smtp", mailAt[n],
			"--mail-from", "beta@clinic.example", "--mail-rate", "100000", "--time-zone", zone.String(), "--metrics-token", testKey)})
		w.servers[n].start(t)
	}
	w.open()
	return w
}

// open sets the clinic up, and plans what its team does in all the weeks.
func (w *weeks) open() {
	w.must("PUT", "/settings", map[string]any{
		"name": "Riverside Clinic", "phone": "+1 303 555 0100", "languages": []string{"en", "es"}, "messages_per_week": 2,
		"quiet": map[string]any{"from": "20:00", "to": "08:00", "days": []string{"sun"}},
	}, nil)
	rows := []string{"ref,group,language,email,phone,street,city,postcode,best_time,proxy"}
	var patients []string
	for _, s := range w.order {
		rows = append(rows, s.row())
		if s.group == "patient" {
			patients = append(patients, s.ref)
		}
	}
	w.must("POST", "/participants/import", strings.Join(rows, "\n")+"\n", nil)
	w.must("POST", "/cohorts", map[string]any{"name": both("Beta"), "purpose": both("Try"), "capacity": len(patients)}, nil)
	w.must("POST", "/cohorts/beta/select", map[string]any{"refs": patients}, nil)
	for _, a := range w.askings {
		w.plan(w.share(a.at), func() error { return w.ask(a) })
		if a.closes > 0 {
			w.plan(w.share(a.closes), func() error { return w.close(a) })
		}
	}
	w.planTeam()
}

// share returns ten in the morning of the day after a share of all weeks.
func (w *weeks) share(of float64) time.Time {
	day := w.start.In(w.zone)
	return time.Date(day.Year(), day.Month(), day.Day()+int(of*w.end.Sub(w.start).Hours()/24), 10, 0, 0, 0, w.zone)
}

func (w *weeks) now() time.Time { return w.clock.now().In(w.zone) }

// plan has something done at a time.
func (w *weeks) plan(at time.Time, do func() error) {
	w.planned = append(w.planned, planned{at, do})
}

// due takes what is to be done by now.
func (w *weeks) due() (now []planned) {
	var later []planned
	for _, p := range w.planned {
		if p.at.After(w.now()) {
			later = append(later, p)
		} else {
			now = append(now, p)
		}
	}
	w.planned = later
	return now
}

// did notes what somebody did.
func (w *weeks) did(ref, what string, of *asking) {
	w.diary[ref] = append(w.diary[ref], deed{what, of, w.now()})
}

// liveUntil moves the clock. What people and team do then they do while servers send.
func (w *weeks) liveUntil(at time.Time) {
	w.clock.set(w.T, at)
	acts := make(chan error, 1)
	go func() { acts <- w.act() }()
	w.stumble()
	for done := false; !done; {
		select {
		case err := <-acts:
			if done = true; err != nil {
				w.Fatalf("%s: %v", w.now(), err)
			}
		case <-time.After(5 * time.Millisecond):
			w.revive()
		}
	}
	w.settle()
	for _, l := range w.office.since(w.looked) {
		w.looked++
		if l.mail != nil {
			w.reads(l.mail)
		}
	}
}

// act does all that is due.
func (w *weeks) act() error {
	for _, p := range w.due() {
		if err := p.do(); err != nil {
			return err
		}
	}
	return nil
}

// broken tells that a rule does not hold.
func (w *weeks) broken(rule string, args ...any) {
	w.Helper()
	w.Errorf("%s: %s", w.now().Format("Mon 2 Jan 15:04"), fmt.Sprintf(rule, args...))
}
