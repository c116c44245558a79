package web

import (
	"bufio"
	"fmt"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"soundings/cohorts"
	"soundings/cohorts/base"
	"soundings/web/auth"
)

// What the portal may send, and what it is answered.
func TestEventsOverTheAPI(t *testing.T) {
	k := newClinic(t)
	if _, err := k.Cohorts.SaveParticipant(t.Context(), cohorts.Participant{Ref: "P-001", Group: cohorts.Patient}); err != nil {
		t.Fatal(err)
	}
	bearer := "Bearer " + k.key(t, auth.Portal)
	event := func(id string) string {
		return fmt.Sprintf(`{"id":%q,"ref":"P-001","kind":"login","at":%q}`, id, k.clock.Now().UTC().Format(time.RFC3339))
	}
	many := `{"events":[` + strings.Repeat(event("x")+",", 10_000) + event("x") + `]}`
	for _, c := range []struct {
		about, kind, body string
		status            int
		want              string
	}{
		{"one", "application/json", `{"events":[` + event("1") + `]}`, 200, `{"accepted":1,"duplicates":0,"rejected":[]}`},
		{"twice", "application/json", `{"events":[` + event("1") + `,` + event("2") + `]}`, 200, `{"accepted":1,"duplicates":1,"rejected":[]}`},
		{"none", "application/json", `{"events":[]}`, 200, `{"accepted":0,"duplicates":0,"rejected":[]}`},
		{"a line each", "application/x-ndjson", event("3") + "\n\n" + event("4") + "\n", 200, `{"accepted":2,`},
		{"a bad line", "application/x-ndjson", event("5") + "\nnonsense\n" + event("6"), 200, `"rejected":[{"index":1,"message":"`},
		{"bad after a blank line", "application/x-ndjson", "\n" + event("5") + "\n\nnonsense\n", 200, `"rejected":[{"index":1,"message":"`},
		{"ahead of the clock", "application/json", strings.Replace(`{"events":[`+event("8")+`]}`, k.clock.Now().UTC().Format(time.RFC3339), k.clock.Now().Add(16*time.Minute).UTC().Format(time.RFC3339), 1), 200, `"message":"This event is more than 15 minutes in the future."`},
		{"a bad time", "application/json", `{"events":[{"id":"7","ref":"P-001","kind":"login","at":"yesterday"}]}`, 200, `"index":0,"message":"An event needs the time`},
		{"a stranger", "application/json", strings.Replace(`{"events":[`+event("8")+`]}`, "P-001", "P-9", 1), 200, `"message":"No one with this ref takes part, or they had not agreed`},
		{"an unknown member", "application/json", `{"events":[{"id":"9","who":"P-001"}]}`, 422, `"name":"who"`},
		{"lines without their type", "application/json", event("9") + "\n" + event("10"), 422, `"name":"events","message":"Send the events in a list named events. To send one event per line, use the content type application/x-ndjson."`},
		{"no type at all", "", event("9") + "\n" + event("10"), 422, `application/x-ndjson`},
		{"no JSON", "application/json", `events`, 422, `"status":422`},
		{"too many", "application/json", many, 413, `at most 10,000`},
		{"far too much", "application/json", `{"events":[` + strings.Repeat(" ", 9<<20) + `]}`, 413, `"status":413`},
	} {
		got, text := k.ask(t, "POST", "/api/v1/events", c.body, "Authorization", bearer, "Content-Type", c.kind)
		if got.StatusCode != c.status || !strings.Contains(text, c.want) {
			t.Errorf("%s: %d %s", c.about, got.StatusCode, text)
		}
	}
	for role, status := range map[auth.Role]int{auth.Manager: 200, auth.Member: 403, auth.Viewer: 403} {
		got, text := k.ask(t, "POST", "/api/v1/events", `{"events":[]}`, "Authorization", "Bearer "+k.key(t, role))
		if got.StatusCode != status {
			t.Errorf("%s: %d %s", role, got.StatusCode, text)
		}
	}
	if got, text := k.ask(t, "GET", "/api/v1/reports/adoption", "", "Authorization", bearer); got.StatusCode != 403 {
		t.Errorf("the portal reads reports: %d %s", got.StatusCode, text)
	}
}

func TestAdoptionOverTheAPI(t *testing.T) {
	k := newClinic(t)
	bearer := "Bearer " + k.key(t, auth.Viewer)
	if got, text := k.ask(t, "GET", "/api/v1/reports/adoption", "", "Authorization", bearer); got.StatusCode != 404 {
		t.Errorf("without a cohort: %d %s", got.StatusCode, text)
	}
	if _, err := k.Cohorts.CreateCohort(t.Context(), cohorts.Cohort{Name: base.Words{"en": "One", "es": "One"}}); err != nil {
		t.Fatal(err)
	}
	for query, want := range map[string]string{
		"":                               `"cohort":"one","name":{"en":"One","es":"One"},"from":"`,
		"?from=2026-03-01&to=2026-03-02": `"active":[{"day":"2026-03-01","1d":0,"7d":0,"28d":0},{"day":"2026-03-02",`,
		"?cohort=two":                    `"status":404`,
		"?from=yesterday":                `"name":"from"`,
		"?from=2026-03-02&to=2026-03-01": `"name":"from"`,
		"?from=2020-03-02&to=2026-03-01": `at most 732 days`,
		"?to=2099-09-15":                 `"fields":[{"name":"to","message":"The last day is in the future. Choose today or an earlier day."}]`,
	} {
		if _, text := k.ask(t, "GET", "/api/v1/reports/adoption"+query, "", "Authorization", bearer); !strings.Contains(text, want) {
			t.Errorf("%s answered %s", query, text)
		}
	}
}

// Half a request is never answered as if it were whole.
func TestACutOffRequest(t *testing.T) {
	k := newClinic(t)
	bearer := "Bearer " + k.key(t, auth.Portal)
	for _, kind := range []string{"application/json", "application/x-ndjson"} {
		conn, err := net.Dial("tcp", strings.TrimPrefix(k.url, "http://"))
		if err != nil {
			t.Fatal(err)
		}
		defer conn.Close()
		fmt.Fprintf(conn, "POST /api/v1/events HTTP/1.1\r\nHost: portal\r\nAuthorization: %s\r\nContent-Type: %s\r\nContent-Length: 100\r\n\r\n{", bearer, kind)
		if err := conn.(*net.TCPConn).CloseWrite(); err != nil {
			t.Fatal(err)
		}
		answer, err := http.ReadResponse(bufio.NewReader(conn), nil)
		if err != nil {
			t.Fatal(err)
		}
		if _ = answer.Body.Close(); answer.StatusCode < 400 {
			t.Errorf("%s: half of it was answered %d", kind, answer.StatusCode)
		}
	}
}
