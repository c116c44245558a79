package page

import (
	"net/url"
	"testing"
)

func TestAddress(t *testing.T) {
	for want, got := range map[string]string{
		"/reports": Address("/reports"), "/a": Address("/a", "state", ""), "/a?state=invited": Address("/a", "state", "invited"),
		"/a?q=R%26D+%3D+1&w=x": Address("/a", "w", "x", "q", "R&D = 1"),
	} {
		if got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
	p := Page{Path: "/reports", Asked: url.Values{"cohort": {"one"}, "from": {"2027-01-01"}}}
	if got, want := p.LanguageHref("es"), "/reports?lang=es&cohort=one&from=2027-01-01"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	p = Page{Path: "/s/7K3M", Larger: true}
	if got, want := p.TextHref(), "/s/7K3M?text=normal"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}
