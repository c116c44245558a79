package store

import (
	"context"
	"fmt"
	"time"

	"soundings/cohorts"
	"soundings/cohorts/base"
	"soundings/server/store/engine"
)

type membershipDoc struct {
	Head    `bson:",inline"` // the id is cohort/ref
	Cohort  string           `bson:"cohort"`
	Ref     string           `bson:"ref"`
	Group   string           `bson:"group"`
	State   string           `bson:"state"`
	Since   time.Time        `bson:"since"`
	Stratum string           `bson:"stratum,omitempty"`
	Wording int              `bson:"wording"`
	Removed *time.Time       `bson:"answers_removed,omitempty"`
}

func membershipID(cohort, ref string) string { return cohort + "/" + ref }

func (d *membershipDoc) membership() cohorts.Membership {
	return cohorts.Membership{
		Cohort: d.Cohort, Ref: d.Ref, Group: cohorts.Group(d.Group), State: cohorts.State(d.State), Since: d.Since,
		Stratum: d.Stratum, Wording: d.Wording, AnswersRemoved: given(d.Removed), Version: d.Version,
	}
}

func newMembershipDoc(m cohorts.Membership) *membershipDoc {
	return &membershipDoc{
		Head: Head{ID: membershipID(m.Cohort, m.Ref), Version: m.Version}, Cohort: m.Cohort, Ref: m.Ref,
		Group: string(m.Group), State: string(m.State), Since: m.Since, Stratum: m.Stratum, Wording: m.Wording,
		Removed: optional(m.AnswersRemoved),
	}
}

func membershipsOf(docs []*membershipDoc) []cohorts.Membership {
	all := make([]cohorts.Membership, len(docs))
	for i, d := range docs {
		if d != nil {
			all[i] = d.membership()
		}
	}
	return all
}

// consentDoc is one change of a membership's state: a fact.
type consentDoc struct {
	Head     `bson:",inline"`
	Cohort   string     `bson:"cohort"`
	Ref      string     `bson:"ref"`
	Step     int64      `bson:"step"` // the membership's version that it led to: steps may be taken in the same millisecond
	From     string     `bson:"from"`
	To       string     `bson:"to"`
	At       time.Time  `bson:"at"`
	On       *time.Time `bson:"on,omitempty"` // when it was signed or said, if that was noted later
	By       actorDoc   `bson:"by"`
	Channel  string     `bson:"channel"`
	Wording  int        `bson:"wording"`
	Language string     `bson:"language,omitempty"`
	Copy     string     `bson:"copy,omitempty"`   // id of a consent copy
	Assent   string     `bson:"assent,omitempty"` // of a minor
}

func (d *consentDoc) consent() cohorts.Consent {
	return cohorts.Consent{
		ID: d.ID, Cohort: d.Cohort, Ref: d.Ref, From: cohorts.State(d.From), To: cohorts.State(d.To), At: d.At, On: given(d.On),
		By: base.Actor{Kind: base.ActorKind(d.By.Kind), ID: d.By.ID}, Channel: d.Channel, Wording: d.Wording, Language: d.Language,
		Copy: d.Copy, Assent: cohorts.Assent(d.Assent),
	}
}

// membersRollup names the rollup of a cohort's members by state.
func membersRollup(cohort string) string { return "members/" + cohort }

// Memberships returns the memberships of these participants in the order asked; Version 0: none.
func (s *Store) Memberships(ctx context.Context, cohort string, refs ...string) ([]cohorts.Membership, error) {
	if len(refs) == 0 {
		return nil, nil
	}
	ids := make([]string, len(refs))
	for i, ref := range refs {
		ids[i] = membershipID(cohort, ref)
	}
	docs, err := get[membershipDoc](ctx, s, memberships, ids...)
	if err != nil {
		return nil, err
	}
	return membershipsOf(docs), nil
}

// FindMemberships returns a page of a cohort's memberships, by ref.
func (s *Store) FindMemberships(ctx context.Context, q cohorts.MembershipQuery) (base.Page[cohorts.Membership], error) {
	query := engine.Query{Collection: memberships, Index: "cohort", Equal: []any{q.Cohort}, After: q.After, Limit: q.Limit}
	if q.State != "" {
		query.Index, query.Equal = "state", []any{q.Cohort, string(q.State)}
	}
	docs, next, err := find[membershipDoc](ctx, s, query)
	return base.Page[cohorts.Membership]{Items: membershipsOf(docs), Next: next}, err
}

// MembershipsOf returns the cohorts that a participant is or was in.
func (s *Store) MembershipsOf(ctx context.Context, ref string) ([]cohorts.Membership, error) {
	docs, err := findAll[membershipDoc](ctx, s, engine.Query{Collection: memberships, Index: "ref", Equal: []any{ref}})
	return membershipsOf(docs), err
}

// SaveTransitions keeps memberships in their new states, each with the fact that says how it came there.
func (s *Store) SaveTransitions(ctx context.Context, steps []cohorts.Transition) error {
	if len(steps) == 0 {
		return nil
	}
	m := steps[0].Membership
	subject := subjectOf(len(steps), func() string { return membershipID(m.Cohort, m.Ref) })
	a := s.begin(fmt.Sprintf("members.%s", m.State), subject)
	if err := s.addSteps(ctx, a, steps); err != nil {
		return err
	}
	return a.commit(ctx)
}

// SelectMembers keeps new memberships, and a draw where there is one. The cohort and the people are replaced by themselves
// in the versions in which their room and their betas were looked at: of two selections at once one is refused, and has to
// look again.
func (s *Store) SelectMembers(ctx context.Context, c cohorts.Cohort, people []cohorts.Participant, steps []cohorts.Transition, d *cohorts.Draw) error {
	subject := subjectOf(len(steps), func() string { return membershipID(c.ID, steps[0].Membership.Ref) })
	a := s.begin("members."+string(cohorts.Selected), subject)
	switch {
	case d != nil && len(steps) == 0:
		a = s.begin("cohort.draw", c.ID)
	case d != nil:
		a = s.begin("cohort.draw", c.ID).and(a.name, subject)
	}
	if d != nil {
		doc, err := s.newDrawDoc(*d)
		if err != nil {
			return err
		}
		a.save(draws, doc)
	}
	if err := s.addPlaces(ctx, a, c, people); err != nil {
		return err
	}
	if err := s.addSteps(ctx, a, steps); err != nil {
		return err
	}
	return a.commit(ctx)
}

// addPlaces replaces a cohort and people by themselves, in the versions in which the room of the one and the betas of the
// others were looked at. It returns ErrChanged where one of them has another version already.
func (s *Store) addPlaces(ctx context.Context, a *act, c cohorts.Cohort, people []cohorts.Participant) error {
	kept, err := get[cohortDoc](ctx, s, cohortDocs, c.ID)
	if err != nil {
		return err
	}
	if kept[0] == nil || kept[0].Version != c.Version {
		return base.ErrChanged
	}
	a.save(cohortDocs, kept[0])
	refs := make([]string, len(people))
	for i, p := range people {
		refs[i] = p.Ref
	}
	docs, err := get[participantDoc](ctx, s, participants, refs...)
	if err != nil {
		return err
	}
	for i, doc := range docs {
		if doc == nil || doc.Version != people[i].Version {
			return base.ErrChanged
		}
		a.save(participants, doc)
	}
	return nil
}

// addSteps adds members' steps to an act, and what the place rests on that one of them takes again.
func (s *Store) addSteps(ctx context.Context, a *act, steps []cohorts.Transition) error {
	for _, step := range steps {
		if step.Place != nil {
			if err := s.addPlaces(ctx, a, step.Place.Cohort, []cohorts.Participant{step.Place.Person}); err != nil {
				return err
			}
		}
		m, c := step.Membership, step.Consent
		a.save(memberships, newMembershipDoc(m))
		a.save(consents, &consentDoc{
			Head: Head{ID: c.ID}, Cohort: c.Cohort, Ref: c.Ref, Step: m.Version + 1, From: string(c.From), To: string(c.To), At: c.At,
			On: optional(c.On), By: actorDoc{string(c.By.Kind), c.By.ID}, Channel: c.Channel, Wording: c.Wording, Language: c.Language,
			Copy: c.Copy, Assent: string(c.Assent),
		})
		if c.From == c.To { // agreed once more, to other words
			continue
		}
		a.move(membersRollup(m.Cohort), string(c.From), string(c.To))
		if m.Stratum != "" {
			a.move(strataRollup(m.Cohort), strataKey(m.Stratum, c.From), strataKey(m.Stratum, c.To))
		}
	}
	a.markSteps(steps)
	return nil
}

// History returns how a membership came to its state, the oldest change first.
func (s *Store) History(ctx context.Context, cohort, ref string) ([]cohorts.Consent, error) {
	docs, err := findAll[consentDoc](ctx, s, engine.Query{Collection: consents, Index: "member", Equal: []any{cohort, ref}})
	if err != nil {
		return nil, err
	}
	all := make([]cohorts.Consent, len(docs))
	for i, d := range docs {
		all[i] = d.consent()
	}
	return all, nil
}

// MemberCounts returns how many members a cohort has in each state.
func (s *Store) MemberCounts(ctx context.Context, cohort string) (map[cohorts.State]int, error) {
	sum, err := s.readRollup(ctx, membersRollup(cohort))
	if err != nil {
		return nil, err
	}
	byState := map[cohorts.State]int{}
	for _, state := range cohorts.States() {
		byState[state] = sum[string(state)]
	}
	return byState, nil
}
