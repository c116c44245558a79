package store

import (
	"context"

	"soundings/cohorts"
	"soundings/cohorts/base"
)

// copyDoc is what stood on a consent page that somebody agreed to, word for word. Its id is made of its words, so that it is
// kept once for all who read the same, and never changes.
type copyDoc struct {
	Head     `bson:",inline"`
	Language string        `bson:"language"`
	Title    string        `bson:"title"`
	Parts    []copyPartDoc `bson:"parts"`
}

type copyPartDoc struct {
	Heading    string   `bson:"heading"`
	Paragraphs []string `bson:"paragraphs"`
}

// KeepConsentCopy keeps a copy of a consent page, unless it is kept.
func (s *Store) KeepConsentCopy(ctx context.Context, c cohorts.ConsentCopy) error {
	kept, err := get[copyDoc](ctx, s, consentCopies, c.ID)
	if err != nil || kept[0] != nil {
		return err
	}
	d := &copyDoc{Head: Head{ID: c.ID}, Language: c.Language, Title: c.Title, Parts: make([]copyPartDoc, len(c.Parts))}
	for i, part := range c.Parts {
		d.Parts[i] = copyPartDoc(part)
	}
	if err := s.begin("", "").save(consentCopies, d).commit(ctx); !base.IsCode(err, base.Conflict) { // or somebody else was quicker
		return err
	}
	return nil
}

// ConsentCopy returns a copy of a consent page by its id, or NotFound.
func (s *Store) ConsentCopy(ctx context.Context, id string) (cohorts.ConsentCopy, error) {
	d, err := one[copyDoc](ctx, s, consentCopies, id, "error.not_found")
	if err != nil {
		return cohorts.ConsentCopy{}, err
	}
	c := cohorts.ConsentCopy{ID: d.ID, Language: d.Language, Title: d.Title, Parts: make([]cohorts.CopyPart, len(d.Parts))}
	for i, part := range d.Parts {
		c.Parts[i] = cohorts.CopyPart(part)
	}
	return c, nil
}
