package disclosure

import "slices"

// Wording is how the counts of all parts of a cut are told beside those of their total.
type Wording string

// The wordings.
const (
	Numbers Wording = ""        // as they are
	Words   Wording = "words"   // near nobody and near everybody, the others left out
	Silence Wording = "silence" // all left out, while the total tells numbers
	Summed  Wording = "summed"  // neither the parts nor the total tell counts, but what they come to
	Scored  Wording = "scored"  // of an instrument: its items tell nothing beside the score
	// Of an edition, in which neither the parts nor the total tell any counts or summaries:
	Untold    Wording = "untold"    // not yet
	Withdrawn Wording = "withdrawn" // not any more
)

// countless reports whether not even the total tells counts.
func (w Wording) countless() bool { return w == Untold || w == Withdrawn || w == Summed }

// Field is what an edition has of one field, in numbers.
type Field struct {
	Total   Counted
	Parts   []Counted // of all cuts
	Cuts    int       // that have several parts
	Held    bool      // it would give away a count of another field, as Held says
	Means   bool      // answers are numbers, whose mean says more than words of their counts
	Last    bool      // there is no edition after this one
	Renewed bool      // all of the parts are others than in the edition before
	Begun   bool      // there was an edition before this one
	Grown   bool      // what came to each part since one was hidden could be told as numbers by itself
	// Of what came since the edition before: what it comes to, and whether a part came that was not there, or a part of some cut
	// came alone.
	Rise       Counted
	New, Alone bool
}

// Wording returns how a field is told, which the edition before told so; Untold: there was none.
func (f Field) Wording(before Wording) Wording {
	first, hides := before == Untold, Hides(f.Total, f.Parts)
	switch hidden := f.Held || Hides(f.Total, nil); {
	case hidden && !first:
		return Withdrawn
	case hidden && !f.Last:
		return Untold
	case !hidden && !hides && f.numbers(before):
		return Numbers
	case !first && f.bares(before):
		return Withdrawn
	case f.Held:
		return Untold
	case first && hidden && f.Means:
		return Summed
	case first && f.Last && f.Cuts == 0:
		return Words
	}
	return Silence
}

// numbers reports whether the parts may tell numbers, as far as these were hidden before: in one cut, once what they were can be
// exchanged with what came since. Of two cuts the parts may differ by just those who were told first.
func (f Field) numbers(before Wording) bool {
	return !f.Begun || before == Numbers || f.Cuts < 2 && (before == Untold || f.Grown)
}

// bares reports whether the total would give away the counts of a part that hides: what came to a part that was not there
// before, or whose counts were known until now, has to have come with that of others, among which it cannot be told.
func (f Field) bares(before Wording) bool {
	switch {
	case before == Withdrawn && !f.Renewed:
		return true
	case before == Silence && !f.New:
		return false
	}
	one := func(k int) bool { return k <= 0 || k >= f.Rise.N }
	return f.Alone || slices.ContainsFunc(f.Rise.Counts, one)
}
