package series_test

import (
	"strings"
	"testing"

	"soundings/cohorts"
	"soundings/cohorts/base"
	"soundings/cohorts/base/expect"
)

// In the past of a cohort, who signed on paper has agreed from that day on, and nobody was ever there less than once.
func TestHistoryOfConsentOnPaper(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		c.People(t, cohorts.Patient, "paper")
		cohort := must(c.Cohorts.CreateCohort(c.ctx, cohorts.Cohort{Name: base.Words{"en": "Pilot", "es": "Piloto"}, Began: "2027-01-04"})).ID
		must(c.Cohorts.Select(c.ctx, cohort, []string{"paper"}, cohorts.RefuseOverflow))
		must(c.Contact.AskConsent(c.ctx, cohort))
		must(c.Cohorts.SetState(c.ctx, cohort, "paper", cohorts.Agreed, cohorts.Heard{Channel: "paper", On: "2027-01-10"}))
		agreed := 0
		for _, line := range c.pastOf("soundings_cohort_members") {
			fields := strings.Fields(line)
			switch {
			case strings.HasPrefix(fields[1], "-"):
				t.Errorf("less than nobody: %s", line)
			case strings.Contains(line, `state="agreed"`) && fields[1] == "1":
				agreed++
			case fields[1] != "0":
				t.Errorf("besides: %s", line)
			}
		}
		expect.Equal(t, "days on which they had agreed", agreed, 50) // from the 10th of January to the last of February
	})
}
