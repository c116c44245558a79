package contact_test

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"go.mongodb.org/mongo-driver/bson"

	"soundings/cohorts"
	"soundings/cohorts/base"
	"soundings/cohorts/base/expect"
	"soundings/cohorts/contact"
	"soundings/server/services/servicestest"
	"soundings/server/store/engine"
	"soundings/surveys"
	"soundings/surveys/polls"
)

// inSecret runs a test over each engine for both things that are answered in secret, with staff of these names who are asked them by
// mails on day 0, 4 and 10. Each has a mail address.
func inSecret(t *testing.T, people []string, test func(t *testing.T, m *secretMailing)) {
	t.Helper()
	for _, kind := range []contact.Kind{contact.ForSurvey, contact.ForPoll} {
		t.Run(string(kind), func(t *testing.T) {
			on(t, func(t *testing.T, c *clinic) {
				m := &secretMailing{mailing: &mailing{clinic: c, post: &postbox{refuses: map[string]error{}}}, kind: kind}
				c.Outbox.Post = m.post
				c.Clock.Set(time.Date(2027, 3, 1, 15, 0, 0, 0, time.UTC)) // a Monday
				m.joins(people...)
				m.subject = m.opens(t)
				must(c.Contact.Start(c.ctx, kind, m.subject, threeMails))
				m.asked = m.invites(people...)
				test(t, m)
			})
		})
	}
}

var threeMails = []contact.Step{{0, contact.ByMail}, {4, contact.ByMail}, {10, contact.ByMail}}

// secretMailing is a clinic of which staff are asked by mail what they answer in secret.
type secretMailing struct {
	*mailing
	kind    contact.Kind
	subject string
}

func (m *secretMailing) joins(people ...string) {
	for _, name := range people {
		must(m.Cohorts.SaveParticipant(m.ctx, cohorts.Participant{Ref: name, Group: cohorts.Staff, Language: "en", Email: name + "@example.org"}))
	}
}

// opens opens a secret poll or an anonymous survey.
func (m *secretMailing) opens(t *testing.T) string {
	if m.kind == contact.ForPoll {
		return m.Poll(t, func(p *polls.Poll) { p.Secret = true }).ID
	}
	return m.Anonymous(t).ID
}

func (m *secretMailing) invites(refs ...string) map[string]contact.Invitation {
	if m.kind == contact.ForPoll {
		return servicestest.ByRef(must(m.Polls.Invite(m.ctx, m.subject, polls.Audience{Refs: refs})))
	}
	return servicestest.ByRef(must(m.Surveys.Invite(m.ctx, m.subject, surveys.Audience{Refs: refs})))
}

// answers has somebody answer by their link.
func (m *secretMailing) answers(t *testing.T, refs ...string) {
	t.Helper()
	for _, ref := range refs {
		if m.kind == contact.ForPoll {
			ballot := polls.Values{"rank.mail": {"1"}}
			expect.Equal(t, ref+" votes", must(m.Polls.Cast(m.ctx, polls.Voter{Invitation: m.again(m.asked[ref])}, ballot)).Status, polls.Done)
			continue
		}
		typed := surveys.Typed{Action: surveys.Submit, Page: -1, Values: servicestest.Said("helped=yes", "ease=3"), Language: "en"}
		expect.Equal(t, ref+" answers", must(m.Surveys.Answer(m.ctx, m.again(m.asked[ref]), typed)).Status, surveys.Done)
	}
}

// step returns how many messages of a step are shown in which state; states without any are left out.
func (m *secretMailing) step(n int) string {
	var all []string
	for state, of := range must(m.Outbox.Steps(m.ctx, m.kind, m.subject))[contact.MessageStep{By: contact.ByMail, Step: n}] {
		if of > 0 {
			all = append(all, fmt.Sprint(of, " ", state))
		}
	}
	slices.Sort(all)
	return strings.Join(all, ", ")
}

// budgets returns when messages to people count in their budgets, as days and hours after the beginning.
func (m *secretMailing) budgets(refs ...string) string {
	var all []string
	for _, r := range must(m.Store.Records(m.ctx, refs...)) {
		var got []string
		for _, at := range r.Got {
			got = append(got, at.Format("02T15:04"))
		}
		all = append(all, strings.Join(got, " "))
	}
	return strings.Join(all, ", ")
}

// Everybody gets the first mail, reminders go to those alone who have not answered, and all are charged for them alike.
func TestWhatIsSecretIsRemindedInSecret(t *testing.T) {
	inSecret(t, []string{"ana", "bo", "cy"}, func(t *testing.T, m *secretMailing) {
		expect.Equal(t, "at once", m.after(t, 0), "ana, bo, cy")
		expect.Equal(t, "once", m.after(t, time.Hour), "")
		m.answers(t, "bo")
		expect.Equal(t, "on day 4", m.after(t, 4*day-time.Hour), "ana again, cy again")
		expect.Equal(t, "a turn was taken for who answered", m.post.passed, 1)
		expect.Equal(t, "they count alike", m.budgets("ana", "bo", "cy"), "01T16:00 05T16:00, 01T16:00 05T16:00, 01T16:00 05T16:00")
		expect.Equal(t, "as sent", m.step(1), "3 sent")
		expect.Equal(t, "the next waits for all", m.step(2), "3 waiting")
		m.answers(t, "ana")
		expect.Equal(t, "on day 10", m.after(t, 6*day), "cy again")
		expect.Equal(t, "all are done", m.step(2), "3 sent")
	})
}

// No list, no count and no figure has such messages, and no documents that stay differ by who answered but in their versions.
func TestSecretMessagesAreInNoList(t *testing.T) {
	inSecret(t, []string{"ana", "bo", "cy"}, func(t *testing.T, m *secretMailing) {
		m.after(t, 0)
		m.answers(t, "bo")
		m.after(t, 4*day)
		for _, ref := range []string{"ana", "bo"} {
			expect.Equal(t, "about "+ref, m.messages(ref), "")
		}
		for _, state := range contact.MessageStates() {
			expect.Equal(t, "that are "+string(state), len(must(m.Outbox.List(m.ctx, contact.MessageQuery{State: state, Limit: 10})).Items), 0)
		}
		expect.Equal(t, "of all", len(must(m.Outbox.Counts(m.ctx))), 0)
		expect.Equal(t, "in the queue", must(m.Outbox.Queued(m.ctx)), 0)
		expect.Equal(t, "handed over", m.Outbox.Results()["sent"], 0)
		expect.Equal(t, "the step of who answered last", m.again(m.asked["ana"]).Last, contact.MessageStep{})
		kinds := map[string]int{}
		for _, doc := range m.Documents(t, "secret_outbox") {
			kinds[unnamed(doc)]++
		}
		expect.Equal(t, "documents of the first mail, the reminder and the next one", slices.Sorted(maps.Values(kinds)), []int{3, 3, 3})
	})
}

// unnamed returns a document without what names a person.
func unnamed(doc string) string {
	var members []string
	elements, _ := bson.Raw(doc).Elements()
	for _, e := range elements {
		if !slices.Contains([]string{"_id", "invitation", "ref", "to", "only", "sum"}, e.Key()) {
			members = append(members, e.String())
		}
	}
	return strings.Join(members, ",")
}

// A reminder that is refused, for now or for good, changes nothing that anybody sees; the first mail does, as everybody gets it.
func TestRefusedInSecret(t *testing.T) {
	inSecret(t, []string{"ana", "bo", "cy", "di"}, func(t *testing.T, m *secretMailing) {
		gone := &contact.Refusal{Permanent: true, Err: errors.New("550")}
		m.post.refuses["di@example.org"] = gone
		expect.Equal(t, "at once", m.after(t, 0), "ana, bo, cy")
		expect.Equal(t, "an address that does not work", must(m.Outbox.Failing(m.ctx)), []string{"di"})
		expect.Equal(t, "came back", m.again(m.asked["di"]).State, contact.Bounced)
		m.post.refuses["ana@example.org"] = gone
		m.post.refuses["bo@example.org"] = &contact.Refusal{Err: errors.New("451")}
		expect.Equal(t, "on day 4", m.after(t, 4*day), "cy again")
		expect.Equal(t, "of a reminder no address is noted", must(m.Outbox.Failing(m.ctx)), []string{"di"})
		expect.Equal(t, "all count as sent", m.step(1), "3 sent")
		expect.Equal(t, "and in budgets", m.budgets("ana", "bo"), "01T16:00 05T16:00, 01T16:00 05T16:00")
		delete(m.post.refuses, "bo@example.org")
		expect.Equal(t, "a little later", m.after(t, 5*time.Minute), "bo again")
		expect.Equal(t, "nobody is told", m.step(1), "3 sent")
		m.post.refuses["bo@example.org"] = &contact.Refusal{Err: errors.New("451")}
		for range 60 {
			m.after(t, 4*time.Hour)
		}
		delete(m.post.refuses, "bo@example.org")
		expect.Equal(t, "given up", m.after(t, day), "")
		expect.Equal(t, "all are done", m.step(2), "3 sent")
	})
}

// Who answers while a reminder to them is tried again gets none.
func TestAnsweredBeforeItIsTriedAgain(t *testing.T) {
	inSecret(t, []string{"ana"}, func(t *testing.T, m *secretMailing) {
		m.after(t, 0)
		m.post.refuses["ana@example.org"] = &contact.Refusal{Err: errors.New("451")}
		m.after(t, 4*day)
		delete(m.post.refuses, "ana@example.org")
		m.answers(t, "ana")
		expect.Equal(t, "a little later", m.after(t, time.Hour), "")
	})
}

// Whoever changes somebody's address does not get their reminder, and so does not see whether they answered.
func TestRemindersGoWhereTheFirstMailWent(t *testing.T) {
	inSecret(t, []string{"ana", "bo"}, func(t *testing.T, m *secretMailing) {
		m.after(t, 0)
		must(m.Cohorts.SaveParticipant(m.ctx, cohorts.Participant{Ref: "ana", Group: cohorts.Staff, Language: "en", Email: "manager@example.org"}))
		must(m.Cohorts.SaveParticipant(m.ctx, cohorts.Participant{Ref: "bo", Group: cohorts.Staff, Language: "en", Email: "BO@example.org"}))
		expect.Equal(t, "on day 4", m.after(t, 4*day), "BO again")
		expect.Equal(t, "all are charged", m.budgets("ana", "bo"), "01T16:00 05T16:00, 01T16:00 05T16:00")
	})
}

// What people chose, and who left, holds for the first mail and for reminders; nobody is charged for what they may not get.
func TestChoicesHoldInSecret(t *testing.T) {
	inSecret(t, []string{"ana", "bo", "cyrano"}, func(t *testing.T, m *secretMailing) {
		m.after(t, 0)
		if err := m.Contact.SaveChoices(m.ctx, m.asked["bo"], false, true, true); err != nil {
			t.Fatal(err)
		}
		if err := m.Cohorts.RemoveParticipant(m.ctx, "cyrano"); err != nil {
			t.Fatal(err)
		}
		expect.Equal(t, "on day 4", m.after(t, 4*day), "ana again")
		expect.Equal(t, "budgets", m.budgets("ana", "bo", "cyrano"), "01T16:00 05T16:00, 01T16:00, ")
		expect.Equal(t, "no message names who was removed", slices.Contains(m.Naming(t, "cyrano"), "secret_outbox"), false)
	})
}

// The budget holds for what is secret as for everything else.
func TestBudgetsHoldInSecret(t *testing.T) {
	inSecret(t, []string{"ana", "bo"}, func(t *testing.T, m *secretMailing) {
		m.after(t, 0)
		m.answers(t, "ana")
		m.after(t, 4*day)
		other := m.aSurvey(t)
		must(m.Contact.Start(m.ctx, contact.ForSurvey, other, threeMails[:1]))
		must(m.Surveys.Invite(m.ctx, other, surveys.Audience{Refs: []string{"ana", "bo"}}))
		expect.Equal(t, "both have had two this week", m.after(t, 0), "")
		expect.Equal(t, "they wait alike", [2]string{m.messages("ana"), m.messages("bo")}, [2]string{"0 mail waiting budget", "0 mail waiting budget"})
		expect.Equal(t, "a week after the first", m.after(t, 3*day+time.Hour), "ana, bo")
	})
}

// dying is an engine that keeps a few writes more, and then none.
type dying struct {
	engine.Engine
	left atomic.Int64
}

func (d *dying) Write(ctx context.Context, changes []engine.Change) error {
	if d.left.Add(-1) < 0 {
		return errors.New("the server was killed")
	}
	return d.Engine.Write(ctx, changes)
}

// After a server was killed another one goes on. Of what came of a mail just sent nobody knows: it comes again, under its id.
func TestRemindersAfterAKill(t *testing.T) {
	inSecret(t, []string{"ana", "bo", "cy", "di", "ed"}, func(t *testing.T, m *secretMailing) {
		m.after(t, 0)
		m.answers(t, "bo", "di")
		m.Clock.Advance(4 * day)
		var got []string
		for writes := range 4 {
			killed := &dying{Engine: m.Engine}
			killed.left.Store(int64(writes))
			server := m.Through(t, killed)
			server.Outbox.Post = m.post
			if _, err := server.Outbox.Send(m.ctx); err == nil {
				t.Errorf("with %d writes all went well", writes)
			}
			got = append(got, strings.Split(m.post.taken(), ", ")...)
			m.Clock.Advance(11 * time.Minute)
		}
		got = append(got, strings.Split(m.after(t, 0), ", ")...)
		got = slices.DeleteFunc(got, func(name string) bool { return name == "" })
		times := map[string]int{}
		for _, name := range got {
			times[name]++
		}
		expect.Equal(t, "who was reminded", slices.Sorted(maps.Keys(times)), []string{"ana again", "cy again", "ed again"})
		if len(got) > 3+4*m.post.Workers() {
			t.Errorf("%d mails for four faults", len(got))
		}
		expect.Equal(t, "then no more", m.after(t, 5*day), "")
		expect.Equal(t, "all are charged once", m.budgets("ana", "bo"), m.budgets("cy", "di"))
	})
}

// Two servers that send at once send each reminder once.
func TestTwoRemindAtOnce(t *testing.T) {
	var people []string
	for n := range 30 {
		people = append(people, fmt.Sprintf("p%02d", n))
	}
	inSecret(t, people, func(t *testing.T, m *secretMailing) {
		m.after(t, 0)
		m.answers(t, people[:10]...)
		m.Clock.Advance(4 * day)
		other := m.Another(t)
		other.Outbox.Post = m.post
		var sending sync.WaitGroup
		for _, o := range []*contact.Outbox{m.Outbox, other.Outbox} {
			sending.Go(func() {
				for range 10 {
					if _, err := o.Send(m.ctx); err != nil {
						t.Error(err)
					}
				}
			})
		}
		sending.Wait()
		ids := map[string]int{}
		for _, one := range m.post.got {
			ids[one.ID]++
		}
		expect.Equal(t, "reminders", [2]int{len(m.post.got), len(ids)}, [2]int{20, 20})
	})
}

// Of trouble with the mail server everybody who is due is tried alike, whether they answered or not, and it is told.
func TestTroubleInSecret(t *testing.T) {
	inSecret(t, []string{"ana", "bo"}, func(t *testing.T, m *secretMailing) {
		m.after(t, 0)
		m.answers(t, "ana", "bo")
		m.post.away = fmt.Errorf("%w: it is away", contact.ErrTrouble)
		m.Clock.Advance(4 * day)
		if _, err := m.Outbox.Send(m.ctx); !errors.Is(err, contact.ErrTrouble) {
			t.Errorf("sending says %v", err)
		}
		m.post.away = nil
		expect.Equal(t, "later", m.after(t, time.Hour), "")
		expect.Equal(t, "all are done", m.step(1), "2 sent")
	})
}

// A report that a reminder came back changes nothing, and is answered the same whether one was sent; one about a first mail counts.
func TestReportsAboutWhatIsSecret(t *testing.T) {
	inSecret(t, []string{"ana", "bo"}, func(t *testing.T, m *secretMailing) {
		m.after(t, 0)
		m.answers(t, "ana")
		m.after(t, 4*day)
		report := func(ref string, step int) contact.Came {
			return must(m.Outbox.Bounced(m.ctx, contact.Bounce{Message: contact.SecretMessageID(m.asked[ref].ID, step) + "@clinic.example", Failed: true, Status: "5.1.1"}))
		}
		expect.Equal(t, "of who answered", report("ana", 1), contact.CameKnown)
		expect.Equal(t, "of who did not", report("bo", 1), contact.CameKnown)
		expect.Equal(t, "no address fails", len(must(m.Outbox.Failing(m.ctx))), 0)
		expect.Equal(t, "of the first mail", report("bo", 0), contact.CameFailed)
		expect.Equal(t, "once", report("bo", 0), contact.CameKnown)
		expect.Equal(t, "the address fails", must(m.Outbox.Failing(m.ctx)), []string{"bo"})
		expect.Equal(t, "they are not reminded again", m.after(t, 6*day), "")
	})
}

// Nobody is asked in secret by what the team does with its hands.
func TestWhatIsSecretGoesByMailAlone(t *testing.T) {
	inSecret(t, []string{"ana"}, func(t *testing.T, m *secretMailing) {
		other := m.opens(t)
		_, err := m.Contact.Start(m.ctx, m.kind, other, full)
		var refused *base.Error
		if !errors.As(err, &refused) {
			t.Fatal(err)
		}
		expect.Equal(t, "refused", expect.Named(refused.Fields), []string{"protocol[2].by: protocol.mail_alone", "protocol[3].by: protocol.mail_alone"})
		expect.Equal(t, "nothing has begun", must(m.Contact.Protocol(m.ctx, m.kind, other)).Version, int64(0))
	})
}
