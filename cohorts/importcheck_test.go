package cohorts

import (
	"fmt"
	"io"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"soundings/cohorts/upload"
)

// file is what came of reading one: the rows whose shape is right, in columns.
type file struct {
	columns []string
	rows    [][]string
}

// readFile reads a file whose columns go where their names say, and holds the shape of its rows against the rules.
func readFile(r io.Reader) (file, ImportReport, error) {
	t, bad, err := upload.ReadTable(r, upload.Told{})
	if err != nil || len(bad) > 0 {
		return file{}, ImportReport{Errors: bad}, err
	}
	check := (&Service{Now: time.Now}).newCheck(t.Header, Reading{})
	f := file{columns: check.read.columns}
	for rows, err := range t.Chunks() {
		if err != nil {
			return f, check.report, err
		}
		check.report.Rows += len(rows)
		for _, row := range rows {
			if check.ref < 0 {
				continue
			}
			if wrong := check.shape(row); wrong != nil {
				check.report.Errors.Add(wrong...)
				continue
			}
			for i := range row.Cells {
				row.Cells[i] = strings.TrimSpace(row.Cells[i])
			}
			f.rows = append(f.rows, row.Cells)
		}
	}
	return f, check.report, nil
}

// What is wrong with a file of participants whoever they are.
func TestImportsSayWhatIsWrong(t *testing.T) {
	wide := "ref"
	for i := range 101 {
		wide += fmt.Sprint(",extra", i)
	}
	for _, c := range []struct {
		about string
		file  string
		want  []string
	}{
		{"no ref", "group,name\npatient,Ana\n", []string{"1 ref: import.no_ref"}},
		{"a column twice", "ref,site,Name,name,site\na,b,c,d,e\n", []string{"1 name: import.column_twice", "1 site: import.column_twice"}},
		{"a column without a name", "ref,,name\na,b,c\n", []string{"1 : import.column_name"}},
		{"a column with a name that is none", "ref,a.b,=x\na,b,c\n", []string{"1 a.b: import.column_name", "1 =x: import.column_name"}},
		{"a long column name", "ref," + strings.Repeat("ñ", 41) + "\n", []string{"1 " + strings.Repeat("ñ", 41) + ": import.column_name"}},
		{"too many attributes", wide + "\n", []string{"1 : import.attributes Columns=100"}},
		{"a wide row", "ref,name\na\nb,Bo\nc,Cy,x\n", []string{"4 : import.width Cells=3 Columns=2"}},
		{"a ref again", "ref\na\nb\na\nb\na\n", []string{"4 ref: import.duplicate Line=2", "5 ref: import.duplicate Line=3", "6 ref: import.duplicate Line=2"}},
		{"a ref again behind a line in a cell", "ref,name\na,\"A\nna\"\na,Bo\n", []string{"4 ref: import.duplicate Line=2"}},
		{"damaged UTF-8", "ref,name\na,Ana Muñoz\nb,Bo Núñez\nc,Pe\xc3\n", []string{"4 name: import.utf8"}},
	} {
		_, report, err := readFile(strings.NewReader(c.file))
		if err != nil {
			t.Errorf("%s: %v", c.about, err)
		}
		equal(t, c.about, says(report.Errors), c.want)
	}
}

func TestARowSaysWhatAParticipantIs(t *testing.T) {
	before := Participant{
		Ref: "a", Group: Staff, Name: "Ana", Email: "ana@example.org", Phone: "615-555-0134", Language: "es",
		Attributes: map[string]string{"site": "north", "ward": "2"}, Version: 7,
	}
	for _, c := range []struct {
		about   string
		columns string
		row     string
		change  func(*Participant)
	}{
		{"columns that are not there stay", "ref", "a", func(*Participant) {}},
		{"an empty cell erases nothing", "ref,phone,site", "a,,", func(*Participant) {}},
		{"group and language in any case", "ref,group,language", "a,Patient,EN", func(p *Participant) { p.Group, p.Language = Patient, "en" }},
		{"another attribute", "ref,site,Age band", "a,south,65+", func(p *Participant) {
			p.Attributes = map[string]string{"site": "south", "ward": "2", "Age band": "65+"}
		}},
	} {
		want := before
		c.change(&want)
		got, _ := rowReader{columns: strings.Split(c.columns, ",")}.with(before, strings.Split(c.row, ","))
		if !got.Same(want) || got.Version != 7 {
			t.Errorf("%s: got %+v, want %+v", c.about, got, want)
		}
	}
	if before.Attributes["site"] != "north" {
		t.Error("reading a row changed the participant that was there before")
	}
	equal(t, "column", columnOf("attributes[Age band]"), "Age band")
	equal(t, "column", columnOf("email"), "email")
}

// Whatever a file holds, what is taken from it are participants: each ref once, all UTF-8.
func FuzzImport(f *testing.F) {
	for _, file := range []string{
		"ref,group,name\na,patient,Ana\nb,staff,Bo\n", "\ufeff\"ref\"\r\na\r\n", "ref,name\na,\"x\ny\"\na,z\n", "ref\n\n \n,\n", "ref,\xff\n\xff,a\n", "\"",
	} {
		f.Add(file)
	}
	f.Fuzz(func(t *testing.T, file string) {
		table, report, err := readFile(strings.NewReader(file))
		if err != nil {
			t.Fatalf("a fault: %v", err)
		}
		for _, e := range report.Errors {
			if e.Line < 1 || e.Line > strings.Count(file, "\n")+1 {
				t.Errorf("an error in line %d of %d", e.Line, strings.Count(file, "\n")+1)
			}
		}
		if len(report.Errors) == 0 && len(table.rows) != report.Rows {
			t.Fatalf("%d rows, %d reported", len(table.rows), report.Rows)
		}
		seen := map[string]bool{}
		for _, row := range table.rows {
			if len(row) != len(table.columns) || !utf8.ValidString(strings.Join(row, "")) {
				t.Fatalf("a row %q under %q", row, table.columns)
			}
			p, _ := rowReader{columns: table.columns}.with(Participant{}, row)
			if p.Ref != "" && seen[p.Ref] {
				t.Fatalf("ref %q twice", p.Ref)
			}
			seen[p.Ref] = true
		}
	})
}
