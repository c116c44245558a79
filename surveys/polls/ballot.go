package polls

import (
	"cmp"
	"slices"
	"time"

	"soundings/cohorts"
	"soundings/surveys/polls/methods"
)

// Ballot is one answer to a poll: a fact, rewritten only once its voter is removed for good, without Ref and Shown. A named
// ballot that is changed is a new one that says which it takes the place of. Of a secret poll's ballot only the first five
// fields and Answer are set, At is the beginning of a day, and nothing says in which order its features were shown.
type Ballot struct {
	ID         string // random
	Poll       string
	Group      cohorts.Group
	Unverified bool      // it came by the open code
	At         time.Time // UTC
	Ref        string    // of who was invited; empty: by the open code, or the voter was removed
	Practice   string    // of another practice: the same for all ballots by its link
	Before     string    // the ballot that this one takes the place of
	Shown      []string  // the features in the order in which they were shown; of a MaxDiff poll its sets say it; empty in a secret poll
	Answer     Answer
}

// VotingRight is a right to vote: of an invitation, or of a browser that came by the open code. There is one document of it
// from the moment in which it is used. It does not say when, and of a secret poll not for what.
type VotingRight struct {
	ID      string
	Poll    string
	Ballot  string // the ballot that counts; empty in a secret poll
	Version int64
}

// unordered returns an answer of which nothing tells in which order its features were shown.
func unordered(a Answer) Answer {
	sets := make([]Set, len(a.Sets))
	for i, set := range a.Sets {
		set.Shown = slices.Sorted(slices.Values(set.Shown))
		sets[i] = set
	}
	slices.SortFunc(sets, func(a, b Set) int {
		return cmp.Or(slices.Compare(a.Shown, b.Shown), cmp.Compare(a.Best, b.Best), cmp.Compare(a.Worst, b.Worst))
	})
	if a.Sets = nil; len(sets) > 0 {
		a.Sets = sets
	}
	return a
}

// scale returns the lowest and the highest number that an answer can be.
func (p Poll) scale() (low, high int) { return p.How().Scale(p.ask()) }

// marks returns what a ballot says of each feature as a number on the poll's scale, in the order of Features. before is
// called for each time that one feature was set before another.
func (p Poll) marks(a Answer, before func(i, j int)) []methods.Mark {
	return p.How().Marks(p.ask(), a, before)
}
