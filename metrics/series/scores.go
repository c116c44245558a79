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
	all, err := s.published(ctx)
	if err != nil {
		return err
	}
	for _, v := range all {
		results, err := s.Surveys.Results(ctx, v.ID, false)
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

// scored is what the scores of one response add to on its day.
type scored struct {
	day      metrics.Day
	response surveys.Response
}

// dayScore is a score of a survey as it stood at the end of a day.
type dayScore struct {
	survey string
	day    metrics.Day
	score  surveys.ScoreResult
}

// scoresOf reads the responses to a survey, of which only the scores are kept meanwhile. It returns nothing of an
// anonymous one: the change from day to day could show who answered what.
func (h *history) scoresOf(ctx context.Context, v surveys.Survey) ([]dayScore, error) {
	if v.Anonymous {
		return nil, nil
	}
	var responses []scored
	err := h.s.Surveys.EachResponse(ctx, v.ID, func(r surveys.Response) error {
		if len(r.Scores) > 0 {
			responses = append(responses, scored{metrics.DayOf(r.Submitted, h.zone), surveys.Response{Group: r.Group, Scores: r.Scores}})
		}
		return nil
	})
	if err != nil || len(responses) == 0 {
		return nil, err
	}
	slices.SortFunc(responses, func(a, b scored) int { return cmp.Compare(a.day, b.day) })
	var days []dayScore
	var sum surveys.Tally
	for next, d := 0, responses[0].day; d <= h.last; d++ {
		for ; next < len(responses) && responses[next].day <= d; next++ {
			sum.Add(v, responses[next].response)
		}
		for _, score := range v.Scores(sum) {
			days = append(days, dayScore{v.ID, d, score})
		}
	}
	slices.SortStableFunc(days, func(a, b dayScore) int { return cmp.Compare(a.score.Instrument, b.score.Instrument) })
	return days, nil
}
