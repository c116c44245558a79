package services_test

import (
	"errors"
	"log/slog"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"soundings/cohorts"
	"soundings/cohorts/base"
	"soundings/cohorts/rollout"
	"soundings/server/services"
	"soundings/server/services/servicestest"
	"soundings/server/store"
	"soundings/surveys/polls"
)

// token draws a token.
func token(t *testing.T, c *servicestest.Clinic) string {
	t.Helper()
	token, _, err := c.Accounts.FirstSetupLink(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return token
}

// A test draws the same at every run, and no two servers in it draw the same.
func TestChanceOfTests(t *testing.T) {
	c := servicestest.New(t)
	first := token(t, c)
	if again := token(t, servicestest.New(t)); again != first {
		t.Errorf("drew %s, and another time %s", first, again)
	}
	if other := token(t, c.Another(t)); other == first {
		t.Error("two servers drew the same")
	}
}

// What is measured of services is registered where somebody asks for it.
func TestRegistry(t *testing.T) {
	e, registry := servicestest.Embedded(t), prometheus.NewPedanticRegistry()
	c := services.Config{
		Secret: []byte(servicestest.Secret), Registry: registry, Now: time.Now, Rand: zeros{}, Log: slog.New(slog.DiscardHandler),
	}
	s, err := services.New(t.Context(), e, c)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Series.Refresh(t.Context()); err != nil {
		t.Fatal(err)
	}
	found := map[string]bool{}
	families, err := registry.Gather()
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range families {
		found[f.GetName()] = true
	}
	for _, name := range []string{"soundings_store_operation_duration_seconds", "soundings_events_total"} {
		if !found[name] {
			t.Errorf("%s is not registered, only %v", name, found)
		}
	}
	c.Registry, c.Secret = nil, []byte("another")
	if _, err := services.New(t.Context(), e, c); !errors.Is(err, store.ErrSecret) {
		t.Errorf("with another secret: %v", err)
	}
}

// zeros is no chance at all.
type zeros struct{}

func (zeros) Read(p []byte) (int, error) {
	clear(p)
	return len(p), nil
}

// Services at another time do what they do at that time, over the same store.
func TestAnotherTime(t *testing.T) {
	c := servicestest.New(t)
	earlier := c.Clock.Now().Add(-24 * time.Hour)
	made, err := c.At(earlier, zeros{}, slog.New(slog.DiscardHandler)).Cohorts.CreateCohort(t.Context(), cohorts.Cohort{Name: base.Words{"en": "One", "es": "One"}})
	if err != nil || !made.Created.Equal(earlier) {
		t.Errorf("made at %v, %v", made.Created, err)
	}
	if kept, err := c.Cohorts.Cohort(t.Context(), made.ID); err != nil || kept.Name["en"] != "One" {
		t.Errorf("kept is %v, %v", kept, err)
	}
}

// Polls ask for features that the rollouts know, and for none that is retired.
func TestPollsOfKnownFeatures(t *testing.T) {
	c := servicestest.New(t)
	for key, stage := range map[string]rollout.Stage{"labs": rollout.Idea, "mail": rollout.Beta, "fax": rollout.Retired} {
		f := rollout.Feature{Key: key, Name: base.Words{"en": "The " + key}, Stage: stage}
		if _, err := c.Rollouts.SaveFeature(t.Context(), f); err != nil {
			t.Fatal(err)
		}
	}
	for _, test := range []struct {
		feature string
		known   bool
	}{{"mail", true}, {"fax", false}, {"none", false}} {
		p, err := c.Polls.Create(t.Context(), polls.Poll{
			Title: base.Words{"en": "What first?"}, Method: polls.Rank, Features: []string{"labs", test.feature},
			Groups: map[cohorts.Group]polls.Share{cohorts.Staff: {Weight: 1}},
		})
		if known := err == nil && p.Texts[test.feature].Name["en"] == "The "+test.feature; known != test.known {
			t.Errorf("%s: known is %v, %v", test.feature, known, err)
		}
	}
}
