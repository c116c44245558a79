package contact

import "soundings/cohorts"

// Marks are how far an invitation has come.
type Marks int

// The marks, each a bit.
const (
	WasAsked Marks = 1 << iota
	WasReached
	WasStarted
	WasFinished
)

// AllMarks returns them in the order in which invitations come to them.
func AllMarks() []Marks { return []Marks{WasAsked, WasReached, WasStarted, WasFinished} }

// Marks returns how far the invitation has come. It reached the person where a message about it went out and none came back
// since, or an answer came. Nothing is marked of one more invitation to somebody who was asked before.
func (i Invitation) Marks() Marks {
	if i.Again {
		return 0
	}
	m := WasAsked
	if i.State == Completed {
		m |= WasFinished
	}
	if i.State == Completed || !i.Started.IsZero() {
		m |= WasStarted
	}
	if m&WasStarted > 0 || i.State == Sent || i.State == Expired && i.Last.By != "" {
		m |= WasReached
	}
	return m
}

// Part is a part of the people who were asked: those of a group, or those of a stratum of the draw that selected them.
type Part struct {
	Group           cohorts.Group
	Cohort, Stratum string // with Stratum; Group is empty then
}

// Parts returns the parts that the person who was asked is of.
func (i Invitation) Parts() []Part {
	if i.Stratum == "" {
		return []Part{{Group: i.Group}}
	}
	return []Part{{Group: i.Group}, {Cohort: i.Cohort, Stratum: i.Stratum}}
}

// Progress counts how far the invitations of a part have come.
type Progress struct{ Asked, Reached, Started, Finished int }

// Add counts invitations that came to a mark.
func (p *Progress) Add(m Marks, n int) {
	switch m {
	case WasAsked:
		p.Asked += n
	case WasReached:
		p.Reached += n
	case WasStarted:
		p.Started += n
	case WasFinished:
		p.Finished += n
	}
}
