package demo

import (
	"testing"

	"soundings/metrics"
)

// The first testers use the portal as people do: most of them, less than all, and each feature by some who see it.
func TestThePortalIsUsed(t *testing.T) {
	c := newClinic(t, aTime(), "America/New_York")
	r, err := c.Metrics.Adoption(t.Context(), metrics.Period{})
	if err != nil {
		t.Fatal(err)
	}
	last := r.Active[len(r.Active)-1]
	if r.Agreed < 400 || r.Share < 0.7 || r.Share > 0.98 || last.D1 == 0 || last.D7 < r.Agreed/4 || last.D7 > r.Agreed*9/10 || last.D28 < last.D7 {
		t.Errorf("%d agreed, %.2f enrolled, active %+v", r.Agreed, r.Share, last)
	}
	if len(r.Features) != 3 || len(r.Retention) < 3 {
		t.Errorf("%d features, %d weeks", len(r.Features), len(r.Retention))
	}
	for _, f := range r.Features {
		if f.Week == 0 || f.Exposed == nil || *f.Exposed > 0 && f.Week > *f.Exposed {
			t.Errorf("%s: used by %d, exposed %v", f.Feature, f.Week, f.Exposed)
		}
	}
	for i, step := range r.Funnel[1:] {
		if step.N > r.Funnel[i].N || step.N == 0 {
			t.Errorf("the funnel is %v", r.Funnel)
		}
	}
	found, err := c.Metrics.Recount(t.Context())
	if err != nil || !found.Equal() || found.Events < 3000 {
		t.Errorf("recounted %d events: %v, %v", found.Events, found.Different, err)
	}
}
