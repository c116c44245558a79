package grafana

import (
	"net/url"
	"testing"
)

func TestPanelsHavePlacesOfTheirOwn(t *testing.T) {
	for _, test := range []struct {
		key  string
		vars url.Values
		want string
	}{
		{"active-week", nil, "/d/portal-reports?viewPanel=2"},
		{"use", url.Values{"cohort": {"first testers"}}, "/d/portal-reports?var-cohort=first+testers&viewPanel=7"},
		{"servers", nil, "/d/soundings-health?viewPanel=1"},
		{"nothing", nil, ""},
	} {
		if got := PanelPath(test.key, test.vars); got != test.want {
			t.Errorf("%s is at %q", test.key, got)
		}
	}
	for key := range healthIDs() {
		if _, both := reportIDs()[key]; both {
			t.Errorf("%s is a key of both dashboards", key)
		}
	}
}
