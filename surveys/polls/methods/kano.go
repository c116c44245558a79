package methods

import (
	"slices"

	"soundings/cohorts/base"
)

// Kano asks how one would feel with a feature and without it.
const Kano Name = "kano"

func kano() Method {
	return Method{
		Name: Kano, Title: "polls.method.kano", When: "polls.when.kano", Guide: "ballots.guide.kano", Counted: "polls.counted.kano", By: "kano",
		Decode: decodeKano, Encode: encodeKano,
		Scale: func(Ask) (low, high int) { return 0, 1 },
		Marks: marksOfFeelings,
		Order: ByCategories, Questions: feelings, Categories: CategoryNames(),
		Category: func(said Answer, feature string) (int, bool) {
			pair, ok := said.Feeling[feature]
			return int(pair.Category()), ok
		},
	}
}

// Pair is what was answered to the two questions of a Kano poll.
type Pair struct {
	With, Without Feel
}

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
)

// CategoryNames returns what results call them, in their order.
func CategoryNames() []string {
	return []string{"must-be", "one-dimensional", "attractive", "indifferent", "reverse", "questionable"}
}

// String returns the category's name, as in results.
func (c Category) String() string { return CategoryNames()[c] }

// Category returns the cell of the evaluation table. Kano, N. and others (1984): Attractive quality and must-be quality;
// the table after Berger, C. and others (1993): Kano's methods for understanding customer-defined quality.
func (p Pair) Category() Category {
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

func decodeKano(a Ask, v Values) (Answer, []base.Field) {
	all := map[string]Pair{}
	var fields []base.Field
	for _, f := range a.Features {
		names := [2]string{"kano." + f + ".with", "kano." + f + ".without"}
		said := [2]string{v.Get(names[0]), v.Get(names[1])}
		if said[0] == "" && said[1] == "" {
			continue
		}
		for i, text := range said {
			switch {
			case text == "":
				fields = append(fields, bad(names[i], "ballot.both"))
			case !isFeel(text):
				fields = append(fields, bad(names[i], "ballot.choice"))
			}
		}
		all[f] = Pair{Feel(said[0]), Feel(said[1])}
	}
	return Answer{Feeling: all}, fields
}

func encodeKano(_ Ask, said Answer, v Values) {
	for f, pair := range said.Feeling {
		v["kano."+f+".with"], v["kano."+f+".without"] = []string{string(pair.With)}, []string{string(pair.Without)}
	}
}

// marksOfFeelings are 1 where having the feature does good, 0 where it does not.
func marksOfFeelings(a Ask, said Answer, _ func(i, j int)) []Mark {
	all := make([]Mark, len(a.Features))
	for i, f := range a.Features {
		if pair, ok := said.Feeling[f]; ok {
			if good, counts := pair.Category().better(); counts {
				all[i] = once(good)
			}
		}
	}
	return all
}

// feelings asks how one would feel with a feature, and without it.
func feelings(feature string) []Question {
	var choices []Choice
	for _, feel := range Feelings() {
		choices = append(choices, Choice{string(feel), "ballots.feel." + string(feel)})
	}
	return []Question{
		{Field: "kano." + feature + ".with", Text: "ballots.with", Choices: choices},
		{Field: "kano." + feature + ".without", Text: "ballots.without", Choices: choices},
	}
}
