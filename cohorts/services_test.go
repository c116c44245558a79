package cohorts_test

import (
	"context"
	"fmt"
	"maps"
	"os"
	"strings"
	"testing"

	"soundings/cohorts"
	"soundings/cohorts/base"
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
	servicestest.Each(t, func(t *testing.T, c *servicestest.Clinic) { test(t, &clinic{c, servicestest.ByManager(t)}) })
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

// village adds n patients in age bands and sites of unlike sizes, and a few members of the staff.
func (c *clinic) village(n int) {
	var file strings.Builder
	file.WriteString("ref,group,language,age,site\n")
	for i := range n {
		age := []string{"18-34", "35-49", "50-64", "65-79", "80+"}[i*i%11%5]
		fmt.Fprintf(&file, "V-%05d,patient,%s,%s,%s\n", i, []string{"en", "en", "es"}[i%3], age, []string{"north", "south", "south", ""}[i%7%4])
	}
	for i := range 20 {
		fmt.Fprintf(&file, "S-%05d,staff,en,35-49,north\n", i)
	}
	must(c.Cohorts.Import(c.ctx, strings.NewReader(file.String()), false))
}

func (c *clinic) wave(name string, capacity int) string {
	return must(c.Cohorts.CreateCohort(c.ctx, cohorts.Cohort{Name: base.Words{"en": name, "es": name}, Capacity: capacity})).ID
}

func (c *clinic) membersOf(id string) []string {
	var all []string
	for m, err := range c.Cohorts.EveryMember(c.ctx, id, "") {
		all = append(all, must(m, err).Ref)
	}
	return all
}

var ana = cohorts.Participant{
	Ref: "P-0001", Group: cohorts.Patient, Name: "Ana María Peña-O'Brien", Email: "Ana.Pena@Example.org", Phone: "(615) 555-0134",
	Language: "es", Attributes: map[string]string{"site": "north"},
}
