package auth

import (
	"context"
	"crypto/subtle"
	"fmt"
	"slices"
	"strings"
	"time"

	"soundings/cohorts/base"
)

// keyPrefix makes keys easy to recognise where they should not be.
const keyPrefix = "snd_"

// SettingsKeyID is the id under which the key of the settings acts.
const SettingsKeyID = "settings"

// Key lets a program use the API.
type Key struct {
	ID      string    `json:"id"`
	Name    string    `json:"name" validate:"required,max=100"`
	Role    Role      `json:"role" validate:"required,oneof=manager member viewer portal bounces"`
	Hash    string    `json:"-"`
	Created time.Time `json:"created"`
	Version int64     `json:"-"`
}

// CreateKey makes a key. The key itself is answered this once and kept nowhere.
func (s *Service) CreateKey(ctx context.Context, name string, role Role) (key string, k Key, err error) {
	key = keyPrefix + s.newToken()
	k = Key{ID: base.NewID(s.Rand), Name: base.OneLine(name), Role: role, Hash: hash(key), Created: s.Now()}
	if err := base.Check(k); err != nil {
		return "", Key{}, err
	}
	if err := s.Store.SaveKey(ctx, k); err != nil {
		return "", Key{}, fmt.Errorf("keeping an API key: %w", err)
	}
	k.Version = 1
	return key, k, nil
}

// Keys returns the API keys, by name; the key of the settings is not among them.
func (s *Service) Keys(ctx context.Context) ([]Key, error) {
	all, err := s.Store.Keys(ctx)
	if err != nil {
		return nil, fmt.Errorf("listing the API keys: %w", err)
	}
	slices.SortFunc(all, func(a, b Key) int {
		return strings.Compare(strings.ToLower(a.Name)+" "+a.ID, strings.ToLower(b.Name)+" "+b.ID)
	})
	return all, nil
}

// RemoveKey ends a key from its next request on.
func (s *Service) RemoveKey(ctx context.Context, id string) error {
	err := s.Store.DeleteKey(ctx, id)
	s.keys.drop() // also when it failed: it may have been done
	switch {
	case base.IsCode(err, base.NotFound):
		return base.Refuse(base.NotFound, "key.unknown")
	case err != nil:
		return fmt.Errorf("removing an API key: %w", err)
	}
	return nil
}

// Authenticate returns the key that a program showed, or Unauthorized. From is the network address that asks: who shows
// many wrong keys has to wait, but not a program whose key was right there lately. A key that was read lately is not read
// again.
func (s *Service) Authenticate(ctx context.Context, bearer, from string) (Key, error) {
	if bearer == "" {
		return Key{}, base.Refuse(base.Unauthorized, "key.required")
	}
	hashed, now := hash(bearer), s.Now()
	seen := hashed + " " + Places(from)[0]
	known := s.keys.seenAt(seen, now)
	if !known {
		if err := s.mayShow(ctx, seen, from); err != nil {
			return Key{}, err
		}
	}
	k, err := s.readKey(ctx, bearer, hashed, now)
	switch {
	case base.IsCode(err, base.Unauthorized):
		if _, err := s.Throttle.Take(ctx, guesses("key", from)...); err != nil {
			return Key{}, err
		}
		s.trace(byStranger(ctx), Trace{Act: TraceKeyRefused, From: from})
	case err == nil && !known:
		err = s.rememberKey(ctx, seen, now)
	}
	return k, err
}

// keySeen is how long it is remembered that a key was right at a place.
const keySeen = 24 * time.Hour

// mayShow refuses another key from where many were wrong, unless this one was right there.
func (s *Service) mayShow(ctx context.Context, seen, from string) error {
	wait, err := s.Throttle.Wait(ctx, guesses("key", from)...)
	if err != nil || wait == 0 {
		return err
	}
	if left, err := s.Throttle.Marked(ctx, "key "+seen); err != nil || left > 0 {
		return err
	}
	return TooOften(wait)
}

// rememberKey remembers that a key was right at a place: on this server, and in the store for the others.
func (s *Service) rememberKey(ctx context.Context, seen string, now time.Time) error {
	left, err := s.Throttle.Marked(ctx, "key "+seen)
	if err == nil && left < keySeen/2 {
		err = s.Throttle.Mark(ctx, "key "+seen, keySeen)
	}
	if err == nil {
		s.keys.see(seen, now)
	}
	return err
}

// readKey returns the key with this hash, or Unauthorized.
func (s *Service) readKey(ctx context.Context, bearer, hashed string, now time.Time) (Key, error) {
	if s.MasterKey != "" && subtle.ConstantTimeCompare([]byte(hashed), []byte(hash(s.MasterKey))) == 1 {
		return Key{ID: SettingsKeyID, Name: SettingsKeyID, Role: Manager}, nil
	}
	if !strings.HasPrefix(bearer, keyPrefix) {
		return Key{}, base.Refuse(base.Unauthorized, "key.refused")
	}
	known, fresh, epoch := s.keys.get(hashed, now)
	if fresh {
		return known, nil
	}
	switch k, err := s.Store.Key(ctx, hashed); {
	case base.IsCode(err, base.NotFound):
		return Key{}, base.Refuse(base.Unauthorized, "key.refused")
	case err != nil:
		return Key{}, fmt.Errorf("looking for an API key: %w", err)
	default:
		s.keys.put(hashed, k, now, epoch)
		return k, nil
	}
}
