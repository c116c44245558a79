// Package demo fills an empty store with a small made-up clinic, so that somebody can look around. It goes through the
// domain services as people would, each act at the time at which it is said to have happened. Nothing in it is real:
// addresses are at example.org and example.net, telephone numbers are among those kept for stories. It sends no mail.
package demo

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"time"

	"soundings/cohorts"
	"soundings/cohorts/base"
	"soundings/cohorts/contact"
	"soundings/server/services"
	"soundings/web/auth"
)

// Result says where to begin to look around.
type Result struct {
	Manager      auth.Staff // whom a sign-in link should sign in; their password is random and kept nowhere
	PatientToken string     // in fours: a consent link that nobody has used
}

// errInUse keeps the made-up clinic out of real data.
var errInUse = errors.New("a made-up clinic needs an empty store, and this one is in use")

// Seed makes the clinic in an empty store, its past counted back from now. Who is in it and what they say is the same
// every time; only ids of staff, passwords and links are not.
func Seed(ctx context.Context, s *services.Services, now time.Time) (Result, error) {
	var r Result
	b, err := newBuilder(ctx, s, now)
	if err != nil {
		return r, err
	}
	if r.Manager, err = b.team(ctx); err != nil {
		return r, fmt.Errorf("making the team: %w", err)
	}
	ctx = base.WithActor(ctx, base.Actor{Kind: base.ActorStaff, ID: r.Manager.ID})
	for _, step := range []struct {
		about string
		do    func(context.Context) error
	}{
		{"saving the settings", b.settings},
		{"importing the participants", b.load},
		{"making the first cohort", b.firstCohort},
		{"making the survey", b.survey},
		{"listing the features", b.features},
		{"polling three groups", b.poll},
		{"making the plan", b.plan},
		{"writing down the team", b.seats},
		{"writing down the vendor", b.vendor},
		{"rolling out the first feature", b.refills},
		{"deciding about messages", b.decideAsTeam},
		{"rolling out the second feature", b.messaging},
		{"writing the help", b.help},
		{"writing the workflow", b.workflow},
		{"making the second cohort", b.secondCohort},
		{"drawing the third cohort", b.thirdCohort},
		{"making the draft", b.draft},
		{"polling the staff", b.roomPoll},
		{"planning who is on duty", b.rota},
		{"reporting bumps", b.bumps},
		{"writing down what the vendor promised", b.promises},
		{"using the portal", b.events},
		{"counting", b.count},
	} {
		if err := step.do(ctx); err != nil {
			return r, fmt.Errorf("%s: %w", step.about, err)
		}
	}
	r.PatientToken = s.Contact.Token(b.printed)
	return r, nil
}

// builder makes the clinic, step by step.
type builder struct {
	services *services.Services
	kept     cohorts.Clinic // the settings as they were
	days     calendar
	teamIDs  io.Reader
	people   people
	asked    string             // the id of the survey that is open
	polled   string             // the id of the poll that the plan rests on
	cards    map[string]string  // ids of bumps, by title
	printed  contact.Invitation // whose link is printed: consent asked, not answered
}

// newBuilder looks whether there is room for a made-up clinic, and makes its people up.
func newBuilder(ctx context.Context, s *services.Services, now time.Time) (*builder, error) {
	kept, err := s.Cohorts.Clinic(ctx)
	if err != nil {
		return nil, err
	}
	hasStaff, err := s.Accounts.HasStaff(ctx)
	if err != nil {
		return nil, err
	}
	if hasStaff || (kept.Version > 0 && !kept.Demo) {
		return nil, errInUse
	}
	if kept.TimeZone == "" {
		kept.TimeZone = "UTC"
	}
	zone, err := time.LoadLocation(kept.TimeZone)
	if err != nil {
		return nil, fmt.Errorf("loading the clinic's time zone: %w", err)
	}
	return &builder{services: s, kept: kept, days: calendar{now.In(zone)}, teamIDs: newChance("team").ids, people: everybody(), cards: map[string]string{}}, nil
}

// untilNone does one background job after the other, each until there is nothing left to do.
func untilNone(ctx context.Context, jobs ...func(context.Context) (int, error)) error {
	for _, do := range jobs {
		for n := 1; n > 0; {
			var err error
			if n, err = do(ctx); err != nil {
				return err
			}
		}
	}
	return nil
}

// count makes the figures ready to read.
func (b *builder) count(ctx context.Context) error {
	if err := untilNone(ctx, b.services.Store.Fold, b.services.Metrics.Fold); err != nil {
		return err
	}
	return b.services.Surveys.MakeEditions(ctx)
}

// at returns the services as they are at one time, with ids from a source of its own.
func (b *builder) at(when time.Time, ids io.Reader) *services.Services {
	return b.services.At(when, ids, slog.New(slog.DiscardHandler))
}

// teamAt returns the services as the team used them so many days ago. The team does one thing after the other.
func (b *builder) teamAt(daysAgo, hour, minute int) *services.Services {
	return b.at(b.days.ago(daysAgo, hour, minute), b.teamIDs)
}
