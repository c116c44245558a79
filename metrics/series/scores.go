package series

import (
	"cmp"
	"context"
	"slices"

	"soundings/metrics"
	"soundings/surveys"
)

// scoreFamilies say what each family tells of a score.
var scoreFamilies = []struct {
	family
	figure func(surveys.ScoreResult) *float64
}{
	{gauge("soundings_survey_score",
		"Mean score of an instrument in a survey; absent while it rests on fewer than 11 answers.", "survey", "instrument"),
		func(r surveys.ScoreResult) *float64 { return r.Mean }},
	{gauge("soundings_survey_score_low",
		"Lower end of the 95 % t interval of soundings_survey_score.", "survey", "instrument"),
		func(r surveys.ScoreResult) *float64 { return r.Low }},
	{gauge("soundings_survey_score_high",
		"Upper end of the 95 % t interval of soundings_survey_score.", "survey", "instrument"),
		func(r surveys.ScoreResult) *float64 { return r.High }},
}

var scores = subject{familiesOfScores(), scoresNow, scoresPast}

func familiesOfScores() []family {
	var all []family
	for _, of := range scoreFamilies {
		all = append(all, of.family)
	}
	return all
}

func scoresNow(ctx context.Context, s *Service, f *figures) error {
	for _, v := range f.surveys {
		results, err := s.Surveys.Results(ctx, v.ID, surveys.Viewers, "")
		if err != nil {
			return err
		}
		for _, score := range results.Scores {
			for _, of := range scoreFamilies {
				if x := of.figure(score); x != nil {
					f.add(of.family, *x, v.ID, score.Instrument)
				}
			}
		}
	}
	return nil
}

// scoresPast writes from the day on which the scores rested on enough answers.
func scoresPast(ctx context.Context, h *history) error {
	all, err := h.s.published(ctx)
	if err != nil {
		return err
	}
	var found []dayScore
	for _, v := range all {
		days, err := h.scoresOf(ctx, v)
		if err != nil {
			return err
		}
		found = append(found, days...)
	}
	for _, of := range scoreFamilies {
		h.begin(of.family)
		for _, d := range found {
			if x := of.figure(d.score); x != nil {
				h.point(of.family, d.day, *x, d.survey, d.score.Instrument)
			}
		}
	}
	return nil
}

// dayScore is a score of a survey as it stood at the end of a day.
type dayScore struct {
	survey string
	day    metrics.Day
	score  surveys.ScoreResult
}

// scoresOf returns the scores of a survey's editions, each from the day on which it was made until the next.
func (h *history) scoresOf(ctx context.Context, v surveys.Survey) ([]dayScore, error) {
	past, err := h.s.Surveys.PastScores(ctx, v.ID)
	if err != nil {
		return nil, err
	}
	var days []dayScore
	for i, p := range past {
		first, err := metrics.ParseDay(p.Day)
		if err != nil {
			return nil, err
		}
		last := h.last
		if i+1 < len(past) {
			next, err := metrics.ParseDay(past[i+1].Day)
			if err != nil {
				return nil, err
			}
			last = min(last, next-1)
		}
		for d := first; d <= last; d++ {
			for _, score := range p.Scores {
				days = append(days, dayScore{v.ID, d, score})
			}
		}
	}
	slices.SortStableFunc(days, func(a, b dayScore) int { return cmp.Compare(a.score.Instrument, b.score.Instrument) })
	return days, nil
}
