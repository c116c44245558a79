package main

import (
	"context"
	"log/slog"
	"os"
	"os/user"

	"soundings/server/store"
	"soundings/web/auth"
)

// What commands do with the whole database, as the audit says it.
const (
	tookBackup  auth.TraceAct = "data.backup"
	tookCopy    auth.TraceAct = "data.copy"
	gotCopy     auth.TraceAct = "data.copied"
	gotRestored auth.TraceAct = "data.restore"
)

// took notes in the audit that the whole database is taken, and by whom. One that cannot be written is taken all the same:
// a backup may be the last that can be had of it.
func took(ctx context.Context, s *store.Store, purpose, by string, log *slog.Logger) {
	act := tookCopy
	if purpose == string(tookBackup) {
		act = tookBackup
	}
	if err := s.Trace(ctx, auth.Trace{Act: act, From: by}); err != nil {
		log.WarnContext(ctx, "the audit could not note that everything is taken", "act", act, "error", err)
	}
}

// operator returns who runs the program, and where.
func operator() string {
	name, host := "unknown", "unknown"
	if u, err := user.Current(); err == nil {
		name = u.Username
	}
	if h, err := os.Hostname(); err == nil {
		host = h
	}
	return name + "@" + host
}
