package web

import (
	"net/http"
	"testing"

	"soundings/web/auth"
)

// Messages to one person are found by a ref, a name, an address or a number; where several may be meant, the page asks which.
func TestMessagesToOnePerson(t *testing.T) {
	k := newClinic(t)
	_, survey := k.mailed(t)
	for ref, name := range map[string]string{"P-001": "Ana Ruiz", "P-002": "Leo Ruiz", "P-003": "Bo Lee"} {
		p, err := k.Cohorts.Participant(t.Context(), ref)
		if err != nil {
			t.Fatal(err)
		}
		p.Name, p.Phone = name, "555 010 "+ref[2:]+"1"
		if _, err := k.Cohorts.SaveParticipant(t.Context(), p); err != nil {
			t.Fatal(err)
		}
	}
	if status, text := k.sends(t, http.MethodPost, "/api/v1/surveys/"+survey+"/invitations", `{"refs": ["P-001", "P-002", "P-003"], "send": true}`, "Authorization", "Bearer "+k.key(t, auth.Member)); status != http.StatusOK {
		t.Fatal(status, text)
	}
	if _, err := k.Outbox.Take(t.Context()); err != nil {
		t.Fatal(err)
	}
	b := k.as(t, auth.Member)
	for _, typed := range []string{"P-003", "Lee", "bo%20lee", "p-003@example.org", "555%20010%200031"} {
		b.get("/outbox?ref="+typed).is(200).says("P-003").hides("P-001", "P-002")
	}
	b.get("/outbox?ref=Ruiz").is(200).says("Which one?", "P-001 Ana Ruiz", "P-002 Leo Ruiz").hides("P-003").leadsOn("/outbox?ref=P-001", "/outbox?ref=P-002")
	b.get("/outbox?ref=Nobody").is(200).hides("P-001", "Which one?")
}
