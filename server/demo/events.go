package demo

import (
	"context"
	"fmt"
	"slices"
	"time"

	"soundings/cohorts"
	"soundings/cohorts/base"
	"soundings/cohorts/rollout"
	"soundings/metrics"
	"soundings/metrics/intake"
)

// uses says how likely somebody who logged in uses a feature that they see.
var uses = []struct {
	key   string
	share float64
}{{"test-results", 0.45}, {"refills", 0.22}, {"secure-messaging", 0.34}}

// events lets the agreed members of both cohorts use the portal, each in their own habit, from the day they agreed.
func (b *builder) events(ctx context.Context) error {
	all, err := b.services.Cohorts.Cohorts(ctx)
	if err != nil {
		return err
	}
	var events []metrics.Event
	var shown []rollout.Exposure
	for _, c := range all {
		seen, err := b.exposures(ctx, c.ID)
		if err != nil {
			return err
		}
		members, err := b.agreed(ctx, c.ID)
		if err != nil {
			return err
		}
		for _, m := range members {
			did := b.habit(m, seen)
			events, shown = append(events, did...), append(shown, firstShown(m, did, seen)...)
		}
	}
	slices.SortStableFunc(events, func(x, y metrics.Event) int { return x.At.Compare(y.At) })
	for some := range slices.Chunk(events, intake.MaxEvents) {
		taken, err := b.services.Intake.Take(ctx, some)
		if err != nil {
			return err
		}
		if len(taken.Rejected) > 0 {
			return fmt.Errorf("an event was rejected: %s", taken.Rejected[0].Text.ID)
		}
	}
	return b.show(ctx, shown)
}

// show keeps who was shown what since when. Rollouts have moved on since, so that none is asked: it would tell of now.
func (b *builder) show(ctx context.Context, shown []rollout.Exposure) error {
	for some := range slices.Chunk(shown, cohorts.MaxChunk) {
		if err := b.services.Rollouts.Store.AddExposures(ctx, some); err != nil {
			return fmt.Errorf("keeping who was shown what: %w", err)
		}
	}
	return nil
}

// firstShown returns when a member was first shown each feature that is rolled out: as soon as they came to the portal and saw it.
func firstShown(m cohorts.Membership, did []metrics.Event, seen map[string][]rollout.Move) []rollout.Exposure {
	var shown []rollout.Exposure
	for key, moves := range seen {
		came := slices.IndexFunc(did, func(e metrics.Event) bool { return e.Kind == metrics.Login && sees(key, m.Ref, moves, e.At) })
		if moves != nil && came >= 0 {
			shown = append(shown, rollout.Exposure{Feature: key, Cohort: m.Cohort, Ref: m.Ref, At: did[came].At})
		}
	}
	return shown
}

func (b *builder) agreed(ctx context.Context, cohort string) ([]cohorts.Membership, error) {
	var all []cohorts.Membership
	q := cohorts.MembershipQuery{Cohort: cohort, State: cohorts.Agreed, Limit: 1000}
	for {
		page, err := b.services.Cohorts.Members(ctx, q)
		if err != nil {
			return nil, err
		}
		all = append(all, page.Items...)
		if q.After = page.Next; q.After == "" {
			return all, nil
		}
	}
}

// exposures returns the moves of each feature's rollout to a cohort, the latest first; nil stands for everybody.
func (b *builder) exposures(ctx context.Context, cohort string) (map[string][]rollout.Move, error) {
	seen := map[string][]rollout.Move{"test-results": nil}
	for _, key := range []string{"refills", "secure-messaging"} {
		moves, err := b.services.Rollouts.Moves(ctx, key, cohort, "", 100)
		if base.IsCode(err, base.NotFound) {
			continue
		}
		if err != nil {
			return nil, err
		}
		if len(moves.Items) > 0 {
			seen[key] = moves.Items
		}
	}
	return seen, nil
}

// sees reports whether a member saw a feature at a time.
func sees(key, ref string, moves []rollout.Move, at time.Time) bool {
	if moves == nil {
		return true
	}
	for _, m := range moves {
		if !m.At.After(at) {
			return rollout.Bucket(key, ref) < int(m.To*100)
		}
	}
	return false
}

// habit makes up what one member did: they get an account, some sooner than others, try the portal often at first, and
// then come back in their own rhythm, on weekdays more than on Sundays.
func (b *builder) habit(m cohorts.Membership, seen map[string][]rollout.Move) []metrics.Event {
	r := newChance("events", m.Cohort, m.Ref)
	age := b.people.byRef[m.Ref].age
	enrolled := b.days.within(r, m.Since.Add(time.Minute), 12)
	if !r.happens([ages]float64{0.97, 0.96, 0.92, 0.85, 0.7}[age]) {
		return nil
	}
	rate := r.near([ages]float64{0.1, 0.12, 0.14, 0.13, 0.09}[age], 0.07, 0.005, 0.5)
	var events []metrics.Event
	add := func(kind metrics.Kind, feature string, at time.Time) {
		if at.Before(b.days.now) {
			events = append(events, metrics.Event{
				ID: fmt.Sprintf("demo-%s-%s-%d", m.Cohort, m.Ref, len(events)), Ref: m.Ref, Kind: kind, Feature: feature, At: at.UTC(),
			})
		}
	}
	add(metrics.EnrolledKind, "", enrolled)
	for day := 0; ; day++ {
		year, month, first := enrolled.Date()
		at := time.Date(year, month, first+day, 7, r.IntN(14*60), r.IntN(60), 0, enrolled.Location())
		if at.After(b.days.now) {
			return events
		}
		likely := rate
		if day < 10 {
			likely *= 2
		}
		if at.Weekday() == time.Sunday {
			likely /= 2
		}
		if !r.happens(likely) || at.Before(enrolled) {
			continue
		}
		add(metrics.Login, "", at)
		for n, use := range uses {
			if moves, shown := seen[use.key]; shown && r.happens(use.share) && sees(use.key, m.Ref, moves, at) {
				add(metrics.Used, use.key, at.Add(time.Duration(1+3*n)*time.Minute))
			}
		}
	}
}
