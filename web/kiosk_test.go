package web

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"soundings/cohorts"
	"soundings/surveys"
	"soundings/surveys/polls"
	"soundings/web/auth"
)

// A tablet in the waiting room takes a code, marks the answer as given at a kiosk, and after clearing leads nobody back to the
// pages of who sat there before: not by the button back, not by an address, and in the language of the house.
func TestKiosk(t *testing.T) {
	k := newClinic(t)
	key := k.key(t, auth.Member)
	survey, refs, links := k.asksAll(t, key)
	start := k.site.KioskPath("")
	k.as(t, auth.Member).get("/kiosk").is(200).leadsOn(k.url + start)
	tablet := k.visitor(t)
	tablet.get("/kiosk/7K3M-Q9TX-2V8D-HW5E").is(404)
	tablet.get(links[0]).is(200) // no kiosk yet
	home := tablet.get(start).is(200).says("Type the code from your letter").hides("clear this screen")
	tablet.get(links[0]).is(303)

	home.fill(start, one("code", "no such code")).is(422)
	asks := home.fill(start, one("code", strings.TrimPrefix(links[0], "/s/"))).leads(links[0]).says("Did it help?", "I am done: clear this screen").leadsOn(start)
	for _, part := range []string{`autocomplete="off"`, `http-equiv="refresh" content="300;url=` + start, `data-kiosk="` + start} {
		if !strings.Contains(asks.body, part) {
			t.Errorf("the page has no %s", part)
		}
	}
	if got := asks.header.Get("Cache-Control"); got != "no-store" {
		t.Error("the page may be kept:", got)
	}
	tablet.get(links[1]).is(303) // somebody else’s
	tablet.post(links[0], one("_page", "1", "_action", "next", "helped", "no")).is(303)
	tablet.get(links[0] + "?lang=es").is(303)
	tablet.get(links[0]).is(200).says("¿Qué salió mal?")

	tablet.get(start).is(200).says("Type the code from your letter") // cleared: in English again
	for _, path := range []string{links[0], strings.Replace(links[0], "/s/", "/u/", 1)} {
		if to := tablet.get(path).is(303).header.Get("Location"); to != start {
			t.Errorf("back to %s leads to %s", path, to)
		}
	}
	tablet.post(links[0], one("_action", "submit", "helped", "no")).is(303)
	tablet.get(start).fill(start, one("code", links[0])).leads(links[0])
	tablet.post(links[0], one("_action", "submit", "helped", "yes")).leads(links[0]).says("Thank you")
	k.visitor(t).post(links[1], one("_action", "submit", "helped", "yes")).leads(links[1])

	modes := map[string]surveys.Mode{}
	err := k.Surveys.EachResponse(context.WithoutCancel(t.Context()), survey, func(r surveys.Response) error { modes[r.Ref] = r.Mode; return nil })
	if want := map[string]surveys.Mode{refs[0]: surveys.Kiosk, refs[1]: surveys.Link}; err != nil || fmt.Sprint(modes) != fmt.Sprint(want) {
		t.Errorf("modes are %v, want %v (%v)", modes, want, err)
	}
}

// A kiosk opens nothing that a browser without one would not: its cookies are no right, and a forged one makes no kiosk.
func TestKioskIsNoRight(t *testing.T) {
	k := newClinic(t)
	_, _, links := k.asksAll(t, k.key(t, auth.Member))
	tablet := k.visitor(t)
	tablet.get(k.site.KioskPath("")).is(200)
	for _, path := range []string{"/kiosk", "/participants", "/surveys", "/"} {
		if got := tablet.get(path); path != "/" && got.status != 303 || strings.Contains(got.body, strings.TrimPrefix(links[0], "/s/")) {
			t.Errorf("%s answered %d", path, got.status)
		}
	}
	for _, cookie := range []string{"7K3M-Q9TX-2V8D-HW5E.", "kiosk", "."} {
		got, text := k.ask(t, "GET", links[0], "", "Cookie", "soundings_kiosk="+cookie)
		if got.StatusCode != 200 || strings.Contains(text, "data-kiosk") {
			t.Errorf("the cookie %s made a kiosk: %d", cookie, got.StatusCode)
		}
	}
}

// A tablet that starts at a poll asks each person anew; the team ends it on the device.
func TestKioskOfAPoll(t *testing.T) {
	k := newClinic(t)
	p, at := k.poll(t, nil)
	tablet := k.as(t, auth.Member)
	start := k.site.KioskPath(k.Polls.Code(p))
	tablet.get("/kiosk").is(200).leadsOn(k.url + start)
	for range 2 {
		tablet.get(start).is(303)
		ballot := tablet.get(at).is(200).says("What next?").leadsOn(start)
		ballot.fill(at, one("_action", "submit", "rank.bills", "1")).is(303)
	}
	all, err := k.Polls.Store.CountBallots(t.Context(), p)
	if n := all.Cells[polls.Cell{Group: cohorts.Staff, Unverified: true}].Ballots; err != nil || n != 2 {
		t.Errorf("%d ballots came, want 2 (%v)", n, err)
	}
	tablet.get("/kiosk").fill("/kiosk", nil).leads("/kiosk").says("This device is no kiosk any more.")
	tablet.get(at).is(200).hides("clear this screen")
}
