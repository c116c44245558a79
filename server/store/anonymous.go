package store

import (
	"context"

	"soundings/surveys"
	"soundings/surveys/doors"
)

// PublishAnonymous keeps an anonymous survey with as many new doors as it says.
func (s *Store) PublishAnonymous(ctx context.Context, v surveys.Survey) error {
	s.surveys.forget(v.ID)
	defer s.surveys.forget(v.ID)
	a := s.begin("survey."+string(v.State), v.ID).save(surveyDocs, newSurveyDoc(v))
	return a.hang(doors.Survey(v.ID), v.Doors).commit(ctx)
}

// CloseAnonymous keeps a closed survey and deletes its doors as they are now.
func (s *Store) CloseAnonymous(ctx context.Context, v surveys.Survey) error {
	s.surveys.forget(v.ID)
	defer s.surveys.forget(v.ID)
	hung := v.Doors
	v.Doors = 0
	a := s.begin("survey."+string(v.State), v.ID).save(surveyDocs, newSurveyDoc(v))
	if err := a.shut(ctx, doors.Survey(v.ID), hung); err != nil {
		return err
	}
	return a.commit(ctx)
}

// RightToAnswer returns a right to answer an anonymous survey; Version 0: it was not used yet.
func (s *Store) RightToAnswer(ctx context.Context, id string) (surveys.Right, error) {
	docs, err := get[rightDoc](ctx, s, rights, id)
	if err != nil || docs[0] == nil {
		return surveys.Right{ID: id}, err
	}
	return surveys.Right{ID: id, Survey: docs[0].Survey, Version: docs[0].Version}, nil
}

// SubmitAnonymous keeps a response to v and the right to answer as used, through a door. It leaves no record, and no id that is
// made for it tells a time.
func (s *Store) SubmitAnonymous(ctx context.Context, v surveys.Survey, r surveys.Response, right surveys.Right, d doors.Door) error {
	doc, err := s.responseDoc(v, r)
	if err != nil {
		return err
	}
	a := s.begin("", "").untimed().save(anonymous, doc).fact(responsesRollup(v.ID), doc.ID)
	a.save(rights, &rightDoc{Head: Head{ID: right.ID, Version: right.Version}, Survey: right.Survey})
	return a.pass(d).commit(ctx)
}
