package grafana

import (
	"github.com/grafana/grafana-foundation-sdk/go/cog"
	"github.com/grafana/grafana-foundation-sdk/go/cog/variants"
	"github.com/grafana/grafana-foundation-sdk/go/common"
	"github.com/grafana/grafana-foundation-sdk/go/dashboard"
	"github.com/grafana/grafana-foundation-sdk/go/prometheus"
)

// panel is one picture.
type panel struct {
	key         string
	title       string
	description string // what it shows, and what to make of it
	empty       string // what stands there while there is nothing to draw
	page        string // where Soundings has what is behind it
	each        string // where it has what is behind each series; empty: the same
	shape       shape
	w, h        uint32 // on Grafana's grid, which is 24 wide; h 0: height
	unit        string
	decimals    *float64
	low, high   *float64 // the ends of the axis; nil: as far as the values go
	steps       []step
	words       []word // what values mean
	colors      []named
	columns     []column
	sorted      []string // by which columns its rows are
	extras      []override
	queries     []query
	marked      bool // it is about features and their use: what happened to them is marked in it
}

// height is that of a panel which says no other.
const height = 8

// dynamic is one thing that is set for some series alone.
type dynamic = dashboard.DynamicConfigValue

// override is what holds for some series of a panel alone.
type override struct {
	matcher    string // byName, byRegexp, byFrameRefID
	of         string
	properties []dynamic
}

// up is an end of an axis, or a number of digits.
func up(to float64) *float64 { return &to }

// build returns what the SDK makes of the panel, in its place.
func (p panel) build(id uint32, x, y uint32) (dashboard.Panel, error) {
	built, err := p.shape(p).Build()
	if err != nil {
		return built, err
	}
	built.Id, built.Title, built.Description, built.Datasource = &id, &p.title, &p.description, cog.ToPtr(source())
	built.GridPos = &dashboard.GridPos{X: x, Y: y, W: p.w, H: p.tall()}
	for i, q := range p.queries {
		target, err := q.target(i, asks(built.Type)).Build()
		if err != nil {
			return built, err
		}
		built.Targets = append(built.Targets, target)
	}
	if built.FieldConfig == nil {
		built.FieldConfig = dashboard.NewFieldConfigSource()
	}
	p.configure(built.FieldConfig)
	if p.page != "" {
		built.Links = []dashboard.DashboardLink{pageLink(p.page)}
		if p.each == "" {
			p.each = p.page
		}
	}
	if p.each != "" && len(p.columns) == 0 {
		built.FieldConfig.Defaults.Links = []dashboard.DashboardLink{pageLink(p.each)}
	}
	return built, nil
}

// configure fills in what is said of values alike in every shape.
func (p panel) configure(c *dashboard.FieldConfigSource) {
	d := &c.Defaults
	d.Unit, d.NoValue, d.Decimals, d.Min, d.Max = &p.unit, &p.empty, p.decimals, p.low, p.high
	if d.Thresholds == nil {
		d.Thresholds = thresholds(p.steps)
	}
	if len(p.words) > 0 {
		d.Mappings = []dashboard.ValueMapping{mapping(p.words)}
	}
	for _, n := range p.colors {
		p.extras = append(p.extras, colored(n.series, n.color))
	}
	for _, o := range p.extras {
		c.Overrides = append(c.Overrides, dashboard.DashboardFieldConfigSourceOverrides{
			Matcher: dashboard.MatcherConfig{Id: o.matcher, Options: o.of}, Properties: o.properties,
		})
	}
}

func (p panel) tall() uint32 {
	if p.h == 0 {
		return height
	}
	return p.h
}

// asking is how a data source is asked.
type asking int

const (
	overTime asking = iota
	once            // as it is at the end of the range
	asRows          // the same, with labels as columns
)

// asks returns how a kind of panel wants its data.
func asks(kind string) asking {
	switch kind {
	case "table":
		return asRows
	case "stat", "bargauge":
		return once
	}
	return overTime
}

func (q query) target(i int, how asking) cog.Builder[variants.Dataquery] {
	b := prometheus.NewDataqueryBuilder().Datasource(source()).RefId(refID(i)).
		Expr(q.expr).LegendFormat(q.legend).EditorMode(prometheus.QueryEditorModeCode)
	switch how {
	case once:
		b.Instant()
	case asRows:
		b.Instant().Format(prometheus.PromQueryFormatTable)
	default:
		b.Range()
	}
	return b
}

// refID is what Grafana calls the query in this place.
func refID(i int) string { return string(rune('A' + i)) }

// source is the data source that the dashboard's variable chooses.
func source() common.DataSourceRef {
	return common.DataSourceRef{Type: cog.ToPtr("prometheus"), Uid: cog.ToPtr("${datasource}")}
}

// pageLink leads to a page of Soundings.
func pageLink(path string) dashboard.DashboardLink {
	return dashboard.DashboardLink{
		Title: "Open in Soundings", Type: dashboard.DashboardLinkTypeLink, Url: cog.ToPtr("${url}" + path), TargetBlank: true, Tags: []string{},
	}
}

func property(id string, value any) dynamic {
	return dynamic{Id: id, Value: value}
}

func fixed(color string) dynamic {
	return property("color", map[string]string{"mode": "fixed", "fixedColor": color})
}

// colored gives a series its colour.
func colored(name, color string) override {
	return override{"byName", name, []dynamic{fixed(color)}}
}

// aimed draws a line that is no figure but what one is held against: dashed, and without points.
func aimed(pattern, color string) override {
	return override{"byRegexp", pattern, []dynamic{
		fixed(color), property("custom.lineWidth", 1), property("custom.fillOpacity", 0), property("custom.showPoints", "never"),
		property("custom.lineStyle", map[string]any{"fill": "dash", "dash": []int{8, 6}}),
	}}
}

// softly has the axis go at least from one value to another.
func softly(from, to float64) override {
	return override{"byRegexp", "/.*/", []dynamic{property("custom.axisSoftMin", from), property("custom.axisSoftMax", to)}}
}

// opens has a value lead to a page of Soundings.
func opens(name, page string) override {
	return override{"byName", name, []dynamic{leads(page)}}
}

func leads(page string) dynamic {
	return property("links", []map[string]any{{"title": "Open in Soundings", "url": "${url}" + page, "targetBlank": true}})
}
