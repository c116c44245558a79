package main

import (
	"context"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"

	"soundings/server/needs"
)

// withScript lets pages run scripts again.
func withScript(ctx context.Context, t *chromedp.Target) (chromedp.Void, error) {
	_, err := cdp.Call(ctx, t, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: false})
	return chromedp.Void{}, err
}

// drag takes one element with the mouse and lets it go over another.
func drag(from, to string) step { return chromedp.DragAndDrop(chromedp.CSS(from), chromedp.CSS(to)) }

// With script a feature can be dragged to another quarter, and out of the plan: what that would do is shown before anything
// is kept, as it is by the form below the feature.
func TestDraggingInThePlan(t *testing.T) {
	needs.Time(t)
	ctx := browser(t)
	s := start(t, "--demo")
	act := acting(ctx, t)
	plan := s.BaseURL + "/plan/the-portals-first-year"
	const bills = `li:has(> #move-bills) > small`
	act("a wide window", chromedp.EmulateViewport(1280, 2400), chromedp.Navigate(s.link(t, "/signin/")), says("Today"))
	act("without script there is the form alone", chromedp.Navigate(plan), shows("#move-bills"), chromedp.WaitNotVisible(chromedp.CSS("#drag")))
	act("with script there is a hint", withScript, chromedp.Navigate(plan), shows("#drag"), shows(`[data-quarter="3"] #move-bills`))
	act("a drop where it is does nothing", drag(bills, `[data-quarter="3"] h2`), shows("#drag"))
	act("a drop in another quarter tries it", drag(bills, `[data-quarter="4"] h2`), says("If you change “Bills and payments”"), says("from Quarter 3 to Quarter 4"))
	act("and keeps nothing", click("section.tried a.button"), shows(`[data-quarter="3"] #move-bills`))
	act("what is dragged and then kept stays", drag(bills, `[data-quarter="4"] h2`), says("from Quarter 3 to Quarter 4"), click("section.tried button"), says("Change saved"), shows(`[data-quarter="4"] #move-bills`))
	act("dragged out of the plan", drag(bills, `[data-quarter="-1"]`), says("from Quarter 4 to no quarter"), click("section.tried button"), shows(`[data-quarter="-1"] #move-bills`))
	act("what cannot be is refused with the reason", drag(`li:has(> #move-booking) > small`, `[data-quarter="4"] h2`), says("Quarter 4 cannot hold everything assigned to it."))
	act("nothing goes into a quarter that is over", chromedp.Navigate(plan), chromedp.WaitNotPresent(chromedp.CSS(`[data-quarter="1"]`)))
}
