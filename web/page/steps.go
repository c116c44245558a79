package page

import (
	"cmp"
	"context"
	"maps"
	"slices"

	"soundings/cohorts/contact"
)

// StepRow says what became of one step of a protocol, and what it brought.
type StepRow struct {
	Step                           string // empty: those who answered before any message about it
	Sent, Waiting, Failed, NotSent string
	Answered                       string // those whose last message before they answered was this one
	Secret                         bool   // it is answered in secret: nobody is told who got a reminder, or answered after it
}

// Reached says how people are reached who were asked one thing.
type Reached struct {
	UnderWay *Link // to how far they are being asked at this moment; nil: they are not
	Steps    []StepRow
	Parts    []PartTable // of what is named: who was asked, and how far they have come, by group and stratum
}

// Reached returns how people are reached who were asked one thing.
func (s *Site) Reached(ctx context.Context, p Page, kind contact.Kind, subject string) (r Reached, err error) {
	if r.UnderWay, err = s.underWay(ctx, p, kind, subject); err != nil {
		return r, err
	}
	r.Steps, err = s.stepRows(ctx, p, kind, subject)
	return r, err
}

// ReachedByPart returns besides how far the groups and strata have come who were asked something that is named.
func (s *Site) ReachedByPart(ctx context.Context, p Page, kind contact.Kind, subject string) (Reached, error) {
	r, err := s.Reached(ctx, p, kind, subject)
	if err == nil {
		r.Parts, err = s.partTables(ctx, p, kind, subject)
	}
	return r, err
}

// stepRows says how people are reached who were asked one thing: the steps of its protocol. Nothing: their links are handed out,
// or the reader is not one who may know who answered when.
func (s *Site) stepRows(ctx context.Context, p Page, kind contact.Kind, subject string) ([]StepRow, error) {
	if !p.Writes() {
		return nil, nil
	}
	protocol, err := s.Contact.Protocol(ctx, kind, subject)
	if err != nil || len(protocol.Steps) == 0 {
		return nil, err
	}
	steps, err := s.Outbox.Steps(ctx, kind, subject)
	if err != nil {
		return nil, err
	}
	counts, err := s.Contact.Counts(ctx, kind, subject)
	if err != nil {
		return nil, err
	}
	var rows []StepRow
	without := counts.States[contact.Completed]
	for _, one := range slices.SortedFunc(maps.Keys(steps), func(a, b contact.MessageStep) int { return cmp.Compare(a.Step, b.Step) }) {
		without -= counts.After[one]
		row := p.stepRow(protocol.Steps, one, steps[one], counts.After[one])
		row.Secret = protocol.Secret
		rows = append(rows, row)
	}
	if without > 0 {
		rows = append(rows, StepRow{Answered: p.Int(without)})
	}
	return rows, nil
}

// StepText writes a step: "E-mail after 4 days".
func (p Page) StepText(step contact.Step) string {
	way := p.T("outbox.by." + string(step.By))
	if step.AfterDays == 0 {
		return p.T("protocol.step_now", "Way", way)
	}
	return p.T("protocol.step", "Way", way, "Count", step.AfterDays)
}

func (p Page) stepRow(steps []contact.Step, one contact.MessageStep, n map[contact.MessageState]int, after int) StepRow {
	row := StepRow{
		Step: p.T("outbox.by." + string(one.By)), Sent: p.Int(n[contact.MessageSent]), Waiting: p.Int(n[contact.MessageWaiting] + n[contact.MessageDeferred]),
		Failed: p.Int(n[contact.MessageFailed]), NotSent: p.Int(n[contact.MessageSkipped]), Answered: p.Int(after),
	}
	if one.Step < len(steps) {
		row.Step = p.StepText(steps[one.Step])
	}
	return row
}
