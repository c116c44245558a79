package polls

import (
	"context"
	"fmt"
	"slices"
	"time"

	"soundings/cohorts"
	"soundings/cohorts/base"
	"soundings/cohorts/contact"
)

// Audience says whom to invite: the agreed members of a cohort, everybody of some groups, or these participants. Nobody
// needs to be in a cohort to be asked what they want of a portal.
type Audience struct {
	Cohort  string          `json:"cohort"`
	Groups  []cohorts.Group `json:"groups"`
	Refs    []string        `json:"refs" validate:"max=10000"`
	Expires time.Time       `json:"expires"` // zero: with the poll
}

// Invite asks an audience to answer an open poll. Who was invited before keeps the link they have. Whom nobody may ask,
// being of a group that the poll does not ask or a minor without a proxy, is passed over in a cohort or a group, and
// refused in a list of refs.
func (s *Service) Invite(ctx context.Context, id string, a Audience) ([]contact.Invitation, error) {
	people, err := s.audience(ctx, id, a)
	if err != nil {
		return nil, err
	}
	return s.Contact.Invite(ctx, contact.ForPoll, id, people, a.Expires)
}

// Ask invites an audience as Invite does, and begins a protocol where there are steps. Many are invited by the job that it
// returns, nil otherwise.
func (s *Service) Ask(ctx context.Context, id string, a Audience, steps []contact.Step) ([]contact.Invitation, *contact.Asking, error) {
	people, err := s.audience(ctx, id, a)
	if err != nil {
		return nil, nil, err
	}
	return s.Contact.Ask(ctx, contact.Question{Kind: contact.ForPoll, Subject: id, Expires: a.Expires, Steps: steps}, people)
}

// audience returns the people of an audience, if all of them may be asked.
func (s *Service) audience(ctx context.Context, id string, a Audience) ([]contact.Asked, error) {
	p, err := s.Poll(ctx, id)
	if err != nil {
		return nil, err
	}
	if p.State != Open {
		return nil, base.Refuse(base.Conflict, "poll.not_open")
	}
	var people []cohorts.Participant
	wrong := s.checkAudience(p, a)
	switch {
	case a.Cohort != "":
		people, err = s.members(ctx, p, a.Cohort)
	case len(a.Groups) > 0 && wrong == nil:
		people, err = s.everybody(ctx, a.Groups)
	case len(a.Refs) > 0:
		people, err = s.listed(ctx, p, a.Refs)
	}
	if err := base.Besides(wrong, err); err != nil {
		return nil, err
	}
	if err := s.Contact.Ready(ctx); err != nil {
		return nil, err
	}
	before, err := s.Contact.Counts(ctx, contact.ForPoll, id)
	if err != nil {
		return nil, err
	}
	in, err := s.membersAmong(ctx, a.Cohort, people)
	if err != nil {
		return nil, err
	}
	asked := make([]contact.Asked, len(people))
	for i, one := range people {
		asked[i] = contact.Asked{Ref: one.Ref, Group: one.Group, Cohort: in[one.Ref], Proxy: one.Proxy, Language: one.Language}
		if before.Invited() == 0 || one.Version == 1 { // or never changed since they came: there was no other proxy
			continue
		}
		if asked[i].Again, err = s.again(ctx, p, one); err != nil {
			return nil, err
		}
	}
	languages, err := s.Contact.NewLanguages(ctx, contact.ForPoll, id, asked)
	if err != nil {
		return nil, err
	}
	return asked, base.InvalidFields(p.MissingIn(languages)...)
}

// membersAmong returns by ref as members of which cohort people are asked: those of a cohort that is asked as its own, and
// any other patient as the agreed member that they are. What they are asked so ends when they leave. Who is in no cohort is
// asked as one of their group.
func (s *Service) membersAmong(ctx context.Context, asked string, people []cohorts.Participant) (map[string]string, error) {
	in := make(map[string]string, len(people))
	var refs []string
	for _, p := range people {
		if asked != "" {
			in[p.Ref] = asked
		} else if p.Group == cohorts.Patient {
			refs = append(refs, p.Ref)
		}
	}
	if len(refs) == 0 {
		return in, nil
	}
	all, err := s.Cohorts.Cohorts(ctx)
	if err != nil {
		return nil, err
	}
	for _, c := range all {
		for chunk := range slices.Chunk(refs, cohorts.MaxChunk) {
			members, err := s.Cohorts.Store.Memberships(ctx, c.ID, chunk...)
			if err != nil {
				return nil, fmt.Errorf("reading memberships: %w", err)
			}
			for _, m := range members {
				if m.State == cohorts.Agreed {
					in[m.Ref] = c.ID
				}
			}
		}
	}
	return in, nil
}

// checkAudience returns nil, or an Invalid error that names what is wrong with an audience, whoever is in it.
func (s *Service) checkAudience(p Poll, a Audience) error {
	var wrong []base.Field
	ways := 0
	for _, said := range []bool{a.Cohort != "", len(a.Groups) > 0, len(a.Refs) > 0} {
		if said {
			ways++
		}
	}
	unasked := func(g cohorts.Group) bool { _, asked := p.Groups[g]; return !asked }
	if ways != 1 {
		wrong = append(wrong, bad("refs", "poll.one_audience"))
	}
	if slices.ContainsFunc(a.Groups, unasked) {
		wrong = append(wrong, bad("groups", "poll.group_not_asked"))
	}
	if !a.Expires.IsZero() && !a.Expires.After(s.Now()) {
		wrong = append(wrong, bad("expires", "error.past"))
	}
	return base.Besides(base.Check(a), base.InvalidFields(wrong...))
}

// members returns the agreed members of a cohort who are of a group that the poll asks.
func (s *Service) members(ctx context.Context, p Poll, cohort string) ([]cohorts.Participant, error) {
	if _, err := s.Cohorts.Cohort(ctx, cohort); base.IsCode(err, base.NotFound) {
		return nil, base.InvalidFields(bad("cohort", "cohort.unknown"))
	}
	var people []cohorts.Participant
	q := cohorts.MembershipQuery{Cohort: cohort, State: cohorts.Agreed, Limit: cohorts.MaxChunk}
	for page, err := range base.Pages(func(after string) (base.Page[cohorts.Membership], error) {
		q.After = after
		return s.Cohorts.Members(ctx, q)
	}) {
		if err != nil {
			return nil, err
		}
		refs := make([]string, len(page))
		for i, m := range page {
			refs[i] = m.Ref
		}
		found, err := s.Cohorts.People(ctx, refs...)
		if err != nil {
			return nil, err
		}
		for _, ref := range refs {
			one := found[ref]
			if _, of := p.Groups[one.Group]; of && one.MayBeAsked() {
				people = append(people, one)
			}
		}
	}
	return people, nil
}

// everybody returns all participants of some groups who may be asked.
func (s *Service) everybody(ctx context.Context, groups []cohorts.Group) ([]cohorts.Participant, error) {
	var people []cohorts.Participant
	for _, g := range groups {
		q := cohorts.ParticipantQuery{Group: g, Limit: cohorts.MaxChunk}
		for one, err := range base.Each(func(after string) (base.Page[cohorts.Participant], error) {
			q.After = after
			return s.Cohorts.Participants(ctx, q)
		}) {
			if err != nil {
				return nil, err
			}
			if one.MayBeAsked() {
				people = append(people, one)
			}
		}
	}
	return people, nil
}

// listed returns the participants with these refs. It refuses all when one is unknown, of a group that is not asked, or a
// minor without a proxy.
func (s *Service) listed(ctx context.Context, p Poll, refs []string) ([]cohorts.Participant, error) {
	return s.Cohorts.Listed(ctx, refs, func(one cohorts.Participant) (*base.Text, error) {
		var wrong base.Text
		switch _, of := p.Groups[one.Group]; {
		case !of:
			wrong = base.T("poll.ref_not_asked", "Ref", one.Ref)
		case !one.MayBeAsked():
			wrong = base.T("participant.minor", "Ref", one.Ref)
		default:
			return nil, nil
		}
		return &wrong, nil
	})
}

// again reports whether somebody has a link of another proxy, or of their own time without one. They are one person still:
// counted once, and all their links lead to one right to vote.
func (s *Service) again(ctx context.Context, p Poll, one cohorts.Participant) (bool, error) {
	before, err := s.Contact.InvitationsOf(ctx, one.Ref)
	return slices.ContainsFunc(before, func(i contact.Invitation) bool {
		return i.Kind == contact.ForPoll && i.Subject == p.ID && i.Proxy != one.Proxy
	}), err
}
