package store

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"

	"soundings/surveys/board"
)

// bumpsRollup counts bumps.
const bumpsRollup = "bumps"

// bumpKey is what a bump counts as; nothing where it does not count.
func bumpKey(c board.Count) string {
	if c.State == "" {
		return ""
	}
	return strings.Join([]string{c.Where, string(c.State), string(c.Severity)}, "/")
}

// BumpCounts returns how many bumps there are, by where they were hit, state and severity.
func (s *Store) BumpCounts(ctx context.Context) (board.Counts, error) {
	sum, err := s.readRollup(ctx, bumpsRollup)
	all := board.Counts{}
	for key, n := range sum {
		parts := strings.Split(key, "/")
		if len(parts) != 3 {
			return nil, fmt.Errorf("%q counts no bumps", key)
		}
		all[board.Count{Where: parts[0], State: board.State(parts[1]), Severity: board.Severity(parts[2])}] = n
	}
	return all, err
}

// bumpTimesRollup counts how long bumps took, and how many seconds they took in all.
const bumpTimesRollup = "bump-times"

// tookInAll ends the key of the seconds that all bumps of a severity took.
const tookInAll = "seconds"

// countTime counts a bump that was done or refused.
func countTime(in counts, severity board.Severity, took time.Duration) {
	in[string(severity)+"/"+strconv.Itoa(int(board.Within(took).Seconds()))]++
	in[string(severity)+"/"+tookInAll] += int(took.Round(time.Second).Seconds())
}

// BumpTimes returns how long bumps took until they were done or refused.
func (s *Store) BumpTimes(ctx context.Context) (board.Times, error) {
	sum, err := s.readRollup(ctx, bumpTimesRollup)
	all := board.Times{}
	for key, n := range sum {
		severity, what, _ := strings.Cut(key, "/")
		of := all[board.Severity(severity)]
		if what == tookInAll {
			of.Total = time.Duration(n) * time.Second
		} else {
			bound, err := strconv.Atoi(what)
			if err != nil {
				return nil, fmt.Errorf("%q counts no times of bumps", key)
			}
			if of.Within == nil {
				of.Within = map[time.Duration]int{}
			}
			of.Within[time.Duration(bound)*time.Second] = n
		}
		all[board.Severity(severity)] = of
	}
	return all, err
}
