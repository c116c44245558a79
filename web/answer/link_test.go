package answer

import (
	"testing"

	"soundings/cohorts/contact"
)

// Every kind of invitation has what shows it and what takes its form.
func TestEveryKindOfInvitationHasSomethingBehindIt(t *testing.T) {
	kinds := []contact.Kind{contact.ForSurvey, contact.ForPoll, contact.ForConsent, contact.ForChoices, contact.ForAnnouncement}
	for _, kind := range kinds {
		if link := behindLinks[kind]; link.show == nil || link.take == nil {
			t.Errorf("an invitation of kind %q shows or takes nothing", kind)
		}
	}
	if len(behindLinks) != len(kinds) {
		t.Errorf("there are %d rows for %d kinds", len(behindLinks), len(kinds))
	}
}
