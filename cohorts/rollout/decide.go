package rollout

import (
	"math"
	"time"

	"soundings/cohorts/base"
)

// Against names the group with which the people who see a feature are compared.
type Against string

// The comparisons: others of the same wave who do not see the feature yet, or the stored baseline when they are too few.
const (
	Others   Against = "others"
	Baseline Against = "baseline"
)

// Finding is the result of an interim look at the score. Scores are in points.
type Finding struct {
	InterimLook int     `json:"look"` // which of the looks at this step, from 1
	Looks       int     `json:"looks"`
	Exposed     Sample  `json:"exposed"` // the scores of people who see the feature
	Compared    Sample  `json:"compared"`
	Against     Against `json:"against"`
	Difference  float64 `json:"difference"` // exposed minus compared, in points
	Low         float64 `json:"low"`        // of its interval
	High        float64 `json:"high"`
	Confidence  float64 `json:"confidence"` // of the interval, between 0 and 1
	Margin      float64 `json:"margin"`
}

// Good reports whether the whole interval is above −Margin: the score is not worse by more than the margin. A finding may
// be neither Good nor Worse.
func (f Finding) Good() bool { return f.Low > -f.Margin }

// Worse reports whether the whole interval is below −Margin.
func (f Finding) Worse() bool { return f.High < -f.Margin }

// observed is what the gates of a rollout depend on at one moment.
type observed struct {
	beta            time.Time // when the feature's beta began
	answers         int       // by people who see the feature; with a score, if scores are compared
	exposed, others Sample
	holds           []Hold // of the further gates
}

// interimLook compares the scores if there are enough answers for the next interim look. Overdue looks fold into the last
// of them. It returns nil when no look is due, or when there is nobody to compare with.
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

// compared returns the sample to compare with: others of the same wave, or the baseline. Against is empty when there is
// neither.
func (g Gates) compared(others Sample) (Sample, Against) {
	switch {
	case others.N >= MinimumBase:
		return others, Others
	case g.Baseline != nil:
		return *g.Baseline, Baseline
	}
	return Sample{}, ""
}

// GateStatus says whether one gate before the next step is open, in a sentence for the team.
type GateStatus struct {
	Open  bool
	Text  base.Text
	About Subject // what has to be seen to, of a further gate
}

// gateStatuses returns the status of every gate before the next step. The score is judged once enough answers are in.
func (r Rollout) gateStatuses(o observed, now time.Time) []GateStatus {
	g := r.GatesNow()
	var all []GateStatus
	if g.none() {
		all = append(all, GateStatus{Text: base.T("rollout.wait.hand")})
	}
	switch left := g.HoldHours - now.Sub(r.holdFrom(o.beta)).Hours(); {
	case left > 0:
		all = append(all, GateStatus{Text: base.T("rollout.wait.hold", "Count", plain(math.Ceil(left*10)/10))})
	case g.HoldHours > 0:
		all = append(all, GateStatus{Open: true, Text: base.T("rollout.open.hold", "Hours", plain(g.HoldHours))})
	}
	if g.Answers > 0 {
		all = append(all, GateStatus{Open: o.answers >= g.Answers, Text: base.T("rollout.wait.answers", "Answers", o.answers, "Needed", g.Answers)})
	}
	if o.answers >= g.Answers && g.looks() > 0 {
		all = append(all, r.score(g, o))
	}
	for _, hold := range o.holds {
		all = append(all, GateStatus{Text: hold.Text, About: hold.About})
	}
	return all
}

// score returns the status of the gate of the score.
func (r Rollout) score(g Gates, o observed) GateStatus {
	_, against := g.compared(o.others)
	switch {
	case r.Finding != nil && r.Finding.Good():
		return GateStatus{Open: true, Text: r.Finding.text("rollout.open.score")}
	case r.Finding == nil && against == "":
		return GateStatus{Text: base.T("rollout.wait.compare", "Needed", MinimumBase)}
	case r.InterimLooks >= g.looks():
		return GateStatus{Text: base.T("rollout.wait.looks", "Looks", g.looks())}
	}
	return GateStatus{Text: base.T("rollout.wait.score", "Answers", o.answers, "Needed", (r.InterimLooks+1)*max(g.Answers, 1))}
}

// closedGates returns the texts of the closed gates before the next step. Without any the ramp may go on.
func (r Rollout) closedGates(o observed, now time.Time) []base.Text {
	var all []base.Text
	for _, gate := range r.gateStatuses(o, now) {
		if !gate.Open {
			all = append(all, gate.Text)
		}
	}
	return all
}

// decide returns the next state of a running rollout and the move that leads there. It rolls back when an interim look
// finds the score clearly worse, whatever the hold. It goes up one step, however many are overdue, when every gate is
// open. Otherwise the share stays, and the move is nil unless a look was taken. The move has no id yet.
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
	case more && len(r.closedGates(o, now)) == 0:
		m.Kind, m.To = Advance, next.Percent
		r.setPercent(m.To, now)
	case looked != nil:
		m.Kind = InterimLook
	default:
		return r, nil
	}
	return r, &m
}
