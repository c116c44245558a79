package main

import (
	"fmt"
	"hash/fnv"
	"math/rand/v2"
	"net/http"
	"net/url"
	"strings"
	"time"

	"soundings/surveys/board"
)

// soul is one of the people of the weeks, as the clinic knows them.
type soul struct {
	ref, group, language, email, phone, street, best string
	was                                              string // a mail address that they had before
	proxy                                            string // ref of who is asked in their place
}

// souls makes people up: three quarters are patients, the others of each stakeholder group, some share an address or have another person asked in their place, some
// have no mail address or one that does not work; see addresses.
func souls(random *rand.Rand, many int) []*soul {
	all := make([]*soul, many)
	for n := range all {
		s := &soul{ref: fmt.Sprintf("P-%04d", n), group: "patient", language: "en"}
		switch {
		case n%40 == 6:
			s.group = "leadership"
		case n%40 == 22:
			s.group = "hit"
		case n%8 == 6:
			s.group = "staff"
		case n%8 == 7:
			s.group = "provider"
		}
		if random.IntN(3) == 0 {
			s.language = "es"
		}
		if random.IntN(10) < 8 {
			s.email = mailbox(random, n)
		}
		if random.IntN(10) < 6 {
			s.phone, s.best = fmt.Sprintf("303-555-%04d", n), []string{"", "morning", "afternoon"}[random.IntN(3)]
		}
		if random.IntN(10) < 6 {
			s.street = fmt.Sprintf("%d Elm Road", n+1)
		}
		if before := n - 8; before >= 0 && s.group == "patient" && all[before].proxy == "" && random.IntN(40) == 0 {
			s.proxy = all[before].ref
		}
		all[n] = s
	}
	return all
}

// mailbox returns a mail address; most work.
func mailbox(random *rand.Rand, n int) string {
	name := fmt.Sprintf("p%04d", n)
	switch chance := random.IntN(100); {
	case chance < 5:
		name = fmt.Sprintf("gone.%04d", n)
	case chance < 12:
		name = fmt.Sprintf("slow%d.%04d", []int{1, 5, 11, 30, 45}[random.IntN(5)], n)
	case chance < 14:
		name = fmt.Sprintf("full.%04d", n)
	case chance < 17:
		name = fmt.Sprintf("drop.%04d", n)
	case chance < 20:
		name = fmt.Sprintf("back.%04d", n) // it is taken, and comes back
	case chance < 28:
		name = fmt.Sprintf("home.%04d", n-n%16) // of several people
	}
	return name + "@example.org"
}

// row returns the person as a line of an import: ref, group, language, email, phone, street, city, postcode, best_time, proxy.
func (s *soul) row() string {
	city, code := "", ""
	if s.street != "" {
		city, code = "Denver", "80202"
	}
	return strings.Join([]string{s.ref, s.group, s.language, s.email, s.phone, s.street, city, code, s.best, s.proxy}, ",")
}

// chance returns what decides about one thing, the same in each run with the same seed.
func (w *weeks) chance(of ...any) *rand.Rand {
	h := fnv.New64a()
	fmt.Fprint(h, of...)
	return rand.New(rand.NewPCG(w.seed, h.Sum64()))
}

// soon returns a time from now on that is some hours away, seldom many.
func (w *weeks) soon(random *rand.Rand, hours float64) time.Time {
	return w.now().Add(time.Duration(random.ExpFloat64() * hours * float64(time.Hour)))
}

// gets plans what somebody does who got a message with a link, in whatever way.
func (w *weeks) gets(token string, random *rand.Rand, acts func(at asked, chance float64) func() error) {
	at, known := w.links[plainToken(token)]
	if !known {
		w.broken("a link leads to nothing that was asked: %s", token)
		return
	}
	w.held[at.ref] = token
	if at.of.kind == announced && at.of.over.IsZero() {
		w.opens(at, token)
	}
	if do := acts(at, random.Float64()); do != nil {
		w.plan(w.soon(random, 20), do)
	}
}

// reads plans what somebody does who got a mail.
func (w *weeks) reads(mail *weeksMail) {
	w.knows(mail)
	w.mails[mail.to]++
	random := w.chance("mail", mail.to, w.mails[mail.to])
	if strings.HasPrefix(mail.to, "back") {
		w.plan(w.soon(random, 10), func() error { return w.comesBack(mail) })
		return
	}
	w.gets(mail.token, random, func(at asked, chance float64) func() error {
		seldom, often := 1.0, 0.45
		if at.of.kind == announced { // they get many
			seldom = 0.2
			if at.of.as[at.ref] == board.Reporters { // and of their own they want to know
				often = 0.9
			}
		}
		switch {
		case chance < 0.03*seldom:
			return func() error { return w.endsMail(at.ref, mail) }
		case chance < 0.05*seldom:
			return func() error { return w.leaves(at, mail.token) }
		case chance < 0.07*seldom:
			return func() error { return w.wantsLetters(at, mail.token) }
		case chance < often:
			return func() error { return w.answers(at, mail.token) }
		case chance < 0.52:
			return func() error { return w.begins(at, mail.token) }
		}
		return nil
	})
}

// readsOnPaper plans what somebody does who got a letter or a text message.
func (w *weeks) readsOnPaper(by, token string) {
	w.gets(token, w.chance(by, token), func(at asked, chance float64) func() error {
		switch {
		case chance < 0.3:
			return func() error { return w.answers(at, token) }
		case chance < 0.33:
			return func() error { return w.leaves(at, token) }
		}
		return nil
	})
}

// answers sends an answer to what a link asks: to take part or not, a survey, a poll.
func (w *weeks) answers(at asked, token string) error {
	form, what := url.Values{"_action": {"submit"}, "helped": {"yes"}}, answered
	switch at.of.kind {
	case "consent":
		if w.has(at.ref, left, nil) {
			return nil // their mind is made up
		}
		form = url.Values{"consent": {"agree"}}
		if w.chance("consent", at.ref).IntN(6) == 0 {
			form, what = url.Values{"consent": {"decline"}}, left
		}
	case announced:
		return w.readsNews(at, token)
	case "poll":
		form = url.Values{"_action": {"submit"}, "rank.messages": {"1"}, "rank.visits": {"2"}}
	}
	status, where, err := w.form("/s/"+token, form)
	if err != nil {
		return err
	}
	if status != http.StatusSeeOther || !strings.HasPrefix(where, "/s/"+token) {
		return nil // it may be over, or answered already
	}
	w.did(at.ref, what, at.of)
	if at.of.kind == "consent" && what == answered {
		return w.newcomer(at.ref)
	}
	return nil
}

// begins saves a part of a survey.
func (w *weeks) begins(at asked, token string) error {
	if at.of.kind != "survey" {
		return nil
	}
	_, _, err := w.form("/s/"+token, url.Values{"_action": {"save"}, "helped": {"no"}})
	return err
}

// leaves leaves the beta.
func (w *weeks) leaves(at asked, token string) error {
	if !at.of.members && !(at.of.kind == announced && w.memberOf(at.ref)) {
		return nil
	}
	status, where, err := w.form("/u/"+token, url.Values{"leave": {"beta"}, "answers": {"keep"}})
	if err == nil && status == http.StatusSeeOther && strings.HasSuffix(where, "done=keep") {
		w.did(at.ref, left, nil)
	}
	return err
}

// wantsLetters chooses to be reached by letter alone.
func (w *weeks) wantsLetters(at asked, token string) error {
	status, where, err := w.form("/u/"+token, url.Values{"letter": {"on"}})
	if err == nil && status == http.StatusSeeOther && strings.HasSuffix(where, "done=saved") {
		w.did(at.ref, noMail, nil)
		w.did(at.ref, noText, nil)
	}
	return err
}

// endsMail has the mail program end mail, as it does with one click (RFC 8058): it is answered with 200 however often it comes.
func (w *weeks) endsMail(ref string, mail *weeksMail) error {
	status, _, _, _, err := w.request("POST", mail.oneClick, "application/x-www-form-urlencoded", "List-Unsubscribe=One-Click")
	if err == nil && status != http.StatusOK {
		err = fmt.Errorf("ending mail with one click answers %d", status)
	}
	if err == nil {
		w.did(ref, noMail, nil)
	}
	return err
}
