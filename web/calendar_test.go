package web

import (
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"soundings/web/auth"
)

// address returns the address for a calendar that a page shows, as a path.
func (a reply) address() string {
	a.b.t.Helper()
	found := regexp.MustCompile(`/calendar/[0-9a-z]{32}\.ics`).FindString(a.body)
	if found == "" {
		a.b.t.Fatalf("%s shows no address: %s", a.path, a.text())
	}
	return found
}

// events returns the lines of a calendar that begin with a name, as they were before they were folded.
func (a reply) lines(name string) (found []string) {
	for line := range strings.SplitSeq(strings.ReplaceAll(a.body, "\r\n ", ""), "\r\n") {
		if strings.HasPrefix(line, name) {
			found = append(found, line)
		}
	}
	return found
}

// A member makes an address with one press. It is shown once, needs no sign-in, speaks their language, and says what the calendar
// of the plan says that the team adopted.
func TestAPlanInOnesCalendar(t *testing.T) {
	k := newClinic(t)
	team := k.as(t, auth.Member)
	k.planned(t, team)
	k.clock.Advance(time.Minute)
	team.post("/plan", one("title", "Other", "priorities", "forms", "start", "2028-01-01", "capacity.1", "3", "capacity.2", "3")).leads("/plan/other")
	reader := k.as(t, auth.Viewer)
	reader.get("/plan/year").says("Keep it in my calendar").holds(`href="/calendar"`)
	reader.get("/calendar?lang=es").leads("/calendar").says("El plan en su calendario").hides("Anular la dirección")
	made := reader.get("/calendar").fill("/calendar", nil).is(http.StatusOK).says("Cópiela ahora", "Idioma: Español", "Anular la dirección")
	path := made.address()
	if again := reader.get("/calendar").is(http.StatusOK); strings.Contains(again.body, path[len("/calendar/"):len(path)-4]) {
		t.Error("the address is shown twice")
	}
	program := k.visitor(t)
	if newest := program.get(path).is(http.StatusOK); len(newest.lines("UID:")) == 0 || !slices.Contains(newest.lines("X-WR-CALNAME:"), "X-WR-CALNAME:Other") {
		t.Errorf("before any is adopted it is not the newest: %s", newest.body)
	}
	team.post("/plan/year/adopt", nil).leads("/plan/year")
	team.post("/charter", one("kind", "decision", "title", "Buy", "date", "2027-02-01", "owner", "Ana")).is(http.StatusSeeOther)
	got := program.get(path).is(http.StatusOK)
	for name, want := range map[string]string{"Content-Type": "text/calendar; charset=utf-8", "Cache-Control": "private, no-cache", "Content-Disposition": "", "Set-Cookie": ""} {
		if is := got.header.Get(name); is != want {
			t.Errorf("%s is %q, not %q", name, is, want)
		}
	}
	page := reader.get("/plan/year/plan.ics").is(http.StatusOK)
	for _, name := range []string{"UID:", "SEQUENCE:", "SUMMARY:", "DTSTART", "METHOD:", "REFRESH-INTERVAL", "X-WR-CALNAME:"} {
		if here, there := got.lines(name), page.lines(name); !slices.Equal(here, there) || len(here) == 0 {
			t.Errorf("%s is %q by the address and %q on the page", name, here, there)
		}
	}
	if said := got.lines("SUMMARY:"); !slices.Contains(said, "SUMMARY:Decisiones: Buy") {
		t.Errorf("it does not speak Spanish: %q", said)
	}
	if docs := strings.Join(k.services.Documents(t), "\n"); strings.Contains(docs, path[len("/calendar/"):len(path)-4]) {
		t.Error("the address is kept as it is")
	}
	audit := k.services.Audit(t)
	if !slices.ContainsFunc(audit, func(r string) bool { return strings.Contains(r, "staff.calendar ") }) {
		t.Errorf("the audit has %q", audit)
	}
}

// A program that asks again is told that nothing changed, until something did: the same events with a higher number.
func TestACalendarThatDidNotChange(t *testing.T) {
	k := newClinic(t)
	team := k.as(t, auth.Member)
	k.planned(t, team)
	path := team.get("/calendar").fill("/calendar", nil).address()
	ask := func(method, mark string) (*http.Response, string) {
		t.Helper()
		return k.ask(t, method, path, "", "If-None-Match", mark)
	}
	first, body := ask(http.MethodGet, "")
	mark := first.Header.Get("ETag")
	if mark == "" || first.StatusCode != http.StatusOK {
		t.Fatal(first.StatusCode, first.Header)
	}
	head, nothing := ask(http.MethodHead, "")
	if head.StatusCode != http.StatusOK || nothing != "" || head.Header.Get("ETag") != mark || head.Header.Get("Content-Type") != first.Header.Get("Content-Type") {
		t.Errorf("HEAD answers %d %v %q", head.StatusCode, head.Header, nothing)
	}
	k.clock.Advance(48 * time.Hour)
	for _, method := range []string{http.MethodGet, http.MethodHead} {
		if same, text := ask(method, mark); same.StatusCode != http.StatusNotModified || text != "" {
			t.Errorf("%s without a change answers %d %q", method, same.StatusCode, text)
		}
	}
	if other, _ := ask(http.MethodGet, `"other"`); other.StatusCode != http.StatusOK {
		t.Errorf("with another mark it answers %d", other.StatusCode)
	}
	team.post("/plan/year", one("feature", "photos", "effort", "2")).leads("/plan/year")
	next, changed := ask(http.MethodGet, mark)
	was, is := reply{body: body}, reply{body: changed}
	if next.StatusCode != http.StatusOK || next.Header.Get("ETag") == mark || !slices.Equal(was.lines("UID:"), is.lines("UID:")) || slices.Equal(was.lines("SEQUENCE:"), is.lines("SEQUENCE:")) {
		t.Errorf("after a change it answers %d, %q then and %q now", next.StatusCode, was.lines("SEQUENCE:"), is.lines("SEQUENCE:"))
	}
}

// What leads nowhere is answered alike, whether there ever was something; whoever tries many has to wait.
func TestCalendarsThatAreOver(t *testing.T) {
	k := newClinic(t)
	manager, team := k.as(t, auth.Manager), k.as(t, auth.Member)
	gone := k.staff(t, "Gone", auth.Viewer)
	token, _, err := auth.Calendars{Accounts: k.Auth}.Make(t.Context(), gone.ID, "en")
	if err != nil {
		t.Fatal(err)
	}
	program := k.visitor(t)
	first := team.get("/calendar").fill("/calendar", nil).address()
	program.get(first).is(http.StatusOK)
	program.get(strings.TrimSuffix(first, ".ics")).is(http.StatusOK) // some programs leave an ending out
	program.get("/calendar/" + strings.ToUpper(first[len("/calendar/"):len(first)-4])).is(http.StatusOK)
	second := team.get("/calendar").fill("/calendar", nil).address()
	program.get(second).is(http.StatusOK)
	removed := "/calendar/" + token + ".ics"
	program.get(removed).is(http.StatusOK)
	manager.post("/settings/staff/"+gone.ID, one("_action", "remove")).is(http.StatusSeeOther)
	unknown := program.get("/calendar/" + strings.Repeat("0", 32) + ".ics").is(http.StatusNotFound)
	program.get(second).is(http.StatusOK)
	team.get("/calendar").fill("/calendar/end", nil).leads("/calendar").says("Your calendar address does not work any more.", "Create my address")
	team.post("/calendar/end", nil).is(http.StatusSeeOther) // twice
	for about, path := range map[string]string{"the one before": first, "one that was taken back": second, "a removed member's": removed, "none": "/calendar/x.ics"} {
		if got := program.get(path).is(http.StatusNotFound); strings.ReplaceAll(got.body, path, "") != strings.ReplaceAll(unknown.body, unknown.path, "") {
			t.Errorf("%s answers otherwise: %s", about, got.text())
		}
	}
	if audit := k.services.Audit(t); !slices.ContainsFunc(audit, func(r string) bool { return strings.Contains(r, "staff.calendar_ended ") }) {
		t.Errorf("the audit has %q", audit)
	}
	tries := 0
	for ; tries < 1000 && program.get("/calendar/"+strings.Repeat("1", 32)+".ics").status == http.StatusNotFound; tries++ {
	}
	if tries == 1000 {
		t.Error("whoever guesses never has to wait")
	}
	third := team.get("/calendar").fill("/calendar", nil).address()
	program.get(third).is(http.StatusOK) // what there is opens all the same
}
