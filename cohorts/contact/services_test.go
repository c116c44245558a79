package contact_test

import (
	"context"
	"fmt"
	"maps"
	"os"
	"strings"
	"testing"

	"soundings/cohorts"
	"soundings/cohorts/contact"
	"soundings/server/services/servicestest"
)

func TestMain(m *testing.M) { os.Exit(servicestest.Main(m)) }

// clinic is a clinic of a test, with the context in which its manager acts.
type clinic struct {
	*servicestest.Clinic
	ctx context.Context
}

// on runs a test over each engine.
func on(t *testing.T, test func(t *testing.T, c *clinic)) {
	t.Helper()
	servicestest.Each(t, func(t *testing.T, c *servicestest.Clinic) {
		c.SetUp(t)
		test(t, &clinic{c, servicestest.ByManager(t)})
	})
}

var refs = servicestest.Refs

// must returns v; an error in the middle of a test is a panic with its trace.
func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

// steps returns the history of a membership, as ">selected staff team 0 ": states, actor, channel, wording, language.
func (c *clinic) steps(cohort, ref string) string {
	var all []string
	for _, s := range must(c.Store.History(c.ctx, cohort, ref)) {
		all = append(all, fmt.Sprintf("%s>%s %s %s %d %s", s.From, s.To, s.By.Kind, s.Channel, s.Wording, s.Language))
	}
	return strings.Join(all, ", ")
}

// members returns the number of members in each state; states without any are left out.
func (c *clinic) members(cohort string) map[cohorts.State]int {
	counts := must(c.Cohorts.MemberCounts(c.ctx, cohort))
	maps.DeleteFunc(counts, func(_ cohorts.State, n int) bool { return n == 0 })
	return counts
}

// recounted returns the same, counted from the memberships themselves.
func (c *clinic) recounted(cohort string) map[cohorts.State]int {
	counts := map[cohorts.State]int{}
	for m, err := range c.Cohorts.EveryMember(c.ctx, cohort, "") {
		counts[must(m, err).State]++
	}
	return counts
}

// again reads an invitation as it is now.
func (c *clinic) again(i contact.Invitation) contact.Invitation {
	return must(c.Contact.Invitation(c.ctx, c.Contact.Token(i)))
}
