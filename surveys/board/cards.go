package board

import (
	"context"
	"fmt"
	"slices"
	"time"

	"soundings/cohorts"
	"soundings/cohorts/base"
)

// mostReports is how many reports of a card are moved at once: with what counts them they fit one write.
const mostReports = 400

// Weigh keeps the alternatives of a card, and which of them is chosen: then the card's adaptation is of its kind and title. It
// returns base.ErrChanged where the card was changed since the version that was seen.
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
	for {
		from, err := s.Bump(ctx, id)
		if err != nil {
			return from, err
		}
		to, err := s.Bump(ctx, into)
		switch {
		case base.IsCode(err, base.NotFound):
			return to, base.InvalidFields(base.Field{Name: "into", Text: base.T("bump.unknown")})
		case err != nil:
			return to, err
		case from.State == Merged || to.State == Merged:
			return to, base.Refuse(base.Conflict, "bump.merged_already")
		}
		moved, err := s.allReports(ctx, id)
		if err != nil {
			return to, err
		}
		there, err := s.allReports(ctx, into)
		if err != nil {
			return to, err
		}
		for i := range moved {
			moved[i].Bump = into
		}
		to.People = people(append(there, moved...))
		if to.Reported.After(from.Reported) {
			to.Reported = from.Reported
		}
		if from.Concern.Waits() && to.Concern.Raised.IsZero() {
			to.Concern = from.Concern
		}
		if worse(from.Severity, to.Severity) {
			to.Severity = from.Severity
		}
		from.State, from.Into, from.People = Merged, into, nil
		err = s.Store.SaveBumps(ctx, "merge", Saved{Bumps: []Bump{from, to}, Reports: moved, Notes: []Note{
			s.note(ctx, id, MergedInto, "", into, ""), s.note(ctx, into, MergedInto, id, "", ""),
		}})
		if base.IsCode(err, base.Conflict) {
			continue
		}
		if err != nil {
			return to, fmt.Errorf("merging bumps: %w", err)
		}
		return s.Bump(ctx, into)
	}
}

// Split puts some reports of a card on a new one, and returns that. At least one stays.
func (s *Service) Split(ctx context.Context, id string, reports []string) (Bump, error) {
	for {
		from, err := s.Bump(ctx, id)
		if err != nil {
			return from, err
		}
		all, err := s.allReports(ctx, id)
		if err != nil {
			return from, err
		}
		var off, stay []Report
		for _, r := range all {
			if slices.Contains(reports, r.ID) {
				off = append(off, r)
			} else {
				stay = append(stay, r)
			}
		}
		if len(off) == 0 || len(stay) == 0 {
			return from, base.InvalidFields(base.Field{Name: "reports", Text: base.T("bump.split_some")})
		}
		n, err := s.Store.BumpNumber(ctx)
		if err != nil {
			return from, fmt.Errorf("numbering a bump: %w", err)
		}
		n.Last++
		fresh := Bump{
			ID: numbered(n), State: New, Severity: from.Severity, Where: from.Where, Reported: off[0].At, Opened: s.now(), People: people(off),
		}
		for i := range off {
			off[i].Bump = fresh.ID
		}
		from.People = people(stay)
		err = s.Store.SaveBumps(ctx, "split", Saved{Number: n, Bumps: []Bump{fresh, from}, Reports: off, Notes: []Note{
			s.note(ctx, fresh.ID, SplitOff, id, "", ""), s.note(ctx, id, SplitOff, "", fresh.ID, ""),
		}})
		if base.IsCode(err, base.Conflict) {
			continue
		}
		if err != nil {
			return from, fmt.Errorf("splitting a bump: %w", err)
		}
		return s.Bump(ctx, fresh.ID)
	}
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

// dayOf returns the day of a moment, as its midnight in UTC.
func dayOf(t time.Time) time.Time { return t.UTC().Truncate(24 * time.Hour) }

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
