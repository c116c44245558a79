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
	}{
		{Created, never, true, false},
		{Created, later, true, false},
		{Created, now, false, true}, // the moment itself is too late
		{Created, earlier, false, true},
		{Sent, later, true, false},
		{Sent, earlier, false, true},
		{Opened, later, true, false},
		{Opened, earlier, false, true},
		{Bounced, later, true, false}, // the mail did not arrive; the letter may
		{Bounced, earlier, false, true},
		{Completed, never, false, false},
		{Completed, later, false, false},
		{Completed, earlier, false, false}, // it was answered in time
		{Expired, never, false, true},
		{Expired, later, false, true},
	} {
		i := Invitation{State: c.state, Expires: c.expires}
		if i.Open(now) != c.open || i.Over(now) != c.over {
			t.Errorf("%s until %v: open %v, over %v", c.state, c.expires, i.Open(now), i.Over(now))
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
