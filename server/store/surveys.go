package store

import (
	"context"
	"time"

	"soundings/cohorts/contact"
	"soundings/server/store/engine"
	"soundings/surveys"
)

// Survey returns the survey with this id, or NotFound. One that is open or closed is not read again for a moment; callers
// do not change what its slices hold.
func (s *Store) Survey(ctx context.Context, id string) (surveys.Survey, error) {
	v, mark, ok := s.surveys.get(id, s.now())
	if ok {
		return v, nil
	}
	d, err := one[surveyDoc](ctx, s, surveyDocs, id, "survey.unknown")
	if err != nil {
		return surveys.Survey{}, err
	}
	if v, err = d.survey(); err != nil {
		return v, err
	}
	if v.State != surveys.Draft && v.Doors == 0 { // a draft is there to be changed, and doors are where closing is met at once
		s.surveys.put(id, v, mark, s.now())
	}
	return v, nil
}

// Surveys returns every survey, the newest first.
func (s *Store) Surveys(ctx context.Context) ([]surveys.Survey, error) {
	return s.findSurveys(ctx, engine.Query{Collection: surveyDocs, Index: "created", Descending: true})
}

// OpenSurveysFor returns the open surveys that a cohort was invited to.
func (s *Store) OpenSurveysFor(ctx context.Context, cohort string) ([]surveys.Survey, error) {
	return s.findSurveys(ctx, engine.Query{Collection: surveyDocs, Index: "audience", Equal: []any{cohort, string(surveys.Open)}})
}

func (s *Store) findSurveys(ctx context.Context, q engine.Query) ([]surveys.Survey, error) {
	docs, err := findAll[surveyDoc](ctx, s, q)
	if err != nil {
		return nil, err
	}
	all := make([]surveys.Survey, len(docs))
	for i, d := range docs {
		if all[i], err = d.survey(); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// SaveSurvey keeps a survey.
func (s *Store) SaveSurvey(ctx context.Context, v surveys.Survey) error {
	s.surveys.forget(v.ID)
	defer s.surveys.forget(v.ID)
	return s.begin("survey."+string(v.State), v.ID).save(surveyDocs, newSurveyDoc(v)).commit(ctx)
}

// unfinishedDoc holds an answer under way; what was typed is sealed.
type unfinishedDoc struct {
	Head  `bson:",inline"` // the id is the invitation's
	Page  int              `bson:"page"`
	Saved time.Time        `bson:"saved"`
	Typed []byte           `bson:"typed"`
}

// Unfinished returns an answer under way; Version 0: there is none.
func (s *Store) Unfinished(ctx context.Context, invitation string) (surveys.PartialResponse, error) {
	docs, err := get[unfinishedDoc](ctx, s, unfinished, invitation)
	if err != nil || docs[0] == nil {
		return surveys.PartialResponse{Invitation: invitation}, err
	}
	d := docs[0]
	u := surveys.PartialResponse{Invitation: d.ID, Page: d.Page, Saved: d.Saved, Version: d.Version}
	var typed map[string][]string
	err = unseal(s.sealer, unfinished, d.ID, "typed", d.Typed, &typed)
	u.Typed = typed
	return u, err
}

// SaveUnfinished keeps an answer under way, and the invitation that it starts.
func (s *Store) SaveUnfinished(ctx context.Context, u surveys.PartialResponse, starts contact.Invitation) error {
	sealed, err := seal(s.sealer, unfinished, u.Invitation, "typed", map[string][]string(u.Typed))
	if err != nil {
		return err
	}
	d := &unfinishedDoc{Head{ID: u.Invitation, Version: u.Version}, u.Page, u.Saved, sealed}
	a := s.begin("", "").save(unfinished, d)
	if starts.ID != "" {
		addInvitation(a, starts)
	}
	return a.commit(ctx)
}

// Submit keeps a response to v, closes its invitation and forgets what was unfinished.
func (s *Store) Submit(ctx context.Context, v surveys.Survey, r surveys.Response, i contact.Invitation, u surveys.PartialResponse) error {
	d, err := s.responseDoc(v, r)
	if err != nil {
		return err
	}
	a := s.begin("", "")
	if r.Mode.Entered() { // by somebody of the team; what people answer themselves is its own record
		a = s.begin("answers.enter", r.Ref).and("survey.enter", r.Survey)
	}
	a.save(responses, d).fact(responsesRollup(r.Survey), r.ID)
	addInvitation(a, i)
	if u.Version > 0 {
		a.remove(unfinished, u.Invitation, u.Version)
	}
	return a.commit(ctx)
}
