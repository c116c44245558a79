package polls

import (
	"crypto/sha256"
	"encoding/binary"
	"math/rand/v2"
	"slices"
)

// chance returns the same random numbers for the same seed, on every machine.
func chance(seed string) *rand.Rand {
	sum := sha256.Sum256([]byte(seed))
	return rand.New(rand.NewPCG(binary.LittleEndian.Uint64(sum[:8]), binary.LittleEndian.Uint64(sum[8:])))
}

// order returns the features in the order in which the person with this seed sees them.
func (p Poll) order(seed string) []string {
	shown := slices.Clone(p.Features)
	chance(seed).Shuffle(len(shown), func(i, j int) { shown[i], shown[j] = shown[j], shown[i] })
	return shown
}

// sets returns what the person with this seed sees together; nil where each feature stands by itself.
func (p Poll) sets(seed string) [][]string {
	if sets := p.How().Sets; sets != nil {
		return sets(p.Features, chance(seed))
	}
	return nil
}
