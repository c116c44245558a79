package surveys

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"soundings/cohorts"
	"soundings/cohorts/base"
	"soundings/surveys/disclosure"
)

// ByVersion is the cut by the version of the questions, of the figures of this moment alone.
const ByVersion = "version"

// maxParts is into how many parts figures are split at most.
const maxParts = 100

// LiveCuts lists what the figures of this moment are split by: by everything that is known of responses and of those who gave
// them. Of an anonymous survey that is nothing but what its editions are split by.
func (s *Service) LiveCuts(ctx context.Context, v Survey) ([]string, error) {
	cuts := slices.Clone(v.ChosenCuts())
	if v.Anonymous {
		return cuts, nil
	}
	names, err := s.Cohorts.AttributeNames(ctx)
	if err != nil {
		return nil, err
	}
	more := []string{ByGroup, ByCohort, ByLanguage, ByMode, ByVersion}
	for _, name := range names {
		more = append(more, attributePrefix+name)
	}
	for _, by := range more {
		if !slices.Contains(cuts, by) {
			cuts = append(cuts, by)
		}
	}
	return cuts, nil
}

// livePart is one part of a cut, as it is counted.
type livePart struct {
	counts *Counts
	groups map[cohorts.Group]bool
}

// live counts the responses of this moment by a cut: the total, and each part. It reads every response to the survey once, a
// page at a time, and keeps nothing: a rollup by every cut that somebody may ask for would be a cube.
func (s *Service) live(ctx context.Context, v Survey, by string, bounds disclosure.Bounds) ([]cell, error) {
	var tally Tally
	parts := map[string]*livePart{}
	for page, err := range base.Pages(func(after string) (base.Page[Response], error) {
		items, next, err := s.Store.Responses(ctx, v.ID, after, waitingPage)
		return base.Page[Response]{Items: items, Next: next}, err
	}) {
		if err != nil {
			return nil, fmt.Errorf("reading responses: %w", err)
		}
		values, err := s.partsNow(ctx, v, page, by)
		if err != nil {
			return nil, err
		}
		for i, r := range page {
			tally.Add(v, r)
			p := parts[values[i]]
			if p == nil {
				p = &livePart{newCounts(), map[cohorts.Group]bool{}}
				parts[values[i]] = p
			}
			p.groups[r.Group] = true
			p.counts.Completed++
			for _, q := range v.Questions() {
				p.counts.add(q, r, 1)
			}
		}
		if len(parts) > maxParts {
			return nil, base.InvalidFields(base.Field{Name: "by", Text: base.T("results.too_many_parts", "Limit", maxParts)})
		}
	}
	cells := tally.cells(bounds)[:1]
	for _, value := range slices.Sorted(maps.Keys(parts)) {
		p := parts[value]
		cells = append(cells, cell{by: by, value: value, counts: p.counts, bound: bounds.Of(slices.Collect(maps.Keys(p.groups))...)})
	}
	return cells, nil
}

// partsNow returns in which part of a cut each response is. An attribute that the survey's editions are split by is what it
// was when the answer came; any other is what the participant has now.
func (s *Service) partsNow(ctx context.Context, v Survey, page []Response, by string) ([]string, error) {
	values := make([]string, len(page))
	name, ofAttribute := strings.CutPrefix(by, attributePrefix)
	if !ofAttribute || slices.Contains(v.Cuts, by) {
		for i, r := range page {
			if values[i] = r.part(by); by == ByVersion {
				values[i] = strconv.Itoa(r.Version)
			}
		}
		return values, nil
	}
	var refs []string
	for _, r := range page {
		if r.Ref != "" { // of somebody who was removed it is kept no more
			refs = append(refs, r.Ref)
		}
	}
	people, err := s.Cohorts.People(ctx, refs...)
	if err != nil {
		return nil, err
	}
	for i, r := range page {
		values[i] = people[r.Ref].Attributes[name]
	}
	return values, nil
}
