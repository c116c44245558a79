package rollout

import (
	"context"
	"math"

	"soundings/cohorts"
)

// Figures is what an editor shows of one step.
type StepPreview struct {
	Percent   Percent  `json:"percent"`
	People    int      `json:"people"`             // agreed members who would see the feature now, overrides aside
	Potential int      `json:"potential"`          // the same when all agree who are asked now
	Reachable bool     `json:"reachable"`          // whether these can give the answers that the step asks for
	LooksAt   []int    `json:"looks_at"`           // answers at which the score is compared
	Smallest  *float64 `json:"smallest,omitempty"` // drop in points that is rolled back with 80 % chance; nil: nothing is compared
	Against   Against  `json:"against,omitempty"`  // with whom
	Assumed   bool     `json:"assumed"`            // the spread is a usual one, because there are too few answers
}

// Preview returns the figures of each step of a ramp that is being edited; of the default one where in has none. It keeps
// nothing. It returns Invalid for settings that PutRollout would refuse, but for a minimum that a step cannot reach:
// the figures say that.
func (s *Service) Preview(ctx context.Context, feature string, in Settings) ([]StepPreview, error) {
	c, err := s.catalogue(ctx)
	if err != nil {
		return nil, err
	}
	if len(in.Ramp) == 0 {
		in.Ramp = DefaultRamp()
	}
	if _, err := c.feature(feature); err != nil {
		return nil, err
	}
	r, _ := newRollout(c, feature, in)
	if err := s.check(ctx, r, in); err != nil {
		return nil, err
	}
	people, err := s.peopleOf(ctx, r)
	if err != nil {
		return nil, err
	}
	if r.Gates.Instrument != "" && r.Gates.Baseline == nil {
		if r.Gates.Baseline, err = s.baseline(ctx, r); err != nil {
			return nil, err
		}
	}
	usual := 0.0 // the spread of scores before there are any
	if r.Gates.Instrument != "" && s.Evidence != nil {
		usual = s.Evidence.Spread(r.Gates.Instrument)
	}
	all := make([]StepPreview, len(r.Ramp))
	for i, step := range r.Ramp {
		all[i] = r.preview(step, people, usual)
	}
	return all, nil
}

// preview returns what one step would come to; usual is the spread of scores where there is no baseline.
func (r Rollout) preview(step Step, people people, usual float64) StepPreview {
	g := r.Gates.at(step)
	f := StepPreview{Percent: step.Percent, People: people.now(step.Percent), Potential: people.may(step.Percent), LooksAt: []int{}}
	f.Reachable = g.Answers <= f.Potential
	for look := 1; look <= g.looks(); look++ {
		f.LooksAt = append(f.LooksAt, look*g.Answers)
	}
	if len(f.LooksAt) == 0 || f.Potential == 0 {
		return f
	}
	n := min(f.LooksAt[len(f.LooksAt)-1], f.Potential)
	others := (people.may(100) - f.Potential) * n / f.Potential // who answer as readily as those who see it
	compared, against := g.compared(Sample{N: others})
	if n < MinimumBase || against == "" {
		return f
	}
	sd := usual
	if g.Baseline != nil {
		sd = g.Baseline.SD
	}
	smallest := r.detectable(sd, n, compared.N)
	f.Smallest, f.Against, f.Assumed = &smallest, against, g.Baseline == nil
	return f
}

// people is who a cohort has for a rollout.
type people struct {
	upTo    []int // agreed members in the buckets below each, from 0 to 10,000
	waiting int   // who may agree still
}

// now returns how many agreed members a share takes in.
func (p people) now(share Percent) int { return p.upTo[share.hundredths()] }

// may returns how many it takes in when all agree who may: of those a share of them, rounded up.
func (p people) may(share Percent) int {
	return p.now(share) + int(math.Ceil(float64(p.waiting*share.hundredths())/buckets))
}

// peopleOf counts the people of a rollout's cohort by bucket. Where nobody is a member yet the cohort's capacity stands
// for those who will be.
func (s *Service) peopleOf(ctx context.Context, r Rollout) (people, error) {
	p := people{upTo: make([]int, buckets+1)}
	counts, err := s.Cohorts.MemberCounts(ctx, r.Cohort)
	if err != nil {
		return p, err
	}
	p.waiting = counts[cohorts.Selected] + counts[cohorts.Invited]
	if p.waiting+counts[cohorts.Agreed] == 0 {
		c, err := s.Cohorts.Cohort(ctx, r.Cohort)
		if err != nil {
			return p, err
		}
		p.waiting = c.Capacity
	}
	err = s.memory.rosters.visit(ctx, s.Cohorts, r.Cohort, func(ref string) { p.upTo[Bucket(r.Feature, ref)+1]++ })
	for i := range buckets {
		p.upTo[i+1] += p.upTo[i]
	}
	return p, err
}
