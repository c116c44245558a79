package auth

import (
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"
)

// tries returns, of tries of a limit at these times since the start, y for each that passes and n for each that waits.
func tries(t *testing.T, w *world, l Limit, after []time.Duration) string {
	t.Helper()
	start := w.Now()
	var got strings.Builder
	for _, at := range after {
		w.mu.Lock()
		w.now = start.Add(at)
		w.mu.Unlock()
		wait, err := w.Throttle.Take(t.Context(), l)
		if err != nil {
			t.Fatal(err)
		}
		got.WriteString(map[bool]string{true: "y", false: "n"}[wait == 0])
	}
	return got.String()
}

func TestThrottle(t *testing.T) {
	const s, m = time.Second, time.Minute
	steady, growing, waits := Limit{"a", 3, m, 0}, Limit{"a", 2, m, 4 * m}, Limit{"a", 0, m, 4 * m}
	for _, tt := range []struct {
		what  string
		limit Limit
		after []time.Duration
		want  string
	}{
		{"a burst", steady, []time.Duration{0, 0, 0, 0}, "yyyn"},
		{"one more each minute", steady, []time.Duration{0, 0, 0, 59 * s, m, m}, "yyynyn"},
		{"never more than the burst", steady, []time.Duration{0, time.Hour, time.Hour, time.Hour, time.Hour}, "yyyyn"},
		{"a steady pace", steady, []time.Duration{0, m, 2 * m, 3 * m}, "yyyy"},
		{"what is refused does not count", steady, []time.Duration{0, 0, 0, 1, 2, 3, m}, "yyynnny"},
		{"the wait doubles", growing, []time.Duration{0, 0, m - s, m, 3*m - s, 3 * m, 7*m - s, 7 * m}, "yynynyny"},
		{"up to the most", growing, []time.Duration{0, 0, m, 3 * m, 7 * m, 11*m - s, 11 * m, 15*m - s, 15 * m}, "yyyyynyny"},
		{"and is forgotten", growing, []time.Duration{0, 0, m, 3 * m, 30 * m, 30 * m, 31*m - s, 31 * m}, "yyyyyyny"},
		{"the first try begins the waiting", waits, []time.Duration{0, 0, m - s, m, m, 2*m - s, 2 * m, 3*m + 59*s, 4 * m}, "nnnynnyny"},
		{"which is forgotten too", waits, []time.Duration{0, 10 * m, 11 * m}, "nny"},
	} {
		w := newWorld(t)
		if got := tries(t, w, tt.limit, tt.after); got != tt.want {
			t.Errorf("%s: %s, want %s", tt.what, got, tt.want)
		}
	}
}

func TestThrottleTakesAllOrNone(t *testing.T) {
	w, ctx := newWorld(t), t.Context()
	wide, narrow := Limit{"wide", 2, time.Minute, 0}, Limit{"narrow", 1, time.Minute, 0}
	take := func(limits ...Limit) time.Duration {
		wait, err := w.Throttle.Take(ctx, limits...)
		if err != nil {
			t.Fatal(err)
		}
		return wait
	}
	take(narrow)
	if wait := take(wide, narrow); wait != time.Minute {
		t.Errorf("waits %v for one that has no try left", wait)
	}
	for range 2 {
		if take(wide) > 0 {
			t.Error("counted a try that was refused")
		}
	}
	if err := w.Throttle.GiveBack(ctx, wide); err != nil {
		t.Fatal(err)
	}
	if take(wide) > 0 || take(wide) == 0 {
		t.Error("giving back one try gives one")
	}
}

// What very many share is counted a few ahead: never more than the limit, and with few writes.
func TestThrottleAhead(t *testing.T) {
	w := newWorld(t)
	two := NewThrottle(w.store, w.Now)
	l := Limit{"room", 100, 2 * time.Second, 0}
	passed := 0
	for n := range 300 {
		throttle := []*Throttle{w.Throttle, two}[n%2]
		wait, err := throttle.TakeOne(t.Context(), l, 20)
		if err != nil {
			t.Fatal(err)
		}
		if wait == 0 {
			passed++
		} else if wait > 2*time.Second {
			t.Fatalf("waits %v", wait)
		}
	}
	if passed != 100 {
		t.Errorf("%d passed at once", passed)
	}
	if writes := w.store.counters["room"].Version; writes != 5 {
		t.Errorf("%d writes", writes)
	}
	w.wait(2 * time.Second)
	if wait, err := two.TakeOne(t.Context(), l, 20); wait > 0 || err != nil {
		t.Errorf("after a pause waits %v, %v", wait, err)
	}
}

// Tries at once on several servers are each counted.
func TestThrottleTogether(t *testing.T) {
	w := newWorld(t)
	var all sync.WaitGroup
	passed := make(chan bool, 200)
	for n := range 200 {
		all.Go(func() {
			throttle := w.Throttle
			if n%2 == 1 {
				throttle = NewThrottle(w.store, w.Now)
			}
			wait, err := throttle.Take(t.Context(), Limit{"a", 10, time.Hour, 0})
			if err != nil {
				t.Error(err)
			}
			passed <- wait == 0
		})
	}
	all.Wait()
	close(passed)
	n := 0
	for ok := range passed {
		if ok {
			n++
		}
	}
	if n != 10 {
		t.Errorf("%d of 10 passed", n)
	}
}

func TestPlaces(t *testing.T) {
	for from, want := range map[string]string{
		"192.0.2.1":            "[192.0.2.1]",
		"::ffff:192.0.2.1":     "[192.0.2.1]",
		"2001:db8:1:2:3:4:5:6": "[2001:db8:1:2::/64 2001:db8:1::/48]",
		"fe80::1%eth0":         "[fe80::/64 fe80::/48]",
		"":                     "[unknown]",
		"@":                    "[unknown]",
	} {
		if got := fmt.Sprint(Places(from)); got != want {
			t.Errorf("Places(%q) = %s, want %s", from, got, want)
		}
	}
}
