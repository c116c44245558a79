package web

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"soundings/cohorts"
	"soundings/web/auth"
)

// A portal's key is answered the same for somebody whom the clinic does not know and somebody who has not agreed, whatever it
// sends of them, and however often. A manager's key is told which.
func TestAPortalCannotTellWhoHasNotAgreed(t *testing.T) {
	k := newClinic(t)
	cohort, refs := k.wave(t, "spring", 4)
	k.features(t, "labs")
	k.state(t, cohort, refs[0], cohorts.Withdrawn)
	k.state(t, cohort, refs[1], cohorts.Withdrawn)
	selected := cohorts.Participant{Ref: "P-900", Group: cohorts.Patient, Email: "selected@mail.example"}
	if _, err := k.Cohorts.SaveParticipant(t.Context(), selected); err != nil {
		t.Fatal(err)
	}
	if _, err := k.Cohorts.Select(t.Context(), cohort, []string{selected.Ref}, cohorts.RefuseOverflow); err != nil {
		t.Fatal(err)
	}
	k.clock.Advance(time.Hour)
	at := k.clock.Now().UTC().Format(time.RFC3339)
	portal, manager := "Bearer "+k.key(t, auth.Portal), "Bearer "+k.key(t, auth.Manager)
	send := func(key, ref, kind, feature string) string {
		id := "id-of-" + ref + kind + feature
		_, one := k.ask(t, "POST", "/api/v1/events", fmt.Sprintf(`{"events":[{"id":%q,"ref":%q,"kind":%q,"feature":%q,"at":%q}]}`, id, ref, kind, feature, at), "Authorization", key)
		_, file := k.ask(t, "POST", "/api/v1/events/import?dry_run=true", fmt.Sprintf("id,ref,kind,feature,at\n%s,%s,%s,%s,%s\n", id, ref, kind, feature, at), "Authorization", key, "Content-Type", "text/csv")
		return one + file
	}
	byMail := func(key, mail string) string {
		_, text := k.ask(t, "POST", "/api/v1/events/import?dry_run=true&map=mail:email", fmt.Sprintf("id,mail,kind,feature,at\nm,%s,login,,%s\n", mail, at), "Authorization", key, "Content-Type", "text/csv")
		return text
	}
	for _, what := range [][2]string{{"login", ""}, {"used", "labs"}, {"used", "telepathy"}} {
		stranger := send(portal, "P-999", what[0], what[1])
		if !strings.Contains(stranger, "No one with this ref takes part") || strings.Contains(stranger, "not_agreed") {
			t.Errorf("a stranger: %s", stranger)
		}
		for _, ref := range []string{refs[0], refs[1], selected.Ref, refs[0], "P-999"} {
			if got := send(portal, ref, what[0], what[1]); got != stranger {
				t.Errorf("%v of %s: %s\na stranger: %s", what, ref, got, stranger)
			}
		}
		if send(manager, refs[0], what[0], what[1]) == send(manager, "P-999", what[0], what[1]) {
			t.Errorf("%v: a manager's key is not told which", what)
		}
	}
	if got, want := byMail(portal, "selected@mail.example"), byMail(portal, "nobody@mail.example"); got != want || !strings.Contains(got, "No one") {
		t.Errorf("by mail: %s\na stranger: %s", got, want)
	}
	if text := send(portal, refs[3], "login", ""); !strings.Contains(text, `"accepted":1`) {
		t.Errorf("who agreed: %s", text)
	}
}
