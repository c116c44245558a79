package series

import (
	"cmp"
	"context"

	"github.com/prometheus/client_golang/prometheus"

	"soundings/cohorts/rollout"
	"soundings/surveys/board"
)

var (
	bumpsNow = gauge("soundings_bumps",
		"Bumps on the board by what they are about (a feature, signing-in, getting-access or something-else), state and severity.", "feature", "state", "severity")
	bumpOldest = gauge("soundings_bump_oldest_open_seconds", "How long the oldest open bump of a severity has been open; 0 where none is.", "severity")
	bumpTook   = histogram("soundings_bump_resolution_seconds",
		"How long bumps took from when they were opened, or opened again, until they were done or refused, since there is a board.", "severity")
)

var bumps = subject{families: []family{bumpsNow, bumpOldest, bumpTook}, now: bumpsToday, past: bumpsPast}

// unjudged is the severity of bumps that nobody has judged yet, as a label has it.
const unjudged = "unjudged"

// bumpsToday adds what is kept as counts, and of each severity the oldest that is open: it costs the same however many bumps are
// closed.
func bumpsToday(ctx context.Context, s *Service, f *figures) error {
	counts, err := s.Board.Counts(ctx)
	if err != nil {
		return err
	}
	for _, where := range f.bumpPlaces(counts) {
		for _, state := range board.States() {
			for _, severity := range board.Judgements() {
				n := counts[board.Count{Where: where, State: state, Severity: severity}]
				f.add(bumpsNow, float64(n), where, string(state), severityLabel(severity))
			}
		}
	}
	oldest, err := s.Board.Oldest(ctx)
	if err != nil {
		return err
	}
	for _, severity := range board.Judgements() {
		age := 0.0
		if since, any := oldest[severity]; any {
			age = max(0, s.Now().Sub(since).Seconds())
		}
		f.add(bumpOldest, age, severityLabel(severity))
	}
	return f.bumpTimes(ctx, s)
}

// bumpTimes adds how long bumps took. It was counted when it happened, by whichever server: all tell the same, also after a restart.
func (f *figures) bumpTimes(ctx context.Context, s *Service) error {
	times, err := s.Board.Times(ctx)
	if err != nil {
		return err
	}
	for _, severity := range board.Judgements() {
		of, n := times[severity], uint64(0)
		upTo := map[float64]uint64{}
		for _, bound := range board.Bounds() {
			n += uint64(of.Within[bound])
			upTo[bound.Seconds()] = n
		}
		n += uint64(of.Within[0])
		f.points = append(f.points, prometheus.MustNewConstHistogram(bumpTook.desc, n, of.Total.Seconds(), upTo, severityLabel(severity)))
	}
	return nil
}

// bumpPlaces returns what bumps may be about: the features that people can see, the places, and whatever else there are bumps about.
func (f *figures) bumpPlaces(counts board.Counts) []string {
	all, has := board.Places(), map[string]bool{}
	for _, where := range all {
		has[where] = true
	}
	for _, one := range f.adoption.Features {
		if one.Stage != rollout.Retired && !has[one.Key] {
			all, has[one.Key] = append(all, one.Key), true
		}
	}
	for count, n := range counts {
		if n != 0 && !has[count.Where] {
			all, has[count.Where] = append(all, count.Where), true
		}
	}
	return all
}

func severityLabel(severity board.Severity) string { return cmp.Or(string(severity), unjudged) }
