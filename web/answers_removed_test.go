package web

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"soundings/cohorts"
	"soundings/server/services/servicestest"
	"soundings/surveys"
	"soundings/surveys/polls"
	"soundings/web/auth"
)

// Programs take out what a member answered and did, of one cohort or of all, and are told how much that was; the audit says
// so, and of whom until they are removed for good.
func TestAnswersAreRemovedByAPI(t *testing.T) {
	servicestest.Each(t, func(t *testing.T, s *servicestest.Clinic) {
		k := newClinicOver(t, s)
		k.everythingOf(t, k.as(t, auth.Manager), quokka)
		reads, writes := k.key(t, auth.Viewer), k.key(t, auth.Member)
		of, all := "/cohorts/one/members/"+quokka+"/answers", "/participants/"+quokka+"/answers"
		remove := func(about, key, path, want string) {
			t.Helper()
			if code, got := k.api(t, key, http.MethodDelete, path, ""); !strings.HasPrefix(fmt.Sprint(code, " ", got), want) {
				t.Errorf("%s: %d %v, want %s", about, code, got, want)
			}
		}
		remove("who may only read", reads, of, "403")
		remove("who may only read", reads, all, "403")
		remove("of a cohort there is not", writes, "/cohorts/two/members/"+quokka+"/answers", "404")
		remove("of nobody", writes, "/participants/NOBODY/answers", "404")
		if r, err := k.Surveys.Results(t.Context(), "sent", surveys.Team, ""); err != nil || r.Completed != 1 {
			t.Errorf("refused, and %d answers are left, %v", r.Completed, err)
		}
		remove("as a member", writes, of, "200 map[ballots:1 events:1 responses:1]")
		remove("again", writes, of, "200 map[ballots:0 events:0 responses:0]")
		remove("of all", writes, all, "200 map[ballots:0 events:0 responses:0]")
		if r, err := k.Surveys.Results(t.Context(), "sent", surveys.Team, ""); err != nil || r.Completed != 0 {
			t.Errorf("%d answers are left, %v", r.Completed, err)
		}
		for _, collection := range []string{"responses", "ballots", "poll_rights", "unfinished", "events", "parked_events"} {
			if slices.Contains(s.Naming(t, quokka), collection) {
				t.Errorf("%s still names them", collection)
			}
		}

		said := func(subject string) int {
			return strings.Count(strings.Join(s.Audit(t), "\n")+"\n", ": answers.remove "+subject+"\n")
		}
		if of, all := said("one/"+quokka), said(quokka); of != 2 || all != 1 {
			t.Errorf("the audit says it %d and %d times: %v", of, all, s.Audit(t))
		}
		if err := k.Cohorts.RemoveParticipant(t.Context(), quokka); err != nil {
			t.Fatal(err)
		}
		remove("of somebody removed for good", writes, all, "404")
		remove("of them as a member", writes, of, "404")
		record := strings.Join(s.Audit(t), "\n")
		if strings.Contains(record, quokka) || strings.Count(record, ": answers.remove ") != 3 {
			t.Errorf("the audit says of somebody removed for good: %s", record)
		}
	})
}

// Lists of links that programs get leave out whoever wants to be reached in no way, and say how many those are and why.
func TestLinksLeftOutByAPI(t *testing.T) {
	k := newClinic(t)
	b := k.as(t, auth.Member)
	b.upload(peopleFile(4), "import").is(200)
	k.askedOne(t, b, "P-001", "P-002", "P-003")
	asked, err := k.Contact.AskConsent(t.Context(), "one")
	if err != nil {
		t.Fatal(err)
	}
	key := k.key(t, auth.Member)
	list := func(method, path, body, want string) {
		t.Helper()
		code, got := k.api(t, key, method, path, body)
		var refs []string
		items, _ := got["items"].([]any)
		for _, item := range items {
			one, _ := item.(map[string]any)
			refs = append(refs, fmt.Sprint(one["ref"], one["by"]))
		}
		slices.Sort(refs)
		if said := fmt.Sprint(code, refs, got["left_out"]); said != want {
			t.Errorf("%s: %s, want %s", path, said, want)
		}
	}
	everybody := "[P-001[mail text letter] P-002[mail text letter] P-003[mail text letter]]"
	list("POST", "/cohorts/one/invite", "{}", "200 "+everybody+" <nil>")
	for _, i := range asked {
		if i.Ref != "P-003" {
			continue
		}
		if err := k.Contact.SaveChoices(t.Context(), i, false, false, false); err != nil {
			t.Fatal(err)
		}
	}
	others := "[P-001[mail text letter] P-002[mail text letter]] map[people:1 why:They chose to be reached by none of mail, text and letter.]"
	list("POST", "/cohorts/one/invite", "{}", "200 "+others)
	p := k.services.Poll(t, func(p *polls.Poll) { p.Groups = map[cohorts.Group]polls.Share{cohorts.Patient: {Weight: 1}} })
	list("POST", "/polls/"+p.ID+"/invitations", `{"refs": ["P-001", "P-002", "P-003"]}`, "200 "+others)
}
