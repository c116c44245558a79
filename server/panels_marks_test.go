package main

import (
	"os"
	"path/filepath"
	"testing"

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
