package surveys

import (
	"context"
	"fmt"
	"slices"
	"time"

	"soundings/cohorts"
	"soundings/cohorts/base"
	"soundings/cohorts/contact"
)

// Audience says whom to invite: the agreed members of a cohort, or these participants.
type Audience struct {
	Cohort  string    `json:"cohort" validate:"required_without=Refs"`
	Refs    []string  `json:"refs" validate:"max=10000"`
	Expires time.Time `json:"expires"` // zero: with the survey
}

// Invite asks an audience to answer an open survey. A patient is asked only as an agreed member of a cohort. Who was
// invited before keeps the link they have. A cohort stays the survey's audience: its members who agree later are
// invited as they agree.
func (s *Service) Invite(ctx context.Context, id string, a Audience) ([]contact.Invitation, error) {
	people, err := s.audience(ctx, id, a)
	if err != nil {
		return nil, err
	}
	return s.Contact.Invite(ctx, contact.ForSurvey, id, people, a.Expires)
}

// Ask invites an audience as Invite does, and begins a protocol where there are steps. Many are invited by the job that it
// returns, nil otherwise.
func (s *Service) Ask(ctx context.Context, id string, a Audience, steps []contact.Step) ([]contact.Invitation, *contact.Asking, error) {
	people, err := s.audience(ctx, id, a)
	if err != nil {
		return nil, nil, err
	}
	return s.Contact.Ask(ctx, contact.Question{Kind: contact.ForSurvey, Subject: id, Expires: a.Expires, Steps: steps}, people)
}

// audience returns the people of an audience, if all of them may be asked.
func (s *Service) audience(ctx context.Context, id string, a Audience) ([]contact.Asked, error) {
	v, err := s.Survey(ctx, id)
	if err != nil {
		return nil, err
	}
	if v.State != Open {
		return nil, base.Refuse(base.Conflict, "survey.not_open")
	}
	var people []contact.Asked
	bad := s.checkAudience(a)
	switch {
	case a.Cohort != "":
		_, err = s.cohort(ctx, a.Cohort)
	case len(a.Refs) > 0:
		people, err = s.listed(ctx, a.Refs)
	}
	if err := base.Besides(bad, err); err != nil {
		return nil, err
	}
	if err := s.Contact.Ready(ctx); err != nil {
		return nil, err
	}
	if a.Cohort != "" {
		if people, err = s.members(ctx, v, a.Cohort); err != nil {
			return nil, err
		}
	}
	languages, err := s.Contact.NewLanguages(ctx, contact.ForSurvey, id, people)
	if err != nil {
		return nil, err
	}
	return people, base.InvalidFields(v.MissingIn(languages)...)
}

// checkAudience returns nil, or an Invalid error that names what is wrong with an audience, whoever is in it.
func (s *Service) checkAudience(a Audience) error {
	if len(a.Refs) == 0 {
		a.Refs = nil // an empty list names nobody either
	}
	var bad []base.Field
	if a.Cohort != "" && len(a.Refs) > 0 {
		bad = append(bad, base.Field{Name: "refs", Text: base.T("survey.cohort_or_refs")})
	}
	if !a.Expires.IsZero() && !a.Expires.After(s.Now()) {
		bad = append(bad, base.Field{Name: "expires", Text: base.T("error.past")})
	}
	return base.Besides(base.Check(a), base.InvalidFields(bad...))
}

// cohort returns a cohort that is to be asked, or Invalid.
func (s *Service) cohort(ctx context.Context, id string) (cohorts.Cohort, error) {
	cohort, err := s.Cohorts.Cohort(ctx, id)
	if base.IsCode(err, base.NotFound) {
		err = base.InvalidFields(base.Field{Name: "cohort", Text: base.T("cohort.unknown")})
	}
	return cohort, err
}

// addAudience makes a cohort part of the survey's audience.
func (s *Service) addAudience(ctx context.Context, v Survey, cohort string) error {
	if _, err := s.cohort(ctx, cohort); err != nil || slices.Contains(v.Audience, cohort) {
		return err
	}
	_, err := s.update(ctx, v.ID, func(v *Survey) error {
		if !slices.Contains(v.Audience, cohort) {
			v.Audience = append(slices.Clip(v.Audience), cohort)
		}
		return nil
	})
	return err
}

// members returns the agreed members of a cohort. The cohort is the survey's audience before they are read, so that who
// agrees meanwhile is invited by one way or the other.
func (s *Service) members(ctx context.Context, v Survey, cohort string) ([]contact.Asked, error) {
	if err := s.addAudience(ctx, v, cohort); err != nil {
		return nil, err
	}
	var people []contact.Asked
	q := cohorts.MembershipQuery{Cohort: cohort, State: cohorts.Agreed, Limit: cohorts.MaxChunk}
	for page, err := range base.Pages(func(after string) (base.Page[cohorts.Membership], error) {
		q.After = after
		return s.Cohorts.Members(ctx, q)
	}) {
		if err != nil {
			return nil, err
		}
		some, err := s.asked(ctx, page)
		if err != nil {
			return nil, err
		}
		people = append(people, some...)
	}
	return people, nil
}

// asked adds to at most cohorts.MaxChunk memberships what their participants read. A minor without a proxy is passed over.
func (s *Service) asked(ctx context.Context, members []cohorts.Membership) ([]contact.Asked, error) {
	refs := make([]string, len(members))
	for i, m := range members {
		refs[i] = m.Ref
	}
	found, err := s.Cohorts.Store.Participants(ctx, refs...)
	if err != nil {
		return nil, fmt.Errorf("reading participants: %w", err)
	}
	people := make([]contact.Asked, 0, len(members))
	for i, m := range members {
		if found[i].MayBeAsked() {
			people = append(people, contact.Asked{Ref: m.Ref, Group: m.Group, Cohort: m.Cohort, Stratum: m.Stratum, Proxy: found[i].Proxy, Language: found[i].Language})
		}
	}
	return people, nil
}

// listed returns the participants with these refs. It refuses all when one is unknown, a patient who has not agreed, or a
// minor without a proxy.
func (s *Service) listed(ctx context.Context, refs []string) ([]contact.Asked, error) {
	var people []contact.Asked
	_, err := s.Cohorts.Listed(ctx, refs, func(p cohorts.Participant) (*base.Text, error) {
		in, may, err := s.mayAsk(ctx, p)
		switch {
		case err != nil:
			return nil, err
		case !may:
			wrong := base.T("participant.not_agreed", "Ref", p.Ref)
			return &wrong, nil
		case !p.MayBeAsked():
			wrong := base.T("participant.minor", "Ref", p.Ref)
			return &wrong, nil
		}
		people = append(people, contact.Asked{Ref: p.Ref, Group: p.Group, Cohort: in.Cohort, Stratum: in.Stratum, Proxy: p.Proxy, Language: p.Language})
		return nil, nil
	})
	return people, err
}

// mayAsk reports whether a participant may be asked, and as which member of a cohort.
func (s *Service) mayAsk(ctx context.Context, p cohorts.Participant) (in cohorts.Membership, may bool, err error) {
	if p.Group != cohorts.Patient {
		return in, true, nil
	}
	memberships, err := s.Cohorts.Store.MembershipsOf(ctx, p.Ref)
	if err != nil {
		return in, false, fmt.Errorf("reading memberships: %w", err)
	}
	for _, m := range memberships {
		if m.State == cohorts.Agreed {
			return m, true, nil
		}
	}
	return in, false, nil
}

// InviteNewcomer invites a member who has just agreed to the open surveys of their cohort that they can read.
func (s *Service) InviteNewcomer(ctx context.Context, m cohorts.Membership) ([]contact.Invitation, error) {
	open, err := s.Store.OpenSurveysFor(ctx, m.Cohort)
	if err != nil {
		return nil, fmt.Errorf("reading the open surveys of a cohort: %w", err)
	}
	people, err := s.asked(ctx, []cohorts.Membership{m})
	if err != nil {
		return nil, err
	}
	languages, err := s.Contact.Languages(ctx, people)
	if err != nil {
		return nil, err
	}
	open = slices.DeleteFunc(open, func(v Survey) bool { return len(v.MissingIn(languages)) > 0 })
	var all []contact.Invitation
	for _, v := range open {
		invited, err := s.Contact.Invite(ctx, contact.ForSurvey, v.ID, people, time.Time{})
		if err != nil {
			return nil, err
		}
		all = append(all, invited...)
	}
	return all, nil
}

// NextFor returns the first invitation of a member that waits for an answer to an open survey of their cohort; ok is false
// where none does. It invites nobody. Links to anonymous surveys are not handed out by the way: whoever has a member's consent
// link would have them too.
func (s *Service) NextFor(ctx context.Context, m cohorts.Membership) (i contact.Invitation, ok bool, err error) {
	open, err := s.Store.OpenSurveysFor(ctx, m.Cohort)
	if err != nil {
		return i, false, fmt.Errorf("reading the open surveys of a cohort: %w", err)
	}
	asked, err := s.Contact.InvitationsOf(ctx, m.Ref)
	if err != nil {
		return i, false, err
	}
	for _, v := range open {
		if v.Anonymous {
			continue
		}
		for _, i := range asked {
			if i.Kind == contact.ForSurvey && i.Subject == v.ID && i.Cohort == m.Cohort && i.Open(s.Now()) {
				return i, true, nil
			}
		}
	}
	return i, false, nil
}
