package rollout

import (
	"context"
	"math"

	"soundings/cohorts"
)

// StepPreview is what one step of a ramp would mean.
type StepPreview struct {
	Percent   Percent  `json:"percent"`
	People    int      `json:"people"`             // agreed members who would see the feature now, overrides aside
	Potential int      `json:"potential"`          // the same if everybody who is asked now agrees
	Reachable bool     `json:"reachable"`          // Potential people can give the answers that the step asks for
	LooksAt   []int    `json:"looks_at"`           // numbers of answers at which an interim look is taken
	Smallest  *float64 `json:"smallest,omitempty"` // drop in points that is rolled back with 80 % probability; nil: no score is compared
	Against   Against  `json:"against,omitempty"`
	Assumed   bool     `json:"assumed"` // Smallest rests on the usual spread of scores, because there are too few answers
}

// Preview returns a preview of each step of a ramp that is being edited, or of the default ramp when in has none. It saves
// nothing. It returns Invalid for settings that SaveRollout would refuse, except for a minimum that a step cannot reach:
// Reachable says that.
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
	usual := 0.0 // standard deviation of scores, in points, before there are any
	if r.Gates.Instrument != "" && s.Evidence != nil {
		usual = s.Evidence.Spread(r.Gates.Instrument)
	}
	all := make([]StepPreview, len(r.Ramp))
	for i, step := range r.Ramp {
		all[i] = r.preview(step, people, usual)
	}
	return all, nil
}

// preview returns the preview of one step; usual is the standard deviation of scores, in points, without a baseline.
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
	others := (people.may(100) - f.Potential) * n / f.Potential // people who do not see it are taken to answer as often
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

// people counts the people of a cohort for one rollout.
type people struct {
	upTo    []int // upTo[b]: agreed members in buckets below b; b from 0 to 10,000
	waiting int   // people who may still agree
}

// now returns how many agreed members see the feature at a share.
func (p people) now(share Percent) int { return p.upTo[share.hundredths()] }

// may returns how many see it at a share if everybody agrees who still may: of those the share, rounded up.
func (p people) may(share Percent) int {
	return p.now(share) + int(math.Ceil(float64(p.waiting*share.hundredths())/buckets))
}

// peopleOf counts the people of a rollout's cohort by bucket. While the cohort has no members, its capacity stands for the
// people who may still agree.
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
