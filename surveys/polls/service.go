package polls

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"time"

	"soundings/cohorts"
	"soundings/cohorts/base"
	"soundings/cohorts/contact"
	"soundings/surveys/disclosure"
	"soundings/surveys/doors"
)

// Service makes, publishes and closes polls, takes ballots and says what they add up to.
type Service struct {
	Store     Store
	Cohorts   *cohorts.Service
	Contact   *contact.Service
	Catalogue Catalogue // nil: any key is a feature, and its name
	Now       func() time.Time
	Rand      io.Reader
	Log       *slog.Logger
}

// Create keeps a new poll as a draft under an id made from its title.
func (s *Service) Create(ctx context.Context, p Poll) (Poll, error) {
	p.State, p.Created, p.Version = Draft, s.Now(), 0
	p.Opened, p.Closed, p.CodeHash = time.Time{}, time.Time{}, ""
	if err := s.prepare(ctx, &p); err != nil {
		return p, err
	}
	id, err := base.WithSlug(p.Title.In("en"), "poll", func(id string) error {
		p.ID = id
		return s.Store.SavePoll(ctx, p)
	})
	if err != nil {
		return p, fmt.Errorf("keeping a poll: %w", err)
	}
	p.ID, p.Version = id, 1
	return p, nil
}

// prepare checks a draft and takes over what the catalogue says of its features.
func (s *Service) prepare(ctx context.Context, p *Poll) error {
	p.Title = p.Title.OneLine()
	if p.How().Dots && p.Dots == 0 {
		p.Dots = defaultDots
	}
	if err := p.Check(); err != nil || s.Catalogue == nil {
		return err
	}
	texts, err := s.Catalogue.FeatureTexts(ctx, p.Features...)
	if err != nil {
		return fmt.Errorf("reading features: %w", err)
	}
	var fields []base.Field
	for i, f := range p.Features {
		if _, ok := texts[f]; !ok {
			fields = append(fields, bad(fmt.Sprintf("features[%d]", i), "poll.feature_unknown", "Feature", f))
		}
	}
	p.Texts = texts
	return base.InvalidFields(fields...)
}

// Poll returns the poll with this id, or NotFound.
func (s *Service) Poll(ctx context.Context, id string) (Poll, error) {
	p, err := s.Store.Poll(ctx, id)
	if err != nil {
		return p, fmt.Errorf("reading a poll: %w", err)
	}
	clinic, err := s.Cohorts.Clinic(ctx)
	return p.within(clinic), err
}

// within returns the poll with its bounds: until it is published, or where it was before they were kept, those of the clinic.
func (p Poll) within(clinic cohorts.Clinic) Poll {
	if p.State == Draft || p.Bounds == nil {
		p.Bounds = disclosure.Bounds(clinic.Bounds).Fixed()
	}
	return p
}

// Polls returns every poll, the newest first.
func (s *Service) Polls(ctx context.Context) ([]Poll, error) {
	all, err := s.Store.Polls(ctx)
	if err != nil {
		return nil, fmt.Errorf("listing polls: %w", err)
	}
	clinic, err := s.Cohorts.Clinic(ctx)
	for i := range all {
		all[i] = all[i].within(clinic)
	}
	return all, err
}

// Edit changes a draft. change gets the draft as it is and makes it what it should be. ErrChanged where the draft is not
// of this version any more; version 0 takes whatever stands there.
func (s *Service) Edit(ctx context.Context, id string, version int64, change func(*Poll) error) (Poll, error) {
	return s.update(ctx, id, s.Store.SavePoll, func(p *Poll) error {
		switch {
		case p.State != Draft:
			return base.Refuse(base.Conflict, "poll.not_draft")
		case version != 0 && p.Version != version:
			return base.ErrChanged
		}
		if err := change(p); err != nil {
			return err
		}
		return s.prepare(ctx, p)
	})
}

// Publish opens a draft for ballots. From then on its features, texts and weights never change.
func (s *Service) Publish(ctx context.Context, id string) (Poll, error) {
	clinic, err := s.Cohorts.Clinic(ctx)
	if err != nil {
		return Poll{}, err
	}
	return s.update(ctx, id, s.Store.HangDoors, func(p *Poll) error {
		if p.State != Draft {
			return base.Refuse(base.Conflict, "poll.not_draft")
		}
		p.State, p.Opened, p.Bounds = Open, s.Now(), disclosure.Bounds(clinic.Bounds).Fixed()
		if p.Secret {
			p.Doors = doors.Hung
		}
		if p.Open {
			p.CodeHash = s.Contact.Links.Hash(s.token(*p))
		}
		if err := s.prepare(ctx, p); err != nil {
			return err
		}
		return clinic.Publishable(p.MissingIn)
	})
}

// Close ends the answering of an open poll. Of a secret one every ballot that was acknowledged counts from now on, and no
// other one comes: those under way on any server find its doors gone.
func (s *Service) Close(ctx context.Context, id string) (Poll, error) {
	return s.update(ctx, id, s.Store.ClosePoll, func(p *Poll) error {
		if p.State != Open {
			return base.Refuse(base.Conflict, "poll.not_open")
		}
		p.State, p.Closed = Closed, s.Now()
		return nil
	})
}

// CountUnverified reports whether the ballots that came by the open code count. Of a secret poll that is fixed when it is
// published: the difference between the two results would show how a few have voted.
func (s *Service) CountUnverified(ctx context.Context, id string, count bool) (Poll, error) {
	return s.update(ctx, id, s.Store.SavePoll, func(p *Poll) error {
		if p.Secret && p.State != Draft {
			return base.Refuse(base.Conflict, "poll.secret_fixed")
		}
		p.VerifiedOnly = !count
		return nil
	})
}

// Code returns the open code of a published poll, in fours; empty where it has none.
func (s *Service) Code(p Poll) string {
	if p.CodeHash == "" {
		return ""
	}
	return contact.PrintToken(s.token(p))
}

// token is derived as those of invitations are. No invitation has an id with a slash.
func (s *Service) token(p Poll) string { return s.Contact.Links.Token("poll/" + p.ID) }

// update changes a poll and has it saved; again when somebody else was quicker.
func (s *Service) update(ctx context.Context, id string, save func(context.Context, Poll) error, change func(*Poll) error) (Poll, error) {
	p, err := base.Revise(func() (Poll, error) { return s.Poll(ctx, id) }, change, func(p Poll) error {
		if err := save(ctx, p); err != nil {
			return fmt.Errorf("keeping a poll: %w", err)
		}
		return nil
	})
	if err == nil {
		p.Version++
	}
	return p, err
}
