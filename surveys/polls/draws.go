package polls

import (
	"crypto/sha256"
	"encoding/binary"
	"math"
	"math/rand/v2"
)

// Replicates is how many bootstrap replicates are kept of every poll.
const Replicates = 200

// drawn answers how often each replicate has drawn a ballot: numbers of the Poisson distribution of mean 1, which are
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

// poisson answers for 0, 1, 2 … the share of numbers of the Poisson distribution of mean 1 that are not higher, as a
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
