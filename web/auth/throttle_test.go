package auth

import (
	"fmt"
	"testing"
	"time"
)

func TestThrottle(t *testing.T) {
	start := time.Date(2027, 1, 1, 0, 0, 0, 0, time.UTC)
	three := []allowance{{"a", 3, time.Minute}}
	tests := []struct {
		what  string
		after []time.Duration // tries, since the start
		want  string          // y or n each
	}{
		{"a burst", []time.Duration{0, 0, 0, 0}, "yyyn"},
		{"one more each minute", []time.Duration{0, 0, 0, 59 * time.Second, time.Minute, time.Minute}, "yyynyn"},
		{"never more than the burst", []time.Duration{0, time.Hour, time.Hour, time.Hour, time.Hour}, "yyyyn"},
		{"a steady pace", []time.Duration{0, time.Minute, 2 * time.Minute, 3 * time.Minute}, "yyyy"},
		{"what is refused does not count", []time.Duration{0, 0, 0, 1, 2, 3, time.Minute}, "yyynnny"},
	}
	for _, tt := range tests {
		var got string
		throttle := newThrottle()
		for _, after := range tt.after {
			got += map[bool]string{true: "y", false: "n"}[throttle.take(start.Add(after), three)]
		}
		if got != tt.want {
			t.Errorf("%s: %s, want %s", tt.what, got, tt.want)
		}
	}
}

func TestThrottleTakesAllOrNone(t *testing.T) {
	now := time.Date(2027, 1, 1, 0, 0, 0, 0, time.UTC)
	throttle := newThrottle()
	wide, narrow := allowance{"wide", 2, time.Minute}, allowance{"narrow", 1, time.Minute}
	throttle.take(now, []allowance{narrow})
	if throttle.take(now, []allowance{wide, narrow}) {
		t.Error("took one that has no try left")
	}
	for range 2 {
		if !throttle.take(now, []allowance{wide}) {
			t.Error("counted a try that was refused")
		}
	}
	throttle.giveBack([]allowance{wide, {"never seen", 1, time.Minute}})
	if !throttle.take(now, []allowance{wide}) || throttle.take(now, []allowance{wide}) {
		t.Error("giving back one try gives one")
	}
}

func TestThrottleIsBounded(t *testing.T) {
	now := time.Date(2027, 1, 1, 0, 0, 0, 0, time.UTC)
	throttle := newThrottle()
	throttle.most = 10
	guesser := []allowance{{"guesser", 3, time.Minute}}
	for range 3 {
		throttle.take(now, guesser)
	}
	for i := range 100 {
		throttle.take(now, []allowance{{fmt.Sprint(i), 3, time.Minute}})
	}
	if len(throttle.over) > 10 {
		t.Errorf("remembers %d names", len(throttle.over))
	}
	if throttle.take(now, guesser) {
		t.Error("a crowd made it forget who tried most")
	}
	throttle.take(now.Add(time.Hour), []allowance{{"later", 3, time.Minute}})
	if len(throttle.over) != 1 {
		t.Errorf("remembers %d names that are over", len(throttle.over)-1)
	}
}

func TestNetwork(t *testing.T) {
	for from, want := range map[string]string{
		"192.0.2.1":            "192.0.2.1",
		"::ffff:192.0.2.1":     "192.0.2.1",
		"2001:db8:1:2:3:4:5:6": "2001:db8:1:2::/64",
		"fe80::1%eth0":         "fe80::/64",
		"":                     "unknown",
		"@":                    "unknown",
	} {
		if got := Network(from); got != want {
			t.Errorf("Network(%q) = %q, want %q", from, got, want)
		}
	}
}
