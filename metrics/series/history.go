package series

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"

	"soundings/cohorts/rollout"
	"soundings/metrics"
)

// pageSize is how many facts are read at a time.
const pageSize = 250

// settling is how old history is at least: Prometheus is still writing its own last hours.
const settling = 3 * time.Hour

// History writes what the figures were at the end of each past day, as OpenMetrics of which promtool makes blocks for
// Prometheus. It is what the facts say that are still kept: consents, invitations, responses, ballots, rollout steps, who
// was shown what, and what events add up to, each read once, page by page. The series have the label job that scraped ones have, and no instance.
func (s *Service) History(ctx context.Context, to io.Writer, job string) error {
	zone, err := s.Figures.Zone(ctx)
	if err != nil {
		return err
	}
	h := &history{
		s: s, to: bufio.NewWriter(to), job: job, zone: zone, last: metrics.DayOf(s.Now().Add(-settling), zone) - 1,
	}
	if err := h.read(ctx); err != nil {
		return err
	}
	for _, each := range subjects {
		if each.past == nil {
			continue
		}
		if err := each.past(ctx, h); err != nil {
			return err
		}
	}
	h.line("# EOF")
	if err := h.to.Flush(); err != nil {
		return fmt.Errorf("writing the history: %w", err)
	}
	return nil
}

// history is the writing of one.
type history struct {
	s    *Service
	to   *bufio.Writer // it keeps its first error for Flush
	job  string
	zone *time.Location
	last metrics.Day // the last one that is written

	language string            // of titles
	cohorts  []*cohortPast     // by id
	features []rollout.Feature // by key
	rolled   []*rolled         // by feature and cohort
}

// read reads what several subjects tell of.
func (h *history) read(ctx context.Context) (err error) {
	if h.language, err = h.s.language(ctx); err != nil {
		return err
	}
	if h.features, err = h.s.Rollouts.Features(ctx); err != nil {
		return err
	}
	if err = h.rollouts(ctx); err != nil { // members are counted into them
		return err
	}
	all, err := h.s.Cohorts.Cohorts(ctx)
	if err != nil {
		return err
	}
	for _, c := range all {
		past, err := h.cohort(ctx, c)
		if err != nil {
			return err
		}
		h.cohorts = append(h.cohorts, past)
	}
	slices.SortFunc(h.cohorts, func(a, b *cohortPast) int { return strings.Compare(a.ID, b.ID) })
	return nil
}

// begins returns the first day of any cohort; without one the day after the last.
func (h *history) begins() metrics.Day {
	first := h.last + 1
	for _, c := range h.cohorts {
		first = min(first, c.begins)
	}
	return first
}

func (h *history) line(text string) { _, _ = h.to.WriteString(text + "\n") }

// begin begins the points of a family.
func (h *history) begin(of family) { h.line("# TYPE " + of.name + " gauge") }

// point writes what a gauge was when a day ended; labels are in the order of the family's.
func (h *history) point(of family, d metrics.Day, value float64, labels ...string) {
	var b strings.Builder
	fmt.Fprintf(&b, "%s{job=%q", of.name, h.job)
	for i, name := range of.labels {
		fmt.Fprintf(&b, `,%s="%s"`, name, escaped.Replace(labelValue(labels[i])))
	}
	fmt.Fprintf(&b, "} %s %d", strconv.FormatFloat(value, 'g', -1, 64), d.End(h.zone).Unix()-1)
	h.line(b.String())
}

// escaped are what OpenMetrics escapes in a label, and nothing else.
var escaped = strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`)

// stays writes what a gauge was on every day from one on.
func (h *history) stays(of family, first metrics.Day, value float64, labels ...string) {
	h.lasts(of, first, h.last, value, labels...)
}

// lasts writes what a gauge was on every day from one to another.
func (h *history) lasts(of family, first, last metrics.Day, value float64, labels ...string) {
	for d := first; d <= min(last, h.last); d++ {
		h.point(of, d, value, labels...)
	}
}

// since writes that something is so on every day since a moment.
func (h *history) since(of family, from time.Time, labels ...string) {
	if !from.IsZero() {
		h.stays(of, metrics.DayOf(from, h.zone), 1, labels...)
	}
}

// between writes that something was so on every day from that of a moment to before that of another; the zero time: it still is.
func (h *history) between(of family, from, to time.Time, labels ...string) {
	if to.IsZero() {
		h.since(of, from, labels...)
		return
	}
	h.lasts(of, metrics.DayOf(from, h.zone), metrics.DayOf(to, h.zone)-1, 1, labels...)
}

// moves are by how much a count changed on each day.
type moves map[metrics.Day]int

// stateCounts counts things that go from state to state, each in one at a time.
type stateCounts[State ~string] map[State]moves

// move notes that something went from one state to another; from an empty one it is new.
func (c stateCounts[State]) move(from, to State, d metrics.Day) {
	for state, by := range map[State]int{from: -1, to: 1} {
		if state == "" {
			continue
		}
		if c[state] == nil {
			c[state] = moves{}
		}
		c[state][d] += by
	}
}

// first returns the day of the first change; ok: there is one.
func (c stateCounts[State]) first() (first metrics.Day, ok bool) {
	for _, m := range c {
		for d := range m {
			if !ok || d < first {
				first, ok = d, true
			}
		}
	}
	return first, ok
}

// writeStates writes a point for each state, from the first change of any on.
func writeStates[State ~string](h *history, of family, c stateCounts[State], states []State, labels ...string) {
	first, ok := c.first()
	for _, state := range states {
		n := 0
		for d := first; ok && d <= h.last; d++ {
			n += c[state][d]
			h.point(of, d, float64(n), slices.Concat(labels, []string{string(state)})...)
		}
	}
}
