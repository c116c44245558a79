package board

import (
	"context"
	"fmt"
	"slices"

	"soundings/cohorts"
	"soundings/cohorts/base"
)

// mostReports is how many reports of a card are moved at once: with what counts them they fit one write.
const mostReports = 400

// Weigh keeps the alternatives of a card, and which of them is chosen. It returns base.ErrChanged where the card was changed since
// the version that was seen.
func (s *Service) Weigh(ctx context.Context, id string, version int64, all []Alternative) (Bump, error) {
	if err := s.checkAlternatives(all); err != nil {
		return Bump{}, err
	}
	return s.revise(ctx, id, "weigh", func(b *Bump) ([]Note, error) {
		if version != 0 && b.Version != version {
			return nil, base.ErrChanged
		}
		b.Alternatives = all
		return []Note{s.note(ctx, id, Weighed, "", fmt.Sprint(len(all)), "")}, nil
	})
}

// checkAlternatives tidies alternatives, gives new ones their ids, and returns Invalid with every field that is wrong.
func (s *Service) checkAlternatives(all []Alternative) error {
	if len(all) > MaxAlternatives {
		return base.InvalidFields(base.Field{Name: "alternatives", Text: base.T("error.max_items", "Limit", MaxAlternatives)})
	}
	var failed []error
	chosen := 0
	for i := range all {
		a := &all[i]
		for _, text := range []*string{&a.Title, &a.Effort, &a.Reach, &a.Risk, &a.Decides} {
			*text = base.OneLine(*text)
		}
		if a.ID == "" {
			a.ID = base.NewID(s.Rand)
		}
		if a.Chosen {
			chosen++
		}
		failed = append(failed, prefixed(fmt.Sprintf("alternatives[%d].", i), base.Check(*a)))
	}
	if chosen > 1 {
		failed = append(failed, base.InvalidFields(base.Field{Name: "alternatives", Text: base.T("bump.one_chosen")}))
	}
	return base.Together(failed...)
}

// Merge puts a card's reports on another one and returns that. Who reported both is one person there. The card that is left says
// where its reports are.
func (s *Service) Merge(ctx context.Context, id, into string) (Bump, error) {
	if id == into {
		return Bump{}, base.InvalidFields(base.Field{Name: "into", Text: base.T("bump.merge_itself")})
	}
	_, err := base.Revise(func() (pair, error) { return s.pair(ctx, id, into) }, func(p *pair) error {
		if p.from.State == Merged || p.to.State == Merged {
			return base.Refuse(base.Conflict, "bump.merged_already")
		}
		for i := range p.moved {
			p.moved[i].Bump = into
		}
		p.to.People = people(append(p.there, p.moved...))
		if p.to.Reported.After(p.from.Reported) {
			p.to.Reported = p.from.Reported
		}
		if p.from.Concern.Waits() && p.to.Concern.Raised.IsZero() {
			p.to.Concern = p.from.Concern
		}
		if worse(p.from.Severity, p.to.Severity) {
			p.to.Severity = p.from.Severity
		}
		p.from.State, p.from.Into, p.from.People = Merged, into, nil
		return nil
	}, func(p pair) error {
		err := s.Store.SaveBumps(ctx, "merge", Saved{Bumps: []Bump{p.from, p.to}, Reports: p.moved, Notes: []Note{
			s.note(ctx, id, MergedInto, "", into, ""), s.note(ctx, into, MergedInto, id, "", ""),
		}})
		if err != nil {
			return fmt.Errorf("merging bumps: %w", err)
		}
		return nil
	})
	if err != nil {
		return Bump{}, err
	}
	return s.Bump(ctx, into)
}

// pair is two cards of which one goes into the other, with the reports of both.
type pair struct {
	from, to     Bump
	moved, there []Report
}

// pair returns two cards with their reports: NotFound where the first is not there, Invalid where the second is not.
func (s *Service) pair(ctx context.Context, from, into string) (p pair, err error) {
	if p.from, err = s.Bump(ctx, from); err != nil {
		return p, err
	}
	p.to, err = s.Bump(ctx, into)
	switch {
	case base.IsCode(err, base.NotFound):
		return p, base.InvalidFields(base.Field{Name: "into", Text: base.T("bump.unknown")})
	case err != nil:
		return p, err
	}
	if p.moved, err = s.allReports(ctx, from); err != nil {
		return p, err
	}
	p.there, err = s.allReports(ctx, into)
	return p, err
}

// Split puts some reports of a card on a new one, and returns that. At least one stays.
func (s *Service) Split(ctx context.Context, id string, reports []string) (Bump, error) {
	p, err := base.Revise(func() (p parting, err error) {
		if p.from, err = s.Bump(ctx, id); err != nil {
			return p, err
		}
		if p.stay, err = s.allReports(ctx, id); err != nil {
			return p, err
		}
		p.number, err = s.nextNumber(ctx)
		return p, err
	}, func(p *parting) error {
		var off, stay []Report
		for _, r := range p.stay {
			if slices.Contains(reports, r.ID) {
				r.Bump = numbered(p.number)
				off = append(off, r)
			} else {
				stay = append(stay, r)
			}
		}
		if len(off) == 0 || len(stay) == 0 {
			return base.InvalidFields(base.Field{Name: "reports", Text: base.T("bump.split_some")})
		}
		p.off, p.stay, p.from.People = off, stay, people(stay)
		p.fresh = Bump{
			ID: numbered(p.number), State: New, Severity: p.from.Severity, Where: p.from.Where, Reported: off[0].At, Opened: s.now(), People: people(off),
		}
		return nil
	}, func(p parting) error {
		err := s.Store.SaveBumps(ctx, "split", Saved{Number: p.number, Bumps: []Bump{p.fresh, p.from}, Reports: p.off, Notes: []Note{
			s.note(ctx, p.fresh.ID, SplitOff, id, "", ""), s.note(ctx, id, SplitOff, "", p.fresh.ID, ""),
		}})
		if err != nil {
			return fmt.Errorf("splitting a bump: %w", err)
		}
		return nil
	})
	if err != nil {
		return p.from, err
	}
	return s.Bump(ctx, p.fresh.ID)
}

// parting is a card of which some reports go to a new one.
type parting struct {
	from, fresh Bump
	stay, off   []Report
	number      Number
}

// nextNumber returns the number that the next card has.
func (s *Service) nextNumber(ctx context.Context) (Number, error) {
	n, err := s.Store.BumpNumber(ctx)
	if err != nil {
		return n, fmt.Errorf("numbering a bump: %w", err)
	}
	n.Last++
	return n, nil
}

// allReports returns every report of a card, or TooLarge where they are more than can be moved at once.
func (s *Service) allReports(ctx context.Context, bump string) ([]Report, error) {
	page, err := s.Reports(ctx, bump, "", mostReports)
	if err == nil && page.Next != "" {
		err = base.Refuse(base.TooLarge, "bump.too_many_reports")
	}
	return page.Items, err
}

// people returns how many people of each group have written reports. Who is not known counts each time.
func people(reports []Report) map[cohorts.Group]int {
	n, seen := map[cohorts.Group]int{}, map[string]bool{}
	for _, r := range reports {
		if r.Ref != "" && seen[r.Ref] {
			continue
		}
		seen[r.Ref] = true
		n[r.Group]++
	}
	return n
}

// worse reports whether one severity is worse than another.
func worse(a, b Severity) bool {
	rank := func(s Severity) int {
		if i := slices.Index(Severities(), s); i >= 0 {
			return i
		}
		return len(Severities())
	}
	return rank(a) < rank(b)
}

// numbered returns the id of a card.
func numbered(n Number) string { return fmt.Sprintf("B-%d", n.Last) }

// revise changes a card and keeps it with the notes of the change; again when somebody else was quicker.
func (s *Service) revise(ctx context.Context, id, act string, change func(*Bump) ([]Note, error)) (Bump, error) {
	var notes []Note
	b, err := base.Revise(func() (Bump, error) { return s.Bump(ctx, id) }, func(b *Bump) (err error) {
		notes, err = change(b)
		return err
	}, func(b Bump) error {
		if len(notes) == 0 {
			return nil
		}
		if err := s.Store.SaveBumps(ctx, act, Saved{Bumps: []Bump{b}, Notes: notes}); err != nil {
			return fmt.Errorf("keeping a bump: %w", err)
		}
		return nil
	})
	if err != nil {
		return b, err
	}
	return s.Bump(ctx, id)
}
