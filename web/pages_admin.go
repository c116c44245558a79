package web

// SignInPage asks for e-mail and password: fields "email", "password", "next".
type SignInPage struct {
	Page
	Next string // where to go then
}

// SetUpPage takes the first settings, or a new member's own password. Fields: "clinic", "clinic_phone", "languages",
// "time_zone" (only when First), "name", "email", "password", "token".
type SetUpPage struct {
	Page
	Token string
	First bool   // the clinic is not set up yet
	Email string // fixed by the link; empty: asked for
	Zones []Option
}

// TodayPage is what needs somebody now.
type TodayPage struct {
	Page
	Tasks   []Task
	Figures []Figure
	Steps   []Step // the way to the first result; empty: it was gone
}

// Task is one thing that needs somebody, with the one button that deals with it.
type Task struct {
	Title  string
	Detail string
	Button Link
	Look   string // as in Badge
}

// Figure is one number worth knowing; Href leads to what is behind it.
type Figure struct {
	Label string
	Value string
	Note  string
	Href  string
}

// Step is one step of getting started.
type Step struct {
	Text string
	Href string
	Done bool
}

// SettingsPage shows the clinic's settings. Fields: "clinic", "clinic_phone", "languages", "consent.LANG.PART" for each
// language and part. Staff are added at /settings/staff, fields "email" and "role"; keys at /settings/keys, fields
// "key_name" and "key_role".
type SettingsPage struct {
	Page
	TimeZone string
	Wording  string // which consent wording is in use, in words
	Consent  []ConsentField
	Keys     []KeyRow
	NewKey   string // a key just made, shown once
	Team     []TeamRow
	NewLink  string   // a set-up link just made, shown once
	Roles    []Option // of staff
	KeyRoles []Option
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
	Roles []Option
	Role  string
	Since string
	Self  bool // nobody removes themself
	Post  string
}

// AuditPage lists what was done; the filter row sends q.
type AuditPage struct {
	Page
	Query string
	Rows  []AuditRow
	Pager Pager
}

// AuditRow is one act.
type AuditRow struct {
	At      string
	Who     string
	What    string
	Subject Link
}

// ErrorPage says to a signed-in member what went wrong. Kind chooses the texts message.KIND.title and message.KIND.text,
// unless Text is the sentence.
type ErrorPage struct {
	Page
	Kind string // not_found, forbidden, conflict, busy, too_large, fault
	Text string
	Back string
}

func (SignInPage) template() string   { return "team/signin" }
func (SetUpPage) template() string    { return "team/setup" }
func (TodayPage) template() string    { return "team/today" }
func (SettingsPage) template() string { return "team/settings" }
func (AuditPage) template() string    { return "team/audit" }
func (ErrorPage) template() string    { return "team/error" }
