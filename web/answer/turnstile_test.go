package answer

import (
	"fmt"
	"testing"
	"time"
)

func TestTheTurnstileForgetsWhoIsGone(t *testing.T) {
	gate, now := NewTurnstile(), time.Now()
	gate.most = 3
	for range turnBurst {
		if gate.pass(now, "flood") > 0 {
			t.Fatal("refused within the burst")
		}
	}
	if wait := gate.pass(now, "flood"); wait <= 0 || wait > turnPause {
		t.Errorf("a flood waits %v", wait)
	}
	if gate.pass(now.Add(turnPause), "flood") > 0 {
		t.Error("who waited is refused")
	}
	for n := range 20 {
		gate.pass(now.Add(time.Hour), fmt.Sprint(n))
	}
	if len(gate.gates) > gate.most {
		t.Errorf("%d gates are remembered", len(gate.gates))
	}
}
