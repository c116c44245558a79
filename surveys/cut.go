package surveys

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"soundings/cohorts"
	"soundings/cohorts/base"
	"soundings/surveys/disclosure"
	"soundings/surveys/kinds"
)

// The cuts that results can be split by, beside those by an attribute of participants: "attribute:site".
const (
	ByGroup    = "group"
	ByCohort   = "cohort"
	ByLanguage = "language"
	ByMode     = "mode"

	attributePrefix = "attribute:"
	maxCuts         = 6
)

// ChosenCuts returns the cuts that the survey's editions are split by; by group where none were chosen.
func (s Survey) ChosenCuts() []string {
	if s.Cuts == nil {
		return []string{ByGroup}
	}
	return s.Cuts
}

// attributes lists the attributes of participants that the survey's cuts go by.
func (s Survey) attributes() []string {
	var names []string
	for _, by := range s.Cuts {
		if name, ok := strings.CutPrefix(by, attributePrefix); ok {
			names = append(names, name)
		}
	}
	return names
}

// attributesOf returns what a participant has of the attributes that the survey's cuts go by.
func (s *Service) attributesOf(ctx context.Context, v Survey, ref string) (map[string]string, error) {
	names := v.attributes()
	if len(names) == 0 {
		return nil, nil
	}
	p, err := s.Cohorts.Participant(ctx, ref)
	if base.IsCode(err, base.NotFound) {
		return nil, nil
	}
	values := map[string]string{}
	for _, name := range names {
		if value := p.Attributes[name]; value != "" {
			values[name] = value
		}
	}
	return values, err
}

func (s Survey) checkCuts(c *kinds.Checker) {
	if len(s.Cuts) > maxCuts {
		c.Bad("cuts", "error.max_items", "Limit", maxCuts)
	}
	for i, by := range s.Cuts {
		name, ofAttribute := strings.CutPrefix(by, attributePrefix)
		switch {
		case s.Anonymous && by != ByGroup:
			c.Bad(fmt.Sprintf("cuts[%d]", i), "survey.anonymous_cut")
		case slices.Contains(s.Cuts[:i], by):
			c.Bad(fmt.Sprintf("cuts[%d]", i), "survey.cut_twice")
		case ofAttribute && (strings.TrimSpace(name) != name || name == "" || len(name) > 40),
			!ofAttribute && !slices.Contains([]string{ByGroup, ByCohort, ByLanguage, ByMode}, by):
			c.Bad(fmt.Sprintf("cuts[%d]", i), "survey.cut")
		}
	}
}

// class returns in which part of each cut a response is, and at the end its group if that is no cut: people of several groups
// are not told together before the end.
func (s Survey) class(r Response) []string {
	var values []string
	for _, by := range s.ChosenCuts() {
		values = append(values, r.part(by))
	}
	if !slices.Contains(s.ChosenCuts(), ByGroup) {
		values = append(values, string(r.Group))
	}
	return values
}

func (r Response) part(by string) string {
	switch by {
	case ByGroup:
		return string(r.Group)
	case ByCohort:
		return r.Cohort
	case ByLanguage:
		return r.Language
	case ByMode:
		return string(r.Mode)
	}
	return r.Attributes[strings.TrimPrefix(by, attributePrefix)]
}

// group returns the stakeholder group of a class.
func (s Survey) group(class []string) cohorts.Group {
	at := slices.Index(s.ChosenCuts(), ByGroup)
	if at < 0 {
		at = len(class) - 1
	}
	return cohorts.Group(class[at])
}

// units lists the questions that a response answers, an instrument only in full: each is shown for itself.
func (s Survey) units(r Response) []string {
	var all []string
	for _, q := range s.Questions() {
		_, scored := r.Scores[q.ID]
		if scored || q.Instrument == "" && len(r.Answers[q.ID]) > 0 {
			all = append(all, q.ID)
		}
	}
	return all
}

// entry returns a response as what comes to an edition.
func (s Survey) entry(r Response) disclosure.Entry {
	return disclosure.Entry{ID: r.ID, Units: s.units(r)}
}
