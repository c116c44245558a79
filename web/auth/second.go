package auth

import (
	"context"
	"crypto/subtle"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/pquerna/otp"
	"github.com/pquerna/otp/totp"

	"soundings/cohorts/base"
)

// The second step of signing in: a code of six digits that an app on the person's telephone makes anew every half minute
// (RFC 6238), or one of the recovery codes that they keep on paper.
const (
	secondPeriod  = 30 * time.Second
	secondSkew    = 1 // codes before and after that of now that are taken, for clocks that are not right
	recoveryCodes = 10
	secondIssuer  = "Soundings"
)

// Who has to have a second step.
const (
	SecondOfManagers = "managers"
	SecondOfAll      = "all"
)

// HasSecond reports whether somebody signs in with a second step.
func (s Staff) HasSecond() bool { return s.Second != "" }

// RecoveryLeft returns how many recovery codes somebody has not used.
func (s Staff) RecoveryLeft() int { return len(strings.Fields(s.Recovery)) }

// LacksSecond reports whether somebody has to have a second step, and has none.
func (s *Service) LacksSecond(staff Staff) bool {
	required := s.RequireSecond == SecondOfAll || s.RequireSecond == SecondOfManagers && staff.Role == Manager
	return required && !staff.HasSecond() && !staff.ByProvider() // whose provider sees to it
}

// NewSecond makes a secret for somebody's app. Nothing is kept until SetSecond.
func (s *Service) NewSecond() (secret string, err error) {
	key, err := totp.Generate(totp.GenerateOpts{Issuer: secondIssuer, AccountName: secondIssuer, Rand: s.Rand})
	if err != nil {
		return "", fmt.Errorf("making the secret of a second step: %w", err)
	}
	return key.Secret(), nil
}

// SecondAddress returns the address by which an app takes a secret from a QR code: it says of what and whose it is.
func SecondAddress(clinic string, staff Staff, secret string) string {
	issuer := strings.TrimSpace(secondIssuer + " " + strings.ReplaceAll(clinic, ":", " "))
	values := url.Values{"secret": {secret}, "issuer": {issuer}}
	return "otpauth://totp/" + url.PathEscape(issuer+":"+staff.Email) + "?" + strings.ReplaceAll(values.Encode(), "+", "%20")
}

// SetSecond gives somebody a second step, once their app has shown a code of it. The recovery codes are answered this once
// and kept nowhere.
func (s *Service) SetSecond(ctx context.Context, staff Staff, secret, code string) (codes []string, err error) {
	step, ok := s.stepOf(secret, code, 0)
	if !ok {
		return nil, base.InvalidFields(base.Field{Name: "code", Text: base.T("second.wrong")})
	}
	codes, kept := s.newRecovery()
	_, err = s.changeSecond(ctx, staff.ID, ActSecondOn, func(now *Staff) {
		now.Second, now.SecondStep, now.Recovery = secret, step, kept
	})
	return codes, err
}

// NewRecovery gives somebody new recovery codes in place of those they had.
func (s *Service) NewRecovery(ctx context.Context, staff Staff) (codes []string, err error) {
	codes, kept := s.newRecovery()
	_, err = s.changeSecond(ctx, staff.ID, ActRecovery, func(now *Staff) { now.Recovery = kept })
	return codes, err
}

// DropSecond lets somebody sign in without a second step again.
func (s *Service) DropSecond(ctx context.Context, staff Staff) error {
	_, err := s.changeSecond(ctx, staff.ID, ActSecondOff, (*Staff).dropSecond)
	return err
}

func (s *Staff) dropSecond() { s.Second, s.SecondStep, s.Recovery = "", 0, "" }

func (s *Service) changeSecond(ctx context.Context, id string, act Act, change func(*Staff)) (Staff, error) {
	return s.change(ctx, func(roster Roster) (StaffChange, error) {
		staff, err := s.Staff(ctx, id)
		if err == nil && staff.ByProvider() {
			err = base.Refuse(base.Conflict, "second.provider")
		}
		change(&staff)
		return StaffChange{Act: act, Roster: roster, Staff: staff}, err
	})
}

// newRecovery makes recovery codes, and what is kept of them.
func (s *Service) newRecovery() (codes []string, kept string) {
	var hashes []string
	for range recoveryCodes {
		code := strings.ToLower(base.NewID(s.Rand)[:10])
		codes, hashes = append(codes, code[:5]+"-"+code[5:]), append(hashes, hash(code))
	}
	return codes, strings.Join(hashes, " ")
}

// CheckSecond takes a code of somebody who gave their password. Each is taken once; who is wrong often has to wait, but at
// their own place only.
func (s *Service) CheckSecond(ctx context.Context, id, code, from string) (Staff, error) {
	limit := Limit{"second " + id + " " + Places(from)[0], 5, 30 * time.Second, 15 * time.Minute}
	switch wait, err := s.Throttle.Take(ctx, limit); {
	case err != nil:
		return Staff{}, err
	case wait > 0:
		return Staff{}, TooOften(wait)
	}
	staff, err := s.useCode(ctx, id, code)
	if base.IsCode(err, base.Invalid) {
		s.trace(byStranger(ctx), Trace{Act: TraceCodeRefused, Subject: id, From: from})
	}
	if err != nil {
		return Staff{}, err
	}
	return staff, s.Throttle.GiveBack(ctx, limit)
}

// useCode uses up a code of an app or a recovery code.
func (s *Service) useCode(ctx context.Context, id, code string) (Staff, error) {
	code = strings.ToLower(strings.NewReplacer(" ", "", "-", "", "\u00a0", "").Replace(code))
	return s.change(ctx, func(roster Roster) (StaffChange, error) {
		staff, err := s.Staff(ctx, id)
		if err != nil {
			return StaffChange{}, err
		}
		kept := strings.Fields(staff.Recovery)
		left := slices.DeleteFunc(slices.Clone(kept), func(h string) bool { return subtle.ConstantTimeCompare([]byte(h), []byte(hash(code))) == 1 })
		step, ok := s.stepOf(staff.Second, code, staff.SecondStep)
		switch {
		case ok:
			staff.SecondStep = step
			return StaffChange{Act: ActCode, Roster: roster, Staff: staff}, nil
		case len(left) < len(kept):
			staff.Recovery = strings.Join(left, " ")
			return StaffChange{Act: ActRecoveryUsed, Roster: roster, Staff: staff}, nil
		}
		return StaffChange{}, base.InvalidFields(base.Field{Name: "code", Text: base.T("second.wrong")})
	})
}

// stepOf returns at which step of time a secret's code is this one, if it is a later one than last.
func (s *Service) stepOf(secret, code string, last int64) (step int64, ok bool) {
	now := s.Now()
	for skew := -secondSkew; skew <= secondSkew; skew++ {
		at := now.Add(time.Duration(skew) * secondPeriod)
		want, err := totp.GenerateCodeCustom(secret, at, totp.ValidateOpts{Period: uint(secondPeriod / time.Second), Digits: otp.DigitsSix})
		this := at.Unix() / int64(secondPeriod/time.Second)
		if err == nil && this > last && subtle.ConstantTimeCompare([]byte(want), []byte(code)) == 1 {
			step, ok = this, true
		}
	}
	return step, ok
}
