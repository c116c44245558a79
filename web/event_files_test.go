package web

import (
	"bytes"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"golang.org/x/text/encoding/charmap"

	"soundings/cohorts/rollout"
	"soundings/web/auth"
)

func (b *browser) uploadEvents(content string) reply {
	b.t.Helper()
	return b.uploadTo("/events", "logins.csv", content)
}

// vendorReport is a login report as a vendor's portal exports it: Windows-1252, semicolons, Spanish.
func vendorReport(t *testing.T, k *house, n int) string {
	t.Helper()
	var table strings.Builder
	table.WriteString("Usuario;Nombre;Último acceso\n")
	for i := 1; i <= n; i++ {
		fmt.Fprintf(&table, "P-%03d;Núñez %d;%s\n", i, i, k.clock.Now().AddDate(0, 0, -1).Format("2006-01-02 15:04"))
	}
	text, err := charmap.Windows1252.NewEncoder().String(table.String())
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// The vendor's login report: upload, see what it would do, count. The next one is known.
func TestALoginReportInAFewClicks(t *testing.T) {
	k := newClinic(t)
	b := k.as(t, auth.Member)
	b.get("/reports").says("Events from a file")
	b.upload(peopleFile(30), "import").is(200)
	b.get("/events").is(200).hides("Imports of the last hours")
	report := vendorReport(t, k, 32)
	listed := b.uploadEvents(report).is(200).says("logins.csv", "The file is ready to import", "Núñez 1", "New events 30", "Unknown people or features 2", "Nothing is counted yet.")
	file := b.get(listed.path + "/not-counted.csv").is(200)
	if lines := strings.Split(strings.TrimSpace(file.body), "\n"); len(lines) != 3 || !strings.HasPrefix(lines[1], "32,No participant has this ref.") || !strings.Contains(lines[1], "P-031,Núñez 31,") {
		t.Errorf("what is not counted is %q", lines)
	}
	listed.fill(listed.path, one("_action", "import")).leads(listed.path).says("The events were counted", "New events 30")
	b.post(listed.path, one("_action", "import")).is(409)
	again := b.uploadEvents(report).says("New events 0", "Known already 30")
	again.fill(again.path, one("_action", "discard")).leads("/events").says("File discarded.", "Imports of the last hours")
	b.get(again.path).is(404)
}

// A file whose header says nothing is read as somebody says; what cannot be told is asked for, and remembered.
func TestAFileThatHasToBeExplained(t *testing.T) {
	k := newClinic(t)
	b := k.as(t, auth.Member)
	b.upload(peopleFile(3), "import").is(200)
	if _, err := k.Rollouts.SaveFeature(t.Context(), rollout.Feature{Key: "messages", Name: map[string]string{"en": "Messages"}, Stage: rollout.Beta}); err != nil {
		t.Fatal(err)
	}
	const text = "Account,Opened\nP-001,01/02/2026 3:04 PM\nP-002,02/03/2026 3:04 PM\n"
	listed := b.uploadEvents(text).says("A question about the file", "Choose one column that says whose row it is", "Choose the column with the time.", "Choose what every row is").hides("Count these events")
	b.post(listed.path, one("_action", "import")).is(409)
	said := one("_action", "check", "to.0", "ref", "to.1", "at", "every", "used:messages")
	listed = listed.fill(listed.path, said).leads(listed.path).says("Dates such as 3/4/2027 can be read in two ways.").hides("Count these events")
	said.Set("dates", "dmy")
	listed = listed.fill(listed.path, said).leads(listed.path).says("The file is ready to import", "New events 2")
	listed.fill(listed.path, one("_action", "import")).leads(listed.path).says("The events were counted")
	b.uploadEvents(text).says("The file is ready to import", "Known already 2", "Day first: April 3")
	b.uploadEvents("Account,Opened\nP-001,01/13/2026\n").says("The file is ready to import", "Month first: March 4")
}

// Bad rows are named by line, column and what to do, and nothing is counted; what is no table is refused at once.
func TestBadFilesOfEventsOnThePage(t *testing.T) {
	k := newClinic(t)
	b := k.as(t, auth.Member)
	listed := b.uploadEvents("ref,kind,at\nP-1,login,soon\nP-1,slept,2026-01-01\n").says("The file has mistakes", "Rows with mistakes: 2.", "This cannot be read as a time.", "The kind of an event is").hides("Count these events")
	if file := b.get(listed.path + "/not-counted.csv").is(200); !strings.Contains(file.body, "\n3,\"kind: The kind of an event is") {
		t.Errorf("the bad rows are %q", file.body)
	}
	b.uploadEvents("").is(422).says("The file is empty.")
	b.uploadEvents("ref,at\n").is(422).says("There are no rows under the header.")
	b.uploadEvents("PK\x00\x01").is(422).says("This is neither a spreadsheet nor a text file.")
	b.uploadEvents("ref\n" + strings.Repeat("x", 66<<20)).is(http.StatusRequestEntityTooLarge).says("at most 64 MB")
}

// A large file goes on in the background, and its page says how far it is.
func TestAFileOfEventsUnderWay(t *testing.T) {
	k := newClinic(t)
	b := k.as(t, auth.Member)
	listed := b.uploadEvents(vendorReport(t, k, 2500))
	listed = listed.fill(listed.path, one("_action", "import")).leads(listed.path).says("0 of 2,500 rows", "You can leave this page.")
	if !strings.Contains(listed.body, `<meta http-equiv="refresh" content="2">`) {
		t.Error("the page does not look again by itself")
	}
	if err := k.Intake.Files().Resume(t.Context()); err != nil {
		t.Fatal(err)
	}
	b.get(listed.path).says("The events were counted", "Unknown people or features 2,500")
}

// The API takes the same files, with a key that may send events.
func TestEventsFromAFileByTheAPI(t *testing.T) {
	k := newClinic(t)
	b := k.as(t, auth.Member)
	b.upload(peopleFile(2), "import").is(200)
	key, _, err := k.Auth.CreateKey(t.Context(), "portal", auth.Portal)
	if err != nil {
		t.Fatal(err)
	}
	const list = "id,ref,kind,feature,at\ne1,P-001,login,,2026-03-01T14:30:00Z\ne2,P-002,login,,2026-03-01T14:30:00Z\ne2,P-002,login,,2026-03-01T14:30:00Z\ne3,P-9,login,,2026-03-01T14:30:00Z\n"
	for _, c := range []struct {
		query, body, want string
		status            int
	}{
		{"?dry_run=true", list, `{"rows":4,"empty":0,"accepted":2,"duplicates":1,"unknown":1,"refused":0,"blank":0,"rejected":[{"line":5,"column":"","message":"No one with this ref takes part, or they had not agreed at that time. The event is not counted."}]}`, 200},
		{"", list, `{"rows":4,"empty":0,"accepted":2,"duplicates":1,`, 200},
		{"", list, `{"rows":4,"empty":0,"accepted":0,"duplicates":3,`, 200},
		{"", list + ",P-001,login,,2026-03-01\ne5,P-001,login,,soon\n", `{"rows":6,"empty":0,"accepted":0,"duplicates":0,"unknown":0,"refused":0,"blank":0,"rejected":[{"line":6,"column":"id","message":"An event needs its own ID`, 422},
		{"?map=Patient%20ID:ref&map=Last%20login:at&every=login&dates=mdy", "Patient ID,Last login,Name\nP-001,3/1/2026 9:30 AM,x\nP-002,,x\n", `{"rows":2,"empty":0,"accepted":1,"duplicates":0,"unknown":0,"refused":0,"blank":1,"rejected":[]}`, 200},
		{"?every=used:messages", "ref,at\nP-001,2026-03-01\n", `{"rows":1,"empty":0,"accepted":0,"duplicates":0,"unknown":1,`, 200},
		{"", "id,ref,kind,feature,at\n", `{"rows":0,"empty":0,"accepted":0,`, 200},
		{"?map=Nobody:ref", "ref,at\nP-001,2026-03-01\n", `"name":"map"`, 422},
		{"?dates=ymd", "ref,at\nP-001,2026-03-01\n", `"name":"dates"`, 422},
		{"", "", `"message":"The file is empty."`, 422},
	} {
		request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, k.url+"/api/v1/events/import"+c.query, strings.NewReader(c.body))
		if err != nil {
			t.Fatal(err)
		}
		request.Header.Set("Authorization", "Bearer "+key)
		request.Header.Set("Content-Type", "text/csv")
		got, err := http.DefaultClient.Do(request)
		if err != nil {
			t.Fatal(err)
		}
		var body bytes.Buffer
		_, _ = body.ReadFrom(got.Body)
		got.Body.Close()
		if got.StatusCode != c.status || !strings.Contains(body.String(), c.want) {
			t.Errorf("%s %q: %d %s", c.query, c.body, got.StatusCode, body.String())
		}
	}
}
