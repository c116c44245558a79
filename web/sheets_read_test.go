package web

import (
	"bytes"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"soundings/web/auth"
	"soundings/web/page"
)

// severalSheets is a spreadsheet with a sheet of patients, one of staff, and one with nothing in it.
func severalSheets(t *testing.T) string {
	t.Helper()
	book := excelize.NewFile()
	for name, rows := range map[string][][]any{
		"Patients": {{"ref", "group"}, {"P-1", "patient"}, {"P-2", "patient"}}, "Staff": {{"ref", "group"}, {"S-1", "staff"}},
	} {
		if _, err := book.NewSheet(name); err != nil {
			t.Fatal(err)
		}
		for i, row := range rows {
			if err := book.SetSheetRow(name, fmt.Sprint("A", i+1), &row); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := book.MoveSheet("Patients", "Staff"); err != nil {
		t.Fatal(err)
	}
	var file bytes.Buffer
	if err := book.Write(&file); err != nil {
		t.Fatal(err)
	}
	return file.String()
}

// sendAgain sends a file by the form of a page that reads another sheet of it.
func (a reply) sendAgain(sheet, content string) reply {
	a.b.t.Helper()
	for n := range a.nodes() {
		if n.Data != "form" || attribute(n, "enctype") != "multipart/form-data" {
			continue
		}
		filled, names := values(n)
		if !names["sheet"] || !names["file"] {
			continue
		}
		filled.Set("sheet", sheet)
		var body bytes.Buffer
		w := multipart.NewWriter(&body)
		for name := range filled {
			_ = w.WriteField(name, filled.Get(name)) // into memory
		}
		if part, err := w.CreateFormFile("file", "people.xlsx"); err != nil {
			a.b.t.Fatal(err)
		} else if _, err := io.WriteString(part, content); err != nil {
			a.b.t.Fatal(err)
		}
		_ = w.Close()
		return a.b.do(http.MethodPost, attribute(n, "action"), w.FormDataContentType(), &body)
	}
	a.b.t.Fatalf("%s offers no other sheet: %s", a.path, a.text())
	return a
}

// Whoever sends a spreadsheet of several sheets is told which was read, and can have another read in its place.
func TestAnotherSheetOfAFile(t *testing.T) {
	k := newClinic(t)
	b := k.as(t, auth.Member)
	file := severalSheets(t)
	first := b.uploadTo("/participants/import", "people.xlsx", file).is(200).says("Rows: 2", "The sheet “Patients” was read.", "Read another sheet", "Staff")
	again := first.sendAgain("Staff", file).is(http.StatusSeeOther)
	second := b.get(again.header.Get("Location")).is(200).says("Rows: 1", "The sheet “Staff” was read.", "S-1")
	b.get(first.path).is(404) // the other took its place
	second.sendAgain("Patients", strings.Replace(file, "PK", "XX", 1)).is(422)
	b.get(second.path).is(200) // what cannot be read takes no place
	second.sendAgain("Doctors", file).is(422).says("There is no sheet “Doctors” with something in it. There are: Patients, Staff")
	second.fill(second.path, one("_action", "import")).leads(second.path).says("The sheet “Staff” was read.")
	if _, err := k.Cohorts.Participant(t.Context(), "S-1"); err != nil {
		t.Error(err)
	}
	b.upload("ref,group\nP-9,patient\n", "check").is(200).hides("sheet")
}

// A program names the sheet in the address, and is told what there is.
func TestASheetByTheAPI(t *testing.T) {
	k := newClinic(t)
	key, portal, file := k.key(t, auth.Member), k.key(t, auth.Portal), severalSheets(t)
	for _, c := range []struct {
		key, path string
		status    int
		says      string
	}{
		{key, "/participants/import?dry_run=true", 200, `"rows":2,"added":2,"changed":0,"unchanged":0,"empty":0,"sheet":"Patients","sheets":["Patients","Staff"]`},
		{key, "/participants/import?sheet=Staff", 200, `"rows":1,"added":1,"changed":0,"unchanged":0,"empty":0,"sheet":"Staff","sheets":["Patients","Staff"]`},
		{key, "/participants/import?sheet=Doctors", 422, `There is no sheet “Doctors” with something in it. There are: Patients, Staff`},
		{portal, "/events/import?dry_run=true&sheet=Doctors", 422, `There is no sheet “Doctors”`},
		{portal, "/events/import?dry_run=true&sheet=Staff&map=group:kind", 422, `"sheet":"Staff","sheets":["Patients","Staff"]`},
	} {
		answer, body := k.ask(t, http.MethodPost, "/api/v1"+c.path, file, "Authorization", "Bearer "+c.key, "Content-Type", page.SheetType)
		if answer.StatusCode != c.status || !strings.Contains(body, c.says) {
			t.Errorf("%s answers %d %s", c.path, answer.StatusCode, body)
		}
	}
	answer, body := k.ask(t, http.MethodPost, "/api/v1/participants/import?dry_run=true", "ref,group\nP-9,patient\n", "Authorization", "Bearer "+key, "Content-Type", "text/csv")
	if answer.StatusCode != 200 || strings.Contains(body, "sheet") {
		t.Errorf("of a file of text it says %s", body)
	}
}
