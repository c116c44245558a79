package main

import (
	"encoding/json"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"soundings/metrics/grafana"
	"soundings/server/needs"
)

// emptyInTheDemo are the panels and rules that have nothing to show of a made-up clinic that has just been made, and why.
// Of every other the query answers with data.
var emptyInTheDemo = map[string]string{
	"Newest backup":         "the made-up clinic makes none",
	"Against a week before": "Prometheus has known it for seconds",
	"Refused or came back":  "a made-up clinic writes to nobody",

	"Score of ease and use (UMUX-Lite)": "the made-up clinic asks with the other instrument",

	"job_cohort:soundings_cohort_active_members:max_7d_offset1w":               "Prometheus has known it for seconds",
	"job_cohort:soundings_cohort_active_members:ratio_7d_offset1w":             "Prometheus has known it for seconds",
	"job:soundings_mail:failed_ratio_increase1h":                               "a made-up clinic writes to nobody",
	"job:soundings_http_request_duration_seconds_count:failed_ratio_rate5m":    "nothing has failed",
	"job:soundings_store_operation_duration_seconds_count:failed_ratio_rate5m": "nothing has failed",
}

// panel is what the tests read of one.
type panel struct {
	ID          uint32
	Type, Title string
	FieldConfig struct{ Defaults struct{ NoValue string } }
	Targets     []target
	Panels      []panel // of a row that is closed
}

// target is a query of a panel.
type target struct {
	RefID, Expr, LegendFormat string
	Instant                   bool
}

// drawn is what the test reads of a dashboard.
type drawn struct {
	Panels     []panel
	Templating struct {
		List []struct{ Name, Type, Query string }
	}
	Annotations struct {
		List []struct {
			Name   string
			Target struct{ Expr string }
		}
	}
}

// dashboards returns what Grafana reads.
func dashboards(t *testing.T) []drawn {
	t.Helper()
	var all []drawn
	for _, draw := range []func() ([]byte, error){grafana.Dashboard, grafana.Health} {
		text, err := draw()
		if err != nil {
			t.Fatal(err)
		}
		var d drawn
		if err := json.Unmarshal(text, &d); err != nil {
			t.Fatal(err)
		}
		for _, row := range d.Panels {
			d.Panels = append(d.Panels, row.Panels...)
		}
		all = append(all, d)
	}
	return all
}

// mayBeMissing reports whether a query asks for a place that there need not be, such as of the fourth feature.
func mayBeMissing(expr string) bool { return strings.Contains(expr, " unless topk by (job) (") }

// A Prometheus that scrapes a server as it is set up in metrics/grafana answers what the dashboards and the rules ask,
// and its figures are those of the product.
func TestPrometheusAnswersTheDashboardAndTheRules(t *testing.T) {
	needs.Time(t)
	program(t, "prometheus")
	s := start(t, "--demo", "--metrics-token", scrapes)
	p := startPrometheus(t, scrapeQuickly(t, s.Addr), t.TempDir())
	waitFor(t, "the first figures", func() bool {
		s.get(t, "/")
		return p.has(t, "count_over_time(soundings_refreshed_timestamp_seconds[1m]) > 3 and on (job) rate(soundings_store_operation_duration_seconds_count[1m]) > 0")
	})
	now := time.Now()
	for _, d := range dashboards(t) {
		for _, panel := range d.Panels {
			p.checkPanel(t, panel, now)
		}
		for _, a := range d.Annotations.List {
			if got := p.lines(t, fillIn(a.Target.Expr, time.Minute), now.Add(-time.Minute), now, time.Minute); len(got) == 0 && a.Target.Expr != "" {
				t.Errorf("%s: what Prometheus has just come to know is not marked", a.Name)
			}
		}
		for _, v := range d.Templating.List {
			if v.Type == "query" && len(p.labelValues(t, fillIn(v.Query, time.Minute))) == 0 {
				t.Errorf("the variable %s has no values", v.Name)
			}
		}
	}
	p.checkRules(t)
	p.equalsTheProduct(t, s)
}

// checkPanel checks that each query of a panel has an answer, or that the panel is one that has nothing to show, and says why.
func (p *scraper) checkPanel(t *testing.T, panel panel, now time.Time) {
	t.Helper()
	why, says := emptyInTheDemo[panel.Title], panel.FieldConfig.Defaults.NoValue
	for _, target := range panel.Targets {
		from := now.Add(-30 * time.Second)
		if target.Instant {
			from = now
		}
		got := p.lines(t, fillIn(target.Expr, time.Minute), from, now, time.Second)
		switch {
		case len(got) == 0 && !mayBeMissing(target.Expr) && (why == "" || says == ""):
			t.Errorf("%s: no data for %s", panel.Title, target.Expr)
		case len(got) > 0 && why != "":
			t.Errorf("%s: it has data, although %s", panel.Title, why)
		}
	}
}

// scrapeQuickly returns the configuration in metrics/grafana for a server elsewhere, asked every second.
func scrapeQuickly(t *testing.T, address string) string {
	t.Helper()
	folder, token := t.TempDir(), filepath.Join(t.TempDir(), "token")
	if err := os.WriteFile(token, []byte(scrapes), 0o600); err != nil {
		t.Fatal(err)
	}
	quickly := strings.NewReplacer("interval: 15s", "interval: 1s", "interval: 1m", "interval: 1s",
		"/run/secrets/metrics-token", token, "soundings:8080", address, "- rules.yaml", "- "+folder+"/rules.yaml",
		"- alerts.yaml", "- "+folder+"/alerts.yaml")
	var config string
	for _, name := range []string{"rules.yaml", "alerts.yaml", "prometheus.yaml"} {
		text, err := os.ReadFile(filepath.Join("../metrics/grafana/prometheus", name))
		if err != nil {
			t.Fatal(err)
		}
		config = quickly.Replace(string(text))
		if err := os.WriteFile(filepath.Join(folder, name), []byte(config), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return config
}

var labelValues = regexp.MustCompile(`^label_values\((.*), (\w+)\)$`)

// labelValues returns what a variable of the dashboard chooses from.
func (p *scraper) labelValues(t *testing.T, query string) []string {
	t.Helper()
	parts := labelValues.FindStringSubmatch(query)
	if parts == nil {
		t.Fatalf("%s asks for no values of a label", query)
	}
	var values []string
	if err := p.ask("label/"+parts[2]+"/values", url.Values{"match[]": {parts[1]}}, &values); err != nil {
		t.Error(err)
	}
	return values
}

// checkRules waits until every rule was reckoned, and checks that it could be: a recording rule gives data, an alert is
// not raised.
func (p *scraper) checkRules(t *testing.T) {
	t.Helper()
	type rule struct{ Name, Type, Health, State, LastError string }
	var groups struct {
		Groups []struct {
			Name  string
			Rules []rule
		}
	}
	waitFor(t, "the rules to be reckoned", func() bool {
		if err := p.ask("rules", nil, &groups); err != nil {
			t.Fatal(err)
		}
		return !strings.Contains(fmt.Sprint(groups), "unknown")
	})
	time.Sleep(2 * time.Second) // some rest on others
	if len(groups.Groups) != 4 {
		t.Errorf("there are %d groups of rules", len(groups.Groups))
	}
	for _, g := range groups.Groups {
		for _, r := range g.Rules {
			switch {
			case r.Health != "ok":
				t.Errorf("%s: %s", r.Name, r.LastError)
			case r.Type == "alerting" && r.State == "firing":
				t.Errorf("%s is raised", r.Name)
			case r.Type == "recording" && p.has(t, r.Name) != (emptyInTheDemo[r.Name] == ""):
				t.Errorf("%s has no data, or has it although %s", r.Name, emptyInTheDemo[r.Name])
			}
		}
	}
}
