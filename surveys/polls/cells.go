package polls

import (
	"fmt"
	"math/big"

	"soundings/cohorts"
	"soundings/surveys/disclosure"
)

// cell is the ballots of one group that count.
type cell struct {
	voice
	ballots    int
	unverified int // ballots that came by the open code, whether they count or not
	practices  int // other practices that have answered
	people     int // how many there are behind the ballots: people, or other practices
}

// cells returns the cells of a tally, one for each group that is asked.
func (p Poll) cells(t Tally) []cell {
	var all []cell
	for _, g := range p.groups() {
		units, ballots, unverified := t.group(p, g)
		c := cell{voice: voice{g, p.weight(g), units}, ballots: ballots, unverified: unverified, people: ballots}
		if g == cohorts.Practice {
			c.practices = p.practices(units, c.verified(p))
			c.people = c.practices
			if ballots > 0 {
				c.people = max(1, c.practices) // those by the code may all be of one
			}
		}
		all = append(all, c)
	}
	return all
}

// withheld returns which cells may not be shown, by group. Before a secret poll closes those are the ones below their bound:
// of the others only steps of it are told.
func (p Poll) withheld(cells []cell) map[cohorts.Group]bool {
	hidden := map[cohorts.Group]bool{}
	parts := make([]disclosure.Part, len(cells))
	for i, c := range cells {
		parts[i] = disclosure.Part{Name: string(c.group), N: c.people, Bound: p.Least(c.group)}
		hidden[c.group] = p.Hidden() && c.people < p.Least(c.group)
	}
	if !p.Hidden() {
		for name := range disclosure.Withhold(parts) {
			hidden[cohorts.Group(name)] = true
		}
	}
	return hidden
}

// withheld says why a cell is.
func (c cell) withheld(p Poll) Withheld {
	w := Withheld{Figure: "ballots", By: "group", Value: c.group, Group: c.group, Few: c.people < p.Least(c.group)}
	w.Reason = "beside a smaller group"
	if w.Few {
		what := "ballots"
		if c.group == cohorts.Practice {
			what = "practices"
		}
		w.Reason = fmt.Sprintf("fewer than %d %s", p.Least(c.group), what)
	}
	return w
}

// verified returns how many of the ballots that count came by personal links.
func (c cell) verified(p Poll) int {
	if p.VerifiedOnly {
		return c.ballots
	}
	return c.ballots - c.unverified
}

// result returns what is shown of a cell.
func (c cell) result(p Poll, hidden bool, invited int, to reader) GroupResult {
	r := GroupResult{Group: c.group, Weight: p.Groups[c.group].Weight, Invited: invited, Ranking: []Placed{}}
	switch {
	case hidden:
		r.Few = c.people < p.Least(c.group)
		return r
	case p.Hidden():
		step := c.people - c.people%p.Least(c.group)
		r.Ballots, r.Turnout = &step, turnout(step, invited)
		return r
	}
	r.Ballots, r.Practices = &c.ballots, c.practices
	if !p.Secret || p.enough(c.group, c.unverified) && p.enough(c.group, c.verified(p)) {
		r.Unverified = &c.unverified
		answered := c.verified(p)
		if c.group == cohorts.Practice {
			answered = c.practices
		}
		r.Turnout = turnout(answered, invited)
	}
	if c.ballots > 0 {
		alone := []voice{{c.group, big.NewRat(1, 1), c.units}}
		r.Ranking = p.placed(alone, p.first(alone), p.tells(alone, to).points)
	}
	return r
}

// turnout returns how many of those invited have answered, as a share; nil: nobody was invited.
func turnout(answered, invited int) *float64 {
	if invited == 0 {
		return nil
	}
	share := min(1, float64(answered)/float64(invited))
	return &share
}

// enough reports whether so many of a group may be told apart from the rest: nobody, or as many as its bound.
func (p Poll) enough(g cohorts.Group, n int) bool { return n == 0 || n >= p.Least(g) }

// practices returns how many other practices there are among some units. Of a secret poll each verified ballot is one.
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

// Least returns the fewest people of a group, or other practices, on whom a figure of the poll may rest: more than usual where
// the clinic has raised it.
func (p Poll) Least(g cohorts.Group) int { return p.Bounds.Of(g) }
