package portal

import (
	"html/template"

	"soundings/web/page"
)

// FeaturesPage lists features and adds one: fields as of FeaturePage, and "key".
type FeaturesPage struct {
	page.Page
	Rows     []FeatureRow
	Pager    page.Pager
	Stages   []page.Option
	Needable []page.Option // that a new one may need
}

// FeatureRow is one feature in a list.
type FeatureRow struct {
	Key    string
	Name   string
	Href   string
	Stage  page.Badge
	Shares []page.Link // of each cohort: "First testers: 25%"
	Effort string
	Owner  string
}

// FeaturePage shows one feature with its rollouts and takes changes: fields "name_en", "name_es", "description_en",
// "description_es", "stage", "effort", "needs", "owner".
type FeaturePage struct {
	page.Page
	Key      string
	Name     string
	About    string
	Stage    page.Badge
	Since    string
	Next     page.Link // the next step; empty: none
	Effort   string
	Owner    string
	Needs    []NeedRow
	NeededBy []NeedRow
	Rollouts []RolloutCard
	Cohorts  []page.Option // that it is not rolled out to yet
	Stages   []page.Option
	Needable []page.Option // that it may need
	Around   []CharterKind // what the charter has of it
}

// NeedRow is a feature that another one needs.
type NeedRow struct {
	Feature page.Link
	Stage   page.Badge
}

// RolloutCard is a rollout as it stands on its feature's page.
type RolloutCard struct {
	Cohort  page.Link // leads to its own page
	State   page.Badge
	Figures []page.Figure
	Chart   template.HTML
	Gates   []page.Badge
	Last    page.Happening // the latest move, with its reason
	Next    page.Link      // the next step; empty: none
}

// RolloutPage shows a rollout: where it stands, what it waits for, and how it came there. It takes settings: fields "ramp",
// "hold_hours", "answers", "survey", "instrument", "margin", "looks", "baseline_n", "baseline_mean", "baseline_sd", _action
// is preview or save. Moves are posted under Base: "note", of a jump "percent", of an override "ref" and "on".
type RolloutPage struct {
	page.Page
	Base     string // the page's own address, under which moves are posted
	Feature  page.Link
	Cohort   page.Link
	New      bool      // nothing is kept yet
	Outside  page.Link // why nobody sees it in its cohort alone, as that the feature is planned; empty: it is in beta
	State    page.Badge
	Figures  []page.Figure
	Chart    template.HTML
	Compares bool // a score is compared at each step
	Typed    bool // the figures of the steps are of what was typed, and not kept
	Gates    []page.Badge
	Next     *NextStep // nil: there is none
	Back     string    // the share that a roll back leads to; empty: nobody sees it anyway
	MayPause bool
	MayGoOn  bool   // it is stopped, and may be resumed
	Resumes  string // what that means
	Special  []OverrideRow
	Surveys  []page.Option
	Scores   []page.Option // instruments; the first stands for none
	Stored   string        // the score before, as it is kept; empty: none
	History  []page.Happening
	Pager    page.Pager
}

// NextStep is what taking the next step by hand would do.
type NextStep struct {
	Share string
	Means string
	Early bool // some gate is not open
}

// OverrideRow is a member of whom something else is said.
type OverrideRow struct {
	Ref  string
	Href string
	Sees page.Badge
}

func (FeaturesPage) Template() string { return "portal/features" }

func (FeaturePage) Template() string { return "portal/feature" }

func (RolloutPage) Template() string { return "portal/rollout" }
