package cohorts_test

import (
	"errors"
	"strings"
	"testing"

	"soundings/cohorts"
	"soundings/cohorts/base/expect"
	"soundings/server/services/servicestest"
)

// To put a whole record is to say how it is to be: of many at once, one stands at the end, whole.
func TestPutParticipant(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		errs := servicestest.Together(8, func(n int) error {
			p := ana
			p.Name = strings.Repeat("x", n+1)
			p.Attributes = map[string]string{"length": strings.Repeat("x", n+1)}
			_, err := c.Cohorts.SaveParticipant(c.ctx, p)
			return err
		})
		expect.Equal(t, "refused", errors.Join(errs...), nil)
		kept := must(c.Cohorts.Participant(c.ctx, ana.Ref))
		expect.Equal(t, "whole", kept.Attributes["length"], kept.Name)
		same := must(c.Cohorts.SaveParticipant(c.ctx, kept))
		expect.Equal(t, "put again, unchanged", same.Version, kept.Version)
		_, err := c.Cohorts.SaveParticipant(c.ctx, cohorts.Participant{Ref: "P 1", Group: "friend"})
		expect.Equal(t, "wrong", strings.Join(expect.Fields(err), ", "), "ref: error.ref, group: error.oneof")
	})
}
