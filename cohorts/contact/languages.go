package contact

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"soundings/cohorts"
)

// Ready refuses to ask anybody anything before the clinic's name and telephone number are kept.
func (s *Service) Ready(ctx context.Context) error {
	clinic, err := s.Cohorts.Clinic(ctx)
	if err != nil {
		return err
	}
	return clinic.Ready()
}

// NewLanguages returns in which of the clinic's languages those of people are asked who have no invitation to this yet.
func (s *Service) NewLanguages(ctx context.Context, kind Kind, subject string, people []Asked) ([]string, error) {
	var fresh []Asked
	for chunk := range slices.Chunk(people, cohorts.MaxChunk) {
		ids := make([]string, len(chunk))
		for i, p := range chunk {
			ids[i] = s.Links.ID(kind, subject, p.who())
		}
		kept, err := s.Store.Invitations(ctx, ids...)
		if err != nil {
			return nil, fmt.Errorf("reading invitations: %w", err)
		}
		for i, p := range chunk {
			if kept[i].Version == 0 {
				fresh = append(fresh, p)
			}
		}
	}
	return s.Languages(ctx, fresh)
}

// Languages returns, sorted, in which of the clinic's languages people are asked: each in their own, or their proxy's.
func (s *Service) Languages(ctx context.Context, people []Asked) ([]string, error) {
	clinic, err := s.Cohorts.Clinic(ctx)
	if err != nil {
		return nil, err
	}
	found := map[string]bool{}
	var proxies []string
	for _, p := range people {
		if p.Proxy != "" {
			proxies = append(proxies, p.Proxy)
			continue
		}
		found[clinic.Speaks(p.Language)] = true
	}
	known, err := s.Cohorts.People(ctx, proxies...)
	if err != nil {
		return nil, err
	}
	for _, proxy := range proxies {
		found[clinic.Speaks(known[proxy].Language)] = true
	}
	return slices.Sorted(maps.Keys(found)), nil
}

// checkWords refuses to ask members to agree to what they could not read, or to what lacks what consent needs.
func (s *Service) checkWords(ctx context.Context, c cohorts.Cohort, members []cohorts.Membership) error {
	wording, err := s.Cohorts.ConsentWording(ctx)
	if err != nil {
		return err
	}
	fresh := slices.DeleteFunc(slices.Clone(members), func(m cohorts.Membership) bool { return m.State == cohorts.Invited })
	people, err := s.Cohorts.People(ctx, refsOf(fresh)...)
	if err != nil {
		return err
	}
	asked := make([]Asked, len(fresh))
	for i, m := range fresh {
		asked[i] = Asked{Proxy: people[m.Ref].Proxy, Language: people[m.Ref].Language}
	}
	languages, err := s.Languages(ctx, asked)
	if err != nil || len(asked) == 0 {
		return err
	}
	return c.Askable(wording, languages)
}
