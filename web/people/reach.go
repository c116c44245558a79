package people

import (
	"context"

	"soundings/cohorts"
	"soundings/cohorts/base"
	"soundings/web/auth"
)

// seesReach reports whether whoever asks sees how to reach people: addresses and telephone numbers. Who only looks on needs
// neither.
func seesReach(ctx context.Context) bool { return auth.WhoFrom(ctx).Role.Covers(auth.Member) }

// reachable returns a participant as whoever asks may see them.
func reachable(ctx context.Context, p cohorts.Participant) cohorts.Participant {
	if !seesReach(ctx) {
		p.Email, p.Phone, p.Address, p.BestTime = "", "", cohorts.Address{}, ""
	}
	return p
}

// searchable returns a query that whoever asks may make: to find somebody by an address is to learn whose it is.
func searchable(ctx context.Context, q cohorts.ParticipantQuery) (cohorts.ParticipantQuery, error) {
	if seesReach(ctx) {
		return q, nil
	}
	if q.Email != "" {
		return q, base.Refuse(base.Forbidden, "participants.no_reach")
	}
	q.Ref, q.Phone = q.Ref+q.Phone, "" // a clinic's refs may look like numbers
	return q, nil
}

// participantJSON is a participant as the API shows them: without addresses and number to who may not see them.
type participantJSON struct {
	cohorts.Participant
	Email    *string          `json:"email,omitempty"`
	Phone    *string          `json:"phone,omitempty"`
	Address  *cohorts.Address `json:"address,omitempty"`
	BestTime *cohorts.Hours   `json:"best_time,omitempty"`
}

func participantFor(ctx context.Context) func(cohorts.Participant) participantJSON {
	sees := seesReach(ctx)
	return func(p cohorts.Participant) participantJSON {
		if !sees {
			return participantJSON{Participant: p}
		}
		return participantJSON{p, &p.Email, &p.Phone, &p.Address, &p.BestTime}
	}
}
