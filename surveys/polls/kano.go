package polls

import "slices"

// Feel is an answer to one of the two questions of a Kano poll: how one would feel with a feature, and without it.
type Feel string

// The answers, from the best to the worst.
const (
	Like     Feel = "like"
	Expect   Feel = "expect"
	Neutral  Feel = "neutral"
	Tolerate Feel = "tolerate"
	Dislike  Feel = "dislike"
)

// Feelings lists them in the order in which ballots show them.
func Feelings() []Feel { return []Feel{Like, Expect, Neutral, Tolerate, Dislike} }

// Category is what kind of feature somebody takes a feature for.
type Category int

// The categories, in the order that settles which of two equally frequent ones a feature is in (Berger and others 1993:
// M > O > A > I).
const (
	MustBe Category = iota
	OneDimensional
	Attractive
	Indifferent
	Reverse
	Questionable
	categories = iota
)

// String returns the category's name, as in results.
func (c Category) String() string {
	return []string{"must-be", "one-dimensional", "attractive", "indifferent", "reverse", "questionable"}[c]
}

// category returns the cell of the evaluation table. Kano, N. and others (1984): Attractive quality and must-be quality;
// the table after Berger, C. and others (1993): Kano's methods for understanding customer-defined quality.
func (p Pair) category() Category {
	switch {
	case p.With == p.Without && (p.With == Like || p.With == Dislike):
		return Questionable
	case p.With == Dislike || p.Without == Like:
		return Reverse
	case p.With == Like && p.Without == Dislike:
		return OneDimensional
	case p.With == Like:
		return Attractive
	case p.Without == Dislike:
		return MustBe
	default:
		return Indifferent
	}
}

// better reports whether having the feature does good (attractive, one-dimensional) or not (must-be, indifferent); the
// other categories do not count.
func (c Category) better() (good int, counts bool) {
	switch c {
	case Attractive, OneDimensional:
		return 1, true
	case MustBe, Indifferent:
		return 0, true
	}
	return 0, false
}

func isFeel(text string) bool { return slices.Contains(Feelings(), Feel(text)) }
