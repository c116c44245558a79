package web

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"soundings/web/auth"
)

// api sends JSON with a key and reads the answer.
func (k *house) api(t *testing.T, key, method, path, body string) (int, map[string]any) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), method, k.url+"/api/v1"+path, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Authorization", "Bearer "+key)
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	var said map[string]any
	if err := json.NewDecoder(answer.Body).Decode(&said); err != nil {
		t.Fatal(err)
	}
	return answer.StatusCode, said
}

func TestPollsAndPlansByAPI(t *testing.T) {
	k := newClinic(t)
	k.features(t, "bills", "booking", "forms")
	key := k.key(t, auth.Member)
	if code, got := k.api(t, key, "POST", "/polls", `{"title": "First?", "method": "rank", "features": ["bills", "forms"], "groups": {"staff": {"wait": 1}}}`); code != 422 || fmt.Sprint(got["fields"]) != "[map[message:There is no such field. name:wait]]" {
		t.Errorf("a member that there is not: %d %v", code, got)
	}
	code, got := k.api(t, key, "POST", "/polls", `{"title": "First?", "method": "rank", "features": ["bills", "forms", "gone"], "groups": {"staff": {}}}`)
	if code != 422 || !strings.Contains(fmt.Sprint(got["fields"]), "features[2]") {
		t.Errorf("an unknown feature: %d %v", code, got)
	}
	code, got = k.api(t, key, "POST", "/polls", `{"title": "First?", "method": "rank", "features": ["bills", "booking", "forms"], "groups": {"staff": {}}, "open": true}`)
	if code != 201 || got["id"] != "first" || got["state"] != "draft" || got["url"] != nil {
		t.Fatalf("%d %v", code, got)
	}
	if code, got = k.api(t, key, "POST", "/plans", `{"poll": "first", "start": "2027-01-01", "capacity": [3, 3, 3, 3]}`); code != 422 {
		t.Errorf("a plan of no ballots: %d %v", code, got)
	}
	_, got = k.api(t, key, "POST", "/polls/first/publish", "")
	path, _ := strings.CutPrefix(fmt.Sprint(got["url"]), k.url)
	for range 5 {
		v := k.visitor(t)
		v.get(path)
		v.post(path, url.Values{"rank.forms": {"1"}, "_action": {"submit"}})
	}
	if code, got = k.api(t, key, "POST", "/polls/first/invitations", `{"refs": ["nobody"]}`); code != 422 {
		t.Errorf("inviting nobody: %d %v", code, got)
	}
	k.api(t, key, "POST", "/polls/first/close", "")
	code, got = k.api(t, key, "GET", "/polls/first/results", "")
	if code != 200 || got["ballots"] != 5.0 || got["methods"].(map[string]any)["schulze"] == nil {
		t.Errorf("%d %v", code, got)
	}
	code, got = k.api(t, key, "POST", "/plans", `{"poll": "first", "start": "2027-01-01", "capacity": [3, 3, 0, 0]}`)
	if code != 201 || len(got["phases"].([]any)) != 4 || len(got["unplanned"].([]any)) != 1 {
		t.Fatalf("%d %v", code, got)
	}
	id := fmt.Sprint(got["id"])
	if code, got = k.api(t, key, "POST", "/plans/"+id+"/changes", `{"changes": [{"feature": "forms", "quarter": 3}], "try": true}`); code != 422 {
		t.Errorf("a quarter without room: %d %v", code, got)
	}
	if code, got = k.api(t, key, "POST", "/plans/"+id+"/changes", `{"changes": [{"feature": "forms", "quarter": 2}]}`); code != 200 || len(got["moved"].([]any)) == 0 {
		t.Errorf("a move: %d %v", code, got)
	}
	k.api(t, key, "POST", "/plans/"+id+"/adopt", "")
	if code, got = k.api(t, key, "GET", "/plans/"+id, ""); code != 200 || len(got["progress"].([]any)) != 2 {
		t.Errorf("%d %v", code, got)
	}
}
