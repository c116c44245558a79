package main

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"soundings/cohorts/contact"
	"soundings/surveys/board"
)

// announced is the kind of what is told: it asks nothing.
const announced = "announcement"

// contactLinks derives links as the servers do: the team is shown none of those by which people are told.
func contactLinks(t *testing.T) contact.Links {
	t.Helper()
	l, err := contact.NewLinks([]byte(aSecret))
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// wordsFor is what an audience is told of a card, in a language.
func wordsFor(a *asking, audience board.Audience, language string) string {
	return fmt.Sprintf("What we did, %s, %s: %s.", a.name, audience, language)
}

// inAudience returns who is told as one of an audience now, as far as nobody was told as one of another before.
func (w *weeks) inAudience(c *card, audience board.Audience) (refs []string) {
	for _, s := range w.order {
		var is bool
		switch audience {
		case board.Reporters:
			is = slices.Contains(c.reporters, s.ref) && !w.has(s.ref, left, nil)
		case board.Patients:
			is = s.group == "patient" && w.memberOf(s.ref) && (board.IsPlace(c.of.where) || w.seesIt(c.of.where, s.ref))
		default:
			is = s.group == string(audience)
		}
		if is && !w.has(s.ref, removed, nil) {
			refs = append(refs, s.ref)
		}
	}
	return refs
}

// tells tells audiences of a card, and notes who is to be told by that: also who came since to those that were told before. Now
// and then a server is killed in the middle of it.
func (w *weeks) tells(c *card, audiences ...board.Audience) error {
	a := c.telling
	if a == nil {
		id := "A-" + strings.TrimPrefix(c.id, "B-")
		if c.again > 0 {
			id += fmt.Sprintf("-%d", c.again+1)
		}
		a = &asking{name: id, kind: announced, id: id, card: c, steps: "0 mail, 0 text, 0 letter", as: map[string]board.Audience{}, said: map[string]string{}}
		w.askings, c.telling = append(w.askings, a), a
	}
	groups := map[board.Audience]any{}
	for _, audience := range audiences {
		groups[audience] = map[string]string{"en": wordsFor(a, audience, "en"), "es": wordsFor(a, audience, "es")}
		a.audiences = append(a.audiences, audience)
	}
	if random := w.chance("kills", a.id, len(a.audiences)); random.IntN(3) == 0 {
		w.killsSoon(random)
	}
	var told struct {
		ID      string
		Reaches map[board.Audience]struct{ People int }
	}
	_, tried, err := w.apiTried("POST", "/bumps/"+c.id+"/announcements", map[string]any{"groups": groups}, &told)
	if err != nil {
		return err
	}
	if c.state == board.Done {
		c.state = board.Told
	}
	if told.ID != a.id {
		w.broken("%s is told as %s, and is to be %s", c.id, told.ID, a.id)
	}
	links := contactLinks(w.T)
	for _, audience := range board.Audiences() {
		if !slices.Contains(a.audiences, audience) {
			continue
		}
		fresh := 0
		for _, ref := range w.inAudience(c, audience) {
			to := asked{ref, a}
			if !w.asked[to].IsZero() {
				continue
			}
			fresh++
			w.asked[to], a.as[ref] = w.now(), audience
			who := ref
			if proxy := w.people[ref].proxy; proxy != "" {
				who += "\x00" + proxy
			}
			w.links[links.Token(links.ID(contact.ForAnnouncement, a.id, who))] = to
		}
		if reached := told.Reaches[audience].People; slices.Contains(audiences, audience) && !tried && reached != fresh {
			w.broken("%s reaches %d of %s, and should %d", a.id, reached, audience, fresh)
		}
	}
	return nil
}

// opens holds what stands behind a link by which somebody was told: the words for them, in their language, as long as they are so.
func (w *weeks) opens(at asked, token string) {
	if w.has(at.ref, removed, nil) || w.people[at.ref].proxy != "" {
		return
	}
	status, _, text, _, err := w.request("GET", "/s/"+token, "", "")
	if want := wordsFor(at.of, at.of.as[at.ref], w.people[at.ref].language); err != nil || status != http.StatusOK || !strings.Contains(string(text), want) {
		w.broken("%s is not told %q: %d, %v", at.ref, want, status, err)
	}
}

// told holds that everybody who was to be told was, or could not be: their week was full to the end, no way reaches them, they
// left, or it was not so any more.
func (b *books) told() {
	how := map[string]int{}
	for of := range b.asked {
		if of.of.kind != announced || b.has(of.ref, removed, nil) {
			continue
		}
		m, _ := b.chains[of].last()
		how[string(of.of.as[of.ref])+" "+m.State+" "+m.Why]++
		if m.State != "waiting" && m.State != "deferred" {
			continue
		}
		patience := 12 * time.Hour // over a night
		if m.By != "mail" {
			patience = 4 * 24 * time.Hour // over a weekend, until somebody prints it
		}
		if lately := b.lately(b.to(of.ref)); m.State == "waiting" && lately < 2 && b.now().Sub(m.Due) > patience {
			b.broken("%s waits to be told %s by %s, due on %s, and got %d messages this week", of.ref, of.of.name, m.By, m.Due.In(b.zone).Format("Mon 2 Jan 15:04"), lately)
		}
	}
	for _, line := range counted(how) {
		b.Logf("told: %s", line)
	}
	for _, audience := range []board.Audience{board.Reporters, board.Patients, "staff", "provider", "hit", "leadership"} {
		if how[string(audience)+" sent "] == 0 {
			b.broken("nobody of %s was told", audience)
		}
	}
}

// came is what came of an announcement.
type came struct {
	ID                        string
	People, Sent, Read, Fixed int
	NotFixed                  int `json:"not_fixed"`
}

// receipts holds the counts that the team is shown of each announcement against what the mail server got, what was printed, and
// what people said.
func (b *books) receipts() {
	sent, unsure := map[asked]bool{}, map[asked]bool{}
	for n, a := range b.arrivals {
		if a.of.kind == announced && !b.cameBack(n) {
			sent[a.asked] = true
		}
	}
	for n, l := range b.log {
		if l.mail != nil && b.faultAfter(n) {
			unsure[b.links[plainToken(l.mail.token)]] = true
		}
	}
	for _, c := range b.onBoard() {
		var list struct{ Items []came }
		b.must("GET", "/bumps/"+c.id+"/announcements", nil, &list)
		for _, got := range list.Items {
			of := b.about(announced, got.ID)
			want, doubt := came{ID: got.ID}, 0
			for ref := range of.as {
				at := asked{ref, of}
				want.People++ // also who was removed since
				read := b.has(ref, answered, of)
				if read {
					want.Read++
				}
				if sent[at] || read {
					want.Sent++
				}
				if m, _ := b.chains[at].last(); unsure[at] && m.State != "sent" {
					doubt++
				}
			}
			for _, fixed := range of.said {
				if fixed == "yes" {
					want.Fixed++
				} else {
					want.NotFixed++
				}
			}
			off := want.Sent - got.Sent
			if got.Sent = want.Sent; got != want || off < 0 || off > doubt {
				b.broken("the receipts are %+v, with %d sent fewer; they should be %+v, with at most %d fewer", got, off, want, doubt)
			}
		}
	}
}

// heard holds that everybody who reported is counted once, whatever was sent again.
func (b *books) heard() {
	joined := 0
	for _, c := range b.onBoard() {
		var now boardCard
		b.must("GET", "/bumps/"+c.id, nil, &now)
		people := 0
		for _, n := range now.People {
			people += n
		}
		if people != len(c.reporters)+c.unnamed || now.State != c.state || now.Again != c.again {
			b.broken("%s is %s, opened again %d times, of %d people; it should be %s, %d times, of %d", c.id, now.State, now.Again, people, c.state, c.again, len(c.reporters)+c.unnamed)
		}
		joined += people - 1
	}
	b.Logf("%d reports on %d cards, %d of which joined another; %d refused; opened again %d times", b.attempts, len(b.cards), joined, b.refused, b.reopened)
	if len(b.cards) == 0 || b.joins == 0 || b.reopened == 0 {
		b.broken("nobody reported, joined, or said that it was still broken")
	}
}
