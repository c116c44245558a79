package contact

import (
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"unicode"

	"soundings/cohorts/base"
)

// tokenBytes is the length of a token before encoding: 80 bits, which make 16 letters and digits.
const tokenBytes = 10

// Links makes the tokens of personal links. A token is derived from an invitation's id with a key. So nothing is kept that
// would open an invitation: the store has only a keyed hash of the token.
type Links struct {
	idKey, tokenKey, hashKey []byte
}

// NewLinks derives the keys of links from the server's secret.
func NewLinks(secret []byte) (Links, error) {
	var l Links
	keys := map[string]*[]byte{
		"soundings invitation id": &l.idKey, "soundings link token": &l.tokenKey, "soundings link hash": &l.hashKey,
	}
	for info, key := range keys {
		derived, err := hkdf.Key(sha256.New, secret, nil, info, sha256.Size)
		if err != nil {
			return Links{}, fmt.Errorf("deriving the keys of links: %w", err)
		}
		*key = derived
	}
	return l, nil
}

// ID returns the id of the invitation that asks one participant one thing. It is derived from them, so that two servers
// that invite the same person at once make one invitation.
func (l Links) ID(kind Kind, subject, ref string) string {
	return base.Crockford.EncodeToString(keyed(l.idKey, string(kind)+"\x00"+subject+"\x00"+ref)[:tokenBytes])
}

// Token returns the token of the invitation with this id: 16 characters of Crockford's base32.
func (l Links) Token(invitation string) string {
	return base.Crockford.EncodeToString(keyed(l.tokenKey, invitation)[:tokenBytes])
}

// Hash returns the keyed hash by which the store finds a token.
func (l Links) Hash(token string) string {
	return hex.EncodeToString(keyed(l.hashKey, token)[:16])
}

// keyed returns the HMAC-SHA-256 of text.
func keyed(key []byte, text string) []byte {
	h := hmac.New(sha256.New, key)
	h.Write([]byte(text))
	return h.Sum(nil)
}

// ReadToken returns the token that was typed in any case, with or without dashes, alone or as the end of a whole link, with
// whatever mail programs and letters put around it; ok is false when it cannot be a token.
func ReadToken(typed string) (token string, ok bool) {
	if token, ok = readCode(typed); ok {
		return token, true
	}
	if plain, err := url.PathUnescape(typed); err == nil && plain != typed {
		if token, ok = readCode(plain); ok {
			return token, true
		}
		typed = plain
	}
	if !strings.Contains(typed, "/") {
		return "", false
	}
	typed, _, _ = strings.Cut(typed, "?")
	typed, _, _ = strings.Cut(typed, "#")
	for _, part := range slices.Backward(strings.Split(typed, "/")) {
		if token, ok = readCode(part); ok {
			return token, true
		}
	}
	return "", false
}

// readCode returns the token that is written in some text and nothing else.
func readCode(typed string) (token string, ok bool) {
	token = strings.Map(foldTyped, strings.ToUpper(typed))
	_, err := base.Crockford.DecodeString(token)
	return token, err == nil && len(token) == base.Crockford.EncodedLen(tokenBytes)
}

// around is what stands before or behind a link in a mail, in a letter or between quotation marks.
const around = ".,:;()[]<>*/\"'`´‘’‚“”„«»‹›…"

// foldTyped removes blanks, dashes, what cannot be seen and what stands around links, and replaces the letters that Crockford's
// base32 leaves out by the digits that they are mistaken for.
func foldTyped(r rune) rune {
	switch {
	case unicode.IsSpace(r) || unicode.In(r, unicode.Dash, unicode.Cf) || strings.ContainsRune(around, r):
		return -1
	case r == 'O':
		return '0'
	case r == 'I' || r == 'L':
		return '1'
	}
	return r
}

// PrintToken returns a token in groups of four, as printed in links and on paper.
func PrintToken(token string) string {
	var fours []string
	for len(token) > 4 {
		fours, token = append(fours, token[:4]), token[4:]
	}
	return strings.Join(append(fours, token), "-")
}
