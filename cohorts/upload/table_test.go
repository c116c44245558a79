package upload

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

// says returns row errors as "line column: text id and what it mentions".
func says(errs []RowError) string {
	var all []string
	for _, e := range errs {
		text := fmt.Sprintf("%d %s: %s", e.Line, e.Column, e.Text.ID)
		for _, name := range []string{"Line", "Cells", "Columns", "Limit"} {
			if v, ok := e.Text.Args[name]; ok {
				text += fmt.Sprintf(" %s=%v", name, v)
			}
		}
		all = append(all, text)
	}
	return strings.Join(all, ", ")
}

func equal[T comparable](t *testing.T, about string, got, want T) {
	t.Helper()
	if got != want {
		t.Errorf("%s: got %#v, want %#v", about, got, want)
	}
}

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

// all returns the rows of a table.
func (t Table) all() []Row {
	var all []Row
	for rows, err := range t.Chunks() {
		all = append(all, must(rows, err)...)
	}
	return all
}

// readFile reads a file and returns what is wrong with it, or with the shape of its rows.
func readFile(r io.Reader) (Table, []RowError, error) {
	t, bad, err := ReadTable(r, Told{})
	if err != nil || len(bad) > 0 {
		return t, bad, err
	}
	var all RowErrors
	for _, row := range t.all() {
		all.Add(row.Wrong(t.Header, t.Header)...)
	}
	return t, all, nil
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
		{"blanks around cells", " Ref , GROUP \n a , patient \n", " Ref | GROUP ", " a | patient ", "2"},
		{"columns of its own", "ref,Clinic site,Año\na,north,1950\n", "ref|Clinic site|Año", "a|north|1950", "2"},
		{"the ref anywhere", "name,ref\nAna,a\n", "name|ref", "Ana|a", "2"},
		{"only a header", "ref,group\n", "ref|group", "", ""},
		{"several rows without a ref", "ref,name\n,Ana\n,Bo\n", "ref|name", "|Ana/|Bo", "2 3"},
	} {
		table, bad, err := readFile(strings.NewReader(c.file))
		if err != nil || len(bad) > 0 {
			t.Errorf("%s: %v %v", c.about, err, says(bad))
		}
		var rows, lines []string
		for _, row := range table.all() {
			rows, lines = append(rows, strings.Join(row.Cells, "|")), append(lines, fmt.Sprint(row.Line))
		}
		equal(t, c.about, strings.Join(table.Header, "|"), c.columns)
		equal(t, c.about, strings.Join(rows, "/"), c.rows)
		equal(t, c.about, strings.Join(lines, " "), c.lines)
	}
}

// What spreadsheets leave around the rows of people is passed over, and a row without content is counted.
func TestReadTablePassesOver(t *testing.T) {
	const whole = "ref|name a|Ana/b|Bo"
	for _, c := range []struct {
		about, file, want string
		blank             int
	}{
		{"rows of commas at the end", "ref,name\na,Ana\nb,Bo\n,\n,\n", whole, 2},
		{"rows of commas between", "ref,name\n,\na,Ana\n,\nb,Bo\n", whole, 2},
		{"rows of blanks", "ref,name\na,Ana\n , \t\nb,Bo\n\u00a0,\n", whole, 2},
		{"rows of empty quotation marks", "ref,name\na,Ana\n\"\",\"\"\nb,Bo\n", whole, 1},
		{"rows of what cannot be seen", "ref,name\na,Ana\nb,Bo\n\u200b,\ufeff\n", whole, 1},
		{"rows of commas before the header", ",\n,\nref,name\na,Ana\nb,Bo\n", whole, 0},
		{"a row of more commas", "ref,name\na,Ana\nb,Bo\n,,,,,\n", whole, 1},
		{"lines without anything", "ref,name\n\na,Ana\n\nb,Bo\n\n", whole, 0},

		{"empty columns at the end", "ref,name,,\na,Ana,,\nb,Bo,,\n", whole, 0},
		{"an empty column between", "ref,,name\na,,Ana\nb,,Bo\n", whole, 0},
		{"an empty column before", ",ref,name\n,a,Ana\n,b,Bo\n", whole, 0},
		{"columns of blanks", "ref,name, ,\u200b\na,Ana, ,\nb,Bo,,\u00a0\n", whole, 0},
		{"commas behind the rows alone", "ref,name\na,Ana,,\nb,Bo,\n", whole, 0},
		{"very many empty columns", "ref,name" + strings.Repeat(",", 16_000) + "\na,Ana" + strings.Repeat(",", 16_000) + "\nb,Bo\n", whole, 0},
		{"a column without a name that holds something", "ref,,name\na,x,Ana\nb,,Bo\n", "ref||name a|x|Ana/b||Bo", 0},
		{"an empty column that has a name", "ref,name,site\na,Ana,\nb,Bo,\n", "ref|name|site a|Ana|/b|Bo|", 0},

		{"a row that ends early", "ref,name,site\na\nb,Bo\n", "ref|name|site a||/b|Bo|", 0},
		{"a row of one cell under many columns", "ref,name,a,b,c\nx\n", "ref|name|a|b|c x||||", 0},
		{"a row that ends in a comma", "ref,name,site\na,\n", "ref|name|site a||", 0},
		{"a short row of a table with semicolons", "ref;name;site\na;Ana\n", "ref|name|site a|Ana|", 0},
		{"a short row before an empty column", "ref,name,site,\na\n", "ref|name|site a||", 0},

		{"lines end as on an old Mac", "ref,name\ra,Ana\rb,Bo\r", whole, 0},
		{"no end of the last line of an old Mac", "ref,name\ra,Ana\rb,Bo", whole, 0},
		{"quotation marks on an old Mac", "\"ref\",\"name\"\r\"a\",\"Ana\"\r\"b\",\"Bo\"\r", whole, 0},
		{"a line in a cell on an old Mac", "ref,name\ra,\"A\rna\"\rb,Bo\r", "ref|name a|A\rna/b|Bo", 0},
		{"semicolons on an old Mac", "ref;name\ra;Ana\rb;Bo\r", whole, 0},
		{"both ends in one file", "ref,name\r\na,Ana\rb,Bo\n", whole, 0},
		{"ends that were made into ends twice", "ref,name\r\r\na,Ana\r\r\nb,Bo\r\r\n", whole, 0},
	} {
		table, bad, err := readFile(strings.NewReader(c.file))
		if err != nil || len(bad) > 0 {
			t.Errorf("%s: %v %v", c.about, err, says(bad))
		}
		var rows []string
		for _, row := range table.all() {
			rows = append(rows, strings.Join(row.Cells, "|"))
		}
		equal(t, c.about, strings.Join(table.Header, "|")+" "+strings.Join(rows, "/"), c.want)
		equal(t, c.about, table.Empty, c.blank)
	}
}

func TestReadTableSaysWhatIsWrong(t *testing.T) {
	for _, c := range []struct {
		about string
		file  string
		want  string
	}{
		{"nothing", "", "1 : import.empty"},
		{"nothing but blank lines", "\n\r\n", "1 : import.empty"},
		{"too many columns", strings.Repeat("ref,", 201) + "\n", "1 : import.too_wide Columns=200"},
		{"a quote that ends too late", "ref,name\na,\"Ana" + strings.Repeat("\nb,Bo", 2000) + "\"\n", "2 : import.row_long"},
		{"wide rows", "ref,name\na\nb,Bo,,x\nc,Cy,x\n", "3 : import.width Cells=4 Columns=2, 4 : import.width Cells=3 Columns=2"},
		{"damaged UTF-8", "ref,name\na,Ana Muñoz\nb,Bo Núñez\nc,Pe\xc3\n", "4 name: import.utf8"},
		{"a quote that does not end", "ref,name\na,\"Ana\nb,Bo\n", "2 : import.not_csv"},
		{"a quote in the middle", "ref,name\na,An\"a\n", "2 : import.not_csv"},
		{"no CSV at all", "\"ref\"x\n", "1 : import.not_csv"},
	} {
		_, bad, err := readFile(strings.NewReader(c.file))
		if err != nil {
			t.Errorf("%s: %v", c.about, err)
		}
		equal(t, c.about, says(bad), c.want)
	}
}

func TestReadTableOfAnotherFormat(t *testing.T) {
	for about, file := range map[string]string{
		"a spreadsheet": "PK\x03\x04\x14\x00\x06\x00\x08\x00\x00\x00!\x00", "UTF-16 without its mark": "r\x00e\x00f\x00\n\x00", "a picture": "\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR",
	} {
		if _, bad, err := readFile(strings.NewReader(file)); err != nil || len(bad) == 0 {
			t.Errorf("%s is taken for a table (%v)", about, err)
		}
	}
}

// A report does not grow without end, however bad a file is.
func TestReadTableStopsListing(t *testing.T) {
	table, bad, err := readFile(strings.NewReader("ref,name\n" + strings.Repeat("a,b,c\n", 3000)))
	if err != nil || len(bad) != maxRowErrors || table.Len() != 3000 {
		t.Errorf("%d errors of %d rows are listed, %v", len(bad), table.Len(), err)
	}
}

func TestReadTableFaults(t *testing.T) {
	broken := errors.New("the line went dead")
	for about, file := range map[string]io.Reader{
		"at the start":  iotest.ErrReader(broken),
		"in the header": io.MultiReader(strings.NewReader("ref,na"), iotest.ErrReader(broken)),
		"in a row":      io.MultiReader(strings.NewReader("ref,name\na,A"), iotest.ErrReader(broken)),
	} {
		if _, bad, err := readFile(file); !errors.Is(err, broken) || len(bad) > 0 {
			t.Errorf("%s: %v, %v", about, err, says(bad))
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
		f, bad, err := readFile(strings.NewReader(written))
		if err != nil || len(bad) > 0 || f.Len() != 1 {
			t.Errorf("%s: %v %v %v", about, err, says(bad), f)
			continue
		}
		equal(t, about, strings.Join(f.all()[0].Cells, "|"), "a|Peña, Ana|1950-02-01")
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
	_, _, err := ReadTable(io.MultiReader(strings.NewReader("ref\n\""), endless("x")), Told{})
	if !base.IsCode(err, base.TooLarge) {
		t.Errorf("a file cut off in a quoted cell: %v, want TooLarge", err)
	}
}

// Whatever a file holds, what is taken from it is a table: every good row is as wide as the header and UTF-8, and every error
// names a line that there is.
func FuzzReadTable(f *testing.F) {
	for _, file := range []string{
		"ref,group,name\na,patient,Ana\nb,staff,Bo\n", "\ufeff\"ref\"\r\na\r\n", "ref,name\na,\"x\ny\"\na,z\n", "ref\n\n \n,\n", "ref,\xff\n\xff,a\n", "\"",
	} {
		f.Add(file)
	}
	f.Fuzz(func(t *testing.T, file string) {
		table, bad, err := readFile(strings.NewReader(file))
		if err != nil {
			t.Fatalf("a fault: %v", err)
		}
		for _, e := range bad {
			if e.Line < 1 || e.Line > strings.Count(file, "\n")+1 {
				t.Errorf("an error in line %d of %d", e.Line, strings.Count(file, "\n")+1)
			}
		}
		for _, row := range table.all() {
			right := len(row.Cells) == len(table.Header) && utf8.ValidString(strings.Join(row.Cells, ""))
			if wrong := row.Wrong(table.Header, table.Header); len(bad) == 0 && !right && wrong != nil || right && wrong != nil {
				t.Fatalf("a row %q under %q: %v", row.Cells, table.Header, says(wrong))
			}
		}
	})
}
