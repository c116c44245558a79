package cohorts

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"testing/iotest"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"

	"soundings/cohorts/base"
)

// file is what came of reading one: the rows whose shape is right, in columns.
type file struct {
	columns []string
	rows    [][]string
	lines   []int
}

// readFile reads a file whose columns go where their names say, and holds the shape of its rows against the rules.
func readFile(r io.Reader) (file, ImportReport, error) {
	t, bad, err := ReadTable(r)
	if err != nil || len(bad) > 0 {
		return file{}, ImportReport{Errors: bad}, err
	}
	check := new(Service).newCheck(t.Header, nil)
	f := file{columns: check.columns}
	for _, row := range t.Rows {
		check.report.Rows++
		if check.ref < 0 {
			continue
		}
		if wrong := check.shape(row); wrong != nil {
			check.report.add(wrong...)
			continue
		}
		for i := range row.Cells {
			row.Cells[i] = strings.TrimSpace(row.Cells[i])
		}
		f.rows, f.lines = append(f.rows, row.Cells), append(f.lines, row.Line)
	}
	return f, check.report, nil
}

func TestReadTable(t *testing.T) {
	for _, c := range []struct {
		about   string
		file    string
		columns string // joined by |
		rows    string // cells joined by |, rows by /
		lines   string
	}{
		{"as it should be", "ref,group\na,patient\nb,staff\n", "ref|group", "a|patient/b|staff", "2 3"},
		{"no end of the last line", "ref,group\na,patient", "ref|group", "a|patient", "2"},
		{"lines end as on Windows", "ref,group\r\na,patient\r\nb,staff\r\n", "ref|group", "a|patient/b|staff", "2 3"},
		{"a byte order mark", "\ufeffref,group\na,patient\n", "ref|group", "a|patient", "2"},
		{"a byte order mark before a quote", "\ufeff\"ref\",\"group\"\na,patient\n", "ref|group", "a|patient", "2"},
		{"quotes, commas and lines in a cell", "ref,name\na,\"Peña, \"\"Ana\"\"\nMaría\"\nb,Bo\n", "ref|name", "a|Peña, \"Ana\"\nMaría/b|Bo", "2 4"},
		{"blank lines", "\n\nref,group\n\na,patient\n\n\nb,staff\n\n", "ref|group", "a|patient/b|staff", "5 8"},
		{"blanks around cells", " Ref , GROUP \n a , patient \n", "ref|group", "a|patient", "2"},
		{"columns of its own", "ref,Clinic site,Año\na,north,1950\n", "ref|Clinic site|Año", "a|north|1950", "2"},
		{"the ref anywhere", "name,ref\nAna,a\n", "name|ref", "Ana|a", "2"},
		{"only a header", "ref,group\n", "ref|group", "", ""},
		{"several rows without a ref", "ref,name\n,Ana\n,Bo\n", "ref|name", "|Ana/|Bo", "2 3"},
	} {
		table, report, err := readFile(strings.NewReader(c.file))
		if err != nil || len(report.Errors) > 0 {
			t.Errorf("%s: %v %v", c.about, err, says(report.Errors))
		}
		var rows []string
		for _, row := range table.rows {
			rows = append(rows, strings.Join(row, "|"))
		}
		equal(t, c.about, strings.Join(table.columns, "|"), c.columns)
		equal(t, c.about, strings.Join(rows, "/"), c.rows)
		equal(t, c.about, strings.Trim(fmt.Sprint(table.lines), "[]"), c.lines)
		equal(t, c.about, report.Rows, len(rows))
	}
}

func TestReadTableSaysWhatIsWrong(t *testing.T) {
	wide := "ref"
	for i := range 101 {
		wide += fmt.Sprint(",extra", i)
	}
	for _, c := range []struct {
		about string
		file  string
		want  []string
	}{
		{"nothing", "", []string{"1 : import.empty"}},
		{"nothing but blank lines", "\n\r\n", []string{"1 : import.empty"}},
		{"no ref", "group,name\npatient,Ana\n", []string{"1 ref: import.no_ref"}},
		{"a column twice", "ref,site,Name,name,site\na,b,c,d,e\n", []string{"1 name: import.column_twice", "1 site: import.column_twice"}},
		{"a column without a name", "ref,,name\na,b,c\n", []string{"1 : import.column_name"}},
		{"a column with a name that is none", "ref,a.b,=x\na,b,c\n", []string{"1 a.b: import.column_name", "1 =x: import.column_name"}},
		{"a long column name", "ref," + strings.Repeat("ñ", 41) + "\n", []string{"1 " + strings.Repeat("ñ", 41) + ": import.column_name"}},
		{"too many attributes", wide + "\n", []string{"1 : import.attributes Columns=100"}},
		{"too many columns", strings.Repeat("ref,", 201) + "\n", []string{"1 : import.too_wide Columns=200"}},
		{"a quote that ends too late", "ref,name\na,\"Ana" + strings.Repeat("\nb,Bo", 2000) + "\"\n", []string{"2 : import.row_long"}},
		{"a narrow row and a wide one", "ref,name\na\nb,Bo\nc,Cy,x\n", []string{"2 : import.width Cells=1 Columns=2", "4 : import.width Cells=3 Columns=2"}},
		{"a ref again", "ref\na\nb\na\nb\na\n", []string{"4 ref: import.duplicate Line=2", "5 ref: import.duplicate Line=3", "6 ref: import.duplicate Line=2"}},
		{"a ref again behind a line in a cell", "ref,name\na,\"A\nna\"\na,Bo\n", []string{"4 ref: import.duplicate Line=2"}},
		{"damaged UTF-8", "ref,name\na,Ana Muñoz\nb,Bo Núñez\nc,Pe\xc3\n", []string{"4 name: import.utf8"}},
		{"a quote that does not end", "ref,name\na,\"Ana\nb,Bo\n", []string{"2 : import.not_csv"}},
		{"a quote in the middle", "ref,name\na,An\"a\n", []string{"2 : import.not_csv"}},
		{"no CSV at all", "\"ref\"x\n", []string{"1 : import.not_csv"}},
	} {
		_, report, err := readFile(strings.NewReader(c.file))
		if err != nil {
			t.Errorf("%s: %v", c.about, err)
		}
		equal(t, c.about, says(report.Errors), c.want)
	}
}

func TestReadTableOfAnotherFormat(t *testing.T) {
	for about, file := range map[string]string{
		"a spreadsheet": "PK\x03\x04\x14\x00\x06\x00\x08\x00\x00\x00!\x00", "UTF-16 without its mark": "r\x00e\x00f\x00\n\x00", "a picture": "\x89PNG\r\n\x1a\n",
	} {
		if _, report, err := readFile(strings.NewReader(file)); err != nil || len(report.Errors) == 0 {
			t.Errorf("%s is taken for a table (%v)", about, err)
		}
	}
}

// A report does not grow without end, however bad a file is.
func TestReadTableStopsListing(t *testing.T) {
	_, report, err := readFile(strings.NewReader("ref,name\n" + strings.Repeat("a\n", 3000)))
	if err != nil || len(report.Errors) != maxRowErrors || report.Rows != 3000 {
		t.Errorf("%d errors of %d rows are listed, %v", len(report.Errors), report.Rows, err)
	}
}

func TestReadTableFaults(t *testing.T) {
	broken := errors.New("the line went dead")
	for about, file := range map[string]io.Reader{
		"at the start":  iotest.ErrReader(broken),
		"in the header": io.MultiReader(strings.NewReader("ref,na"), iotest.ErrReader(broken)),
		"in a row":      io.MultiReader(strings.NewReader("ref,name\na,A"), iotest.ErrReader(broken)),
	} {
		if _, report, err := readFile(file); !errors.Is(err, broken) || len(report.Errors) > 0 {
			t.Errorf("%s: %v, %v", about, err, says(report.Errors))
		}
	}
}

// A spreadsheet writes the same table in many ways.
func TestReadTableAsWritten(t *testing.T) {
	const text = "ref;Nombre;Año\n" + "a;Peña, Ana;1950-02-01\n"
	utf16 := func(order unicode.Endianness) string {
		return must(unicode.UTF16(order, unicode.UseBOM).NewEncoder().String(text))
	}
	for about, written := range map[string]string{
		"UTF-8": text, "UTF-8 with its mark": "\ufeff" + text,
		"UTF-16, little end first": utf16(unicode.LittleEndian), "UTF-16, big end first": utf16(unicode.BigEndian),
		"Windows-1252": must(charmap.Windows1252.NewEncoder().String(text)),
		"tabs":         strings.ReplaceAll(text, ";", "\t"),
		"commas":       strings.ReplaceAll(strings.ReplaceAll(text, "Peña, Ana", `"Peña, Ana"`), ";", ","),
	} {
		f, report, err := readFile(strings.NewReader(written))
		if err != nil || len(report.Errors) > 0 || len(f.rows) != 1 {
			t.Errorf("%s: %v %v %v", about, err, says(report.Errors), f)
			continue
		}
		equal(t, about, strings.Join(f.rows[0], "|"), "a|Peña, Ana|1950-02-01")
	}
}

// What stands in quotation marks separates nothing.
func TestSeparator(t *testing.T) {
	for text, want := range map[string]rune{
		"ref": ',', "ref,name": ',', "\r\nref;name\na,b,c": ';', `"a,b,c";d`: ';', "a\tb\tc;d": '\t', "a,b;c": ',', `"a;b`: ',',
	} {
		equal(t, text, separatorOf([]byte(text)), want)
	}
}

// endless is a row that never ends.
type endless string

func (e endless) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = e[0]
	}
	return len(p), nil
}

func TestReadTableLimit(t *testing.T) {
	if testing.Short() {
		t.Skip("reads a large file")
	}
	_, _, err := ReadTable(io.MultiReader(strings.NewReader("ref\n\""), endless("x")))
	if !base.IsCode(err, base.TooLarge) {
		t.Errorf("a file cut off in a quoted cell: %v, want TooLarge", err)
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
		{"an empty cell empties", "ref,phone,site", "a,,", func(p *Participant) {
			p.Phone, p.Attributes = "", map[string]string{"ward": "2"}
		}},
		{"group and language in any case", "ref,group,language", "a,Patient,EN", func(p *Participant) { p.Group, p.Language = Patient, "en" }},
		{"another attribute", "ref,site,Age band", "a,south,65+", func(p *Participant) {
			p.Attributes = map[string]string{"site": "south", "ward": "2", "Age band": "65+"}
		}},
	} {
		want := before
		c.change(&want)
		got := before.with(strings.Split(c.columns, ","), strings.Split(c.row, ","))
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

// Whatever a file holds, what is taken from it is a table: every row as wide as the header, each ref once, all UTF-8.
func FuzzReadTable(f *testing.F) {
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
		if len(table.rows) != len(table.lines) || (len(report.Errors) == 0 && len(table.rows) != report.Rows) {
			t.Fatalf("%d rows, %d lines, %d reported", len(table.rows), len(table.lines), report.Rows)
		}
		seen := map[string]bool{}
		for _, row := range table.rows {
			if len(row) != len(table.columns) || !utf8.ValidString(strings.Join(row, "")) {
				t.Fatalf("a row %q under %q", row, table.columns)
			}
			p := Participant{}.with(table.columns, row)
			if p.Ref != "" && seen[p.Ref] {
				t.Fatalf("ref %q twice", p.Ref)
			}
			seen[p.Ref] = true
		}
	})
}
