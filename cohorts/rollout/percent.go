package rollout

import (
	"math"
	"strconv"

	"github.com/twmb/murmur3"
)

// Percent is a share of people from 0 to 100, in steps of 0.01.
type Percent float64

// buckets is the number of shares of 0.01 %.
const buckets = 10_000

// ok reports whether p is from 0 to 100 with at most two decimals.
func (p Percent) ok() bool {
	x := float64(p) * 100
	return x >= 0 && x <= buckets && math.Abs(x-math.Round(x)) < 1e-6
}

// hundredths returns p in steps of 0.01 %, from 0 to 10,000.
func (p Percent) hundredths() int { return int(math.Round(float64(p) * 100)) }

// String returns p without the sign: "0.5", "100".
func (p Percent) String() string { return strconv.FormatFloat(float64(p), 'f', -1, 64) }

// Bucket returns the bucket of a participant for a feature, from 0 to 9,999: MurmurHash3 (x86, 32 bits, seed 0) of
// "key:ref", modulo 10,000. A share of p % is the buckets below p × 100, so that raising it takes the feature from nobody.
// Appleby, A.: SMHasher, MurmurHash3.cpp (2011, public domain).
func Bucket(key, ref string) int {
	var room [128]byte // of most keys and refs, without an allocation
	text := append(append(append(room[:0], key...), ':'), ref...)
	return int(murmur3.Sum32(text) % buckets)
}
