package hook

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strconv"

	"soundings/cohorts/base"
	"soundings/cohorts/contact"
	"soundings/surveys"
	"soundings/surveys/disclosure"
)

// Milestones returns the shares of those asked at which programs outside are told, in percent. That all have answered is none: it
// would say of each that they did.
func Milestones() []int { return []int{25, 50, 75} }

// MilestoneNotice is what programs outside are told where so much of those who were asked a survey have answered.
type MilestoneNotice struct {
	Survey  string `json:"survey"`
	Percent int    `json:"percent"` // at least
}

// Mark notes each milestone that an open survey has come to: a background job. It counts what the team's pages show, and notes
// none before so many have answered that figures about them may be shown. Each is noted once, by whichever server comes first.
func (s *Service) Mark(ctx context.Context) error {
	clinic, err := s.Cohorts.Clinic(ctx)
	if err != nil {
		return err
	}
	all, err := s.Surveys.Surveys(ctx)
	if err != nil {
		return err
	}
	for _, v := range all {
		if v.State != surveys.Open {
			continue
		}
		if err := s.mark(ctx, v, disclosure.Bounds(clinic.Bounds)); err != nil {
			return err
		}
	}
	return nil
}

func (s *Service) mark(ctx context.Context, v surveys.Survey, bounds disclosure.Bounds) error {
	counts, err := s.Contact.Counts(ctx, contact.ForSurvey, v.ID)
	if err != nil {
		return err
	}
	answered := counts.States[contact.Completed]
	if v.Anonymous { // of which no exact count is shown
		r, err := s.Surveys.Results(ctx, v.ID, surveys.Viewers, "")
		if err != nil {
			return err
		}
		answered = r.Completed
	}
	asked := counts.Invited()
	if asked == 0 || answered < bounds.Of(slices.Sorted(maps.Keys(counts.Groups))...) {
		return nil
	}
	for _, percent := range Milestones() {
		if 100*answered < percent*asked {
			break
		}
		n := base.NewNotice(base.ResponseMilestone, s.now(), MilestoneNotice{v.ID, percent}, v.ID, strconv.Itoa(percent))
		if err := s.Store.AddNotice(ctx, n); err != nil && !base.IsCode(err, base.Conflict) { // else it is noted already
			return fmt.Errorf("noting a milestone: %w", err)
		}
	}
	return nil
}
