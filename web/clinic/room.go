// Package clinic is the room of the clinic's own matters: the settings with staff and keys, the audit, set-up and signing in.
package clinic

import (
	"context"
	"embed"
	"time"

	"soundings/cohorts/base"
	"soundings/cohorts/contact"
	"soundings/web/auth"
	"soundings/web/page"
	"soundings/web/sso"
)

//go:embed *.gohtml
var files embed.FS

// Templates returns the pages of this room.
func Templates() page.Folder { return page.Folder{Room: "clinic", Layout: page.Team, Files: files} }

// AuditStore keeps what was done.
type AuditStore interface {
	// Audit returns a page of the records between two moments, the latest first; a zero moment is no end.
	Audit(ctx context.Context, from, to time.Time, after string, limit int) (base.Page[base.AuditRecord], error)
}

// BackupStore knows how it stands with the backups that servers make by themselves.
type BackupStore interface {
	Backup(ctx context.Context) (base.Backup, error)
}

// Settings are the pages of settings, staff, keys and the audit.
type Settings struct {
	*page.Site
	Outbox      *contact.Outbox
	MailSigned  bool // this server signs mail; else the mail server has to
	Audit       AuditStore
	Backups     BackupStore
	BackupEvery time.Duration        // 0: the server makes none by itself
	Silent      func() (Proxy, bool) // by which pages were asked for lately; false: there was none
	Now         func() time.Time
	TimeZone    string // IANA name; the first set-up fixes it
}

// SignIn is the way in: set-up, signing in and out.
type SignIn struct {
	*page.Site
	Guard    *auth.Guard
	Outbox   *contact.Outbox
	Provider *sso.Provider // nil: people sign in with a password alone
	TimeZone string        // IANA name; the first set-up fixes it
}
