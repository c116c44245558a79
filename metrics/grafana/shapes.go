package grafana

import (
	"github.com/grafana/grafana-foundation-sdk/go/bargauge"
	"github.com/grafana/grafana-foundation-sdk/go/cog"
	"github.com/grafana/grafana-foundation-sdk/go/common"
	"github.com/grafana/grafana-foundation-sdk/go/dashboard"
	"github.com/grafana/grafana-foundation-sdk/go/stat"
	"github.com/grafana/grafana-foundation-sdk/go/statetimeline"
	"github.com/grafana/grafana-foundation-sdk/go/table"
	"github.com/grafana/grafana-foundation-sdk/go/timeseries"
)

// shape is how a panel draws its series.
type shape func(panel) cog.Builder[dashboard.Panel]

// number is one figure of now, large, with what to hold it against under it.
func number(panel) cog.Builder[dashboard.Panel] {
	return stat.NewPanelBuilder().ColorScheme(byThresholds()).GraphMode(common.BigValueGraphModeNone).
		ColorMode(common.BigValueColorModeValue).TextMode(common.BigValueTextModeValueAndName).
		Orientation(common.VizOrientationAuto).WideLayout(false).ReduceOptions(reduced()).
		Text(common.NewVizTextDisplayOptionsBuilder().TitleSize(13).ValueSize(48))
}

// numbers are some figures of now under each other.
func numbers(p panel) cog.Builder[dashboard.Panel] {
	return stat.NewPanelBuilder().ColorScheme(byThresholds()).GraphMode(common.BigValueGraphModeNone).
		ColorMode(common.BigValueColorModeValue).TextMode(common.BigValueTextModeValueAndName).
		Orientation(common.VizOrientationHorizontal).WideLayout(true).ReduceOptions(reduced()).
		Text(common.NewVizTextDisplayOptionsBuilder().TitleSize(14).ValueSize(26))
}

// ranked has a bar for each series, in the order in which they come.
func ranked(panel) cog.Builder[dashboard.Panel] {
	return bargauge.NewPanelBuilder().ColorScheme(onlyColor(calm)).DisplayMode(common.BarGaugeDisplayModeBasic).
		Orientation(common.VizOrientationHorizontal).ValueMode(common.BarGaugeValueModeText).ShowUnfilled(true).
		ReduceOptions(reduced())
}

// lines are figures over time, each with its last value beside the picture.
func lines(panel) cog.Builder[dashboard.Panel] { return overTimes() }

// stacked are areas on each other.
func stacked(panel) cog.Builder[dashboard.Panel] {
	return overTimes().FillOpacity(50).LineWidth(1).Stacking(common.NewStackingConfigBuilder().Mode(common.StackingModeNormal))
}

func overTimes() *timeseries.PanelBuilder {
	return timeseries.NewPanelBuilder().
		ColorScheme(onlyColor(calm)).
		LineWidth(2).FillOpacity(5).ShowPoints(common.VisibilityModeAuto).SpanNulls(common.BoolOrFloat64{Bool: cog.ToPtr(true)}).
		Legend(common.NewVizLegendOptionsBuilder().ShowLegend(true).DisplayMode(common.LegendDisplayModeTable).
			Placement(common.LegendPlacementRight).Calcs([]string{"lastNotNull"}).SortBy("Last *").SortDesc(true)).
		Tooltip(common.NewVizTooltipOptionsBuilder().Mode(common.TooltipDisplayModeMulti).Sort(common.SortOrderDescending))
}

// lanes has a lane for each series, coloured by what was so and for how long.
func lanes(panel) cog.Builder[dashboard.Panel] {
	return statetimeline.NewPanelBuilder().
		ColorScheme(dashboard.NewFieldColorBuilder().Mode(dashboard.FieldColorModeIdThresholds)).
		MergeValues(true).ShowValue(common.VisibilityModeAuto).RowHeight(0.8).FillOpacity(100).LineWidth(0).AlwaysSpanNulls().
		Legend(common.NewVizLegendOptionsBuilder().ShowLegend(false).DisplayMode(common.LegendDisplayModeList).Placement(common.LegendPlacementBottom)).
		Tooltip(common.NewVizTooltipOptionsBuilder().Mode(common.TooltipDisplayModeSingle))
}

// raised lists the alerts of the dashboard's data source that are raised or about to be.
func raised(panel) cog.Builder[dashboard.Panel] {
	return dashboard.NewPanelBuilder().Type("alertlist").Options(map[string]any{
		"viewMode": "list", "groupMode": "default", "groupBy": []string{}, "maxItems": 20, "sortOrder": 3, "dashboardAlerts": false,
		"alertName": "", "alertInstanceLabelFilter": "", "datasource": "${datasource}", "folder": nil, "showInactiveAlerts": false,
		"stateFilter": map[string]bool{"firing": true, "pending": true, "recovering": true, "noData": false, "normal": false, "error": true},
	})
}

// column is one of a table: where its values come from, and how they stand.
type column struct {
	field    string // a label, or "Value #A" of query A
	title    string
	width    float64 // 0: what is left
	unit     string
	decimals *float64
	words    []word
	steps    []step
	cell     string // how the colour shows: "", color-text, color-background, gauge
	page     string // where a cell leads
	hidden   bool   // it is there for where others lead
}

// rowsOf is a table: the queries' rows with the same labels are one, with the columns that are named, in their order.
func rowsOf(p panel) cog.Builder[dashboard.Panel] {
	b := plainTable().SortBy(p.sortedBy())
	if len(p.queries) > 1 {
		b.WithTransformation(dashboard.DataTransformerConfig{Id: "merge", Options: map[string]any{}})
	}
	names, index, titles := []string{}, map[string]int{}, map[string]string{}
	for i, c := range p.columns {
		names, index[c.field] = append(names, c.field), i
		if c.hidden {
			b.OverrideByName(c.field, []dynamic{property("custom.hideFrom", map[string]bool{"viz": true, "legend": true, "tooltip": true})})
			continue
		}
		titles[c.field] = c.title
		b.OverrideByName(c.title, c.properties())
	}
	return b.WithTransformation(dashboard.DataTransformerConfig{
		Id: "filterFieldsByName", Options: map[string]any{"include": map[string]any{"names": names}},
	}).WithTransformation(dashboard.DataTransformerConfig{
		Id: "organize", Options: map[string]any{"excludeByName": map[string]bool{}, "indexByName": index, "renameByName": titles},
	})
}

func (p panel) sortedBy() []cog.Builder[common.TableSortByFieldState] {
	all := []cog.Builder[common.TableSortByFieldState]{}
	for _, title := range p.sorted {
		all = append(all, common.NewTableSortByFieldStateBuilder().DisplayName(title).Desc(false))
	}
	return all
}

// matrix is a table with a column for each value of a label.
func matrix(p panel) cog.Builder[dashboard.Panel] {
	row, across := p.columns[0], p.columns[1]
	b := plainTable()
	b.WithTransformation(dashboard.DataTransformerConfig{Id: "groupingToMatrix", Options: map[string]any{
		"rowField": row.field, "columnField": across.field, "valueField": "Value", "emptyValue": "null",
	}})
	b.OverrideByFieldType("number", []dynamic{
		cellOf("color-background"), property("custom.width", 60), property("thresholds", tinted([]step{{0.5, onCalm}})), property("noValue", "–"),
	})
	return b.OverrideByRegexp(".*\\\\.*", []dynamic{property("displayName", row.title), property("custom.width", row.width)})
}

// properties are those of the column's cells.
func (c column) properties() []dynamic {
	all := []dynamic{}
	if c.width > 0 {
		all = append(all, property("custom.width", c.width))
	}
	if c.unit != "" {
		all = append(all, property("unit", c.unit))
	}
	if c.decimals != nil {
		all = append(all, property("decimals", *c.decimals))
	}
	if len(c.words) > 0 {
		all = append(all, property("mappings", []any{mapping(c.words).ValueMap}))
	}
	if len(c.steps) > 0 {
		all = append(all, property("thresholds", thresholds(c.steps)))
	}
	switch c.cell {
	case "":
	case "gauge":
		all = append(all, cellOf(c.cell), property("min", 0), property("max", 1), fixed(calm))
	default:
		all = append(all, cellOf(c.cell))
	}
	if c.page != "" {
		all = append(all, leads(c.page), property("custom.wrapText", true))
	}
	return all
}

func cellOf(kind string) dynamic {
	options := map[string]any{"type": kind}
	switch kind {
	case "gauge":
		options["mode"], options["valueDisplayMode"] = "basic", "text"
	case "color-background":
		options["mode"] = "basic"
	}
	return property("custom.cellOptions", options)
}

// reduced takes what came last; of an instant there is one value alone.
func reduced() cog.Builder[common.ReduceDataOptions] {
	return common.NewReduceDataOptionsBuilder().Calcs([]string{"lastNotNull"})
}

func byThresholds() *dashboard.FieldColorBuilder {
	return dashboard.NewFieldColorBuilder().Mode(dashboard.FieldColorModeIdThresholds)
}

func onlyColor(color string) *dashboard.FieldColorBuilder {
	return dashboard.NewFieldColorBuilder().Mode(dashboard.FieldColorModeIdFixed).FixedColor(color)
}

func plainTable() *table.PanelBuilder {
	return table.NewPanelBuilder().ShowHeader(true).CellHeight(common.TableCellHeightSm).Filterable(false).
		Footer(common.NewTableFooterOptionsBuilder().Show(false).Reducer([]string{}))
}
