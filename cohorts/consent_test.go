package cohorts

import (
	"slices"
	"testing"
)

// Every step that is possible, by who takes it; every other one is not.
func TestCanStep(t *testing.T) {
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
	for kind, possible := range map[ActorKind]map[State][]State{
		ActorStaff: team, ActorKey: team, ActorSystem: team, ActorParticipant: themself,
	} {
		for _, from := range append(States(), "", "elsewhere") {
			for _, to := range append(States(), "", "elsewhere") {
				if got, want := CanStep(Actor{Kind: kind}, from, to), slices.Contains(possible[from], to); got != want {
					t.Errorf("%s from %q to %q: %v, want %v", kind, from, to, got, want)
				}
			}
		}
	}
}

func TestChannels(t *testing.T) {
	for kind, want := range map[ActorKind]string{ActorParticipant: "link", ActorKey: "api", ActorStaff: "team", ActorSystem: "team"} {
		equal(t, string(kind), channel(Actor{Kind: kind}), want)
	}
}

func TestActorTravelsInContext(t *testing.T) {
	equal(t, "nobody named", ActorFrom(t.Context()), Actor{Kind: ActorSystem})
	ana := Actor{ActorStaff, "ana"}
	equal(t, "somebody named", ActorFrom(WithActor(t.Context(), ana)), ana)
}
