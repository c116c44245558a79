package polls

import (
	"context"

	"soundings/cohorts"
	"soundings/cohorts/contact"
)

// Results is what a poll found.
type Results struct {
	Ballots      int                   `json:"ballots"` // that count, of the groups that are shown
	By           string                `json:"by"`      // the method whose order the ranking is
	Shares       ShareKind             `json:"shares"`  // what the shares of the ranking are
	Ranking      []Placed              `json:"ranking"`
	Methods      map[string][]Standing `json:"methods"`
	Agree        bool                  `json:"agree"` // all methods put the features in the same order
	Groups       []GroupResult         `json:"groups"`
	Withheld     []Withheld            `json:"withheld"`
	Disagreement Disagreement          `json:"disagreement"`
	Stability    []Stability           `json:"stability"`
	Retired      []string              `json:"retired,omitempty"` // features that later ballots did not offer any more
	Edition      *Told                 `json:"edition,omitempty"` // of what those see who may not read a named poll's ballots
}

// Placed is a feature's place, from 1; features that are level share the best place of theirs. Share is between 0 and 1 and
// means the same in every poll, so that a plan may rest on several; see ShareKind.
type Placed struct {
	Feature string  `json:"feature"`
	Place   int     `json:"place"`
	Share   float64 `json:"share"`
}

// ShareKind names what shares are.
type ShareKind string

// What shares can be: the weighted Borda share, being the share of the Borda points that could be had; or where ballots set
// no order (maxdiff, kano), or so few have voted that points would tell how, those of the poll's order as one ballot:
// (features − place) / (features − 1), ties averaged.
const (
	OfPoints ShareKind = "points"
	OfPlaces ShareKind = "places"
)

// Standing is what one method makes of a feature. Scores are: of borda points, each ballot giving from 0 to the number of
// other features, scaled so that all weighted ballots are worth as many as were cast; of schulze how many others it beats;
// of copeland how many it wins against minus how many it loses to; of dots, rating and maxdiff the weighted mean with its
// 95 % interval; of kano "better".
type Standing struct {
	Feature  string   `json:"feature"`
	Score    *float64 `json:"score,omitempty"` // nil: it would tell how people have voted
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
	Few        bool          `json:"-"` // it is withheld because there are so few
}

// Withheld names a group that has no part in the total because its ballots are so few that they could point at a person, or
// because with them alone withheld those of a smaller group would follow.
type Withheld struct {
	Figure string        `json:"figure"` // "ballots"
	By     string        `json:"by"`     // "group"
	Value  cohorts.Group `json:"value"`
	Group  cohorts.Group `json:"group"`
	Reason string        `json:"reason"` // "fewer than 11 ballots" or "beside a smaller group"
	Few    bool          `json:"-"`      // the former
}

// Stability is in which share of the bootstrap replicates a feature is among the first three.
type Stability struct {
	Feature string  `json:"feature"`
	Share   float64 `json:"share"`
}

// Results returns what a poll found so far, for those who may read its ballots. Of an open secret one that is turnout alone.
func (s *Service) Results(ctx context.Context, id string) (Results, error) {
	p, err := s.Poll(ctx, id)
	if err != nil {
		return Results{}, err
	}
	t, err := s.shown(ctx, p)
	if err != nil {
		return Results{}, err
	}
	return s.found(ctx, p, t, trusted)
}

// found returns what a tally of a poll says.
func (s *Service) found(ctx context.Context, p Poll, t Tally, to reader) (Results, error) {
	counts, err := s.Contact.Counts(ctx, contact.ForPoll, p.ID)
	if err != nil {
		return Results{}, err
	}
	r := p.results(t, counts.Groups, to)
	r.Retired, err = s.retired(ctx, p)
	return r, err
}

// shown returns the tally of what may be shown of a poll now.
func (s *Service) shown(ctx context.Context, p Poll) (Tally, error) {
	if p.Secret && p.State == Closed {
		return s.edition(ctx, p)
	}
	return s.tally(ctx, p)
}

// Priorities returns for each feature of a poll its share between 0 and 1, as Placed says it; none before there is a ranking.
// They are those of the edition: who may read a plan may not all read ballots.
func (s *Service) Priorities(ctx context.Context, id string) (map[string]float64, error) {
	r, err := s.Edition(ctx, id)
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

// Results returns what a tally of the poll says, where so many of each group were invited. Of an open secret poll that is
// turnout alone.
func (p Poll) Results(t Tally, invited map[cohorts.Group]int) Results {
	return p.results(t, invited, trusted)
}

func (p Poll) results(t Tally, invited map[cohorts.Group]int, to reader) Results {
	r := Results{
		By: p.How().By, Shares: OfPoints, Ranking: []Placed{}, Methods: map[string][]Standing{}, Groups: []GroupResult{}, Withheld: []Withheld{},
		Disagreement: Disagreement{Pairs: []Pairwise{}}, Stability: []Stability{},
	}
	if !p.How().Complete {
		r.Shares = OfPlaces
	}
	var heard []voice
	cells := p.cells(t)
	hidden := p.withheld(cells)
	for _, c := range cells {
		result := c.result(p, hidden[c.group], invited[c.group], to)
		switch {
		case result.Ballots == nil:
			r.Withheld = append(r.Withheld, c.withheld(p))
		case p.Hidden():
			r.Ballots += *result.Ballots
		case c.ballots > 0:
			r.Disagreement.add(p, result.Ranking, c.group, r.Groups)
			if c.weight.Sign() > 0 {
				heard = append(heard, c.voice)
				r.Ballots += *result.Ballots
			}
		}
		r.Groups = append(r.Groups, result)
	}
	if len(heard) == 0 {
		return r
	}
	r.total(p, heard, p.tells(heard, to))
	return r
}

// total fills in what all groups that are heard found together.
func (r *Results) total(p Poll, heard []voice, safe tells) {
	r.Methods = p.methods(heard)
	if !safe.points {
		r.Shares = OfPlaces
	}
	r.Ranking = p.placed(heard, r.Methods[r.By], safe.points)
	safe.leaveOut(p, r.Methods)
	r.Agree = agree(r.Methods)
	for f, share := range p.stability(heard) {
		r.Stability = append(r.Stability, Stability{p.Features[f], share})
	}
}

// Hidden reports whether nothing is shown of the poll yet but turnout.
func (p Poll) Hidden() bool { return p.Secret && p.State != Closed }
