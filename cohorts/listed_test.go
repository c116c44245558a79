package cohorts_test

import (
	"strings"
	"testing"

	"soundings/cohorts"
	"soundings/cohorts/base"
	"soundings/cohorts/base/expect"
)

// A list of refs is taken whole, each once and in order, or refused with all that is wrong with it.
func TestListed(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		for _, ref := range []string{"S-2", "S-1", "V-1"} {
			must(c.Cohorts.CreateParticipant(c.ctx, cohorts.Participant{Ref: ref, Group: cohorts.Staff}))
		}
		judge := func(p cohorts.Participant) (*base.Text, error) {
			if strings.HasPrefix(p.Ref, "V") {
				return &base.Text{ID: "participant.minor"}, nil
			}
			return nil, nil
		}
		for _, list := range []struct{ refs, people, wrong string }{
			{"S-2 S-1 S-2", "S-1 S-2", ""},
			{"S-1 V-1 X-1", "", "refs: participant.minor, refs: participant.unknown"},
			{"", "", ""},
		} {
			people, err := c.Cohorts.Listed(c.ctx, strings.Fields(list.refs), judge)
			expect.Equal(t, list.refs, strings.Join(expect.Fields(err), ", "), list.wrong)
			if err != nil {
				continue
			}
			var found []string
			for _, p := range people {
				found = append(found, p.Ref)
			}
			expect.Equal(t, list.refs, strings.Join(found, " "), list.people)
		}
	})
}
