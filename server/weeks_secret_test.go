package main

import (
	"slices"
	"strings"
	"time"
)

// alone returns those of some people who share their mail address with nobody: whose a mail about what is answered in secret is,
// the test knows by its address alone.
func (w *weeks) alone(refs []string) []string {
	owners := map[string]int{}
	for _, s := range w.order {
		owners[s.email]++
	}
	return slices.DeleteFunc(refs, func(ref string) bool { return owners[w.people[ref].email] != 1 })
}

// knows notes whose link stands in a mail about what is answered in secret: the team is shown none.
func (w *weeks) knows(mail *weeksMail) {
	token := plainToken(mail.token)
	if _, known := w.links[token]; known || !strings.Contains(mail.id, "-s") {
		return
	}
	for _, a := range w.askings {
		for _, s := range w.order {
			if a.secret && (s.email == mail.to || s.was == mail.to) {
				w.links[token] = asked{s.ref, a}
			}
		}
	}
}

// secrets holds what is asked in secret against the mails that came, as no outbox tells of it: everybody whom the mail server
// takes a mail for was asked, whoever had not answered four days later was reminded, and nobody twice.
func (b *books) secrets() {
	first, second := map[asked]time.Time{}, map[asked]time.Time{}
	for _, l := range b.log {
		if l.mail == nil || !strings.Contains(l.mail.id, "-s") {
			continue
		}
		of, when := b.links[plainToken(l.mail.token)], first
		if strings.HasSuffix(l.mail.id, "-s1") {
			when = second
		}
		if when[of].IsZero() {
			when[of] = l.at
		}
	}
	answers := 0
	for of, at := range b.asked {
		if !of.of.secret {
			continue
		}
		said := slices.IndexFunc(b.diary[of.ref], func(d deed) bool { return d.what == answered && d.of == of.of })
		if said >= 0 {
			answers++
		}
		switch remind := first[of].AddDate(0, 0, 4); {
		case !b.reachable(of.ref):
		case first[of].IsZero():
			b.broken("%s was to be asked %s on %s, and got no mail", of.ref, of.of.name, at.In(b.zone).Format("Mon 2 Jan 15:04"))
		case second[of].IsZero() && said < 0 && b.now().Sub(remind) > 24*time.Hour:
			b.broken("%s was to be reminded of %s on %s, and was not", of.ref, of.of.name, remind.In(b.zone).Format("Mon 2 Jan 15:04"))
		}
	}
	for of, at := range second {
		if first[of].IsZero() || at.Before(first[of].AddDate(0, 0, 4)) {
			b.broken("%s was reminded of %s on %s, asked on %s", of.ref, of.of.name, at, first[of])
		}
	}
	for _, m := range b.outbox {
		if of := b.about(m.About, m.Subject); of != nil && of.secret {
			b.broken("the outbox tells of %s", of.name)
		}
	}
	b.Logf("%d were asked in secret, %d reminded, %d answered", len(first), len(second), answers)
	if len(first) == 0 || answers == 0 {
		b.broken("nobody was asked in secret, or nobody answered")
	}
}

// reachable reports whether every mail to somebody that is due must have come by now: nothing is wrong with their address, they
// want mail, and they could get one more message.
func (b *books) reachable(ref string) bool {
	s := b.people[ref]
	return s.email != "" && strings.HasPrefix(s.email, "p") && !b.has(ref, noMail, nil) && !b.has(ref, removed, nil) && b.lately(ref) < 2
}

// lately returns how many messages somebody got in the last seven days.
func (b *books) lately(ref string) (n int) {
	for _, a := range b.arrivals {
		if a.to == ref && !a.again && b.now().Sub(a.at) < 7*24*time.Hour+2*time.Hour {
			n++
		}
	}
	return n
}
