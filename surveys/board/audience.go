package board

import (
	"context"
	"slices"

	"soundings/cohorts"
	"soundings/cohorts/base"
	"soundings/cohorts/contact"
	"soundings/cohorts/rollout"
)

// people returns who of some audiences was not told yet, each in the first of them that has them.
func (s Announcing) people(ctx context.Context, m matter, a Announcement, audiences []Audience) (map[Audience][]contact.Asked, error) {
	all, seen := map[Audience][]contact.Asked{}, map[string]bool{}
	for _, audience := range Audiences() {
		if !slices.Contains(audiences, audience) {
			continue
		}
		some, err := s.audience(ctx, m, audience)
		if err != nil {
			return nil, err
		}
		some = slices.DeleteFunc(some, func(one contact.Asked) bool {
			before := seen[one.Ref]
			seen[one.Ref] = true
			return before
		})
		if all[audience], err = s.Tellings.Untold(ctx, a.ID, some); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// audience returns everybody of one audience who may be told.
func (s Announcing) audience(ctx context.Context, m matter, audience Audience) ([]contact.Asked, error) {
	switch audience {
	case Reporters:
		return m.reporters(ctx)
	case Patients:
		seers, err := m.patients(ctx)
		if err != nil {
			return nil, err
		}
		return s.asked(ctx, seers)
	}
	var all []contact.Asked
	for p, err := range s.Cohorts.EveryParticipant(ctx, cohorts.ParticipantQuery{Group: cohorts.Group(audience)}) {
		if err != nil {
			return nil, err
		}
		if p.MayBeAsked() {
			all = append(all, asked(p, ""))
		}
	}
	return all, nil
}

// seers returns the members of cohorts who see what a card is about: a feature that is rolled out to them, or that is live. A
// place is where everybody goes.
func (s Announcing) seers(ctx context.Context, b Bump) ([]rollout.Seer, error) {
	if key := b.Feature(); key != "" {
		f, err := s.Rollouts.Feature(ctx, key)
		if err != nil {
			return nil, err
		}
		if f.Stage != rollout.Live {
			return s.Rollouts.Seers(ctx, key)
		}
	}
	return s.members(ctx, nil)
}

// members returns everybody who takes part in some cohorts, or in any where there are none.
func (s Announcing) members(ctx context.Context, in []string) ([]rollout.Seer, error) {
	running, err := s.Cohorts.Cohorts(ctx)
	if err != nil {
		return nil, err
	}
	var all []rollout.Seer
	for _, c := range running {
		if len(in) > 0 && !slices.Contains(in, c.ID) {
			continue
		}
		for m, err := range s.Cohorts.EveryMember(ctx, c.ID, cohorts.Agreed) {
			if err != nil {
				return nil, err
			}
			all = append(all, rollout.Seer{Ref: m.Ref, Cohort: c.ID})
		}
	}
	return all, nil
}

// reporters returns who reported a card or joined, but for patients who have left the beta.
func (s Announcing) reporters(ctx context.Context, b Bump) ([]contact.Asked, error) {
	var in []rollout.Seer
	for r, err := range base.Each(func(after string) (base.Page[Report], error) { return s.Reports(ctx, b.ID, after, cohorts.MaxChunk) }) {
		if err != nil {
			return nil, err
		}
		if r.Ref == "" {
			continue
		}
		cohort, left := "", false
		if r.Group == cohorts.Patient {
			if cohort, left, err = s.takesPart(ctx, r.Ref); err != nil {
				return nil, err
			}
		}
		if !left {
			in = append(in, rollout.Seer{Ref: r.Ref, Cohort: cohort})
		}
	}
	return s.asked(ctx, in)
}

// takesPart returns as whose member a patient is told, and whether they have left or never wanted to be one.
func (s Announcing) takesPart(ctx context.Context, ref string) (cohort string, left bool, err error) {
	all, err := s.Cohorts.MembershipsOf(ctx, ref)
	if err != nil {
		return "", false, err
	}
	if n := slices.IndexFunc(all, func(m cohorts.Membership) bool { return m.State == cohorts.Agreed }); n >= 0 {
		cohort = all[n].Cohort
	}
	return cohort, cohorts.HaveLeft(all), nil
}

// asked returns those of some members who may be told, with how: a minor through a proxy.
func (s Announcing) asked(ctx context.Context, members []rollout.Seer) ([]contact.Asked, error) {
	all := make([]contact.Asked, 0, len(members))
	for chunk := range slices.Chunk(members, cohorts.MaxChunk) {
		refs := make([]string, len(chunk))
		for n, m := range chunk {
			refs[n] = m.Ref
		}
		people, err := s.Cohorts.People(ctx, refs...)
		if err != nil {
			return nil, err
		}
		for _, m := range chunk {
			if p, there := people[m.Ref]; there && p.MayBeAsked() {
				all = append(all, asked(p, m.Cohort))
			}
		}
	}
	return all, nil
}

func asked(p cohorts.Participant, cohort string) contact.Asked {
	return contact.Asked{Ref: p.Ref, Group: p.Group, Cohort: cohort, Proxy: p.Proxy, Language: p.Language}
}
