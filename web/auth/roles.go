package auth

// Role says what somebody who came in may do.
type Role string

// The roles. Two are for keys only: with Portal the vendor's system sends events and asks which features a patient sees, with
// Bounces a mail server reports what it could not deliver.
const (
	Manager Role = "manager" // everything, staff and keys included
	Member  Role = "member"  // the daily work
	Viewer  Role = "viewer"  // looks on
	Portal  Role = "portal"
	Bounces Role = "bounces"
)

// StaffRoles lists the roles that a member of the team can have, widest first.
func StaffRoles() []Role { return []Role{Manager, Member, Viewer} }

// KeyRoles lists the roles that an API key can have.
func KeyRoles() []Role { return append(StaffRoles(), Portal, Bounces) }

// Covers reports whether who has role r may do what needs the role need. A manager may do everything, so may a key with
// that role; what needs Portal or Bounces is not for other people, and neither opens anything else.
func (r Role) Covers(need Role) bool {
	switch r {
	case Manager:
		return need == Manager || need == Member || need == Viewer || need == Portal || need == Bounces
	case Member:
		return need == Member || need == Viewer
	case Viewer, Portal, Bounces:
		return need == r
	default:
		return false
	}
}
