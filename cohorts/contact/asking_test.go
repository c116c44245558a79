package contact_test

import (
	"context"
	"errors"
	"fmt"
	"sync/atomic"
	"testing"
	"time"

	"soundings/cohorts"
	"soundings/cohorts/base"
	"soundings/cohorts/base/expect"
	"soundings/cohorts/contact"
	"soundings/cohorts/upload"
	"soundings/server/services/servicestest"
	"soundings/server/store/engine"
	"soundings/surveys"
)

// mortal is an engine of a server that is killed after some writes.
type mortal struct {
	engine.Engine
	left atomic.Int64
}

var errKilled = errors.New("killed")

func (m *mortal) Write(ctx context.Context, changes []engine.Change) error {
	if m.left.Add(-1) < 0 {
		return errKilled
	}
	return m.Engine.Write(ctx, changes)
}

// dies goes on with what is under way on a server that is killed after so many writes, and reports whether it was.
func (c *clinic) dies(t *testing.T, writes int) bool {
	t.Helper()
	m := &mortal{Engine: c.Engine}
	s := c.Through(t, m)
	m.left.Store(int64(writes))
	c.Clock.Advance(time.Minute)
	err := s.Contact.Askings().Resume(c.ctx)
	if err != nil && !errors.Is(err, errKilled) {
		t.Fatal(err)
	}
	return err != nil
}

// mails is a protocol of one mail.
var mails = []contact.Step{{By: contact.ByMail}}

// Many people are asked in the background. However often that is killed, and by how many servers it is done at once, everybody
// has one invitation and one first message in the end.
func TestAskMany(t *testing.T) {
	const many = 2*upload.Chunk + 300
	for name, begin := range map[string]func(*testing.T, *clinic) (contact.Kind, string, *contact.Asking){
		"to answer a survey": func(t *testing.T, c *clinic) (contact.Kind, string, *contact.Asking) {
			c.People(t, cohorts.Staff, refs(many)...)
			v := c.Survey(t, "Portal", servicestest.PortalPages(t)...)
			_, job, err := c.Surveys.Ask(c.ctx, v.ID, surveys.Audience{Refs: refs(many)}, mails)
			must(job, err)
			return contact.ForSurvey, v.ID, job
		},
		"to take part": func(t *testing.T, c *clinic) (contact.Kind, string, *contact.Asking) {
			c.People(t, cohorts.Patient, refs(many)...)
			id := must(c.Cohorts.CreateCohort(c.ctx, cohorts.Cohort{Name: base.Words{"en": "Wave", "es": "Ola"}})).ID
			must(c.Cohorts.Select(c.ctx, id, refs(many), cohorts.RefuseOverflow))
			_, job, err := c.Contact.AskCohort(c.ctx, id, mails)
			must(job, err)
			return contact.ForConsent, id, job
		},
	} {
		t.Run(name, func(t *testing.T) {
			on(t, func(t *testing.T, c *clinic) {
				kind, subject, job := begin(t, c)
				expect.Equal(t, "at once", []any{job.State, job.Rows, must(c.Contact.Counts(c.ctx, kind, subject)).Invited()}, []any{upload.Running, many, 0})
				expect.Equal(t, "under way", len(must(c.Contact.UnderWay(c.ctx, kind, subject))), 1)
				for n := range 5 {
					if !c.dies(t, n) {
						t.Fatal("it was done before it was killed")
					}
				}
				c.Clock.Advance(time.Minute)
				servicestest.Together(3, func(int) error { return c.Another(t).Contact.Askings().Resume(c.ctx) })
				done := must(c.Contact.Askings().Find(c.ctx, job.ID))
				expect.Equal(t, "done", []any{done.State, done.Report.People}, []any{upload.Finished, many})
				expect.Equal(t, "under way", len(must(c.Contact.UnderWay(c.ctx, kind, subject))), 0)
				expect.Equal(t, "invited", must(c.Contact.Counts(c.ctx, kind, subject)).People(), many)
				expect.Equal(t, "messages", must(c.Outbox.Steps(c.ctx, kind, subject)).Open(), many)
				asked := map[string]int{}
				for i, err := range base.Each(func(after string) (base.Page[contact.Invitation], error) {
					return c.Contact.List(c.ctx, kind, subject, after, cohorts.MaxChunk)
				}) {
					asked[must(i, err).Ref]++
				}
				for _, ref := range refs(many) {
					if asked[ref] != 1 {
						t.Fatalf("%s has %d invitations", ref, asked[ref])
					}
				}
				if kind == contact.ForConsent {
					expect.Equal(t, "members", c.members(subject), map[cohorts.State]int{cohorts.Invited: many})
				}
				expect.Equal(t, "rows left", len(c.Documents(t, "import_rows")), 0)
			})
		})
	}
}

// Who was removed or has left while others were being asked is passed over; where the survey closes nobody else is asked.
func TestAskManyWhoLeave(t *testing.T) {
	const many = 2*upload.Chunk + 1
	on(t, func(t *testing.T, c *clinic) {
		c.People(t, cohorts.Staff, refs(many)...)
		v := c.Survey(t, "Portal", servicestest.PortalPages(t)...)
		ask := func() string {
			_, job, err := c.Surveys.Ask(c.ctx, v.ID, surveys.Audience{Refs: refs(many)}, nil)
			return must(job, err).ID
		}
		done := func(id string) string {
			c.Clock.Advance(time.Minute)
			if err := c.Contact.Askings().Resume(c.ctx); err != nil {
				t.Fatal(err)
			}
			job := must(c.Contact.Askings().Find(c.ctx, id))
			return fmt.Sprint(job.State, " ", job.Report.People)
		}
		id := ask()
		if err := c.Cohorts.RemoveParticipant(c.ctx, "P-0007"); err != nil {
			t.Fatal(err)
		}
		expect.Equal(t, "without one", done(id), fmt.Sprint("finished ", many-1))
		c.People(t, cohorts.Staff, "P-0007")
		id = ask()
		must(c.Surveys.Close(c.ctx, v.ID))
		expect.Equal(t, "closed", done(id), "finished 0")
		expect.Equal(t, "asked", must(c.Contact.Counts(c.ctx, contact.ForSurvey, v.ID)).Invited(), many-1)
	})
}

// A protocol that begins while people are being asked reaches all of them, also if a stop came before anybody looked.
func TestAProtocolThatBeginsMeanwhile(t *testing.T) {
	const many = 2*upload.Chunk + 1
	on(t, func(t *testing.T, c *clinic) {
		c.People(t, cohorts.Staff, refs(many)...)
		v := c.Survey(t, "Portal", servicestest.PortalPages(t)...)
		_, job, err := c.Surveys.Ask(c.ctx, v.ID, surveys.Audience{Refs: refs(many)}, nil)
		must(job, err)
		c.dies(t, 2) // some are invited, and nobody has noted it
		must(c.Contact.Start(c.ctx, contact.ForSurvey, v.ID, mails))
		for must(c.Outbox.Take(c.ctx)) > 0 {
		}
		c.dies(t, 1)
		c.Clock.Advance(time.Minute)
		if err := c.Contact.Askings().Resume(c.ctx); err != nil {
			t.Fatal(err)
		}
		expect.Equal(t, "messages", must(c.Outbox.Steps(c.ctx, contact.ForSurvey, v.ID)).Open(), many)
	})
}
