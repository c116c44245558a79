package surveys

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"slices"
	"time"

	"soundings/cohorts"
	"soundings/cohorts/base"
	"soundings/cohorts/contact"
	"soundings/surveys/disclosure"
	"soundings/surveys/doors"
)

// Service makes, publishes and closes surveys, takes answers and says what they add up to.
type Service struct {
	Store   Store
	Cohorts *cohorts.Service
	Contact *contact.Service
	Now     func() time.Time
	Rand    io.Reader
	Log     *slog.Logger
}

// Create keeps a new survey as a draft under an id made from its title.
func (s *Service) Create(ctx context.Context, v Survey) (Survey, error) {
	v.Title = v.Title.OneLine()
	if err := v.Check(); err != nil {
		return v, err
	}
	v.Version, v.State, v.Created, v.Revision = 1, Draft, s.Now(), 0
	v.Audience, v.Opened, v.Closed = nil, time.Time{}, time.Time{}
	id, err := base.WithSlug(v.Title.In("en"), "survey", func(id string) error {
		v.ID = id
		return s.Store.SaveSurvey(ctx, v)
	})
	if err != nil {
		return v, fmt.Errorf("keeping a survey: %w", err)
	}
	v.ID, v.Revision = id, 1
	return v, nil
}

// Survey returns the survey with this id, or NotFound.
func (s *Service) Survey(ctx context.Context, id string) (Survey, error) {
	v, err := s.Store.Survey(ctx, id)
	if err != nil {
		return v, fmt.Errorf("reading a survey: %w", err)
	}
	return v, nil
}

// Surveys returns every survey, the newest first.
func (s *Service) Surveys(ctx context.Context) ([]Survey, error) {
	all, err := s.Store.Surveys(ctx)
	if err != nil {
		return nil, fmt.Errorf("listing surveys: %w", err)
	}
	return all, nil
}

// Edit changes a draft, if it still has this revision; 0: whichever it has. change gets the draft as it is and makes of it what
// it should be.
func (s *Service) Edit(ctx context.Context, id string, revision int64, change func(*Survey) error) (Survey, error) {
	return s.update(ctx, id, func(v *Survey) error {
		switch {
		case v.State != Draft:
			return base.Refuse(base.Conflict, "survey.not_draft")
		case revision != 0 && v.Revision != revision:
			return base.ErrChanged
		}
		if err := change(v); err != nil {
			return err
		}
		v.Title = v.Title.OneLine()
		return v.Check()
	})
}

// Publish opens a draft for answers. From then on its questions never change.
func (s *Service) Publish(ctx context.Context, id string) (Survey, error) {
	clinic, err := s.Cohorts.Clinic(ctx)
	if err != nil {
		return Survey{}, err
	}
	return s.updateBy(ctx, id, s.publish, func(v *Survey) error {
		switch {
		case v.State != Draft:
			return base.Refuse(base.Conflict, "survey.not_draft")
		case !slices.ContainsFunc(v.Questions(), func(q Question) bool { return len(q.Fields()) > 0 }):
			return base.InvalidFields(base.Field{Name: "pages", Text: base.T("survey.no_questions")})
		}
		v.Pages = slices.DeleteFunc(v.Pages, func(p Page) bool { return len(p.Questions) == 0 })
		v.State, v.Opened, v.Bounds = Open, s.Now(), disclosure.Bounds(clinic.Bounds).Fixed()
		if v.Anonymous {
			v.Doors = doors.Hung
		}
		if err := v.Check(); err != nil {
			return err
		}
		return clinic.Publishable(v.MissingIn)
	})
}

func (s *Service) publish(ctx context.Context, v Survey) error {
	if v.Anonymous {
		return s.Store.PublishAnonymous(ctx, v)
	}
	return s.Store.SaveSurvey(ctx, v)
}

// Close ends the answering of an open survey. Of an anonymous one every answer that was acknowledged counts from now on, and no
// other one comes: those under way on any server find its doors gone.
func (s *Service) Close(ctx context.Context, id string) (Survey, error) {
	return s.updateBy(ctx, id, s.closed, func(v *Survey) error {
		if v.State != Open {
			return base.Refuse(base.Conflict, "survey.not_open")
		}
		v.State, v.Closed = Closed, s.Now()
		return nil
	})
}

func (s *Service) closed(ctx context.Context, v Survey) error {
	if v.Anonymous {
		return s.Store.CloseAnonymous(ctx, v)
	}
	return s.Store.SaveSurvey(ctx, v)
}

// update changes a survey; again when somebody else was quicker.
func (s *Service) update(ctx context.Context, id string, change func(*Survey) error) (Survey, error) {
	return s.updateBy(ctx, id, s.Store.SaveSurvey, change)
}

// updateBy changes a survey and has it saved; again when somebody else was quicker.
func (s *Service) updateBy(ctx context.Context, id string, save func(context.Context, Survey) error, change func(*Survey) error) (Survey, error) {
	v, err := base.Revise(func() (Survey, error) { return s.Survey(ctx, id) }, change, func(v Survey) error {
		if err := save(ctx, v); err != nil {
			return fmt.Errorf("keeping a survey: %w", err)
		}
		return nil
	})
	if err == nil {
		v.Revision++
	}
	return v, err
}
