package base

import (
	"encoding/base32"
	"encoding/binary"
	"io"
	"time"
)

// Crockford is Douglas Crockford's base32 alphabet. It has no I, L, O or U, so that people copy it without mistakes.
var Crockford = base32.NewEncoding("0123456789ABCDEFGHJKMNPQRSTVWXYZ").WithPadding(base32.NoPadding)

// NewOrderedID returns a new id that sorts after earlier ones: 48 bits of time in milliseconds and 32 random bits. A store
// writes documents faster that come in the order of their ids. Ids that must not reveal when they were made come from
// NewID.
func NewOrderedID(now time.Time, random io.Reader) string {
	var b [10]byte
	binary.BigEndian.PutUint64(b[:8], uint64(now.UnixMilli())<<16)
	if _, err := io.ReadFull(random, b[6:]); err != nil {
		panic("no random bytes: " + err.Error()) // as in NewID
	}
	return Crockford.EncodeToString(b[:])
}

// NewID returns a new id of 80 random bits, 16 letters and digits.
func NewID(random io.Reader) string {
	var b [10]byte
	if _, err := io.ReadFull(random, b[:]); err != nil {
		panic("no random bytes: " + err.Error()) // crypto/rand never fails; a source in a test that does is a mistake
	}
	return Crockford.EncodeToString(b[:])
}
