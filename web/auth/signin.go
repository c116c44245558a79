package auth

import (
	"context"
	"time"

	"soundings/cohorts/base"
)

// Attempt is one try to sign in.
type Attempt struct {
	Email    string
	Password string
	From     string // the network address that asks
	Browser  string // the cookie by which a browser is known that signed in before; empty: it has none
	Ticket   string // that came with the form, since a try before had to wait; empty: none did
}

// SignIn returns whose e-mail and password these are. What is refused never says whether there is such an account, and
// takes as long either way; who fails often has to wait, and then a Ticket helps.
func (s *Service) SignIn(ctx context.Context, a Attempt) (Staff, error) {
	staff, err := s.staffByEmail(ctx, tidyEmail(a.Email))
	if err != nil {
		return Staff{}, err
	}
	limits, err := s.slowDown(ctx, a, s.signInGate(a, staff))
	if err != nil {
		return Staff{}, err
	}
	if err := s.match(ctx, staff, a.Password); err != nil {
		if !base.IsCode(err, base.Invalid) { // only a wrong guess counts
			return Staff{}, s.forgive(ctx, limits, err)
		}
		s.trace(byStranger(ctx), Trace{Act: TraceRefused, Subject: staff.ID, From: a.From})
		return Staff{}, err
	}
	if err := s.Throttle.GiveBack(ctx, limits...); err != nil {
		return Staff{}, err
	}
	return staff, s.markPlace(ctx, a.From)
}

// forgive takes back the tries that a fault of the server has used up, and returns the fault.
func (s *Service) forgive(ctx context.Context, limits []Limit, fault error) error {
	if err := s.Throttle.GiveBack(context.WithoutCancel(ctx), limits...); err != nil {
		s.Log.WarnContext(ctx, "a try could not be given back", "error", err)
	}
	return fault
}

// match reports as a refusal that a password is not that of an account, or that there is no such account.
func (s *Service) match(ctx context.Context, staff Staff, password string) error {
	switch ok, err := s.passwords.match(ctx, password, staff.PasswordHash); {
	case err != nil:
		return err
	case !ok:
		return base.InvalidFields(base.Field{Name: "email", Text: base.T("signin.refused")})
	}
	return nil
}

// gate is what a try to sign in is held against. Where its account is guessed at from everywhere, a place that has not
// tried before has to wait once before its first try, and nobody can use up what others have.
type gate struct {
	known   []Limit // of a browser that signed in before: nobody else uses them up
	trusted []Limit // of a place from which somebody signed in lately
	mark    string  // that the place is such a one
	usual   []Limit // of any other
	account Limit   // of guesses from everywhere; where it is used up,
	slow    []Limit // these count
}

// placeLife is how long a place is remembered from which somebody signed in.
const placeLife = 14 * 24 * time.Hour

// signInGate returns the gate of a try.
func (s *Service) signInGate(a Attempt, staff Staff) gate {
	email, places := hash(tidyEmail(a.Email)), Places(a.From)
	pair := email + " " + places[0]
	if id, ok := s.knownBrowser(a.Browser, staff); ok {
		return gate{known: []Limit{{"browser " + id + " " + email, 10, 10 * time.Second, 5 * time.Minute}}}
	}
	most := 15 * time.Minute
	g := gate{
		mark: placeMark(places[0]),
		trusted: []Limit{
			{"pair " + pair, 10, 10 * time.Second, most},
			{"trusted " + places[0], 300, time.Second, 0},
		},
		account: Limit{"account " + email, 50, 5 * time.Second, 0},
		slow:    []Limit{{"slow " + pair, 0, 30 * time.Second, most}},
		usual:   []Limit{{"pair " + pair, 5, 30 * time.Second, most}},
	}
	around := []Limit{{"place " + places[0], 30, 5 * time.Second, time.Minute}}
	for _, wide := range places[1:] {
		around = append(around, Limit{"wide " + wide, 120, 2 * time.Second, time.Minute})
	}
	g.slow, g.usual = append(g.slow, around...), append(g.usual, around...)
	return g
}

func placeMark(place string) string { return "signed in from " + place }

// markPlace remembers that somebody has signed in from a place.
func (s *Service) markPlace(ctx context.Context, from string) error {
	mark := placeMark(Places(from)[0])
	left, err := s.Throttle.Marked(ctx, mark)
	if err != nil || left > placeLife/2 {
		return err
	}
	return s.Throttle.Mark(ctx, mark, placeLife)
}

// slowDown counts a try at a gate and returns by which limits, or refuses it for a while: then it is not looked at, and
// lengthens no wait.
func (s *Service) slowDown(ctx context.Context, a Attempt, g gate) ([]Limit, error) {
	limits, err := g.limits(ctx, s)
	if err != nil {
		return nil, err
	}
	wait, err := s.Throttle.Take(ctx, limits...)
	if err == nil && wait > 0 && g.known == nil {
		limits, wait, err = tickets{s}.limits(ctx, a, wait)
	}
	if err != nil {
		return nil, err
	}
	if wait > 0 {
		s.Log.WarnContext(ctx, "slowed down signing in after many failures")
		return nil, TooOften(wait)
	}
	return limits, nil
}

// limits returns which limits of the gate count now.
func (g gate) limits(ctx context.Context, s *Service) ([]Limit, error) {
	if g.known != nil {
		return g.known, nil
	}
	if left, err := s.Throttle.Marked(ctx, g.mark); err != nil || left > 0 {
		return g.trusted, err
	}
	if wait, err := s.Throttle.Wait(ctx, g.account); err != nil || wait > 0 {
		return g.slow, err
	}
	return append(g.usual, g.account), nil
}

// TooOften refuses what is tried too often, and says when it may be tried again.
func TooOften(wait time.Duration) error {
	if wait > 2*time.Minute {
		minutes := int((wait + time.Minute - 1) / time.Minute)
		return &base.Error{Code: base.Busy, Text: base.T("slow.minutes", "Count", minutes), Wait: wait}
	}
	seconds := int((wait + time.Second - 1) / time.Second)
	return &base.Error{Code: base.Busy, Text: base.T("slow.seconds", "Count", seconds), Wait: wait}
}

// guesses are the limits of wrong keys, links and codes from one place.
func guesses(what, from string) []Limit {
	var all []Limit
	for i, place := range Places(from) {
		burst := []int{30, 120}[i]
		all = append(all, Limit{what + " " + place, burst, 5 * time.Second, 5 * time.Minute})
	}
	return all
}

// SignInLink makes a token that signs somebody in without a password for as long as the program runs. It is for a
// made-up clinic only.
func (s *Service) SignInLink(staff string) (token string) {
	token = s.newToken()
	s.signInLinks.Store(hash(token), staff)
	return token
}

// SignInByLink returns whom a sign-in link signs in, or NotFound.
func (s *Service) SignInByLink(ctx context.Context, token string) (Staff, error) {
	id, ok := s.signInLinks.Load(hash(token))
	if !ok {
		return Staff{}, base.Refuse(base.NotFound, "signin.link_unknown")
	}
	return s.Staff(ctx, id.(string))
}
