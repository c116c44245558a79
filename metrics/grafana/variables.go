package grafana

import (
	"github.com/grafana/grafana-foundation-sdk/go/cog"
	"github.com/grafana/grafana-foundation-sdk/go/dashboard"
)

// variable is what is chosen at the top, or known without asking.
type variable struct {
	name, label, description string
	from                     string // whose values there are
	all                      string // what all of them match; empty: there is one
	hidden                   bool
}

// system are the variables of both dashboards.
func system() []variable {
	return []variable{
		{name: "job", label: "Job", description: "The job of the scrape configuration.", from: "label_values(soundings_build_info, job)", all: ".+"},
		{name: "instance", label: "Server", description: "One of several servers on one database.", hidden: true,
			from: `label_values(soundings_build_info{job=~"$job"}, instance)`, all: ".*"}, // the history has none
		{name: "url", label: "Address", description: "Where Soundings is, for the links.", hidden: true,
			from: `label_values(soundings_build_info{job=~"$job"}, url)`},
	}
}

// subjects are what the reports are about.
func subjects() []variable {
	return []variable{
		{name: "cohort", label: "Cohort", description: "Who takes part.", from: `label_values(soundings_cohort_members{job=~"$job"}, cohort)`, all: ".+"},
		{name: "feature", label: "Feature", description: "What the portal can do.", from: `label_values(soundings_feature_info{job=~"$job"}, feature)`, all: ".+"},
		{name: "survey", label: "Survey", description: "What patients were asked.", from: `label_values(soundings_survey_invitations{job=~"$job"}, survey)`, all: ".+"},
	}
}

func (v variable) build() cog.Builder[dashboard.VariableModel] {
	b := dashboard.NewQueryVariableBuilder(v.name).Label(v.label).Description(v.description).Datasource(source()).
		Query(dashboard.StringOrMap{String: &v.from}).Definition(v.from).
		Refresh(dashboard.VariableRefreshOnTimeRangeChanged).Sort(dashboard.VariableSortAlphabeticalAsc)
	if v.hidden {
		b.Hide(dashboard.VariableHideHideVariable)
	}
	if v.all == "" {
		return b
	}
	text := func(s string) dashboard.StringOrArrayOfString {
		return dashboard.StringOrArrayOfString{ArrayOfString: []string{s}}
	}
	return b.Multi(true).IncludeAll(true).AllValue(v.all).
		Current(dashboard.VariableOption{Selected: cog.ToPtr(true), Text: text("All"), Value: text("$__all")})
}
