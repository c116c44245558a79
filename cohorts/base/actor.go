package base

import (
	"context"
	"time"
)

// ActorKind is the kind of an actor.
type ActorKind string

// The kinds of actors.
const (
	ActorStaff       ActorKind = "staff"       // a signed-in member of the portal team
	ActorKey         ActorKind = "key"         // a program with an API key
	ActorParticipant ActorKind = "participant" // a person with a personal link
	ActorStranger    ActorKind = "stranger"    // somebody who is not signed in
	ActorSystem      ActorKind = "system"      // Soundings itself: a background job, a command
)

// Actor is the person or program on whose behalf something is done. It travels in the context, and the store writes it to
// the audit record.
type Actor struct {
	Kind ActorKind
	ID   string // of the staff account, the key or the participant; empty for the system
}

type actorKey struct{}

// WithActor returns a context that carries the actor a.
func WithActor(ctx context.Context, a Actor) context.Context {
	return context.WithValue(ctx, actorKey{}, a)
}

// ActorFrom returns the actor of a context; the system when it carries none.
func ActorFrom(ctx context.Context) Actor {
	if a, ok := ctx.Value(actorKey{}).(Actor); ok {
		return a
	}
	return Actor{Kind: ActorSystem}
}

// AuditRecord records one act of the team, a program or Soundings itself.
type AuditRecord struct {
	At      time.Time
	By      Actor
	Act     string // as "cohort.save"
	Subject string // id of the thing acted on
	From    string // the network address that asked; empty where none is kept
	Count   int    // how many people or documents were taken; 0: none, or nobody counted
}
