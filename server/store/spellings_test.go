package store

import (
	"fmt"
	"testing"
	"time"

	"soundings/cohorts"
)

// People are found in other letters, also those whom an older program kept, once the job was there.
func TestSpellings(t *testing.T) {
	s := emptyStore(t)
	insert(t, s, participants, `{"_id": "Old-1", "version": {"$numberLong": "2"}, "schema": 1, "group": "patient", "language": "en", "tags": []}`)
	if err := s.SaveParticipants(t.Context(), []cohorts.Participant{{Ref: "P-1", Group: cohorts.Patient}, {Ref: "p-1", Group: cohorts.Patient}}); err != nil {
		t.Fatal(err)
	}
	like := func() string {
		found, err := s.Spellings(t.Context(), []string{"p-1", "OLD-1", "none"})
		if err != nil {
			t.Fatal(err)
		}
		return fmt.Sprint(found)
	}
	if got := like(); got != "[[P-1 p-1] [] []]" {
		t.Errorf("before the job: %s", got)
	}
	for range 2 {
		if err := s.Upgrade(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	if got := like(); got != "[[P-1 p-1] [Old-1] []]" {
		t.Errorf("after the job: %s", got)
	}
	if all, err := s.Participants(t.Context(), "Old-1"); err != nil || all[0].Version != 3 || all[0].Group != cohorts.Patient {
		t.Errorf("%+v, %v", all, err)
	}
	audit, err := s.Audit(t.Context(), time.Time{}, time.Time{}, "", 10)
	if err != nil || len(audit.Items) != 1 {
		t.Errorf("the job left records: %+v, %v", audit.Items, err)
	}
}
