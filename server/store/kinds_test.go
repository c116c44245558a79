package store_test

import (
	"strings"
	"testing"

	"soundings/cohorts/base"
	"soundings/surveys"
	"soundings/surveys/polls"
)

// What a later version kept, and this one does not know, is an error when it is read, and never taken for something else.
func TestUnknownKindsAreNotRead(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		for id, q := range map[string]surveys.Question{"slider": {ID: "q", Type: "slider"}, "horoscope": {ID: "q", Instrument: "horoscope"}} {
			v := surveys.Survey{ID: id, State: surveys.Open, Title: base.Words{"en": "?"}, Pages: []surveys.Page{{Questions: []surveys.Question{q}}}}
			if err := c.Store.SaveSurvey(c.ctx, v); err != nil {
				t.Fatal(err)
			}
			if got, err := c.Store.Survey(c.ctx, id); err == nil || !strings.Contains(err.Error(), id) {
				t.Errorf("a survey with a %s is read as %+v: %v", id, got, err)
			}
		}
		if err := c.Store.SavePoll(c.ctx, polls.Poll{ID: "first", Method: "vote", State: polls.Open}); err != nil {
			t.Fatal(err)
		}
		if got, err := c.Store.Poll(c.ctx, "first"); err == nil {
			t.Errorf("a poll of an unknown method is read as %+v", got)
		}
	})
}
