package web

import (
	"net/http"
	"strings"
	"testing"

	"soundings/cohorts"
	"soundings/web/auth"
)

// The list of participants is narrowed by what the filter row says, and its pages keep to it.
func TestFilteredParticipants(t *testing.T) {
	k := newClinic(t)
	b := k.as(t, auth.Member)
	b.upload(peopleFile(120), "import").is(200)
	b.upload("ref,group,language,site\nS-1,staff,es,North\nS-2,staff,en,South\n", "import").is(200)
	b.get("/cohorts").fill("/cohorts", one("name.en", "One", "name.es", "One")).leads("/cohorts/one").fill("/cohorts/one/select", one("refs", "P-001 P-002 S-1")).leads("/cohorts/one")
	for path, want := range map[string]int{
		"/participants": 122, "/participants?group=staff": 2, "/participants?language=es": 61, "/participants?language=es&group=staff": 1,
		"/participants?attribute=site&value=North": 121, "/participants?attribute=site&value=West": 0, "/participants?cohort=one": 3,
		"/participants?cohort=one&state=selected&group=patient": 2, "/participants?cohort=one&state=agreed": 0, "/participants?q=alvarez&language=es": 60,
	} {
		if got := b.get(path).is(200).turn(); got != want {
			t.Errorf("%s shows %d lines, not %d", path, got, want)
		}
	}
	b.get("/participants?attribute=site&value=West").says("Nothing matches these filters.")
}

// A person is removed for good by typing their name, and nothing of them is left but that it was done.
func TestRemovingForGood(t *testing.T) {
	k := newClinic(t)
	b := k.as(t, auth.Manager)
	b.upload(peopleFile(3), "import").is(200)
	b.get("/cohorts").fill("/cohorts", one("name.en", "One", "name.es", "One")).leads("/cohorts/one").fill("/cohorts/one/select", one("refs", "P-001 P-002")).leads("/cohorts/one")
	listed := b.get("/participants/P-001").says("Remove for good", "All that is kept of Maria Alvarez 1 is deleted")
	listed.fill("/participants/P-001/remove", one("confirm", "P-002")).is(422).says("Type exactly Maria Alvarez 1.")
	listed.fill("/participants/P-001/remove", one("confirm", "maria alvarez 1")).leads("/participants").says("permanently removed").hides("P-001")
	b.get("/participants/P-001").is(404)
	b.get("/cohorts/one").hides("P-001").says("P-002")
	b.get("/audit").says("Removed a participant for good")
	b.get("/participants/P-002").fill("/participants/P-002/remove", one("confirm", "P-002")).leads("/participants")

	key, _, err := k.Auth.CreateKey(t.Context(), "tests", auth.Member)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []int{http.StatusNoContent, http.StatusNotFound} {
		request, err := http.NewRequestWithContext(t.Context(), http.MethodDelete, k.url+"/api/v1/participants/P-003", strings.NewReader(""))
		if err != nil {
			t.Fatal(err)
		}
		request.Header.Set("Authorization", "Bearer "+key)
		got, err := http.DefaultClient.Do(request)
		if err != nil {
			t.Fatal(err)
		}
		got.Body.Close()
		if got.StatusCode != want {
			t.Errorf("removing by the API answered %d, not %d", got.StatusCode, want)
		}
	}
	if all, err := k.Cohorts.Participants(t.Context(), cohorts.ParticipantQuery{}); err != nil || len(all.Items) > 0 {
		t.Errorf("left are %v, %v", all.Items, err)
	}
}
