package main

import (
	"encoding/json"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

var grafanaImage = regexp.MustCompile(`image: grafana/grafana:(\d+\.\d+)\.(\d+)\n`)

// The Grafana of compose.yaml is the one whose components draw the dashboards in the tests, or the patch after it where
// that one has no packages. The list of packages names no place from which they come but npm's own.
func TestGrafanaIsTheOneThatWasLookedAt(t *testing.T) {
	image := grafanaImage.FindStringSubmatch(readFile(t, "compose.yaml"))
	var packages struct{ Dependencies map[string]string }
	if err := json.Unmarshal([]byte(readFile(t, "metrics/grafana/testdata/panels/package.json")), &packages); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"@grafana/ui", "@grafana/data", "@grafana/schema"} {
		patch, ok := strings.CutPrefix(packages.Dependencies[name], image[1]+".")
		drawn, err := strconv.Atoi(patch)
		runs, _ := strconv.Atoi(image[2])
		if !ok || err != nil || runs < drawn || runs > drawn+1 {
			t.Errorf("compose.yaml runs Grafana %s.%s, and %s is %s", image[1], image[2], name, packages.Dependencies[name])
		}
	}
	for _, exact := range packages.Dependencies {
		if !regexp.MustCompile(`^\d+\.\d+\.\d+$`).MatchString(exact) {
			t.Errorf("%s is no exact version", exact)
		}
	}
	if strings.Contains(readFile(t, "metrics/grafana/testdata/panels/package-lock.json"), `"resolved"`) {
		t.Error("package-lock.json says where packages were got")
	}
}
