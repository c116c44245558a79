package store

import (
	"context"
	"fmt"

	"go.mongodb.org/mongo-driver/bson"
)

// Verified is what a look at every document has shown.
type Verified struct {
	Documents int
	Unsummed  int      // that were last written before documents had a checksum
	Bad       []string // what is wrong, at most maxBad
	More      int      // that is wrong besides
}

// maxBad is how much that is wrong is told.
const maxBad = 50

// tell notes something that is wrong.
func (v *Verified) tell(what string) {
	if len(v.Bad) < maxBad {
		v.Bad = append(v.Bad, what)
		return
	}
	v.More++
}

// Verify reads every document and every index, and says what is wrong with them.
func (s *Store) Verify(ctx context.Context) (Verified, error) {
	var v Verified
	if err := s.engine.Verify(ctx, v.tell); err != nil {
		return v, fmt.Errorf("checking the indexes: %w", err)
	}
	err := s.engine.Snapshot(ctx, func(collection string, doc bson.Raw) error {
		v.Documents++
		has, right := checkSum(doc)
		switch id, _ := doc.Lookup("_id").StringValueOK(); {
		case !has:
			v.Unsummed++
		case !right:
			v.tell(fmt.Sprintf("%s: the document %q is not as it was written", collection, id))
		}
		return nil
	})
	if err != nil {
		return v, fmt.Errorf("reading every document: %w", err)
	}
	return v, nil
}
