package auth

import (
	"context"
	"net/url"
	"strings"

	"soundings/cohorts/base"
)

// Who is who came in with a request: a member of the staff, a key, or nobody.
type Who struct {
	Staff Staff // the zero Staff for a key
	Key   Key   // the zero Key for a member of the staff
	Role  Role
	Actor base.Actor
}

// Known reports whether it is anybody.
func (w Who) Known() bool { return w.Role != "" }

func whoIs(staff Staff) Who {
	return Who{Staff: staff, Role: staff.Role, Actor: base.Actor{Kind: base.ActorStaff, ID: staff.ID}}
}

func whichKey(k Key) Who {
	return Who{Key: k, Role: k.Role, Actor: base.Actor{Kind: base.ActorKey, ID: k.ID}}
}

type whoKey struct{}

// withWho returns a context in which w, if it is anybody, acts.
func withWho(ctx context.Context, w Who) context.Context {
	if !w.Known() {
		return ctx
	}
	return base.WithActor(context.WithValue(ctx, whoKey{}, w), w.Actor)
}

// WhoFrom returns who came in with the request of this context.
func WhoFrom(ctx context.Context) Who {
	w, _ := ctx.Value(whoKey{}).(Who)
	return w
}

// Next returns where to go after signing in: the path asked for, if it is one of this server's own pages, else "/".
func Next(asked string) string {
	u, err := url.Parse(asked)
	if err != nil || u.Scheme != "" || u.Host != "" || u.User != nil ||
		!strings.HasPrefix(asked, "/") || strings.HasPrefix(asked, "//") || strings.Contains(asked, `\`) {
		return "/"
	}
	return asked
}
