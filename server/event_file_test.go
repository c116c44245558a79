package main

import (
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"soundings/server/needs"
)

// fileAnswer is what came of a file of events.
type fileAnswer struct{ Rows, Accepted, Duplicates, Unknown int }

// A server that is killed while it takes in a file finishes it when it is started again; the same file once more, from its
// last row to its first, adds nothing, and the figures are those of the file.
func TestAFileOfEventsSurvivesAKill(t *testing.T) {
	needs.Time(t)
	const rows = 30_000
	onBothAtOnce(t, func(t *testing.T, at place) {
		s := startChild(t, at.with()...)
		refs := s.wave(t, 40)
		lines := make([]string, rows)
		start := time.Now().UTC() // they have agreed just now; clocks may differ by more than the twelve minutes that it comes to
		for i := range lines {
			at := start.Add(time.Duration(i/len(refs)) * time.Second)
			lines[i] = fmt.Sprintf("%s,%s", refs[i%len(refs)], at.Format("2006-01-02 15:04:05"))
		}
		const path, header = "/events/import?map=When:at&every=login", "ref,When\n"
		ended := make(chan bool)
		go func() {
			defer close(ended)
			r, _ := http.NewRequestWithContext(t.Context(), http.MethodPost, s.base+"/api/v1"+path, strings.NewReader(header+strings.Join(lines, "\n")))
			r.Header.Set("Authorization", "Bearer "+testKey)
			if answer, err := s.http.Do(r); err == nil {
				_ = answer.Body.Close()
			}
		}()
		eventually(t, "some of it is taken in", func() bool {
			_, body, err := newClient(s.base).page(t.Context(), "/metrics")
			return err == nil && strings.Contains(body, `soundings_events_total{kind="login",result="accepted"} `) &&
				!strings.Contains(body, `soundings_events_total{kind="login",result="accepted"} 0`)
		})
		s.kill()
		<-ended

		s = startChild(t, at.with()...)
		last := fmt.Sprintf("%s,%s", refs[(rows-1)%len(refs)], strings.SplitN(lines[rows-1], ",", 2)[1])
		var came fileAnswer
		eventually(t, "the rest is taken in", func() bool {
			s.must(t, "POST", path+"&dry_run=true", header+last, &came)
			return came.Duplicates == 1
		})
		backwards := make([]string, rows)
		for i, line := range lines {
			backwards[rows-1-i] = line
		}
		s.must(t, "POST", path, header+strings.Join(backwards, "\n"), &came)
		if came.Accepted != 0 || came.Duplicates != rows {
			t.Errorf("the same file again: %+v", came)
		}
		if out := succeeds(t, append([]string{"recount"}, at.with()...)...); !strings.HasPrefix(out, fmt.Sprint("Recounted ", rows, " events of 40 members: the figures match.")) {
			t.Errorf("counted again: %s", out)
		}
	})
}

// The vendor's login report in a few clicks, without script on a phone: choose the file, read what it would do, count it.
func TestALoginReportInABrowser(t *testing.T) {
	needs.Time(t)
	ctx := browser(t)
	s := start(t, "--demo")
	var report strings.Builder
	report.WriteString("Patient ID;Name;Last login\n")
	for i := range 200 {
		fmt.Fprintf(&report, "P-%d;Somebody;%s\n", 1001+i, time.Now().UTC().Add(-time.Hour).Format("2006-01-02 15:04:05Z"))
	}
	file := filepath.Join(t.TempDir(), "logins.csv")
	if err := os.WriteFile(file, []byte(report.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	act := acting(ctx, t)
	choose := []step{chromedp.SetUploadFiles(chromedp.CSS("#f-file"), []string{file}), click("main form button")}
	act("signing in", chromedp.Navigate(s.link(t, "/signin/")), says("Today"))
	act("from the reports", chromedp.Navigate(s.BaseURL+"/reports"), click(`a[href="/events"]`), says("Events from a file"))
	act("the file", append(choose, says("The file is ready to import"))...)
	act("counting", click(`button[value="import"]`), says("The events were counted"))
	act("the same file again", append(append([]step{click(".crumb a")}, choose...), says("Known already"))...)
	figures, err := chromedp.Run(ctx, chromedp.Text(chromedp.CSS("dl.figures")))
	if err != nil || !strings.Contains(strings.ReplaceAll(figures, "\n", " "), "New events 0") {
		t.Errorf("the same file again: %s, %v", figures, err)
	}
}
