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
		{Started, later, true, false, false},
		{Started, earlier, false, true, true},
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

// An invitation starts once, and neither after it was answered nor after its time.
func TestStart(t *testing.T) {
	now := time.Date(2027, 3, 1, 12, 0, 0, 0, time.UTC)
	for _, state := range States() {
		i, fresh := Invitation{State: state}.Start(now)
		if want := state == Created || state == Sent; fresh != want || (i.State == Started && i.Started.Equal(now)) != want {
			t.Errorf("%s starts: %v, as %s at %v", state, fresh, i.State, i.Started)
		}
	}
}

// An invitation that expires at midnight is good to the end of the day before.
func TestLastDay(t *testing.T) {
	midnight := time.Date(2027, 2, 21, 0, 0, 0, 0, time.UTC)
	if got := (Invitation{Expires: midnight}).LastDay(); got.Day() != 20 {
		t.Errorf("the last day is %v", got)
	}
	if got := (Invitation{}).LastDay(); !got.IsZero() {
		t.Errorf("the last day of one without an end is %v", got)
	}
}

func TestInvited(t *testing.T) {
	c := Counts{States: map[State]int{Created: 5, Started: 3, Completed: 2, Expired: 1}, Started: 6}
	if got := c.Invited(); got != 11 {
		t.Errorf("%d were invited, want 11", got)
	}
	if got := (Counts{}).Invited(); got != 0 {
		t.Errorf("%d of none were invited", got)
	}
}

func TestResponseRate(t *testing.T) {
	c := Counts{States: map[State]int{Created: 5, Started: 3, Completed: 4, Bounced: 9, Expired: 4}}
	if got := ResponseRate(c.States[Completed], c.Delivered()); got == nil || *got != 0.25 {
		t.Errorf("of 25 of which 9 bounced 4 answered, and the rate is %v", got)
	}
	c = Counts{States: map[State]int{Bounced: 9}}
	if got := ResponseRate(c.States[Completed], c.Delivered()); got != nil {
		t.Errorf("where nothing arrived the rate is %v", *got)
	}
}
