package grafana

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
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

// Each move of a rollout is marked once, the first one, from nobody, as well; also where the history has one value a day. A
// blocker is marked when it turns up and not when the team moves it on, nor as two servers count it at different moments; a
// change when it is made and not when it is told.
func TestWhatHappensIsMarked(t *testing.T) {
	ratio := func(labels, values string) object {
		return object{"series": `soundings_rollout_ratio{job="soundings",` + labels + "}", "values": values}
	}
	bumps := func(instance, state, severity, values string) object {
		return object{"series": `soundings_bumps{job="soundings",instance="` + instance + `",feature="labs",state="` + state + `",severity="` + severity + `"}`, "values": values}
	}
	for about, test := range map[string]struct {
		input  []object
		marked map[string]map[string]float64 // by time, by feature
	}{
		"Rollout steps": {
			[]object{
				ratio(`instance="a",cohort="c",feature="begins"`, "_x48 0.15x80"),
				ratio(`instance="b",cohort="c",feature="begins"`, "_x48 0.15x80"),
				ratio(`instance="a",cohort="c",feature="moves"`, "0x71 0.5x23 0.1x40"),
				ratio(`cohort="c",feature="past"`, "_x72 0.15 _x23 0.5 _x23 0.5 _x23"),
				ratio(`instance="a",cohort="c",feature="waits"`, "_x10 0x100"),
			},
			map[string]map[string]float64{
				"1d20h": {}, "2d": {"begins": 0.15}, "2d1h": {}, "3d": {"moves": 0.5, "past": 0.15}, "3d1h": {}, "4d": {"moves": 0.1, "past": 0.5}, "4d1h": {}, "4d20h": {},
			},
		},
		"Blockers": {
			[]object{
				bumps("a", "new", "blocker", "0x9 1x19 0x60"), bumps("b", "new", "blocker", "0x9 1x20 0x60"),
				bumps("a", "assessing", "blocker", "0x29 1x19 0x9 2x60"), bumps("b", "assessing", "blocker", "0x30 1x19 0x8 2x60"),
				bumps("a", "new", "major", "0x19 3x80"),
			},
			map[string]map[string]float64{"9h": {}, "10h": {"labs": 1}, "11h": {}, "20h": {}, "30h": {}, "31h": {}, "50h": {}, "60h": {"labs": 2}, "61h": {}},
		},
		"Adaptations": {
			[]object{bumps("a", "done", "major", "0x9 1x19 0x60"), bumps("a", "told", "major", "0x29 1x60")},
			map[string]map[string]float64{"9h": {}, "10h": {"labs": 1}, "11h": {}, "30h": {}},
		},
	} {
		m := marks()[slices.IndexFunc(marks(), func(m mark) bool { return m.name == about })]
		m.checkMarked(t, test.input, test.marked)
	}
}

// checkMarked checks at which times a mark is made of which features.
func (m mark) checkMarked(t *testing.T, input []object, marked map[string]map[string]float64) {
	t.Helper()
	expr := strings.NewReplacer("$job", ".+", "$instance", ".*", "$cohort", ".+", "$feature", ".+").Replace(m.expr())
	var checks []object
	for at, features := range marked {
		samples := []object{}
		for feature, value := range features {
			labels := `{job="soundings",feature="` + feature + `"}`
			if strings.Contains(m.tags, "cohort") {
				labels = `{job="soundings",cohort="c",feature="` + feature + `"}`
			}
			samples = append(samples, object{"labels": labels, "value": value})
		}
		checks = append(checks, object{"expr": expr, "eval_time": at, "exp_samples": samples})
	}
	text, err := json.Marshal(object{"rule_files": []string{}, "evaluation_interval": "1h", "tests": []object{{
		"interval": "1h", "input_series": input, "promql_expr_test": checks,
	}}})
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "marks_test.yaml")
	if err := os.WriteFile(file, text, 0o600); err != nil {
		t.Fatal(err)
	}
	promtool(t, "test", "rules", file)
}

// Every alert is raised in a test, so that none is there which could never be.
func TestEveryAlertIsTested(t *testing.T) {
	alerts, err := os.ReadFile("prometheus/alerts.yaml")
	if err != nil {
		t.Fatal(err)
	}
	var tested strings.Builder
	for _, name := range []string{"portal_test.yaml", "program_test.yaml"} {
		text, err := os.ReadFile(filepath.Join("prometheus", name))
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
		for _, part := range []string{"severity: ", "summary: ", "description: ", "What to do: "} {
			if !strings.Contains(rest, part) {
				t.Errorf("%s has no %q", name, part)
			}
		}
	}
	if len(each) == 0 {
		t.Error("there are no alerts")
	}
}
