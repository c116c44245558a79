package store_test

import (
	"testing"

	"soundings/cohorts"
	"soundings/cohorts/base"
	"soundings/cohorts/contact"
	"soundings/cohorts/rollout"
)

// portal is a server whose rollouts know of every change of a membership on it.
type portal struct {
	*clinic
	rollouts *rollout.Service
}

// rollouts is one more server on a clinic's database.
func (c *clinic) rollouts(t *testing.T) *portal {
	another := c.another(t)
	return &portal{another, another.Rollouts}
}

// feature adds a feature.
func (p *portal) feature(key string, stage rollout.Stage, needs ...string) rollout.Feature {
	return must(p.rollouts.SaveFeature(p.ctx, rollout.Feature{Key: key, Name: base.Words{"en": key}, Stage: stage, Needs: needs, Owner: "Maria Nobody"}))
}

func percent(p rollout.Percent) *rollout.Percent { return &p }

func steps(percents ...rollout.Percent) []rollout.Step {
	all := make([]rollout.Step, len(percents))
	for i, p := range percents {
		all[i].Percent = p
	}
	return all
}

// rollout is the rollout of labs to a cohort, read again.
func (p *portal) rollout(cohort string) rollout.Rollout {
	return must(p.rollouts.Rollout(p.ctx, "labs", cohort))
}

// withdraw lets somebody leave by their own link.
func (p *portal) withdraw(cohort, ref string) {
	own := base.WithActor(p.ctx, base.Actor{Kind: base.ActorParticipant, ID: ref})
	must(p.people.SetState(own, cohort, ref, cohorts.Withdrawn, cohorts.Heard{}))
}

// agree lets somebody agree by their own link.
func (p *portal) agree(asked contact.Invitation) {
	must(p.contact.AnswerConsent(p.ctx, asked, true, "en"))
}
