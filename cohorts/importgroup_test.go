package cohorts_test

import (
	"fmt"
	"strings"
	"testing"

	"soundings/cohorts"
	"soundings/cohorts/base/expect"
)

// A file without a column for the group is of one group, which whoever sends it names; where they do not, that is one mistake of
// the file and not one of each row.
func TestAFileWithoutGroups(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		c.load("ref,group\nP-1,patient\nS-1,staff\n", false)
		for _, test := range []struct {
			about, file string
			group       cohorts.Group
			want        string
		}{
			{"new people", "ref,name\nP-8,Ana\nP-9,Bo\n", "", "1 group import.no_group 2"},
			{"one group for all", "ref,name\nP-8,Ana\nP-9,Bo\n", cohorts.Patient, ""},
			{"people who have one", "ref,name\nP-1,Ana\nS-1,Bo\n", "", ""},
			{"people who have one, and one for all", "ref,name\nP-1,Ana\nS-1,Bo\n", cohorts.Provider, ""},
			{"somebody new among them", "ref,name\nP-1,Ana\nP-9,Bo\n", "", "1 group import.no_group 1"},
			{"other mistakes beside it", "ref,email\nP-8,none\nP-9,bo@example.org\n", "", "1 group import.no_group 2, 2 email error.email <nil>"},
			{"a group that there is not", "ref,name\nP-8,Ana\n", "guest", "1 group error.oneof <nil>"},
			{"an empty cell of the column", "ref,group\nP-8,\nP-9,staff\n", "", "2 group error.required <nil>"},
			{"an empty cell, and one for all", "ref,group\nP-8,\nP-9,staff\n", cohorts.Patient, ""},
		} {
			report := must(c.Cohorts.ImportRead(c.ctx, strings.NewReader(test.file), cohorts.Reading{Group: test.group}, true))
			var said []string
			for _, e := range report.Errors {
				said = append(said, fmt.Sprint(e.Line, " ", e.Column, " ", e.Text.ID, " ", e.Text.Args["Count"]))
			}
			expect.Equal(t, test.about, strings.Join(said, ", "), test.want)
		}
	})
}
