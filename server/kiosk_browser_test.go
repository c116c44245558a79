package main

import (
	"context"
	"path"
	"testing"

	"github.com/chromedp/chromedp"

	"soundings/server/needs"
)

// On a tablet in the waiting room nobody sees what another began: not by the button back after the screen was cleared by hand, and
// not after a minute without a touch, of which the page warns.
func TestKioskClears(t *testing.T) {
	needs.Time(t)
	ctx := browser(t)
	s := start(t, "--demo")
	act := acting(ctx, t)
	later := func(milliseconds string) step {
		move := chromedp.Evaluate[bool]("{ const now = Date.now; Date.now = () => now() + " + milliseconds + "; true }")
		return func(ctx context.Context, t *chromedp.Target) (chromedp.Void, error) {
			_, err := move(ctx, t)
			return chromedp.Void{}, err
		}
	}
	const finish = `footer a[href^="/kiosk/"]`
	code := path.Base(s.link(t, "/s/"))
	sitDown := []step{typed("input.code", code), click("main button"), shows("#f-consent")}
	act("the team opens the address on the tablet", chromedp.Navigate(s.link(t, "/signin/")), says("Today"), chromedp.Navigate(s.BaseURL+"/kiosk"), click(".poster a"), shows("input.code"))
	act("a code leads to its page", append([]step{withScript}, sitDown...)...)
	act("the button clears it", click(finish), shows("input.code"))
	act("back leads to the start", chromedp.NavigateBack(), shows("input.code"), chromedp.WaitNotPresent(chromedp.CSS("#f-consent")))
	act("the code once more", sitDown...)
	act("a warning, and a touch that stays it", later("45000"), shows("#kiosk-still"), click("h1"), chromedp.WaitNotVisible(chromedp.CSS("#kiosk-still")))
	act("a minute without a touch", later("61000"), shows("input.code"))
	act("back leads to the start then, too", chromedp.NavigateBack(), shows("input.code"), chromedp.WaitNotPresent(chromedp.CSS("#f-consent")))
}
