package grafana

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"

	"github.com/grafana/grafana-foundation-sdk/go/cog"
	"github.com/grafana/grafana-foundation-sdk/go/dashboard"
)

// row is one part of a dashboard.
type row struct {
	title     string // empty: the part that stands above all rows
	collapsed bool   // it is looked into when there is a question
	panels    []panel
}

// drawing is a dashboard before it is drawn.
type drawing struct {
	uid, title, description string
	from, refresh           string
	variables               []variable
	marks                   []mark
	links                   []link
	ids                     map[string]uint32
	rows                    []row
}

// link leads from the top of a dashboard to a page of Soundings.
type link struct{ title, page string }

// firstRowID is the number of the first row's title. Panels have smaller ones.
const firstRowID = 200

// Dashboard draws the dashboard with which the portal team holds its meeting, as the JSON that Grafana reads.
func Dashboard() ([]byte, error) { return reports().draw() }

// Health draws the dashboard of whoever sees to it that Soundings runs.
func Health() ([]byte, error) { return ofHealth().draw() }

// drawings are both.
func drawings() []drawing { return []drawing{reports(), ofHealth()} }

// reports goes from the questions of every meeting to those that somebody asks in it.
func reports() drawing {
	return drawing{
		uid: UID, title: "Portal reports", from: "now-60d", refresh: "5m",
		description: "Who is in the patient portal beta, who uses what, what patients say, and what slips.",
		variables:   append(system(), subjects()...), marks: marks(), ids: reportIDs(),
		links: []link{{"Today", "/"}, {"Reports", "/reports"}, {"Meeting pack", "/reports/pack"}, {"Plan", "/plan"}},
		rows:  []row{first(), says(), rollouts(), habits(), plans(), bumps(), messages()},
	}
}

func ofHealth() drawing {
	return drawing{
		uid: HealthUID, title: "Soundings health", from: "now-6h", refresh: "1m",
		description: "Whether Soundings is there and keeps up. What is red here is what alerts are raised for.",
		variables:   system(), ids: healthIDs(), links: []link{{"Today", "/"}}, rows: health(),
	}
}

// draw returns what the SDK makes of the drawing.
func (d drawing) draw() ([]byte, error) {
	//lint:ignore SA1019 the files that Grafana reads at its start are of this schema, not of the next
	b := dashboard.NewDashboardBuilder(d.title)
	b.Uid(d.uid).Tags([]string{"soundings"}).Readonly().Description(d.description).
		Time(d.from, "now").Refresh(d.refresh).Timezone("browser").WeekStart("monday").
		Tooltip(dashboard.DashboardCursorSyncCrosshair)
	b.WithVariable(dashboard.NewDatasourceVariableBuilder("datasource").Label("Data source").Type("prometheus"))
	for _, v := range d.variables {
		b.WithVariable(v.build())
	}
	for _, m := range d.marks {
		b.Annotation(m.build(d.marked()))
	}
	for _, l := range d.links {
		b.Link(dashboard.NewDashboardLinkBuilder(l.title).Type(dashboard.DashboardLinkTypeLink).
			Icon("external link").Url("${url}" + l.page).TargetBlank(true))
	}
	b.Link(dashboard.NewDashboardLinkBuilder("Soundings").Type(dashboard.DashboardLinkTypeDashboards).Tags([]string{"soundings"}))
	drawn, err := b.Build()
	if err != nil {
		return nil, fmt.Errorf("drawing %s: %w", d.title, err)
	}
	if drawn.Panels, err = d.place(); err != nil {
		return nil, fmt.Errorf("drawing %s: %w", d.title, err)
	}
	for i := range drawn.Links {
		drawn.Links[i].Placement = nil // beside the title, not in a menu
	}
	text, err := json.MarshalIndent(drawn, "", "  ")
	if err != nil {
		return nil, fmt.Errorf("writing %s: %w", d.title, err)
	}
	return append(asNumbers(text, d.marked()), '\n'), nil
}

// asNumbers writes the panels of marks as Grafana reads them. The SDK has their ids as bytes, which JSON makes a text of.
func asNumbers(text []byte, ids []uint8) []byte {
	numbers := make([]string, len(ids))
	for i, id := range ids {
		numbers[i] = strconv.Itoa(int(id))
	}
	return bytes.ReplaceAll(text, []byte(`"ids": "`+base64.StdEncoding.EncodeToString(ids)+`"`), []byte(`"ids": [`+strings.Join(numbers, ", ")+`]`))
}

// place sets the panels beside each other until a line is full, row under row.
func (d drawing) place() ([]dashboard.PanelOrRowPanel, error) {
	var all []dashboard.PanelOrRowPanel
	y := uint32(0)
	for i, r := range d.rows {
		var inside []dashboard.Panel
		if r.title != "" {
			y++
		}
		top := y
		for x, line := uint32(0), uint32(0); len(inside) < len(r.panels); {
			p := r.panels[len(inside)]
			built, err := p.build(d.ids[p.key], x, y)
			if err != nil {
				return nil, fmt.Errorf("%s: %w", p.title, err)
			}
			inside = append(inside, built)
			x, line = x+p.w, max(line, p.tall())
			if x >= 24 {
				x, y, line = 0, y+line, 0
			}
		}
		if r.title != "" {
			head := dashboard.RowPanel{
				Type: "row", Title: cog.ToPtr(r.title), Id: firstRowID + uint32(i), Collapsed: r.collapsed,
				GridPos: &dashboard.GridPos{X: 0, Y: top - 1, W: 24, H: 1}, Panels: []dashboard.Panel{},
			}
			if r.collapsed {
				head.Panels, inside, y = inside, nil, top
			}
			all = append(all, dashboard.PanelOrRowPanel{RowPanel: &head})
		}
		for _, p := range inside {
			all = append(all, dashboard.PanelOrRowPanel{Panel: &p})
		}
	}
	return all, nil
}

// panels returns all panels, whatever row they stand in.
func (d drawing) panels() []panel {
	var all []panel
	for _, r := range d.rows {
		all = append(all, r.panels...)
	}
	return all
}

// marked returns the numbers of the panels in which it is marked what happened.
func (d drawing) marked() []uint8 {
	var ids []uint8
	for _, p := range d.panels() {
		if p.marked {
			ids = append(ids, uint8(d.ids[p.key]))
		}
	}
	return ids
}
