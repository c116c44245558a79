package board

import (
	"context"
	"crypto/hmac"
	"fmt"

	"soundings/cohorts/base"
	"soundings/cohorts/contact"
)

// Code is the code of the break room: whoever has it reports without a name. It is derived with the server's secret and never
// kept.
type Code struct {
	Issue   int // how often it was issued anew
	Version int64
}

// code returns the token of an issue. No invitation has an id with a slash.
func (s *Service) code(c Code) string {
	return s.Contact.Links.Token(fmt.Sprintf("break-room/%d", c.Issue))
}

// Code returns the code of the break room, in fours.
func (s *Service) Code(ctx context.Context) (string, error) {
	c, err := s.Store.ReportCode(ctx)
	if err != nil {
		return "", fmt.Errorf("reading the code of the break room: %w", err)
	}
	return contact.PrintToken(s.code(c)), nil
}

// IsCode reports whether somebody typed the code of the break room.
func (s *Service) IsCode(ctx context.Context, typed string) (bool, error) {
	token, ok := contact.ReadToken(typed)
	if !ok {
		return false, nil
	}
	c, err := s.Store.ReportCode(ctx)
	if err != nil {
		return false, fmt.Errorf("reading the code of the break room: %w", err)
	}
	return hmac.Equal([]byte(token), []byte(s.code(c))), nil
}

// RenewCode issues the code of the break room anew: the one before opens nothing from then on.
func (s *Service) RenewCode(ctx context.Context) error {
	_, err := base.Revise(func() (Code, error) { return s.Store.ReportCode(ctx) }, func(c *Code) error {
		c.Issue++
		return nil
	}, func(c Code) error { return s.Store.SaveReportCode(ctx, c) })
	if err != nil {
		return fmt.Errorf("renewing the code of the break room: %w", err)
	}
	return nil
}
