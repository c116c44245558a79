package store

import (
	"context"
	"fmt"
	"strings"
	"time"

	"soundings/cohorts"
	"soundings/cohorts/base"
	"soundings/cohorts/contact"
	"soundings/server/store/engine"
)

type invitationDoc struct {
	Head      `bson:",inline"`
	Kind      string     `bson:"kind"`
	Subject   string     `bson:"subject"`
	Ref       string     `bson:"ref"`
	Group     string     `bson:"group"`
	Cohort    string     `bson:"cohort,omitempty"`
	Proxy     string     `bson:"proxy,omitempty"`
	Stratum   string     `bson:"stratum,omitempty"`
	Language  string     `bson:"language,omitempty"`
	State     string     `bson:"state"`
	Created   time.Time  `bson:"created"`
	Expires   *time.Time `bson:"expires,omitempty"`
	OpenUntil *time.Time `bson:"open_until,omitempty"` // Expires, while it can still be answered: an index of its own
	Opened    *time.Time `bson:"opened,omitempty"`     // kept history: when the link was first opened, by whomever; no longer noted
	Started   *time.Time `bson:"started,omitempty"`
	Completed *time.Time `bson:"completed,omitempty"`
	Removed   *time.Time `bson:"removed,omitempty"`
	Hash      string     `bson:"hash"`
	Issue     int        `bson:"issue,omitempty"`
	Former    []string   `bson:"former,omitempty"` // hashes of the links before: an index of its own
	Shown     bool       `bson:"shown,omitempty"`
	LastBy    string     `bson:"last_by,omitempty"`   // way of the last message about it
	LastStep  int        `bson:"last_step,omitempty"` // and its step
	Again     bool       `bson:"again,omitempty"`
	Counted   int        `bson:"counted,omitempty"` // contact.Marks that are counted by part
}

// What an invitations rollup counts besides the states.
const (
	opened    = "opened"          // of older programs: those whose link was opened and not answered; see upgradeInvitations
	begun     = "state/started"   // those in the state started: the bare word counted, in older programs, the links ever opened
	begunOver = "expired/started" // those that expired after they were started
	ofGroup   = "group/"          // all people of one stakeholder group
	ofStratum = "stratum/"        // those of one stratum of a cohort that are completed
	after     = "after/"          // those that are completed, by the last message before
)

func invitationsRollup(kind contact.Kind, subject string) string {
	return "invitations/" + string(kind) + "/" + subject
}

func newInvitationDoc(i contact.Invitation) *invitationDoc {
	d := &invitationDoc{
		Head: Head{ID: i.ID, Version: i.Version}, Kind: string(i.Kind), Subject: i.Subject, Ref: i.Ref, Group: string(i.Group),
		Cohort: i.Cohort, Stratum: i.Stratum, Proxy: i.Proxy, Language: i.Language, State: string(i.State), Created: i.Created, Hash: i.Hash, Issue: i.Issue, Former: i.Former, Shown: i.Shown,
		Expires: optional(i.Expires), Opened: optional(i.Opened), Started: optional(i.Started), Completed: optional(i.Completed), Removed: optional(i.Removed),
		LastBy: string(i.Last.By), LastStep: i.Last.Step, Again: i.Again, Counted: int(i.Counted),
	}
	if i.State != contact.Completed && i.State != contact.Expired {
		d.OpenUntil = d.Expires
	}
	return d
}

func (d *invitationDoc) invitation() contact.Invitation {
	return contact.Invitation{
		ID: d.ID, Kind: contact.Kind(d.Kind), Subject: d.Subject, Ref: d.Ref, Group: cohorts.Group(d.Group), Cohort: d.Cohort,
		Stratum: d.Stratum, Proxy: d.Proxy, Language: d.Language, State: contact.State(d.State), Was: contact.State(d.State), Created: d.Created, Hash: d.Hash, Issue: d.Issue, Former: d.Former, Shown: d.Shown,
		Expires: given(d.Expires), Opened: given(d.Opened), Started: given(d.Started), Completed: given(d.Completed),
		Removed: given(d.Removed), Last: contact.MessageStep{By: contact.Way(d.LastBy), Step: d.LastStep}, Again: d.Again, Counted: contact.Marks(d.Counted), Version: d.Version,
	}
}

func optional(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	return &t
}

func given(t *time.Time) time.Time {
	if t == nil {
		return time.Time{}
	}
	return *t
}

// invitationsOf returns the invitations of documents; the zero Invitation for each that is nil.
func (s *Store) invitationsOf(ctx context.Context, docs []*invitationDoc) ([]contact.Invitation, error) {
	all := make([]contact.Invitation, len(docs))
	for i, d := range docs {
		if d == nil {
			continue
		}
		all[i] = d.invitation()
		if d.State == opened {
			if err := s.resolveOpened(ctx, &all[i]); err != nil {
				return nil, err
			}
		}
	}
	return all, nil
}

// Invitations returns the invitations with these ids in the order asked; Version 0: none.
func (s *Store) Invitations(ctx context.Context, ids ...string) ([]contact.Invitation, error) {
	docs, err := get[invitationDoc](ctx, s, invitations, ids...)
	if err != nil {
		return nil, err
	}
	return s.invitationsOf(ctx, docs)
}

// FindInvitations returns a page of the invitations to one thing.
func (s *Store) FindInvitations(ctx context.Context, kind contact.Kind, subject, after string, limit int) (base.Page[contact.Invitation], error) {
	docs, next, err := find[invitationDoc](ctx, s, engine.Query{
		Collection: invitations, Index: "subject", Equal: []any{string(kind), subject}, After: after, Limit: limit,
	})
	if err != nil {
		return base.Page[contact.Invitation]{}, err
	}
	all, err := s.invitationsOf(ctx, docs)
	return base.Page[contact.Invitation]{Items: all, Next: next}, err
}

// InvitationByHash returns the invitation whose link has a token with this hash, or NotFound.
func (s *Store) InvitationByHash(ctx context.Context, hash string) (contact.Invitation, error) {
	return s.invitationBy(ctx, "hash", hash)
}

// InvitationByFormer returns the invitation of which a link before has a token with this hash, or NotFound.
func (s *Store) InvitationByFormer(ctx context.Context, hash string) (contact.Invitation, error) {
	return s.invitationBy(ctx, "former", hash)
}

func (s *Store) invitationBy(ctx context.Context, index, hash string) (contact.Invitation, error) {
	docs, _, err := find[invitationDoc](ctx, s, engine.Query{Collection: invitations, Index: index, Equal: []any{hash}, Limit: 1})
	if err != nil {
		return contact.Invitation{}, err
	}
	if len(docs) == 0 {
		return contact.Invitation{}, base.Refuse(base.NotFound, "link.unknown")
	}
	all, err := s.invitationsOf(ctx, docs)
	if err != nil {
		return contact.Invitation{}, err
	}
	return all[0], nil
}

// SaveInvitations keeps invitations, with the members' steps and the messages that go with them.
func (s *Store) SaveInvitations(ctx context.Context, changed []contact.Invitation, steps []cohorts.Transition, messages ...contact.Message) error {
	name, subject := "", ""
	if len(changed) > 0 && changed[0].Version == 0 {
		name, subject = "invitations.create", fmt.Sprintf("%s/%s: %d", changed[0].Kind, changed[0].Subject, len(changed))
	}
	a := s.begin(name, subject)
	for _, i := range changed {
		addInvitation(a, i)
	}
	a.addMessages(messages)
	if err := s.addSteps(ctx, a, steps); err != nil {
		return err
	}
	return a.commit(ctx)
}

// SaveLinks keeps invitations whose links were handed out by this act. They stay in the state that they are in.
func (s *Store) SaveLinks(ctx context.Context, act string, handed []contact.Invitation) error {
	if len(handed) == 0 {
		return nil
	}
	a := s.begin(act, fmt.Sprintf("%s/%s: %d", handed[0].Kind, handed[0].Subject, len(handed)))
	for _, i := range handed {
		a.save(invitations, newInvitationDoc(i))
	}
	return a.commit(ctx)
}

// addInvitation adds an invitation in its new state to an act, and counts the step.
func addInvitation(a *act, i contact.Invitation) {
	rollup := invitationsRollup(i.Kind, i.Subject)
	a.moveParts(rollup, i)
	i.Counted = i.Marks()
	a.save(invitations, newInvitationDoc(i))
	a.move(rollup, stateKey(i.Was), stateKey(i.State))
	if i.State == contact.Expired && i.Was != contact.Expired && !i.Started.IsZero() {
		a.move(rollup, "", begunOver)
	}
	if i.Stratum != "" && i.Was != contact.Completed && i.State == contact.Completed {
		a.move(rollup, "", ofStratum+i.Cohort+"/"+i.Stratum)
	}
	if i.Last.By != "" && i.Was != contact.Completed && i.State == contact.Completed {
		a.move(rollup, "", after+stepKey(i.Last))
	}
	if i.Was == "" && !i.Again {
		a.move(rollup, "", ofGroup+string(i.Group))
	}
}

// OverdueInvitations returns at most limit open invitations whose time was past at now.
func (s *Store) OverdueInvitations(ctx context.Context, now time.Time, limit int) ([]contact.Invitation, error) {
	docs, _, err := find[invitationDoc](ctx, s, engine.Query{Collection: invitations, Index: "open_until", To: now, Limit: limit})
	if err != nil {
		return nil, err
	}
	return s.invitationsOf(ctx, docs)
}

// InvitationCounts returns how many invitations to one thing there are.
func (s *Store) InvitationCounts(ctx context.Context, kind contact.Kind, subject string) (contact.Counts, error) {
	sum, err := s.readRollup(ctx, invitationsRollup(kind, subject))
	if err != nil {
		return contact.Counts{}, err
	}
	return countsOf(sum), nil
}

// countsOf reads the counts of an invitations rollup.
func countsOf(sum counts) contact.Counts {
	c := contact.Counts{
		States: map[contact.State]int{}, Started: sum[begun] + sum[begunOver] + sum[string(contact.Completed)], Groups: map[cohorts.Group]int{}, Strata: map[string]int{},
		After: map[contact.MessageStep]int{}, Parts: partsOf(sum),
	}
	for key, n := range sum {
		if stratum, ok := strings.CutPrefix(key, ofStratum); ok {
			c.Strata[stratum] = n
		}
		if reached, ok := strings.CutPrefix(key, after); ok {
			c.After[stepOf(reached)] = n
		}
	}
	for _, state := range contact.States() {
		c.States[state] = sum[stateKey(state)]
	}
	c.States[contact.Created] += sum[opened] // until upgradeInvitations has looked at them
	for _, group := range cohorts.Groups() {
		c.Groups[group] = sum[ofGroup+string(group)]
	}
	return c
}

// InvitationsOf returns everything that one participant was asked.
func (s *Store) InvitationsOf(ctx context.Context, ref string) ([]contact.Invitation, error) {
	docs, err := findAll[invitationDoc](ctx, s, engine.Query{Collection: invitations, Index: "ref", Equal: []any{ref}})
	if err != nil {
		return nil, err
	}
	return s.invitationsOf(ctx, docs)
}

// ForgetInvitation deletes an invitation as it was read. The counts stay.
func (s *Store) ForgetInvitation(ctx context.Context, i contact.Invitation) error {
	return s.begin("", "").remove(invitations, i.ID, i.Version).commit(ctx)
}
