package polls

import "soundings/surveys/polls/methods"

// reader is whom results are for: who may read a named poll's ballots, or who may not.
type reader bool

const (
	trusted reader = false
	guarded reader = true
)

// tells says which numbers of an order may be shown: those from which it does not follow how almost everybody, or almost
// nobody, has voted. The order itself is always shown.
type tells struct {
	points bool // Borda points and their shares
	scores bool // of the poll's own method
	spread bool // the intervals of means
}

// tells returns which numbers may be shown of these groups together. A named poll shows all: who reads it may read its
// ballots. Of a secret one, and to others, intervals are not shown at all, for with the mean they would give the sum of squares.
func (p Poll) tells(voices []voice, to reader) tells {
	if !p.Secret && to != guarded {
		return tells{true, true, true}
	}
	t := tells{points: true, scores: true}
	for _, v := range voices {
		if len(v.units) != 1 {
			return tells{}
		}
		c := v.units[0].Counts
		t.points = t.points && (!p.How().Pairwise || p.pointsOpen(c))
		t.scores = t.scores && p.scoresOpen(c)
	}
	if p.How().Order == methods.ByPoints {
		t.scores = t.points
	}
	return t
}

// pointsOpen reports whether the Borda points of every feature leave open how almost everybody has voted.
func (p Poll) pointsOpen(c *Counts) bool {
	n := len(p.Features)
	for i := range n {
		points := c.Ballots * (n - 1) // twice the points, so that halves are whole
		for j := range n {
			points += c.Wins[i*n+j] - c.Wins[j*n+i]
		}
		if !open(points, 2*(n-1)*c.Ballots-points, 2*(n-1), n == 2 && p.How().Places && !p.Ties) {
			return false
		}
	}
	return true
}

// scoresOpen reports the same of the scores of the poll's own method: of means, and of Kano's shares of people.
func (p Poll) scoresOpen(c *Counts) bool {
	low, high := p.scale()
	for f, n := range c.N {
		switch {
		case n == 0:
		case p.How().Order == methods.ByCategories:
			missed := missing([]voice{{units: []unit{{Counts: c}}}})[0].units[0]
			if !open(c.Sum[f], n-c.Sum[f], 1, true) || !open(missed.Sum[f], n-missed.Sum[f], 1, true) {
				return false
			}
		default:
			times := 1 // that one person answers about a feature, at most
			if c.People != nil {
				times = (n + c.People[f] - 1) / c.People[f]
			}
			if !open(c.Sum[f]-low*n, high*n-c.Sum[f], (high-low)*times, high-low < 2) {
				return false
			}
		}
	}
	return true
}

// open reports whether a sum that is so far from the lowest and from the highest that it could be leaves two possible
// values, at least, to how many people stand at an end: where one person alone can span all of it. Where people can only be
// at one end or the other the sum is their count, and the bounds are those of counts: three.
func open(above, below, span int, binary bool) bool {
	if binary {
		span *= 3
	}
	return above >= span && below >= span
}

// leaveOut takes out the numbers that may not be shown.
func (t tells) leaveOut(p Poll, all map[string][]Standing) {
	for name, list := range all {
		for i := range list {
			s := &list[i]
			if !t.spread {
				s.Low, s.High = nil, nil
			}
			if name == p.How().By && !t.scores || name == Borda && !t.points {
				s.Score, s.Better, s.Worse = nil, nil, nil
			}
		}
	}
}
