package polls

import (
	"crypto/sha256"
	"encoding/binary"
	"math"
	"math/rand/v2"
)

// Replicates is how many bootstrap replicates are kept of every poll.
const Replicates = 200

// drawn returns how often each replicate has drawn a ballot: numbers of the Poisson distribution of mean 1, which are
// what drawing with replacement comes to where there are many ballots. They depend on the ballot's id only, so that the
// replicates are kept up as ballots come, and are the same however often they are counted again.
// Oza and Russell (2001): Online bagging and boosting; Chamandy and others (2012): Estimating uncertainty for massive data streams.
func drawn(ballot string) [Replicates]int {
	seed := sha256.Sum256([]byte(ballot))
	random := rand.NewPCG(binary.LittleEndian.Uint64(seed[:8]), binary.LittleEndian.Uint64(seed[8:]))
	upTo := poisson()
	var weights [Replicates]int
	for i := range weights {
		x := random.Uint64()
		for weights[i] < len(upTo) && x >= upTo[weights[i]] {
			weights[i]++
		}
	}
	return weights
}

// poisson returns for 0, 1, 2 … the share of numbers of the Poisson distribution of mean 1 that are not higher, as a
// part of 2⁶⁴.
func poisson() [12]uint64 {
	var upTo [12]uint64
	term, sum := math.Exp(-1), 0.0
	for k := range upTo {
		if k > 0 {
			term /= float64(k)
		}
		sum += term
		upTo[k] = uint64(sum*(1<<53)) << 11
	}
	return upTo
}

// topOf is how many places stability is about.
const topOf = 3

// stability returns for each feature in which share of the bootstrap replicates it is among the first three, between 0
// and 1. Every replicate draws within groups: ballots, of other practices the practices. Efron (1979).
func (p Poll) stability(voices []voice) []float64 {
	n := len(p.Features)
	among, score, replicates := make([]float64, n), make([]float64, n), 0
	practices := drawnPractices(voices)
	for r := range Replicates {
		if !replicate(voices, practices, r, score) {
			continue
		}
		replicates++
		for f, place := range places(n, highest(score)) {
			if place <= topOf {
				among[f]++
			}
		}
	}
	for f := range among {
		among[f] /= math.Max(1, float64(replicates))
	}
	return among
}

func drawnPractices(voices []voice) map[string]*[Replicates]int {
	all := map[string]*[Replicates]int{}
	for _, v := range voices {
		for _, u := range v.units {
			if u.practice != "" {
				times := drawn(u.practice)
				all[u.practice] = &times
			}
		}
	}
	return all
}

// replicate sets score to the weighted means of one replicate; false where it has drawn nothing at all.
func replicate(voices []voice, practices map[string]*[Replicates]int, r int, score []float64) bool {
	some := false
	for f := range score {
		sum, weights := 0.0, 0.0
		for _, v := range voices {
			if mean, ok := v.redrawn(practices, r, f, len(score)); ok {
				w, _ := v.weight.Float64()
				sum += w * mean
				weights += w
			}
		}
		score[f] = math.Inf(-1)
		if weights > 0 {
			score[f], some = sum/weights, true
		}
	}
	return some
}

// redrawn returns what a group says of feature f of n in replicate r; false where nobody was drawn who said anything.
func (v voice) redrawn(practices map[string]*[Replicates]int, r, f, n int) (mean float64, ok bool) {
	sum, weights := 0.0, 0.0
	for _, u := range v.units {
		weight, answers, total := 1, 0, 0
		if u.practice != "" {
			weight, answers, total = practices[u.practice][r], u.N[f], u.Sum[f]
		} else {
			at := (r*n + f) * 2
			answers, total = u.Draws[at], u.Draws[at+1]
		}
		if answers > 0 && weight > 0 {
			sum += float64(weight) * float64(total) / float64(answers)
			weights += float64(weight)
		}
	}
	return sum / weights, weights > 0
}
