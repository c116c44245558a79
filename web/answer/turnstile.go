package answer

import (
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// How many ballots may come by one code from one address: so many at once, as when a waiting room or a whole staff votes
// behind one address, and then no more than one each pause.
const (
	turnBurst = 500
	turnPause = 2 * time.Second
	turnMost  = 10_000 // how many codes and addresses are remembered
)

// Turnstile lets ballots pass, and slows down a flood of them. It lives in memory: a restart forgets.
type Turnstile struct {
	mu    sync.Mutex
	most  int
	gates map[string]*turnGate
}

type turnGate struct {
	limit *rate.Limiter
	last  time.Time
}

// NewTurnstile returns a Turnstile that has let nobody pass yet.
func NewTurnstile() *Turnstile { return &Turnstile{most: turnMost, gates: map[string]*turnGate{}} }

// pass lets one pass through a named gate, or returns how long it has to wait.
func (t *Turnstile) pass(now time.Time, name string) (wait time.Duration) {
	t.mu.Lock()
	defer t.mu.Unlock()
	g := t.gates[name]
	if g == nil {
		t.makeRoom(now)
		g = &turnGate{limit: rate.NewLimiter(rate.Every(turnPause), turnBurst)}
		t.gates[name] = g
	}
	g.last = now
	turn := g.limit.ReserveN(now, 1)
	if wait = turn.DelayFrom(now); wait > 0 {
		turn.CancelAt(now)
	}
	return wait
}

// makeRoom forgets the gates that are as new once there are many, and if none is, the one that was used least lately.
func (t *Turnstile) makeRoom(now time.Time) {
	if len(t.gates) < t.most {
		return
	}
	oldest := ""
	for name, g := range t.gates {
		switch {
		case g.limit.TokensAt(now) >= turnBurst:
			delete(t.gates, name)
		case oldest == "" || g.last.Before(t.gates[oldest].last):
			oldest = name
		}
	}
	if len(t.gates) >= t.most {
		delete(t.gates, oldest)
	}
}
