package polls

import (
	"context"
	"fmt"
	"reflect"
	"slices"
	"time"

	"soundings/cohorts"
	"soundings/cohorts/base"
	"soundings/cohorts/contact"
)

// Voter says by which way somebody comes to a poll: by the link of an invitation, or by the open code.
type Voter struct {
	Invitation contact.Invitation // the zero Invitation: by Code
	Code       string             // as typed
	Browser    string             // a random token that the page keeps in a cookie; by a code, or by another practice's link
	Change     bool               // they said that the ballot that was cast from this browser is theirs, and to be changed
}

// shared reports whether others may come by the same way from the same browser.
func (v Voter) shared() bool { return v.Invitation.ID == "" || v.Invitation.Group == cohorts.Practice }

// Status is how a poll stands for who opens it.
type Status string

// What a link or a code can lead to.
const (
	Asking    Status = "asking"    // a ballot to fill in
	Done      Status = "done"      // this ballot was kept just now
	Again     Status = "again"     // one was cast from this browser, which others may use: whose is it?
	NotYet    Status = "not_yet"   // the poll is not published
	IsClosed  Status = "closed"    // the poll is closed
	IsExpired Status = "expired"   // the invitation's time is past
	NotAsked  Status = "not_asked" // the poll does not ask the participant's group any more
	HasLeft   Status = "left"      // the participant left the cohort as whose member they were asked
	IsOver    Status = "over"      // the beta has ended
	IsRemoved Status = "removed"   // the ballot was taken out again
)

// Sheet is what somebody with a link or a code sees.
type Sheet struct {
	Status Status
	Poll   Poll
	Group  cohorts.Group   // whose ballot it is; empty where several may come by the code and nothing was chosen yet
	Groups []cohorts.Group // to choose from; empty: nothing to choose
	Top    int             // rank: how many features may get a place
	Order  []string        // the features that are offered, in the order to show them
	Sets   [][]string      // maxdiff: what to show together
	Seed   string          // secret: what Order and Sets were made from; the form sends it back as _seed
	Typed  Values          // what was typed so far, or the kept ballot that may be changed
	Voted  bool            // there is such a ballot, and it may be shown
	Errors []base.Field    // what is wrong with what was typed, by form field
}

// visit is a voter at a poll.
type visit struct {
	Voter
	sheet    Sheet
	offer    Poll // with the features that are offered
	right    VotingRight
	ballot   Ballot // the one that counts now; without an ID: none
	practice string
}

// Open returns what a link or a code leads to now; NotFound for an unknown code. In a secret poll it is the same whether the
// right to vote was used or not. It notes nothing: whatever opens a link is not yet a person who answers, and at a secret poll
// who opened it and when would show who voted.
func (s *Service) Open(ctx context.Context, v Voter) (Sheet, error) {
	at, err := s.visit(ctx, v, nil)
	if err != nil || at.sheet.Status != Asking {
		return at.sheet, err
	}
	switch {
	case at.sheet.Voted:
		at.sheet.Typed = at.sheet.Poll.values(at.ballot.Answer, at.sheet.Sets)
	case at.ballot.ID != "":
		at.sheet.Status = Again
		return at.sheet, nil
	}
	return at.sheet, nil
}

// Cast keeps a ballot, or returns in the sheet what is wrong with it and keeps nothing. A named ballot takes the place of
// the one that the voter cast before. Of a secret one only the first counts, and the answer to another is the same.
func (s *Service) Cast(ctx context.Context, v Voter, typed Values) (Sheet, error) {
	for {
		at, err := s.visit(ctx, v, typed)
		if err != nil {
			return at.sheet, err
		}
		if at.sheet.Status != Asking {
			return at.late(typed), nil
		}
		at.sheet.Typed = typed
		group := at.sheet.Group
		answer, wrong := at.offer.decode(group, at.sheet.Sets, typed)
		if group == "" {
			wrong = append(wrong, bad("group", "error.required"))
		}
		if at.sheet.Errors = wrong; len(wrong) > 0 {
			return at.sheet, nil
		}
		if at.ballot.ID != "" && !at.sheet.Voted {
			at.sheet.Status = Again
			if at.ballot.Group == group && reflect.DeepEqual(at.ballot.Answer, answer) {
				at.sheet.Status = Done // it was sent twice
			}
			return at.sheet, nil
		}
		err = s.cast(ctx, at, answer)
		if err == nil {
			at.sheet.Status, at.sheet.Voted = Done, true
		}
		if !base.IsCode(err, base.Conflict) {
			return at.sheet, err
		}
		if v.Invitation.ID != "" {
			if v.Invitation, err = s.Contact.Store.InvitationByHash(ctx, v.Invitation.Hash); err != nil {
				return at.sheet, fmt.Errorf("reading an invitation again: %w", err)
			}
		}
	}
}

// late returns a sheet on which everything stands that was typed by who comes too late, to be shown back.
func (at visit) late(typed Values) Sheet {
	at.sheet.Typed, at.sheet.Order, at.sheet.Sets = typed, at.sheet.Poll.Features, at.offer.sets(at.sheet.Seed)
	return at.sheet
}

// cast keeps a ballot that is right. For a secret poll the invitation is left untouched; only the voting right is marked used.
func (s *Service) cast(ctx context.Context, at visit, answer Answer) error {
	p, now, right := at.sheet.Poll, s.Now().UTC(), at.right
	b := Ballot{
		ID: base.NewID(s.Rand), Poll: p.ID, Group: at.sheet.Group, Unverified: at.Invitation.ID == "",
		At: now.Truncate(24 * time.Hour), Answer: answer,
	}
	var err error
	if p.Secret {
		b.Answer = unordered(answer)
		err = s.castInSecret(ctx, p, b, right)
	} else {
		b.At, b.Ref, b.Practice, b.Before = now, at.Invitation.Ref, at.practice, right.Ballot
		if p.How().Sets == nil {
			b.Shown = at.sheet.Order
		}
		right.Ballot = b.ID
		err = s.Store.Cast(ctx, b, right, answered(at.Invitation, at.right.Version == 0, now))
	}
	if err != nil {
		return fmt.Errorf("keeping a ballot: %w", err)
	}
	return nil
}

// answered returns an invitation that a ballot completes; nil: there is none, or it was completed before. A first ballot always
// replaces the invitation, so that none gets past one that is closed meanwhile.
func answered(i contact.Invitation, first bool, now time.Time) *contact.Invitation {
	if i.ID == "" || i.State == contact.Completed && !first {
		return nil
	}
	i.State, i.Completed = contact.Completed, now
	return &i
}

// visit returns how a poll stands for a voter.
func (s *Service) visit(ctx context.Context, v Voter, typed Values) (visit, error) {
	at := visit{Voter: v}
	var err error
	if v.Invitation.ID != "" {
		at.sheet.Poll, err = s.Poll(ctx, v.Invitation.Subject)
		at.sheet.Group = v.Invitation.Group
	} else {
		at.sheet.Poll, err = s.ByCode(ctx, v.Code)
		at.sheet.chooseGroup(typed)
	}
	if err != nil {
		return at, err
	}
	p := at.sheet.Poll
	if at.offer, err = s.offer(ctx, p); err != nil {
		return at, err
	}
	_, asked := p.Groups[at.sheet.Group]
	standing, err := s.Contact.Standing(ctx, v.Invitation)
	if err != nil {
		return at, err
	}
	switch {
	case p.State == Draft:
		at.sheet.Status = NotYet
	case v.Invitation.TakenOut():
		at.sheet.Status = IsRemoved
	case standing != contact.TakesPart:
		at.sheet.Status = outside[standing]
	case p.State == Closed, len(at.offer.Features) == 0:
		at.sheet.Status = IsClosed
	case v.Invitation.Over(s.Now()) && (p.Secret || v.Invitation.Group != cohorts.Practice):
		at.sheet.Status = IsExpired
	case v.Invitation.ID != "" && !asked:
		at.sheet.Status = NotAsked
	default:
		return at, s.sheet(ctx, &at, typed)
	}
	return at, nil
}

// outside is what a link leads to for whom it asks as a member of a cohort and who does not take part.
var outside = map[contact.Standing]Status{contact.NotIn: NotAsked, contact.HasLeft: HasLeft, contact.IsOver: IsOver}

// ByCode returns the poll whose open code somebody typed, or NotFound.
func (s *Service) ByCode(ctx context.Context, typed string) (Poll, error) {
	unknown := base.Refuse(base.NotFound, "poll.code_unknown")
	code, ok := contact.ReadToken(typed)
	if !ok {
		return Poll{}, unknown
	}
	p, err := s.Store.PollByCode(ctx, s.Contact.Links.Hash(code))
	switch {
	case base.IsCode(err, base.NotFound):
		return p, unknown
	case err != nil:
		return p, fmt.Errorf("looking a poll's code up: %w", err)
	}
	return p, nil
}

// chooseGroup settles whose ballot it is that came by a code: the poll's one group, or what the form says.
func (h *Sheet) chooseGroup(typed Values) {
	groups := h.Poll.groups()
	if len(groups) == 1 {
		h.Group = groups[0]
		return
	}
	h.Groups = groups
	if g := cohorts.Group(typed.Get("group")); slices.Contains(groups, g) {
		h.Group = g
	}
}

// sheet makes the ballot to fill in, or returns in its status that there is none. Once the time of another practice's link
// is past, nobody else can answer by it, whether colleagues have or not; who has may still change a named ballot. What is shown to a voter of a named
// poll comes from their right, so that they find it again; of a secret poll from chance, and does not depend on whether the
// right was used.
func (s *Service) sheet(ctx context.Context, at *visit, typed Values) error {
	p := at.sheet.Poll
	id, err := s.rightOf(at)
	if err != nil {
		return err
	}
	if at.right, err = s.Store.Right(ctx, id); err != nil {
		return fmt.Errorf("reading a right to vote: %w", err)
	}
	at.right.ID, at.right.Poll = id, p.ID
	at.sheet.Status, at.sheet.Typed = Asking, Values{}
	seed := id
	switch {
	case at.Invitation.Group == cohorts.Practice && at.Invitation.Past(s.Now()) && at.right.Version == 0:
		at.sheet.Status = IsExpired
		return nil
	case p.Secret:
		seed = s.seed(typed)
		at.sheet.Seed = seed
	case at.right.Version > 0:
		at.sheet.Voted = !at.shared() || at.Change
		if at.ballot, err = s.Store.Ballot(ctx, at.right.Ballot); err != nil {
			return fmt.Errorf("reading the ballot that counts: %w", err)
		}
		if at.sheet.Voted && at.sheet.Group == "" {
			at.sheet.Group = at.ballot.Group
		}
	}
	at.sheet.show(at.offer, seed)
	return nil
}

// seed returns what the form sent back as _seed, or another one.
func (s *Service) seed(typed Values) string {
	if seed := typed.Get("_seed"); len(seed) == seedLength {
		return seed
	}
	return base.NewID(s.Rand)
}

// show fills in what is offered to the group of the ballot, in the order that a seed makes.
func (h *Sheet) show(offer Poll, seed string) {
	h.Top, h.Order, h.Sets = offer.Top(h.Group), offer.order(seed), offer.sets(seed)
}

// seedLength is the length of a base.NewID.
const seedLength = 16
