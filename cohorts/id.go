package cohorts

import (
	"encoding/base32"
	"io"
)

// Crockford is the base32 alphabet of Douglas Crockford: no I, L, O or U, so that people copy it without mistakes.
var Crockford = base32.NewEncoding("0123456789ABCDEFGHJKMNPQRSTVWXYZ").WithPadding(base32.NoPadding)

// NewID answers a new id of 80 random bits, 16 letters and digits.
func NewID(random io.Reader) string {
	var b [10]byte
	if _, err := io.ReadFull(random, b[:]); err != nil {
		panic("no random bytes: " + err.Error()) // crypto/rand never fails; a source in a test that does is a mistake
	}
	return Crockford.EncodeToString(b[:])
}
