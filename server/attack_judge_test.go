package main

import (
	"maps"
	"slices"
	"time"

	"go.mongodb.org/mongo-driver/bson"

	"soundings/server/store/engine"
)

// What the database keeps of an edition, as far as it says which answers are counted. A test knows everything: it reads
// this to hold each shown figure against exactly these answers.
type (
	judgedEdition struct {
		Classes []judgedClass
		Merged  []struct {
			Question string
			Values   []string
			Entries  []judgedEntry
		}
	}
	judgedClass struct {
		Values  []string
		Leaving []judgedEntry
		Units   []struct {
			Question string
			Pool     []judgedEntry
		}
	}
	judgedEntry struct {
		Response  string
		Questions []string
		Told      int // of one that leaves
	}
)

// told returns which answers to a survey count in the editions, by cell and question, as the database says now; nil where
// there are no editions.
func (c *attackClinic) told(s *attackSheet) func(attackCell, string) []*attackAnswer {
	c.t.Helper()
	if s.poll {
		return c.toldBallots(s)
	}
	if s.invited == nil {
		s.invited = c.refsOfInvitations(s.id)
	}
	docs, err := c.server.app.db.Get(c.t.Context(), "editions", s.id)
	if err != nil || docs[0] == nil {
		return nil // no edition was made, or there is no such thing
	}
	var edition judgedEdition
	if err := bson.Unmarshal(docs[0], &edition); err != nil {
		c.t.Fatal(err)
	}
	moments := c.moments(s)
	type shown struct {
		answer   *attackAnswer
		question string
		values   []string // of the cuts in which it counts
	}
	var all []shown
	for id, moment := range moments {
		a := s.answerOf(id)
		for _, q := range s.asked {
			if moment > 0 && q.answered(a) && !edition.classOf(s, a).waits(q.id, id) {
				all = append(all, shown{a, q.id, s.classOf(a)})
			}
		}
	}
	for _, class := range edition.Classes {
		for _, e := range class.gone() {
			for _, question := range e.Questions {
				all = append(all, shown{s.answerOf(e.Response), question, class.Values})
			}
		}
	}
	for _, m := range edition.Merged {
		for _, e := range m.Entries {
			all = append(all, shown{s.answerOf(e.Response), m.Question, m.Values})
		}
	}
	return func(cell attackCell, question string) (on []*attackAnswer) {
		at := slices.Index(s.cuts, cell.by)
		for _, one := range all {
			if one.question == question && (at < 0 || at < len(one.values) && one.values[at] == cell.value) {
				on = append(on, one.answer)
			}
		}
		return on
	}
}

// refsOfInvitations returns who was invited to a survey, by the invitation's id, which is that of the response too.
func (c *attackClinic) refsOfInvitations(survey string) map[string]string {
	refs := map[string]string{}
	c.documents("invitations", func(doc bson.Raw) {
		if doc.Lookup("subject").StringValue() == survey {
			refs[doc.Lookup("_id").StringValue()] = doc.Lookup("ref").StringValue()
		}
	})
	return refs
}

// moments returns at which moment of its class each response was told; 0: not yet.
func (c *attackClinic) moments(s *attackSheet) map[string]int {
	page, err := c.server.app.db.Find(c.t.Context(), engine.Query{Collection: "responses", Index: "survey", Equal: []any{s.id}})
	if err != nil || page.Next != "" {
		c.t.Fatalf("the responses to %s: %v", s.id, err)
	}
	all := map[string]int{}
	for _, raw := range page.Docs {
		var doc struct {
			ID   string `bson:"_id"`
			Told int
		}
		if err := bson.Unmarshal(raw, &doc); err != nil {
			c.t.Fatal(err)
		}
		all[doc.ID] = doc.Told
	}
	return all
}

// answerOf returns the answer that a response is: nobody answers a survey twice.
func (s *attackSheet) answerOf(response string) *attackAnswer {
	ref := s.invited[response]
	n := slices.IndexFunc(s.entries, func(a *attackAnswer) bool { return a.ref == ref })
	return s.entries[n]
}

// classOf returns in which part of each cut an answer is.
func (s *attackSheet) classOf(a *attackAnswer) (values []string) {
	for _, by := range s.cuts {
		for _, cell := range s.cells() {
			if cell.by == by && cell.has(a) {
				values = append(values, cell.value)
			}
		}
	}
	return values
}

// classOf returns the class of an answer: it may end with a group that is no cut.
func (e judgedEdition) classOf(s *attackSheet, a *attackAnswer) (found judgedClass) {
	values := s.classOf(a)
	if !slices.Contains(s.cuts, "group") {
		values = append(values, a.attackPerson.group)
	}
	for _, class := range e.Classes {
		if slices.Equal(class.Values, values) {
			return class
		}
	}
	return found
}

// waits reports whether an answer that was told still waits to be shown of a question.
func (c judgedClass) waits(question, response string) bool {
	for _, u := range c.Units {
		if u.Question == question && slices.ContainsFunc(u.Pool, func(e judgedEntry) bool { return e.Response == response && e.Told == 0 }) {
			return true
		}
	}
	return false
}

// gone returns the answers that were taken out and are still shown, each with the questions of which it is.
func (c judgedClass) gone() (all []judgedEntry) {
	all = slices.Clone(c.Leaving)
	for _, u := range c.Units {
		for _, e := range u.Pool {
			if e.Told > 0 && u.Question != "" {
				all = append(all, judgedEntry{Response: e.Response, Questions: []string{u.Question}})
			}
		}
	}
	return all
}

// judgedWaiting is somebody of whom something is in that no edition of a poll shows yet.
type judgedWaiting struct{ Told, Newest string }

// toldBallots returns which ballots of a named poll count in its editions: all that count, without what waits and with what
// that takes the place of.
func (c *attackClinic) toldBallots(s *attackSheet) func(attackCell, string) []*attackAnswer {
	c.t.Helper()
	waits, err := c.server.app.db.Find(c.t.Context(), engine.Query{Collection: "poll_editions", Index: "poll", Equal: []any{s.id}})
	if err != nil || s.secret {
		return nil // there are no editions of polls, or none of this one
	}
	told := maps.Clone(s.latest)
	ballots := c.ballots(s)
	for _, raw := range waits.Docs {
		var w judgedWaiting
		if err := bson.Unmarshal(raw, &w); err != nil {
			c.t.Fatal(err)
		}
		if a := ballots[w.Newest]; a != nil {
			delete(told, a.ref)
		}
		if a := ballots[w.Told]; a != nil {
			told[a.ref] = a
		}
	}
	return func(cell attackCell, _ string) (on []*attackAnswer) {
		for _, ref := range slices.Sorted(maps.Keys(told)) {
			if cell.has(told[ref]) {
				on = append(on, told[ref])
			}
		}
		return on
	}
}

// ballots returns which answer each ballot of a named poll is, by its id: those of one person are in the order in which
// they came.
func (c *attackClinic) ballots(s *attackSheet) map[string]*attackAnswer {
	c.t.Helper()
	page, err := c.server.app.db.Find(c.t.Context(), engine.Query{Collection: "ballots", Index: "poll", Equal: []any{s.id}})
	if err != nil || page.Next != "" {
		c.t.Fatalf("the ballots of %s: %v", s.id, err)
	}
	type ballot struct {
		ID            string `bson:"_id"`
		Ref, Practice string
		At            time.Time
	}
	by := map[string][]ballot{}
	for _, raw := range page.Docs {
		var b ballot
		if err := bson.Unmarshal(raw, &b); err != nil {
			c.t.Fatal(err)
		}
		by[b.Ref+b.Practice] = append(by[b.Ref+b.Practice], b)
	}
	all, nth := map[string]*attackAnswer{}, map[string]int{}
	for _, a := range s.entries {
		who := a.ref
		if a.attackPerson.group == "practice" {
			who = c.server.app.Contact.Links.Hash("poll practice\x00" + s.id + "\x00" + a.ref)
		}
		mine := by[who]
		slices.SortFunc(mine, func(a, b ballot) int { return a.At.Compare(b.At) })
		if nth[who] < len(mine) {
			all[mine[nth[who]].ID] = a
		}
		nth[who]++
	}
	return all
}
