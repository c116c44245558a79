package grafana

import (
	"encoding/json"
	"fmt"

	"github.com/grafana/grafana-foundation-sdk/go/cog"
	"github.com/grafana/grafana-foundation-sdk/go/dashboard"
	"github.com/grafana/grafana-foundation-sdk/go/prometheus"
)

// row is one part of the dashboard.
type row struct {
	title  string
	panels []panel
}

// Dashboard draws the dashboard with which the portal team begins its meeting, as the JSON that Grafana reads.
func Dashboard() ([]byte, error) {
	//lint:ignore SA1019 the files that Grafana reads at its start are of this schema, not of the next
	b := dashboard.NewDashboardBuilder("Portal reports")
	b.Uid(UID).Tags([]string{"soundings"}).Readonly().
		Description("Who is in the patient portal beta, what they use, what they say, what goes wrong, and the health of Soundings.").
		Time("now-90d", "now").Refresh("1m").Timezone("browser").WeekStart("monday").
		Tooltip(dashboard.DashboardCursorSyncCrosshair)
	for _, v := range variables() {
		b.WithVariable(v)
	}
	for _, m := range marks() {
		b.Annotation(m.build())
	}
	for _, r := range rows() {
		b.WithRow(dashboard.NewRowBuilder(r.title))
		for _, p := range r.panels {
			b.WithPanel(p.build())
		}
	}
	d, err := b.Build()
	if err != nil {
		return nil, fmt.Errorf("drawing the dashboard: %w", err)
	}
	for i, p := range d.Panels {
		if id := uint32(i + 1); p.Panel != nil {
			p.Panel.Id = &id
		} else {
			p.RowPanel.Id = id
		}
	}
	text, err := json.MarshalIndent(d, "", "  ")
	if err != nil {
		return nil, fmt.Errorf("writing the dashboard: %w", err)
	}
	return append(text, '\n'), nil
}

// rows are the parts, in the order in which the team talks about them.
func rows() []row {
	return []row{adoption(), cohorts(), features(), bumps(), surveys(), messages(), polls(), health()}
}

// variables are what is chosen at the top.
func variables() []cog.Builder[dashboard.VariableModel] {
	return []cog.Builder[dashboard.VariableModel]{
		dashboard.NewDatasourceVariableBuilder("datasource").Label("Data source").Type("prometheus"),
		choice("job", "Job", "The job of the scrape configuration.", `label_values(soundings_build_info, job)`, ".+"),
		choice("instance", "Server", "One of several servers on one database.",
			`label_values(soundings_build_info{job=~"$job"}, instance)`, ".*"), // the history has none
		choice("cohort", "Cohort", "Who takes part.", `label_values(soundings_cohort_members{job=~"$job"}, cohort)`, ".+"),
		choice("feature", "Feature", "What the portal can do.", `label_values(soundings_feature_active_members{job=~"$job"}, feature)`, ".+"),
	}
}

// choice is a variable whose values are those of a label; several or all may be chosen.
func choice(name, label, description, from, all string) *dashboard.QueryVariableBuilder {
	everything := dashboard.StringOrArrayOfString{ArrayOfString: []string{"$__all"}}
	return dashboard.NewQueryVariableBuilder(name).Label(label).Description(description).Datasource(source()).
		Query(dashboard.StringOrMap{String: &from}).Definition(from).
		Refresh(dashboard.VariableRefreshOnTimeRangeChanged).Sort(dashboard.VariableSortAlphabeticalAsc).
		Multi(true).IncludeAll(true).AllValue(all).
		Current(dashboard.VariableOption{
			Selected: cog.ToPtr(true), Text: dashboard.StringOrArrayOfString{ArrayOfString: []string{"All"}}, Value: everything,
		})
}

// markStep is how exactly the annotations know when something happened. A year of them is as much as Prometheus answers.
const markStep = "1h"

// mark is a kind of thing that is marked in every panel when it happens.
type mark struct {
	name, color string
	now, before string // a figure, and what it was a step ago
	changes     string // how the two compare when it happens
	title, text string
	tags        string
}

// marks are what is marked. What a figure is when it first appears is a change from nothing.
func marks() []mark {
	ratio := func(ago string) string {
		return "max without (instance) (last_over_time(soundings_rollout_ratio{" + within([]string{ofFeature}) + "}[25h]" + ago + "))"
	}
	bumps := func(which string) func(string) string {
		return func(ago string) string {
			return "max without (instance) (sum without (state, severity) (last_over_time(soundings_bumps{" + within([]string{which, ofPlace}) + "}[25h]" + ago + ")))"
		}
	}
	ago := " offset " + markStep
	blockers, adapted := bumps(`severity="blocker",`+openBumps), bumps(`state=~"done|told"`)
	return []mark{
		{name: "Rollout steps", color: colorMain, now: ratio(""), before: ratio(ago), changes: "!=",
			title: "{{feature}}, {{cohort}}", text: "The share of the cohort that sees the feature moved.", tags: "feature,cohort"},
		{name: "Blockers", color: colorBad, now: blockers(""), before: blockers(ago), changes: ">",
			title: "{{feature}}", text: "A bump turned up that keeps people from what they came for.", tags: "feature"},
		{name: "Adaptations", color: colorGood, now: adapted(""), before: adapted(ago), changes: ">",
			title: "{{feature}}", text: "A change was made because of a bump.", tags: "feature"},
	}
}

// expr is what Prometheus is asked.
func (m mark) expr() string {
	return fmt.Sprintf("%s %s %s or (%s > 0 unless %s)", m.now, m.changes, m.before, m.now, m.before)
}

func (m mark) build() *dashboard.AnnotationQueryBuilder {
	return dashboard.NewAnnotationQueryBuilder().Name(m.name).Datasource(source()).Enable(true).IconColor(m.color).
		Expr(m.expr()).Step(markStep).TitleFormat(m.title).TextFormat(m.text).TagKeys(m.tags).
		Target(prometheus.NewDataqueryBuilder().Datasource(source()).RefId("Anno").
			Expr(m.expr()).Interval(markStep).Range())
}
