package people

import (
	"context"

	"soundings/cohorts/base"
	"soundings/cohorts/rollout"
	"soundings/web/page"
)

// seesRow is whether a participant sees one feature, and why.
type seesRow struct {
	Feature page.Link
	Sees    page.Badge
	Why     string
}

// whyIDs say to the team why somebody sees a feature or not.
var whyIDs = map[rollout.Reason]string{
	rollout.ReasonStatic: "features.why.live", rollout.ReasonDefault: "features.why.not", rollout.ReasonSplit: "features.why.share",
	rollout.ReasonTarget: "features.why.chosen",
}

// sees lists what a participant sees of the features that anybody sees.
func (s *Participants) sees(ctx context.Context, frame page.Page, ref string) ([]seesRow, error) {
	all, err := s.Rollouts.Sees(ctx, ref)
	if err != nil {
		return nil, err
	}
	features, err := s.Rollouts.Features(ctx)
	if err != nil {
		return nil, err
	}
	names := map[string]base.Words{}
	for _, f := range features {
		names[f.Key] = f.Name
	}
	var rows []seesRow
	for _, e := range all {
		if e.Reason == rollout.ReasonDisabled {
			continue
		}
		rows = append(rows, seesRow{page.Link{Text: names[e.Key].In(frame.Lang()), Href: page.FeatureHref(e.Key)}, frame.SeesBadge(e.On), frame.T(whyIDs[e.Reason])})
	}
	return rows, nil
}
