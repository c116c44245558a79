package contact

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"golang.org/x/sync/errgroup"

	"soundings/cohorts"
	"soundings/cohorts/base"
)

// Batch is messages that somebody of the team took together: the letters of one print, or the texts of one file.
type Batch struct {
	ID      string
	By      Way
	At      time.Time
	Count   int // how many messages; 0: the server was ended meanwhile
	Version int64
}

// How batches are made and shown.
const (
	BatchLength = 1000 // how many messages a batch has at most
	handsAtOnce = 8
	shownLately = 10
)

// Batched returns the ways by which messages go out in batches.
func Batched() []Way { return []Way{ByLetter, ByText} }

// Sheet is one message of a batch as it is printed or written: who gets it, and the link that is in it.
type Sheet struct {
	Message    Message
	Invitation Invitation
	Person     cohorts.Participant // who gets it
}

// Waiting returns how many messages of one way wait for somebody to print, send or call; as many as most are most or more.
func (o *Outbox) Waiting(ctx context.Context, by Way, most int) (int, error) {
	n, err := o.Store.CountReady(ctx, by, o.Now(), most)
	if err != nil {
		return n, fmt.Errorf("counting what is due: %w", err)
	}
	return n, nil
}

// Lately returns the batches of one way that were taken last, the latest first.
func (o *Outbox) Lately(ctx context.Context, by Way) ([]Batch, error) {
	all, err := o.Store.Batches(ctx, by, shownLately)
	if err != nil {
		return nil, fmt.Errorf("reading batches: %w", err)
	}
	return all, nil
}

// HandOut gives somebody of the team the letters or texts that are due, at most BatchLength, and notes that they are sent. Each is
// decided about anew, and only one of those who ask at the same time gets it. It returns Conflict where nothing is due.
func (o *Outbox) HandOut(ctx context.Context, by Way) (Batch, error) {
	clinic, err := o.hands(ctx)
	if err != nil {
		return Batch{}, err
	}
	ready, err := o.Store.ReadyMessages(ctx, by, o.Now(), BatchLength)
	if err != nil {
		return Batch{}, fmt.Errorf("reading what is due: %w", err)
	}
	b := Batch{ID: base.NewOrderedID(o.Now(), o.Contact.Cohorts.Rand), By: by, At: o.Now()}
	begin := sync.OnceValue(func() error { return o.saveBatch(ctx, &b) }) // before a message is in it, so that none is lost
	var handed atomic.Int64
	group, working := errgroup.WithContext(ctx)
	group.SetLimit(handsAtOnce)
	for _, m := range ready {
		group.Go(func() error {
			ok, err := o.hand(working, m, clinic, b.ID, begin)
			if ok {
				handed.Add(1)
			}
			return err
		})
	}
	err = group.Wait()
	if b.Count = int(handed.Load()); b.Count == 0 {
		return b, cmp.Or[error](err, base.Refuse(base.Conflict, "outbox.none_due."+string(by)))
	}
	return b, cmp.Or(o.saveBatch(context.WithoutCancel(ctx), &b), err)
}

func (o *Outbox) saveBatch(ctx context.Context, b *Batch) error {
	if err := o.Store.SaveBatch(ctx, *b); err != nil {
		return fmt.Errorf("keeping a batch: %w", err)
	}
	b.Version++
	return nil
}

// hands returns the clinic in whose name the team writes and calls, or Conflict where nothing may go out.
func (o *Outbox) hands(ctx context.Context) (cohorts.Clinic, error) {
	halt, err := o.Halted(ctx)
	if err == nil && halt.On {
		err = base.Refuse(base.Conflict, "outbox.is_halted")
	}
	if err != nil {
		return cohorts.Clinic{}, err
	}
	clinic, err := o.Contact.Cohorts.Clinic(ctx)
	return clinic, cmp.Or(err, clinic.Ready())
}

// handTries is how often a message is looked at again that somebody else changed.
const handTries = 5

// hand puts a message into a batch, and reports whether it did: not where it is not to be sent now, or somebody else has it.
func (o *Outbox) hand(ctx context.Context, m Message, clinic cohorts.Clinic, batch string, begin func() error) (handed bool, err error) {
	for range handTries {
		err = o.decide(ctx, m, clinic, func(i Invitation, who person) error {
			if err := begin(); err != nil {
				return err
			}
			sent, charged := m.charged(who.record, o.Now())
			if sent.Batch = batch; sent.By == ByLetter {
				sent.Where = o.where(who)
			}
			err := o.end(ctx, sent.ended(MessageSent, WhyNone, o.Now()), i, charged)
			handed = err == nil
			return err
		})
		if !base.IsCode(err, base.Conflict) {
			return handed, err
		}
		kept, err := o.Store.Messages(ctx, m.ID)
		if err != nil {
			return false, fmt.Errorf("reading a message again: %w", err)
		}
		if m = kept[0]; m.Version == 0 || !m.Open() {
			return false, nil
		}
	}
	return false, nil // it waits for the next batch
}

// Open returns a batch, or NotFound.
func (o *Outbox) Open(ctx context.Context, id string) (Batch, error) {
	b, err := o.Store.Batch(ctx, id)
	if err != nil {
		return b, fmt.Errorf("reading a batch: %w", err)
	}
	return b, nil
}

// Sheets returns what is to be printed or written of a batch, also again where paper jammed: without those who need not be asked
// any more, or may not, as it is now. It reports how many those are.
func (o *Outbox) Sheets(ctx context.Context, b Batch) (all []Sheet, left int, err error) {
	for m, err := range base.Each(func(after string) (base.Page[Message], error) {
		return o.Store.BatchMessages(ctx, b.ID, after, cohorts.MaxChunk)
	}) {
		if err != nil {
			return nil, 0, fmt.Errorf("reading a batch: %w", err)
		}
		sheet, why, err := o.sheet(ctx, m)
		switch {
		case err != nil:
			return nil, 0, err
		case why != WhyNone:
			left++
		default:
			all = append(all, sheet)
		}
	}
	slices.SortStableFunc(all, func(a, b Sheet) int { return strings.Compare(a.Message.Ref, b.Message.Ref) })
	return all, left, nil
}

// sheet returns a message as it is printed, or why it is not.
func (o *Outbox) sheet(ctx context.Context, m Message) (Sheet, Why, error) {
	i, who, err := o.whose(ctx, m)
	if err != nil {
		return Sheet{}, "", err
	}
	why, err := o.needed(ctx, m, i)
	if err == nil && why == WhyNone {
		why = allowed(m, who)
	}
	return Sheet{m, i, who.Participant}, why, err
}
