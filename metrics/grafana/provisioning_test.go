package grafana

import (
	"os"
	"strings"
	"testing"
)

// What one file says of another holds: Compose puts files where Grafana and Prometheus are told to look.
func TestProvisioningFitsTogether(t *testing.T) {
	for _, test := range []struct{ file, says string }{
		{"provisioning/dashboards/soundings.yaml", "path: /etc/soundings/dashboards"},
		{"../../compose.yaml", "./metrics/grafana/dashboards:/etc/soundings/dashboards:ro"},
		{"../../compose.yaml", "/etc/soundings/dashboards/" + UID + ".json"},
		{"../../compose.yaml", "./metrics/grafana/provisioning:/etc/grafana/provisioning:ro"},

		{"../../compose.yaml", "./metrics/grafana/prometheus:/etc/soundings/prometheus:ro"},
		{"../../compose.yaml", "--config.file=/etc/soundings/prometheus/prometheus.yaml"},
		{"../../compose.yaml", "metrics-token:\n    environment: SOUNDINGS_METRICS_TOKEN"},
		{"prometheus/prometheus.yaml", "credentials_file: /run/secrets/metrics-token"},

		{"prometheus/prometheus.yaml", "job_name: soundings"},
		{"prometheus/alerts.yaml", `up{job="soundings"}`},
		{"../../server/settings.go", `Job         string ` + "`" + `default:"soundings"`},

		{"prometheus/prometheus.yaml", "scrape_interval: 15s"},
		{"provisioning/datasources/prometheus.yaml", "timeInterval: 15s"},
	} {
		text, err := os.ReadFile(test.file)
		if err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(string(text), test.says) {
			t.Errorf("%s does not say %q", test.file, test.says)
		}
	}
}
