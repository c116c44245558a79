package cohorts

import (
	"context"
	"fmt"
	"slices"

	"soundings/cohorts/base"
)

// mostWrong is how many refs of a list a refusal names.
const mostWrong = 100

// Listed returns the participants with these refs, each once, by ref. It refuses all when one is unknown, or when judge
// says what is wrong with asking one.
func (s *Service) Listed(ctx context.Context, refs []string, judge func(Participant) (wrong *base.Text, err error)) ([]Participant, error) {
	refs = slices.Clone(refs)
	slices.Sort(refs)
	var people []Participant
	var wrong []base.Field
	for chunk := range slices.Chunk(slices.Compact(refs), MaxChunk) {
		found, err := s.Store.Participants(ctx, chunk...)
		if err != nil {
			return nil, fmt.Errorf("reading participants: %w", err)
		}
		for i, p := range found {
			text := &base.Text{ID: "participant.unknown", Args: map[string]any{"Ref": chunk[i]}}
			if p.Version > 0 {
				if text, err = judge(p); err != nil {
					return nil, err
				}
			}
			if text != nil {
				wrong = append(wrong, base.Field{Name: "refs", Text: *text})
				continue
			}
			people = append(people, p)
		}
	}
	return people, base.InvalidFields(wrong[:min(len(wrong), mostWrong)]...)
}
