package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"

	"soundings/server/needs"
)

// browser opens a Chromium whose pages run no script. It is the one that SOUNDINGS_TEST_CHROMIUM names, or that is on
// the PATH.
func browser(t *testing.T) context.Context { return browserFor(t, 2*time.Minute) }

// browserFor is one that is needed for so long at most.
func browserFor(t *testing.T, long time.Duration) context.Context {
	t.Helper()
	path := os.Getenv("SOUNDINGS_TEST_CHROMIUM")
	if path == "" {
		found, err := exec.LookPath("chromium")
		if err != nil {
			needs.Missing(t, "chromium not found: set SOUNDINGS_TEST_CHROMIUM to its path")
		}
		path = found
	}
	ctx, cancel := context.WithTimeout(t.Context(), long)
	t.Cleanup(cancel)
	ctx, cancel = chromedp.NewExecAllocator(ctx, chromedp.ExecPath(path), chromedp.Headless, chromedp.NoSandbox, chromedp.DisableGPU,
		chromedp.NoFirstRun, chromedp.Flag("disable-quic", true), chromedp.Flag("disable-background-networking", true),
		chromedp.Flag("disable-component-update", true), chromedp.Flag("disable-sync", true))
	t.Cleanup(cancel)
	ctx, cancel = chromedp.NewContext(ctx)
	t.Cleanup(cancel)
	if err := chromedp.Do(ctx, withoutScript, chromedp.EmulateViewport(320, 640)); err != nil {
		t.Fatal(err)
	}
	return ctx
}

// step is one thing that a person does, or looks for.
type step = chromedp.Action[chromedp.Void]

// withoutScript lets no page run a script.
func withoutScript(ctx context.Context, t *chromedp.Target) (chromedp.Void, error) {
	_, err := cdp.Call(ctx, t, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true})
	return chromedp.Void{}, err
}

// click presses a button, a link or a choice.
func click(selector string) step { return chromedp.Click(chromedp.CSS(selector)) }

// shows waits until the page shows an element.
func shows(selector string) step { return chromedp.WaitVisible(chromedp.CSS(selector)) }

// says waits until the page says something.
func says(text string) step {
	return chromedp.WaitVisible(chromedp.Search(fmt.Sprintf("//main//*[contains(text(), %q)]", text)))
}

// link returns the link with this in it that a server printed at its start.
func (s *server) link(t *testing.T, part string) string {
	t.Helper()
	for _, l := range s.Links {
		if strings.Contains(l.URL, part) {
			return l.URL
		}
	}
	t.Fatalf("no link has %s in it", part)
	return ""
}

// acting returns what does steps in a browser and says, where they fail, what they are about and what the page says.
func acting(ctx context.Context, t *testing.T) func(about string, steps ...step) {
	return func(about string, steps ...step) {
		t.Helper()
		within, cancel := context.WithTimeout(ctx, 15*time.Second)
		defer cancel()
		if err := chromedp.Do(within, steps...); err != nil {
			text, _ := chromedp.Run(ctx, chromedp.Text(chromedp.CSS("main")))
			t.Fatalf("%s: %v; the page says: %s", about, err, text)
		}
	}
}

// The main job, as a patient and then the team do it: from the links that --demo prints, on a phone, without script.
func TestMainJobInABrowser(t *testing.T) {
	needs.Time(t)
	ctx := browser(t)
	s := start(t, "--demo")
	var choose []step
	for i := 1; i <= 10; i++ {
		choose = append(choose, click(fmt.Sprintf(`input[name="sus.%d"][value="%d"]`, i, 1+i%5)))
	}
	do := acting(ctx, t)
	const forwards = `button[value="next"]:not(.unseen),button[value="submit"]:not(.unseen)`
	for _, act := range []struct {
		about string
		steps []step
	}{
		{"the link asks for consent", []step{chromedp.Navigate(s.link(t, "/s/")), shows(`button[value="agree"]`)}},
		{"agreeing leads to the questions that wait", []step{click(`button[value="agree"]`), says("You said yes")}},
		{"the first page of questions", []step{click("main a.button"), says("Page 1 of")}},
		{"the second page", append(choose, click(forwards), says("Page 2 of"))},
		{"back", []step{click(`button[value="back"]`), says("Page 1 of")}},
		{"forwards again: what was chosen is still there", []step{click(forwards), says("Page 2 of")}},
		{"a missing answer is asked for", []step{click(forwards), shows(`a[href="#f-helped"]`)}},
		{"an answer that brings up one more question", []step{click(`input[name="helped"][value="no"]`), click(forwards), says("Page 3 of")}},
		{"free text says first what it is not for", []step{shows(`a[href="tel:911"]`), chromedp.SendKeys(chromedp.CSS(`textarea[name="why"]`), freeText)}},
		{"thanks", []step{click(`button[value="submit"]:not(.unseen)`), says("Thank you")}},
	} {
		do(act.about, act.steps...)
	}
	do = acting(browser(t), t) // somebody else's
	do("the team signs in", chromedp.Navigate(s.link(t, "/signin/")), says("Today"))
	do("the results", chromedp.Navigate(s.BaseURL+"/surveys/is-the-portal-working-for-you/results"), says("247"), shows("main svg"))
	if _, figures, err := newClient(s.BaseURL).page(t.Context(), "/metrics"); err != nil || !strings.Contains(figures, "soundings_survey_invitations{") {
		t.Errorf("the figures are not at /metrics: %v", err)
	}
}
