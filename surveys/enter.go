package surveys

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"

	"soundings/cohorts/base"
	"soundings/cohorts/contact"
)

// Entry is what staff enter for somebody who answered on paper or by telephone.
type Entry struct {
	Ref      string `json:"ref" validate:"required"`
	Mode     Mode   `json:"mode" validate:"required,oneof=paper phone"`
	Language string `json:"language" validate:"omitempty,oneof=en es"` // of the sheet or the call; empty: the person's
	Answers  Answers
	Blank    bool // questions that need an answer were left without one, and the rest is kept all the same
}

// AnswersField is what a refusal calls the answers of an entry; each by itself is AnswersField, a dot and its form field.
const AnswersField = "answers"

// Enter keeps what somebody answered on paper or by telephone, under the same right as their link: whichever comes first is
// kept, and the other is told so. What was begun by link and not sent is given up.
func (s *Service) Enter(ctx context.Context, id string, e Entry) (Response, error) {
	for {
		v, i, err := s.AskedOf(ctx, id, e.Ref)
		answers, wrong := v.entered(e)
		if err = base.Together(base.Besides(base.Check(e), err), wrong); err != nil {
			return Response{}, err
		}
		if err := s.mayEnter(ctx, i); err != nil {
			return Response{}, err
		}
		under, err := s.Store.Unfinished(ctx, i.ID)
		if err != nil {
			return Response{}, fmt.Errorf("reading an answer under way: %w", err)
		}
		r, err := s.submit(ctx, i, v, under, answers, Typed{Language: cmp.Or(e.Language, i.Language), Mode: e.Mode})
		if !base.IsCode(err, base.Conflict) {
			return r, err
		}
	}
}

// Entering returns a survey and the right of a person under which staff can enter an answer now, or says why they can not.
func (s *Service) Entering(ctx context.Context, id, ref string) (Survey, contact.Invitation, error) {
	v, i, err := s.AskedOf(ctx, id, ref)
	if err != nil {
		return v, i, err
	}
	return v, i, s.mayEnter(ctx, i)
}

// mayEnter returns why nothing can be entered under a right now; nil: something can.
func (s *Service) mayEnter(ctx context.Context, i contact.Invitation) error {
	sheet, _, err := s.sheet(ctx, i)
	if why, ok := noEntry[sheet.Status]; ok && err == nil {
		return base.Refuse(base.Conflict, why, "Ref", i.Ref)
	}
	return err
}

// noEntry are the reasons for which nothing can be entered, where a link would lead to no question.
var noEntry = map[Status]string{
	Already: "survey.enter_already", IsClosed: "survey.not_open", IsExpired: "survey.enter_expired", NotAsked: "survey.enter_not_in",
	HasLeft: "survey.enter_left", IsOver: "survey.enter_over", IsRemoved: "survey.enter_removed",
}

// AskedOf returns a named survey and how a person was asked it: as who answers for them now, where several were.
func (s *Service) AskedOf(ctx context.Context, id, ref string) (v Survey, i contact.Invitation, err error) {
	if v, err = s.Survey(ctx, id); err != nil {
		return v, i, err
	}
	switch {
	case v.Anonymous:
		return v, i, base.Refuse(base.Invalid, "survey.enter_anonymous")
	case v.State == Draft:
		return v, i, base.Refuse(base.Conflict, "survey.not_open")
	}
	i, ok, err := s.Contact.AskedNow(ctx, contact.ForSurvey, id, ref)
	if err == nil && !ok {
		err = base.InvalidFields(base.Field{Name: "ref", Text: base.T("link.ref_not_invited", "Ref", ref)})
	}
	return v, i, err
}

// entered returns the answers of an entry in canonical form, or an Invalid error that names each field that is wrong.
func (s Survey) entered(e Entry) (Answers, error) {
	var wrong []base.Field
	known := map[string]bool{}
	for _, q := range s.Questions() {
		for _, field := range q.Fields() {
			known[field] = true
		}
	}
	for _, field := range slices.Sorted(maps.Keys(e.Answers)) {
		if !known[field] {
			wrong = append(wrong, base.Field{Name: field, Text: base.T("survey.enter_unknown")})
		}
	}
	typed := Answers{}
	for field, values := range e.Answers {
		typed[field] = bounded(values)
	}
	decoded, bad := s.decode(typed)
	for p, page := range s.Pages {
		if e.Blank {
			for _, q := range page.Visible(decoded) {
				wrong = append(wrong, bad[q.ID]...)
			}
			continue
		}
		wrong = append(wrong, s.wrong(p, decoded, bad)...)
	}
	for i := range wrong {
		wrong[i].Name = AnswersField + "." + wrong[i].Name
	}
	if len(wrong) == 0 && decoded.Empty() {
		wrong = []base.Field{{Name: AnswersField, Text: base.T("survey.enter_empty")}}
	}
	return decoded, base.InvalidFields(wrong...)
}
