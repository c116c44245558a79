package rollout

import (
	"context"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"soundings/cohorts/base"
)

// Stage is the stage of a feature's life.
type Stage string

// The stages. Nobody sees a feature before beta or once it is retired. In beta its rollouts decide. A live feature belongs
// to the portal: everybody sees it, whether Soundings knows them or not, so that an evaluation reveals nobody's consent.
const (
	Idea    Stage = "idea"
	Planned Stage = "planned"
	Beta    Stage = "beta"
	Live    Stage = "live"
	Retired Stage = "retired"
)

// Stages returns them in the order of a feature's life.
func Stages() []Stage { return []Stage{Idea, Planned, Beta, Live, Retired} }

// Feature is something the portal can do.
type Feature struct {
	Key         string     `json:"key"` // a slug; it never changes
	Name        base.Words `json:"name"`
	Description base.Words `json:"description"`
	Effort      float64    `json:"effort"` // in the unit of a plan's capacity; 0: not estimated
	Needs       []string   `json:"needs"`  // keys of the features that have to be there first
	Stage       Stage      `json:"stage"`
	Owner       string     `json:"owner"` // the person on the team who looks after it
	Created     time.Time  `json:"created"`
	Since       time.Time  `json:"since"` // when the present stage began
	Version     int64      `json:"-"`     // as read from the store; 0: not kept yet
}

// Limits of one feature; texts in characters, effort in the unit of a plan's capacity.
const (
	maxKey         = 60
	maxName        = 100
	maxDescription = 1000
	maxOwner       = 100
	maxEffort      = 1_000_000
	maxNeeds       = 50
)

var keyPattern = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)

// Features returns every feature, by key.
func (s *Service) Features(ctx context.Context) ([]Feature, error) {
	c, err := s.catalogue(ctx)
	return c.Features, err
}

// Feature returns the feature with this key, or NotFound.
func (s *Service) Feature(ctx context.Context, key string) (Feature, error) {
	c, err := s.catalogue(ctx)
	if err != nil {
		return Feature{}, err
	}
	return c.feature(key)
}

// SaveFeature adds a feature, or replaces the whole of the one with this key. Without a stage a new feature is an idea,
// and a known one keeps its stage. It returns Invalid for a need that is unknown or leads back to the feature; that is
// checked against the catalogue in which the feature is saved.
func (s *Service) SaveFeature(ctx context.Context, f Feature) (Feature, error) {
	f = f.tidy()
	saved := f
	read := func() (Catalogue, error) { return s.catalogue(ctx) }
	_, err := base.Revise(read, func(c *Catalogue) error {
		saved = f.over(*c, s.now())
		return saved.check(*c)
	}, func(c Catalogue) error {
		if err := s.Store.SaveFeature(ctx, c.Revision, saved); err != nil {
			return fmt.Errorf("keeping a feature: %w", err)
		}
		return nil
	})
	if err == nil {
		s.dropSnapshot()
		saved.Version++
	}
	return saved, err
}

// CheckFeature returns what SaveFeature would refuse, and saves nothing.
func (s *Service) CheckFeature(ctx context.Context, f Feature) error {
	c, err := s.catalogue(ctx)
	if err != nil {
		return err
	}
	return f.tidy().over(c, s.now()).check(c)
}

// over returns f as it replaces the feature with its key, or as a new one.
func (f Feature) over(c Catalogue, now time.Time) Feature {
	kept, err := c.feature(f.Key)
	if err != nil {
		kept = Feature{Stage: Idea, Created: now, Since: now}
	}
	f.Created, f.Since, f.Version = kept.Created, kept.Since, kept.Version
	switch f.Stage {
	case "":
		f.Stage = kept.Stage
	case kept.Stage:
	default:
		f.Since = now
	}
	return f
}

// tidy returns the feature without blanks around what was typed, and with each need once.
func (f Feature) tidy() Feature {
	f.Key, f.Owner = strings.TrimSpace(f.Key), base.OneLine(f.Owner)
	f.Name, f.Description = f.Name.OneLine(), f.Description.Tidy()
	needs := make([]string, 0, len(f.Needs))
	for _, key := range f.Needs {
		if key = strings.TrimSpace(key); !slices.Contains(needs, key) {
			needs = append(needs, key)
		}
	}
	f.Needs = needs
	return f
}

// check returns nil, or an Invalid error that names every bad field.
func (f Feature) check(c Catalogue) error {
	var k checker
	if len(f.Key) > maxKey || !keyPattern.MatchString(f.Key) {
		k.bad("key", "feature.key", "Limit", maxKey)
	}
	if len(f.Name) == 0 {
		k.bad("name", "error.required")
	}
	k.words("name", f.Name, maxName)
	k.words("description", f.Description, maxDescription)
	k.number("effort", f.Effort, 0, maxEffort)
	k.length("owner", f.Owner, maxOwner)
	if !slices.Contains(Stages(), f.Stage) {
		k.bad("stage", "error.oneof", "Choices", "idea, planned, beta, live, retired")
	}
	if len(f.Needs) > maxNeeds {
		k.bad("needs", "error.max_items", "Limit", maxNeeds)
	}
	for _, key := range f.Needs {
		if _, err := c.feature(key); err != nil && key != f.Key {
			k.bad("needs", "feature.needs_unknown", "Key", key)
		}
	}
	if circle := c.circle(f); circle != nil {
		k.bad("needs", "feature.cycle", "Path", strings.Join(circle, " → "))
	}
	return k.err()
}

// circle returns the path on which f, with its new needs, comes to need itself: its key, the keys between, its key again.
// It returns nil when there is none.
func (c Catalogue) circle(f Feature) []string {
	known := map[string]bool{} // features that do not lead to f
	var walk func(key string, needs []string) []string
	walk = func(key string, needs []string) []string {
		for _, need := range needs {
			if need == f.Key {
				return []string{key, need}
			}
			if known[need] {
				continue
			}
			known[need] = true
			next, err := c.feature(need)
			if err != nil {
				continue
			}
			if rest := walk(need, next.Needs); rest != nil {
				return append([]string{key}, rest...)
			}
		}
		return nil
	}
	return walk(f.Key, f.Needs)
}
