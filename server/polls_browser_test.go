package main

import (
	"fmt"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"soundings/server/needs"
)

// typed types into a field.
func typed(selector, text string) step { return chromedp.SendKeys(chromedp.CSS(selector), text) }

// colleagues vote by a poll's link, each in a browser of their own.
func colleagues(t *testing.T, link string, n int, ballot url.Values) {
	t.Helper()
	for range n {
		jar, err := cookiejar.New(nil)
		if err != nil {
			t.Fatal(err)
		}
		one := http.Client{Jar: jar}
		for _, body := range []url.Values{nil, ballot} {
			method := http.MethodGet
			if body != nil {
				method = http.MethodPost
			}
			r, err := http.NewRequestWithContext(t.Context(), method, link, strings.NewReader(body.Encode()))
			if err != nil {
				t.Fatal(err)
			}
			r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
			answer, err := one.Do(r)
			if err != nil {
				t.Fatal(err)
			}
			_ = answer.Body.Close()
			if answer.StatusCode != http.StatusOK {
				t.Fatalf("a colleague was answered %d", answer.StatusCode)
			}
		}
	}
}

// An afternoon of a project manager, without script: a poll of five features, its poster, an answer on a phone, and the
// plan made of it with one feature moved.
func TestFromAPollToAPlanInABrowser(t *testing.T) {
	needs.Time(t)
	ctx := browser(t)
	s := start(t, "--demo")
	act := acting(ctx, t)
	act("signing in", chromedp.Navigate(s.link(t, "/signin/")), says("Today"))
	act("a poll of five features", chromedp.Navigate(s.BaseURL+"/polls#new"), typed(`[name="title.en"]`, "What comes next?"),
		click(`input[value="booking"]`), click(`input[value="bills"]`), click(`input[value="forms"]`), click(`input[value="photos"]`),
		typed("#f-new_features", "Video visits"), click(`input[name="groups"][value="staff"]`), click("#f-open"), click(`form[action="/polls"] button`))
	act("publishing", says("Draft created"), click(`form[action$="/publish"] button`), says("Published."))
	act("the poster", click(`a[href$="/poster"]`), shows("svg.qr"))
	code, err := chromedp.Run(ctx, chromedp.Text(chromedp.CSS("p.code")))
	if err != nil {
		t.Fatal(err)
	}
	link := s.BaseURL + "/p/" + strings.TrimSpace(code)
	act("the ballot on a phone", chromedp.Navigate(link), says("Which of these matter most"), click(`button[value="video-visits"]`), says("Choose as number 2"),
		click(`button[value="booking"]`), says("Choose as number 3"), click(`button[value="forms"]`), says("Choose as number 4"))
	act("sending it", click(`button[value="submit"]:not(.unseen)`), says("We have your answer"))
	colleagues(t, link, 6, url.Values{"rank.video-visits": {"1"}, "rank.booking": {"2"}, "rank.bills": {"3"}, "_action": {"submit"}})
	poll := s.BaseURL + "/polls/what-comes-next"
	act("closing", chromedp.Navigate(poll), click("details.confirm summary"), click(`form[action$="/close"] button`), says("These are the results"), shows("main svg"))
	act("the plan", click(`a[href*="/plan?new=1"]`), typed("#f-title", "Next year"), typed(`[name="capacity.1"]`, "8"), typed(`[name="capacity.2"]`, "8"), typed(`[name="capacity.3"]`, "8"), typed(`[name="capacity.4"]`, "8"),
		typed(`input[name="efforts.video-visits"]`, "4"), click(`form[action="/plan"] button`), says("Plan created"))
	act("a move and its consequence", typed(`#move-bills select`, "Leave out"), click("#move-bills button"), says("If you change"), says("total benefit falls"))
	act("keeping it", click("section.tried button"), says("Change saved"), says("You left it out."))
	act("more room and a must-have, tried and kept", click(`details:has(form[novalidate]) summary`), typed(`select[name="must"]`, "Must-have"), typed(`#f-feature`, "Bills"), typed(`#f-quarter`, "Planner"),
		typed(`[name="capacity.2"]`, "0"), click(`form[novalidate] button.second`), says("If you change"), says("from no quarter to Quarter 1"), click("section.tried button"), says("Change saved"), says("Must-have: required"))
	act("adopting it", click(`a[href="#adopt"]`), click(`form[action$="/adopt"] button`), says("The baseline was adopted"))
	act("again, which is asked", click(`a[href="#adopt"]`), says("stays on record"), click(`form[action$="/adopt"] button`), says("Earlier baselines:"))
	if _, figures, err := newClient(s.BaseURL).page(t.Context(), "/metrics"); err != nil || !strings.Contains(figures, fmt.Sprintf("soundings_poll_ballots{group=%q,poll=%q} 92", "patient", "what-should-the-portal-do-first")) {
		t.Errorf("the polls' figures are not at /metrics: %v", err)
	}
}
