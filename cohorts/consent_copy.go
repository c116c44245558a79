package cohorts

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"

	"soundings/cohorts/base"
)

// ConsentCopy is what stood on the page that somebody agreed to, word for word. People who read the same have the same one.
type ConsentCopy struct {
	ID       string // of its words
	Language string
	Title    string
	Parts    []CopyPart
}

// CopyPart is a heading with what stands under it.
type CopyPart struct {
	Heading    string
	Paragraphs []string
}

// NewConsentCopy returns a copy with the id of its words.
func NewConsentCopy(language, title string, parts []CopyPart) (ConsentCopy, error) {
	c := ConsentCopy{Language: language, Title: title, Parts: parts}
	words, err := json.Marshal(c)
	if err != nil {
		return c, fmt.Errorf("naming a copy of a consent page: %w", err)
	}
	sum := sha256.Sum256(words)
	c.ID = hex.EncodeToString(sum[:16])
	return c, nil
}

// AgreedCopy returns the latest yes of a member for which there is a copy of what they read, with the copy. It returns
// NotFound where there is none: they did not agree, or not on a page.
func AgreedCopy(ctx context.Context, s *Service, cohort, ref string) (Consent, ConsentCopy, error) {
	steps, err := s.Store.History(ctx, cohort, ref)
	if err != nil {
		return Consent{}, ConsentCopy{}, fmt.Errorf("reading a membership's history: %w", err)
	}
	for i := len(steps) - 1; i >= 0; i-- {
		if steps[i].To != Agreed || steps[i].Copy == "" {
			continue
		}
		c, err := s.Store.ConsentCopy(ctx, steps[i].Copy)
		if err != nil {
			return Consent{}, c, fmt.Errorf("reading a copy of a consent page: %w", err)
		}
		return steps[i], c, nil
	}
	return Consent{}, ConsentCopy{}, base.Refuse(base.NotFound, "error.not_found")
}
