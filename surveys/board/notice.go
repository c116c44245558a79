package board

import "soundings/cohorts/base"

// CreatedNotice is what programs outside are told of a new card.
type CreatedNotice struct {
	Bump     string   `json:"bump"`
	Feature  string   `json:"feature"` // its key, or a place such as signing-in
	Severity Severity `json:"severity,omitempty"`
}

// ConcernNotice is what they are told of a clinical concern: which card to open, and nothing else.
type ConcernNotice struct {
	Bump string `json:"bump"`
}

// Notices returns what programs outside are told of the act. Its notes have their ids.
func (s Saved) Notices() []base.Notice {
	var all []base.Notice
	for _, b := range s.Bumps {
		if b.Version == 0 {
			all = append(all, base.NewNotice(base.BumpCreated, b.Opened, CreatedNotice{b.ID, b.Where, b.Severity}, b.ID))
		}
	}
	for _, n := range s.Notes {
		if n.Kind == ConcernRaised && n.To != concernEnded {
			all = append(all, base.NewNotice(base.BumpConcern, n.At, ConcernNotice{n.Bump}, n.Bump, n.ID))
		}
	}
	return all
}

// concernEnded is what a note of a concern says where it was taken back.
const concernEnded = "false"
