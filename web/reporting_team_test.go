package web

import (
	"bytes"
	"fmt"
	"image"
	"image/png"
	"io"
	"mime/multipart"
	"net/http"
	"strings"
	"sync"
	"testing"

	"soundings/cohorts"
	"soundings/surveys/board"
	"soundings/web/auth"
)

// sendsPicture sends a file by the form of a receipt.
func (b *browser) sendsPicture(receipt string, data io.Reader) reply {
	b.t.Helper()
	var head bytes.Buffer
	w := multipart.NewWriter(&head)
	if _, err := w.CreateFormFile("picture", "screen.png"); err != nil {
		b.t.Fatal(err)
	}
	end := "\r\n--" + w.Boundary() + "--\r\n"
	return b.do(http.MethodPost, receipt+"/picture", w.FormDataContentType(), io.MultiReader(&head, data, strings.NewReader(end)))
}

// zeros are as many bytes as are read.
type zeros struct{}

func (zeros) Read(p []byte) (int, error) { clear(p); return len(p), nil }

// A photo is added behind the receipt, and only the team sees it; what is none, or too large, is refused beside its field, and the
// report stays.
func TestAPhotoOfAReport(t *testing.T) {
	k := newClinic(t)
	_, links := k.reporters(t, 1)
	b := k.visitor(t)
	at, receipt := receiptOf(t, b.get(links[0]).fill(links[0], one("text", "Look at this", "feature", "signing-in")))
	receipt.says("Add a photo")
	for about, row := range map[string]struct {
		data io.Reader
		says string
	}{
		"200 MB":  {io.LimitReader(zeros{}, 200<<20), "This photo is too large."},
		"a page":  {strings.NewReader("<script>alert(1)</script>"), "We cannot show this file."},
		"nothing": {strings.NewReader(""), "We cannot show this file."},
	} {
		b.sendsPicture(at, row.data).is(http.StatusUnprocessableEntity).says(row.says, "Look at this").names("picture")
		if reports, err := k.Board.Reports(t.Context(), "B-1", "", 1); err != nil || reports.Items[0].Picture != "" {
			t.Errorf("%s: it is kept, %v", about, err)
		}
	}
	b.post(at+"/picture", one("picture", "typed")).is(http.StatusUnprocessableEntity).says("Choose a photo first.")
	b.sendsPicture(links[0], strings.NewReader("x")).is(http.StatusNotFound) // a link to report by is no receipt

	var screen bytes.Buffer
	if err := png.Encode(&screen, image.NewGray(image.Rect(0, 0, 1200, 900))); err != nil {
		t.Fatal(err)
	}
	var all sync.WaitGroup
	for range 6 { // at once: one of them is kept
		all.Go(func() {
			if got := k.visitor(t).sendsPicture(at, bytes.NewReader(screen.Bytes())); got.status != http.StatusSeeOther {
				t.Errorf("it answered %d", got.status)
			}
		})
	}
	all.Wait()
	b.get(at).says("We have your photo.").hides("Add a photo")
	reports, err := k.Board.Reports(t.Context(), "B-1", "", 1)
	if err != nil || reports.Items[0].Picture == "" {
		t.Fatalf("%+v, %v", reports.Items, err)
	}
	address := "/board/pictures/" + reports.Items[0].Picture
	if n := len(k.services.Documents(t, "bump_pictures")); n != 1 {
		t.Errorf("%d photos are kept", n)
	}
	member := k.as(t, auth.Member)
	member.get("/board/B-1").is(http.StatusOK).holds(`src="` + address + `"`)
	got := member.get(address).is(http.StatusOK)
	for name, want := range map[string]string{"Content-Type": "image/jpeg", "Content-Security-Policy": "default-src 'none'", "X-Content-Type-Options": "nosniff"} {
		if got.header.Get(name) != want {
			t.Errorf("%s: %s", name, got.header.Get(name))
		}
	}
	k.as(t, auth.Viewer).get(address).is(http.StatusForbidden)
	k.visitor(t).get(address).is(http.StatusSeeOther)
	member.get("/board/pictures/none").is(http.StatusNotFound)
}

// The team reports for who called, with what it knows of it, and once for a form that is sent twice.
func TestTheTeamReports(t *testing.T) {
	k := newClinic(t)
	k.reporters(t, 1)
	b := k.as(t, auth.Member)
	const at = "/board/report"
	form := b.get(at + "?ref=P-001").is(http.StatusOK).holds(`value="P-001"`)
	form.fill(at, one("ref", "P-099", "text", "", "feature", "")).is(http.StatusUnprocessableEntity).names("feature", "text")
	form.fill(at, one("ref", "P-099", "text", "x", "feature", "signing-in")).is(http.StatusUnprocessableEntity).names("ref")
	for range 2 {
		form.fill(at, one("text", "She called: the code never comes", "feature", "signing-in", "severity", "major", "concern", "yes")).leads("/board/B-1").says("She called: the code never comes")
	}
	cards := k.cards(t)
	if len(cards) != 1 || cards[0].Severity != board.Major || !cards[0].Concern.Waits() || cards[0].People[cohorts.Patient] != 1 {
		t.Errorf("%+v", cards)
	}
	b.get(at).fill(at, one("text", "Nobody knows who", "feature", "something-else")).leads("/board/B-2")
	k.as(t, auth.Viewer).get(at).is(http.StatusForbidden)
}

// The sheet for the break room says the code in each language; a renewed one makes the sheets before useless.
func TestTheSheetOfTheBreakRoom(t *testing.T) {
	k := newClinic(t)
	b := k.as(t, auth.Member)
	code, err := k.Board.Code(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	sheet := b.get("/board/code").is(http.StatusOK).says(code, "Scan this square code", "Escanee este código")
	k.visitor(t).get("/b/" + code).is(http.StatusOK)
	k.visitor(t).get("/s/" + code).leads("/b/" + code)
	sheet.fill("/board/code", nil).leads("/board/code").hides(code).says("The code is new.")
	k.visitor(t).get("/b/" + code).is(http.StatusNotFound)
	k.as(t, auth.Viewer).get("/board/code").is(http.StatusForbidden)
	if audit := fmt.Sprint(k.services.Audit(t)); !strings.Contains(audit, "board.code") {
		t.Error("nobody can see who renewed it")
	}
}
