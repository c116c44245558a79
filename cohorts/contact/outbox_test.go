package contact_test

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"soundings/cohorts"
	"soundings/cohorts/base"
	"soundings/cohorts/base/expect"
	"soundings/cohorts/contact"
	"soundings/server/services/servicestest"
	"soundings/surveys"
)

// postbox is a mail server that keeps what it is handed, and refuses what a test says.
type postbox struct {
	mu      sync.Mutex
	got     []contact.Mail
	refuses map[string]error // by address
	passed  int              // how often it was asked for a turn without a message
	away    error            // what it says to everything; nil: it is there
}

func (p *postbox) Pass(context.Context) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.passed++
	return p.away
}

func (p *postbox) Workers() int { return 3 }

func (p *postbox) Send(_ context.Context, m contact.Mail) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if err := cmp.Or(p.away, p.refuses[m.Address]); err != nil {
		return err
	}
	p.got = append(p.got, m)
	return nil
}

// taken returns the addresses that got mail since it was asked last, sorted; those of reminders with "again".
func (p *postbox) taken() string {
	var all []string
	for _, m := range p.got {
		name, _, _ := strings.Cut(m.Address, "@")
		if m.Again {
			name += " again"
		}
		all = append(all, name)
	}
	p.got = nil
	slices.Sort(all)
	return strings.Join(all, ", ")
}

// mailing is a clinic of which patients are asked something by mail.
type mailing struct {
	*clinic
	post   *postbox
	survey string
	asked  map[string]contact.Invitation
}

// mailed asks these patients about the portal, whom they are made as: "ana", or "bo/phone letter" with what else is known.
func (c *clinic) mailed(t *testing.T, steps []contact.Step, people ...string) *mailing {
	t.Helper()
	m := &mailing{clinic: c, post: &postbox{refuses: map[string]error{}}}
	c.Outbox.Post = m.post
	c.Clock.Set(time.Date(2027, 3, 1, 15, 0, 0, 0, time.UTC)) // a Monday
	var names []string
	for _, each := range people {
		name, has, _ := strings.Cut(each, "/")
		p := cohorts.Participant{Ref: name, Group: cohorts.Patient, Language: "en"}
		for _, way := range strings.Fields(has) {
			switch way {
			case "mail":
				p.Email = name + "@example.org"
			case "phone":
				p.Phone = "615-555-0134"
			case "letter":
				p.Address = cohorts.Address{Street: "1 Elm Road", City: "Salem"}
			}
		}
		must(c.Cohorts.SaveParticipant(c.ctx, p))
		names = append(names, name)
	}
	cohort := c.Agreed(t, "Beta", names...)
	m.survey = c.aSurvey(t)
	if steps != nil {
		must(c.Contact.Start(c.ctx, contact.ForSurvey, m.survey, steps))
	}
	m.asked = c.Invite(t, m.survey, cohort)
	return m
}

// aSurvey opens a survey of one question.
func (c *clinic) aSurvey(t *testing.T) string {
	return c.Survey(t, "Portal", servicestest.Pages(t, `[{"questions": [{"id": "ease", "type": "scale", "text": "How easy was it?", "min": 1, "max": 5}]}]`)...).ID
}

// answers has somebody answer by their link.
func (m *mailing) answers(t *testing.T, ref string) {
	t.Helper()
	m.Send(t, m.asked[ref], 0, surveys.Submit, "ease=3")
}

// after lets time go by, and sends what is due.
func (m *mailing) after(t *testing.T, d time.Duration) string {
	t.Helper()
	m.Clock.Advance(d)
	for {
		if n := must(m.Outbox.Take(m.ctx)); n == 0 {
			break
		}
	}
	for range 20 {
		if n, err := m.Outbox.Send(m.ctx); n == 0 || err != nil {
			break
		}
	}
	return m.post.taken()
}

// messages returns the messages about somebody, as "0 mail sent, 1 mail waiting".
func (m *mailing) messages(ref string) string {
	var all []string
	for _, one := range must(m.Outbox.List(m.ctx, contact.MessageQuery{Ref: ref})).Items {
		all = append(all, strings.TrimSpace(fmt.Sprintf("%d %s %s %s", one.Step, one.By, one.State, one.Why)))
	}
	slices.Sort(all)
	return strings.Join(all, ", ")
}

const day = 24 * time.Hour

// full are the steps that bring the most answers and the fairest sample (PMC10799262).
var full = []contact.Step{{0, contact.ByMail}, {4, contact.ByMail}, {7, contact.ByLetter}, {14, contact.ByPhone}}

func TestAProtocol(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		m := c.mailed(t, full, "ana/mail letter", "bo/mail", "cy/letter", "di/phone", "ed/")
		expect.Equal(t, "at once", m.after(t, 0), "ana, bo")
		expect.Equal(t, "once", m.after(t, time.Hour), "")
		expect.Equal(t, "the link is sent", m.again(m.asked["ana"]).State, contact.Sent)
		expect.Equal(t, "who has no mail begins with the next way", m.messages("cy"), "0 mail skipped no_address, 2 letter waiting")
		expect.Equal(t, "who can only be called", m.messages("di"), "0 mail skipped no_address, 2 letter skipped no_address, 3 phone waiting")
		expect.Equal(t, "who cannot be reached", m.messages("ed"), "0 mail skipped no_address, 2 letter skipped no_address, 3 phone skipped no_address")
		m.answers(t, "bo")
		expect.Equal(t, "before the reminder", m.after(t, 4*day-2*time.Hour), "")
		expect.Equal(t, "the reminder", m.after(t, 2*time.Hour), "ana again")
		expect.Equal(t, "who answered", m.messages("bo"), "0 mail sent, 1 mail skipped answered")
		m.after(t, 3*day)
		expect.Equal(t, "the letter", m.messages("ana"), "0 mail sent, 1 mail sent, 2 letter waiting")
		counts := must(c.Outbox.Counts(c.ctx))
		expect.Equal(t, "sent", counts[contact.ByMail][contact.MessageSent], 3)
		expect.Equal(t, "waiting", counts.Of(contact.MessageWaiting), 3)
		steps := must(c.Outbox.Steps(c.ctx, contact.ForSurvey, m.survey))
		expect.Equal(t, "the first mails", steps[contact.MessageStep{By: contact.ByMail}], map[contact.MessageState]int{contact.MessageSent: 2, contact.MessageSkipped: 3, contact.MessageWaiting: 0})
		expect.Equal(t, "the reminders", steps[contact.MessageStep{By: contact.ByMail, Step: 1}], map[contact.MessageState]int{contact.MessageSent: 1, contact.MessageSkipped: 1, contact.MessageWaiting: 0})
		m.answers(t, "ana")
		expect.Equal(t, "what each brought", must(c.Contact.Counts(c.ctx, contact.ForSurvey, m.survey)).After, map[contact.MessageStep]int{{By: contact.ByMail}: 1, {By: contact.ByMail, Step: 1}: 1})
	})
}

// What is sent is decided when it is sent.
func TestDecidedAtTheMomentOfSending(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		m := c.mailed(t, []contact.Step{{AfterDays: 1, By: contact.ByMail}}, "ana/mail", "bo/mail", "cy/mail", "di/mail", "ed/mail")
		expect.Equal(t, "not yet", m.after(t, 0), "")
		m.answers(t, "ana")
		if err := c.Contact.SaveChoices(c.ctx, m.asked["bo"], false, true, true); err != nil {
			t.Fatal(err)
		}
		c.Withdraw(t, m.asked["cy"].Cohort, "cy")
		if err := c.Cohorts.RemoveParticipant(c.ctx, "di"); err != nil {
			t.Fatal(err)
		}
		expect.Equal(t, "tomorrow", m.after(t, day), "ed")
		expect.Equal(t, "answered", m.messages("ana"), "0 mail skipped answered")
		expect.Equal(t, "wants no mail", m.messages("bo"), "0 mail skipped choice")
		expect.Equal(t, "left", m.messages("cy"), "0 mail skipped left")
		expect.Equal(t, "removed", m.messages("di"), "")
	})
}

func TestASurveyThatIsClosedAsksNobody(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		m := c.mailed(t, full, "ana/mail")
		must(c.Surveys.Close(c.ctx, m.survey))
		expect.Equal(t, "sent", m.after(t, 0), "")
		expect.Equal(t, "over", m.messages("ana"), "0 mail skipped over")
	})
}

// Quiet hours and the budget make messages wait; nothing is dropped.
func TestQuietHoursAndBudget(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		clinic := must(c.Cohorts.Clinic(c.ctx))
		clinic.Quiet = cohorts.Quiet{From: "20:00", To: "08:00", Days: []string{"sun"}}
		if err := c.Cohorts.SaveClinic(c.ctx, clinic, nil); err != nil {
			t.Fatal(err)
		}
		m := c.mailed(t, []contact.Step{{0, contact.ByMail}, {1, contact.ByMail}, {2, contact.ByMail}}, "ana/mail")
		expect.Equal(t, "Monday, 15:00", m.after(t, 0), "ana")
		expect.Equal(t, "Tuesday, 21:00", m.after(t, day+6*time.Hour), "")
		expect.Equal(t, "it waits", m.messages("ana"), "0 mail sent, 1 mail waiting quiet")
		expect.Equal(t, "Wednesday, 08:00", m.after(t, 11*time.Hour), "ana again")
		expect.Equal(t, "Wednesday, 16:00", m.after(t, 8*time.Hour), "")
		expect.Equal(t, "it came late, and its day is over when it is", m.messages("ana"), "0 mail sent, 1 mail sent, 2 mail waiting")
		expect.Equal(t, "Thursday, 16:00", m.after(t, day), "")
		expect.Equal(t, "two a week", m.messages("ana"), "0 mail sent, 1 mail sent, 2 mail waiting budget")
		expect.Equal(t, "the next Monday, 14:00", m.after(t, 4*day-2*time.Hour), "")
		expect.Equal(t, "the next Monday, 15:00", m.after(t, time.Hour), "ana again")
	})
}

// An address that does not work is not tried again, and the next way takes over; what is refused for now is.
func TestRefusals(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		m := c.mailed(t, full, "ana/mail letter", "bo/mail letter")
		m.post.refuses["ana@example.org"] = &contact.Refusal{Permanent: true, Err: errors.New("550")}
		m.post.refuses["bo@example.org"] = &contact.Refusal{Err: errors.New("451")}
		expect.Equal(t, "at once", m.after(t, 0), "")
		expect.Equal(t, "an address that does not work", m.messages("ana"), "0 mail failed refused, 2 letter waiting")
		expect.Equal(t, "its link came back", m.again(m.asked["ana"]).State, contact.Bounced)
		expect.Equal(t, "refused for now", m.messages("bo"), "0 mail deferred later")
		delete(m.post.refuses, "bo@example.org")
		expect.Equal(t, "too soon", m.after(t, 4*time.Minute), "")
		expect.Equal(t, "a little later", m.after(t, time.Minute), "bo")
		records := must(c.Store.Records(c.ctx, "ana", "bo"))
		expect.Equal(t, "the budget of who got nothing", len(records[0].Got), 0)
		expect.Equal(t, "the budget of who got one after two tries", len(records[1].Got), 1)
	})
}

func TestWhatIsNeverTakenIsGivenUp(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		m := c.mailed(t, []contact.Step{{0, contact.ByMail}, {7, contact.ByLetter}}, "ana/mail letter")
		m.post.refuses["ana@example.org"] = errors.New("the connection was lost")
		for range 30 {
			m.after(t, 2*time.Hour)
		}
		expect.Equal(t, "after two days", m.messages("ana"), "0 mail failed given_up, 1 letter waiting")
	})
}

// While the mail server takes nothing, few messages are tried, and none of them counts.
func TestAMailServerThatIsAway(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		var people []string
		for n := range 40 {
			people = append(people, fmt.Sprintf("p%02d/mail", n))
		}
		m := c.mailed(t, full, people...)
		for n := range 40 {
			m.post.refuses[fmt.Sprintf("p%02d@example.org", n)] = fmt.Errorf("%w: it is away", contact.ErrTrouble)
		}
		must(m.Outbox.Take(c.ctx))
		if _, err := m.Outbox.Send(c.ctx); !errors.Is(err, contact.ErrTrouble) {
			t.Errorf("sending says %v", err)
		}
		troubled := 0
		for _, one := range must(c.Outbox.List(c.ctx, contact.MessageQuery{State: contact.MessageWaiting, Limit: 100})).Items {
			if one.Why == contact.WhyTrouble {
				troubled++
			}
		}
		if troubled == 0 || troubled > 2*m.post.Workers() {
			t.Errorf("%d messages were tried", troubled)
		}
		clear(m.post.refuses)
		m.after(t, 10*time.Minute)
		expect.Equal(t, "sent", must(c.Outbox.Counts(c.ctx)).Of(contact.MessageSent), 40)
	})
}

// Two servers that send at once send each message once.
func TestTwoSendAtOnce(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		var people []string
		for n := range 60 {
			people = append(people, fmt.Sprintf("p%02d/mail", n))
		}
		m := c.mailed(t, full, people...)
		must(m.Outbox.Take(c.ctx))
		other := c.Another(t)
		other.Outbox.Post = m.post
		var sending sync.WaitGroup
		for _, o := range []*contact.Outbox{c.Outbox, other.Outbox} {
			sending.Go(func() {
				for range 10 {
					if _, err := o.Send(c.ctx); err != nil {
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
		expect.Equal(t, "messages", len(m.post.got), 60)
		expect.Equal(t, "each once", len(ids), 60)
	})
}

// Everybody gets a first message: who was asked before, who is asked later, and who is asked at the same moment.
func TestWhoGetsAFirstMessage(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		m := c.mailed(t, full, "ana/mail", "bo/mail")
		expect.Equal(t, "both", m.after(t, 0), "ana, bo")
		must(c.Cohorts.SaveParticipant(c.ctx, cohorts.Participant{Ref: "cy", Group: cohorts.Staff, Email: "cy@example.org"}))
		must(c.Surveys.Invite(c.ctx, m.survey, surveys.Audience{Refs: []string{"cy"}}))
		expect.Equal(t, "later", m.after(t, time.Hour), "cy")
		other := c.aSurvey(t)
		must(c.Surveys.Invite(c.ctx, other, surveys.Audience{Refs: []string{"cy"}}))
		must(c.Contact.Start(c.ctx, contact.ForSurvey, other, full))
		expect.Equal(t, "then", m.after(t, time.Hour), "cy")
	})
}

func TestNothingIsSentWhileTheOutboxIsStopped(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		m := c.mailed(t, full, "ana/mail")
		if err := c.Outbox.Halt(c.ctx, true); err != nil {
			t.Fatal(err)
		}
		expect.Equal(t, "stopped", m.after(t, 0), "")
		expect.Equal(t, "it says so", must(c.Outbox.Halted(c.ctx)).On, true)
		if err := c.Outbox.Halt(c.ctx, false); err != nil {
			t.Fatal(err)
		}
		expect.Equal(t, "it goes on", m.after(t, 0), "ana")
	})
}

func TestStepsOfAProtocol(t *testing.T) {
	many := slices.Repeat([]contact.Step{{1, contact.ByMail}, {1, contact.ByLetter}}, 6)
	for _, test := range []struct {
		about string
		steps []contact.Step
		want  string
	}{
		{"a ready one", contact.ReadyProtocols()[1].Steps, ""},
		{"all ways", full, ""},
		{"none", nil, ""},
		{"two ways on one day", []contact.Step{{0, contact.ByMail}, {0, contact.ByText}}, ""},
		{"backwards", []contact.Step{{4, contact.ByMail}, {2, contact.ByLetter}}, "protocol[1].after_days: protocol.backwards"},
		{"twice", []contact.Step{{4, contact.ByMail}, {4, contact.ByMail}}, "protocol[1].after_days: protocol.twice"},
		{"an unknown way", []contact.Step{{0, "pigeon"}}, "protocol[0].by: error.oneof"},
		{"before it begins", []contact.Step{{-1, contact.ByMail}}, "protocol[0].after_days: error.min"},
		{"after years", []contact.Step{{366, contact.ByMail}}, "protocol[0].after_days: error.max"},
		{"too many", many, "protocol: error.max_items"},
	} {
		got := ""
		var refused *base.Error
		if errors.As(contact.CheckSteps(test.steps), &refused) {
			got = refused.Fields[0].Name + ": " + refused.Fields[0].Text.ID
		}
		expect.Equal(t, test.about, got, test.want)
	}
}

// What came of mails is counted, and how many wait for their turn.
func TestResultsAreCounted(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		m := c.mailed(t, []contact.Step{{AfterDays: 1, By: contact.ByMail}}, "ana/mail", "bo/mail", "cy/mail", "ed/letter")
		m.post.refuses["bo@example.org"] = &contact.Refusal{Permanent: true, Err: errors.New("550")}
		m.post.refuses["cy@example.org"] = errors.New("the connection was lost")
		expect.Equal(t, "before", m.Outbox.Results(), map[string]int64{"sent": 0, "refused": 0, "deferred": 0, "trouble": 0, "bounced": 0})
		m.after(t, 0)
		expect.Equal(t, "tomorrow's do not wait yet", must(m.Outbox.Queued(c.ctx)), 0)
		c.Clock.Advance(day)
		expect.Equal(t, "those of today do", must(m.Outbox.Queued(c.ctx)), 4)
		m.after(t, 0)
		m.reported("ana", 0, "5.1.1")
		m.reported("ana", 0, "5.1.1")
		expect.Equal(t, "after", m.Outbox.Results(), map[string]int64{"sent": 1, "refused": 1, "deferred": 1, "trouble": 0, "bounced": 1})
		m.post.refuses["cy@example.org"] = fmt.Errorf("%w: it is away", contact.ErrTrouble)
		m.after(t, 10*time.Minute)
		expect.Equal(t, "which is tried again soon", must(m.Outbox.Queued(c.ctx)), 1)
		expect.Equal(t, "later", m.Outbox.Results(), map[string]int64{"sent": 1, "refused": 1, "deferred": 1, "trouble": 1, "bounced": 1})
	})
}
