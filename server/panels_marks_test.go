package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// checkArithmetic checks how Grafana's steps and marks are reckoned against what its own tests and sources say of them.
func (s *studio) checkArithmetic(t *testing.T) {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(panelsFolder, "grafana.json"))
	if err != nil {
		t.Fatal(err)
	}
	if err := chromedp.Do(s.browser, chromedp.Navigate(s.url+"/?dashboard=none")); err != nil {
		t.Fatal(err)
	}
	wrong, err := chromedp.Run(s.browser, chromedp.Evaluate[[]string](`(() => {
		const a = window.arithmetic, all = `+string(text)+`, wrong = [];
		const got = {
			step: (c) => a.step(c.span * 1000, c.points, c.interval * 1000, c.least) / 1000,
			rate: (c) => a.rate(c.interval * 1000, c.least) / 1000,
			align: (c) => a.align(c.at * 1000, c.step * 1000) / 1000,
			events: (c) => a.events(c.times, c.values, c.step).map((e) => [e.time, e.timeEnd]),
			markStep: (c) => a.markStep(c.step * 1000) / 1000,
			asked: (c) => a.asked(c.days * 86400e3, c.points, c.least || undefined) / 1000,
		};
		for (const [what, { cases }] of Object.entries(all)) for (const c of cases) {
			const is = JSON.stringify(got[what](c));
			if (is !== JSON.stringify(c.want)) wrong.push(what + ' ' + JSON.stringify(c) + ': ' + is);
		}
		return wrong;
	})()`))
	if err != nil {
		t.Fatal(err)
	}
	for _, w := range wrong {
		t.Error(w)
	}
}

// marking is what a test reads of a dashboard's marks.
type marking struct {
	Panels []struct {
		ID   int
		Type string
	}
	Annotations struct {
		List []struct {
			Name   string
			Filter struct {
				Ids     []int
				Exclude bool
			}
		}
	}
}

// checkMarks checks that every move of a rollout and every release is marked, however far one looks back.
func (s *studio) checkMarks(t *testing.T, c clinics) {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(dashboardsFolder(), "portal-reports.json"))
	if err != nil {
		t.Fatal(err)
	}
	var d marking
	if err := json.Unmarshal(text, &d); err != nil {
		t.Fatal(err)
	}
	panel := d.marked()
	for _, days := range []int{7, 30, 90, 365} {
		for _, width := range s.widths() {
			v := view{dashboard: "portal-reports", source: "large", theme: "dark", span: fmt.Sprintf("%dd", days), until: c.end, width: width, panel: panel, open: true}
			s.draw(t, v).checkMoves(t, v, c.end, time.Duration(days)*day)
		}
	}
	ahead := view{dashboard: "portal-reports", source: "large", theme: "dark", span: "110d", until: c.end.Add(50 * day), width: 1366, panel: panel, open: true}
	s.draw(t, ahead).checkMoves(t, ahead, c.end, 60*day)
}

// marked returns a panel that shows marks.
func (d marking) marked() int {
	for _, a := range d.Annotations.List {
		if len(a.Filter.Ids) > 0 && !a.Filter.Exclude {
			return a.Filter.Ids[0]
		}
	}
	for _, p := range d.Panels {
		if p.Type == "timeseries" {
			return p.ID
		}
	}
	return 0
}

// widths are those of the windows in which marks are looked for: in the narrower one Grafana's steps are longer.
func (s *studio) widths() []int {
	if s.pictures == "" {
		return []int{1366}
	}
	return []int{1366, 1600}
}

// checkMoves checks that the moves of a time before the end of the clinic are drawn, and its releases, also those to come.
func (d seen) checkMoves(t *testing.T, v view, end time.Time, span time.Duration) {
	t.Helper()
	drawn := map[int64]bool{}
	for _, p := range d.Panels {
		for _, m := range p.Marks {
			drawn[m.Time] = true
		}
	}
	for _, m := range moves {
		if at := end.Add(-m.ago); m.ago < span-day && !d.has(at, m.feature, m.cohort, drawn) {
			t.Errorf("%s: that %s went to %g of %s at %s is not marked", v.name(), m.feature, m.share, m.cohort, at)
		}
	}
	for release, ago := range bigReleases {
		if at := end.Add(-ago); at.Before(v.until) && ago < span && !drawn[at.UnixMilli()] {
			t.Errorf("%s: the release %s at %s is not marked", v.name(), release, at)
		}
	}
}

// has reports whether there is a mark of a feature within two steps after a moment, and drawn.
func (d seen) has(at time.Time, feature, cohort string, drawn map[int64]bool) bool {
	for _, m := range d.Marks {
		for _, e := range m.Events {
			late := e.Time - at.UnixMilli()
			of := e.Labels["feature"] == feature && (e.Labels["cohort"] == cohort || e.Labels["cohort"] == "")
			if of && drawn[e.Time] && late >= 0 && late <= int64(2*max(m.Step, 3600)*1000) {
				return true
			}
		}
	}
	return false
}
