package demo

import (
	"context"
	_ "embed"
	"encoding/json"
	"fmt"

	"soundings/cohorts/base"
	"soundings/cohorts/rollout"
)

//go:embed features.json
var featureList string

// features fills the catalogue: two features are there for everybody, one is on its way, the others wait.
func (b *builder) features(ctx context.Context) error {
	var all []rollout.Feature
	if err := json.Unmarshal([]byte(featureList), &all); err != nil {
		return fmt.Errorf("reading the features: %w", err)
	}
	for _, f := range all {
		if _, err := b.teamAt(59, 13, 30).Rollouts.SaveFeature(ctx, f); err != nil {
			return err
		}
	}
	return nil
}

// stage moves a feature on in its life.
func (b *builder) stage(ctx context.Context, daysAgo int, key string, to rollout.Stage) error {
	s := b.teamAt(daysAgo, 9, 0).Rollouts
	f, err := s.Feature(ctx, key)
	if err != nil {
		return err
	}
	f.Stage = to
	_, err = s.SaveFeature(ctx, f)
	return err
}

func steps(percents ...rollout.Percent) []rollout.Step {
	all := make([]rollout.Step, len(percents))
	for i, p := range percents {
		all[i].Percent = p
	}
	return all
}

// refills went up by time alone, before there was a survey, and is live.
func (b *builder) refills(ctx context.Context) error {
	const key = "refills"
	if err := b.stage(ctx, 46, key, rollout.Beta); err != nil {
		return err
	}
	week := rollout.Settings{Cohort: b.printed.Subject, Ramp: steps(10, 50, 100), Gates: rollout.Gates{HoldHours: 7 * 24}}
	if _, err := b.teamAt(45, 10, 20).Rollouts.SaveRollout(ctx, key, week); err != nil {
		return err
	}
	if err := b.advance(ctx, 44, 25); err != nil {
		return err
	}
	return b.stage(ctx, 23, key, rollout.Live)
}

// messaging goes up behind a survey: its score is compared with that of those who do not see it yet.
func (b *builder) messaging(ctx context.Context) error {
	const key = "secure-messaging"
	if err := b.stage(ctx, 20, key, rollout.Beta); err != nil {
		return err
	}
	cohort := b.printed.Subject
	settings := rollout.Settings{Cohort: cohort, Ramp: steps(15, 40, 100), Gates: rollout.Gates{
		HoldHours: 48, Answers: 11, Survey: b.asked, Instrument: "sus", Margin: 15, Looks: 4,
	}}
	if _, err := b.teamAt(20, 11, 10).Rollouts.SaveRollout(ctx, key, settings); err != nil {
		return err
	}
	if err := b.advance(ctx, 19, 15); err != nil {
		return err
	}
	if _, err := b.teamAt(14, 16, 45).Rollouts.Pause(ctx, key, cohort, "The nurses’ inbox is full over the holiday."); err != nil {
		return err
	}
	if _, err := b.teamAt(11, 8, 30).Rollouts.Resume(ctx, key, cohort, "Two more nurses answer messages now."); err != nil {
		return err
	}
	return b.advance(ctx, 10, 1)
}

// byItself returns a context in which nobody acts but Soundings.
func byItself(ctx context.Context) context.Context {
	return base.WithActor(ctx, base.Actor{Kind: base.ActorSystem})
}

// advance lets the ramps go on as they did by themselves, from one day to another.
func (b *builder) advance(ctx context.Context, from, to int) error {
	ctx = byItself(ctx)
	for day := from; day >= to; day-- {
		if err := b.teamAt(day, 6, 12).Rollouts.Advance(ctx); err != nil {
			return err
		}
	}
	return nil
}
