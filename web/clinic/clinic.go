package clinic

import (
	"soundings/web/page"
)

// SettingsPage shows the clinic's settings. Fields: "clinic", "clinic_phone", "languages", "consent.LANG.PART" for each
// language and part. Staff are added at /settings/staff, fields "email" and "role"; keys at /settings/keys, fields
// "key_name" and "key_role".
type SettingsPage struct {
	page.Page
	TimeZone string
	Wording  string // which consent wording is in use, in words
	Consent  []ConsentField
	Keys     []KeyRow
	NewKey   string // a key just made, shown once
	Team     []TeamRow
	NewLink  string        // a set-up link just made, shown once
	Roles    []page.Option // of staff
	KeyRoles []page.Option
}

// ConsentField is one of the six parts of the consent page, to be put in the clinic's own words.
type ConsentField struct {
	Heading   string
	Languages []ConsentWords
}

// ConsentWords are a part's words in one language. Field is consent.LANG.PART; Standard is what stands there otherwise.
type ConsentWords struct {
	Code     string
	Name     string
	Field    string
	Standard string
}

// KeyRow is one API key. Post is where it is revoked.
type KeyRow struct {
	Name    string
	Role    string
	Created string
	Post    string
}

// TeamRow is one member of the portal team. Post takes field "role", and _action save, link (a new set-up link) or
// remove.
type TeamRow struct {
	Name  string
	Email string
	Roles []page.Option
	Role  string
	Since string
	Self  bool // nobody removes themself
	Post  string
}

// AuditPage lists what was done; the filter row sends q.
type AuditPage struct {
	page.Page
	Query string
	Rows  []AuditRow
	Pager page.Pager
}

// AuditRow is one act.
type AuditRow struct {
	At      string
	Who     string
	What    string
	Subject page.Link
}

func (SignInPage) Template() string { return "clinic/signin" }

func (SetUpPage) Template() string { return "clinic/setup" }

func (SettingsPage) Template() string { return "clinic/settings" }

func (AuditPage) Template() string { return "clinic/audit" }
