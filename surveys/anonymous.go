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

// openAnonymous returns what the link of an anonymous survey leads to: the same whether the right to answer was used or not.
func (s *Service) openAnonymous(ctx context.Context, i contact.Invitation, v Survey) (Sheet, PartialResponse, error) {
	sheet := Sheet{Survey: v}
	standing, err := s.Contact.Standing(ctx, i)
	switch {
	case err != nil:
		return sheet, PartialResponse{}, err
	case standing != contact.TakesPart:
		sheet.Status = outside[standing]
	case v.State != Open:
		sheet.Status = IsClosed
	case i.Past(s.Now()):
		sheet.Status = IsExpired
	default:
		sheet.Status = Asking
	}
	return sheet, PartialResponse{}, nil
}

// submitAnonymous keeps a response of which nobody can tell whose it is, with the right to answer as used, through one of the
// survey's doors. The invitation stays as it is. Where the right was used before it touches a door and nothing else, so that
// a second answer takes as long as the first and writes as often.
func (s *Service) submitAnonymous(ctx context.Context, i contact.Invitation, v Survey, a Answers) error {
	id := s.Contact.Links.Hash(strings.Join([]string{"survey person", v.ID, i.Ref}, "\x00"))
	r, err := s.Store.RightToAnswer(ctx, id)
	if err != nil {
		return fmt.Errorf("reading a right to answer: %w", err)
	}
	r.ID, r.Survey = id, v.ID
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

// Unseen returns at most limit invitations to an open anonymous survey whose links the team has not seen yet and that still
// serve.
func (s *Service) Unseen(ctx context.Context, id string, limit int) ([]contact.Invitation, error) {
	if serves, err := s.handsOut(ctx, id); !serves {
		return nil, err
	}
	return s.Contact.Unseen(ctx, contact.ForSurvey, id, limit)
}

// ShowOnce returns which of some invitations to an anonymous survey the team sees the links of now, for the first time, and
// which it has seen before. Those to a named one it sees as often as it likes.
func (s *Service) ShowOnce(ctx context.Context, id string, some []contact.Invitation) (now, before []contact.Invitation, err error) {
	v, err := s.Survey(ctx, id)
	if err != nil || !v.Anonymous {
		return some, nil, err
	}
	now, err = s.Contact.ShowOnce(ctx, some)
	return now, contact.SeenBefore(some, now), err
}

// HandOut returns the links of an anonymous survey that the team has not seen, at most limit, and notes that it has.
func (s *Service) HandOut(ctx context.Context, id string, limit int) ([]contact.Invitation, error) {
	if serves, err := s.handsOut(ctx, id); !serves {
		return nil, err
	}
	return s.Contact.HandOut(ctx, contact.ForSurvey, id, limit)
}

// Reissue gives the people with these refs, or with none everybody who was invited to an anonymous survey, new links. The old
// ones lead nowhere from then on; the right to answer is the same, used or not.
func (s *Service) Reissue(ctx context.Context, id string, refs []string) ([]contact.Invitation, error) {
	v, err := s.Survey(ctx, id)
	switch {
	case err != nil:
		return nil, err
	case v.State != Open:
		return nil, base.Refuse(base.Conflict, "survey.not_open")
	case !v.Anonymous:
		return nil, base.Refuse(base.Conflict, "survey.links_stay")
	}
	return s.Contact.ReissueTo(ctx, contact.ForSurvey, id, refs)
}

// handsOut reports whether a survey is one whose links are handed out once, and open.
func (s *Service) handsOut(ctx context.Context, id string) (bool, error) {
	v, err := s.Survey(ctx, id)
	return err == nil && v.State == Open && v.Anonymous, err
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
