package repeat_test

import (
	"crypto/rand"
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"soundings/cohorts"
	"soundings/cohorts/base"
	"soundings/server/services/servicestest"
	"soundings/web/repeat"
)

func TestMain(m *testing.M) { os.Exit(servicestest.Main(m)) }

func begin(t *testing.T, c *servicestest.Clinic, name string) *repeat.Turn {
	t.Helper()
	_, turn, err := c.Requests.Begin(t.Context(), name)
	if err != nil || turn == nil {
		t.Fatalf("%q is not in hand: %v", name, err)
	}
	return turn
}

func people(n int) []cohorts.Participant {
	all := make([]cohorts.Participant, n)
	for i := range all {
		all[i] = cohorts.Participant{Ref: fmt.Sprintf("P-%04d", i), Group: cohorts.Patient}
	}
	return all
}

// What a request comes to, by what happened to the one before.
func TestTurns(t *testing.T) {
	servicestest.Each(t, func(t *testing.T, c *servicestest.Clinic) {
		write := func(turn *repeat.Turn, ref string) {
			if err := c.Store.SaveParticipants(turn.In(t.Context()), []cohorts.Participant{{Ref: ref, Group: cohorts.Patient}}); err != nil {
				t.Fatal(err)
			}
		}
		for i, test := range []struct {
			what string
			did  func(turn *repeat.Turn, ref string)
			wait time.Duration
			want string // the refusal; "": it is in hand; "answered"
		}{
			{"it is under way", func(*repeat.Turn, string) {}, time.Minute, "repeat.under_way"},
			{"it is under way and something is written", write, time.Minute, "repeat.under_way"},
			{"nobody went on with it", func(*repeat.Turn, string) {}, 3 * time.Minute, ""},
			{"nobody went on after something was written", write, 3 * time.Minute, "repeat.unknown"},
			{"it was given up", func(turn *repeat.Turn, _ string) { turn.GiveUp(t.Context()) }, 0, ""},
			{"it was given up after something was written", func(turn *repeat.Turn, ref string) { write(turn, ref); turn.GiveUp(t.Context()) }, 0, "repeat.unknown"},
			{"it was answered", func(turn *repeat.Turn, _ string) { turn.Answered(t.Context(), "print", repeat.Answer{Status: 200}) }, 23 * time.Hour, "answered"},
			{"it was answered a day ago", func(turn *repeat.Turn, _ string) { turn.Answered(t.Context(), "print", repeat.Answer{Status: 200}) }, 24 * time.Hour, ""},
		} {
			name := fmt.Sprint("request ", i)
			test.did(begin(t, c, name), fmt.Sprint("R-", i))
			c.Clock.Advance(test.wait)
			kept, turn, err := c.Requests.Begin(t.Context(), name)
			got := ""
			var refused *base.Error
			switch {
			case errors.As(err, &refused):
				got = refused.Text.ID
			case err != nil:
				t.Fatal(err)
			case turn == nil && kept.Answer.Status == 200 && kept.Print == "print":
				got = "answered"
			}
			if got != test.want {
				t.Errorf("%s: %q, and not %q", test.what, got, test.want)
			}
		}
	})
}

// Whoever lost the turn writes nothing any more, whatever else is written in between; whoever has it writes as ever.
func TestOnlyWhoHasTheTurnWrites(t *testing.T) {
	servicestest.Each(t, func(t *testing.T, c *servicestest.Clinic) {
		slow := begin(t, c, "one")
		c.Clock.Advance(3 * time.Minute)
		quick := begin(t, c, "one")
		if err := c.Store.SaveParticipants(slow.In(t.Context()), people(1)); !errors.Is(err, repeat.ErrTaken) {
			t.Errorf("who lost the turn: %v", err)
		}
		if left := c.Documents(t, "participants"); len(left) != 0 {
			t.Errorf("and wrote %d people", len(left))
		}
		slow.GiveUp(t.Context()) // it must not take it away from who has it
		for range 2 {
			if err := c.Store.SaveParticipants(quick.In(t.Context()), people(2)); err != nil && !base.IsCode(err, base.Conflict) {
				t.Errorf("who has the turn: %v", err)
			}
		}
		if err := c.Store.SaveParticipants(quick.In(t.Context()), people(1)); !errors.Is(err, base.ErrChanged) {
			t.Errorf("what others changed is told as ever: %v", err)
		}
		if left := c.Documents(t, "participants"); len(left) != 2 {
			t.Errorf("%d people", len(left))
		}
	})
}

// As much as fits into one write fits with the note, too.
func TestAFullWrite(t *testing.T) {
	servicestest.Each(t, func(t *testing.T, c *servicestest.Clinic) {
		turn := begin(t, c, "one")
		if err := c.Store.SaveParticipants(turn.In(t.Context()), people(999)); err != nil { // and its record
			t.Fatal(err)
		}
		turn.GiveUp(t.Context())
		if _, _, err := c.Requests.Begin(t.Context(), "one"); !base.IsCode(err, base.Conflict) {
			t.Errorf("it was noted: %v", err)
		}
	})
}

// An answer is kept compressed; one that is still too long is noted alone.
func TestLongAnswers(t *testing.T) {
	servicestest.Each(t, func(t *testing.T, c *servicestest.Clinic) {
		noise := make([]byte, repeat.MaxAnswer+1)
		_, _ = rand.Read(noise)
		for name, test := range map[string]struct {
			body []byte
			long bool
		}{
			"none": {nil, false}, "short": {[]byte("yes"), false}, "repeating": {[]byte(strings.Repeat("yes ", 5<<20)), false}, "long": {noise, true},
		} {
			begin(t, c, name).Answered(t.Context(), "print", repeat.Answer{Status: 200, Type: "text/plain", Body: test.body})
			kept, _, err := c.Requests.Begin(t.Context(), name)
			if err != nil || kept.Answer.Status != 200 || kept.Answer.Type != "text/plain" || kept.Answer.Long != test.long || !test.long && string(kept.Answer.Body) != string(test.body) {
				t.Errorf("%s: %d bytes, long is %v: %v", name, len(kept.Answer.Body), kept.Answer.Long, err)
			}
		}
	})
}
