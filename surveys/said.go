package surveys

import (
	"context"
	"fmt"
	"strings"

	"soundings/cohorts"
	"soundings/cohorts/base"
	"soundings/surveys/kinds"
)

// Saying is what somebody wrote in answer to a question.
type Saying struct {
	Key      string        // the same for the same answer; it tells of nobody
	Ref      string        // of the participant; empty: the survey is anonymous
	Group    cohorts.Group // empty: it may not be told
	Language string
	Text     string
}

// Said reads what people wrote in their own words, for those who may read answers.
type Said struct{ *Service }

// sayingsRead is how many responses a page reads at most, so that a question to which hardly anybody wrote costs a page no more.
const sayingsRead = 2000

// Page returns a page of what people wrote in answer to a question, in an order that says nothing of when they did. Of an anonymous
// survey it is a Conflict before it is closed, and after that nothing but what its rows may show.
func (s Said) Page(ctx context.Context, survey, question, after string, limit int) (base.Page[Saying], error) {
	var page base.Page[Saying]
	v, err := s.Survey(ctx, survey)
	if err != nil {
		return page, err
	}
	if q, ok := v.Question(question); !ok || q.Type != kinds.FreeText {
		return page, base.Refuse(base.NotFound, "question.unknown")
	}
	if v.Anonymous {
		return s.anonymous(ctx, v, question, after, limit)
	}
	return s.page(ctx, s.Store.Responses, v.ID, question, after, limit, func(r Response) Saying {
		return Saying{Key: r.ID, Ref: r.Ref, Group: r.Group, Language: r.Language}
	})
}

// anonymous returns what may be shown of the texts of an anonymous survey.
func (s Said) anonymous(ctx context.Context, v Survey, question, after string, limit int) (base.Page[Saying], error) {
	var none base.Page[Saying]
	if v.Hidden() {
		return none, base.Refuse(base.Conflict, "survey.hidden")
	}
	clinic, err := s.Cohorts.Clinic(ctx)
	if err != nil {
		return none, err
	}
	t, err := s.Store.Tally(ctx, v)
	if err != nil {
		return none, fmt.Errorf("reading what the responses add up to: %w", err)
	}
	e := closingOf(t, v.boundsIn(clinic))
	if !e.shown || !v.inRows(e)[question] {
		return none, nil
	}
	named := e.namedGroups()
	return s.page(ctx, s.Store.AnonymousResponses, v.ID, question, after, limit, func(r Response) Saying {
		said := Saying{Key: s.Contact.Links.ID("said", question, r.ID)} // its id is shown to nobody
		if named[r.Group] {
			said.Group = r.Group
		}
		return said
	})
}

// page returns a page of the texts, each with what may be told of it beside. It ends at the end of what was read at once.
func (s Said) page(ctx context.Context, find finder, survey, question, after string, limit int, tell func(Response) Saying) (base.Page[Saying], error) {
	page := base.Page[Saying]{Next: after}
	for read := 0; read < sayingsRead && len(page.Items) < limit; read += limit {
		items, next, err := find(ctx, survey, page.Next, limit)
		if err != nil {
			return page, fmt.Errorf("reading responses: %w", err)
		}
		for _, r := range items {
			said := tell(r)
			if said.Text = strings.TrimSpace(strings.Join(r.Answers[question], "")); said.Text != "" {
				page.Items = append(page.Items, said)
			}
		}
		if page.Next = next; next == "" {
			break
		}
	}
	return page, nil
}
