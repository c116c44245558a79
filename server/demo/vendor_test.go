package demo

import (
	"testing"

	"soundings/cohorts/plan"
	"soundings/surveys/board"
)

// The vendor has a card, a release with figures of before and after, and one that has not mended what it was to mend.
func TestTheVendor(t *testing.T) {
	if testing.Short() {
		t.Skip("makes the clinic")
	}
	c := newClinic(t, aTime(), "UTC")
	ctx := t.Context()
	v, err := c.Plans.Vendor(ctx)
	if err != nil || v.Unknown() || len(v.People) == 0 || v.TicketHref("PH-1") == "" {
		t.Errorf("the card: %+v, %v", v, err)
	}
	promises := board.Promises{Service: c.Board}
	unkept, err := promises.Unkept(ctx)
	if err != nil || len(unkept) != 1 || len(unkept[0].Open) != 1 {
		t.Fatalf("what is not mended: %+v, %v", unkept, err)
	}
	releases, err := c.Plans.Entries(ctx, plan.Release)
	if err != nil {
		t.Fatal(err)
	}
	promised, err := promises.Of(ctx, releases...)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range releases {
		if len(promised[e.ID]) == 0 || len(e.Touches) == 0 {
			t.Errorf("%s promises %v and touches %v", e.Title, promised[e.ID], e.Touches)
		}
	}
	autumn, err := c.Metrics.AroundRelease(ctx, releases[0].ID, "")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range autumn.Features {
		if f.Before == nil || f.After == nil || f.Before.Active == 0 || f.Feature == "refills" && f.After.Active <= f.Before.Active {
			t.Errorf("the use of %s before and after: %+v, %+v", f.Feature, f.Before, f.After)
		}
	}
	update, err := c.Metrics.AroundRelease(ctx, unkept[0].Release.ID, "")
	if err != nil || len(update.Scores) != 1 || update.Scores[0].Before == nil || update.Scores[0].After == nil {
		t.Errorf("the scores around the update: %+v, %v", update.Scores, err)
	}
}
