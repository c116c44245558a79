package series

import (
	"cmp"
	"context"
	"slices"

	"soundings/cohorts"
	"soundings/cohorts/contact"
	"soundings/metrics"
	"soundings/surveys"
)

// page is how many facts are read at a time.
const page = 250

// members writes how many members each cohort had, by state, and counts who of them was exposed to what.
func (h *history) members(ctx context.Context) error {
	all, err := h.s.Cohorts.Cohorts(ctx)
	if err != nil {
		return err
	}
	h.family("soundings_cohort_members")
	for _, c := range all {
		found, err := h.consents(ctx, c.ID)
		if err != nil {
			return err
		}
		writeCounts(h, "soundings_cohort_members", found, cohorts.States(), "cohort", c.ID)
	}
	return nil
}

func (h *history) consents(ctx context.Context, cohort string) (counts[cohorts.State], error) {
	found := counts[cohorts.State]{}
	for q := (cohorts.MembershipQuery{Cohort: cohort, Limit: page}); ; {
		some, err := h.s.Cohorts.Members(ctx, q)
		if err != nil {
			return nil, err
		}
		for _, m := range some.Items {
			steps, err := h.s.Cohorts.History(ctx, m.Ref)
			if err != nil {
				return nil, err
			}
			steps = slices.DeleteFunc(steps, func(step cohorts.Consent) bool { return step.Cohort != cohort })
			slices.SortStableFunc(steps, func(a, b cohorts.Consent) int { return a.At.Compare(b.At) }) // the oldest first
			for _, step := range steps {
				found.move(step.From, step.To, metrics.DayOf(step.At, h.zone))
			}
			h.expose(cohort, m.Ref, steps)
		}
		if q.After = some.Next; q.After == "" {
			return found, nil
		}
	}
}

// invitations writes how many invitations to each survey there were, by state. When one was sent or bounced is not a
// fact that is kept: until it was opened it counts as created.
func (h *history) invitations(ctx context.Context) error {
	all, err := h.asked(ctx)
	if err != nil {
		return err
	}
	h.family("soundings_survey_invitations")
	for _, v := range all {
		found := counts[contact.State]{}
		for after := ""; ; {
			some, err := h.s.Contact.List(ctx, contact.ForSurvey, v.ID, after, page)
			if err != nil {
				return err
			}
			for _, i := range some.Items {
				h.invitation(i, found)
			}
			if after = some.Next; after == "" {
				break
			}
		}
		writeCounts(h, "soundings_survey_invitations", found, contact.States(), "survey", v.ID)
	}
	return nil
}

func (h *history) invitation(i contact.Invitation, found counts[contact.State]) {
	at := contact.Created
	found.move("", at, metrics.DayOf(i.Created, h.zone))
	if !i.Opened.IsZero() {
		found.move(at, contact.Opened, metrics.DayOf(i.Opened, h.zone))
		at = contact.Opened
	}
	switch i.State {
	case contact.Completed:
		found.move(at, contact.Completed, metrics.DayOf(i.Completed, h.zone))
	case contact.Expired:
		found.move(at, contact.Expired, metrics.DayOf(i.Expires, h.zone))
	}
}

// asked returns the surveys that were published.
func (h *history) asked(ctx context.Context) ([]surveys.Survey, error) {
	all, err := h.s.Surveys.Surveys(ctx)
	return slices.DeleteFunc(all, func(v surveys.Survey) bool { return v.State == surveys.Draft }), err
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

// scores writes the mean scores with their intervals, from the day on which they rested on enough answers.
func (h *history) scores(ctx context.Context) error {
	all, err := h.asked(ctx)
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
	for _, part := range []struct {
		name   string
		figure func(surveys.ScoreResult) *float64
	}{
		{"soundings_survey_score", func(r surveys.ScoreResult) *float64 { return r.Mean }},
		{"soundings_survey_score_low", func(r surveys.ScoreResult) *float64 { return r.Low }},
		{"soundings_survey_score_high", func(r surveys.ScoreResult) *float64 { return r.High }},
	} {
		h.family(part.name)
		for _, f := range found {
			if x := part.figure(f.score); x != nil {
				h.point(part.name, []string{"survey", f.survey, "instrument", f.score.Instrument}, f.day, *x)
			}
		}
	}
	return nil
}

// scoresOf reads the responses to a survey, of which only the scores are kept meanwhile. Of an anonymous one it tells
// nothing: from day to day it could tell who answered what.
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
