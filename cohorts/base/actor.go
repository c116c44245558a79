package base

import (
	"context"
	"time"
)

// ActorKind says what sort of thing acts.
type ActorKind string

// Who can act.
const (
	ActorStaff       ActorKind = "staff"       // a signed-in member of the portal team
	ActorKey         ActorKind = "key"         // a program with an API key
	ActorParticipant ActorKind = "participant" // somebody with a personal link
	ActorSystem      ActorKind = "system"      // Soundings itself: a background job, a command
)

// Actor is who does what is being done. It travels in the context; the store puts it in the audit record.
type Actor struct {
	Kind ActorKind
	ID   string // of the staff account, the key or the participant; empty for the system
}

type actorKey struct{}

// WithActor returns a context in which a acts.
func WithActor(ctx context.Context, a Actor) context.Context {
	return context.WithValue(ctx, actorKey{}, a)
}

// ActorFrom returns who acts in this context; the system where nobody was named.
func ActorFrom(ctx context.Context) Actor {
	if a, ok := ctx.Value(actorKey{}).(Actor); ok {
		return a
	}
	return Actor{Kind: ActorSystem}
}

// AuditRecord is one act of the team, a key or Soundings itself.
type AuditRecord struct {
	At      time.Time
	By      Actor
	Act     string // as "cohort.save"
	Subject string // the id of what it was done to
}
