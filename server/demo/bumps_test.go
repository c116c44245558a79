package demo

import (
	"math"
	"slices"
	"testing"

	"soundings/surveys/board"
)

// Of what patients report 57% is that they do not find their way, 24% that they do not get access, 7% that they cannot sign in:
// what the help desks of portals hear. One that is a blocker is open, and of three everybody was told.
func TestBumpsAreBelievable(t *testing.T) {
	c := newClinic(t, aTime(), "UTC")
	reports, all, told, blockers := map[string]int{}, 0, 0, 0
	for _, state := range board.States() {
		cards, err := c.Board.List(t.Context(), board.Query{State: state, Limit: 100})
		if err != nil {
			t.Fatal(err)
		}
		for _, b := range cards.Items {
			n := 0
			for _, people := range b.People {
				n += people
			}
			about := b.Where
			if !slices.Contains([]string{"Photos are lost", "The pharmacy cannot be changed"}, b.Title) && !board.IsPlace(b.Where) {
				about = "finding one's way"
			}
			all += n
			reports[about] += n
			if state.Open() && b.Severity == board.Blocker {
				blockers++
			}
		}
	}
	for about, percent := range map[string]float64{"finding one's way": 57, "getting-access": 24, "signing-in": 7} {
		if share := math.Round(100 * float64(reports[about]) / float64(all)); share != percent {
			t.Errorf("%v%% of %d reports are about %s, not %v%%", share, all, about, percent)
		}
	}
	news, err := c.Announce.News(t.Context(), "", 10)
	if err != nil {
		t.Fatal(err)
	}
	for _, a := range news.Items {
		r, err := c.Announce.Receipts(t.Context(), a)
		if err != nil {
			t.Fatal(err)
		}
		t.Logf("%s: %+v", a.ID, r)
		if told++; r.Sent == 0 || r.Sent > r.Told || r.Fixed > r.Read || r.NotFixed > 0 {
			t.Errorf("of %s came %+v", a.ID, r)
		}
	}
	if told != 3 || blockers != 1 {
		t.Errorf("%d stories are told and %d blockers are open", told, blockers)
	}
}
