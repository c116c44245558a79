package main

import (
	"bytes"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// The meeting pack of the demo, printed on either paper, is one page.
func TestMeetingPackIsOnePage(t *testing.T) {
	ctx := browser(t)
	s := start(t, "--demo")
	var signIn string
	for _, link := range s.Links {
		if strings.Contains(link.URL, "/signin/") {
			signIn = link.URL
		}
	}
	steps := []step{chromedp.Navigate(signIn), says("Today"), chromedp.Navigate(s.BaseURL + "/reports/pack"), says("Goals"), says("Decisions needed")}
	if err := chromedp.Do(ctx, steps...); err != nil {
		t.Fatal(err)
	}
	for paper, size := range map[string][2]float64{"A4": {8.27, 11.69}, "Letter": {8.5, 11}} {
		printed, err := chromedp.Call(ctx, page.PrintToPDF, page.PrintToPDFParams{PaperWidth: size[0], PaperHeight: size[1]})
		if err != nil {
			t.Fatal(err)
		}
		if pages := bytes.Count(printed.Data, []byte("/Type /Page\n")); pages != 1 {
			t.Errorf("on %s it has %d pages", paper, pages)
		}
	}
}
