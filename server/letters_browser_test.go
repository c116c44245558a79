package main

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"image/png"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
	"github.com/makiuchi-d/gozxing"
	"github.com/makiuchi-d/gozxing/qrcode"

	"soundings/cohorts/base"
	"soundings/cohorts/contact"
	"soundings/server/needs"
	"soundings/surveys"
	"soundings/surveys/kinds"
)

// mm is how long something is on paper, in millimetres.
type mm = float64

// envelope is a common envelope with a window, whose place is told from the left and the lower edge.
type envelope struct {
	name                               string
	width, height                      mm
	left, bottom, window, windowHeight mm
}

var envelopes = []envelope{
	{"#10", 241.3, 104.8, 22.2, 12.7, 114.3, 28.6},
	{"DL", 220, 110, 20, 18, 90, 35},
}

// area is a part of a page, from its upper left corner.
type area struct{ left, top, right, bottom mm }

// always returns the part of a sheet that is in the window however it lies in the envelope, and may the part that can be. The sheet
// is folded into thirds, the upper one outside.
func (e envelope) always(width, height mm) (always, may area) {
	free, loose := e.width-width, e.height-height/3
	top := e.height - e.bottom - e.windowHeight
	always = area{e.left, top, e.left + e.window - free, top + e.windowHeight - loose}
	may = area{e.left - free, top - loose, e.left + e.window, top + e.windowHeight}
	return always, may
}

// touches reports whether areas have a part in common, and holds whether one lies in the other.
func (a area) touches(b area) bool {
	return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom
}

func (a area) holds(b area) bool {
	return a.left <= b.left && b.right <= a.right && a.top <= b.top && b.bottom <= a.bottom
}

// word is a word of a printed page, and where it stands.
type word struct {
	Left   float64 `xml:"xMin,attr"`
	Top    float64 `xml:"yMin,attr"`
	Right  float64 `xml:"xMax,attr"`
	Bottom float64 `xml:"yMax,attr"`
	Text   string  `xml:",chardata"`
}

// at returns where the word stands.
func (w word) at() area {
	const points = 25.4 / 72
	return area{w.Left * points, w.Top * points, w.Right * points, w.Bottom * points}
}

// poppler runs one of its programs, or is missing.
func poppler(t *testing.T, name string, args ...string) []byte {
	t.Helper()
	if _, err := exec.LookPath(name); err != nil {
		needs.Missing(t, name+" not found: install poppler-utils")
	}
	out, err := exec.CommandContext(t.Context(), name, args...).Output()
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return out
}

// wordsOf returns the words of each page of a PDF file.
func wordsOf(t *testing.T, file string) [][]word {
	t.Helper()
	var doc struct {
		Pages []struct {
			Words []word `xml:"word"`
		} `xml:"body>doc>page"`
	}
	d := xml.NewDecoder(bytes.NewReader(poppler(t, "pdftotext", "-bbox", file, "-")))
	d.Strict, d.Entity = false, xml.HTMLEntity
	if err := d.Decode(&doc); err != nil {
		t.Fatal(err)
	}
	all := make([][]word, len(doc.Pages))
	for n, p := range doc.Pages {
		all[n] = p.Words
	}
	return all
}

// looks are in how many dots an inch a page is looked at, one after the other until its QR code is read: as a telephone looks, from
// nearer and from farther. One look in a hundred fails, whatever its fineness.
var looks = []int{100, 150, 120, 200, 170}

// codesOf reads the QR code on each page of a PDF file from pictures of it.
func codesOf(t *testing.T, file string, pages int) []string {
	t.Helper()
	codes := make([]string, pages)
	for n, text := range pictured(t, file, looks[0], 1, pages) {
		codes[n] = text
		for _, dots := range looks[1:] {
			if codes[n] == "" {
				codes[n] = pictured(t, file, dots, n+1, n+1)[0]
			}
		}
	}
	return codes
}

// pictured returns what is read on some pages at one look; nothing where no QR code is.
func pictured(t *testing.T, file string, dots, first, last int) []string {
	t.Helper()
	to := filepath.Join(t.TempDir(), "page")
	poppler(t, "pdftoppm", "-png", "-gray", "-r", strconv.Itoa(dots), "-f", strconv.Itoa(first), "-l", strconv.Itoa(last), file, to)
	pictures, err := filepath.Glob(to + "-*.png")
	if err != nil || len(pictures) != last-first+1 {
		t.Fatalf("pages %d to %d are %d pictures: %v", first, last, len(pictures), err)
	}
	slices.Sort(pictures)
	codes := make([]string, len(pictures))
	for n, name := range pictures {
		content, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		picture, err := png.Decode(bytes.NewReader(content))
		if err != nil {
			t.Fatal(err)
		}
		dots, err := gozxing.NewBinaryBitmapFromImage(picture)
		if err != nil {
			t.Fatal(err)
		}
		if read, err := qrcode.NewQRCodeReader().Decode(dots, map[gozxing.DecodeHintType]any{gozxing.DecodeHintType_TRY_HARDER: true}); err == nil {
			codes[n] = read.GetText()
		}
	}
	return codes
}

// lettersTo returns the batch of letters to n people, of whom some have names and addresses as long as they are, with what is in it.
func (s *server) lettersTo(t *testing.T, n int) (contact.Batch, []contact.Sheet) {
	t.Helper()
	ctx := base.WithActor(t.Context(), base.Actor{Kind: base.ActorKey, ID: "test"})
	names := []string{"Ana Peña", "María José Álvarez-Montenegro de la Fuente", "Wm. Quigg", "Maximiliane Wolkenstein-Rodenegg", "WWWWWWWWW WWWWWWWWWW WWWWWWWWWW WWWW"}
	streets := []string{"12 Oak Street", "1200 North Washington Boulevard, Apartment 14B", "9 Gg Quay", "1 Elm Road, Unit 3"}
	places := []string{"Salem,OR,97301", "San Luis Obispo,California,93401-1234", "Truth or Consequences,New Mexico,87901"}
	var file strings.Builder
	file.WriteString("ref,group,name,language,street,city,region,postcode\n")
	var refs []string
	for i := range n {
		refs = append(refs, fmt.Sprintf("L-%04d", i))
		fmt.Fprintf(&file, "%s,staff,%q,%s,%q,%s\n", refs[i], names[i%len(names)], []string{"en", "es"}[i%2], streets[i%len(streets)], places[i%len(places)])
	}
	report, err := s.app.Cohorts.Import(ctx, strings.NewReader(file.String()), false)
	if err != nil || len(report.Errors) > 0 {
		t.Fatal(err, report.Errors)
	}
	asks := []surveys.Page{{Questions: []surveys.Question{{ID: "a", Type: kinds.FreeText, Text: base.Words{"en": "A?", "es": "¿A?"}}}}}
	v, err := s.app.Surveys.Create(ctx, surveys.Survey{Title: base.Words{"en": "Letters", "es": "Cartas"}, Pages: asks})
	if err == nil {
		_, err = s.app.Surveys.Publish(ctx, v.ID)
	}
	if err == nil {
		_, err = s.app.Contact.Start(ctx, contact.ForSurvey, v.ID, []contact.Step{{AfterDays: 0, By: contact.ByLetter}})
	}
	if err == nil {
		_, err = s.app.Surveys.Invite(ctx, v.ID, surveys.Audience{Refs: refs, Expires: time.Now().AddDate(0, 1, 0)})
	}
	if err != nil {
		t.Fatal(err)
	}
	b, err := s.app.Outbox.HandOut(ctx, contact.ByLetter)
	if err != nil {
		t.Fatal(err)
	}
	sheets, _, err := s.app.Outbox.Sheets(ctx, b)
	if err != nil || len(sheets) != n {
		t.Fatal(err, len(sheets))
	}
	return b, sheets
}

// Letters print on both papers: of each the QR code is read back from a picture of the page, and in the window of either envelope
// the whole address is seen, and nothing else, however the sheet lies in it.
func TestLettersAsPDF(t *testing.T) {
	needs.Time(t)
	n := needs.Many(t, "SOUNDINGS_TEST_LETTERS", 25)
	ctx := browser(t)
	s := start(t, "--demo")
	if err := chromedp.Do(ctx, chromedp.Navigate(s.link(t, "/signin/")), says("Today")); err != nil {
		t.Fatal(err)
	}
	batch, sheets := s.lettersTo(t, n)
	papers, files := map[string][2]mm{"us": {215.9, 279.4}, "a4": {210, 297}}, map[string]string{}
	for paper := range papers {
		began := time.Now()
		if err := chromedp.Do(ctx, chromedp.Navigate(s.BaseURL+"/outbox/letters/"+batch.ID+"?paper="+paper), shows(".leaf")); err != nil {
			t.Fatal(err)
		}
		shown := time.Since(began)
		printed, err := chromedp.Call(ctx, page.PrintToPDF, page.PrintToPDFParams{PreferCSSPageSize: new(true)})
		if err != nil {
			t.Fatal(err)
		}
		t.Logf("%s: %d sheets shown after %v and printed after %v, %d bytes", paper, n, shown.Round(time.Millisecond), time.Since(began).Round(time.Millisecond), len(printed.Data))
		files[paper] = filepath.Join(t.TempDir(), "letters.pdf")
		if err := os.WriteFile(files[paper], printed.Data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for paper, size := range papers {
		file := files[paper]
		pages := wordsOf(t, file)
		if len(pages) != n {
			t.Fatalf("%s: %d letters are %d pages", paper, n, len(pages))
		}
		codes := codesOf(t, file, n)
		for i, sheet := range sheets {
			if want := s.BaseURL + "/s/" + s.app.Contact.Token(sheet.Invitation); codes[i] != want {
				t.Errorf("%s, page %d: the QR code leads to %q, not %q", paper, i+1, codes[i], want)
			}
			lines := append([]string{sheet.Person.Name}, sheet.Person.Address.Lines()...)
			inEveryWindow(t, fmt.Sprintf("%s, page %d", paper, i+1), pages[i], strings.Join(lines, " "), size)
		}
	}
}

// inEveryWindow holds that the words of an address, and no others, are in the window of each envelope.
func inEveryWindow(t *testing.T, about string, words []word, address string, size [2]mm) {
	t.Helper()
	for _, e := range envelopes {
		always, may := e.always(size[0], size[1])
		var seen []string
		for _, w := range words {
			if !w.at().touches(may) {
				continue
			}
			if seen = append(seen, w.Text); !always.holds(w.at()) {
				t.Errorf("%s: %q is at %.1f, which the window of %s does not always show: %.1f", about, w.Text, w.at(), e.name, always)
			}
		}
		if got := strings.Join(seen, " "); got != address {
			t.Errorf("%s: the window of %s shows %q, not %q", about, e.name, got, address)
		}
	}
}
