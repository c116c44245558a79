package page

import (
	"encoding/csv"
	"strings"
	"testing"
)

// A number stays a number; a text that a spreadsheet of any language could take for a formula gets an apostrophe.
func TestSafeCSV(t *testing.T) {
	for cell, want := range map[string]string{
		"-5": "-5", "-2.5": "-2.5", "12": "12", "0": "0", "-.5": "-.5", "1.5": "1.5", "007": "007",
		"+5": `"'+5"`, "+13035550100": `"'+13035550100"`, "-5-3": `"'-5-3"`, "--5": `"'--5"`, "-": `"'-"`, "-1e5": `"'-1e5"`, "−5": `"−5"`,
		"=1+1": `"'=1+1"`, "@SUM(A1)": `"'@SUM(A1)"`, "\t=1": "\"'\t'=1\"", "\rx": "\"'\rx\"",
		";=1+1": `";'=1+1"`, "hello;=cmd|' /C calc'!A0": `"hello;'=cmd|' /C calc'!A0"`, "a; @x": `"a;' @x"`, "a;b": `"a;b"`,
		"＝1+1": `"'＝1+1"`, "＋1": `"'＋1"`, "－1": `"'－1"`, "＠x": `"'＠x"`,
		"\ufeff=1": "\"'\ufeff=1\"", "\u200b=1": "\"'\u200b=1\"", "\u200b\u00ad +1": "\"'\u200b\u00ad +1\"", " =1": `"' =1"`,
		"one\n=two": "\"one\n'=two\"", "one\r\n-two": "\"one\r\n'-two\"",
		"": "", "Ana": "Ana", "María": "María", "a,b": `"a,b"`, `say "hi"`: `"say ""hi"""`, "O'Brien": `"O'Brien"`, "a=b": "a=b", "2027-01-04": "2027-01-04", "(615) 555-0134": `"(615) 555-0134"`,
	} {
		var b strings.Builder
		table := NewSafeCSV(&b)
		if err := table.Write([]string{"x", cell}); err != nil || table.Flush() != nil {
			t.Fatal(err)
		}
		if got := strings.TrimSuffix(strings.TrimPrefix(b.String(), "x,"), "\n"); got != want {
			t.Errorf("%q: got %s, want %s", cell, got, want)
		}
		if rows, err := csv.NewReader(strings.NewReader(b.String())).ReadAll(); err != nil || len(rows) != 1 || len(rows[0]) != 2 {
			t.Errorf("%q is no row: %v %v", cell, rows, err)
		}
	}
}
