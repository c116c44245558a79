package cohorts

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"
	"strings"

	"soundings/cohorts/base"
)

// Selection is the result of selecting members.
type Selection struct {
	Selected int // new members; those who were one already are not counted again
	Waiting  int // people newly on the waiting list
	Seed     string
	Strata   []Stratum
}

// Overflow says what happens to people for whom a cohort has no room.
type Overflow bool

// The choices: the whole list is refused, or those who do not fit go on the waiting list.
const (
	RefuseOverflow Overflow = false
	QueueOverflow  Overflow = true
)

// Select makes the participants with these refs members of a cohort. It refuses the whole list when one of them is unknown
// or in another beta, or when the cohort has no room for all and overflow says so.
func (s *Service) Select(ctx context.Context, cohort string, refs []string, overflow Overflow) (Selection, error) {
	if len(refs) == 0 {
		_, err := s.openCohort(ctx, cohort)
		return Selection{}, cmp.Or(err, base.InvalidFields(base.Field{Name: "refs", Text: base.T("error.required")}))
	}
	refs = slices.Clone(refs)
	slices.Sort(refs)
	refs = slices.Compact(refs)
	return untilUnchanged(func() (Selection, error) { return s.selectRefs(ctx, cohort, refs, overflow) })
}

// untilUnchanged selects anew as long as another selection was quicker, and returns what all tries selected together.
func untilUnchanged(attempt func() (Selection, error)) (Selection, error) {
	selected := 0
	for {
		selection, err := attempt()
		selected += selection.Selected
		if selection.Selected = selected; !errors.Is(err, base.ErrChanged) {
			return selection, err
		}
	}
}

func (s *Service) selectRefs(ctx context.Context, cohort string, refs []string, overflow Overflow) (Selection, error) {
	c, err := s.openCohort(ctx, cohort)
	if err != nil {
		return Selection{}, err
	}
	fresh, err := s.newMembers(ctx, c, refs)
	if err != nil {
		return Selection{}, err
	}
	room, err := s.room(ctx, c)
	if err != nil {
		return Selection{}, err
	}
	var waiting []Waiter
	if len(fresh) > room {
		if overflow == RefuseOverflow {
			return Selection{}, base.InvalidFields(base.Field{Name: "refs", Text: base.T("cohort.full", "Count", room, "Asked", len(fresh))})
		}
		for _, step := range fresh[room:] {
			waiting = append(waiting, Waiter{Cohort: c.ID, Ref: step.Membership.Ref, Group: step.Membership.Group, Rank: step.Membership.Ref, Since: s.Now()})
		}
		fresh = fresh[:room]
	}
	selected, err := s.saveSelection(ctx, c, fresh, waiting, nil)
	return Selection{Selected: selected, Waiting: len(waiting)}, err
}

// Draw selects members by a rule and by lot, and keeps a record of how it was done. The record is saved with the first
// members: a draw that stops half way can be told from the record, and drawing again does not select anybody twice. From
// the second draw of a cohort on, the reason to draw again has to be given, and is kept.
func (s *Service) Draw(ctx context.Context, cohort string, r DrawRule, reason string) (Selection, error) {
	for {
		selection, err := s.draw(ctx, cohort, r, strings.TrimSpace(reason))
		if !errors.Is(err, base.ErrChanged) || selection.Selected > 0 {
			return selection, err
		}
	}
}

func (s *Service) draw(ctx context.Context, cohort string, r DrawRule, reason string) (Selection, error) {
	c, err := s.openCohort(ctx, cohort)
	if err != nil {
		return Selection{}, err
	}
	names, err := s.AttributeNames(ctx)
	if err != nil {
		return Selection{}, err
	}
	before, err := s.Draws(ctx, c.ID)
	if err != nil {
		return Selection{}, err
	}
	room, err := s.room(ctx, c)
	if err != nil {
		return Selection{}, err
	}
	if err := base.Together(base.Besides(r.check(names), fits(r.Size, room)), checkReason(reason, len(before) > 0)); err != nil {
		return Selection{}, err
	}
	strata, could, err := s.strataOf(ctx, c, r, room)
	if err != nil {
		return Selection{}, err
	}
	draw := Draw{
		ID: base.NewOrderedID(s.Now(), s.Rand), Cohort: c.ID, Rule: r, Reason: reason, Candidates: freeze(strata, could), Seed: base.NewID(s.Rand),
		At: s.Now(), By: base.ActorFrom(ctx),
	}
	castLots(draw.Seed, could)
	fresh, waiting := s.drawn(ctx, c.ID, r, strata, could)
	draw.Strata = strata
	selected, err := s.saveSelection(ctx, c, fresh, waiting, &draw)
	return Selection{Selected: selected, Waiting: len(waiting), Seed: draw.Seed, Strata: strata}, err
}

// fits returns nil, or an Invalid error where so many members are to be drawn that there is no room for all.
func fits(size, room int) error {
	if size <= room {
		return nil
	}
	return base.InvalidFields(base.Field{Name: "size", Text: base.T("cohort.full", "Count", room, "Asked", size)})
}

// checkReason returns nil, or an Invalid error where members are drawn again and nobody says why.
func checkReason(reason string, again bool) error {
	if again && reason == "" {
		return base.InvalidFields(base.Field{Name: "reason", Text: base.T("select.reason")})
	}
	return base.InvalidFields(base.TooLong("reason", reason, maxReason)...)
}

// maxReason is how many characters a reason has at most.
const maxReason = 500

// strataOf returns the strata of a draw with the places of each, and the people who can be drawn. It returns
// Invalid when the cohort has too little room or the population too few people.
func (s *Service) strataOf(ctx context.Context, c Cohort, r DrawRule, room int) ([]Stratum, []candidate, error) {
	taken, err := s.taken(ctx, c)
	if err != nil {
		return nil, nil, err
	}
	strata, could, err := s.population(ctx, r, taken)
	if err != nil {
		return nil, nil, err
	}
	size := r.Size
	if size == 0 {
		size = len(could)
	}
	if size > len(could) {
		return nil, nil, base.InvalidFields(base.Field{Name: "size", Text: base.T("select.too_few", "Count", len(could))})
	}
	if err := fits(size, room); err != nil {
		return nil, nil, err
	}
	share(strata, size)
	return strata, could, nil
}

// drawn returns the first candidates of each stratum as new members, and those after them for the waiting list. It counts
// both in strata.
func (s *Service) drawn(ctx context.Context, cohort string, r DrawRule, strata []Stratum, could []candidate) ([]Transition, []Waiter) {
	var fresh []Transition
	var waiting []Waiter
	for _, one := range could {
		in := &strata[one.stratum]
		switch {
		case in.Selected < in.Wanted:
			in.Selected++
			fresh = append(fresh, s.transition(ctx, Membership{Cohort: cohort, Ref: one.ref, Group: one.group, Stratum: in.Name}, Selected))
		case in.Waiting < reserves(in.Wanted, r.Refusals):
			in.Waiting++
			waiting = append(waiting, Waiter{cohort, one.ref, one.group, in.Name, one.rank, s.Now(), 0})
		}
	}
	return fresh, waiting
}

// saveSelection keeps new members of c, with the draw that selected them if there is one, then the waiting list, and
// returns how many it selected. It returns ErrChanged where another selection has come between: its caller counted room
// and looked at betas that are not so any more.
func (s *Service) saveSelection(ctx context.Context, c Cohort, fresh []Transition, waiting []Waiter, d *Draw) (selected int, err error) {
	others, err := s.otherBetas(ctx, c)
	if err != nil {
		return 0, err
	}
	for chunk := range chunks(fresh, d != nil) {
		people, err := others.stillFree(ctx, chunk)
		if err != nil {
			return selected, err
		}
		if err := s.Store.SelectMembers(ctx, c, people, chunk, d); err != nil {
			return selected, fmt.Errorf("keeping the selected members: %w", err)
		}
		selected += len(chunk)
		c.Version, d = c.Version+1, nil
	}
	for chunk := range slices.Chunk(waiting, MaxChunk) {
		if err := s.Store.SaveWaiting(ctx, chunk); err != nil {
			return selected, fmt.Errorf("keeping the waiting list: %w", err)
		}
	}
	return selected, nil
}

// chunks returns fresh in chunks of at most MaxChunk, and one empty chunk for nobody where even that has to be kept.
func chunks(fresh []Transition, evenNone bool) iter.Seq[[]Transition] {
	if len(fresh) == 0 && evenNone {
		return slices.Values([][]Transition{nil})
	}
	return slices.Chunk(fresh, MaxChunk)
}

// stillFree returns the people of new memberships as they are now, or ErrChanged when one of them has come to have a place
// one of these betas. Whoever selects one of them from now on changes their Version.
func (b betas) stillFree(ctx context.Context, chunk []Transition) ([]Participant, error) {
	refs := make([]string, len(chunk))
	for i, t := range chunk {
		refs[i] = t.Membership.Ref
	}
	people, err := b.store.Participants(ctx, refs...)
	if err != nil {
		return nil, fmt.Errorf("reading participants: %w", err)
	}
	places, err := b.placesOf(ctx, refs)
	if err == nil && len(places) > 0 {
		err = base.ErrChanged
	}
	return people, err
}

// Draws returns the draws of a cohort, the latest first.
func (s *Service) Draws(ctx context.Context, cohort string) ([]Draw, error) {
	all, err := s.Store.Draws(ctx, cohort)
	if err != nil {
		return nil, fmt.Errorf("reading draws: %w", err)
	}
	return all, nil
}

// newMembers returns the first transition of everybody on the list who is not a member yet. It returns Invalid with a
// field for each person who cannot become one, at most maxFields of them.
func (s *Service) newMembers(ctx context.Context, c Cohort, refs []string) ([]Transition, error) {
	others, err := s.otherBetas(ctx, c)
	if err != nil {
		return nil, err
	}
	var fresh []Transition
	var bad []base.Field
	for chunk := range slices.Chunk(refs, MaxChunk) {
		people, err := s.Store.Participants(ctx, chunk...)
		if err != nil {
			return nil, fmt.Errorf("reading participants: %w", err)
		}
		members, err := s.Store.Memberships(ctx, c.ID, chunk...)
		if err != nil {
			return nil, fmt.Errorf("reading memberships: %w", err)
		}
		elsewhere, err := others.placesOf(ctx, chunk)
		if err != nil {
			return nil, err
		}
		for i, p := range people {
			switch {
			case p.Version == 0:
				bad = append(bad, base.Field{Name: "refs", Text: base.T("participant.unknown", "Ref", chunk[i])})
			case members[i].Version > 0:
			case elsewhere[p.Ref] != "":
				bad = append(bad, base.Field{Name: "refs", Text: base.T("participant.elsewhere", "Ref", p.Ref, "Cohort", elsewhere[p.Ref])})
			case !p.MayBeAsked():
				bad = append(bad, base.Field{Name: "refs", Text: base.T("participant.minor", "Ref", p.Ref)})
			default:
				fresh = append(fresh, s.transition(ctx, Membership{Cohort: c.ID, Ref: p.Ref, Group: p.Group}, Selected))
			}
		}
	}
	return fresh, base.InvalidFields(bad[:min(len(bad), maxFields)]...)
}

// maxFields is how many bad items one refusal names at most.
const maxFields = 100
