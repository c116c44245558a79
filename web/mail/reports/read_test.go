package reports

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"soundings/cohorts/base"
	"soundings/cohorts/contact"
)

// said writes a report in a line.
func said(all []contact.Bounce) string {
	var lines []string
	for _, b := range all {
		lines = append(lines, strings.TrimSpace(fmt.Sprintf("%s %v %s %v", b.Message, b.Failed, b.Status, strings.Join(b.Addresses, " "))))
	}
	return strings.Join(lines, "\n")
}

// Reports as mail servers write them.
func TestReports(t *testing.T) {
	const ours = "01ABCDEF-0@clinic.example"
	for file, want := range map[string]string{
		"postfix":        ours + " true 5.1.1 Ana@example.org ana@example.org",
		"gmail":          ours + " true 5.1.1 ana@example.org",
		"exchange":       ours + " true 5.1.10 ana@example.org Ana.Lopez@hospital.example.org",
		"exim":           ours + " true 5.2.2 ana@example.org",
		"exim-of-before": ours + " true 5.1.1 ana@example.org\n" + ours + " true 5.1.1 bo@example.org",
		"late":           ours + " false 4.4.1 ana@example.org",
		"several":        "true 5.1.1 ana@example.org\nfalse  bo@example.org\ntrue 5.7.1\ntrue",
		"international":  ours + " true 5.1.1 josé@example.org",
	} {
		text, err := os.ReadFile(filepath.Join("testdata", file+".eml"))
		if err != nil {
			t.Fatal(err)
		}
		all, err := Read(strings.NewReader(string(text)))
		if got := said(all); err != nil || got != want {
			t.Errorf("%s: %v\n%s\nwant\n%s", file, err, got, want)
		}
	}
}

// What is no report is refused with a sentence.
func TestWhatIsNoReport(t *testing.T) {
	away, err := os.ReadFile(filepath.Join("testdata", "away.eml"))
	if err != nil {
		t.Fatal(err)
	}
	deep := strings.Builder{}
	for n := range 20 {
		fmt.Fprintf(&deep, "Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n", n, n)
	}
	const report = "Content-Type: multipart/report; boundary=b\n\n"
	for about, test := range map[string]struct{ mail, want string }{
		"nothing":                      {"", "bounces.no_mail"},
		"a line":                       {"hello", "bounces.no_mail"},
		"a line that begins so":        {"From me", "bounces.no_mail"},
		"JSON":                         {`{"bounces":[]}`, "bounces.no_report"},
		"bytes":                        {"\x00\xff\xfe\x01\n\n", "bounces.no_mail"},
		"a note that somebody is away": {string(away), "bounces.no_report"},
		"no parts":                     {report, "bounces.no_report"},
		"no boundary":                  {"Content-Type: multipart/report\n\n--b\n", "bounces.no_report"},
		"an empty part":                {report + "--b\n\n\n--b--\n", "bounces.no_report"},
		"no end":                       {report + "--b\nContent-Type: text/plain\n\nhello", "bounces.no_report"},
		"parts in parts":               {deep.String(), "bounces.broken"},
		"many parts":                   {report + strings.Repeat("--b\n\n\n", 1000) + "--b--\n", "bounces.broken"},
		"no base64":                    {report + "--b\nContent-Type: message/delivery-status\nContent-Transfer-Encoding: base64\n\n%%%%\n--b--\n", "bounces.broken"},
	} {
		all, err := Read(strings.NewReader(test.mail))
		var refused *base.Error
		if !errors.As(err, &refused) || refused.Text.ID != test.want || refused.Code != base.Invalid {
			t.Errorf("%s: %v %v, want %s", about, all, err, test.want)
		}
	}
	if _, err := Read(io.MultiReader(strings.NewReader(report), broken{})); err == nil {
		t.Error("a body that breaks off is read")
	}
}

type broken struct{}

func (broken) Read([]byte) (int, error) { return 0, errors.New("the connection is gone") }

// Whatever comes, it is read or refused, and never told more of than one could act on.
func FuzzReports(f *testing.F) {
	files, err := filepath.Glob("testdata/*.eml")
	if err != nil || len(files) == 0 {
		f.Fatalf("there are no reports: %v", err)
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(string(text))
	}
	f.Fuzz(func(t *testing.T, text string) {
		all, err := Read(strings.NewReader(text))
		if err != nil && !base.IsCode(err, base.Invalid) {
			t.Fatalf("%v", err)
		}
		for _, b := range all {
			if b.Failed && b.Status != "" && b.Status[0] != '4' && b.Status[0] != '5' || len(b.Message) > 250 || len(b.Addresses) > 2 {
				t.Errorf("%+v", b)
			}
			for _, address := range b.Addresses {
				if strings.ContainsAny(address, "\r\n") || !strings.Contains(address, "@") {
					t.Errorf("%q", address)
				}
			}
		}
	})
}
