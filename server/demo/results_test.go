package demo

import (
	"maps"
	"testing"
	"time"

	"soundings/cohorts"
	"soundings/cohorts/contact"
	"soundings/surveys"
)

func lookAtResults(t *testing.T, c clinic) {
	r, err := c.Surveys.Results(t.Context(), surveyID, surveys.Team, surveys.ByGroup)
	if err != nil {
		t.Fatal(err)
	}
	if r.Invited != len(c.asked) || r.Completed != len(c.said) {
		t.Errorf("%d invited, %d completed", r.Invited, r.Completed)
	}
	between(t, "started and not finished", float64(r.Started-r.Completed)/float64(r.Invited), 0.05, 0.2)
	between(t, "SUS", *r.Scores[0].Mean, 66, 74)
	between(t, "its standard deviation", *r.Scores[0].SD, 16, 24)
	between(t, "scored", float64(r.Scores[0].N)/float64(r.Completed), 0.9, 0.999)
	for _, q := range r.Questions {
		if q.ID == "helped" {
			between(t, "not helped", q.Options[2].Share, 0.1, 0.3)
		}
	}
	v, err := c.Surveys.Survey(t.Context(), surveyID)
	if err != nil {
		t.Fatal(err)
	}
	tally, err := c.Store.Tally(t.Context(), v)
	if err != nil {
		t.Fatal(err)
	}
	recount, err := c.Store.Recount(t.Context(), v)
	if err != nil {
		t.Fatal(err)
	}
	if !equalCounts(tally.Total(), recount.Total()) {
		t.Error("the tally and the recount differ")
	}
	if n, err := c.Store.Fold(t.Context()); n != 0 || err != nil {
		t.Errorf("%d left to count, %v", n, err)
	}
}

func equalCounts(a, b *surveys.Counts) bool {
	same := func(x, y *surveys.Count) bool { return x.N == y.N && maps.Equal(x.Values, y.Values) }
	return a.Completed == b.Completed && maps.EqualFunc(a.Fields, b.Fields, same) && maps.EqualFunc(a.Scores, b.Scores, same)
}

func lookAtDates(t *testing.T, c clinic) {
	now := c.now
	days := map[int]int{}
	for _, i := range c.asked {
		if i.Created.After(i.Started) && i.State == contact.Started || i.Created.After(i.Completed) && i.State == contact.Completed {
			t.Errorf("%s: created %v, started %v, completed %v", i.Ref, i.Created, i.Started, i.Completed)
		}
		if i.Started.After(now) {
			t.Errorf("%s started to answer %v", i.Ref, i.Started)
		}
	}
	for _, r := range c.said {
		days[int(now.Sub(r.Submitted).Hours()/24)]++
		if r.Submitted.After(now) {
			t.Errorf("%s answered %v", r.Ref, r.Submitted)
		}
	}
	between(t, "days with answers", float64(len(days)), 17, 21)
	for ref := range c.people {
		for _, cohort := range []string{firstID, secondID} {
			history, err := c.Store.History(t.Context(), cohort, ref)
			if err != nil {
				t.Fatal(err)
			}
			lookAtHistory(t, history, now)
		}
	}
}

// lookAtHistory checks that each change of a membership follows from the one before.
func lookAtHistory(t *testing.T, history []cohorts.Consent, now time.Time) {
	t.Helper()
	state, at := cohorts.State(""), time.Time{}
	for _, h := range history {
		if h.From != state || h.At.Before(at) || h.At.After(now) {
			t.Errorf("%s: from %q to %s at %v, after %q at %v", h.Ref, h.From, h.To, h.At, state, at)
		}
		state, at = h.To, h.At
	}
}
