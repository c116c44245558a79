package store

import (
	"context"

	"soundings/cohorts"
	"soundings/cohorts/base"
	"soundings/server/store/engine"
)

// attributeDoc is one name under which participants have attributes. It stays when nobody has it any more.
type attributeDoc struct {
	Head `bson:",inline"` // the id is the name
}

// AttributeNames returns the names of attributes, in order.
func (s *Store) AttributeNames(ctx context.Context) ([]string, error) {
	docs, err := findAll[attributeDoc](ctx, s, engine.Query{Collection: attributes})
	if err != nil {
		return nil, err
	}
	names := make([]string, len(docs))
	for i, d := range docs {
		names[i] = d.ID
	}
	return names, nil
}

// addAttributes keeps the names of these participants' attributes that are not kept yet. It does so before the participants
// are: a name too many does no harm.
func (s *Store) addAttributes(ctx context.Context, ps []cohorts.Participant) error {
	for _, p := range ps {
		for name := range p.Attributes {
			if _, known := s.names.Load(name); known {
				continue
			}
			err := s.begin("", "").save(attributes, &attributeDoc{Head{ID: name}}).commit(ctx)
			if err != nil && !base.IsCode(err, base.Conflict) {
				return err
			}
			s.names.Store(name, true)
		}
	}
	return nil
}
