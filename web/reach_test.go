package web

import (
	"net/http"
	"strings"
	"testing"

	"soundings/cohorts"
	"soundings/web/auth"
)

// Who only looks on sees who takes part, but no mail address and no telephone number: on no page, in no answer of a program,
// and neither by searching for one. Everybody else does.
func TestWhoSeesMailAndTelephone(t *testing.T) {
	k := newClinic(t)
	cohort, _ := k.wave(t, "spring", 3)
	const mail, phone = "maria.alvarez@mail.example", "555 010 4477"
	for _, p := range []cohorts.Participant{
		{Ref: "P-001", Group: cohorts.Patient, Name: "Maria Alvarez", Email: mail, Phone: phone, Address: cohorts.Address{Street: "7 Quince Row", City: "Denver"}},
		{Ref: "5550109911", Group: cohorts.Patient, Name: "Jo Baker"},
	} {
		if _, err := k.Cohorts.SaveParticipant(t.Context(), p); err != nil {
			t.Fatal(err)
		}
	}
	for _, role := range auth.StaffRoles() {
		sees := role != auth.Viewer
		b, key := k.as(t, role), k.key(t, role)
		var pages []string
		for _, r := range k.table() {
			need := doorOf(t, r)
			isKey := strings.HasSuffix(need, "'s key")
			if r.method != http.MethodGet || !role.Covers(auth.Role(strings.TrimSuffix(need, "'s key"))) || need == "portal's key" {
				continue
			}
			path := strings.NewReplacer(":ref", "P-001", ":id", cohort).Replace(r.path)
			if strings.Contains(path, ":") {
				continue
			}
			text := ""
			if isKey {
				_, text = k.ask(t, http.MethodGet, path, "", "Authorization", "Bearer "+key)
			} else {
				text = b.get(path).body
			}
			text = strings.ReplaceAll(text, k.url, "") // whose port is any
			if strings.Contains(text, mail) || strings.Contains(text, "4477") || strings.Contains(text, "Quince") {
				pages = append(pages, path)
			}
		}
		if sees != (len(pages) > 0) || sees && len(pages) < 5 {
			t.Errorf("%s sees them at %q", role, pages)
		}
		for _, typed := range []string{mail, phone, "5550104477"} {
			found := b.get("/participants?q=" + strings.ReplaceAll(typed, " ", "+"))
			status, text := k.ask(t, http.MethodGet, "/api/v1/participants?q="+strings.ReplaceAll(typed, " ", "+"), "", "Authorization", "Bearer "+key)
			if strings.Contains(found.body, "P-001") != sees || strings.Contains(text, "P-001") != sees {
				t.Errorf("%s searches for %q: page %d, program %d", role, typed, found.status, status.StatusCode)
			}
		}
		if !sees {
			b.get("/participants?q=" + mail).is(403).says("Your role does not see e-mail addresses")
		}
		b.get("/participants?q=5550109911").is(200).says("Jo Baker")
		b.get("/participants?q=alvarez").is(200).says("P-001")
	}
}
