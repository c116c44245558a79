package portal

import (
	"context"

	"soundings/cohorts"
	"soundings/cohorts/contact"
	"soundings/cohorts/plan"
	"soundings/web/page"
)

// progressRow is the progress of a feature: planned against actual.
type progressRow struct {
	Feature  page.Link
	Owner    string
	Baseline string
	Planned  string
	Live     string
	Standing page.Badge
	Late     string
	Told     []page.Link // who has heard that it slips, and who has not
	Tell     string      // where to tell more; empty: there is nothing to tell
}

var standingLooks = map[plan.Status]string{
	plan.Done: "done", plan.DoneLate: "done", plan.OnTrack: "active", plan.Slipping: "waiting", plan.Dropped: "stopped", plan.Added: "active",
}

// progressRows returns the progress of each feature since the plan was adopted; none before.
func (s *Plans) progressRows(ctx context.Context, d planPresenter, owners map[string]string) ([]progressRow, error) {
	all, err := s.Plans.Progress(ctx, d.plan)
	if err != nil {
		return nil, err
	}
	affected, err := s.Plans.Affected(ctx, d.plan)
	if err != nil {
		return nil, err
	}
	var rows []progressRow
	for _, p := range all {
		row := progressRow{
			Feature: page.Link{Text: d.name(p.Feature), Href: page.FeatureHref(p.Feature)}, Owner: owners[p.Feature],
			Baseline: lastDay(d.page, p.Baseline), Planned: lastDay(d.page, p.Planned),
			Live: day(d.page, p.Live), Standing: page.Badge{Text: d.page.T("plans.standing." + string(p.Status)), Look: standingLooks[p.Status]},
		}
		row.Late = d.later(p)
		if p.Status == plan.Slipping {
			row.Told, row.Tell = d.told(p, affected), page.TellHref(d.plan.ID, p.Feature)
		}
		rows = append(rows, row)
	}
	return rows, nil
}

// later says how much later than adopted a feature comes: late is one that is live, of the others a later day is expected.
// It is empty for one that comes in time.
func (d planPresenter) later(p plan.Progress) string {
	days := int(p.Late.Hours() / 24)
	switch {
	case days == 0:
		return ""
	case p.Live.IsZero():
		return d.page.T("plans.expected_later", "Date", lastDay(d.page, p.Planned), "Count", days)
	}
	return d.page.T("plans.late", "Count", days)
}

// told says who has heard of a slip, who is to hear of it, and which of the affected groups are still to be told.
// What they were told by the server leads to its announcement.
func (d planPresenter) told(p plan.Progress, affected []cohorts.Group) []page.Link {
	var lines []page.Link
	for _, e := range p.Notices {
		groups, date := groups(d.page, e.Audience), day(d.page, e.Date)
		switch {
		case e.Announcement != "":
			lines = append(lines, page.Link{Text: d.page.T("plans.announced", "Groups", groups, "Date", date), Href: page.AskedHref(contact.ForAnnouncement, e.Announcement)})
		case e.Done.IsZero():
			lines = append(lines, page.Link{Text: d.page.T("plans.to_be_told", "Groups", groups, "Date", date, "Who", e.Owner)})
		default:
			lines = append(lines, page.Link{Text: d.page.T("plans.told", "Groups", groups, "Date", day(d.page, e.Done), "Who", e.Owner)})
		}
	}
	if untold := p.Untold(affected); len(untold) > 0 {
		lines = append(lines, page.Link{Text: d.page.T("plans.untold", "Groups", groups(d.page, untold))})
	}
	return lines
}
