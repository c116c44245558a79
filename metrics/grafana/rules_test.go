package grafana

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
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

// Each move of a rollout is marked once, the first one, from nobody, as well; also where the history has one value a day.
func TestRolloutStepsAreMarked(t *testing.T) {
	mark, err := stepsMoved().Build()
	if err != nil {
		t.Fatal(err)
	}
	expr := strings.NewReplacer("$job", ".+", "$instance", ".*", "$cohort", ".+", "$feature", ".+").Replace(*mark.Expr)
	type object = map[string]any
	series := func(labels, values string) object {
		return object{"series": `soundings_rollout_ratio{job="soundings",` + labels + "}", "values": values}
	}
	var checks []object
	for at, marked := range map[string]map[string]float64{
		"1d20h": {}, "2d": {"begins": 0.15}, "2d1h": {}, "3d": {"moves": 0.5, "past": 0.15}, "3d1h": {}, "4d": {"moves": 0.1, "past": 0.5}, "4d1h": {}, "4d20h": {},
	} {
		samples := []object{}
		for _, feature := range []string{"begins", "moves", "past"} {
			if ratio, ok := marked[feature]; ok {
				samples = append(samples, object{"labels": `{job="soundings",cohort="c",feature="` + feature + `"}`, "value": ratio})
			}
		}
		checks = append(checks, object{"expr": expr, "eval_time": at, "exp_samples": samples})
	}
	text, err := json.Marshal(object{"rule_files": []string{}, "evaluation_interval": "1h", "tests": []object{{
		"interval": "1h",
		"input_series": []object{
			series(`instance="a",cohort="c",feature="begins"`, "_x48 0.15x80"),
			series(`instance="b",cohort="c",feature="begins"`, "_x48 0.15x80"),
			series(`instance="a",cohort="c",feature="moves"`, "0x71 0.5x23 0.1x40"),
			series(`cohort="c",feature="past"`, "_x72 0.15 _x23 0.5 _x23 0.5 _x23"),
			series(`instance="a",cohort="c",feature="waits"`, "_x10 0x100"),
		},
		"promql_expr_test": checks,
	}}})
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "steps_test.yaml")
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
