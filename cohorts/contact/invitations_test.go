package contact

import (
	"testing"
	"time"
)

func TestInvitationIsOpenOrOver(t *testing.T) {
	now := time.Date(2027, 3, 1, 12, 0, 0, 0, time.UTC)
	never, later, earlier := time.Time{}, now.Add(time.Second), now.Add(-time.Second)
	for _, c := range []struct {
		state      State
		expires    time.Time
		open, over bool
		past       bool
	}{
		{Created, never, true, false, false},
		{Created, later, true, false, false},
		{Created, now, false, true, true}, // the moment itself is too late
		{Created, earlier, false, true, true},
		{Sent, later, true, false, false},
		{Sent, earlier, false, true, true},
		{Opened, later, true, false, false},
		{Opened, earlier, false, true, true},
		{Bounced, later, true, false, false}, // the mail did not arrive; the letter may
		{Bounced, earlier, false, true, true},
		{Completed, never, false, false, false},
		{Completed, later, false, false, false},
		{Completed, earlier, false, false, true}, // it was answered in time
		{Expired, never, false, true, true},
		{Expired, later, false, true, true},
	} {
		i := Invitation{State: c.state, Expires: c.expires}
		if i.Open(now) != c.open || i.Over(now) != c.over || i.Past(now) != c.past {
			t.Errorf("%s until %v: open %v, over %v, past %v", c.state, c.expires, i.Open(now), i.Over(now), i.Past(now))
		}
	}
}

func TestStarted(t *testing.T) {
	for _, state := range States() {
		if want := state == Opened || state == Completed; state.Started() != want {
			t.Errorf("%s counts as started: %v", state, !want)
		}
	}
}

func TestInvited(t *testing.T) {
	c := Counts{States: map[State]int{Created: 5, Opened: 3, Completed: 2, Expired: 1}, Started: 6}
	if got := c.Invited(); got != 11 {
		t.Errorf("%d were invited, want 11", got)
	}
	if got := (Counts{}).Invited(); got != 0 {
		t.Errorf("%d of none were invited", got)
	}
}

func TestResponseRate(t *testing.T) {
	c := Counts{States: map[State]int{Created: 5, Opened: 3, Completed: 4, Bounced: 9, Expired: 4}}
	if got := ResponseRate(c.States[Completed], c.Delivered()); got == nil || *got != 0.25 {
		t.Errorf("of 25 of which 9 bounced 4 answered, and the rate is %v", got)
	}
	c = Counts{States: map[State]int{Bounced: 9}}
	if got := ResponseRate(c.States[Completed], c.Delivered()); got != nil {
		t.Errorf("where nothing arrived the rate is %v", *got)
	}
}
