package contact

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"soundings/cohorts"
	"soundings/cohorts/base"
)

// againCursor begins the cursors of pages of people who are asked again. They come after those who are asked for the first
// time.
const againCursor = "again/"

// Unanswered returns a page of the consent invitations to a cohort that are not answered: first of people who were asked
// for the first time, then of those who are asked again for another wording.
func (s *Service) Unanswered(ctx context.Context, cohort, after string, limit int) (base.Page[Invitation], error) {
	c, err := s.Cohorts.Cohort(ctx, cohort)
	if err != nil || c.Over() {
		return base.Page[Invitation]{}, err
	}
	rest, again := strings.CutPrefix(after, againCursor)
	if again {
		return silent{s}.unansweredAgain(ctx, c, rest, limit)
	}
	page, err := silent{s}.unansweredIn(ctx, cohorts.MembershipQuery{Cohort: cohort, State: cohorts.Invited, After: after, Limit: limit}, nil)
	if err != nil || page.Next != "" || c.AskAgain == 0 {
		return page, err
	}
	more, err := silent{s}.unansweredAgain(ctx, c, "", limit)
	return base.Page[Invitation]{Items: append(page.Items, more.Items...), Next: more.Next}, err
}

// silent finds those who were asked for consent and have not said anything.
type silent struct{ *Service }

// unansweredAgain returns a page of the invitations of members who agreed to an older wording. It reads on when a page of
// members has none of them, so that only the last page can be empty.
func (s silent) unansweredAgain(ctx context.Context, c cohorts.Cohort, after string, limit int) (base.Page[Invitation], error) {
	old := func(m cohorts.Membership) bool { return m.AskedAgain(c) }
	q := cohorts.MembershipQuery{Cohort: c.ID, State: cohorts.Agreed, After: after, Limit: limit}
	for {
		page, err := s.unansweredIn(ctx, q, old)
		if err != nil || page.Next == "" {
			return page, err
		}
		if q.After = page.Next; len(page.Items) > 0 {
			page.Next = againCursor + page.Next
			return page, nil
		}
	}
}

// unansweredIn returns the consent invitations of a page of members; with meant, only of those members that it accepts.
func (s silent) unansweredIn(ctx context.Context, q cohorts.MembershipQuery, meant func(cohorts.Membership) bool) (base.Page[Invitation], error) {
	members, err := s.Cohorts.Members(ctx, q)
	if err != nil {
		return base.Page[Invitation]{}, err
	}
	if meant != nil {
		members.Items = slices.DeleteFunc(members.Items, func(m cohorts.Membership) bool { return !meant(m) })
	}
	people, err := s.Cohorts.People(ctx, refsOf(members.Items)...)
	if err != nil {
		return base.Page[Invitation]{}, err
	}
	ids := make([]string, len(members.Items))
	for i, m := range members.Items {
		ids[i] = s.Links.ID(ForConsent, q.Cohort, Asked{Ref: m.Ref, Proxy: people[m.Ref].Proxy}.who())
	}
	found, err := s.kept(ctx, ids)
	return base.Page[Invitation]{Items: found, Next: members.Next}, err
}

// kept returns the invitations with these ids. Unknown ids are left out.
func (s silent) kept(ctx context.Context, ids []string) ([]Invitation, error) {
	var all []Invitation
	for chunk := range slices.Chunk(ids, cohorts.MaxChunk) {
		found, err := s.Store.Invitations(ctx, chunk...)
		if err != nil {
			return nil, fmt.Errorf("reading invitations: %w", err)
		}
		all = append(all, slices.DeleteFunc(found, func(i Invitation) bool { return i.Version == 0 })...)
	}
	return all, nil
}
