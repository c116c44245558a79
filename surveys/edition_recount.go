package surveys

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"soundings/surveys/disclosure"
)

// editions counts again what is in editions.
type editions struct{ *Service }

// sameEdition counts the responses again that an edition counts, and compares. Of one from which anything was taken out it
// knows nothing: what was deleted cannot be counted.
func (s editions) sameEdition(ctx context.Context, v Survey) (bool, error) {
	for range recountTries {
		e, err := s.Store.Edition(ctx, v.ID)
		if err != nil || e.Version == 0 || e.Altered {
			return true, wrapped("reading an edition", err)
		}
		counted, err := s.recountEdition(ctx, v, e)
		if err != nil {
			return false, err
		}
		after, err := s.Store.Edition(ctx, v.ID)
		if err != nil {
			return false, fmt.Errorf("reading an edition again: %w", err)
		}
		if after.Version == e.Version {
			return e.equal(counted), nil
		}
	}
	return false, fmt.Errorf("counting the edition of %s again: others were made all the while; try again later", v.ID)
}

// recountEdition counts what is in an edition from the responses.
func (s editions) recountEdition(ctx context.Context, v Survey, e Edition) (Edition, error) {
	var counted Edition
	merged := map[string][]disclosure.Merged{} // by response
	for _, m := range e.Merged {
		for _, entry := range m.Entries {
			merged[entry.ID] = append(merged[entry.ID], m)
		}
	}
	err := eachResponse(ctx, s.Store.Responses, v.ID, func(r Response) error {
		for _, m := range merged[r.ID] {
			counted.show(v, m.Values, m.Unit, r, 1)
		}
		if r.Told == 0 {
			return nil
		}
		values := v.class(r)
		counted.show(v, values, disclosure.Everyone, r, 1)
		for _, unit := range v.units(r) {
			if !e.class(values).InPool(unit, r.ID) {
				counted.show(v, values, unit, r, 1)
			}
		}
		return nil
	})
	return counted, err
}

// equal reports whether two editions count the same.
func (e Edition) equal(other Edition) bool {
	parts := append(slices.Collect(maps.Keys(e.Cells)), slices.Collect(maps.Keys(other.Cells))...)
	for _, p := range parts {
		a, b := countsOf(e.Cells, p), countsOf(other.Cells, p)
		if a.Completed != b.Completed || !sameCounts(a.Fields, b.Fields) || !sameCounts(a.Scores, b.Scores) {
			return false
		}
	}
	return true
}

func countsOf(cells map[Part]*Counts, p Part) *Counts {
	if c := cells[p]; c != nil {
		return c
	}
	return newCounts()
}
