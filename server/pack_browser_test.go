package main

import (
	"bytes"
	"testing"

	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"

	"soundings/server/needs"
)

// The meeting pack of the demo, printed on either paper and in either language, is one page.
func TestMeetingPackIsOnePage(t *testing.T) {
	needs.Time(t)
	ctx := browser(t)
	s := start(t, "--demo")
	if err := chromedp.Do(ctx, chromedp.Navigate(s.link(t, "/signin/")), says("Today")); err != nil {
		t.Fatal(err)
	}
	for language, headings := range map[string][]string{
		"en": {"Goals", "What changed", "Secure messaging went up", "Decisions needed", "slips in"},
		"es": {"Metas", "Qué cambió", "Mensajes seguros subió", "Decisiones pendientes", "se retrasa"},
	} {
		steps := []step{chromedp.Navigate(s.BaseURL + "/reports/pack?lang=" + language)}
		for _, heading := range headings {
			steps = append(steps, says(heading))
		}
		if err := chromedp.Do(ctx, steps...); err != nil {
			t.Fatal(err)
		}
		for paper, size := range map[string][2]float64{"A4": {8.27, 11.69}, "Letter": {8.5, 11}} {
			printed, err := chromedp.Call(ctx, page.PrintToPDF, page.PrintToPDFParams{PaperWidth: size[0], PaperHeight: size[1]})
			if err != nil {
				t.Fatal(err)
			}
			if pages := bytes.Count(printed.Data, []byte("/Type /Page\n")); pages != 1 {
				t.Errorf("in %s on %s it has %d pages", language, paper, pages)
			}
		}
	}
}
