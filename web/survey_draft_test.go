package web

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"soundings/server/services/servicestest"
	"soundings/web/auth"
)

// A draft is changed as a whole, by who saw it as it is; what is published never changes.
func TestADraftSurveyIsChangedByAPI(t *testing.T) {
	k := newClinic(t)
	bearer := "Bearer " + k.key(t, auth.Member)
	const pages = `"pages":[{"questions":[{"id":"helped","type":"text","text":"Did it help?"}]}]`
	send := func(method, path, body string) (int, string) {
		got, text := k.ask(t, method, "/api/v1"+path, body, "Authorization", bearer)
		return got.StatusCode, text
	}
	send("POST", "/surveys", `{"title":"Portal",`+pages+`}`)
	for _, c := range []struct {
		what, path, body string
		status           int
		says             string
	}{
		{"as it was read", "portal", `{"title":"The portal","anonymous":true,"cuts":["group"],` + pages + `,"revision":1}`, 200, `"state":"draft","title":{"en":"The portal"},"anonymous":true`},
		{"what is left out is gone", "portal", `{"title":"The portal",` + pages + `,"revision":2}`, 200, `"state":"draft","title":{"en":"The portal"},"anonymous":false`},
		{"by who saw it as it was before", "portal", `{"title":"Mine",` + pages + `,"revision":2}`, 409, "changed"},
		{"whatever stands there", "portal", `{"title":"Whatever",` + pages + `}`, 200, `"revision":4`},
		{"all mistakes at once", "portal", `{"title":"","pages":[{"questions":[{"id":"0","type":"shout"}]}]}`, 422, `"name":"title"`},
		{"and the others", "portal", `{"title":"","pages":[{"questions":[{"id":"a b","type":"text","text":"One"}]}]}`, 422, `"name":"pages[0].questions[0].id"`},
		{"a member that there is not", "portal", `{"title":"One","page":[]}`, 422, `"name":"page"`},
		{"a survey that there is not", "none", `{"title":"One",` + pages + `}`, 404, "no such survey"},
	} {
		if status, text := send("PUT", "/surveys/"+c.path, c.body); status != c.status || !strings.Contains(text, c.says) {
			t.Errorf("%s: %d %s", c.what, status, text)
		}
	}
	if _, text := send("GET", "/surveys/portal", ""); !strings.Contains(text, `"Whatever"`) || !strings.Contains(text, `"revision":4`) {
		t.Errorf("what was refused changed something: %s", text)
	}
	send("POST", "/surveys/portal/publish", "")
	for _, end := range []string{"open", "closed"} {
		if status, text := send("PUT", "/surveys/portal", `{"title":"Late",`+pages+`}`); status != http.StatusConflict || !strings.Contains(text, "published") {
			t.Errorf("%s: %d %s", end, status, text)
		}
		send("POST", "/surveys/portal/close", "")
	}
}

// Of two who change the same draft at once one is told.
func TestTwoChangeADraftSurveyAtOnce(t *testing.T) {
	k := newClinic(t)
	bearer := "Bearer " + k.key(t, auth.Member)
	k.ask(t, "POST", "/api/v1/surveys", `{"title":"Portal"}`, "Authorization", bearer)
	codes := servicestest.Count(servicestest.Together(8, func(i int) int {
		got, _ := k.ask(t, "PUT", "/api/v1/surveys/portal", fmt.Sprintf(`{"title":"Mine %d","revision":1}`, i), "Authorization", bearer)
		return got.StatusCode
	}))
	if codes[200] != 1 || codes[409] != 7 {
		t.Errorf("answers: %v", codes)
	}
}
