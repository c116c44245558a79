package grafana

import (
	"encoding/json"
	"errors"
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/grafana/grafana-foundation-sdk/go/bargauge"
	"github.com/grafana/grafana-foundation-sdk/go/cog"
	"github.com/grafana/grafana-foundation-sdk/go/cog/variants"
	"github.com/grafana/grafana-foundation-sdk/go/dashboard"
	"github.com/grafana/grafana-foundation-sdk/go/prometheus"
	"github.com/grafana/grafana-foundation-sdk/go/stat"
	"github.com/grafana/grafana-foundation-sdk/go/statetimeline"
	"github.com/grafana/grafana-foundation-sdk/go/table"
	"github.com/grafana/grafana-foundation-sdk/go/timeseries"
)

var update = flag.Bool("update", false, "write the dashboard's file anew")

// loaded is a dashboard of the schema that Grafana reads from files at its start.
//
//lint:ignore SA1019 the SDK prefers the next schema
type loaded = dashboard.Dashboard

// checkedIn is the file that Grafana reads.
func (d drawing) checkedIn() string { return filepath.Join("dashboards", d.uid+".json") }

// ofEach tests each of the dashboards.
func ofEach(t *testing.T, test func(t *testing.T, d drawing)) {
	t.Helper()
	for _, d := range drawings() {
		t.Run(d.uid, func(t *testing.T) { test(t, d) })
	}
}

func TestTheFileIsWhatIsDrawn(t *testing.T) {
	ofEach(t, func(t *testing.T, d drawing) {
		want, err := d.draw()
		if err != nil {
			t.Fatal(err)
		}
		if *update {
			if err := os.WriteFile(d.checkedIn(), want, 0o644); err != nil {
				t.Fatal(err)
			}
		}
		got, err := os.ReadFile(d.checkedIn())
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(string(want), string(got)); diff != "" {
			t.Errorf("%s is not what is drawn; write it anew with -update:\n%s", d.checkedIn(), diff)
		}
	})
}

// read returns the dashboard as the SDK reads the file, with nothing in it that the SDK does not know.
func (d drawing) read(t *testing.T) *loaded {
	t.Helper()
	file, err := os.ReadFile(d.checkedIn())
	if err != nil {
		t.Fatal(err)
	}
	known := cog.NewRuntime()
	for _, config := range []variants.PanelcfgConfig{
		timeseries.VariantConfig(), stat.VariantConfig(), bargauge.VariantConfig(), table.VariantConfig(), statetimeline.VariantConfig(),
	} {
		known.RegisterPanelcfgVariant(config)
	}
	known.RegisterDataqueryVariant(prometheus.VariantConfig())
	var wrong cog.BuildErrors // the SDK answers an empty list where nothing is wrong, and leaves out what it has read
	if err := dashboard.NewDashboard().UnmarshalJSONStrict(file); err != nil && (!errors.As(err, &wrong) || len(wrong) > 0) {
		t.Fatalf("the SDK does not read it: %v", err)
	}
	read := dashboard.NewDashboard()
	if err := json.Unmarshal(file, read); err != nil {
		t.Fatal(err)
	}
	return read
}

// drawn returns the panels of the file, also those of rows that are closed.
func (d drawing) drawn(t *testing.T) []dashboard.Panel {
	t.Helper()
	var all []dashboard.Panel
	for _, either := range d.read(t).Panels {
		if either.Panel != nil {
			all = append(all, *either.Panel)
		} else {
			all = append(all, either.RowPanel.Panels...)
		}
	}
	return all
}

func TestTheFileIsOfTheSchemaOfTheSDK(t *testing.T) {
	ofEach(t, func(t *testing.T, d drawing) {
		read := d.read(t)
		if want := dashboard.NewDashboard().SchemaVersion; read.SchemaVersion != want {
			t.Errorf("it has schema version %d, the SDK states %d", read.SchemaVersion, want)
		}
		if read.Uid == nil || *read.Uid != d.uid || !slices.Contains(read.Tags, "soundings") {
			t.Errorf("its uid is %v, its tags are %v", read.Uid, read.Tags)
		}
	})
}

func TestEveryPanelExplainsItself(t *testing.T) {
	ofEach(t, func(t *testing.T, d drawing) {
		titles, numbers := map[string]bool{}, map[uint32]bool{}
		for _, p := range d.drawn(t) {
			if p.Title == nil || titles[*p.Title] || *p.Id == 0 || *p.Id >= firstRowID || numbers[*p.Id] {
				t.Fatalf("panel %d has no title and number of its own", *p.Id)
			}
			titles[*p.Title], numbers[*p.Id] = true, true
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
			if len(p.Targets) == 0 && p.Type != "alertlist" || *p.Datasource.Uid != "${datasource}" {
				t.Errorf("%s: it asks nothing, or a data source that nobody chose", *p.Title)
			}
		}
		if len(numbers) != len(d.ids) {
			t.Errorf("%d panels have %d numbers", len(numbers), len(d.ids))
		}
	})
}

// What is missing is neither well nor ill: the colour in which it would be written is the one of a text.
func TestNothingIsSaidOfAMissingValue(t *testing.T) {
	ofEach(t, func(t *testing.T, d drawing) {
		for _, p := range d.drawn(t) {
			steps := p.FieldConfig.Defaults.Thresholds.Steps
			if len(steps) == 0 || steps[0].Value != nil || steps[0].Color != plain {
				t.Errorf("%s: what is missing is %v", *p.Title, steps)
			}
		}
	})
}

// Each number and row leads to the page behind it.
func TestPanelsOfTheReportsLeadToPages(t *testing.T) {
	for _, p := range reports().panels() {
		if !strings.HasPrefix(p.page, "/") {
			t.Errorf("%s leads nowhere", p.title)
		}
		rows := slices.ContainsFunc(p.columns, func(c column) bool { return c.page != "" })
		if slices.Contains([]string{"goals", "slips", "response", "turnout", "places", "reached", "held", "releases"}, p.key) && !rows {
			t.Errorf("%s: its rows lead nowhere", p.title)
		}
	}
}

// A number is of now, asked once: a server that is gone has none, and one that has just begun has one at once.
func TestNumbersAndRowsAreOfNow(t *testing.T) {
	ofEach(t, func(t *testing.T, d drawing) {
		for _, p := range d.drawn(t) {
			for _, target := range p.Targets {
				asked := target.(*prometheus.Dataquery)
				once := asked.Instant != nil && *asked.Instant && (asked.Range == nil || !*asked.Range)
				if now := slices.Contains([]string{"stat", "bargauge", "table"}, p.Type); now != once {
					t.Errorf("%s: it is asked once: %t", *p.Title, once)
				} else if now && strings.Contains(asked.Expr, "$__rate_interval") {
					t.Errorf("%s: what it says depends on the width of its panel: %s", *p.Title, asked.Expr)
				}
			}
		}
	})
}

func TestThePanelsFillTheirRows(t *testing.T) {
	ofEach(t, func(t *testing.T, d drawing) {
		for _, r := range d.rows {
			width := uint32(0)
			for _, p := range r.panels {
				if width += p.w; width%24 < p.w && width%24 != 0 {
					t.Errorf("%s: %s goes over the edge", r.title, p.title)
				}
			}
			if width%24 != 0 {
				t.Errorf("%s: the last line is not full", r.title)
			}
		}
	})
}

// One screen of 1,600 x 900 holds 20 units of Grafana's grid under its bars: the first row is all on it.
func TestTheFirstScreenHoldsTheFirstRow(t *testing.T) {
	for _, p := range reports().drawn(t)[:len(first().panels)] {
		if bottom := p.GridPos.Y + p.GridPos.H; bottom > 20 {
			t.Errorf("%s ends at %d", *p.Title, bottom)
		}
	}
}

// ofDomain are the series that every server on one database exports alike. To add them up would count everybody as often as
// there are servers: the largest of what each says stands for all.
var ofDomain = regexp.MustCompile(`soundings_(cohort|feature|rollout|survey|poll|bump|bumps|goal|plan|release|tasks|decisions|trainings|outbox|mail_queued)\w*`)

// aggregated is such a series as it may stand in a query.
var aggregated = regexp.MustCompile(`(?:max by \(job[^()]*\) \((?:sum by \(job, instance[^()]*\) \()?|max without \(instance\) \(|group by \(job[^()]*\) \()` +
	`\(?(?:last_over_time\(|max_over_time\(timestamp\()?(soundings_\w+)\{([^{}]*)\}`)

// fromHistory is the second half of what latest selects.
var fromHistory = regexp.MustCompile(` or last_over_time\(\w+\{job=~"\$job",instance=""[^{}]*\}\[\$__rate_interval\]\)`)

func TestFiguresOfSeveralServersAreNotAddedUp(t *testing.T) {
	check := func(t *testing.T, about, expr string) {
		expr = fromHistory.ReplaceAllString(expr, "") // it stands beside what servers tell
		all, well := ofDomain.FindAllString(expr, -1), aggregated.FindAllStringSubmatch(expr, -1)
		n := 0
		for _, each := range well {
			if ofDomain.MatchString(each[1]) {
				n++
			}
		}
		if n != len(all) {
			t.Errorf("%s: of %d figures %d are the largest of all servers: %s", about, len(all), n, expr)
		}
		if own, narrowed := len(regexp.MustCompile(`(soundings_\w+|process_\w+|up)\{`).FindAllString(expr, -1)), strings.Count(expr, ofServer)+strings.Count(expr, ofHistory); own != narrowed {
			t.Errorf("%s: %d series and %d of the chosen servers: %s", about, own, narrowed, expr)
		}
	}
	ofEach(t, func(t *testing.T, d drawing) {
		for _, p := range d.panels() {
			for _, q := range p.queries {
				check(t, p.title, q.expr)
			}
		}
		for _, m := range d.marks {
			check(t, m.name, m.expr)
		}
	})
}

// colour is what may stand for one: a name that Grafana gives a shade of in each theme.
var colour = regexp.MustCompile(`"(?:fixedColor|color|iconColor)": "([^"]+)"`)

func TestTheColoursFollowTheTheme(t *testing.T) {
	known := regexp.MustCompile(`^(text|transparent|(super-light-|light-|semi-dark-|dark-)?(green|blue|orange|red|purple|yellow))$`)
	ofEach(t, func(t *testing.T, d drawing) {
		file, err := os.ReadFile(d.checkedIn())
		if err != nil {
			t.Fatal(err)
		}
		found := colour.FindAllStringSubmatch(string(file), -1)
		for _, c := range found {
			if !known.MatchString(c[1]) && c[1] != pale {
				t.Errorf("%s is no colour that follows the theme", c[1])
			}
		}
		if len(found) < 10 {
			t.Errorf("there are %d colours", len(found))
		}
	})
}
