package auth

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"log/slog"
	"strings"
	"sync"
	"time"

	"github.com/alexedwards/argon2id"

	"soundings/cohorts/base"
)

// Service does what somebody asks for, one method an act. It asks nobody whether they may: the Guard does. Make it
// with New.
type Service struct {
	Config
	Store    Store
	Throttle *Throttle

	passwords   *passwords
	keys        *keyCache
	signInLinks *sync.Map // hash of a sign-in link's token → id of the staff it signs in
}

// Config is what a Service is made with.
type Config struct {
	MasterKey string // the API key of the settings, which may do everything; empty: none
	// RequireSecond says who has to have a second step: nobody where it is empty, SecondOfManagers or SecondOfAll.
	RequireSecond string

	PersonKey  []byte           // hashes who people are to the provider of single sign-on
	BrowserKey []byte           // signs the cookie of browsers that signed in before; empty: none is known
	TicketKey  []byte           // signs the tickets of who has to wait; empty: none counts
	Hashing    *argon2id.Params // what hashing a password takes; nil: as OWASP asks for
	Now        func() time.Time
	Rand       io.Reader // random bytes for ids, links and keys
	Log        *slog.Logger
}

// New makes a Service over a store.
func New(store Store, c Config) *Service {
	s := &Service{Config: c, Store: store, passwords: newPasswords(cmp.Or(c.Hashing, hashing())), keys: new(keyCache), signInLinks: new(sync.Map)}
	s.Throttle = NewThrottle(store, func() time.Time { return s.Now() })
	return s
}

// Sweep deletes sessions, set-up links and counts of tries that are over.
func (s *Service) Sweep(ctx context.Context) error {
	if err := s.Store.DeleteExpired(ctx, s.Now()); err != nil {
		return fmt.Errorf("deleting what is over: %w", err)
	}
	return nil
}

// newToken returns a new token of 160 random bits: 32 lower-case letters and digits.
func (s *Service) newToken() string {
	return strings.ToLower(base.NewID(s.Rand) + base.NewID(s.Rand))
}

// hash is what a token is found by. Tokens are long and random, so that no key and no slow hash is needed.
func hash(token string) string {
	sum := sha256.Sum256([]byte(token))
	return hex.EncodeToString(sum[:])
}
