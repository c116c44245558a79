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
	Role    Role      `json:"role" validate:"required,oneof=manager member viewer portal"`
	Hash    string    `json:"-"`
	Created time.Time `json:"created"`
	Version int64     `json:"-"`
}

// CreateKey makes a key. The key itself is answered this once and kept nowhere.
func (s *Service) CreateKey(ctx context.Context, name string, role Role) (key string, k Key, err error) {
	key = keyPrefix + s.newToken()
	k = Key{ID: base.NewID(s.Rand), Name: strings.TrimSpace(name), Role: role, Hash: hash(key), Created: s.Now()}
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

// Authenticate returns the key that a program showed, or Unauthorized. A key that was read lately is not read again.
func (s *Service) Authenticate(ctx context.Context, bearer string) (Key, error) {
	if bearer == "" {
		return Key{}, base.Refuse(base.Unauthorized, "key.required")
	}
	hashed := hash(bearer)
	if s.MasterKey != "" && subtle.ConstantTimeCompare([]byte(hashed), []byte(hash(s.MasterKey))) == 1 {
		return Key{ID: SettingsKeyID, Name: SettingsKeyID, Role: Manager}, nil
	}
	if !strings.HasPrefix(bearer, keyPrefix) {
		return Key{}, base.Refuse(base.Unauthorized, "key.refused")
	}
	now := s.Now()
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
