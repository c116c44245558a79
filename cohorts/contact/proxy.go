package contact

import "soundings/cohorts"

// StillFor reports whether who has the invitation's link may still use it, of the participant whom it is for: a proxy while
// they are the proxy, and a participant while no proxy answers for them. Nobody who was removed is kept out by this.
func (i Invitation) StillFor(p cohorts.Participant) bool {
	switch {
	case p.Version == 0:
		return true
	case i.Proxy != "":
		return p.Proxy == i.Proxy
	default:
		return !p.Minor
	}
}
