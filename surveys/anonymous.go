package surveys

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"soundings/cohorts"
	"soundings/cohorts/base"
	"soundings/cohorts/contact"
	"soundings/surveys/doors"
)

// Right is a right to answer an anonymous survey once: of a person, by whichever of their links they or their proxy come.
// There is a document of it from the moment in which it is used. It says neither when nor for what.
type Right struct {
	ID      string
	Survey  string
	Version int64 // 0: not used yet
}

// Hidden reports whether nothing is shown of the survey yet but turnout.
func (s Survey) Hidden() bool { return s.Anonymous && s.State != Closed }

// submitAnonymous keeps a response of which nobody can tell whose it is, with the right to answer as used, through one of the
// survey's doors. The invitation stays as it is. Where the right was used before it touches a door and nothing else, so that
// a second answer takes as long as the first and writes as often.
func (s *Service) submitAnonymous(ctx context.Context, i contact.Invitation, v Survey, a Answers) error {
	r, err := s.right(ctx, i)
	if err != nil {
		return err
	}
	d, err := doors.Choose(ctx, s.Store, s.Rand, doors.Survey(v.ID), v.Doors, func() (bool, error) {
		now, err := s.Survey(ctx, v.ID)
		return now.Revision != v.Revision, err
	})
	switch {
	case err != nil:
		return err
	case r.Version > 0:
		err = s.Store.Touch(ctx, d)
	default:
		err = s.Store.SubmitAnonymous(ctx, v, Response{
			ID: base.NewID(s.Rand), Survey: v.ID, Version: v.Version, Group: i.Group, Answers: a, Scores: v.Score(a),
			Submitted: s.Now().UTC().Truncate(24 * time.Hour),
		}, r, d)
	}
	if err != nil {
		return fmt.Errorf("keeping an anonymous response: %w", err)
	}
	return nil
}

// right returns the right to answer behind an invitation to an anonymous survey.
func (s *Service) right(ctx context.Context, i contact.Invitation) (Right, error) {
	id := s.Contact.Links.Hash(strings.Join([]string{"survey person", i.Subject, i.Ref}, "\x00"))
	r, err := s.Store.RightToAnswer(ctx, id)
	if err != nil {
		return r, fmt.Errorf("reading a right to answer: %w", err)
	}
	r.ID, r.Survey = id, i.Subject
	return r, nil
}

// Spent reports whether the right behind an invitation to an anonymous survey was used. It is for reminders, of which nobody may
// see to whom they go.
func (s *Service) Spent(ctx context.Context, i contact.Invitation) (bool, error) {
	r, err := s.right(ctx, i)
	return r.Version > 0, err
}

// LinksOnce hands out the links of anonymous surveys. Those of named ones the team sees as often as it likes.
func (s *Service) LinksOnce() contact.LinksOnce {
	return s.Contact.LinksOnce(contact.ForSurvey, func(ctx context.Context, id string) (contact.Handing, error) {
		v, err := s.Survey(ctx, id)
		h := contact.Handing{Once: v.Anonymous}
		switch {
		case err != nil:
		case v.State != Open:
			h.Refused = base.Refuse(base.Conflict, "survey.not_open")
		case !v.Anonymous:
			h.Refused = base.Refuse(base.Conflict, "survey.links_stay")
		}
		return h, err
	})
}

// Turnout is how many of a group answered an anonymous survey.
type Turnout struct {
	Group     cohorts.Group `json:"group"`
	Invited   int           `json:"invited"`
	Completed *int          `json:"completed,omitempty"` // before closing floored to steps of Least; nil: too few, or another group would follow
	Least     int           `json:"least"`               // the fewest answers of the group on which a figure may rest
}

// invitedGroups lists the groups that anybody was invited of or answered of, in the order of pages.
func invitedGroups(t Tally, invited map[cohorts.Group]int) []cohorts.Group {
	return slices.DeleteFunc(cohorts.Groups(), func(g cohorts.Group) bool { return invited[g] == 0 && t.counts(g).Completed == 0 })
}
