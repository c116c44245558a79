package grafana

import (
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
