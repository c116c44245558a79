package contact

import (
	"context"
	"fmt"
	"slices"

	"soundings/cohorts"
	"soundings/cohorts/base"
)

// Standing is how the participant of an invitation stands to the cohort as whose member they are asked.
type Standing string

// The standings: only who takes part may answer.
const (
	TakesPart Standing = "takes_part" // or no membership is needed
	NotIn     Standing = "not_in"     // they have not agreed
	HasLeft   Standing = "left"       // and whatever was sent before asks nothing any more
	IsOver    Standing = "over"       // the beta has ended
)

var standings = map[cohorts.State]Standing{
	cohorts.Agreed: TakesPart, cohorts.Withdrawn: HasLeft, cohorts.Graduated: IsOver,
}

// Standing returns how the participant of an invitation stands to the cohort as whose member they are asked.
func (s *Service) Standing(ctx context.Context, i Invitation) (Standing, error) {
	switch {
	case i.Cohort == "" && i.Kind == ForAnnouncement: // who reported something before they said whether they take part
		all, err := s.Cohorts.MembershipsOf(ctx, i.Ref)
		if err == nil && cohorts.HaveLeft(all) {
			return HasLeft, nil
		}
		return TakesPart, err
	case i.Cohort == "":
		return TakesPart, nil
	}
	m, err := s.Cohorts.Membership(ctx, i.Cohort, i.Ref)
	switch standing, ok := standings[m.State]; {
	case base.IsCode(err, base.NotFound):
		return NotIn, nil
	case err != nil || !ok:
		return NotIn, err
	default:
		return standing, nil
	}
}

// StillMembers leaves out the invitations of people who were asked as members of a cohort and are none any more.
func (s *Service) StillMembers(ctx context.Context, all []Invitation) ([]Invitation, error) {
	refs := map[string][]string{} // by cohort
	for _, i := range all {
		if i.Cohort != "" {
			refs[i.Cohort] = append(refs[i.Cohort], i.Ref)
		}
	}
	agreed := map[string]bool{} // cohort/ref
	for cohort, some := range refs {
		for chunk := range slices.Chunk(some, cohorts.MaxChunk) {
			members, err := s.Cohorts.Store.Memberships(ctx, cohort, chunk...)
			if err != nil {
				return nil, fmt.Errorf("reading memberships: %w", err)
			}
			for _, m := range members {
				agreed[cohort+"/"+m.Ref] = m.State == cohorts.Agreed
			}
		}
	}
	return slices.DeleteFunc(all, func(i Invitation) bool { return i.Cohort != "" && !agreed[i.Cohort+"/"+i.Ref] }), nil
}
