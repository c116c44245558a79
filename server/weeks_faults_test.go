package main

import (
	"math/rand/v2"
	"slices"
	"sync/atomic"
	"testing"
	"time"
)

// stumbling is a fault to come: at a time, or with the mail that is sent so many mails after it.
type stumbling struct {
	at    time.Time
	how   string
	mails int
}

// how servers fail.
const (
	killedSending = "it was killed between a mail and its note" // the mail server has the mail, and has not said so
	killedAfter   = "it was killed after a mail"
	killedAnyhow  = "it was killed"
	hungUp        = "the connection was closed after a mail"
	stoodStill    = "it stood still for longer than its lease"
	toldToStop    = "it was told to stop" // which is no fault: it ends what it has begun
)

// fail plans so many kills at random moments, and where there is another server some in which one stands still.
func (w *weeks) fail(kills int) {
	hows := []string{killedSending, killedAfter, toldToStop, killedSending, killedAnyhow}
	for n := range kills + kills/4 {
		w.faults = append(w.faults, stumbling{w.someTime(), hows[n%len(hows)], w.rand.IntN(8)})
	}
	if len(w.servers) > 1 {
		for range max(1, kills/4) {
			w.faults = append(w.faults, stumbling{w.someTime(), stoodStill, w.rand.IntN(8)})
		}
	}
	slices.SortFunc(w.faults, func(a, b stumbling) int { return a.at.Compare(b.at) })
}

// someTime returns a random time of the weeks in which there is mail.
func (w *weeks) someTime() time.Time {
	return w.start.Add(time.Duration(w.rand.Int64N(int64(w.end.Sub(w.start)) * 3 / 4)))
}

// stumble has the next fault come, if it is its time and none is under way; who stood still long enough goes on.
func (w *weeks) stumble() {
	for _, s := range w.servers {
		if until, stands := s.standsUntil(); stands && !w.now().Before(until) {
			w.wake(s)
		}
	}
	tired := w.office.armed() && w.now().Sub(w.armed) > 48*time.Hour // no mail went out meanwhile
	if !tired && (len(w.faults) == 0 || w.faults[0].at.After(w.now()) || w.office.armed()) {
		return
	}
	var next stumbling
	if !tired {
		next, w.faults = w.faults[0], w.faults[1:]
	}
	if tired || next.how == killedAnyhow {
		w.office.disarm()
		time.Sleep(time.Duration(w.rand.IntN(int(20 * time.Millisecond))))
		w.strike(w.servers[w.rand.IntN(len(w.servers))], killedAnyhow)
		return
	}
	w.armed = w.now()
	var mails atomic.Int64
	w.office.arm(func(from int) bool {
		return mails.Add(1) == int64(next.mails)+1 && w.strikes(w.servers[from], next.how)
	})
}

// strikes has a fault befall the server that has just sent a mail, and reports whether its connection is gone.
func (w *weeks) strikes(s *weekServer, how string) bool {
	w.office.disarm()
	if how == killedAfter || how == toldToStop { // it may have noted the mail, or not
		time.AfterFunc(time.Duration(rand.IntN(int(2*time.Millisecond))), func() { w.strike(s, how) })
		return false
	}
	w.strike(s, how)
	return how == killedSending
}

// strike has a fault befall a server, unless it has one already.
func (w *weeks) strike(s *weekServer, how string) {
	if _, dead, stands := s.is(); dead || stands {
		return
	}
	f := &fault{what: how, open: w.office.connections(s.n)}
	switch {
	case how == toldToStop:
		w.stops.Add(1)
		s.stop()
	case how == stoodStill && slices.ContainsFunc(w.servers, func(other *weekServer) bool { return other != s && other.answers() }):
		w.office.write(s.n, f)
		s.hold(f, w.now().Add(2*w.step))
	case how == stoodStill:
	default:
		w.kills.Add(1)
		w.office.write(s.n, f)
		s.kill()
		w.office.drain(w.T, s.n, how == killedSending)
		w.office.write(s.n, f)
	}
}

// wake has a server go on that stands still.
func (w *weeks) wake(s *weekServer) {
	if f := s.goOn(); f != nil {
		w.office.write(s.n, f)
	}
}

// armed reports whether a fault waits for the mail that it comes with.
func (o *postOffice) armed() bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.strike != nil
}

// arm has a fault come with one of the next mails.
func (o *postOffice) arm(strike func(from int) bool) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.strike = strike
}

func (o *postOffice) disarm() { o.arm(nil) }

// write puts the beginning or the end of a fault into the log.
func (o *postOffice) write(from int, f *fault) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.note(from, f)
}

// connections returns how many connections a server has open.
func (o *postOffice) connections(from int) int {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.open[from]
}

// drain waits until the connections of a server that was killed are read to their end; but for the one that waits here, if one does.
func (o *postOffice) drain(t *testing.T, from int, oneWaits bool) {
	left := 0
	if oneWaits {
		left = 1
	}
	for end := time.Now().Add(time.Minute); o.connections(from) > left; time.Sleep(time.Millisecond) {
		if time.Now().After(end) {
			t.Errorf("a killed server has %d connections", o.connections(from))
			return
		}
	}
}

// killsSoon has a server be killed a moment later: in the middle of what is done now.
func (w *weeks) killsSoon(random *rand.Rand) {
	s, most := w.servers[random.IntN(len(w.servers))], 30*time.Millisecond
	time.AfterFunc(time.Duration(random.Int64N(int64(most))), func() { w.strike(s, killedAnyhow) })
}
