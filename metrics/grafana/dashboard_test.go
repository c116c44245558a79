package grafana

import (
	"errors"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/grafana/grafana-foundation-sdk/go/cog"
	"github.com/grafana/grafana-foundation-sdk/go/dashboard"
	"github.com/grafana/grafana-foundation-sdk/go/prometheus"
	"github.com/grafana/grafana-foundation-sdk/go/stat"
	"github.com/grafana/grafana-foundation-sdk/go/timeseries"
)

var update = flag.Bool("update", false, "write the dashboard's file anew")

// loaded is a dashboard of the schema that Grafana reads from files at its start.
//
//lint:ignore SA1019 the SDK prefers the next schema
type loaded = dashboard.Dashboard

// checkedIn is what Grafana reads.
var checkedIn = filepath.Join("dashboards", UID+".json")

func TestTheFileIsWhatIsDrawn(t *testing.T) {
	want, err := Dashboard()
	if err != nil {
		t.Fatal(err)
	}
	if *update {
		if err := os.WriteFile(checkedIn, want, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(checkedIn)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), string(got)); diff != "" {
		t.Errorf("%s is not what is drawn; write it anew with -update:\n%s", checkedIn, diff)
	}
}

// read returns the dashboard as the SDK reads the file, with nothing in it that the SDK does not know.
func read(t *testing.T) *loaded {
	t.Helper()
	file, err := os.ReadFile(checkedIn)
	if err != nil {
		t.Fatal(err)
	}
	known := cog.NewRuntime()
	known.RegisterPanelcfgVariant(timeseries.VariantConfig())
	known.RegisterPanelcfgVariant(stat.VariantConfig())
	known.RegisterDataqueryVariant(prometheus.VariantConfig())
	d := dashboard.NewDashboard()
	var wrong cog.BuildErrors // the SDK answers an empty list where nothing is wrong
	if err := d.UnmarshalJSONStrict(file); err != nil && (!errors.As(err, &wrong) || len(wrong) > 0) {
		t.Fatalf("the SDK does not read it: %v", err)
	}
	return d
}

func TestTheFileIsOfTheSchemaOfTheSDK(t *testing.T) {
	d := read(t)
	if want := dashboard.NewDashboard().SchemaVersion; d.SchemaVersion != want {
		t.Errorf("it has schema version %d, the SDK states %d", d.SchemaVersion, want)
	}
	if d.Uid == nil || *d.Uid != "portal-reports" {
		t.Errorf("its uid is %v", d.Uid)
	}
}

func TestEveryPanelExplainsItself(t *testing.T) {
	titles, ids := map[string]bool{}, map[uint32]bool{}
	for _, either := range read(t).Panels {
		p := either.Panel
		if p == nil {
			continue
		}
		if p.Title == nil || titles[*p.Title] || ids[*p.Id] {
			t.Fatalf("panel %d has no title and id of its own", *p.Id)
		}
		titles[*p.Title], ids[*p.Id] = true, true
		if p.Description == nil || !strings.HasSuffix(*p.Description, ".") {
			t.Errorf("%s: it has no description in sentences", *p.Title)
		}
		defaults := p.FieldConfig.Defaults
		if defaults.Unit == nil || *defaults.Unit == "" {
			t.Errorf("%s: it has no unit", *p.Title)
		}
		if defaults.NoValue == nil || !strings.HasSuffix(*defaults.NoValue, ".") {
			t.Errorf("%s: it does not say why it is empty", *p.Title)
		}
		if len(p.Targets) == 0 || *p.Datasource.Uid != "${datasource}" {
			t.Errorf("%s: it asks nothing, or a data source that nobody chose", *p.Title)
		}
	}
}

func TestThePanelsFillTheirRows(t *testing.T) {
	for _, r := range rows() {
		width := 0
		for _, p := range r.panels {
			built, err := p.build().Build()
			if err != nil {
				t.Fatal(err)
			}
			if width += int(built.GridPos.W); width%24 < int(built.GridPos.W) && width%24 != 0 {
				t.Errorf("%s: %s goes over the edge", r.title, p.title)
			}
		}
		if width%24 != 0 {
			t.Errorf("%s: the last line is not full", r.title)
		}
	}
}

// Several servers on one database export the same figures: to add them up would count everybody as often as there are
// servers. How each server is itself stands apart. And a figure that is not narrowed to the chosen servers mixes systems.
func TestFiguresOfSeveralServersAreNotAddedUp(t *testing.T) {
	for _, r := range rows() {
		for _, p := range r.panels {
			for _, q := range p.queries {
				own, narrowed := strings.Count(q.expr, "soundings_")+strings.Count(q.expr, "process_"), strings.Count(q.expr, ofServer)
				if own != narrowed {
					t.Errorf("%s: %d series and %d of the chosen servers: %s", p.title, own, narrowed, q.expr)
				}
				switch largest := strings.Count(q.expr, "max without (instance)"); {
				case r.title == health().title && largest > 0:
					t.Errorf("%s: one server hides behind another: %s", p.title, q.expr)
				case r.title != health().title && largest != own:
					t.Errorf("%s: a figure is not the largest over all servers: %s", p.title, q.expr)
				}
			}
		}
	}
}

func TestTheColoursAreThoseOfThePages(t *testing.T) {
	css, err := os.ReadFile("../../web/page/static/tokens.css")
	if err != nil {
		t.Fatal(err)
	}
	light, _, _ := strings.Cut(string(css), "@media")
	for name, color := range map[string]string{
		"main": colorMain, "bar": colorBar, "edge": colorEdge, "good": colorGood, "warn": colorWarn, "bad": colorBad,
	} {
		if !strings.Contains(light, "--"+name+": "+color+";") {
			t.Errorf("--%s is not %s in the pages", name, color)
		}
	}
}
