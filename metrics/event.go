package metrics

import (
	"slices"
	"strings"
	"time"

	"soundings/cohorts"
	"soundings/cohorts/base"
)

// Kind says what an event is.
type Kind string

// The kinds of events.
const (
	EnrolledKind Kind = "enrolled" // they got an account in the portal
	Login        Kind = "login"
	Used         Kind = "used" // a feature
)

// Kinds lists them.
func Kinds() []Kind { return []Kind{EnrolledKind, Login, Used} }

// Limits of an event.
const (
	maxEventID = 200              // bytes
	MaxRef     = 64               // bytes
	ahead      = 15 * time.Minute // by so much clocks may differ
)

// Event is something that a participant did in the portal.
type Event struct {
	ID      string // the portal's own; the same id is counted once
	Ref     string
	Kind    Kind
	Feature string // its key; only of Used
	At      time.Time
	Day     Day      // on which it counts; set when it is taken in
	Cohorts []string // which it counts for: those the person had agreed to at its time; set when it is taken in
}

// Check returns what is wrong with an event, nil if nothing is.
func (e Event) Check(now time.Time) *base.Text {
	say := func(id string, pairs ...any) *base.Text {
		t := base.T(id, pairs...)
		return &t
	}
	switch {
	case e.ID == "" || len(e.ID) > maxEventID || strings.ContainsFunc(e.ID, func(r rune) bool { return r <= ' ' || r == 0x7f || r == '\uFFFD' }):
		return say("event.id", "Limit", maxEventID)
	case e.Ref == "" || len(e.Ref) > MaxRef:
		return say("event.ref")
	case !slices.Contains(Kinds(), e.Kind):
		return say("event.kind")
	case e.Kind == Used && e.Feature == "":
		return say("event.feature")
	case e.At.Year() < 2000:
		return say("event.at")
	case e.At.After(now.Add(ahead)):
		return say("event.ahead", "Minutes", int(ahead.Minutes()))
	}
	return nil
}

// Effect is what an event changes in the Activity of a member of one cohort, or that their consent changed.
type Effect struct {
	Cohort, Ref string
	Kind        Kind // empty: they agreed or left
	Feature     string
	Day         Day
}

// Effects returns what the event changes.
func (e Event) Effects() []Effect {
	all := make([]Effect, len(e.Cohorts))
	for i, cohort := range e.Cohorts {
		all[i] = Effect{cohort, e.Ref, e.Kind, e.Feature, e.Day}
	}
	return all
}

// Memberships are those of one participant, in the cohorts that they are or were in; the zero value is in none. Many are
// remembered: it is small.
type Memberships []Membership

// Membership is how far somebody came in one cohort.
type Membership struct {
	Cohort      string
	Transitions Transitions
	Cleared     time.Time // what they did until then was taken out at their wish, and never counts again; zero: nothing was
}

// countsAt reports whether what the member does at a time counts: they have agreed, and did not have it taken out.
func (m Membership) countsAt(t time.Time) bool {
	return t.After(m.Cleared) && m.Transitions.at(t) == cohorts.Agreed
}

// Transitions are how the state of a membership changed, the oldest first.
type Transitions []Transition

// Transition is one of them.
type Transition struct {
	State cohorts.State
	At    time.Time
}

// at returns the state at a time; empty before the first. A portal may tell times to the second.
func (s Transitions) at(t time.Time) cohorts.State {
	var state cohorts.State
	for _, step := range s {
		if step.At.Truncate(time.Second).After(t) {
			break
		}
		state = step.State
	}
	return state
}

// Consent returns the first day on which the member agreed, and the one on which they left for good; ok: they have agreed.
func (s Transitions) Consent(zone *time.Location) (agreed Day, left *Day, ok bool) {
	for _, step := range s {
		switch {
		case step.State == cohorts.Agreed && !ok:
			agreed, ok = DayOf(step.At, zone), true
		case step.State == cohorts.Agreed:
			left = nil
		case ok:
			day := DayOf(step.At, zone)
			left = &day
		}
	}
	return agreed, left, ok
}

// AgreedAt returns the cohorts that somebody had agreed to at a time.
func (s Memberships) AgreedAt(t time.Time) []string {
	var in []string
	for _, stand := range s {
		if stand.countsAt(t) {
			in = append(in, stand.Cohort)
		}
	}
	slices.Sort(in)
	return in
}

// Refused reports whether nothing may be counted of somebody at a time: they are in a cohort, or were asked, and had agreed
// to none. Who graduated has agreed. Who had what they did taken out counts as one who had not.
func (s Memberships) Refused(t time.Time) bool {
	for _, stand := range s {
		if state := stand.Transitions.at(t); t.After(stand.Cleared) && (state == cohorts.Agreed || state == cohorts.Graduated) {
			return false
		}
	}
	return len(s) > 0
}

// Misplaced reports whether an event counts for a cohort to which its person had not agreed, or not for one to which they had,
// as far as clocks can tell.
func (e Event) Misplaced(s Memberships) bool {
	in := map[string]bool{}
	for _, cohort := range e.Cohorts {
		in[cohort] = true
	}
	for _, stand := range s {
		some, all := stand.Transitions.agreedAround(e.At)
		if !e.At.After(stand.Cleared) {
			some, all = false, false
		}
		if in[stand.Cohort] && !some || !in[stand.Cohort] && all {
			return true
		}
		delete(in, stand.Cohort)
	}
	return len(in) > 0
}

// agreedAround reports whether the state was agreed at some time near t, and at all of them.
func (s Transitions) agreedAround(t time.Time) (some, all bool) {
	all = s.at(t.Add(-ahead)) == cohorts.Agreed
	some = all
	for _, step := range s {
		if step.At.Sub(t).Abs() <= ahead {
			some, all = some || step.State == cohorts.Agreed, all && step.State == cohorts.Agreed
		}
	}
	return some, all
}
