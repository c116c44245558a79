package surveys

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"soundings/cohorts"
	"soundings/cohorts/base"
	"soundings/surveys/disclosure"
)

// A page of responses that wait is read at once; when so many are told, they are kept before more are looked at.
const (
	waitingPage = 500
	toldAtOnce  = 250
)

// Told is the moment of its class at which a response was told; 0: it waits.
type Told struct {
	ID     string
	Moment int
}

// MakeEditions makes the edition of every published survey for which enough has come or gone.
func (s *Service) MakeEditions(ctx context.Context) error {
	all, err := s.Surveys(ctx)
	if err != nil {
		return err
	}
	for _, v := range all {
		if v.Anonymous {
			continue // its edition is what it adds up to once it is closed
		}
		if _, err := s.edition(ctx, v); err != nil {
			return err
		}
	}
	return nil
}

// edition returns the edition of a survey, made anew if enough has come or gone. Any number of makers may be at it at once:
// the edition's version lets one of them through.
func (s *Service) edition(ctx context.Context, v Survey) (Edition, error) {
	for {
		e, err := s.Store.Edition(ctx, v.ID)
		if err != nil || e.Last || v.State == Draft {
			return e, wrapped("reading an edition", err)
		}
		m := making{Service: s, survey: v, edition: &e}
		changed, err := m.next(ctx)
		if err != nil || !changed {
			return e, err
		}
		if err := s.Store.SaveEdition(ctx, e, m.told); err != nil && !base.IsCode(err, base.Conflict) {
			return e, fmt.Errorf("keeping an edition: %w", err)
		}
	}
}

func wrapped(doing string, err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("%s: %w", doing, err)
}

// making makes one change of an edition.
type making struct {
	*Service
	survey  Survey
	edition *Edition
	told    []Told
	changed bool
	bounds  disclosure.Bounds
	clinic  cohorts.Clinic
	piles   map[string]*pile
	known   map[string]Response      // of those that come or are in pools
	renewed map[string]map[Part]bool // by unit, what shows something else now
	before  map[Part]*Counts         // what the edition counted before
}

// pile is the responses of one class that wait.
type pile struct {
	class  *disclosure.Class
	coming []disclosure.Entry
}

// next makes the next change that one write can hold. It reports false where there is none.
func (m *making) next(ctx context.Context) (bool, error) {
	clinic, err := m.Cohorts.Clinic(ctx)
	if err != nil {
		return false, err
	}
	m.clinic, m.bounds = clinic, m.survey.boundsIn(clinic)
	if marked, err := m.mark(ctx); marked || err != nil {
		return marked, err
	}
	if told, err := m.tell(ctx); told || err != nil {
		return told, err
	}
	if m.survey.State != Closed {
		return false, nil
	}
	return true, m.close(ctx)
}

// mark marks a page of the responses that came before there were editions as waiting. It reports whether that is to be kept.
func (m *making) mark(ctx context.Context) (bool, error) {
	for e := m.edition; !e.Marked; {
		page, next, err := m.Store.Responses(ctx, m.survey.ID, e.MarkedTo, toldAtOnce)
		if err != nil {
			return false, fmt.Errorf("reading responses: %w", err)
		}
		for _, r := range page {
			if !r.Waiting && r.Told == 0 {
				m.told = append(m.told, Told{r.ID, 0})
			}
		}
		e.MarkedTo, e.Marked = next, next == ""
		if len(m.told) > 0 {
			return true, nil
		}
	}
	return false, nil
}

// tell tells the classes of which enough people wait. It reports false where there is none.
func (m *making) tell(ctx context.Context) (bool, error) {
	m.piles, m.known = map[string]*pile{}, map[string]Response{}
	for _, c := range m.edition.Classes {
		m.pile(c.Values)
	}
	for after := ""; ; {
		page, next, err := m.Store.WaitingResponses(ctx, m.survey.ID, after, waitingPage)
		if err != nil {
			return false, fmt.Errorf("reading responses that wait: %w", err)
		}
		for _, r := range page {
			p := m.pile(m.survey.class(r))
			p.coming = append(p.coming, m.survey.entry(r))
			m.known[r.ID] = r
		}
		if told, err := m.renew(ctx); told || err != nil {
			return told, err
		}
		if after = next; after == "" {
			return false, nil
		}
	}
}

// pile returns the pile of a class. Of a class of which nobody was told there is only a pile.
func (m *making) pile(values []string) *pile {
	key := strings.Join(values, "\x00")
	p := m.piles[key]
	if p == nil {
		c, _ := m.edition.find(values)
		p = &pile{class: c}
		m.piles[key] = p
	}
	return p
}

// renew tells what may be told of the piles, as much as one write can hold.
func (m *making) renew(ctx context.Context) (bool, error) {
	e := m.edition
	for _, key := range slices.Sorted(maps.Keys(m.piles)) {
		p := m.piles[key]
		if err := m.know(ctx, p.class.Pools()); err != nil {
			return false, err
		}
		b := p.class.Renew(p.coming[:min(len(p.coming), waitingPage)], m.bound(p.class), m.open)
		if b.Moment == 0 {
			continue
		}
		if !slices.Contains(e.Classes, p.class) {
			e.Classes = append(e.Classes, p.class)
		}
		for unit, entries := range b.Shown {
			if !m.open(unit, entries) { // however many: what they come to is told no more
				m.withdraw(unit)
			}
			if err := m.show(ctx, p.class.Values, unit, entries); err != nil {
				return false, err
			}
		}
		for _, entry := range b.Told {
			if entry.Told == 0 {
				m.told = append(m.told, Told{entry.ID, b.Moment})
			}
		}
		m.changed = true
		if len(m.told) >= toldAtOnce {
			break
		}
	}
	maps.DeleteFunc(e.Gone, func(id string, r Response) bool { return !e.class(m.survey.class(r)).Pending(id) })
	if m.changed {
		m.finish()
	}
	return m.changed, nil
}

// finish numbers the edition, and keeps its scores as those of the day.
func (m *making) finish() {
	e := m.edition
	e.Number++
	e.Made = m.Now()
	m.word()
	var notes []Withheld
	cells := e.cells(m.survey, "", m.bounds)
	past := PastScores{m.clinic.DayOf(e.Made), m.survey.figures(cells, cells[0], &notes)[0].Scores}
	if n := len(e.Past); n > 0 && e.Past[n-1].Day == past.Day {
		e.Past = e.Past[:n-1]
	}
	if len(past.Scores) > 0 {
		e.Past = append(e.Past, past)
	}
}

// close makes the last edition: what still waits is put together with others until they are enough.
func (m *making) close(ctx context.Context) error {
	var waiting []disclosure.Waiting
	for _, key := range slices.Sorted(maps.Keys(m.piles)) {
		p := m.piles[key]
		waiting = append(waiting, disclosure.Waiting{Class: p.class, Coming: p.coming, Bound: m.bound(p.class)})
	}
	m.edition.Merged = disclosure.Close(waiting, m.open)
	for _, merged := range m.edition.Merged {
		if err := m.show(ctx, merged.Values, merged.Unit, merged.Entries); err != nil {
			return err
		}
	}
	m.edition.Last = true
	m.finish()
	return nil
}

// bound returns the fewest people of a class who are told together.
func (m *making) bound(c *disclosure.Class) int { return m.bounds.Of(m.survey.group(c.Values)) }

// show adds one unit of some entries to the parts that these values name, and takes it out of those who leave.
func (m *making) show(ctx context.Context, values []string, unit string, entries []disclosure.Entry) error {
	if err := m.know(ctx, entries); err != nil {
		return err
	}
	m.touch(unit, values)
	m.narrow(unit, values, entries)
	for _, entry := range entries {
		sign := 1
		if entry.Told > 0 {
			sign = -1
		}
		m.edition.show(m.survey, values, unit, m.response(entry), sign)
	}
	return nil
}

// know reads the responses again that entries are of.
func (m *making) know(ctx context.Context, entries []disclosure.Entry) error {
	var missing []string
	for _, entry := range entries {
		if _, ok := m.known[entry.ID]; !ok && entry.Told == 0 {
			missing = append(missing, entry.ID)
		}
	}
	found, err := m.Store.ResponsesByID(ctx, missing...)
	if err != nil {
		return fmt.Errorf("reading responses again: %w", err)
	}
	for _, r := range found {
		m.known[r.ID] = r
	}
	return nil
}

// response returns the response that an entry is of.
func (m *making) response(entry disclosure.Entry) Response {
	if entry.Told > 0 {
		return m.edition.Gone[entry.ID]
	}
	return m.known[entry.ID]
}
