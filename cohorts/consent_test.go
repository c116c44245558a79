package cohorts

import (
	"slices"
	"testing"

	"soundings/cohorts/base"
)

// Every possible move of a membership, by the kind of actor; no other is possible.
func TestCanMove(t *testing.T) {
	team := map[State][]State{
		Selected:  {Invited, Declined},
		Invited:   {Agreed, Declined, Withdrawn},
		Agreed:    {Graduated, Withdrawn},
		Graduated: nil,
		Declined:  nil,
		Withdrawn: nil,
	}
	themself := map[State][]State{
		Selected:  nil,
		Invited:   {Agreed, Declined},
		Agreed:    {Withdrawn},
		Graduated: nil,
		Declined:  {Agreed},
		Withdrawn: {Agreed},
	}
	for kind, possible := range map[base.ActorKind]map[State][]State{
		base.ActorStaff: team, base.ActorKey: team, base.ActorSystem: team, base.ActorParticipant: themself,
	} {
		for _, from := range append(States(), "", "elsewhere") {
			for _, to := range append(States(), "", "elsewhere") {
				if got, want := CanMove(base.Actor{Kind: kind}, from, to), slices.Contains(possible[from], to); got != want {
					t.Errorf("%s from %q to %q: %v, want %v", kind, from, to, got, want)
				}
			}
		}
	}
}

func TestChannels(t *testing.T) {
	for kind, want := range map[base.ActorKind]string{base.ActorParticipant: "link", base.ActorKey: "api", base.ActorStaff: "team", base.ActorSystem: "team"} {
		equal(t, string(kind), channel(base.Actor{Kind: kind}), want)
	}
}
