package series

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"soundings/metrics"
)

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
	for _, part := range []func(context.Context) error{h.rollouts, h.members, h.active, h.ratios, h.invitations, h.scores, h.polls} {
		if err := part(ctx); err != nil {
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

	rolled []*rolled // by feature and cohort
}

func (h *history) line(text string) { _, _ = h.to.WriteString(text + "\n") }

// family begins the series of one name.
func (h *history) family(name string) { h.line("# TYPE " + name + " gauge") }

// point writes what a series was when a day ended.
func (h *history) point(name string, labels []string, d metrics.Day, value float64) {
	var b strings.Builder
	fmt.Fprintf(&b, "%s{job=%q", name, h.job)
	for i := 0; i < len(labels); i += 2 {
		fmt.Fprintf(&b, ",%s=%q", labels[i], labels[i+1])
	}
	fmt.Fprintf(&b, "} %s %d", strconv.FormatFloat(value, 'g', -1, 64), d.End(h.zone).Unix()-1)
	h.line(b.String())
}

// moves are by how much a count changed on each day.
type moves map[metrics.Day]int

// counts counts things that go from state to state, each in one at a time.
type counts[State ~string] map[State]moves

// move notes that something went from one state to another; from an empty one it is new.
func (c counts[State]) move(from, to State, d metrics.Day) {
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
func (c counts[State]) first() (first metrics.Day, ok bool) {
	for _, m := range c {
		for d := range m {
			if !ok || d < first {
				first, ok = d, true
			}
		}
	}
	return first, ok
}

// writeCounts writes a series for each state, from the first change of any on.
func writeCounts[State ~string](h *history, name string, c counts[State], states []State, labels ...string) {
	first, ok := c.first()
	for _, state := range states {
		n := 0
		for d := first; ok && d <= h.last; d++ {
			n += c[state][d]
			h.point(name, slices.Concat(labels, []string{"state", string(state)}), d, float64(n))
		}
	}
}

// active writes how many members were active, by cohort, feature and window.
func (h *history) active(ctx context.Context) error {
	all, err := h.s.Cohorts.Cohorts(ctx)
	if err != nil {
		return err
	}
	tallies := map[string]metrics.Tally{}
	for _, c := range all {
		if tallies[c.ID], err = h.s.Store.Adoption(ctx, c.ID); err != nil {
			return fmt.Errorf("reading what members did: %w", err)
		}
	}
	cohortsInOrder := slices.Sorted(maps.Keys(tallies))
	h.family("soundings_cohort_active_members")
	for _, cohort := range cohortsInOrder {
		h.windows("soundings_cohort_active_members", tallies[cohort], metrics.Portal, "cohort", cohort)
	}
	h.family("soundings_feature_active_members")
	for _, cohort := range cohortsInOrder {
		for _, feature := range tallies[cohort].Features() {
			h.windows("soundings_feature_active_members", tallies[cohort], feature, "cohort", cohort, "feature", feature)
		}
	}
	return nil
}

// windows writes a series for each window, from the first day in any on.
func (h *history) windows(name string, t metrics.Tally, feature string, labels ...string) {
	first := h.last + 1
	for c := range t {
		if c.Feature == feature && c.Measure == metrics.Active1 {
			first = min(first, c.Day)
		}
	}
	for _, w := range []struct {
		label   string
		measure metrics.Measure
	}{{"1d", metrics.Active1}, {"7d", metrics.Active7}, {"28d", metrics.Active28}} {
		for d := first; d <= h.last; d++ {
			h.point(name, slices.Concat(labels, []string{"window", w.label}), d, float64(t.On(feature, w.measure, d)))
		}
	}
}
