package polls

import (
	"context"
	"fmt"
	"slices"
)

// offer returns a poll with those of its features that new ballots ask about: without the ones that were retired since it was
// published. What earlier ballots say of those stays and counts.
func (s *Service) offer(ctx context.Context, p Poll) (Poll, error) {
	gone, err := s.retired(ctx, p)
	p.Features = slices.DeleteFunc(slices.Clone(p.Features), func(f string) bool { return slices.Contains(gone, f) })
	return p, err
}

// retired returns those features of a published poll that the catalogue does not offer any more.
func (s *Service) retired(ctx context.Context, p Poll) ([]string, error) {
	if s.Catalogue == nil || p.State == Draft {
		return nil, nil
	}
	texts, err := s.Catalogue.FeatureTexts(ctx, p.Features...)
	if err != nil {
		return nil, fmt.Errorf("reading features: %w", err)
	}
	var gone []string
	for _, f := range p.Features {
		if _, there := texts[f]; !there {
			gone = append(gone, f)
		}
	}
	return gone, nil
}
