package base

import "context"

type slowKey struct{}

// Slowly returns a context of work that nobody waits for at a page, as a background job or an upload: what is kept may take
// long to be read and written.
func Slowly(ctx context.Context) context.Context { return context.WithValue(ctx, slowKey{}, true) }

// IsSlow reports whether a context is of such work.
func IsSlow(ctx context.Context) bool { return ctx.Value(slowKey{}) != nil }
