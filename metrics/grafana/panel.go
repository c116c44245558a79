package grafana

import (
	"github.com/grafana/grafana-foundation-sdk/go/cog"
	"github.com/grafana/grafana-foundation-sdk/go/cog/variants"
	"github.com/grafana/grafana-foundation-sdk/go/common"
	"github.com/grafana/grafana-foundation-sdk/go/dashboard"
	"github.com/grafana/grafana-foundation-sdk/go/prometheus"
	"github.com/grafana/grafana-foundation-sdk/go/stat"
	"github.com/grafana/grafana-foundation-sdk/go/timeseries"
)

// shape is how a panel draws its series.
type shape int

const (
	lines   shape = iota
	steps         // lines that stay where they are until they jump
	stacked       // areas on each other
	numbers       // the last value of each series
)

// panel is one picture: a sixth of the width for numbers, otherwise a third.
type panel struct {
	title       string
	description string // what it shows, and what to make of it
	unit        string
	empty       string // what stands there while there is nothing to draw
	shape       shape
	full        float64 // the end of the axis; 0: as far as the values go
	signed      bool    // values may be below 0
	colors      []named
	interval    bool // the series that end in "low" and "high" are an interval
	wide        bool // half of the width
	queries     []query
}

// named is a series with its colour.
type named struct{ series, color string }

// Sizes on Grafana's grid, which is 24 wide.
const (
	height     = 8
	narrow     = 8
	half       = 12
	numberWide = 6
)

// build returns what the SDK makes of the panel.
func (p panel) build() cog.Builder[dashboard.Panel] {
	if p.shape == numbers {
		return p.buildNumbers()
	}
	b := timeseries.NewPanelBuilder().Title(p.title).Description(p.description).Unit(p.unit).NoValue(p.empty).
		Datasource(source()).Height(height).Span(narrow).ColorScheme(shades()).
		LineWidth(2).ShowPoints(common.VisibilityModeAuto).SpanNulls(common.BoolOrFloat64{Bool: cog.ToPtr(true)}).
		Legend(common.NewVizLegendOptionsBuilder().ShowLegend(true).
			DisplayMode(common.LegendDisplayModeList).Placement(common.LegendPlacementBottom)).
		Tooltip(common.NewVizTooltipOptionsBuilder().Mode(common.TooltipDisplayModeMulti).Sort(common.SortOrderDescending))
	if p.wide {
		b.Span(half)
	}
	if !p.signed {
		b.Min(0)
	}
	if p.full > 0 {
		b.Max(p.full)
	}
	switch p.shape {
	case steps:
		b.LineInterpolation(common.LineInterpolationStepAfter)
	case stacked:
		b.FillOpacity(60).LineWidth(1).Stacking(common.NewStackingConfigBuilder().Mode(common.StackingModeNormal))
	}
	for _, c := range p.colors {
		b.OverrideByName(c.series, fixed(c.color))
	}
	if p.interval {
		b.OverrideByRegexp("/ (low|high)$/", dashed())
	}
	for i, q := range p.queries {
		b.WithTarget(q.target(i))
	}
	return b
}

func (p panel) buildNumbers() cog.Builder[dashboard.Panel] {
	b := stat.NewPanelBuilder().Title(p.title).Description(p.description).Unit(p.unit).NoValue(p.empty).
		Datasource(source()).Height(height).Span(numberWide).ColorScheme(onlyColor(colorMain)).
		ColorMode(common.BigValueColorModeValue).GraphMode(common.BigValueGraphModeArea).Orientation(common.VizOrientationAuto).
		ReduceOptions(common.NewReduceDataOptionsBuilder().Calcs([]string{"lastNotNull"}))
	for i, q := range p.queries {
		b.WithTarget(q.target(i))
	}
	return b
}

func (q query) target(i int) cog.Builder[variants.Dataquery] {
	return prometheus.NewDataqueryBuilder().Datasource(source()).RefId(string(rune('A' + i))).
		Expr(q.expr).LegendFormat(q.legend).Range().EditorMode(prometheus.QueryEditorModeCode)
}

// source is the data source that the dashboard's variable chooses.
func source() common.DataSourceRef {
	return common.DataSourceRef{Type: cog.ToPtr("prometheus"), Uid: cog.ToPtr("${datasource}")}
}

// shades tells series of one panel apart by shades of one colour; the legend names them.
func shades() *dashboard.FieldColorBuilder {
	return dashboard.NewFieldColorBuilder().Mode(dashboard.FieldColorModeIdShades).FixedColor(colorBar)
}

func onlyColor(color string) *dashboard.FieldColorBuilder {
	return dashboard.NewFieldColorBuilder().Mode(dashboard.FieldColorModeIdFixed).FixedColor(color)
}

func fixed(color string) []dashboard.DynamicConfigValue {
	return []dashboard.DynamicConfigValue{{Id: "color", Value: map[string]string{"mode": "fixed", "fixedColor": color}}}
}

// dashed draws the ends of an interval: thinner than the figure, and not by colour alone.
func dashed() []dashboard.DynamicConfigValue {
	return []dashboard.DynamicConfigValue{
		{Id: "custom.lineStyle", Value: map[string]any{"fill": "dash", "dash": []int{4, 6}}},
		{Id: "custom.lineWidth", Value: 1},
		{Id: "color", Value: map[string]string{"mode": "fixed", "fixedColor": colorEdge}},
	}
}
