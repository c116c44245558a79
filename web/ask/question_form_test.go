package ask

import (
	"strings"
	"testing"

	"soundings/surveys/kinds"
)

// Every member that the editor asks of some kind can be read.
func TestMembersOfKinds(t *testing.T) {
	for _, kind := range kinds.All() {
		for _, member := range kind.Members {
			if readMember[member] == nil {
				t.Errorf("nobody reads %s of %s", member, kind.Type)
			}
		}
	}
}

func TestLinesOfOptions(t *testing.T) {
	for typed, want := range map[string]string{
		"yes = Yes | Sí\nno = No":         "yes = Yes | Sí\nno = No",
		"Yes, please | Sí\r\n\r\n  No ":   "yes-please = Yes, please | Sí\nno = No",
		"a=b=c":                           "a = b=c",
		" = nothing":                      " = nothing",
		strings.Repeat("long ", 20) + "x": "long-long-long-long-long-long-long-long = " + strings.Repeat("long ", 20) + "x",
		"":                                "",
	} {
		if got := optionLines(typedOptions(typed)); got != want {
			t.Errorf("%q became %q, not %q", typed, got, want)
		}
	}
}
