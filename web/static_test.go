package web

import (
	"net/http/httptest"
	"strings"
	"testing"

	"soundings/web/answer"
	"soundings/web/page"
)

// A survey page is light enough for an old phone: its HTML, one stylesheet, and nothing else.
func TestSurveyPagesAreLight(t *testing.T) {
	pages, files, catalogue := newPages(t)
	sheet := get(files, files.URL("patient.css"), "gzip").Body.Len()
	if sheet > 3000 {
		t.Errorf("the stylesheet takes %d bytes", sheet)
	}
	for _, e := range answer.Examples(catalogue.In("es")) {
		w := httptest.NewRecorder()
		if err := pages.Render(w, 200, e.View); err != nil {
			t.Fatal(err)
		}
		if strings.Contains(w.Body.String(), "data-kiosk") {
			continue // on a tablet of the clinic
		}
		listed, err := page.Compress(w.Body.Bytes())
		if err != nil {
			t.Fatal(err)
		}
		if total := len(listed) + sheet; total > 6500 { // what is left of 8,000 is for the headers
			t.Errorf("%s takes %d bytes", e.Name, total)
		}
		for _, more := range []string{"<script", "<img", "@import", "url(", "src="} {
			if strings.Contains(w.Body.String(), more) {
				t.Errorf("%s asks for more: %s", e.Name, more)
			}
		}
	}
}

func get(files *page.Static, url, encoding string) *httptest.ResponseRecorder {
	w, r := httptest.NewRecorder(), httptest.NewRequest("GET", url, nil)
	r.Header.Set("Accept-Encoding", encoding)
	files.ServeHTTP(w, r)
	return w
}
