package contact

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"soundings/cohorts"
	"soundings/cohorts/base"
)

// Outcome is what came of a call.
type Outcome string

// The outcomes of a call.
const (
	Reached     Outcome = "reached"      // the person knows of it, and answers by themselves
	Unheard     Outcome = "no_answer"    // nobody answers: tried again on another day
	SaidNo      Outcome = "said_no"      // the person does not want to be asked this
	Answered    Outcome = "answered"     // the person answers now, and the team enters what they say
	WrongNumber Outcome = "wrong_number" // somebody else's, or nobody's
)

// Outcomes returns them in the order in which a page offers them.
func Outcomes() []Outcome { return []Outcome{Answered, Reached, Unheard, SaidNo, WrongNumber} }

// callTries is on how many days somebody is called who does not answer.
const callTries = 3

// Calls returns the calls that somebody of the team is to make now, at most limit: first to those whose best time it is. While
// everything is stopped there are none.
func (o *Outbox) Calls(ctx context.Context, limit int) ([]Sheet, error) {
	clinic, err := o.hands(ctx)
	if base.IsCode(err, base.Conflict) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	ready, err := o.Store.ReadyMessages(ctx, ByPhone, o.Now(), limit)
	if err != nil {
		return nil, fmt.Errorf("reading which calls are due: %w", err)
	}
	var all []Sheet
	for _, m := range ready {
		i, who, err := o.whose(ctx, m)
		if err != nil {
			return nil, err
		}
		v, err := o.judge(ctx, m, i, who, clinic)
		if err != nil {
			return nil, err
		}
		if v == (verdict{}) {
			all = append(all, Sheet{m, i, who.Participant})
		}
	}
	now := hoursAt(o.Now().In(clinic.Zone()))
	slices.SortStableFunc(all, func(a, b Sheet) int { return cmp.Compare(rank(a.Person.BestTime, now), rank(b.Person.BestTime, now)) })
	return all, nil
}

// hoursAt returns the time of day in which people speak of a moment.
func hoursAt(local time.Time) cohorts.Hours {
	switch {
	case local.Hour() < 12:
		return cohorts.Morning
	case local.Hour() < 17:
		return cohorts.Afternoon
	}
	return cohorts.Evening
}

// rank sorts times to call: the best one is now, no time is better, another time of the day is.
func rank(best, now cohorts.Hours) int {
	switch best {
	case now:
		return 0
	case "":
		return 1
	}
	return 2
}

// NoteCall notes what came of a call, once: who notes it after somebody else did is told so. It returns the message as it is then.
func (o *Outbox) NoteCall(ctx context.Context, id string, outcome Outcome) (Message, error) {
	if !slices.Contains(Outcomes(), outcome) {
		return Message{}, base.InvalidFields(base.Field{Name: "outcome", Text: base.T("error.oneof", "Choices", "answered, reached, no_answer, said_no, wrong_number")})
	}
	var noted Message
	phone := phoning{o}
	_, err := base.Revise(func() (Sheet, error) { return phone.call(ctx, id) }, func(s *Sheet) error {
		switch {
		case !s.Message.Open() || s.Message.Due.After(o.Now()):
			return base.Refuse(base.Conflict, "outbox.call_noted")
		case outcome == SaidNo:
			return phone.declined(ctx, s.Invitation)
		}
		return nil
	}, func(s Sheet) (err error) {
		noted, err = phone.noteCall(ctx, s.Message, s.Invitation, outcome)
		return err
	})
	return noted, err
}

// phoning is the part of the outbox that notes what came of a call.
type phoning struct{ *Outbox }

// call returns the call with this id, or NotFound.
func (o phoning) call(ctx context.Context, id string) (s Sheet, err error) {
	kept, err := o.Store.Messages(ctx, id)
	if err != nil {
		return s, fmt.Errorf("reading a call: %w", err)
	}
	if s.Message = kept[0]; s.Message.Version == 0 || s.Message.By != ByPhone {
		return s, base.Refuse(base.NotFound, "outbox.no_call")
	}
	s.Invitation, err = o.invitation(ctx, s.Message)
	return s, err
}

func (o phoning) noteCall(ctx context.Context, m Message, i Invitation, outcome Outcome) (Message, error) {
	now := o.Now()
	if outcome == Unheard {
		return o.unheard(ctx, m, i)
	}
	who, err := o.person(ctx, m)
	if err != nil {
		return m, err
	}
	if outcome == WrongNumber {
		m = m.ended(MessageFailed, WhyNumber, now)
		return m, o.end(ctx, m, i, who.record.fails(ByPhone, who.Phone))
	}
	why := WhyNone
	if outcome == SaidNo {
		why = WhySaidNo
	}
	m, charged := m.charged(who.record, now)
	m = m.ended(MessageSent, why, now)
	return m, o.end(ctx, m, i, charged)
}

// unheard has somebody called again tomorrow who did not answer, or gives them up. Such a call counts in no budget.
func (o phoning) unheard(ctx context.Context, m Message, i Invitation) (Message, error) {
	now := o.Now()
	if m.First.IsZero() {
		m.First = now
	}
	if m.Tries++; m.Tries >= callTries {
		m = m.ended(MessageFailed, WhyUnheard, now)
		return m, o.end(ctx, m, i)
	}
	clinic, err := o.Contact.Cohorts.Clinic(ctx)
	if err != nil {
		return m, err
	}
	local := now.In(clinic.Zone())
	tomorrow := time.Date(local.Year(), local.Month(), local.Day()+1, 0, 0, 0, 0, clinic.Zone())
	m = m.later(WhyUnheard, m.By.loud(tomorrow, clinic))
	return m, o.save(ctx, m)
}

// declined notes that somebody said no to a beta by telephone. Who says no to a survey or a poll is not asked about it again; their
// link works on.
func (o phoning) declined(ctx context.Context, i Invitation) error {
	if i.Kind != ForConsent {
		return nil
	}
	member, err := o.Contact.Cohorts.Membership(ctx, i.Subject, i.Ref)
	if err != nil || member.State == cohorts.Declined {
		return err
	}
	to := cohorts.Declined
	if member.State == cohorts.Agreed { // to what was asked before
		to = cohorts.Withdrawn
	}
	_, err = o.Contact.Cohorts.SetState(ctx, i.Subject, i.Ref, to, cohorts.Heard{Channel: "phone"})
	return err
}
