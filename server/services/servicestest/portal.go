package servicestest

import (
	"fmt"
	"testing"
	"time"

	"soundings/cohorts"
	"soundings/cohorts/base"
	"soundings/cohorts/contact"
	"soundings/cohorts/rollout"
	"soundings/metrics"
)

// Feature adds a feature in a stage; it is called as its key.
func (c *Clinic) Feature(t testing.TB, key string, stage rollout.Stage) {
	t.Helper()
	_, err := c.Rollouts.SaveFeature(ByManager(t), rollout.Feature{Key: key, Name: base.Words{"en": key, "es": key}, Stage: stage, Owner: "Maria Nobody"})
	check(t, err)
}

// Agree lets somebody agree by their own link.
func (c *Clinic) Agree(t testing.TB, asked ...contact.Invitation) {
	t.Helper()
	for _, i := range asked {
		_, err := c.Contact.AnswerConsent(ByManager(t), i, true, "en")
		check(t, err)
	}
}

// Withdraw lets a member leave by their own link.
func (c *Clinic) Withdraw(t testing.TB, cohort, ref string) {
	t.Helper()
	own := base.WithActor(t.Context(), base.Actor{Kind: base.ActorParticipant, ID: ref})
	_, err := c.Cohorts.SetState(own, cohort, ref, cohorts.Withdrawn, cohorts.Heard{})
	check(t, err)
}

// Event returns an event of somebody at a time; feature is for a kind that has one.
func Event(id, ref string, kind metrics.Kind, feature string, at time.Time) metrics.Event {
	return metrics.Event{ID: id, Ref: ref, Kind: kind, Feature: feature, At: at}
}

// Take takes events in and returns what came of them, as "6 1 2:event.ref": the numbers accepted and of duplicates, and for
// each that was rejected its index and why.
func (c *Clinic) Take(t testing.TB, events ...metrics.Event) string {
	t.Helper()
	taken, err := c.Intake.Take(ByManager(t), events)
	check(t, err)
	said := fmt.Sprintf("%d %d", taken.Accepted, taken.Duplicates)
	for _, r := range taken.Rejected {
		said += fmt.Sprintf(" %d:%s", r.Index, r.Text.ID)
	}
	return said
}

// EventsRecount fails the test unless counting every event again comes to the figures that there are.
func (c *Clinic) EventsRecount(t testing.TB) {
	t.Helper()
	found, err := c.Metrics.Recount(ByManager(t))
	check(t, err)
	if len(found.Different) > 0 || found.Misplaced > 0 || found.Added > 0 {
		t.Errorf("counted again: %+v", found)
	}
}
