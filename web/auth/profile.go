package auth

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"soundings/cohorts/base"
)

// SignedIn is one browser in which somebody is signed in.
type SignedIn struct {
	ID     string
	Device string // "Firefox, Windows"; empty: not known
	Began  time.Time
	Here   bool // it is the one that asks
}

// SignedIn returns in which browsers somebody is signed in, the latest first.
func (s *Service) SignedIn(ctx context.Context, staff Staff) ([]SignedIn, error) {
	kept, err := s.Store.Sessions(ctx, staff.ID)
	if err != nil {
		return nil, fmt.Errorf("listing sessions: %w", err)
	}
	var all []SignedIn
	for _, session := range kept {
		var d sessionData
		if err := json.Unmarshal(session.Data, &d); err != nil {
			return nil, fmt.Errorf("reading a session: %w", err)
		}
		stamp, _ := d.Values[sessionStamp].(string)
		if stamp != staff.stamp() || !time.Now().Before(session.Expires) { // as scs tells time
			continue
		}
		device, _ := d.Values[sessionDevice].(string)
		began, _ := d.Values[sessionBegan].(float64)
		all = append(all, SignedIn{session.Hash, device, time.Unix(int64(began), 0), session.Hash == sessionOf(ctx)})
	}
	slices.SortFunc(all, func(a, b SignedIn) int { return b.Began.Compare(a.Began) })
	return all, nil
}

// sessionOf returns the id of the session that a request came with.
func sessionOf(ctx context.Context) string {
	if found, ok := ctx.Value(foundKey{}).(*Session); ok {
		return found.Hash
	}
	return ""
}

// EndSession signs somebody out in one of their browsers; with an empty id in all but the one that asks.
func (s *Service) EndSession(ctx context.Context, staff Staff, id string) (ended int, err error) {
	all, err := s.Store.Sessions(ctx, staff.ID)
	if err != nil {
		return 0, fmt.Errorf("listing sessions: %w", err)
	}
	for _, session := range all {
		if id == "" && session.Hash == sessionOf(ctx) || id != "" && session.Hash != id {
			continue
		}
		if err := s.Store.DeleteSession(ctx, session.Hash); err != nil {
			return ended, fmt.Errorf("ending a session: %w", err)
		}
		ended++
	}
	if id != "" && ended == 0 {
		return 0, base.Refuse(base.NotFound, "session.unknown")
	}
	return ended, nil
}

// EndSessions signs somebody out everywhere, and leaves a trace of it.
func (s *Service) EndSessions(ctx context.Context, id, from string) (ended int, err error) {
	all, err := s.Store.Sessions(ctx, id)
	if err != nil {
		return 0, fmt.Errorf("listing sessions: %w", err)
	}
	for _, session := range all {
		if err := s.Store.DeleteSession(ctx, session.Hash); err != nil {
			return ended, fmt.Errorf("ending a session: %w", err)
		}
		ended++
	}
	s.trace(ctx, Trace{Act: TraceEnded, Subject: id, From: from})
	return ended, nil
}

// Prove refuses a password that is not that of somebody who is signed in.
func (s *Service) Prove(ctx context.Context, staff Staff, a Attempt) error {
	a.Email = staff.Email
	_, err := s.SignIn(ctx, a)
	return err
}

// ChangePassword gives somebody another password, who knows the one they have. It ends their sessions and set-up links.
func (s *Service) ChangePassword(ctx context.Context, staff Staff, a Attempt, password string) (Staff, error) {
	if fields := checkPassword(password, staff.Email); fields != nil {
		return Staff{}, base.InvalidFields(fields...)
	}
	if err := s.Prove(ctx, staff, a); err != nil {
		return Staff{}, err
	}
	hashed, err := s.passwords.hash(ctx, password)
	if err != nil {
		return Staff{}, err
	}
	return s.change(ctx, func(roster Roster) (StaffChange, error) {
		now, err := s.Staff(ctx, staff.ID)
		if err == nil && now.stamp() != staff.stamp() { // another one was chosen meanwhile
			err = base.Refuse(base.Unauthorized, "signin.required")
		}
		now.PasswordHash = hashed
		return StaffChange{Act: ActPassword, Roster: roster, Staff: now}, err
	})
}

// deviceOf returns what a browser says that it is, in two words.
func deviceOf(agent string) string {
	browser := firstIn(agent, [][2]string{{"Edg", "Edge"}, {"OPR/", "Opera"}, {"Firefox/", "Firefox"}, {"FxiOS", "Firefox"}, {"CriOS", "Chrome"}, {"Chrome/", "Chrome"}, {"Safari/", "Safari"}})
	system := firstIn(agent, [][2]string{{"iPhone", "iPhone"}, {"iPad", "iPad"}, {"Android", "Android"}, {"CrOS", "ChromeOS"}, {"Windows", "Windows"}, {"Mac OS X", "macOS"}, {"Linux", "Linux"}})
	if browser == "" || system == "" {
		return browser + system
	}
	return browser + ", " + system
}

// firstIn returns the name of the first mark that a text has.
func firstIn(text string, marks [][2]string) string {
	for _, m := range marks {
		if strings.Contains(text, m[0]) {
			return m[1]
		}
	}
	return ""
}
