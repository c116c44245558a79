package portal

import (
	"context"
	"maps"
	"slices"
	"time"

	"soundings/cohorts/base"
	"soundings/cohorts/plan"
	"soundings/cohorts/rollout"
	"soundings/web/page"
)

// planPresenter says a plan in its reader's language, as it stands today.
type planPresenter struct {
	page  page.Page
	plan  plan.Plan
	names map[string]string
	today plan.Today
}

// presenter returns the presenter of a plan, and the owners of features by key.
func (s *Plans) presenter(ctx context.Context, frame page.Page, id string) (d planPresenter, owners map[string]string, err error) {
	p, err := s.Plans.Plan(ctx, id)
	if err != nil {
		return d, nil, err
	}
	today, err := s.Plans.Today(ctx)
	if err != nil {
		return d, nil, err
	}
	names, owners, err := s.featureNames(ctx, frame.Lang())
	if err != nil {
		return d, nil, err
	}
	return planPresenter{frame, p, names, today}, owners, nil
}

// featureNames returns the names of features and their owners, by key.
func (s *Room) featureNames(ctx context.Context, lang string) (names, owners map[string]string, err error) {
	all, err := s.Rollouts.Features(ctx)
	if err != nil {
		return nil, nil, err
	}
	names, owners = namesOf(all, lang)
	return names, owners, nil
}

// namesOf returns the names and the owners of features by key.
func namesOf(all []rollout.Feature, lang string) (names, owners map[string]string) {
	names, owners = map[string]string{}, map[string]string{}
	for _, f := range all {
		names[f.Key], owners[f.Key] = f.Name.In(lang), f.Owner
	}
	return names, owners
}

// name returns the name of a feature, or its key once the catalogue has lost it.
func (d planPresenter) name(key string) string {
	if name := d.names[key]; name != "" {
		return name
	}
	return key
}

// why says a reason.
func (d planPresenter) why(t base.Text) string { return d.page.Say(d.named(t)) }

// named returns a text with the names of features in place of their keys.
func (d planPresenter) named(t base.Text) base.Text {
	if key, ok := t.Args["Feature"].(string); ok {
		t.Args = maps.Clone(t.Args)
		t.Args["Feature"] = d.name(key)
	}
	return t
}

// feature returns a feature of the plan. One that has left the plan has nothing but its key.
func (d planPresenter) feature(key string) plan.Feature {
	i := slices.IndexFunc(d.plan.Features, func(f plan.Feature) bool { return f.Key == key })
	if i < 0 {
		return plan.Feature{Key: key}
	}
	return d.plan.Features[i]
}

// day writes a day of a plan, which has no zone.
func day(frame page.Page, t time.Time) string {
	if t.IsZero() {
		return "–"
	}
	return frame.Date(t)
}

// lastDay writes the last day of a quarter that ends at over.
func lastDay(frame page.Page, over time.Time) string {
	if over.IsZero() {
		return day(frame, over)
	}
	return day(frame, over.AddDate(0, 0, -1))
}

// lastDayOf writes the last day of a quarter that ends at over as 2027-03-31, for programs.
func lastDayOf(over time.Time) string {
	if over.IsZero() {
		return ""
	}
	return page.PlainDay(over.AddDate(0, 0, -1))
}
