package web

import "html/template"

// FeaturesPage lists features and adds one: fields as of FeaturePage, and "key".
type FeaturesPage struct {
	Page
	Rows     []FeatureRow
	Pager    Pager
	Stages   []Option
	Needable []Option // that a new one may need
}

// FeatureRow is one feature in a list.
type FeatureRow struct {
	Key    string
	Name   string
	Href   string
	Stage  Badge
	Shares []Link // of each cohort: "First testers: 25%"
	Effort string
	Owner  string
}

// FeaturePage shows one feature with its rollouts and takes changes: fields "name_en", "name_es", "description_en",
// "description_es", "stage", "effort", "needs", "owner".
type FeaturePage struct {
	Page
	Key      string
	Name     string
	About    string
	Stage    Badge
	Since    string
	Next     Link // the next step; empty: none
	Effort   string
	Owner    string
	Needs    []NeedRow
	NeededBy []NeedRow
	Rollouts []RolloutCard
	Cohorts  []Option // that it is not rolled out to yet
	Stages   []Option
	Needable []Option      // that it may need
	Around   []CharterKind // what the charter has of it
}

// NeedRow is a feature that another one needs.
type NeedRow struct {
	Feature Link
	Stage   Badge
}

// RolloutCard is a rollout as it stands on its feature's page.
type RolloutCard struct {
	Cohort  Link // leads to its own page
	State   Badge
	Figures []Figure
	Chart   template.HTML
	Gates   []Badge
	Last    Happening // the latest move, with its reason
	Next    Link      // the next step; empty: none
}

// RolloutPage shows a rollout: where it stands, what it waits for, and how it came there. It takes settings: fields "ramp",
// "hold_hours", "answers", "survey", "instrument", "margin", "looks", "baseline_n", "baseline_mean", "baseline_sd", _action
// is preview or save. Moves are posted under Base: "note", of a jump "percent", of an override "ref" and "on".
type RolloutPage struct {
	Page
	Base     string // the page's own address, under which moves are posted
	Feature  Link
	Cohort   Link
	New      bool // nothing is kept yet
	Outside  Link // why nobody sees it in its cohort alone, as that the feature is planned; empty: it is in beta
	State    Badge
	Figures  []Figure
	Chart    template.HTML
	Compares bool // a score is compared at each step
	Typed    bool // the figures of the steps are of what was typed, and not kept
	Gates    []Badge
	Next     *NextStep // nil: there is none
	Back     string    // the share that a roll back leads to; empty: nobody sees it anyway
	MayPause bool
	MayGoOn  bool   // it is stopped, and may be resumed
	Resumes  string // what that means
	Special  []OverrideRow
	Surveys  []Option
	Scores   []Option // instruments; the first stands for none
	Stored   string   // the score before, as it is kept; empty: none
	History  []Happening
	Pager    Pager
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
	Sees Badge
}

// SeesRow is whether a participant sees one feature, and why.
type SeesRow struct {
	Feature Link
	Sees    Badge
	Why     string
}

func (FeaturesPage) template() string { return "team/features" }
func (FeaturePage) template() string  { return "team/feature" }
func (RolloutPage) template() string  { return "team/rollout" }
