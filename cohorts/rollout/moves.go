package rollout

import (
	"math"
	"strconv"
	"time"

	"soundings/cohorts/base"
)

// MoveKind is the kind of a move.
type MoveKind string

// The kinds of moves. Advance and InterimLook are made in the background, RollBack in the background, with a Finding, or
// by hand; all others by hand.
const (
	Set         MoveKind = "set"       // share, ramp or gates were decided
	Advance     MoveKind = "advance"   // the gates held
	InterimLook MoveKind = "look"      // a look was taken, and the share stays
	RollBack    MoveKind = "roll_back" // to the step below
	Jump        MoveKind = "jump"      // to a share chosen by hand
	Pause       MoveKind = "pause"
	Resume      MoveKind = "resume"
)

// Move is one entry in a rollout's history: a fact, never rewritten.
type Move struct {
	ID      string     `json:"id"`
	Feature string     `json:"feature"`
	Cohort  string     `json:"cohort"`
	Kind    MoveKind   `json:"kind"`
	From    Percent    `json:"from"`
	To      Percent    `json:"to"`
	At      time.Time  `json:"at"`
	By      base.Actor `json:"-"`
	Hours   float64    `json:"hours"`             // since the share was last set
	Finding *Finding   `json:"finding,omitempty"` // of the last interim look before it
	Note    string     `json:"note,omitempty"`    // written by the team
}

// Reason returns the reason for the move, in a sentence for the team.
func (m Move) Reason() base.Text {
	switch {
	case m.Kind == Advance && m.Finding != nil:
		return m.Finding.text("rollout.reason.good")
	case m.Kind == Advance:
		return base.T("rollout.reason.held", "Hours", plain(m.Hours))
	case m.Kind == RollBack && m.Finding != nil:
		return m.Finding.text("rollout.reason.worse")
	case m.Kind == InterimLook && m.Finding != nil && m.Finding.Good():
		return m.Finding.text("rollout.reason.look_good")
	case m.Kind == InterimLook && m.Finding != nil:
		return m.Finding.text("rollout.reason.look_unclear")
	case m.Kind == Set:
		return base.T("rollout.reason.set")
	case m.Kind == Pause:
		return base.T("rollout.reason.pause")
	case m.Kind == Resume:
		return base.T("rollout.reason.resume")
	}
	return base.T("rollout.reason.hand")
}

// plain returns a number with at most one decimal, without trailing zeros: "5", "2.5".
func plain(x float64) string { return strconv.FormatFloat(math.Round(x*10)/10, 'f', -1, 64) }

// text returns the sentence with this id and the figures of the finding.
func (f Finding) text(id string) base.Text {
	against := base.T("rollout.against.others", "Answers", f.Compared.N)
	if f.Against == Baseline {
		against = base.T("rollout.against.baseline", "Answers", f.Compared.N)
	}
	return base.T(id, "Difference", f.Difference, "Low", f.Low, "High", f.High, "Margin", plain(f.Margin),
		"Answers", f.Exposed.N, "Look", f.InterimLook, "Looks", f.Looks, "Against", against)
}
