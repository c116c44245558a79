package auth

import (
	"context"
	"time"

	"github.com/labstack/echo/v4"

	"soundings/cohorts/base"
)

// TraceAct is what a Trace is of.
type TraceAct string

// What leaves a trace besides changes.
const (
	TraceSignIn      TraceAct = "sign_in"
	TraceSignOut     TraceAct = "sign_out"
	TraceEnded       TraceAct = "ended"        // all of somebody's sessions, by another
	TraceRefused     TraceAct = "refused"      // a wrong password; the subject is the account, if there is one
	TraceCodeRefused TraceAct = "code_refused" // a wrong code after the right password
	TraceKeyRefused  TraceAct = "key_refused"
	// TraceProviderRefused is of who came from the provider of single sign-on and was not let in.
	TraceProviderRefused TraceAct = "provider_refused"
	TraceForbidden       TraceAct = "forbidden" // what a role does not allow; the subject is the route

	TookPeople    TraceAct = "export.people"
	TookResponses TraceAct = "export.responses" // of the survey that is the subject
	TookBadRows   TraceAct = "export.bad_rows"  // of an uploaded file
	TookPlan      TraceAct = "export.plan"
	TookReport    TraceAct = "export.report"
	TookList      TraceAct = "export.list" // by program, page by page
	TookLinks     TraceAct = "links.show"  // people's personal links
)

// Trace is what somebody did or tried at a door. Who did is in the context.
type Trace struct {
	Act     TraceAct
	Subject string
	From    string // the network address
	Count   int    // of what was taken
}

// trace keeps a trace. A door opens and closes without it: that it could not be kept is in the log.
func (s *Service) trace(ctx context.Context, t Trace) {
	if err := s.Store.Trace(ctx, t); err != nil {
		s.Log.ErrorContext(ctx, "a trace could not be kept", "act", t.Act, "error", err)
	}
}

// Took keeps a trace of what somebody took along. What could not be traced is not to be taken.
func (s *Service) Took(ctx context.Context, act TraceAct, subject, from string, count int) error {
	return s.Store.Trace(ctx, Trace{Act: act, Subject: subject, From: from, Count: count})
}

// ReadTogether is for how long what somebody reads of a list leaves one record, after that of the first time.
const ReadTogether = time.Hour

// byStranger returns a context in which somebody acts who is not signed in.
func byStranger(ctx context.Context) context.Context {
	return base.WithActor(ctx, base.Actor{Kind: base.ActorStranger})
}

// forbid refuses what the role of whoever came in does not allow, and leaves a trace of it.
func (g *Guard) forbid(c echo.Context, who Who) error {
	g.service.trace(withWho(c.Request().Context(), who), Trace{Act: TraceForbidden, Subject: c.Path(), From: c.RealIP()})
	return base.Refuse(base.Forbidden, "role.forbidden")
}
