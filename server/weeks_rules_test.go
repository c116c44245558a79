package main

import (
	"slices"
	"strings"
)

// spell is a fault with where it begins and ends in the log, and the mails that came again because of it.
type spell struct {
	*fault
	from, began, ended int
	copies             []string
}

// findSpells returns the faults in the log, in the order in which they ended.
func (b *books) findSpells() (all []*spell) {
	for n, l := range b.log {
		if l.fault == nil {
			continue
		}
		at := slices.IndexFunc(all, func(s *spell) bool { return s.fault == l.fault })
		if at < 0 {
			all = append(all, &spell{fault: l.fault, from: l.from, began: n, ended: n})
		} else {
			all[at].ended = n
		}
	}
	slices.SortStableFunc(all, func(x, y *spell) int { return x.ended - y.ended })
	return all
}

// times returns how often a fault befell a server.
func (b *books) times(what string) (n int) {
	for _, s := range b.spells {
		if s.what == what {
			n++
		}
	}
	return n
}

// copies holds that a mail comes again only because of a fault that befell who sent it, once for each, and for no fault more mails
// than connections that were open.
func (b *books) copies() {
	last := map[string]int{}
	for n, l := range b.log {
		if l.mail == nil {
			continue
		}
		before, again := last[l.mail.id]
		last[l.mail.id] = n
		if !again {
			continue
		}
		at := slices.IndexFunc(b.spells, func(s *spell) bool {
			while, whose := before <= s.ended && n > s.began, s.from == b.log[before].from || s.from == l.from
			return while && whose && (s.mail == "" || s.mail == l.mail.id) && len(s.copies) < s.open && !slices.Contains(s.copies, l.mail.id)
		})
		if at < 0 {
			b.broken("a mail to %s came again on %s without a fault of its own", l.mail.to, l.at.In(b.zone).Format("Mon 2 Jan 15:04"))
			continue
		}
		b.spells[at].copies = append(b.spells[at].copies, l.mail.id)
	}
}

// refusals holds that an address that there is none of is not tried again later, unless a fault befell who had just tried it.
func (b *books) refusals() {
	last := map[string]int{}
	for n, l := range b.log {
		if !strings.HasPrefix(l.refused, "gone") {
			continue
		}
		if before, again := last[l.refused]; again && l.at.After(b.log[before].at) && !b.faultAfter(before) {
			b.broken("%s was tried again on %s", l.refused, l.at.In(b.zone).Format("Mon 2 Jan 15:04"))
		}
		last[l.refused] = n
	}
}

// chain is the messages about one thing to one person, by step.
type chain map[int]message

// last returns the message of the last step that there is.
func (c chain) last() (m message, step int) {
	for n, each := range c {
		if n >= step {
			m, step = each, n
		}
	}
	return m, step
}

// chain finds the messages about each thing to each person.
func (b *books) chain() {
	b.chains = map[asked]chain{}
	for _, m := range b.outbox {
		of := asked{m.Ref, b.about(m.About, m.Subject)}
		if b.chains[of] == nil {
			b.chains[of] = chain{}
		}
		_, step := m.invitation()
		b.chains[of][step] = m
	}
}

// protocols holds that the steps of everybody who was asked were taken one after the other, until there was a reason to stop.
func (b *books) protocols() {
	for of := range b.chains {
		if b.asked[of].IsZero() {
			b.broken("%s was asked %s, and should not have been", of.ref, of.of.name)
		}
	}
	for of, at := range b.asked {
		c := b.chains[of]
		if len(c) == 0 {
			if !of.of.secret && !b.has(of.ref, removed, nil) {
				b.broken("%s was to be asked %s on %s, and has no message", of.ref, of.of.name, at.Format("Mon 2 Jan 15:04"))
			}
			continue
		}
		b.inOrder(of, c)
	}
}

// inOrder holds the messages of one chain against the protocol.
func (b *books) inOrder(of asked, c chain) {
	steps := strings.Split(of.of.steps, ", ")
	for n, m := range c {
		if by := strings.Fields(steps[n])[1]; m.By != by {
			b.broken("step %d of %s to %s is by %s", n, of.of.name, of.ref, m.By)
		}
	}
	m, step := c.last()
	var more bool // ways that were not tried after it
	for _, each := range steps[step+1:] {
		more = more || m.State == "sent" || !strings.HasSuffix(each, m.By)
	}
	goesOn := m.State == "sent" && m.Why != "said_no" && of.of.kind != announced || m.State == "failed" || m.State == "skipped" && (m.Why == "no_address" || m.Why == "choice")
	if goesOn && more {
		b.broken("%s was asked %s and nothing follows step %d, %s %s", of.ref, of.of.name, step, m.State, m.Why)
	}
	if b.now().Sub(m.Due) > b.step && m.By == "mail" && (m.State == "waiting" || m.State == "deferred") {
		b.broken("the mail of step %d to %s about %s was due on %s", step, of.ref, of.of.name, m.Due.In(b.zone).Format("Mon 2 Jan 15:04"))
	}
}

// reconcile holds the state of each message against what came to people and what they did.
func (b *books) reconcile() {
	came, noted := map[string]int{}, map[asked]map[string]int{}
	for n, l := range b.log {
		if l.mail == nil {
			continue
		}
		if came[l.mail.id]++; came[l.mail.id] > 1 {
			continue
		}
		m, kept := b.outbox[l.mail.id]
		of := b.links[plainToken(l.mail.token)]
		switch {
		case !kept && (b.has(of.ref, removed, nil) || of.of != nil && of.of.secret), m.State == "sent", m.State == "failed" && m.Why == "returned":
		case !kept:
			b.broken("a mail to %s about %s is not in the outbox", l.mail.to, of.of.name)
		case !b.faultAfter(n):
			b.broken("a mail to %s about %s came on %s, and is %s %s", l.mail.to, of.of.name, l.at.In(b.zone).Format("Mon 2 Jan 15:04"), m.State, m.Why)
		}
	}
	for _, h := range b.handed {
		of := asked{h.ref, h.of}
		if noted[of] == nil {
			noted[of] = map[string]int{}
		}
		noted[of][h.by]++
	}
	for _, m := range b.outbox {
		of := asked{m.Ref, b.about(m.About, m.Subject)}
		if m.State == "sent" && (m.By == "mail" && came[m.ID] == 0 || m.By != "mail" && noted[of][m.By] == 0) {
			b.broken("the %s to %s about %s is sent, and never came", m.By, m.Ref, of.of.name)
		}
		if !b.true(m, of) {
			b.broken("the %s to %s about %s is %s %s, which is not so", m.By, m.Ref, of.of.name, m.State, m.Why)
		}
	}
}

// faultAfter reports whether what stands at a place in the log is of a server that a fault befell before it can have noted that.
func (b *books) faultAfter(n int) bool {
	l := b.log[n]
	return slices.ContainsFunc(b.spells, func(s *spell) bool {
		its := s.mail == "" || l.mail != nil && s.mail == l.mail.id
		return its && s.from == l.from && n <= s.ended && b.log[s.began].at.Sub(l.at) < b.step
	})
}

// true reports whether the reason that a message has is so.
func (b *books) true(m message, of asked) bool {
	to := b.people[b.to(m.Ref)]
	has := func(what string) bool { return b.has(m.Ref, what, nil) }
	begins := func(names ...string) bool {
		return slices.ContainsFunc(names, func(name string) bool { return strings.HasPrefix(to.email, name) || strings.HasPrefix(to.was, name) })
	}
	switch m.Why {
	case "answered":
		return b.has(m.Ref, answered, of.of) || of.of.kind == "consent" && has(left)
	case "left":
		return has(left) && (of.of.members || of.of.kind == announced)
	case "over":
		return !of.of.over.IsZero() || has(left)
	case "choice":
		return m.By == "mail" && has(noMail) || m.By == "text" && has(noText)
	case "no_address":
		switch m.By {
		case "mail":
			return to.email == "" || begins("gone", "back")
		case "letter":
			return to.street == "" || has(letterBack)
		}
		return to.phone == "" || b.has(to.ref, wrongNumber, nil)
	case "refused":
		return begins("gone")
	case "given_up":
		return begins("full", "drop", "slow")
	case "later":
		return begins("full", "drop", "slow")
	case "returned":
		return m.By == "mail" && has(bounced) || m.By == "letter" && has(letterBack)
	case "wrong_number":
		return b.has(to.ref, wrongNumber, nil)
	case "no_answer":
		return m.By == "phone"
	case "said_no":
		return b.has(m.Ref, saidNo, of.of)
	case "", "quiet", "budget":
		return m.State == "waiting" || m.State == "sent"
	}
	return false
}
