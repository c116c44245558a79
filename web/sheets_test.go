package web

import (
	"encoding/csv"
	"fmt"
	"net/http"
	"net/url"
	"reflect"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"soundings/cohorts"
	"soundings/server/services/servicestest"
	"soundings/web/auth"
	"soundings/web/page"
)

// sheet returns the rows of a spreadsheet that was sent: numbers as float64, days and moments as time.Time, everything else as text.
func (a reply) sheet() [][]any {
	a.b.t.Helper()
	if kind := a.header.Get("Content-Type"); kind != page.SheetType {
		a.b.t.Fatalf("%s is of type %s", a.path, kind)
	}
	book, err := excelize.OpenReader(strings.NewReader(a.body))
	if err != nil {
		a.b.t.Fatal(err)
	}
	defer book.Close()
	name := book.GetSheetName(0)
	rows, err := book.GetRows(name, excelize.Options{RawCellValue: true})
	if err != nil {
		a.b.t.Fatal(err)
	}
	var all [][]any
	for r, row := range rows {
		var cells []any
		for c, raw := range row {
			at, _ := excelize.CoordinatesToCellName(c+1, r+1)
			kind, _ := book.GetCellType(name, at)
			look, _ := book.GetCellStyle(name, at)
			x, err := strconv.ParseFloat(raw, 64)
			switch {
			case kind != excelize.CellTypeUnset || err != nil:
				cells = append(cells, raw)
			case look > 0:
				date, _ := excelize.ExcelDateToTime(x, false)
				cells = append(cells, date.Round(time.Second))
			default:
				cells = append(cells, x)
			}
		}
		all = append(all, cells)
	}
	return all
}

// table returns the rows of a CSV file that was sent.
func (a reply) table() [][]string {
	a.b.t.Helper()
	rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(a.body, "\ufeff"))).ReadAll()
	if err != nil {
		a.b.t.Fatal(err)
	}
	return rows
}

const sheetQuestions = `[{"questions": [
	{"id": "one", "type": "single", "text": "?", "options": [{"value": "1", "text": "One"}, {"value": "2", "text": "Two"}]},
	{"id": "many", "type": "multiple", "text": "?", "options": [{"value": "a", "text": "A"}, {"value": "b", "text": "B"}]},
	{"id": "scale", "type": "scale", "text": "?", "min": 1, "max": 5},
	{"id": "number", "type": "number", "text": "?", "min": -5, "max": 20, "step": 0.5},
	{"id": "day", "type": "date", "text": "?"},
	{"id": "text", "type": "text", "text": "?"},
	{"id": "umux", "instrument": "umux-lite"}]}]`

// Answers as a spreadsheet are what they are: numbers can be added up and days sorted, and what somebody typed is text, whatever it
// looks like. By page and API it is the same file.
func TestAnswersAsASpreadsheet(t *testing.T) {
	k := newClinic(t)
	v := k.services.Survey(t, "Which", servicestest.Pages(t, sheetQuestions)...)
	k.services.People(t, cohorts.Patient, servicestest.Refs(3)...)
	cohort := k.services.Agreed(t, "One", servicestest.Refs(3)...)
	asked := k.services.Invite(t, v.ID, cohort)
	k.clock.Set(time.Date(2027, 3, 31, 18, 30, 15, 0, time.UTC))
	answer := func(ref string, typed url.Values) {
		typed.Set("_action", "submit")
		typed.Set("_empty", "yes")
		k.visitor(t).post(k.link(asked[ref]), typed).is(http.StatusSeeOther)
	}
	whole := one("one", "1", "scale", "4", "number", "12,5", "day", "2027-3-31", "text", "=1+1", "umux.1", "6", "umux.2", "5")
	whole["many"] = []string{"a", "b"}
	answer("P-0001", whole)
	answer("P-0002", one("text", "007\n<b>"))
	team := k.as(t, auth.Member)
	path := "/surveys/" + v.ID + "/responses.xlsx"
	got := team.get(path).is(http.StatusOK).sheet()
	came := time.Date(2027, 3, 31, 18, 30, 15, 0, time.UTC)
	want := map[string][]any{
		"ref":    {"ref", "group", "cohort", "language", "mode", "submitted (UTC)", "one", "many", "scale", "number", "day", "text", "umux.1", "umux.2", "umux.score"},
		"P-0001": {"P-0001", "patient", cohort, "en", "link", came, "1", "a; b", 4.0, 12.5, time.Date(2027, 3, 31, 0, 0, 0, 0, time.UTC), "=1+1", 6.0, 5.0, 75.0},
		"P-0002": {"P-0002", "patient", cohort, "es", "link", came, "", "", "", "", "", "007\n<b>"},
	}
	if len(got) != len(want) {
		t.Fatalf("the sheet has %d rows: %v", len(got), got)
	}
	for _, row := range got {
		if ref := fmt.Sprint(row[0]); !reflect.DeepEqual(row, want[ref]) {
			t.Errorf("%s is %#v, not %#v", ref, row, want[ref])
		}
	}
	if file := team.get(path).header.Get("Content-Disposition"); file != `attachment; filename="`+v.ID+`-responses.xlsx"` {
		t.Errorf("the file is called %s", file)
	}
	results := team.get("/surveys/"+v.ID+"/results").is(http.StatusOK).says("Answers for Excel", "Answers as CSV", "Answers as NDJSON")
	if !strings.Contains(results.body, `href="`+path+`"`) {
		t.Error("the results do not lead to the sheet")
	}
	if rows := byKey(t, k, path).sheet(); !reflect.DeepEqual(rows, got) {
		t.Errorf("by API there is %v, by page %v", rows, got)
	}
	k.visitor(t).get(path).is(http.StatusSeeOther) // to sign in
	k.as(t, auth.Viewer).get(path).is(http.StatusForbidden)

	// What a person had taken out of their answers is in no form of the file.
	patient := k.visitor(t)
	choices := patient.get(k.link(asked["P-0001"])).choicesOf()
	patient.post(choices, one("leave", cohort, "answers", "remove")).is(http.StatusSeeOther)
	if sheet, table := team.get(path).sheet(), team.get(strings.Replace(path, ".xlsx", ".csv", 1)).table(); len(sheet) != 2 || len(table) != 2 {
		t.Errorf("after one was taken out there is %v and %v", sheet, table)
	}
}

// byKey asks the API for a file.
func byKey(t *testing.T, k *house, path string) reply {
	t.Helper()
	answer, body := k.ask(t, http.MethodGet, "/api/v1"+path, "", "Authorization", "Bearer "+k.key(t, auth.Member))
	return reply{b: &browser{t: t}, path: path, status: answer.StatusCode, header: answer.Header, body: body}.is(http.StatusOK)
}

// A spreadsheet of an anonymous survey has what the table has: nothing before it is closed, and then as few days and groups. What is
// refused is no file.
func TestAnAnonymousSpreadsheet(t *testing.T) {
	k := newClinic(t)
	v, links := k.anonymous(t, 6)
	team, at := k.as(t, auth.Member), "/surveys/"+v.ID
	if refused := team.get(at + "/responses.xlsx").is(http.StatusConflict); refused.header.Get("Content-Disposition") != "" {
		t.Error("a refusal comes as a file")
	}
	for n, link := range links {
		k.visitor(t).post(link, url.Values{"_action": {"submit"}, "helped": {[]string{"yes", "no"}[n%2]}, "ease": {fmt.Sprint(1 + n%5)}}).is(http.StatusSeeOther)
	}
	team.get(at + "/responses.xlsx").is(http.StatusConflict)
	team.post(at+"/close", nil).is(http.StatusSeeOther)
	sheet, table := team.get(at+"/responses.xlsx").is(http.StatusOK).sheet(), team.get(at+"/responses.csv").is(http.StatusOK).table()
	if len(sheet) != 7 || len(table) != 7 {
		t.Fatalf("there are %d rows and %d", len(sheet), len(table))
	}
	for n, row := range table[1:] {
		for c, cell := range row {
			said := ""
			if c < len(sheet[n+1]) {
				said = fmt.Sprint(sheet[n+1][c])
				if day, ok := sheet[n+1][c].(time.Time); ok {
					said = day.Format(time.DateOnly)
				}
			}
			if said != cell {
				t.Errorf("%s of row %d is %q in the sheet and %q in the table", table[0][c], n, said, cell)
			}
		}
	}
}

// The list of people as a spreadsheet is all text, finds the same people as the page, and can be imported again without a change.
func TestPeopleAsASpreadsheet(t *testing.T) {
	k := newClinic(t)
	team := k.as(t, auth.Member)
	team.upload("ref,group,name,email,phone,language,site\nP-001,patient,=María,maria@example.org,303-555-0100,es,007\nS-1,staff,Sam,sam@example.org,,en,2027-03-31\n", "import").is(200)
	got := team.get("/participants.xlsx").is(200).sheet()
	want := [][]any{
		{"ref", "group", "name", "email", "phone", "language", "street", "city", "region", "postcode", "best_time", "proxy", "minor", "reached_by", "site"},
		{"P-001", "patient", "=María", "maria@example.org", "303-555-0100", "es", "", "", "", "", "", "", "", "mail text letter", "007"},
		{"S-1", "staff", "Sam", "sam@example.org", "", "en", "", "", "", "", "", "", "", "mail text letter", "2027-03-31"},
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("the sheet has %#v", got)
	}
	if some := team.get("/participants.xlsx?group=staff").is(200).sheet(); len(some) != 2 || some[1][0] != "S-1" {
		t.Errorf("of the staff it has %v", some)
	}
	if page := team.get("/participants?group=staff").is(200).says("Download this list for Excel"); !strings.Contains(page.body, `href="/participants.xlsx?group=staff"`) {
		t.Error("the list does not lead to the sheet")
	}
	team.uploadTo("/participants/import", "people.xlsx", team.get("/participants.xlsx").body).is(200).says("Rows: 2", "Unchanged 2")
}
