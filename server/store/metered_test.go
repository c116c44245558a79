package store_test

import (
	"strings"
	"testing"

	"github.com/prometheus/client_golang/prometheus"

	"soundings/server/services/servicestest"
	"soundings/server/store"
	"soundings/surveys/polls"
)

// Nothing that is measured of the store has a label that only a secret ballot, or only a poll, gives rise to.
func TestNoLabelTellsAVote(t *testing.T) {
	registry := prometheus.NewRegistry()
	c := servicestest.New(t)
	e, err := store.Metered(c.Engine, registry)
	if err != nil {
		t.Fatal(err)
	}
	metered := c.Through(t, e)
	p := metered.Poll(t, func(p *polls.Poll) { p.Secret = true })
	metered.Team(t, "S-1")
	links, err := metered.Polls.Invite(t.Context(), p.ID, polls.Audience{Refs: []string{"S-1"}})
	if err != nil {
		t.Fatal(err)
	}
	labels := func() map[string]bool {
		families, err := registry.Gather()
		if err != nil {
			t.Fatal(err)
		}
		all := map[string]bool{}
		for _, m := range families[0].Metric {
			for _, l := range m.Label {
				all[l.GetName()+"="+l.GetValue()] = true
			}
		}
		return all
	}
	if sheet, err := metered.Polls.Cast(t.Context(), polls.Voter{Invitation: links[0]}, servicestest.Ballot(1)); err != nil || sheet.Status != polls.Done {
		t.Fatal(sheet.Status, err)
	}
	for label := range labels() {
		for _, telling := range []string{"ballot", "right", "door", "poll", "pending", "rollup"} {
			if strings.Contains(label, telling) {
				t.Errorf("a label tells of a vote: %s", label)
			}
		}
	}
}
