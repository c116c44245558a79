package portal

import (
	"context"

	"github.com/labstack/echo/v4"

	"soundings/cohorts/ready"
	"soundings/web/page"
)

// readyRow is something that the team can require of a feature, with what the feature lacks of it.
type readyRow struct {
	Value string // of the field "must"
	Name  string
	Must  bool
	State page.Badge
	Lacks []string
	Link  page.Link // where it is made
}

// workflowRow is a workflow of a feature.
type workflowRow struct {
	page.Link
	State page.Badge
}

// addReady shows what the feature must have before its rollouts move, and its workflows.
func (s *Features) addReady(ctx context.Context, v *FeaturePage) error {
	r, err := s.Ready.Requirements(ctx, v.Key)
	if err != nil {
		return err
	}
	for _, one := range ready.All() {
		pieces, err := s.Ready.Lacking(ctx, v.Key, one)
		if err != nil {
			return err
		}
		row := readyRow{
			Value: string(one), Name: v.T("features.must." + string(one)), Must: r.Requires(one), State: page.Badge{Text: v.T("features.is_ready"), Look: "done"},
			Link: s.makes(v.Page, v.Key, one),
		}
		for _, piece := range pieces {
			row.State = page.Badge{Text: v.T("features.is_missing"), Look: "waiting"}
			row.Lacks = append(row.Lacks, v.Say(piece.Text))
		}
		v.Ready = append(v.Ready, row)
	}
	all, err := s.Ready.Workflows(ctx, v.Key)
	for _, w := range all {
		row := workflowRow{Link: page.Link{Text: w.Latest().Title.In(v.Lang()), Href: page.WorkflowHref(w.ID)}, State: page.Badge{Text: v.T("ready.draft"), Look: "waiting"}}
		if w.Published != nil {
			row.State = page.Badge{Text: v.T("features.workflow_since", "Number", w.Published.Number, "Date", v.Day(w.Published.Published)), Look: "active"}
		}
		v.Workflows = append(v.Workflows, row)
	}
	return err
}

// makes returns where something is made that a feature may lack.
func (s *Features) makes(frame page.Page, key string, one ready.Requirement) page.Link {
	switch {
	case one == ready.Helped:
		return page.Link{Text: frame.T("features.help"), Href: page.HelpHref(key)}
	case !frame.Writes():
		return page.Link{}
	case one == ready.Trained:
		return page.Link{Text: frame.T("features.training"), Href: "/charter#training"}
	}
	return page.Link{Text: frame.T("ready.new_workflow"), Href: page.FeatureHref(key) + "/workflows/new"}
}

// Require decides what a feature must have before its rollouts move: each of the field "must".
func (s *Features) Require(c echo.Context) error {
	form, err := c.FormParams()
	if err != nil {
		return err
	}
	var must []ready.Requirement
	for _, one := range form["must"] {
		must = append(must, ready.Requirement(one))
	}
	if _, err := s.Ready.Require(c.Request().Context(), c.Param("key"), must); err != nil {
		return s.Again(c, page.FeatureHref(c.Param("key")), err, s.featurePage)
	}
	return s.Done(c, page.FeatureHref(c.Param("key"))+"#ready", "flash.required")
}
