package rollout

import (
	"math"
	"time"

	"soundings/cohorts/base"
)

// Against says with whom those who see a feature are compared.
type Against string

// The comparisons: others of the same wave who do not see it yet, or else the stored baseline.
const (
	Others   Against = "others"
	Baseline Against = "baseline"
)

// Finding is what a look at the score found.
type Finding struct {
	InterimLook int     `json:"look"` // which of the looks at this step, from 1
	Looks       int     `json:"looks"`
	Exposed     Sample  `json:"exposed"` // the scores of those who see the feature
	Compared    Sample  `json:"compared"`
	Against     Against `json:"against"`
	Difference  float64 `json:"difference"` // exposed minus compared, in points
	Low         float64 `json:"low"`        // of its interval
	High        float64 `json:"high"`
	Confidence  float64 `json:"confidence"` // of the interval, between 0 and 1
	Margin      float64 `json:"margin"`
}

// Good reports whether the score is not worse by more than the margin.
func (f Finding) Good() bool { return f.Low > -f.Margin }

// Worse reports whether it is worse by more than the margin.
func (f Finding) Worse() bool { return f.High < -f.Margin }

// observed is what is known of a rollout at one moment.
type observed struct {
	beta            time.Time // since when the feature is in it
	answers         int       // of those who see the feature; where scores are compared, those with one
	exposed, others Sample
	closed          []base.Text // the further gates that are not open
}

// look compares the scores if the answers have reached the next look; looks that are overdue fold into the last of them. It
// returns nil when it is not time, or when there is nobody to compare with.
func (r Rollout) interimLook(o observed) *Finding {
	g := r.GatesNow()
	if g.looks() == 0 || o.exposed.N < MinimumBase {
		return nil
	}
	due := min(o.exposed.N/max(g.Answers, 1), g.looks())
	compared, against := g.compared(o.others)
	if due <= r.InterimLooks || against == "" {
		return nil
	}
	f := Finding{
		InterimLook: due, Looks: g.looks(), Exposed: o.exposed, Compared: compared, Against: against, Margin: g.Margin,
		Confidence: r.confidence(),
	}
	f.Difference, f.Low, f.High = Compare(f.Exposed, f.Compared, f.Confidence)
	return &f
}

// compared returns with whom to compare: those of the same wave, or else the baseline; Against is empty without either.
func (g Gates) compared(others Sample) (Sample, Against) {
	switch {
	case others.N >= MinimumBase:
		return others, Others
	case g.Baseline != nil:
		return *g.Baseline, Baseline
	}
	return Sample{}, ""
}

// Passage is one gate before the next step, and where it stands.
type GateStatus struct {
	Open bool
	Text base.Text
}

// passages says where every gate before the next step stands. The score has its turn when enough answers are in.
func (r Rollout) gateStatuses(o observed, now time.Time) []GateStatus {
	g := r.GatesNow()
	var all []GateStatus
	if g.none() {
		all = append(all, GateStatus{false, base.T("rollout.wait.hand")})
	}
	switch left := g.HoldHours - now.Sub(r.holdFrom(o.beta)).Hours(); {
	case left > 0:
		all = append(all, GateStatus{false, base.T("rollout.wait.hold", "Hours", plain(math.Ceil(left*10)/10))})
	case g.HoldHours > 0:
		all = append(all, GateStatus{true, base.T("rollout.open.hold", "Hours", plain(g.HoldHours))})
	}
	if g.Answers > 0 {
		all = append(all, GateStatus{o.answers >= g.Answers, base.T("rollout.wait.answers", "Answers", o.answers, "Needed", g.Answers)})
	}
	if o.answers >= g.Answers && g.looks() > 0 {
		all = append(all, r.score(g, o))
	}
	for _, text := range o.closed {
		all = append(all, GateStatus{false, text})
	}
	return all
}

// score says where the gate of the score stands.
func (r Rollout) score(g Gates, o observed) GateStatus {
	_, against := g.compared(o.others)
	switch {
	case r.Finding != nil && r.Finding.Good():
		return GateStatus{true, r.Finding.text("rollout.open.score")}
	case r.Finding == nil && against == "":
		return GateStatus{false, base.T("rollout.wait.compare", "Needed", MinimumBase)}
	case r.InterimLooks >= g.looks():
		return GateStatus{false, base.T("rollout.wait.looks", "Looks", g.looks())}
	}
	return GateStatus{false, base.T("rollout.wait.score", "Answers", o.answers, "Needed", (r.InterimLooks+1)*max(g.Answers, 1))}
}

// waiting says what a running ramp waits for before its next step; nothing: it may go on.
func (r Rollout) waiting(o observed, now time.Time) []base.Text {
	var all []base.Text
	for _, gate := range r.gateStatuses(o, now) {
		if !gate.Open {
			all = append(all, gate.Text)
		}
	}
	return all
}

// decide returns what becomes of a running rollout on what is observed: a roll back when a look finds the score clearly
// worse, whatever the hold; one step up, however many are overdue, when every gate is open; otherwise it stays, and
// the move is nil unless a look was taken. The move has no id yet.
func (r Rollout) decide(o observed, now time.Time) (Rollout, *Move) {
	m := Move{From: r.Percent, To: r.Percent, At: now, Hours: now.Sub(r.Since).Hours()}
	looked := r.interimLook(o)
	if looked != nil {
		r.InterimLooks, r.Finding = looked.InterimLook, looked
	}
	m.Finding = r.Finding
	next, more := r.Next()
	switch {
	case looked != nil && looked.Worse():
		m.Kind, m.To = RollBack, r.Previous()
		r.setPercent(m.To, now)
		r.State = RolledBack
	case more && len(r.waiting(o, now)) == 0:
		m.Kind, m.To = Advance, next.Percent
		r.setPercent(m.To, now)
	case looked != nil:
		m.Kind = InterimLook
	default:
		return r, nil
	}
	return r, &m
}
