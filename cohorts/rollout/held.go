package rollout

import (
	"context"
	"fmt"

	"soundings/cohorts/base"
)

// GateKind names what a gate other than time looks at.
type GateKind string

// The kinds of gates that a rollout has of its own, and those of the further gates.
const (
	GateAnswers GateKind = "answers" // enough answers
	GateScore   GateKind = "score"   // the score of those who see the feature is not worse
	GateBumps   GateKind = "bumps"   // no blocker is open
	GateReady   GateKind = "ready"   // what the feature must have is there: training, help, workflows
)

// HeldBy returns of every kind of gate whether it holds a rollout at its step; see Rollout.Held. What people answered it reads
// only where nothing that is kept with the rollout says it.
func (s *Service) HeldBy(ctx context.Context, f Feature, r Rollout) (map[GateKind]bool, error) {
	held, further := map[GateKind]bool{GateAnswers: false, GateScore: false}, false
	standing := r.Held(f, s.now())
	for _, gate := range s.Gates {
		holds := false
		if standing {
			missing, err := gate.Holds(ctx, r)
			if err != nil {
				return nil, fmt.Errorf("asking a gate: %w", err)
			}
			holds = len(missing) > 0
		}
		held[gate.Kind()] = held[gate.Kind()] || holds
		further = further || holds
	}
	g := r.GatesNow()
	if !standing || g.Answers == 0 {
		return held, nil
	}
	switch looked := r.InterimLooks > 0; {
	case looked && (r.Finding == nil || !r.Finding.Good()):
		held[GateScore] = true
	case g.looks() > 0 && !looked, !further: // nothing else holds it, or there was not even enough for a look
		held[GateAnswers] = true
	case g.looks() == 0:
		few, err := s.fewAnswers(ctx, f, r)
		if err != nil {
			return nil, err
		}
		held[GateAnswers] = few
	}
	return held, nil
}

// fewAnswers reports whether fewer people who see the feature have answered at this share than its gate asks for. To a survey that
// there is not nobody has.
func (s *Service) fewAnswers(ctx context.Context, f Feature, r Rollout) (bool, error) {
	n := 0
	err := s.answers(ctx, r, Wave{Since: r.shownSince(f.Since)}, func(a Answer) {
		if r.Shows(a.Ref) {
			n++
		}
	})
	if base.IsCode(err, base.NotFound) {
		err = nil
	}
	return n < r.GatesNow().Answers, err
}
