package surveys

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"time"

	"soundings/cohorts"
	"soundings/cohorts/base"
)

// rowDay is the rows of one class on one day.
type rowDay struct {
	group cohorts.Group // empty: of the groups that are not named
	day   time.Time
}

// anonymousRows calls visit with what may be shown of each response to an anonymous survey: nothing before it is closed; after
// that each with its group and its day where enough people share them, in the order of their random ids.
func (s *Service) anonymousRows(ctx context.Context, v Survey, visit func(Response) error) error {
	if v.Hidden() {
		return base.Refuse(base.Conflict, "survey.hidden")
	}
	clinic, err := s.Cohorts.Clinic(ctx)
	if err != nil {
		return err
	}
	t, err := s.Store.Tally(ctx, v)
	if err != nil {
		return fmt.Errorf("reading what the responses add up to: %w", err)
	}
	e := closingOf(t, v.boundsIn(clinic))
	if !e.shown {
		return nil
	}
	in, named := v.inRows(e), e.namedGroups()
	shorten := func(r Response) Response {
		if !named[r.Group] {
			r.Group = ""
		}
		return r.onlyOf(v, in)
	}
	days := map[rowDay]*Counts{}
	err = eachResponse(ctx, s.Store.AnonymousResponses, v.ID, func(r Response) error {
		r = shorten(r)
		at := rowDay{r.Group, r.Submitted}
		if days[at] == nil {
			days[at] = newCounts()
		}
		days[at].addResponse(v, r)
		return nil
	})
	if err != nil {
		return err
	}
	told := v.daysTold(e, days)
	return eachResponse(ctx, s.Store.AnonymousResponses, v.ID, func(r Response) error {
		r = shorten(r)
		if !told[rowDay{r.Group, r.Submitted}] {
			r.Submitted = time.Time{}
		}
		return visit(r)
	})
}

// namedGroups returns the groups that rows may bear.
func (e closing) namedGroups() map[cohorts.Group]bool {
	named := map[cohorts.Group]bool{}
	for _, c := range e.named {
		named[cohorts.Group(c.value)] = true
	}
	return named
}

// onlyOf returns a response with the answers to some questions.
func (r Response) onlyOf(v Survey, in map[string]bool) Response {
	answers, scores := Answers{}, map[string]float64{}
	for _, q := range v.Questions() {
		if !in[q.ID] {
			continue
		}
		for _, field := range q.Fields() {
			if given := r.Answers[field]; len(given) > 0 {
				answers[field] = given
			}
		}
		if score, ok := r.Scores[q.ID]; ok {
			scores[q.ID] = score
		}
	}
	r.ID, r.Answers, r.Scores = "", answers, scores
	return r
}

// daysTold returns the days that rows of each class may bear: those of which enough people are, so that the rows without a day
// are of enough people too.
func (s Survey) daysTold(e closing, days map[rowDay]*Counts) map[rowDay]bool {
	told := map[rowDay]bool{}
	for _, class := range e.classes() {
		var some []rowDay
		for at := range days {
			if at.group == cohorts.Group(class.value) {
				some = append(some, at)
			}
		}
		slices.SortFunc(some, func(a, b rowDay) int {
			return cmp.Or(cmp.Compare(days[a].Completed, days[b].Completed), a.day.Compare(b.day))
		})
		blank := newCounts()
		for _, at := range some {
			// The smallest come first: whatever is blank is made enough by the next.
			if !s.tells(days[at], class.bound) || blank.Completed > 0 && !s.tells(blank, class.bound) {
				blank.addCounts(days[at])
				continue
			}
			told[at] = true
		}
		if blank.Completed > 0 && !s.tells(blank, class.bound) {
			maps.DeleteFunc(told, func(at rowDay, _ bool) bool { return at.group == cohorts.Group(class.value) })
		}
	}
	return told
}

// tells reports whether as many people as the bound are in counts, and of each question enough or nobody.
func (s Survey) tells(c *Counts, bound int) bool {
	return c.Completed >= bound && !slices.ContainsFunc(s.Questions(), func(q Question) bool { return !c.enough(q, bound) })
}
