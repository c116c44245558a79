package board

import (
	"context"
	"time"

	"soundings/cohorts"
	"soundings/cohorts/base"
	"soundings/cohorts/contact"
	"soundings/cohorts/plan"
	"soundings/cohorts/rollout"
)

// slip is a feature of which people are told that it comes later than planned.
type slip struct {
	Announcing
	plan plan.Plan
	of   plan.Progress
	name base.Words // of the feature
}

// slip returns how late a plan has a feature now; Status is another than Slipping where it is not late.
func (s Announcing) slip(ctx context.Context, of Source) (slip, error) {
	m := slip{Announcing: s, of: plan.Progress{Feature: of.Feature}}
	var err error
	if m.plan, err = s.Plans.Plan(ctx, of.Plan); err != nil {
		return m, err
	}
	f, err := s.Rollouts.Feature(ctx, of.Feature)
	if err != nil {
		return m, err
	}
	m.name = f.Name
	late, err := s.Plans.Slip(ctx, m.plan, of.Feature)
	if base.IsCode(err, base.Conflict) {
		return m, nil
	}
	if err == nil {
		m.of = late
	}
	return m, err
}

func (m slip) blank() Announcement {
	return Announcement{
		ID: m.plan.ID + "." + m.of.Feature + "." + m.of.Planned.Format(time.DateOnly), Plan: m.plan.ID, Expected: m.of.Planned, Where: m.of.Feature,
	}
}

func (m slip) ready() error {
	if m.of.Status != plan.Slipping {
		return base.Refuse(base.Conflict, "plan.no_slip")
	}
	return nil
}

// audiences returns all but the reporters: nobody reports that something is late.
func (m slip) audiences() []Audience { return Audiences()[1:] }

func (m slip) heard() base.Words { return m.name }

func (m slip) draft(a Audience, language string, say Drafting) string {
	return say(language, base.T("announcement.slip."+string(a), "Late", m.late(), "Blank", Blank))
}

// late returns when it was to come and when it comes now, if there is a new day.
func (m slip) late() base.Text {
	due, expected := base.Day(m.of.Baseline.AddDate(0, 0, -1)), base.Day(m.of.Planned.AddDate(0, 0, -1)) // quarters end with the last of their days
	if m.plan.Quarter(m.of.Planned) == 0 {
		return base.T("announcement.slip.open", "Feature", m.name, "Due", due)
	}
	return base.T("announcement.slip.moved", "Feature", m.name, "Due", due, "Date", expected)
}

func (m slip) headline(language string, say Drafting) string {
	return say(language, base.T("announcement.slip.headline", "Feature", m.name))
}

func (m slip) reporters(context.Context) ([]contact.Asked, error) { return nil, nil }

// patients returns the members of the cohorts who see the feature or are going to: of those to which it is rolled out, or of all
// while that is not decided.
func (m slip) patients(ctx context.Context) ([]rollout.Seer, error) {
	all, err := m.Rollouts.Rollouts(ctx, m.of.Feature)
	if err != nil {
		return nil, err
	}
	var in []string
	for _, r := range all {
		in = append(in, r.Cohort)
	}
	return m.members(ctx, in)
}

// told returns the event of the charter which says that groups were told; none where no group is told that was not before.
func (m slip) told(ctx context.Context, a Announcement, p telling) (string, Saved, error) {
	const act = "announce_slip"
	var fresh []cohorts.Group
	for _, audience := range p.audiences {
		if _, before := p.before.Told[audience]; !before {
			fresh = append(fresh, cohorts.Group(audience))
		}
	}
	if len(fresh) == 0 {
		return act, Saved{}, nil
	}
	clinic, err := m.Cohorts.Clinic(ctx)
	if err != nil {
		return act, Saved{}, err
	}
	today, err := m.Plans.DayOf(ctx, m.now())
	if err != nil {
		return act, Saved{}, err
	}
	owner, err := m.Plans.NameOf(ctx, base.ActorFrom(ctx))
	language := clinic.Languages[0]
	return act, Saved{Entry: plan.Entry{
		ID: base.NewID(m.Rand), Kind: plan.Event, Title: a.Heard.In(language), Text: a.Words[Audience(fresh[0])].In(language), Owner: owner, Date: today, Done: today,
		Feature: m.of.Feature, Audience: fresh, Expected: m.of.Planned, Announcement: a.ID,
	}}, err
}

// stands reports whether the feature is still expected when the announcement said.
func (m slip) stands(a Announcement) bool {
	return m.of.Status == plan.Slipping && m.of.Planned.Equal(a.Expected)
}
