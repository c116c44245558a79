package web

import (
	"testing"
	"time"

	"soundings/cohorts/base"
	"soundings/web/auth"
)

// Today tells managers that a backup failed or is late, what is the newest and what to do, and nobody else.
func TestTodayTellsOfBackups(t *testing.T) {
	k := newClinic(t)
	now := k.clock.Now()
	keep := func(made time.Duration, fault base.Fault) {
		t.Helper()
		was, err := k.services.Store.Backup(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		b := base.Backup{Version: was.Version, Fault: fault}
		if made > 0 {
			b.Made = now.Add(-made)
		}
		if fault != "" {
			b.Failed = now
		}
		if err := k.services.Store.SaveBackup(t.Context(), b); err != nil {
			t.Fatal(err)
		}
	}
	manager, member := k.as(t, auth.Manager), k.as(t, auth.Member)
	keep(0, base.NoRoom)
	manager.get("/").hides("backup") // of a server that makes none
	k.with(t, func(c *Config) { c.BackupEvery = 24 * time.Hour })
	for _, c := range []struct {
		made  time.Duration
		fault base.Fault
		says  []string
	}{
		{12 * time.Hour, "", nil},
		{25 * time.Hour, "", nil}, // it is due
		{40 * time.Hour, "", []string{"The last backup is too old", "The last complete one is from", "Ask the person who runs the server why"}},
		{25 * time.Hour, base.NoRoom, []string{"The last backup failed", "The last complete one is from", "The disk for backups is full."}},
		{25 * time.Hour, base.NoFolder, []string{"The last backup failed", "is missing, or the server cannot write to it"}},
		{25 * time.Hour, base.NoReason, []string{"The last backup failed", "The log of the server says why."}},
		{0, base.NoRoom, []string{"The last backup failed", "There is no backup yet."}},
	} {
		keep(c.made, c.fault)
		home := manager.get("/").is(200).says(c.says...)
		if c.says == nil {
			home.hides("backup")
		}
		member.get("/").is(200).hides("backup")
	}
}
