package contact

import (
	"strconv"
	"strings"
	"time"
)

// MessageState is the state of a message of the outbox.
type MessageState string

// The states of messages.
const (
	MessageWaiting  MessageState = "waiting"  // for its time, or for somebody to print or call
	MessageDeferred MessageState = "deferred" // the mail server said: later
	MessageSent     MessageState = "sent"
	MessageFailed   MessageState = "failed"  // it cannot be delivered
	MessageSkipped  MessageState = "skipped" // it is not needed, or not allowed, any more
)

// MessageStates returns them in the order of a message's life.
func MessageStates() []MessageState {
	return []MessageState{MessageWaiting, MessageDeferred, MessageSent, MessageFailed, MessageSkipped}
}

// Why is the reason for which a message waits, or was not sent.
type Why string

// The reasons.
const (
	WhyNone     Why = ""
	WhyQuiet    Why = "quiet"      // the clinic's quiet hours
	WhyBudget   Why = "budget"     // the person had enough messages this week
	WhyTrouble  Why = "trouble"    // the mail server cannot be reached, or takes nothing
	WhyLater    Why = "later"      // the mail server said: later
	WhyAddress  Why = "no_address" // there is none for this way
	WhyChoice   Why = "choice"     // the person does not want this way
	WhyAnswered Why = "answered"
	WhyOver     Why = "over" // it cannot be answered any more
	WhyLeft     Why = "left" // the person no longer takes part
	WhyMinor    Why = "minor"
	WhyRefused  Why = "refused" // the mail server refused the address
	WhyGivenUp  Why = "given_up"
	WhyUnheard  Why = "no_answer"    // nobody answers the telephone
	WhyNumber   Why = "wrong_number" // it is somebody else's, or nobody's
	WhyReturned Why = "returned"     // the mail or the letter came back
	WhySaidNo   Why = "said_no"      // the person was reached, and does not want to be asked this
	WhySilent   Why = "silent"       // the program could not be reached, or did not answer
	WhyAnswer   Why = "bad_answer"   // it answered with something else than that it has taken it
	WhyPrivate  Why = "private"      // its address is one that webhooks may not go to
	WhyOff      Why = "off"          // nothing is sent to it any more
)

// Whys returns the reasons, those to wait first.
func Whys() []Why {
	return []Why{
		WhyQuiet, WhyBudget, WhyTrouble, WhyLater, WhyAddress, WhyChoice, WhyAnswered, WhyOver, WhyLeft, WhyMinor, WhyRefused, WhyGivenUp,
		WhyUnheard, WhyNumber, WhyReturned, WhySaidNo,
		WhySilent, WhyAnswer, WhyPrivate, WhyOff,
	}
}

// Message is one message of the outbox: one step of a protocol for one person. It names the invitation, and never what is
// written to whom: that is made when it is sent.
type Message struct {
	ID         string
	Invitation string
	Kind       Kind
	Subject    string
	Ref        string // of the participant
	To         string // ref of who gets it: the participant, or their proxy
	By         Way
	Language   string // of a message without an invitation; else that says it
	Step       int
	Afresh     bool // no step before it reached the person in writing; never of the first, which goes without saying
	State      MessageState
	Was        MessageState // as read from the store; empty: not kept yet
	Why        Why
	Began      time.Time // when the protocol began for them
	Due        time.Time
	Look       time.Time // when it is looked at next: Due, or when whoever sends it now is given up
	At         time.Time // when it came to its state; zero: it waits
	Tries      int       // how often it was given to the mail server, or called
	First      time.Time // when that was first; zero: it was not
	Charged    bool      // it counts in the person's budget
	Counts     time.Time // with Charged: from when, which is when it was tried last
	Batch      string    // with which it was printed or written to a file; empty: it was not
	Only       string    // of what is secret: a keyed hash of the address to which the first mail went; reminders go there alone
	Where      string    // of a letter a keyed hash of the address to which it went; empty: an older program did not note it
	Version    int64
}

// MessageStep is a message by which somebody was reached: its way, and its step in the protocol. Zero: none was sent.
type MessageStep struct {
	By   Way
	Step int
}

// MessageID returns the id of the message of a step about an invitation. It is the same however often it is sent.
func MessageID(invitation string, step int) string {
	return invitation + "-" + strconv.Itoa(step)
}

// secretMark is between invitation and step in the ids of messages about what is secret. No id of an invitation has a small letter.
const secretMark = "-s"

// SecretMessageID returns the same of a message about a secret poll or an anonymous survey. It shows what it is, so that such
// messages are kept apart.
func SecretMessageID(invitation string, step int) string {
	return invitation + secretMark + strconv.Itoa(step)
}

// IsSecretMessage reports whether an id is that of a message about what is secret.
func IsSecretMessage(id string) bool { return strings.Contains(id, secretMark) }

// Secret reports whether the message is about what is answered in secret.
func (m Message) Secret() bool { return IsSecretMessage(m.ID) }

// Again reports whether the message reminds the person of one that they got.
func (m Message) Again() bool { return m.Step > 0 && !m.Afresh }

// Open reports whether the message may still be sent.
func (m Message) Open() bool { return m.State == MessageWaiting || m.State == MessageDeferred }

// When returns when the message is due, or came to its state.
func (m Message) When() time.Time {
	if m.Open() {
		return m.Due
	}
	return m.At
}

// charged returns the message as it counts in the budget of who gets it, with what then is to be kept of them. One that is tried
// again counts from then: its week begins when it comes.
func (m Message) charged(r Record, now time.Time) (Message, Record) {
	if m.First.IsZero() {
		m.First = now
	}
	if m.Charged {
		r = m.refund(r)
	}
	m.Charged, m.Counts = true, m.countsAt(now)
	return m, r.charge(m.Counts)
}

// refund returns what is kept of who got the message as if they had not.
func (m Message) refund(r Record) Record { return r.refund(m.Counts) }

// countsAt returns when the message counts in the budget of who gets it where it is sent at a time: then. One about what is secret
// counts at the full hour after that, since the very moment would show how many before it were sent and how many passed over.
func (m Message) countsAt(at time.Time) time.Time {
	if m.Secret() {
		return at.Truncate(time.Hour).Add(time.Hour)
	}
	return at
}

// reminded reports whether the message is a reminder about what is secret that counts as sent already and is still dealt with.
func (m Message) reminded() bool { return m.Was == MessageSent && !m.Look.IsZero() }

// ended returns the message in a state that it stays in. A reminder that counts as sent stays so, whatever became of it.
func (m Message) ended(state MessageState, why Why, at time.Time) Message {
	if m.reminded() {
		m.Look, m.Tries = time.Time{}, 0
		return m
	}
	m.State, m.Why, m.At, m.Look = state, why, at, time.Time{}
	return m
}

// later returns the message as it waits until a time.
func (m Message) later(why Why, until time.Time) Message {
	if m.reminded() {
		m.Look = until
		return m
	}
	m.Why, m.Due, m.Look = why, until, until
	return m
}
