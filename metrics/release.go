package metrics

import (
	"context"
	"fmt"
	"slices"

	"soundings/cohorts/base"
	"soundings/cohorts/plan"
	"soundings/surveys"
)

// ReleaseReport is what was different after a release of the vendor's: the days before its day held against as many from it on. It
// says nothing that other reports do not say of those days.
type ReleaseReport struct {
	Release  string          `json:"release"` // the id of its line in the charter
	Title    string          `json:"title"`
	Before   Span            `json:"before"`
	After    Span            `json:"after"`  // begins on the day of the release
	Cohort   string          `json:"cohort"` // empty: there is none yet, and nobody's use to tell of
	Name     base.Words      `json:"name"`
	Features []FeatureAround `json:"features"` // those that the release touches
	Scores   []ScoreAround   `json:"scores"`
}

// Span is some days, of which figures are told once they are over.
type Span struct {
	From Day  `json:"from"`
	To   Day  `json:"to"`
	Over bool `json:"over"`
}

// FeatureAround is the use of a feature around a release. Use is nil while the days are not over.
type FeatureAround struct {
	Feature string     `json:"feature"`
	Name    base.Words `json:"name"`
	Before  *Use       `json:"before"`
	After   *Use       `json:"after"`
}

// Use is how many members used a feature in a span of days, and how many could see it at its end.
type Use struct {
	Active  int  `json:"active_28d"`
	Exposed *int `json:"exposed"` // nil: it is not known
}

// ScoreAround is the score of an instrument in a survey around a release, as it was told to everybody on the team: of all answers
// that were in by then.
type ScoreAround struct {
	Survey     string     `json:"survey"`
	Title      base.Words `json:"title"`
	Instrument string     `json:"instrument"`
	Before     *ToldScore `json:"before"` // as it stood on the day before the release; nil: none was told by then
	After      *ToldScore `json:"after"`  // the last that was told in the days after; nil: none was
}

// ToldScore is a score as it was told on a day. A withheld one has no mean.
type ToldScore struct {
	Day  Day      `json:"day"`
	N    int      `json:"n"`
	Mean *float64 `json:"mean"`
	Low  *float64 `json:"low"` // 95 % t interval of the mean
	High *float64 `json:"high"`
}

// AroundRelease reports on a release, with the use by a cohort: the one that is reported where none is named. It returns NotFound
// for an unknown release or cohort.
func (s *Service) AroundRelease(ctx context.Context, release, cohort string) (ReleaseReport, error) {
	e, err := s.Plans.Entry(ctx, release)
	if err != nil {
		return ReleaseReport{}, err
	}
	if e.Kind != plan.Release {
		return ReleaseReport{}, base.Refuse(base.NotFound, "plan.entry_unknown")
	}
	if err := s.foldSome(ctx); err != nil {
		return ReleaseReport{}, err
	}
	zone, err := s.Zone(ctx)
	if err != nil {
		return ReleaseReport{}, err
	}
	at, err := s.reading(ctx, zone)
	if err != nil {
		return ReleaseReport{}, err
	}
	day := dayOf(e.Date)
	r := ReleaseReport{
		Release: e.ID, Title: e.Title, Before: at.span(day-reach, day-1), After: at.span(day, day+reach-1),
		Features: []FeatureAround{}, Scores: []ScoreAround{},
	}
	if err := at.usesAround(ctx, &r, e.Touches, cohort); err != nil {
		return r, err
	}
	return r, at.scoresAround(ctx, &r)
}

func (at reading) span(from, to Day) Span { return Span{from, to, to < at.today} }

// usesAround fills in the use of features by a cohort.
func (at reading) usesAround(ctx context.Context, r *ReleaseReport, features []string, cohort string) error {
	for _, key := range features {
		r.Features = append(r.Features, FeatureAround{Feature: key, Name: at.name(key)})
	}
	of, err := at.s.reported(ctx, cohort)
	switch {
	case cohort == "" && base.IsCode(err, base.NotFound):
		return nil
	case err != nil:
		return err
	}
	r.Cohort, r.Name = of.ID, of.Name
	tally, err := at.s.Store.Adoption(ctx, of.ID)
	if err != nil {
		return fmt.Errorf("reading what members did: %w", err)
	}
	for _, in := range []struct {
		span Span
		use  func(*FeatureAround) **Use
	}{
		{r.Before, func(f *FeatureAround) **Use { return &f.Before }}, {r.After, func(f *FeatureAround) **Use { return &f.After }},
	} {
		if !in.span.Over || len(features) == 0 {
			continue
		}
		exposed, err := at.exposed(ctx, of.ID, tally.agreedOn(in.span.To), in.span.To)
		if err != nil {
			return err
		}
		for i := range r.Features {
			f := &r.Features[i]
			*in.use(f) = &Use{tally.On(f.Feature, Active28, in.span.To), whole(exposed, f.Feature)}
		}
	}
	return nil
}

// scoresAround fills in the scores of the surveys that were open in these days.
func (at reading) scoresAround(ctx context.Context, r *ReleaseReport) error {
	all, err := at.s.Surveys.Surveys(ctx)
	if err != nil {
		return err
	}
	for _, v := range all {
		if v.State == surveys.Draft || DayOf(v.Opened, at.zone) > r.After.To || v.State == surveys.Closed && DayOf(v.Closed, at.zone) < r.Before.From {
			continue
		}
		past, err := at.s.Surveys.PastScores(ctx, v.ID)
		if err != nil {
			return err
		}
		for _, q := range v.Questions() {
			if q.Instrument == "" {
				continue
			}
			one := ScoreAround{Survey: v.ID, Title: v.Title, Instrument: q.Instrument}
			if r.Before.Over {
				if one.Before, err = lastTold(past, q.ID, 0, r.Before.To); err != nil {
					return err
				}
			}
			if one.After, err = lastTold(past, q.ID, r.After.From, r.After.To); err != nil {
				return err
			}
			if one.Before != nil || one.After != nil {
				r.Scores = append(r.Scores, one)
			}
		}
	}
	return nil
}

// lastTold returns the last score of a question that was told in some days; nil: none was.
func lastTold(past []surveys.PastScores, question string, from, to Day) (*ToldScore, error) {
	for _, p := range slices.Backward(past) {
		day, err := ParseDay(p.Day)
		if err != nil {
			return nil, err
		}
		if day < from || day > to {
			continue
		}
		for _, score := range p.Scores {
			if score.Question == question {
				return &ToldScore{day, score.N, score.Mean, score.Low, score.High}, nil
			}
		}
	}
	return nil, nil
}
