package cohorts

import (
	"slices"
	"testing"

	"soundings/cohorts/base"
)

// The team gives places by selecting alone: no move of theirs leads to a place from where there is none. What is the
// person's own is guarded as selecting is.
func TestMovesIntoAPlace(t *testing.T) {
	var own int
	for _, from := range States() {
		for _, to := range States() {
			if slices.Contains(takesPart, from) || !slices.Contains(takesPart, to) {
				continue
			}
			for _, kind := range []base.ActorKind{base.ActorStaff, base.ActorKey} {
				equal(t, string(kind)+" moves "+string(from)+" to "+string(to), CanMove(base.Actor{Kind: kind}, from, to), false)
			}
			if CanMove(base.Actor{Kind: base.ActorParticipant}, from, to) {
				own++
			}
		}
	}
	equal(t, "ways back of one's own", own, 2)
}
