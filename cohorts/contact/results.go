package contact

import (
	"context"
	"fmt"
	"sync/atomic"
)

// Result is what came of handing a mail to the mail server.
type Result int

// The results.
const (
	ResultSent     Result = iota
	ResultRefused         // the address does not work
	ResultDeferred        // it is tried again: the mail server said later, or nobody knows whether it took it
	ResultTrouble         // the mail server took nothing
	ResultBounced         // it was sent, and came back
	results
)

var resultNames = [results]string{"sent", "refused", "deferred", "trouble", "bounced"}

// String returns the result's name.
func (r Result) String() string { return resultNames[r] }

// tally counts results since the program began. It is safe for concurrent use.
type tally [results]atomic.Int64

func (t *tally) count(r Result) { t[r].Add(1) }

// count counts what came of a message. Of those about what is secret only trouble counts, which befalls each of them alike.
func (o *Outbox) count(m Message, r Result) {
	if !m.Secret() || r == ResultTrouble {
		o.results.count(r)
	}
}

// Results returns how many mails this server has handed over since its start, by what came of them; those that came back are
// counted by the server that was told so. Mails about what is secret are left out.
func (o *Outbox) Results() map[string]int64 {
	all := make(map[string]int64, results)
	for r := range results {
		all[r.String()] = o.results[r].Load()
	}
	return all
}

// mostQueued bounds what is counted of the mails that wait for their turn.
const mostQueued = 100_000

// Queued returns how many mails wait for their turn: those whose time has come or comes within minutes, and those that are tried
// again within minutes because the mail server takes nothing. It counts at most 100,000.
func (o *Outbox) Queued(ctx context.Context) (int, error) {
	n, err := o.Store.CountDue(ctx, ByMail, o.Now().Add(firstPause), mostQueued)
	if err != nil {
		return 0, fmt.Errorf("counting the mails that wait: %w", err)
	}
	return n, nil
}
