package surveys

import (
	"context"
	"fmt"
	"strings"

	"soundings/cohorts/contact"
	"soundings/surveys/kinds"
)

// Written is what people wrote in their own words.
type Written struct{ *Service }

// By returns what somebody wrote by a personal link in their own words, question by question; empty: nothing, or nothing of which
// anybody may know that it is theirs.
func (s Written) By(ctx context.Context, i contact.Invitation) (string, error) {
	if i.Kind != contact.ForSurvey || i.State != contact.Completed || i.TakenOut() {
		return "", nil
	}
	v, err := s.Survey(ctx, i.Subject)
	if err != nil || v.Anonymous {
		return "", err
	}
	kept, err := s.Store.ResponsesByID(ctx, i.ID)
	if err != nil {
		return "", fmt.Errorf("reading what somebody wrote: %w", err)
	}
	var all []string
	for _, r := range kept {
		for _, q := range v.Questions() {
			if words := strings.TrimSpace(strings.Join(r.Answers[q.ID], "\n")); q.Type == kinds.FreeText && words != "" {
				all = append(all, words)
			}
		}
	}
	return strings.Join(all, "\n\n"), nil
}
