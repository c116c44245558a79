package grafana

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"soundings/server/needs"
)

// promtool runs promtool in the folder of the rules.
func promtool(t *testing.T, args ...string) {
	t.Helper()
	path, err := exec.LookPath("promtool")
	if err != nil {
		needs.Missing(t, "promtool, which comes with Prometheus, is not on the PATH")
	}
	run := exec.CommandContext(t.Context(), path, args...)
	run.Dir = "prometheus"
	if out, err := run.CombinedOutput(); err != nil {
		t.Errorf("promtool %s: %v\n%s", strings.Join(args, " "), err, out)
	}
}

func TestRulesAndAlertsDoWhatTheySay(t *testing.T) {
	tests, err := filepath.Glob("prometheus/*_test.yaml")
	if err != nil || len(tests) == 0 {
		t.Fatalf("there are no tests: %v", err)
	}
	for i := range tests {
		tests[i] = filepath.Base(tests[i])
	}
	promtool(t, append([]string{"test", "rules"}, tests...)...)
}

func TestPrometheusReadsItsConfiguration(t *testing.T) {
	promtool(t, "check", "config", "--syntax-only", "prometheus.yaml")
}

type object = map[string]any

// happened is what a mark says of a feature: what a figure was and is.
type happened struct{ from, to string }

// Each move of a rollout is marked once, also the first one, from nobody, and one back to nobody; also where the history has one
// value a day, and however wide the steps are in which Grafana asks. A blocker is marked when it turns up and not when the team
// moves it on, nor as two servers count it at different moments; a change when it is made and not when it is told.
func TestWhatHappensIsMarked(t *testing.T) {
	ratio := func(labels, values string) object {
		return object{"series": `soundings_rollout_ratio{job="soundings",` + labels + "}", "values": values}
	}
	bumps := func(instance, state, severity, values string) object {
		return object{"series": `soundings_bumps{job="soundings",instance="` + instance + `",feature="labs",state="` + state + `",severity="` + severity + `"}`, "values": values}
	}
	moves := []object{
		ratio(`instance="a",cohort="c",feature="begins"`, "_x48 0.15x80"),
		ratio(`instance="b",cohort="c",feature="begins"`, "_x48 0.15x80"),
		ratio(`instance="a",cohort="c",feature="moves"`, "0x71 0.5x23 0x40"),
		ratio(`cohort="c",feature="past"`, "_x72 0.15 _x23 0.5 _x23 0.5 _x23"),
		ratio(`instance="a",cohort="c",feature="waits"`, "_x10 0x100"),
		ratio(`instance="gone",cohort="c",feature="falls"`, "0.4x71 stale"),
		ratio(`instance="new",cohort="c",feature="falls"`, "_x71 0.2x80"),
	}
	type times = map[string]map[string]happened
	for about, test := range map[string]struct {
		mark, step string
		input      []object
		marked     times
	}{
		"moves": {"Rollout steps", "1h", moves, times{
			"1d20h": {}, "2d": {"begins": {"0", "15"}}, "2d1h": {}, "3d": {"moves": {"0", "50"}, "past": {"0", "15"}, "falls": {"40", "20"}}, "3d1h": {},
			"4d": {"moves": {"50", "0"}, "past": {"15", "50"}}, "4d1h": {}, "4d20h": {},
		}},
		"moves in wide steps": {"Rollout steps", "6h", moves, times{
			"1d18h": {}, "2d": {"begins": {"0", "15"}}, "2d6h": {}, "3d": {"moves": {"0", "50"}, "past": {"0", "15"}, "falls": {"40", "20"}}, "3d6h": {},
			"4d": {"moves": {"50", "0"}, "past": {"15", "50"}}, "4d6h": {},
		}},
		"two moves in one step": {"Rollout steps", "2d", moves, times{
			"2d": {"begins": {"0", "15"}}, "4d": {"past": {"0", "50"}, "falls": {"40", "20"}},
		}},
		"blockers": {"Blockers", "1h",
			[]object{
				bumps("a", "new", "blocker", "0x9 1x19 0x60"), bumps("b", "new", "blocker", "0x9 1x20 0x60"),
				bumps("a", "assessing", "blocker", "0x29 1x19 0x9 2x60"), bumps("b", "assessing", "blocker", "0x30 1x19 0x8 2x60"),
				bumps("a", "new", "major", "0x19 3x80"),
			},
			times{"9h": {}, "10h": {"labs": {"0", "1"}}, "11h": {}, "20h": {}, "30h": {}, "31h": {}, "50h": {}, "60h": {"labs": {"0", "2"}}, "61h": {}},
		},
		"changes": {"Adaptations", "1h",
			[]object{bumps("a", "done", "major", "0x9 1x19 0x60"), bumps("a", "told", "major", "0x29 1x60")},
			times{"9h": {}, "10h": {"labs": {"0", "1"}}, "11h": {}, "30h": {}},
		},
	} {
		t.Run(about, func(t *testing.T) {
			m := marks()[slices.IndexFunc(marks(), func(m mark) bool { return m.name == test.mark })]
			m.checkMarked(t, test.step, test.input, test.marked)
		})
	}
}

// everything puts all there is for the variables of a dashboard, and times for Grafana's.
func everything(expr, step string) string {
	return strings.NewReplacer("$__interval", step, "$__rate_interval", step, "$__range", "16d", "$job", ".+", "$instance", ".*", "$cohort", ".+",
		"$feature", ".+", "$survey", ".+").Replace(expr)
}

// checkMarked checks at which times a mark is made of which features.
func (m mark) checkMarked(t *testing.T, step string, input []object, marked map[string]map[string]happened) {
	t.Helper()
	var checks []object
	for at, features := range marked {
		samples := []object{}
		for feature, h := range features {
			labels := fmt.Sprintf(`job="soundings",feature="%s",feature_title="%[1]s",from="%s",to="%s"`, feature, h.from, h.to)
			if strings.Contains(m.tags, "cohort") {
				labels += `,cohort="c",cohort_title="c"`
			}
			samples = append(samples, object{"labels": "{" + labels + "}", "value": 1})
		}
		checks = append(checks, object{"expr": everything(m.expr, step), "eval_time": at, "exp_samples": samples})
	}
	promql(t, "1h", input, checks)
}

// promql has Prometheus compare what expressions give with what they should.
func promql(t *testing.T, interval string, input, checks []object) {
	t.Helper()
	text, err := json.Marshal(object{"rule_files": []string{}, "evaluation_interval": interval, "tests": []object{{
		"interval": interval, "input_series": input, "promql_expr_test": checks,
	}}})
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "expressions_test.yaml")
	if err := os.WriteFile(file, text, 0o600); err != nil {
		t.Fatal(err)
	}
	promtool(t, "test", "rules", file)
}

// A release is marked on its day, which may be to come, and once though it is told of again and again; one that was put off is
// marked on its new day alone.
func TestReleasesAreMarkedOnTheirDay(t *testing.T) {
	m := marks()[slices.IndexFunc(marks(), func(m mark) bool { return m.name == "Releases" })]
	if !m.isTime {
		t.Error("it is marked when it is known")
	}
	day := func(labels, values string) object {
		return object{"series": `soundings_release_timestamp_seconds{job="soundings",` + labels + "}", "values": values}
	}
	promql(t, "1h", []object{
		day(`instance="a",release="spring"`, "1000x24 864000x60"), day(`instance="b",release="spring"`, "1000x24 864000x60"),
		day(`instance="a",release="taken-back"`, "5000x24 stale"),
		{"series": `soundings_release_info{job="soundings",instance="a",release="spring",title="Spring release"}`, "values": "1x90"},
	}, []object{{"expr": everything(m.expr, "1h"), "eval_time": "2d", "exp_samples": []object{
		{"labels": `{job="soundings",release="spring",release_title="Spring release"}`, "value": 864000000},
	}}})
}

// Every alert is raised in a test, so that none is there which could never be; and says what to do, and where.
func TestEveryAlertIsTested(t *testing.T) {
	alerts, err := os.ReadFile("prometheus/alerts.yaml")
	if err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob("prometheus/*_test.yaml")
	if err != nil {
		t.Fatal(err)
	}
	var tested strings.Builder
	for _, name := range files {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		tested.Write(text)
	}
	each := strings.Split(string(alerts), "- alert: ")[1:]
	for _, alert := range each {
		name, rest, _ := strings.Cut(alert, "\n")
		if !strings.Contains(tested.String(), "alertname: "+name+"\n        eval_time") {
			t.Errorf("%s is raised in no test", name)
		}
		for _, part := range []string{"severity: ", "page: ", "summary: ", "description: ", "What to do: "} {
			if !strings.Contains(rest, part) {
				t.Errorf("%s has no %q", name, part)
			}
		}
		panel := regexp.MustCompile(`dashboard: '?(/d/[\w-]+)\?(?:var-\w+=\{\{[^}]+\}\}&)?(viewPanel=\d+)`).FindStringSubmatch(rest)
		if panel == nil || !isPanel(panel[1]+"?"+panel[2]) {
			t.Errorf("%s leads to the panel %q", name, panel)
		}
	}
	if len(each) == 0 {
		t.Error("there are no alerts")
	}
}

// isPanel reports whether a path is that of a panel.
func isPanel(path string) bool {
	return slices.ContainsFunc(drawings(), func(d drawing) bool {
		return slices.ContainsFunc(d.panels(), func(p panel) bool { return PanelPath(p.key, nil) == path })
	})
}

// A number of the dashboards is red from where an alert is raised.
func TestNumbersAreRedWhereAlertsAreRaised(t *testing.T) {
	alerts, err := os.ReadFile("prometheus/alerts.yaml")
	if err != nil {
		t.Fatal(err)
	}
	for alert, says := range map[string]string{
		"SoundingsFiguresStale":    fmt.Sprintf("age > %v\n", figuresStale),
		"SoundingsJobNotRunning":   "> 300 + 5 * soundings_job_interval_seconds\n",
		"SoundingsRequestsFailing": fmt.Sprintf("failed_ratio_rate5m > %v\n", requestsFailing),
		"SoundingsStoreFailing":    fmt.Sprintf("failed_ratio_rate5m > %v\n", storeFailing),
		"SoundingsStoreSlow":       fmt.Sprintf("p95_rate5m > %v\n", storeSlow),
		"SoundingsBackupLate":      fmt.Sprintf("> %v * (max without", backupLate),
		"SoundingsMailFails":       fmt.Sprintf("failed_ratio_increase1h > %v\n", mailFailing),
		"SoundingsAdoptionFell":    fmt.Sprintf("ratio_7d_offset1w < %v\n", 1-adoptionFell),
		"SoundingsBlockerOpen":     fmt.Sprintf("> %v\n", blockerOpen),
		"SoundingsReportsUnjudged": fmt.Sprintf("> %v * 86400\n", unjudged/86400),
	} {
		_, rest, _ := strings.Cut(string(alerts), "- alert: "+alert+"\n")
		rest, _, _ = strings.Cut(rest, "- alert: ")
		if !strings.Contains(rest, says) {
			t.Errorf("%s is not raised where %q", alert, says)
		}
	}
}
