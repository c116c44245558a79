package contact

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"time"

	"soundings/cohorts"
	"soundings/cohorts/base"
	"soundings/cohorts/upload"
)

// Question is what people are asked.
type Question struct {
	Kind    Kind
	Subject string
	Expires time.Time // zero: with the survey or poll
	Steps   []Step    // the protocol that begins with them; none: it may begin later, or links are handed out
}

// Asking is many people who are being asked one thing, chunk after chunk.
type Asking = upload.Job[Question, Invited]

// Invited is how many of the people of an Asking are invited so far. Who left or was removed meanwhile is passed over.
type Invited struct{ People int }

// Askings invites many people in the background. Each has one invitation, whatever happens on the way: a chunk may be applied
// twice, as the id of an invitation follows from who is asked what.
func (s *Service) Askings() *upload.Runs[Question, Invited] {
	return &upload.Runs[Question, Invited]{Worker: asker{s}, Store: s.Store.Askings(), Now: s.Now, Rand: s.Cohorts.Rand, Log: s.Log}
}

// Ask invites people who were found and checked, and begins the protocol of a question that has one. A few are invited when
// it returns; of many it returns the job that invites them, nil otherwise.
func (s *Service) Ask(ctx context.Context, q Question, people []Asked) ([]Invitation, *Asking, error) {
	if upload.Few(len(people)) {
		all, err := s.Invite(ctx, q.Kind, q.Subject, people, q.Expires)
		if err == nil && len(q.Steps) > 0 {
			_, err = s.Start(ctx, q.Kind, q.Subject, q.Steps)
		}
		return all, nil, err
	}
	rows := make([]upload.Row, len(people))
	for n, p := range people {
		rows[n] = upload.Row{Line: n + 1, Cells: p.cells()}
	}
	job, err := s.Askings().Start(ctx, q, rows)
	return nil, &job, err
}

// UnderWay returns how people are being asked one thing at this moment, the latest first.
func (s *Service) UnderWay(ctx context.Context, kind Kind, subject string) ([]Asking, error) {
	all, err := s.Askings().List(ctx)
	return slices.DeleteFunc(all, func(job Asking) bool {
		return job.State != upload.Running || job.Reading.Kind != kind || job.Reading.Subject != subject
	}), err
}

// cells writes a person as a row.
func (a Asked) cells() []string {
	return []string{a.Ref, string(a.Group), a.Cohort, a.Stratum, a.Proxy, a.Language, strconv.FormatBool(a.Again)}
}

// askedOf reads what cells wrote.
func askedOf(rows []upload.Row) []Asked {
	all := make([]Asked, len(rows))
	for n, row := range rows {
		c := row.Cells
		all[n] = Asked{Ref: c[0], Group: cohorts.Group(c[1]), Cohort: c[2], Stratum: c[3], Proxy: c[4], Language: c[5], Again: c[6] == "true"}
	}
	return all
}

// asker is the worker of package upload whose rows are people to invite.
type asker struct{ s *Service }

// Begin begins the protocol, so that everybody gets the first message with the invitation.
func (a asker) Begin(ctx context.Context, job Asking) (upload.Prepare[Question, Invited], error) {
	q := job.Reading
	if len(q.Steps) > 0 {
		if _, err := a.s.Start(ctx, q.Kind, q.Subject, q.Steps); err != nil {
			return nil, err
		}
	}
	return func(_ context.Context, rows []upload.Row) (upload.Apply[Question, Invited], error) {
		people := askedOf(rows)
		return func(ctx context.Context, job *Asking) error {
			invited, err := a.invite(ctx, q, people)
			if err != nil {
				return err
			}
			job.Report.People += len(invited)
			return a.s.Store.SaveAsking(ctx, *job)
		}, nil
	}, nil
}

// invite invites the people of a chunk who can still be asked. Where a protocol began meanwhile it may have looked for them
// before they were there, also if a stop came between; so each is given a first message who has none.
func (a asker) invite(ctx context.Context, q Question, people []Asked) ([]Invitation, error) {
	var all []Invitation
	for chunk := range slices.Chunk(people, inviteAtOnce) {
		some, err := a.inviteSome(ctx, q, chunk)
		if err != nil {
			return nil, err
		}
		all = append(all, some...)
	}
	p, err := a.s.Protocol(ctx, q.Kind, q.Subject)
	if err != nil || p.Version == 0 {
		return all, err
	}
	return all, a.s.catchUp(ctx, p, all)
}

func (a asker) inviteSome(ctx context.Context, q Question, people []Asked) ([]Invitation, error) {
	if q.Kind == ForConsent {
		return a.consent(ctx, q.Subject, people)
	}
	open, err := a.s.Asks.Asks(ctx, q.Kind, q.Subject)
	if err != nil || !open {
		return nil, err
	}
	if people, err = a.stillThere(ctx, people); err != nil {
		return nil, err
	}
	return a.s.inviteChunk(ctx, q.Kind, q.Subject, people, q.Expires, nil)
}

// consent invites those of some members who have still to say whether they take part.
func (a asker) consent(ctx context.Context, cohort string, people []Asked) ([]Invitation, error) {
	c, err := a.s.Cohorts.Cohort(ctx, cohort)
	if err != nil || c.Over() {
		return nil, err
	}
	refs := make([]string, len(people))
	for n, p := range people {
		refs[n] = p.Ref
	}
	members, err := a.s.Cohorts.Store.Memberships(ctx, cohort, refs...)
	if err != nil {
		return nil, fmt.Errorf("reading memberships: %w", err)
	}
	return a.s.askChunk(ctx, cohort, slices.DeleteFunc(members, func(m cohorts.Membership) bool {
		return m.State != cohorts.Selected && m.State != cohorts.Invited && !(m.State == cohorts.Agreed && m.AskedAgain(c))
	}))
}

// stillThere leaves out people who were removed, or have left the cohort as whose members they are asked.
func (a asker) stillThere(ctx context.Context, people []Asked) ([]Asked, error) {
	refs := make([]string, len(people))
	as := make([]Invitation, len(people))
	for n, p := range people {
		refs[n], as[n] = p.Ref, Invitation{Ref: p.Ref, Cohort: p.Cohort}
	}
	known, err := a.s.Cohorts.People(ctx, refs...)
	if err != nil {
		return nil, err
	}
	members, err := a.s.StillMembers(ctx, as)
	if err != nil {
		return nil, err
	}
	may := make(map[string]bool, len(members))
	for _, m := range members {
		may[m.Ref] = known[m.Ref].Ref != ""
	}
	return slices.DeleteFunc(slices.Clone(people), func(p Asked) bool { return !may[p.Ref] }), nil
}

// catchUp gives those of some people their first message who have none.
func (s *Service) catchUp(ctx context.Context, p Protocol, some []Invitation) error {
	for chunk := range slices.Chunk(some, inviteAtOnce) {
		ids := make([]string, len(chunk))
		for n, i := range chunk {
			ids[n] = MessageID(i.ID, 0)
		}
		read := func() ([]Message, error) { return s.Store.Messages(ctx, ids...) }
		_, err := base.Revise(read, func(kept *[]Message) error {
			var without []Invitation
			for n, m := range *kept {
				if i := chunk[n]; m.Version == 0 && (i.Open(s.Now()) || i.Kind == ForConsent) {
					without = append(without, chunk[n])
				}
			}
			*kept = p.firsts(without, s.Now())
			return nil
		}, func(fresh []Message) error {
			if len(fresh) == 0 {
				return nil
			}
			return s.Store.SaveOutgoing(ctx, Outgoing{Messages: fresh})
		})
		if err != nil {
			return fmt.Errorf("keeping first messages: %w", err)
		}
	}
	return nil
}
