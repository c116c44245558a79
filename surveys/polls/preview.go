package polls

import (
	"context"
	"slices"
	"strconv"

	"soundings/cohorts"
	"soundings/cohorts/contact"
)

// Preview returns a ballot with what was typed on it so far, and keeps nothing. add names a feature that gets the next free
// place of a ranking, remove one that loses its place; the places behind it move up.
func (s *Service) Preview(ctx context.Context, v Voter, typed Values, add, remove string) (Sheet, error) {
	at, err := s.visit(ctx, v, typed)
	if err != nil {
		return at.sheet, err
	}
	if at.sheet.Status != Asking {
		return at.late(typed), nil
	}
	at.sheet.Typed = typed
	at.offer.take(typed, remove)
	at.offer.put(typed, add)
	return at.sheet, nil
}

// Try returns the ballot of a poll as one of a group would fill it in, whatever state the poll is in, with what is wrong with it where
// it is sent. Nothing is kept.
func (s *Service) Try(ctx context.Context, p Poll, group cohorts.Group, typed Values, send bool) (Sheet, error) {
	offer, err := s.offer(ctx, p)
	if err != nil {
		return Sheet{}, err
	}
	sheet := Sheet{Status: Asking, Poll: p, Group: group, Typed: typed, Seed: s.seed(typed)}
	if group == "" {
		sheet.chooseGroup(typed)
	}
	sheet.show(offer, sheet.Seed)
	if !send {
		offer.take(typed, typed.Get("_remove"))
		offer.put(typed, typed.Get("_add"))
		return sheet, nil
	}
	_, sheet.Errors = offer.decode(sheet.Group, sheet.Sets, typed)
	if sheet.Group == "" {
		sheet.Errors = append(sheet.Errors, bad("group", "error.required"))
	}
	if len(sheet.Errors) == 0 {
		sheet.Status = Done
	}
	return sheet, nil
}

// put gives a feature the place behind all that have one.
func (p Poll) put(v Values, feature string) {
	if !slices.Contains(p.Features, feature) || v.Get("rank."+feature) != "" {
		return
	}
	next := 1
	for _, f := range p.Features {
		if place, err := strconv.Atoi(v.Get("rank." + f)); err == nil {
			next = max(next, place+1)
		}
	}
	v["rank."+feature] = []string{strconv.Itoa(next)}
}

// take takes a feature's place away and closes the gap.
func (p Poll) take(v Values, feature string) {
	place, err := strconv.Atoi(v.Get("rank." + feature))
	if err != nil || !slices.Contains(p.Features, feature) {
		return
	}
	delete(v, "rank."+feature)
	for _, f := range p.Features {
		other, err := strconv.Atoi(v.Get("rank." + f))
		if err == nil && other == place {
			return // somebody else has it: there is no gap
		}
	}
	for _, f := range p.Features {
		if other, err := strconv.Atoi(v.Get("rank." + f)); err == nil && other > place {
			v["rank."+f] = []string{strconv.Itoa(other - 1)}
		}
	}
}

// Turnout returns how many of each group were invited and have voted, as results show it, without counting places: for those who
// may read the ballots, or for others.
func (s *Service) Turnout(ctx context.Context, p Poll, reads bool) ([]GroupResult, error) {
	counts, err := s.Contact.Counts(ctx, contact.ForPoll, p.ID)
	if err != nil {
		return nil, err
	}
	var t Tally
	if reads || p.Secret {
		t, err = s.shown(ctx, p)
	} else {
		t, _, err = s.told(ctx, p)
	}
	if err != nil {
		return nil, err
	}
	cells := p.cells(t)
	hidden := p.withheld(cells)
	all := make([]GroupResult, len(cells))
	for i, c := range cells {
		all[i] = c.result(p, hidden[c.group], counts.Groups[c.group], trusted)
	}
	return all, nil
}

// Asked lists the groups that are asked, in the order in which pages show them.
func (p Poll) Asked() []cohorts.Group { return p.groups() }

// Scale returns the lowest and the highest number that an answer about one feature can be.
func (p Poll) Scale() (low, high int) { return p.scale() }
