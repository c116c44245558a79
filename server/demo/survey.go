package demo

import (
	"context"
	_ "embed"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"time"

	"soundings/cohorts/base"
	"soundings/cohorts/contact"
	"soundings/surveys"
)

var (
	//go:embed survey.json
	openSurvey string
	//go:embed draft.json
	draftSurvey string
)

// survey publishes the survey, invites the first cohort and lets its members answer.
func (b *builder) survey(ctx context.Context) error {
	v, err := b.create(ctx, 25, openSurvey)
	if err != nil {
		return err
	}
	if _, err := b.teamAt(21, 9, 30).Surveys.Publish(ctx, v.ID); err != nil {
		return err
	}
	b.asked = v.ID
	first := b.printed.Subject
	asked, err := b.teamAt(21, 10, 0).Surveys.Invite(ctx, v.ID, surveys.Audience{Cohort: first})
	if err != nil {
		return err
	}
	return b.replies(ctx, asked)
}

// replies lets everybody answer who does, day by day: at the end of each the next edition is made, as a running server does.
func (b *builder) replies(ctx context.Context, asked []contact.Invitation) error {
	var all []reply
	for _, i := range asked {
		if r, ok := b.reply(i); ok {
			all = append(all, r)
		}
	}
	slices.SortStableFunc(all, func(a, b reply) int { return a.at.Compare(b.at) })
	for day := answerDays; day > 0; day-- {
		end, due := b.days.ago(day, 23, 59), 0
		for due < len(all) && all[due].at.Before(end) {
			due++
		}
		if err := each(ctx, all[:due], b.respond); err != nil {
			return err
		}
		all = all[due:]
		if err := b.teamAt(day, 23, 59).Surveys.MakeEditions(ctx); err != nil {
			return err
		}
	}
	return each(ctx, all, b.respond) // what came today is counted with all the rest
}

// draft leaves a survey that somebody is still writing.
func (b *builder) draft(ctx context.Context) error {
	_, err := b.create(ctx, 2, draftSurvey)
	return err
}

// create makes a survey of the JSON that the API would take.
func (b *builder) create(ctx context.Context, daysAgo int, text string) (surveys.Survey, error) {
	var v surveys.Survey
	if err := json.Unmarshal([]byte(text), &v); err != nil {
		return v, fmt.Errorf("reading a survey: %w", err)
	}
	return b.teamAt(daysAgo, 15, 45).Surveys.Create(ctx, v)
}

// answerDays is how long ago the survey went out: answers have come on all days since.
const answerDays = 21

// reply is what one patient sends, and when.
type reply struct {
	contact.Invitation
	at    time.Time
	typed surveys.Typed
	ids   io.Reader
}

// reply makes up what one patient does with the survey: answers it, saves a beginning, or nothing of it; then ok is false. The
// older they are, the fewer answer.
func (b *builder) reply(i contact.Invitation) (_ reply, ok bool) {
	r := newChance("survey", i.Ref)
	who := b.people.byRef[i.Ref]
	answers := r.happens([ages]float64{0.52, 0.47, 0.41, 0.33, 0.22}[who.age])
	if !answers && !r.happens(0.15) {
		return reply{}, false
	}
	when := b.days.within(r, i.Created, answerDays)
	typed := surveys.Typed{Action: surveys.Submit, Page: -1, Language: i.Language, Values: answersOf(r, who)}
	if !answers {
		typed.Action, typed.Page, typed.Values = surveys.Save, 0, beginning(typed.Values)
	}
	return reply{i, when.Add(r.minutes(3, 14)), typed, r.ids}, true
}

// respond sends what one patient answers.
func (b *builder) respond(ctx context.Context, r reply) error {
	sheet, err := b.at(r.at, r.ids).Surveys.Answer(ctx, r.Invitation, r.typed)
	if err != nil {
		return err
	}
	if len(sheet.Errors) > 0 {
		return fmt.Errorf("an answer was refused: %w", base.InvalidFields(sheet.Errors...))
	}
	return nil
}
