// Package services puts the services of all domains together over one store: for the program and each of its commands,
// for the made-up clinic and for every test. What each service gets, what a store's writes set off and who forgets a
// removed person is said here and nowhere else.
package services

import (
	"cmp"
	"context"
	"crypto/hkdf"
	"crypto/sha256"
	"fmt"
	"io"
	"log/slog"
	"time"

	"github.com/alexedwards/argon2id"
	"github.com/prometheus/client_golang/prometheus"
	"golang.org/x/sync/semaphore"

	"soundings/cohorts"
	"soundings/cohorts/contact"
	"soundings/cohorts/plan"
	"soundings/cohorts/ready"
	"soundings/cohorts/rollout"
	"soundings/metrics"
	"soundings/metrics/evidence"
	"soundings/metrics/intake"
	"soundings/metrics/series"
	"soundings/server/store"
	"soundings/server/store/engine"
	"soundings/surveys"
	"soundings/surveys/board"
	"soundings/surveys/hook"
	"soundings/surveys/polls"
	"soundings/web/auth"
	"soundings/web/repeat"
)

// Config is what services are made with.
type Config struct {
	Secret     []byte                // that links, codes and sealed fields live by
	TimeZone   string                // IANA name of the clinic's, until its settings are kept; empty: UTC
	APIKey     string                // that may do everything; empty: none
	SecondStep string                // who has to sign in with one: "managers" or "all"; else nobody
	Removed    Removed               // is told of removals; nil: nobody is
	Post       contact.Post          // that hands mail to a server; nil: there is none
	Webhooks   hook.Post             // that hands webhooks to programs; nil: nothing is sent
	Reach      hook.Reach            // of webhooks
	Hashing    *argon2id.Params      // what hashing a password takes; nil: as OWASP asks for
	Registry   prometheus.Registerer // for what is measured of the store, and for the figures; nil: nothing is measured
	Now        func() time.Time
	Rand       io.Reader
	Log        *slog.Logger
}

// Removed is told what is removed of whom: what they answered in a cohort, which may be empty, or all. A removal is
// acknowledged once it has returned, and tried again until it does.
type Removed func(ctx context.Context, what, ref, cohort string) error

// What is removed.
const (
	RemovedPerson  = "person"
	RemovedAnswers = "answers"
)

// Services are the services of all domains over one store.
type Services struct {
	Store    *store.Store
	Cohorts  *cohorts.Service
	Contact  *contact.Service
	Outbox   *contact.Outbox
	Surveys  *surveys.Service
	Rollouts *rollout.Service
	Polls    *polls.Service
	Plans    *plan.Service
	Board    *board.Service
	Ready    *ready.Service
	Announce board.Announcing
	Webhooks *hook.Service
	Metrics  *metrics.Service
	Intake   *intake.Service
	Series   *series.Service
	Accounts *auth.Service
	Requests *repeat.Service

	config Config
	links  contact.Links
}

// New opens the store in a database, which was opened with store.Collections, and returns the services over it.
func New(ctx context.Context, e engine.Engine, c Config) (s *Services, err error) {
	s = &Services{config: c}
	if s.links, err = contact.NewLinks(c.Secret); err != nil {
		return nil, err
	}
	e = store.Guarded(e)
	if c.Registry != nil {
		if e, err = store.Metered(e, c.Registry); err != nil {
			return nil, err
		}
	}
	s.Store, err = store.Open(ctx, e, store.Config{Secret: c.Secret, Now: c.Now, Rand: c.Rand, Observer: observer{s}})
	if err != nil {
		return nil, err
	}
	accounts := auth.Config{MasterKey: c.APIKey, RequireSecond: c.SecondStep, Hashing: c.Hashing, Now: c.Now, Rand: c.Rand, Log: c.Log}
	for what, key := range map[string]*[]byte{
		"known browsers": &accounts.BrowserKey, "people of single sign-on": &accounts.PersonKey, "tickets to sign in": &accounts.TicketKey,
	} {
		if *key, err = hkdf.Key(sha256.New, c.Secret, nil, "soundings "+what, 32); err != nil {
			return nil, fmt.Errorf("deriving the key of %s: %w", what, err)
		}
	}
	s.Accounts = auth.New(s.Store, accounts)
	s.Requests = &repeat.Service{Store: s.Store, Now: c.Now, Log: c.Log}
	s.wire()
	if c.Registry != nil {
		for _, each := range []prometheus.Collector{s.Intake, s.Series, series.Mails{Outbox: s.Outbox}} {
			if err := c.Registry.Register(each); err != nil {
				return nil, fmt.Errorf("registering the figures: %w", err)
			}
		}
	}
	return s, nil
}

// wire makes the services of the domains, each whole, from the lowest up.
func (s *Services) wire() {
	kept, now, random, log := s.Store, s.config.Now, s.config.Rand, s.config.Log
	s.Cohorts = &cohorts.Service{Store: kept, Others: forgetters{s}, Now: now, Rand: random, Log: log}
	s.Contact = &contact.Service{Store: kept, Cohorts: s.Cohorts, Links: s.links, Answers: answers{s}, Asks: asks{s}, Now: now, Log: log}
	s.Surveys = &surveys.Service{Store: kept, Cohorts: s.Cohorts, Contact: s.Contact, Now: now, Rand: random, Log: log}
	s.Rollouts = &rollout.Service{Store: kept, Cohorts: s.Cohorts, Evidence: s.Surveys, Now: now, Rand: random, Log: log}
	s.Outbox = &contact.Outbox{Store: kept, Contact: s.Contact, Team: team{auth.Resets{Service: s.Accounts}}, Post: s.config.Post, Now: now}
	known := catalogue{s.Rollouts}
	s.Polls = &polls.Service{Store: kept, Cohorts: s.Cohorts, Contact: s.Contact, Catalogue: known, Now: now, Rand: random, Log: log}
	s.Plans = &plan.Service{
		Store: kept, Catalogue: known, Polls: s.Polls, Accounts: people{s.Accounts}, Now: now, Rand: random, Log: log,
	}
	s.Board = &board.Service{Store: kept, Cohorts: s.Cohorts, Contact: s.Contact, Rollouts: s.Rollouts, Plans: s.Plans, Alerts: alerts{s}, Drawing: semaphore.NewWeighted(1), Now: now, Rand: random, Log: log}
	s.Plans.Sources = evidence.Of(s.Polls, s.Surveys, s.Rollouts, s.Board)
	s.Plans.Bumps = board.Promises{Service: s.Board}
	s.Ready = &ready.Service{Store: kept, Features: known, Trainings: s.Plans, Links: s.links, Now: now, Log: log}
	s.Announce = board.Announcing{Service: s.Board, Tellings: contact.Tellings{Outbox: s.Outbox}}
	s.Webhooks = &hook.Service{
		Store: kept, Outbox: s.Outbox, Cohorts: s.Cohorts, Contact: s.Contact, Surveys: s.Surveys, Post: s.config.Webhooks, Reach: s.config.Reach, Now: now, Rand: random, Log: log,
	}
	s.Rollouts.Gates = []rollout.Gate{required{s.Ready}, board.Gate{Service: s.Board}}
	s.Metrics = &metrics.Service{
		Store: kept, Cohorts: s.Cohorts, Surveys: s.Surveys, Rollouts: s.Rollouts, Plans: s.Plans, Board: s.Board, TimeZone: s.config.TimeZone, Now: now,
	}
	s.Intake = &intake.Service{Store: kept, Figures: s.Metrics, Cohorts: s.Cohorts, Rollouts: s.Rollouts, Now: now, Rand: random, Log: log}
	s.Series = &series.Service{
		Store: kept, Figures: s.Metrics, Cohorts: s.Cohorts, Contact: s.Contact, Outbox: s.Outbox, Surveys: s.Surveys, Rollouts: s.Rollouts, Polls: s.Polls, Board: s.Board, Plans: s.Plans, Now: now,
	}
}

// At returns the services over the same store as they are at another time, with chance and a log of their own. They share
// nothing that changes but accounts and requests, so that many people can do something at once.
func (s *Services) At(when time.Time, random io.Reader, log *slog.Logger) *Services {
	at := &Services{Store: s.Store, Accounts: s.Accounts, Requests: s.Requests, config: s.config, links: s.links}
	at.config.Now, at.config.Rand, at.config.Log = func() time.Time { return when }, random, log
	at.wire()
	return at
}

// forgetters are all who keep something of participants.
type forgetters struct{ *Services }

// Forget deletes what they keep of one participant, the polls' last: once no link serves any more.
func (f forgetters) Forget(ctx context.Context, ref string) error {
	if err := f.removed(ctx, RemovedPerson, ref, ""); err != nil {
		return err
	}
	for _, each := range []cohorts.Forgetter{f.Surveys, f.Rollouts, f.Intake, f.Board, f.Contact, f.Polls} {
		if err := each.Forget(ctx, ref); err != nil {
			return err
		}
	}
	return nil
}

// answers are all who keep answers of participants.
type answers struct{ *Services }

func (a answers) each() []contact.Answers { return []contact.Answers{a.Surveys, a.Polls, a.Intake} }

// RemoveAnswers has them delete the answers of one participant.
func (a answers) RemoveAnswers(ctx context.Context, of contact.Whose) (contact.TakenOut, error) {
	var all contact.TakenOut
	if err := a.removed(ctx, RemovedAnswers, of.Ref, of.Cohort); err != nil {
		return all, err
	}
	for _, each := range a.each() {
		out, err := each.RemoveAnswers(ctx, of)
		if all = all.Add(out); err != nil {
			return all, err
		}
	}
	return all, nil
}

// DropUnfinished has them delete what one participant began.
func (a answers) DropUnfinished(ctx context.Context, of contact.Whose) error {
	for _, each := range a.each() {
		if err := each.DropUnfinished(ctx, of); err != nil {
			return err
		}
	}
	return nil
}

// asks knows of surveys and polls whether they still ask, and whom; and of announcements whether what they tell is still so.
type asks struct{ *Services }

// Asks reports whether a survey or a poll is open, whether an announcement stands, or a concern waits.
func (a asks) Asks(ctx context.Context, kind contact.Kind, subject string) (bool, error) {
	switch kind {
	case contact.ForSurvey:
		v, err := a.Surveys.Survey(ctx, subject)
		return v.State == surveys.Open, err
	case contact.ForPoll:
		p, err := a.Polls.Poll(ctx, subject)
		return p.State == polls.Open, err
	case contact.ForAnnouncement:
		one, err := a.Announce.Announcement(ctx, subject)
		if err != nil {
			return false, err
		}
		return a.Announce.Stands(ctx, one)
	case contact.ForConcern:
		b, err := a.Board.Bump(ctx, subject)
		return b.Concern.Waits(), err
	}
	return false, nil
}

// Secret reports whether a survey is anonymous, or a poll secret.
func (a asks) Secret(ctx context.Context, kind contact.Kind, subject string) (bool, error) {
	switch kind {
	case contact.ForSurvey:
		return a.Surveys.LinksOnce().Once(ctx, subject)
	case contact.ForPoll:
		return a.Polls.LinksOnce().Once(ctx, subject)
	}
	return false, nil
}

// Spent reports whether an anonymous survey or a secret poll was answered by the right behind an invitation.
func (a asks) Spent(ctx context.Context, i contact.Invitation) (bool, error) {
	switch i.Kind {
	case contact.ForSurvey:
		return a.Surveys.Spent(ctx, i)
	case contact.ForPoll:
		return a.Polls.Spent(ctx, i)
	}
	return false, nil
}

// team knows the accounts of the portal team, for mails to them.
type team struct{ auth.Resets }

// Address returns the mail address of a member of the staff, and in which language they have their calendar.
func (t team) Address(ctx context.Context, id string) (address, language string, err error) {
	staff, err := t.Staff(ctx, id)
	return staff.Email, staff.Calendar.Language, err
}

// alerts tells somebody of the team at once.
type alerts struct{ *Services }

// Concern writes to those who are named for clinical concerns, or where nobody is to those on duty. Today shows it to everybody.
func (a alerts) Concern(ctx context.Context, bump string) error {
	b, err := a.Board.Bump(ctx, bump)
	if err != nil {
		return err
	}
	who, err := a.Plans.Alerted(ctx)
	if err == nil && len(who) == 0 {
		who, err = a.Plans.OnDuty(ctx, a.config.Now())
	}
	if err != nil {
		return err
	}
	ids := make([]string, len(who))
	for n, one := range who {
		ids[n] = one.ID
	}
	return a.Outbox.Alert(ctx, bump, b.Concern.Raised, ids...)
}

// people tells the team who can sign in.
type people struct{ *auth.Service }

// Accounts returns every account, by name; by address until somebody has set themself up.
func (p people) Accounts(ctx context.Context) ([]plan.Account, error) {
	all, err := p.AllStaff(ctx)
	if err != nil {
		return nil, err
	}
	known := make([]plan.Account, len(all))
	for i, m := range all {
		known[i] = plan.Account{ID: m.ID, Name: cmp.Or(m.Name, m.Email), Writes: m.Role == auth.Member || m.Role == auth.Manager}
	}
	return known, nil
}

// removed tells whoever is to know of a removal.
func (s *Services) removed(ctx context.Context, what, ref, cohort string) error {
	if s.config.Removed == nil {
		return nil
	}
	return s.config.Removed(ctx, what, ref, cohort)
}

// observer tells services what their store has written.
type observer struct{ *Services }

// OnMembershipChange has them read again who is a member.
func (o observer) OnMembershipChange(changed ...rollout.MembershipChange) {
	o.Rollouts.Invalidate(changed...)
	o.Intake.Invalidate(changed...)
}

// OnCreated has the events that waited for these be taken in, and refs that were nobody's be looked for again.
func (o observer) OnCreated(refs, features []string) {
	for _, ref := range refs {
		o.Rollouts.Invalidate(rollout.MembershipChange{Ref: ref})
	}
	o.Intake.OnCreated(refs, features)
}
