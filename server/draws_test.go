package main

import (
	"crypto/sha256"
	"fmt"
	"testing"

	"soundings/cohorts"
)

// A draw that an earlier version did, with a seed that its manager had typed, is still on record, and can still be shown to
// have been fair: in each stratum nobody who could be drawn for sure has a lower lot than one of those who were.
func TestDrawOfAnEarlierVersion(t *testing.T) {
	t.Setenv("SOUNDINGS_PASSPHRASE", passphrase)
	at := folder(t)
	succeeds(t, at.with("restore", backupFolder+"/1.age", "--without-removals")...)
	s := start(t, at.flags...)
	ctx, people := t.Context(), s.app.Services.Cohorts
	draws, err := people.Draws(ctx, "spring-group")
	if err != nil || len(draws) == 0 {
		t.Fatal(draws, err)
	}
	d := draws[len(draws)-1]
	if d.Seed != "larkmoor" || d.Candidates != "" || d.Reason != "" || d.Rule.Size != 200 {
		t.Errorf("the draw is %+v", d)
	}
	lot := func(ref string) string { return fmt.Sprintf("%x", sha256.Sum256([]byte(d.Seed+"\x00"+ref)))[:24] }
	highest, drawn := map[string]string{}, 0
	for m, err := range people.EveryMember(ctx, "spring-group", cohorts.Selected) {
		if err != nil {
			t.Fatal(err)
		}
		if m.Stratum != "" && m.Since.Equal(d.At) {
			highest[m.Stratum] = max(highest[m.Stratum], lot(m.Ref))
			drawn++
		}
	}
	compared := 0
	for p, err := range people.EveryParticipant(ctx, cohorts.ParticipantQuery{Group: cohorts.Patient}) {
		if err != nil {
			t.Fatal(err)
		}
		of, err := people.MembershipsOf(ctx, p.Ref)
		if err != nil {
			t.Fatal(err)
		}
		stratum := "age=" + p.Attributes["age"] + ", language=" + p.Language + ", site=" + p.Attributes["site"]
		if len(of) > 0 || highest[stratum] == "" || p.Ref[:3] == "P-9" { // these came later
			continue
		}
		if compared++; lot(p.Ref) < highest[stratum] {
			t.Errorf("%s should have been drawn of %s", p.Ref, stratum)
		}
	}
	if drawn != 200 || compared < 500 {
		t.Errorf("%d people were drawn, and %d compared with them", drawn, compared)
	}
}
