package main

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"time"

	"soundings/surveys/board"
)

// next plans what the team does next about a card, unless it is opened again before.
func (w *weeks) next(c *card, after time.Duration, do func(*card) error) {
	again := c.again
	w.plan(w.now().Add(after), func() error {
		if c.again != again {
			return nil
		}
		return do(c)
	})
}

// boardCard is a card as the API tells it.
type boardCard struct {
	State     board.State
	Again     int
	Opened    time.Time
	AnswerDue *time.Time `json:"answer_due"`
	ChangeDue *time.Time `json:"change_due"`
	People    map[string]int
}

// move moves a card, with what else is changed.
func (w *weeks) move(c *card, to board.State, change map[string]any) error {
	change["state"] = to
	var now boardCard
	if _, err := w.api("PATCH", "/bumps/"+c.id, change, &now); err != nil {
		return err
	}
	if now.State != to || now.Again != c.again {
		w.broken("%s is moved to %s, and is %s, opened again %d times", c.id, to, now.State, now.Again)
	}
	c.state = to
	return nil
}

// assess has the team look at a card, and show others what it is.
func (w *weeks) assess(c *card) error {
	severity := []string{"blocker", "major", "minor"}[w.chance("severity", c.id).IntN(3)]
	w.next(c, 30*time.Hour, w.decide)
	return w.move(c, board.Assessing, map[string]any{"severity": severity, "public": c.of.public})
}

// decide decides what is changed, or that nothing is.
func (w *weeks) decide(c *card) error {
	if c.again == 0 && w.chance("decide", c.id).IntN(6) == 0 {
		w.next(c, 10*time.Hour, w.tellFirst)
		return w.move(c, board.NotPlanned, map[string]any{"reason": "The vendor has no such thing"})
	}
	w.next(c, 40*time.Hour, w.carryOut)
	due := w.now().AddDate(0, 0, 3).Format("2006-01-02")
	return w.move(c, board.Adapting, map[string]any{"adaptation": map[string]string{"kind": "wording", "title": "Say it in other words", "owner": "Ana", "due": due}})
}

// carryOut ends the change, of which people are told on the next day.
func (w *weeks) carryOut(c *card) error {
	w.next(c, 20*time.Hour, w.tellFirst)
	return w.move(c, board.Done, map[string]any{})
}

// tellFirst tells those who reported a card; and once a week, of one card, also who sees what it is about, and after two days
// everybody else.
func (w *weeks) tellFirst(c *card) error {
	if c.broad = c.broad || w.now().Sub(w.broadly) > 6*24*time.Hour; !c.broad {
		return w.tells(c, board.Reporters)
	}
	w.broadly = w.now()
	w.next(c, 44*time.Hour, w.tellOthers)
	return w.tells(c, board.Reporters, board.Patients)
}

func (w *weeks) tellOthers(c *card) error {
	return w.tells(c, "staff", "provider", "hit", "leadership")
}

// says notes what somebody who reported a card says of its change, by the link of an announcement or of their receipt. A "no"
// opens the card again at once, with both clocks, and what was told of it is not so any more.
func (w *weeks) says(c *card, ref, fixed string) error {
	c.telling.said[ref] = fixed
	if fixed == "yes" {
		return nil
	}
	w.reopened++
	c.again, c.state = c.again+1, board.Assessing
	c.telling.over, c.telling = w.now(), nil
	w.next(c, 30*time.Hour, w.decide)
	var now boardCard
	if _, err := w.api("GET", "/bumps/"+c.id, nil, &now); err != nil {
		return err
	}
	if now.State != board.Assessing || now.Again != c.again || !now.Opened.Equal(w.now()) || now.AnswerDue == nil || now.ChangeDue == nil {
		w.broken("%s is still broken, %s says: it is %s, opened again %d times, the last time on %s", c.id, ref, now.State, now.Again, now.Opened.In(w.zone))
	}
	return nil
}

// follows has somebody open their receipt and say there whether the change helped.
func (w *weeks) follows(c *card, ref, fixed string) error {
	if c.state != board.Done && c.state != board.Told || w.has(ref, removed, nil) {
		return nil
	}
	status, where, err := w.form("/b/"+c.receipts[ref], url.Values{"fixed": {fixed}})
	if err != nil || status != http.StatusSeeOther {
		return fmt.Errorf("a receipt answers %d %s: %w", status, where, err)
	}
	return w.says(c, ref, fixed)
}

// readsNews does what somebody does who was told something: they say that they have read it, or whether it is fixed.
func (w *weeks) readsNews(at asked, token string) error {
	c, form := at.of.card, url.Values{"read": {"yes"}}
	random := w.chance("fixed", at.ref, at.of.id)
	fixed := ""
	if c.telling == at.of && c.state != board.NotPlanned && slices.Contains(c.reporters, at.ref) {
		if fixed = "yes"; random.IntN(3) == 0 {
			fixed = "no"
		}
		if c.receipts[at.ref] != "" && random.IntN(3) == 0 {
			return w.follows(c, at.ref, fixed)
		}
		form = url.Values{"fixed": {fixed}}
	}
	status, _, err := w.form("/s/"+token, form)
	if err != nil || status != http.StatusSeeOther {
		return err
	}
	w.did(at.ref, answered, at.of)
	if fixed == "" {
		return nil
	}
	return w.says(c, at.ref, fixed)
}
