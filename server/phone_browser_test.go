package main

import (
	"fmt"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"soundings/server/needs"
)

// On a phone, without script, the team's menu is one button, and on a wide window it stands open beside the page.
func TestTheMenuInABrowser(t *testing.T) {
	needs.Time(t)
	ctx := browser(t)
	s := start(t, "--demo")
	do := acting(ctx, t)
	const button, cohorts = ".menu > summary", `.menu a[href="/cohorts"]`
	seen := func(about string, want map[string]bool) {
		t.Helper()
		for selector, seen := range want {
			got, err := chromedp.Run(ctx, chromedp.Evaluate[bool](fmt.Sprintf("document.querySelector(%q).checkVisibility()", selector)))
			if err != nil || got != seen {
				t.Errorf("%s: %s is seen: %t, %v", about, selector, got, err)
			}
		}
	}
	do("a phone", chromedp.Navigate(s.link(t, "/signin/")), says("Today"))
	seen("closed on a phone", map[string]bool{button: true, cohorts: false})
	do("opening it", click(button), shows(cohorts))
	seen("opened by its button", map[string]bool{button: true, cohorts: true})
	do("its links lead on", click(cohorts), says("Cohorts"))
	do("a wide window", chromedp.EmulateViewport(1280, 900), chromedp.Navigate(s.BaseURL+"/participants"), says("Participants"))
	seen("open beside a wide page", map[string]bool{button: false, cohorts: true})
	do("its links lead on", click(cohorts), says("Cohorts"))
}

// No page scrolls sideways on a phone, and no list in one but those of charts: of all examples, in the language of the
// longer words.
func TestNothingIsTooWideForAPhone(t *testing.T) {
	needs.Time(t)
	ctx := browser(t)
	s := start(t, "--demo")
	if err := chromedp.Do(ctx, chromedp.Navigate(s.BaseURL+"/examples")); err != nil {
		t.Fatal(err)
	}
	paths, err := chromedp.Run(ctx, chromedp.Evaluate[[]string](`[...document.querySelectorAll('a[href^="/examples/"][href$="lang=es"]')].map(a => a.getAttribute('href'))`))
	if err != nil {
		t.Fatal(err)
	}
	if len(paths) < 100 {
		t.Fatalf("only %d examples", len(paths))
	}
	const tooWide = `[document.documentElement, ...document.querySelectorAll('.scroll')].filter(e => e.scrollWidth > e.clientWidth + 1 && !e.closest('.chart')).map(e => e.tagName + ' ' + e.getAttribute('aria-label'))`
	for _, path := range paths {
		if err := chromedp.Do(ctx, chromedp.Navigate(s.BaseURL+path)); err != nil {
			t.Fatal(err)
		}
		wide, err := chromedp.Run(ctx, chromedp.Evaluate[[]string](tooWide))
		if err != nil {
			t.Fatal(err)
		}
		if len(wide) > 0 {
			t.Errorf("%s: %s", path, strings.Join(wide, ", "))
		}
	}
}
