package rollout_test

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"soundings/cohorts"
	"soundings/cohorts/base"
	"soundings/cohorts/contact"
	"soundings/cohorts/rollout"
	"soundings/server/store/engine"
)

// server returns one more server on the clinic's database, whose evidence is answers; nil: what surveys have.
func (c *clinic) server(t *testing.T, answers *answered) *clinic {
	t.Helper()
	another := &clinic{c.Another(t), c.ctx}
	if answers != nil {
		another.Rollouts.Evidence = answers
	}
	return another
}

// again reads an invitation as it is now.
func (c *clinic) again(i contact.Invitation) contact.Invitation {
	return must(c.Contact.Invitation(c.ctx, c.Contact.Token(i)))
}

// answered is the evidence of one survey, "portal", with one instrument, "sus".
type answered struct {
	mu  sync.Mutex
	all []rollout.Answer
	at  []time.Time
}

// Spread returns the usual spread of SUS scores.
func (a *answered) Spread(string) float64 { return 20 }

// Answers calls each with the answers since w.Since.
func (a *answered) Answers(_ context.Context, w rollout.Wave, each func(rollout.Answer)) error {
	if w.Survey != "portal" || w.Instrument != "" && w.Instrument != "sus" {
		return base.Refuse(base.NotFound, "survey.unknown")
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	for i, one := range a.all {
		if !a.at[i].Before(w.Since) {
			each(one)
		}
	}
	return nil
}

// say adds an answer, with a score of about this, of each person for whom shows is true.
func (a *answered) say(at time.Time, score float64, shows func(ref string) bool, refs ...string) {
	a.mu.Lock()
	defer a.mu.Unlock()
	for i, ref := range refs {
		if shows(ref) {
			a.all = append(a.all, rollout.Answer{Ref: ref, Score: score + float64(i%5) - 2, Scored: true})
			a.at = append(a.at, at)
		}
	}
}

// feature saves a feature in a stage.
func (c *clinic) feature(key string, stage rollout.Stage, needs ...string) rollout.Feature {
	return must(c.Rollouts.SaveFeature(c.ctx, rollout.Feature{Key: key, Name: base.Words{"en": key}, Stage: stage, Needs: needs, Owner: "Maria Nobody"}))
}

func percent(p rollout.Percent) *rollout.Percent { return &p }

func steps(percents ...rollout.Percent) []rollout.Step {
	all := make([]rollout.Step, len(percents))
	for i, p := range percents {
		all[i].Percent = p
	}
	return all
}

// rollout reads the rollout of labs to a cohort.
func (c *clinic) rollout(cohort string) rollout.Rollout {
	return must(c.Rollouts.Rollout(c.ctx, "labs", cohort))
}

// history returns the moves of the rollout of labs, the first move first.
func (c *clinic) history(cohort string) string {
	var all []string
	for _, m := range must(c.Rollouts.Moves(c.ctx, "labs", cohort, "", 100)).Items {
		line := strings.TrimSpace(fmt.Sprintf("%s %v>%v by %s %s", m.Kind, m.From, m.To, m.By.Kind, m.Note))
		all = append([]string{line}, all...)
	}
	return strings.Join(all, ", ")
}

// removeMembership deletes the document of a membership, past every service.
func (c *clinic) removeMembership(cohort, ref string) {
	m := must(c.Cohorts.Membership(c.ctx, cohort, ref))
	gone := engine.Change{Op: engine.Delete, Collection: "memberships", ID: cohort + "/" + ref, Version: m.Version}
	if err := c.Engine.Write(c.ctx, []engine.Change{gone}); err != nil {
		panic(err)
	}
}

// withdraw lets a person leave by their own link.
func (c *clinic) withdraw(cohort, ref string) {
	own := base.WithActor(c.ctx, base.Actor{Kind: base.ActorParticipant, ID: ref})
	must(c.Cohorts.SetState(own, cohort, ref, cohorts.Withdrawn, cohorts.Heard{}))
}

// agree lets a person agree by their own link.
func (c *clinic) agree(asked contact.Invitation) {
	must(c.Contact.AnswerConsent(c.ctx, asked, true, "en"))
}
