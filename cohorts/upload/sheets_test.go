package upload

import (
	"bytes"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
)

// bookOf returns an .xlsx file of several sheets: each begins with its name, and goes on with lines of cells with blanks between. One
// whose name begins with a dot is hidden.
func bookOf(t *testing.T, sheets ...string) []byte {
	t.Helper()
	book := excelize.NewFile()
	for _, sheet := range sheets {
		name, text, _ := strings.Cut(sheet, ":")
		if _, err := book.NewSheet(name); err != nil {
			t.Fatal(err)
		}
		for i, line := range strings.Split(text, "/") {
			cells := strings.Fields(line)
			if err := book.SetSheetRow(name, must(excelize.CoordinatesToCellName(1, i+1)), &cells); err != nil {
				t.Fatal(err)
			}
		}
		if err := book.SetSheetVisible(name, !strings.HasPrefix(name, ".")); err != nil {
			t.Fatal(err)
		}
	}
	if len(sheets) > 0 {
		if err := book.DeleteSheet("Sheet1"); err != nil {
			t.Fatal(err)
		}
	}
	var b bytes.Buffer
	if err := book.Write(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// Of several sheets the first is read in which something stands, or the one that somebody names; which, and what others there are, is
// told.
func TestSeveralSheets(t *testing.T) {
	for _, c := range []struct {
		about  string
		sheets []string
		asked  string
		want   string // the sheet that is read, all there are, and the first cell below the header
		wrong  string
	}{
		{"one", []string{"People:ref/P-1"}, "", "People of People: P-1", ""},
		{"two", []string{"People:ref/P-1", "Former:ref/P-2"}, "", "People of People, Former: P-1", ""},
		{"the second", []string{"People:ref/P-1", "Former:ref/P-2"}, "Former", "Former of People, Former: P-2", ""},
		{"a cover without content", []string{"Cover:", "People:ref/P-1", "Notes:see"}, "", "People of People, Notes: P-1", ""},
		{"a hidden one before", []string{".Codes:code/a", "People:ref/P-1"}, "", "People of People, .Codes: P-1", ""},
		{"a hidden one that is named", []string{".Codes:code/a", "People:ref/P-1"}, ".Codes", ".Codes of People, .Codes: a", ""},
		{"a name with blanks and accents", []string{"A:x/1", "Pacientes de José:ref/P-3"}, "Pacientes de José", "Pacientes de José of A, Pacientes de José: P-3", ""},
		{"one that there is not", []string{"People:ref/P-1", "Notes:see"}, "Staff", "", "1 : import.sheet_unknown"},
		{"one without content that is named", []string{"Cover:", "People:ref/P-1"}, "Cover", "", "1 : import.sheet_unknown"},
		{"nothing in any", []string{"A:", "B:"}, "", "", "1 : import.empty"},
		{"nothing in any, and one is named", []string{"A:", "B:"}, "B", "", "1 : import.empty"},
	} {
		table, bad, err := ReadTable(bytes.NewReader(bookOf(t, c.sheets...)), Told{Sheet: c.asked})
		if err != nil {
			t.Fatal(c.about, err)
		}
		got := ""
		if bad == nil {
			got = table.Sheets.Read + " of " + strings.Join(table.Sheets.All, ", ") + ": " + table.all()[0].Cells[0]
		}
		equal(t, c.about, got, c.want)
		equal(t, c.about, says(bad), c.wrong)
	}
	table, bad, err := ReadTable(strings.NewReader("ref\nP-1\n"), Told{Sheet: "People"})
	if err != nil || bad != nil || table.Sheets.Read != "" || table.Sheets.All != nil {
		t.Errorf("a file of text has the sheets %v: %v %v", table.Sheets, bad, err)
	}
}

// A chart on a sheet of its own is no sheet of rows.
func TestAChartIsNoSheet(t *testing.T) {
	book, err := excelize.OpenReader(bytes.NewReader(bookOf(t, "People:ref n/P-1 1")))
	if err != nil {
		t.Fatal(err)
	}
	if err := book.AddChartSheet("Picture", &excelize.Chart{Type: excelize.Col, Series: []excelize.ChartSeries{{Values: "People!$B$2:$B$2"}}}); err != nil {
		t.Fatal(err)
	}
	var file bytes.Buffer
	if err := book.Write(&file); err != nil {
		t.Fatal(err)
	}
	table, bad, err := ReadTable(&file, Told{})
	if err != nil || bad != nil || len(table.Sheets.All) != 1 || table.all()[0].Cells[0] != "P-1" {
		t.Errorf("read is %v: %v %v", table, bad, err)
	}
}
