package auth

import (
	"context"
	"fmt"
	"strings"
	"time"

	"soundings/cohorts/base"
)

// Calendar is the address at which a member's calendar program finds the dates of the plan. Such a program cannot sign in: whoever
// has the address reads them.
type Calendar struct {
	Hash     string    // of its token; empty: there is none
	Language string    // of what it says
	Made     time.Time // when
}

// Calendars are the addresses of calendars, each a part of an account.
type Calendars struct{ Accounts *Service }

// Make gives a member an address, in the place of the one they have. The token is answered this once and kept nowhere.
func (c Calendars) Make(ctx context.Context, id, language string) (token string, staff Staff, err error) {
	s := c.Accounts
	token = s.newToken()
	staff, err = s.change(ctx, func(roster Roster) (StaffChange, error) {
		staff, err := s.Staff(ctx, id)
		staff.Calendar = Calendar{Hash: hash(token), Language: language, Made: s.Now()}
		return StaffChange{Act: ActCalendar, Roster: roster, Staff: staff}, err
	})
	return token, staff, err
}

// End takes a member's address back: from the next request on it leads nowhere.
func (c Calendars) End(ctx context.Context, id string) error {
	s := c.Accounts
	_, err := s.change(ctx, func(roster Roster) (StaffChange, error) {
		staff, err := s.Staff(ctx, id)
		if err != nil || staff.Calendar.Hash == "" {
			return StaffChange{Act: ActNone}, err
		}
		staff.Calendar = Calendar{}
		return StaffChange{Act: ActCalendarEnded, Roster: roster, Staff: staff}, nil
	})
	return err
}

// EndAll takes all addresses back.
func (c Calendars) EndAll(ctx context.Context) error {
	all, err := c.Accounts.AllStaff(ctx)
	for _, staff := range all {
		if staff.Calendar.Hash != "" && err == nil {
			err = c.End(ctx, staff.ID)
		}
	}
	return err
}

// Owner returns the member whose address has this token, or NotFound, after which whoever asks has to wait the longer the more
// they ask for what there is not.
func (c Calendars) Owner(ctx context.Context, token, from string) (Staff, error) {
	staff, err := c.Accounts.Store.StaffByCalendar(ctx, hash(strings.ToLower(token)))
	switch {
	case base.IsCode(err, base.NotFound):
		if err := c.Accounts.Visitors().GuessedLink(ctx, from); err != nil {
			return Staff{}, err
		}
		return Staff{}, base.Refuse(base.NotFound, "error.not_found")
	case err != nil:
		return Staff{}, fmt.Errorf("looking for a calendar's address: %w", err)
	}
	return staff, nil
}
