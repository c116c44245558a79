package polls

import (
	"context"
	"fmt"
	"math/big"

	"soundings/cohorts"
	"soundings/cohorts/contact"
)

// Results is what a poll found.
type Results struct {
	Ballots      int                   `json:"ballots"` // that count, of the groups that are shown
	By           string                `json:"by"`      // the method whose order the ranking is
	Ranking      []Placed              `json:"ranking"`
	Methods      map[string][]Standing `json:"methods"`
	Agree        bool                  `json:"agree"` // all methods put the features in the same order
	Groups       []GroupResult         `json:"groups"`
	Withheld     []Withheld            `json:"withheld"`
	Disagreement Disagreement          `json:"disagreement"`
	Stability    []Stability           `json:"stability"`
}

// Placed is a feature's place, from 1; features that are level share the best place of theirs. Share is between 0 and 1 and
// means the same in every poll, so that a plan may rest on several: the weighted Borda share, being the share of the Borda
// points that could be had. Of maxdiff and kano, whose ballots set no order, it is that of the poll's order as one ballot:
// (features − place) / (features − 1), ties averaged.
type Placed struct {
	Feature string  `json:"feature"`
	Place   int     `json:"place"`
	Share   float64 `json:"share"`
}

// Standing is what one method makes of a feature. Scores are: of borda points, each ballot giving from 0 to the number of
// other features, scaled so that all weighted ballots are worth as many as were cast; of schulze how many others it beats;
// of copeland how many it wins against minus how many it loses to; of dots, rating and maxdiff the weighted mean with its
// 95 % interval; of kano "better".
type Standing struct {
	Feature  string   `json:"feature"`
	Score    float64  `json:"score"`
	Place    int      `json:"place"`
	Low      *float64 `json:"low,omitempty"`
	High     *float64 `json:"high,omitempty"`
	Category string   `json:"category,omitempty"` // kano
	Better   *float64 `json:"better,omitempty"`   // kano: (A+O)/(A+O+M+I)
	Worse    *float64 `json:"worse,omitempty"`    // kano: −(O+M)/(A+O+M+I)
}

// GroupResult is how one stakeholder group voted. Of a withheld one there are no figures of its ballots.
type GroupResult struct {
	Group      cohorts.Group `json:"group"`
	Weight     float64       `json:"weight"`
	Invited    int           `json:"invited"`
	Ballots    *int          `json:"ballots,omitempty"`    // that count
	Unverified *int          `json:"unverified,omitempty"` // how many came by the open code, whether they count or not
	Practices  int           `json:"practices,omitempty"`  // other practices that answered; each counts once
	Turnout    *float64      `json:"turnout,omitempty"`    // verified ballots, or practices, for one invited
	Ranking    []Placed      `json:"ranking"`
}

// Withheld names a group that has no part in the total because its ballots are so few that they could point at a person.
type Withheld struct {
	Group  cohorts.Group `json:"group"`
	Reason string        `json:"reason"` // "fewer than 11 ballots"
}

// Stability is in which share of the bootstrap replicates a feature is among the first three.
type Stability struct {
	Feature string  `json:"feature"`
	Share   float64 `json:"share"`
}

// Results returns what a poll found so far. Those of a secret poll move by steps.
func (s *Service) Results(ctx context.Context, id string) (Results, error) {
	p, err := s.Poll(ctx, id)
	if err != nil {
		return Results{}, err
	}
	counts, err := s.Contact.Counts(ctx, contact.ForPoll, id)
	if err != nil {
		return Results{}, err
	}
	t, err := s.shown(ctx, p)
	if err != nil {
		return Results{}, err
	}
	return p.Results(t, counts.Groups), nil
}

// Priorities returns for each feature of a poll its weighted Borda share between 0 and 1, as Placed says it; none before
// there is a ranking.
func (s *Service) Priorities(ctx context.Context, id string) (map[string]float64, error) {
	r, err := s.Results(ctx, id)
	if err != nil {
		return nil, err
	}
	all := map[string]float64{}
	for _, f := range r.Ranking {
		all[f.Feature] = f.Share
	}
	return all, nil
}

// Asked returns the groups that a poll asks, in the order in which pages show them.
func (s *Service) Asked(ctx context.Context, id string) ([]cohorts.Group, error) {
	p, err := s.Poll(ctx, id)
	return p.groups(), err
}

// Results returns what a tally of the poll says, where so many of each group were invited.
func (p Poll) Results(t Tally, invited map[cohorts.Group]int) Results {
	r := Results{
		By: p.How().By, Ranking: []Placed{}, Methods: map[string][]Standing{}, Groups: []GroupResult{}, Withheld: []Withheld{},
		Disagreement: Disagreement{Pairs: []Pairwise{}}, Stability: []Stability{},
	}
	var heard []voice
	for _, g := range p.groups() {
		result, v := p.group(t, g, invited[g])
		if result.Ballots == nil {
			r.Withheld = append(r.Withheld, Withheld{g, fmt.Sprintf("fewer than %d ballots", smallCell(g)+1)})
		} else if v.ballots() > 0 {
			r.Disagreement.add(p, result.Ranking, g, r.Groups)
			if v.weight.Sign() > 0 {
				heard = append(heard, v)
				r.Ballots += *result.Ballots
			}
		}
		r.Groups = append(r.Groups, result)
	}
	if len(heard) == 0 {
		return r
	}
	r.Methods = p.methods(heard)
	r.Ranking = p.placed(heard, r.Methods[r.By])
	r.Agree = agree(r.Methods)
	for f, share := range p.stability(heard) {
		r.Stability = append(r.Stability, Stability{p.Features[f], share})
	}
	return r
}

// group returns a group's result and its voice in the total. Until a secret poll shows anything of a group, it is
// withheld even if it is empty.
func (p Poll) group(t Tally, g cohorts.Group, invited int) (GroupResult, voice) {
	units, ballots, unverified := t.group(p, g)
	v := voice{g, p.weight(g), units}
	r := GroupResult{Group: g, Weight: p.Groups[g].Weight, Invited: invited, Ranking: []Placed{}}
	small := func(n int) bool { return n <= smallCell(g) && (n > 0 || p.Secret && p.State != Closed) }
	if small(ballots) {
		return r, v
	}
	r.Ballots = &ballots
	verified := ballots
	if !p.VerifiedOnly {
		verified -= unverified
	}
	if g == cohorts.Practice {
		r.Practices = p.practices(units, verified)
	}
	if !p.Secret || p.State == Closed && !small(unverified) && !small(verified) {
		r.Unverified = &unverified
		answered := verified
		if g == cohorts.Practice {
			answered = r.Practices
		}
		if invited > 0 {
			turnout := float64(answered) / float64(invited)
			r.Turnout = &turnout
		}
	}
	if ballots > 0 {
		alone := []voice{{g, big.NewRat(1, 1), units}}
		r.Ranking = p.placed(alone, p.first(alone))
	}
	return r, v
}

// practices returns how many other practices there are among some units. Of a secret poll each ballot is one.
func (p Poll) practices(units []unit, verified int) int {
	if p.Secret {
		return verified
	}
	n := 0
	for _, u := range units {
		if u.practice != "" {
			n++
		}
	}
	return n
}
