package main

import (
	"fmt"
	"math"
	"testing"
)

// selection is what the API answers of a draw.
type selection struct {
	Selected, Waiting int
	Seed              string
	Strata            []struct {
		Values               map[string]string
		Population, Selected int
		PopulationShare      float64 `json:"population_share"`
		SelectedShare        float64 `json:"selected_share"`
	}
}

// A program draws a stratified sample of the made-up clinic's patients: it looks like them to within one person a stratum.
func TestDrawFromTheDemo(t *testing.T) {
	s := start(t, "--demo", "--api-key", testKey)
	c := newClient(s.BaseURL)
	c.must(t, "POST", "/cohorts", map[string]any{"name": "Wave", "shared": true}, nil)
	rule := `{"size": 200, "where": {"group": "patient"}, "stratify": ["age", "language", "site"]}`
	var drawn selection
	c.must(t, "POST", "/cohorts/wave/select", rule, &drawn)
	population := 0
	for _, in := range drawn.Strata {
		population += in.Population
	}
	if drawn.Selected != 200 || population != 1780 || len(drawn.Strata) != 30 {
		t.Fatalf("drawn are %d of %d in %d strata", drawn.Selected, population, len(drawn.Strata))
	}
	for _, in := range drawn.Strata {
		if off := math.Abs(float64(in.Selected) - 200*float64(in.Population)/float64(population)); off >= 1 {
			t.Errorf("%v is off by %v", in.Values, off)
		}
		if math.Abs(in.PopulationShare-in.SelectedShare) > 1.0/200 {
			t.Errorf("%v: the shares are %v and %v", in.Values, in.PopulationShare, in.SelectedShare)
		}
	}
	var refusal struct{ Fields []struct{ Name string } }
	status := c.api(t, "POST", "/cohorts/wave/select", `{"size": 5, "where": {"colour": "red"}, "stratify": ["shoe"]}`, &refusal)
	if status != 422 || fmt.Sprint(refusal.Fields) != "[{stratify} {where.colour} {reason}]" {
		t.Errorf("unknown attributes answered %d %v", status, refusal)
	}
	if status := c.api(t, "POST", "/cohorts/wave/select", `{"size": 5, "where": {"group": "patient"}, "seed": "larkmoor"}`, &refusal); status != 422 && status != 400 {
		t.Errorf("a seed of one's own answered %d", status)
	}
	status = c.api(t, "POST", "/cohorts/wave/select", `{"size": 5, "where": {"group": "patient"}}`, &refusal)
	if status != 422 || fmt.Sprint(refusal.Fields) != "[{reason}]" {
		t.Errorf("drawing again without a reason answered %d %v", status, refusal)
	}
	var more selection
	c.must(t, "POST", "/cohorts/wave/select", `{"size": 5, "where": {"group": "patient"}, "reason": "Five more places."}`, &more)
	var list struct {
		Items []struct {
			Seed, Reason string
			Candidates   string `json:"candidates_sha256"`
		}
	}
	c.must(t, "GET", "/cohorts/wave/draws", nil, &list)
	if len(list.Items) != 2 || list.Items[0].Seed != more.Seed || list.Items[0].Reason != "Five more places." || list.Items[1].Seed != drawn.Seed || len(list.Items[1].Candidates) != 64 {
		t.Errorf("the draws are %v", list.Items)
	}
}
