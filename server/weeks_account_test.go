package main

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"
)

// message is one message of the outbox as the API tells it.
type message struct {
	ID, Ref, By, About, Subject, State, Why string
	Due                                     time.Time
	At                                      time.Time
}

// invitation returns the id of what the message is about, and the step of the protocol.
func (m message) invitation() (id string, step int) {
	at := strings.LastIndex(m.ID, "-")
	step, _ = strconv.Atoi(m.ID[at+1:])
	return m.ID[:at], step
}

// arrival is a message that reached somebody: a mail when it was first taken, a letter or text when it went out, a call that was
// answered.
type arrival struct {
	asked
	to, by string // ref of who got it, and how
	at     time.Time
	again  bool // the same mail had come before
}

func (a arrival) String() string {
	return fmt.Sprintf("the %s of %s to %s about %s", a.by, a.at.Format("Mon 2 Jan 15:04"), a.ref, a.of.name)
}

// books are what the accountant works with.
type books struct {
	*weeks
	outbox   map[string]message // by id
	arrivals []arrival          // in their order
	log      []logged
	spells   []*spell
	chains   map[asked]chain
}

// account holds everything that came to people against what they did, what they allow and what the outbox says of it.
func (w *weeks) account() {
	b := &books{weeks: w, outbox: w.messages(), log: w.office.since(0)}
	b.spells = b.findSpells()
	b.collect()
	b.quiet()
	b.budgets()
	b.wanted()
	b.copies()
	b.refusals()
	b.chain()
	b.protocols()
	b.secrets()
	b.reconcile()
	b.told()
	b.heard()
	b.receipts()
	b.tell()
}

// messages reads the whole outbox.
func (w *weeks) messages() map[string]message {
	all := map[string]message{}
	for _, state := range []string{"waiting", "deferred", "sent", "failed", "skipped"} {
		for after := ""; ; {
			var page struct {
				Items []message
				Next  string
			}
			w.must("GET", "/outbox?limit=1000&state="+state+"&after="+after, nil, &page)
			for _, m := range page.Items {
				if _, twice := all[m.ID]; twice {
					w.broken("message %s stands in the outbox twice", m.ID)
				}
				all[m.ID] = m
			}
			if after = page.Next; after == "" {
				break
			}
		}
	}
	return all
}

// collect puts together what came to people.
func (b *books) collect() {
	seen := map[string]bool{}
	for _, l := range b.log {
		if l.mail == nil {
			continue
		}
		of, known := b.links[plainToken(l.mail.token)]
		if !known {
			continue // it was told
		}
		a := arrival{of, b.to(of.ref), "mail", l.at.In(b.zone), seen[l.mail.id]}
		seen[l.mail.id] = true
		b.arrivals = append(b.arrivals, a)
		s := b.people[a.to]
		if s.email != l.mail.to {
			b.broken("%s went to %s", a, l.mail.to)
		}
		if want := b.people[a.ref].language; l.mail.language != want && a.to == a.ref {
			b.broken("%s is in %q, and they read %q", a, l.mail.language, want)
		}
		if m, kept := b.outbox[l.mail.id]; kept && (m.Ref != a.ref || m.By != "mail" || m.Subject != a.of.id) {
			b.broken("%s is a message to %s about %s", a, m.Ref, m.Subject)
		}
	}
	for _, h := range b.handed {
		b.arrivals = append(b.arrivals, arrival{asked{h.ref, h.of}, b.to(h.ref), h.by, h.at.In(b.zone), false})
	}
	slices.SortStableFunc(b.arrivals, func(x, y arrival) int { return x.at.Compare(y.at) })
}

// quiet holds that nobody is disturbed from eight to eight or on Sundays, and that nothing goes out while everything is halted. A
// letter disturbs nobody.
func (b *books) quiet() {
	for _, a := range b.arrivals {
		if hour := a.at.Hour(); a.by != "letter" && (hour < 8 || hour >= 20 || a.at.Weekday() == time.Sunday) {
			b.broken("%s came in quiet hours", a)
		}
		for _, h := range b.halted {
			if a.at.After(h.from) && a.at.Before(h.to) {
				b.broken("%s came while everything was halted", a)
			}
		}
	}
}

// budgets holds that nobody gets more than two messages in seven days. What came back has reached nobody, and a copy is no message
// of its own. Whether somebody may be called is asked when they are put on the list: a mail may go out while they are called.
func (b *books) budgets() {
	got := map[string][]arrival{}
	for n, a := range b.arrivals {
		if a.again || b.cameBack(n) {
			continue
		}
		week := slices.DeleteFunc(got[a.to], func(before arrival) bool { return a.at.Sub(before.at) >= 7*24*time.Hour })
		meanwhile := func(other arrival) bool { return a.by == "phone" && other.by == "mail" && other.at.Equal(a.at) }
		if got[a.to] = append(week, a); len(got[a.to]) > 2 && !slices.ContainsFunc(week, meanwhile) {
			b.broken("%s is over the budget of %s, after %v", a, a.to, week)
		}
	}
}

// cameBack reports whether an arrival, by its place, came back later.
func (b *books) cameBack(n int) bool {
	a := b.arrivals[n]
	return slices.ContainsFunc(b.diary[a.ref], func(d deed) bool {
		back := a.by == "letter" && d.what == letterBack || a.by == "mail" && d.what == bounced
		return back && d.of == a.of && !d.at.Before(a.at)
	})
}

// wanted holds that nobody is asked after they answered, left, were removed or said no, nor by a way that they do not want or that
// does not work, nor when it is over.
func (b *books) wanted() {
	for _, a := range b.arrivals {
		for _, d := range b.diary[a.ref] {
			if d.at.Before(a.at) && b.ends(d, a) {
				b.broken("%s came after %s on %s", a, d.what, d.at.Format("Mon 2 Jan 15:04"))
			}
		}
		for _, d := range b.diary[a.to] {
			if a.to != a.ref && d.at.Before(a.at) && d.what == wrongNumber && a.by != "mail" && a.by != "letter" {
				b.broken("%s came after %s", a, d.what)
			}
		}
		if !a.of.over.IsZero() && a.at.After(a.of.over) {
			b.broken("%s came after it was over", a)
		}
	}
}

// ends reports whether nothing like an arrival may follow what its person did.
func (b *books) ends(d deed, a arrival) bool {
	switch d.what {
	case answered, saidNo:
		return d.of == a.of
	case left:
		return a.of.members || a.of.kind == announced
	case removed:
		return true
	case noMail, bounced:
		return a.by == "mail"
	case noText:
		return a.by == "text"
	case wrongNumber:
		return a.to == a.ref && (a.by == "text" || a.by == "phone")
	case letterBack:
		return a.by == "letter"
	}
	return false
}

// tell logs what the weeks came to.
func (b *books) tell() {
	states := map[string]int{}
	for _, m := range b.outbox {
		states[strings.TrimSpace(m.By+" "+m.State+" "+m.Why)]++
	}
	mails, copies := 0, 0
	for _, a := range b.arrivals {
		if a.by == "mail" {
			mails++
		}
		if a.again {
			copies++
		}
	}
	b.Logf("%d people, %d mails of which %d are copies, %d letters, texts and calls", len(b.people), mails, copies, len(b.handed))
	for _, f := range []string{killedSending, killedAfter, killedAnyhow, stoodStill, hungUp} {
		b.Logf("%3d times: %s", b.times(f), f)
	}
	b.Logf("%3d times: %s", b.stops.Load(), toldToStop)
	for _, s := range b.spells {
		if s.mail == "" {
			b.Logf("%s: server %d, %s, with %d connections open; %d mails came again", b.log[s.began].at.In(b.zone).Format("Mon 2 Jan 15:04"), s.from, s.what, s.open, len(s.copies))
		}
	}
	for _, line := range counted(states) {
		b.Log(line)
	}
}

// counted returns how often there is each of some things, a line each.
func counted(all map[string]int) (lines []string) {
	for _, what := range slices.Sorted(maps.Keys(all)) {
		lines = append(lines, fmt.Sprintf("%5d %s", all[what], what))
	}
	return lines
}
