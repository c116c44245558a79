package rollout

import (
	"context"
	"crypto/sha256"
	"encoding/hex"

	"soundings/cohorts/base"
)

// Reason says why a person sees a feature or not, in the words of OpenFeature.
type Reason string

// The reasons. People who do not see a feature in beta all get the same one, whether they are unknown, asked, declined,
// withdrawn, or agreed and not yet in the share: the portal learns nothing about their consent.
const (
	ReasonStatic   Reason = "STATIC"          // live: everybody sees it
	ReasonDisabled Reason = "DISABLED"        // not in beta yet, or retired: nobody does
	ReasonDefault  Reason = "DEFAULT"         // in beta and not shown
	ReasonSplit    Reason = "SPLIT"           // in the share of an agreed member's cohort
	ReasonTarget   Reason = "TARGETING_MATCH" // the whole cohort sees it, or this member by an override
)

// Evaluation says whether the portal shows a feature to a person, and why.
type Evaluation struct {
	Key    string
	Stage  Stage
	On     bool
	Reason Reason
}

// Variant names the value: "on" or "off".
func (e Evaluation) Variant() string {
	if e.On {
		return "on"
	}
	return "off"
}

// Evaluate returns the evaluation of a feature for a person, and notes the exposure when it is on. It returns NotFound for
// an unknown feature.
func (s *Service) Evaluate(ctx context.Context, key, ref string) (Evaluation, error) {
	v, err := s.current(ctx)
	if err != nil {
		return Evaluation{}, err
	}
	f := v.flags[key]
	if f == nil {
		return Evaluation{}, base.Refuse(base.NotFound, "feature.unknown", "Key", key)
	}
	return s.evaluate(ctx, f, ref, true)
}

// Bulk holds the evaluations of every feature for one person.
type Bulk struct {
	Items []Evaluation // by key
	ETag  string       // with its quotation marks; equal for equal items, on every server
}

// EvaluateAll evaluates every feature for a person, and notes an exposure for each that is on.
func (s *Service) EvaluateAll(ctx context.Context, ref string) (Bulk, error) {
	return s.evaluateAll(ctx, ref, true)
}

// Sees evaluates every feature for a person without noting an exposure: for the team's pages.
func (s *Service) Sees(ctx context.Context, ref string) ([]Evaluation, error) {
	b, err := s.evaluateAll(ctx, ref, false)
	return b.Items, err
}

func (s *Service) evaluateAll(ctx context.Context, ref string, count bool) (Bulk, error) {
	v, err := s.current(ctx)
	if err != nil {
		return Bulk{}, err
	}
	b := Bulk{Items: make([]Evaluation, 0, len(v.keys))}
	text := make([]byte, 0, 64*len(v.keys))
	add := func(part string) { text = append(append(text, part...), ' ') }
	for _, key := range v.keys {
		e, err := s.evaluate(ctx, v.flags[key], ref, count)
		if err != nil {
			return Bulk{}, err
		}
		b.Items = append(b.Items, e)
		add(key)
		add(string(e.Stage))
		add(string(e.Reason))
		add(e.Variant())
	}
	sum := sha256.Sum256(text)
	b.ETag = `"` + hex.EncodeToString(sum[:12]) + `"`
	return b, nil
}

func (s *Service) evaluate(ctx context.Context, f *flag, ref string, count bool) (Evaluation, error) {
	e := Evaluation{Key: f.key, Stage: f.stage, Reason: ReasonDisabled}
	switch f.stage {
	case Live:
		e.On, e.Reason = true, ReasonStatic
	case Beta:
		e.Reason = ReasonDefault
	default:
		return e, nil
	}
	if len(f.shares) == 0 {
		return e, nil
	}
	ref, p, err := s.person(ctx, ref)
	if err != nil {
		return e, err
	}
	for _, cohort := range p.cohorts {
		share := f.shares[cohort]
		if share == nil {
			continue
		}
		on, reason := share.shows(ref)
		if !on && f.stage != Live {
			continue
		}
		if count {
			s.memory.exposures.add(p, share, ref, s.now())
		}
		if !e.On {
			e.On, e.Reason = true, reason
		}
	}
	return e, nil
}

// shows reports whether an agreed member sees the feature in beta, and why.
func (s *share) shows(ref string) (bool, Reason) {
	if on, ok := s.overrides[ref]; ok {
		return on, ReasonTarget
	}
	if s.hundredths == buckets {
		return true, ReasonTarget
	}
	return s.hundredths > 0 && Bucket(s.feature, ref) < s.hundredths, ReasonSplit
}
