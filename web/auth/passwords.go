package auth

import (
	"context"
	"encoding/base64"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/alexedwards/argon2id"
	"golang.org/x/crypto/argon2"
	"golang.org/x/sync/semaphore"
	"golang.org/x/text/unicode/norm"

	"soundings/cohorts/base"
)

// The rule for passwords: long enough to resist guessing, short enough to be no burden, not the address, and none of those
// that are tried first.
const (
	minPassword = 12
	maxPassword = 200
)

// checkPassword returns what is wrong with a password that somebody chose.
func checkPassword(password, email string) []base.Field {
	refuse := func(id string, pairs ...any) []base.Field {
		return []base.Field{{Name: "password", Text: base.T(id, pairs...)}}
	}
	length := utf8.RuneCountInString(password)
	switch {
	case password == "":
		return refuse("error.required")
	case length < minPassword:
		return refuse("password.short", "Limit", minPassword)
	case length > maxPassword:
		return refuse("password.long", "Limit", maxPassword)
	case ofAddress(password, email):
		return refuse("password.email")
	case common(password):
		return refuse("password.common")
	}
	return nil
}

// ofAddress reports whether a password is the address, or its name with a few signs around it.
func ofAddress(password, email string) bool {
	password, email = tidyEmail(password), tidyEmail(email)
	name, _, _ := strings.Cut(email, "@")
	rest := utf8.RuneCountInString(password) - utf8.RuneCountInString(name)
	return password == email || len(name) > 3 && rest <= maxAround && strings.Contains(password, name)
}

// passwords hashes passwords, only so many at once: each takes memory, and a crowd at the door must not take it all.
type passwords struct {
	params *argon2id.Params
	slots  *semaphore.Weighted
	wait   time.Duration // for a slot
	decoy  string        // a hash that no password has
}

// hashing is the least that OWASP asks for: 19 MiB and two passes.
func hashing() *argon2id.Params {
	return &argon2id.Params{Memory: 19 << 10, Iterations: 2, Parallelism: 1, SaltLength: 16, KeyLength: 32}
}

func newPasswords(params *argon2id.Params) *passwords {
	blank := func(n uint32) string { return base64.RawStdEncoding.EncodeToString(make([]byte, n)) }
	return &passwords{
		params: params, slots: semaphore.NewWeighted(4), wait: 10 * time.Second,
		decoy: fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version,
			params.Memory, params.Iterations, params.Parallelism, blank(params.SaltLength), blank(params.KeyLength)),
	}
}

// hash returns what is kept of a password.
func (p *passwords) hash(ctx context.Context, password string) (string, error) {
	if err := p.enter(ctx); err != nil {
		return "", err
	}
	defer p.slots.Release(1)
	hashed, err := argon2id.CreateHash(same(password), p.params)
	if err != nil {
		return "", fmt.Errorf("hashing a password: %w", err)
	}
	return hashed, nil
}

// match reports whether this is the password of which hashed is kept. It takes as long where none is kept.
func (p *passwords) match(ctx context.Context, password, hashed string) (bool, error) {
	if err := p.enter(ctx); err != nil {
		return false, err
	}
	defer p.slots.Release(1)
	kept := hashed
	if kept == "" {
		kept = p.decoy
	}
	ok, err := argon2id.ComparePasswordAndHash(same(password), kept)
	if err != nil {
		return false, fmt.Errorf("comparing a password: %w", err)
	}
	return ok && hashed != "", nil
}

// enter waits for a slot, but not for long.
func (p *passwords) enter(ctx context.Context) error {
	waiting, stop := context.WithTimeout(ctx, p.wait)
	defer stop()
	if err := p.slots.Acquire(waiting, 1); err != nil {
		if ctx.Err() == nil {
			return base.Refuse(base.Busy, "signin.busy")
		}
		return fmt.Errorf("waiting to hash a password: %w", ctx.Err())
	}
	return nil
}

// same returns a password the same whichever keyboard typed it: an é is one letter here, two there.
func same(password string) string { return norm.NFKC.String(strings.ToValidUTF8(password, "\uFFFD")) }
