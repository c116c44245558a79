package board

import (
	"fmt"
	"testing"
)

// What programs are told of an act: each new card, and each concern that is raised.
func TestNotices(t *testing.T) {
	for name, test := range map[string]struct {
		saved Saved
		want  string
	}{
		"a report":   {Saved{Bumps: []Bump{{ID: "B-1", Where: "labs", Severity: Major}}, Notes: []Note{{ID: "N-0", Bump: "B-1", Kind: Reported}}}, "bump-created_B-1 {B-1 labs major}; "},
		"a concern":  {Saved{Bumps: []Bump{{ID: "B-1", Version: 3}}, Notes: []Note{{ID: "N-0", Bump: "B-1", Kind: ConcernRaised, To: "true"}}}, "bump-concern_B-1_N-0 {B-1}; "},
		"it is none": {Saved{Bumps: []Bump{{ID: "B-1", Version: 3}}, Notes: []Note{{ID: "N-0", Bump: "B-1", Kind: ConcernRaised, To: concernEnded}}}, ""},
		"split off":  {Saved{Bumps: []Bump{{ID: "B-2", Where: SigningIn}, {ID: "B-1", Version: 3}}}, "bump-created_B-2 {B-2 signing-in }; "},
		"a comment":  {Saved{Notes: []Note{{ID: "N-0", Bump: "B-1", Kind: Commented, Text: "x"}}}, ""},
	} {
		got := ""
		for _, n := range test.saved.Notices() {
			got += fmt.Sprintf("%s %v; ", n.ID, n.Data)
		}
		if got != test.want {
			t.Errorf("%s: %q, not %q", name, got, test.want)
		}
	}
}
