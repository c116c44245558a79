package web

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"golang.org/x/text/encoding/charmap"

	"soundings/cohorts"
	"soundings/cohorts/upload"
	"soundings/web/auth"
)

// foreign is a file as another program writes it: Windows-1252, semicolons, columns with names of their own.
func foreign(t *testing.T, n int, bad ...int) string {
	t.Helper()
	var table strings.Builder
	table.WriteString("Patient-Nr;Kind;Nombre;Correo;Born;Notes\n")
	for i := 1; i <= n; i++ {
		born := fmt.Sprintf("19%02d-02-03", i%100)
		for _, line := range bad {
			if i+1 == line {
				born = "1950-02-30"
			}
		}
		fmt.Fprintf(&table, "N-%05d;Patient;Núñez %d;n%d@example.org;%s;=1+1\n", i, i, i, born)
	}
	text, err := charmap.Windows1252.NewEncoder().String(table.String())
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// A file of another program goes in once somebody has said where its columns go; the next one is understood at once.
func TestAnImportWithColumnsOfItsOwn(t *testing.T) {
	k := newClinic(t)
	b := k.as(t, auth.Member)
	listed := b.upload(foreign(t, 30, 5, 9), "check").is(200).says("The file has mistakes", "N-00001", "Núñez 1")
	path := listed.path
	columns := one("_action", "check", "to.0", "ref", "to.1", "group", "to.2", "name", "to.3", "email", "to.4", "attribute", "as.4", "born", "to.5", "-")
	listed = listed.fill(path, columns).leads(path).says("Rows with mistakes: 2.", "Enter a date like 2027-03-31.").hides("Import the file")
	file := b.get(path + "/bad.csv").is(200)
	lines := strings.Split(strings.TrimSpace(file.body), "\n")
	if len(lines) != 3 || !strings.HasPrefix(lines[1], `5,born: Enter a date like 2027-03-31. ,N-00004,Patient,Núñez 4,`) || !strings.HasSuffix(lines[1], `,"'=1+1"`) {
		t.Errorf("the bad rows are %q", lines)
	}
	if all, err := k.Cohorts.Participants(t.Context(), cohorts.ParticipantQuery{}); err != nil || len(all.Items) > 0 {
		t.Errorf("a check kept %v, %v", all, err)
	}
	b.post(path, one("_action", "import")).is(409)
	listed.fill(path, one("_action", "discard")).leads("/participants/import").says("File discarded.").hides("people.csv")

	listed = b.upload(foreign(t, 30), "check")
	listed.fill(listed.path, columns).leads(listed.path).says("The file is ready to import", "Added 30").fill(listed.path, one("_action", "import")).leads(listed.path).says("The file was imported", "Added 30")
	b.get("/participants?attribute=born&value=1907-02-03").says("N-00007").hides("N-00008")
	b.upload(foreign(t, 30), "check").says("The file is ready to import", "Unchanged 30")
	b.get("/participants/import").says("people.csv", "Waits for you", "Imported")
}

// A large import goes on in the background, and its page says how far it is; answers are taken meanwhile.
func TestAnImportUnderWay(t *testing.T) {
	k := newClinic(t)
	b := k.as(t, auth.Member)
	listed := b.upload(peopleFile(2500), "import").says("The file is being imported", "0 of 2,500 rows", "You can leave this page.")
	if !strings.Contains(listed.body, `<meta http-equiv="refresh" content="2">`) {
		t.Error("the page does not look again by itself")
	}
	if err := k.Cohorts.Imports().Resume(t.Context()); err != nil {
		t.Fatal(err)
	}
	b.get(listed.path).says("The file was imported", "Added 2,500")
	b.post(listed.path, one("_action", "import")).is(409)
	k.clock.Advance(25 * time.Hour)
	if err := k.Cohorts.Imports().Sweep(t.Context()); err != nil {
		t.Fatal(err)
	}
	b.get(listed.path).is(404)
}

// What cannot be read as a table is refused at once; what is too large says so.
func TestFilesThatAreNoTables(t *testing.T) {
	k := newClinic(t)
	b := k.as(t, auth.Member)
	b.upload("", "check").is(422).says("The file is empty.")
	b.upload("PK\x00\x01", "check").is(422).says("This is neither a spreadsheet nor a text file.")
	b.upload("ref,group\na,\"patient\n", "check").is(422).says("Line 2: From this line on, the file is not valid CSV.")
	b.upload("ref\n"+strings.Repeat("x", upload.MaxBytes+2<<20), "check").is(http.StatusRequestEntityTooLarge).says("at most 64 MB")
}

// The list goes out as it came in: what is exported and imported again changes nothing, and no cell is a formula.
func TestTheListAsAFile(t *testing.T) {
	k := newClinic(t)
	b := k.as(t, auth.Member)
	b.upload("ref,group,name,phone,site\nP-1,patient,=cmd(),+1 615 555 0134,North\nP-2,staff,\"Lee, Ann\",,\n", "import").says("Added 2")
	file := b.get("/participants.csv").is(200)
	want := "\ufeffref,group,name,email,phone,language,street,city,region,postcode,best_time,proxy,minor,reached_by,site\nP-1,patient,\"'=cmd()\",,\"'+1 615 555 0134\",,,,,,,,,mail text letter,North\nP-2,staff,\"Lee, Ann\",,,,,,,,,,,mail text letter,\n"
	if file.body != want {
		t.Errorf("the file is %q, not %q", file.body, want)
	}
	b.upload(file.body, "check").says("Unchanged 2")
	if file := b.get("/participants.csv?group=staff"); strings.Contains(file.body, "P-1") || !strings.Contains(file.body, "P-2") {
		t.Errorf("the staff are %q", file.body)
	}
}
