package store_test

import (
	"strings"
	"testing"
	"time"

	"soundings/cohorts/base"
	"soundings/cohorts/base/expect"
	"soundings/server/services/servicestest"
	"soundings/web/auth"
)

// person is an account as it is first kept.
func person(id, mail string, role auth.Role) auth.Staff {
	return auth.Staff{ID: id, Email: mail, Name: "Name of " + id, Role: role, PasswordHash: "$argon2id$" + id, Created: time.UnixMilli(0).UTC()}
}

// Of two changes of the staff at once, one is refused; each is kept as a whole or not at all.
func TestRoster(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		expect.Equal(t, "at first", must(c.Store.Roster(c.ctx)), auth.Roster{})
		errs := servicestest.Together(6, func(n int) error {
			id := string(rune('A' + n))
			return c.Store.ChangeStaff(c.ctx, auth.StaffChange{
				Act: auth.ActSetUp, Roster: auth.Roster{Managers: []string{id}}, Staff: person(id, id+"@example.org", auth.Manager),
				Link: &auth.SetupLink{ID: "L" + id, Hash: "hash of " + id, Purpose: auth.ForFirst, Expires: c.Clock.Now().Add(time.Hour), Used: c.Clock.Now()},
			})
		})
		expect.Equal(t, "kept and refused", servicestest.Count(errs), map[error]int{nil: 1, base.ErrChanged: 5})
		roster, all := must(c.Store.Roster(c.ctx)), must(c.Store.AllStaff(c.ctx))
		expect.Equal(t, "staff", len(all), 1)
		expect.Equal(t, "managers", roster, auth.Roster{Managers: []string{all[0].ID}, Version: 1})
		expect.Equal(t, "links", len(c.Documents(t, "setup_links")), 1)
		_, err := c.Store.SetupLink(c.ctx, "hash of "+all[0].ID)
		expect.Equal(t, "its link", err, nil)

		same := auth.StaffChange{Act: auth.ActAdded, Roster: roster, Staff: person("Z", strings.ToUpper(all[0].Email), auth.Member)}
		expect.Refused(t, "an address twice", c.Store.ChangeStaff(c.ctx, same), base.Conflict)
		expect.Equal(t, "all or none", must(c.Store.Roster(c.ctx)).Version, int64(1))
		gone := auth.StaffChange{Act: auth.ActRemoved, Roster: roster, Staff: all[0], Remove: true}
		expect.Equal(t, "removed", c.Store.ChangeStaff(c.ctx, gone), nil)
		_, err = c.Store.Staff(c.ctx, all[0].ID)
		expect.Refused(t, "gone", err, base.NotFound)
		expect.Refused(t, "removed twice", c.Store.ChangeStaff(c.ctx, gone), base.Conflict)
	})
}

// An account is kept as it is, found by its address, and neither name nor address lies in the open.
func TestStaffAreKept(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		want := person("A", "zebulon@example.org", auth.Manager)
		link := auth.SetupLink{ID: "L", Hash: "H", Purpose: auth.ForAdmin, Email: "zebulon@example.org", Stamp: "stamp", Created: c.Clock.Now(), Expires: c.Clock.Now().Add(time.Hour)}
		change := auth.StaffChange{Act: auth.ActAdded, Roster: auth.Roster{Managers: []string{"A"}}, Staff: want, Link: &link}
		expect.Equal(t, "kept", c.Store.ChangeStaff(c.ctx, change), nil)
		want.Version, link.Version = 1, 1
		expect.Equal(t, "by id", must(c.Store.Staff(c.ctx, "A")), want)
		expect.Equal(t, "by address", must(c.Store.StaffByEmail(c.ctx, "zebulon@example.org")), want)
		expect.Equal(t, "all", must(c.Store.AllStaff(c.ctx)), []auth.Staff{want})
		expect.Equal(t, "link", must(c.Store.SetupLink(c.ctx, "H")), link)
		documents := strings.Join(c.Documents(t), "\n")
		expect.Equal(t, "sealed", strings.Contains(documents, "zebulon") || strings.Contains(documents, "Name of"), false)
		expect.Equal(t, "audit", c.Audit(t), []string{"staff MANAGER: staff.added A"})

		link.Used = c.Clock.Now()
		expect.Equal(t, "used", c.Store.SaveSetupLink(c.ctx, link), nil)
		expect.Equal(t, "used", must(c.Store.SetupLink(c.ctx, "H")).Used, c.Clock.Now())
		expect.Refused(t, "used twice", c.Store.SaveSetupLink(c.ctx, link), base.Conflict)
		for about, err := range map[string]error{
			"staff": second(c.Store.Staff(c.ctx, "B")), "address": second(c.Store.StaffByEmail(c.ctx, "b@example.org")), "link": second(c.Store.SetupLink(c.ctx, "I")),
			"key": second(c.Store.Key(c.ctx, "K")), "session": second(c.Store.Session(c.ctx, "S")), "no key to delete": c.Store.DeleteKey(c.ctx, "K"),
		} {
			expect.Refused(t, about, err, base.NotFound)
		}
	})
}

func second[V any](_ V, err error) error { return err }

func TestKeysAreKept(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		k := auth.Key{ID: "K", Name: "Portal", Role: auth.Member, Hash: "H", Created: c.Clock.Now()}
		expect.Equal(t, "kept", c.Store.SaveKey(c.ctx, k), nil)
		expect.Refused(t, "kept twice", c.Store.SaveKey(c.ctx, k), base.Conflict)
		k.Version = 1
		expect.Equal(t, "by hash", must(c.Store.Key(c.ctx, "H")), k)
		expect.Equal(t, "all", must(c.Store.Keys(c.ctx)), []auth.Key{k})
		c.Clock.Advance(time.Second)
		expect.Equal(t, "deleted", c.Store.DeleteKey(c.ctx, "K"), nil)
		expect.Refused(t, "gone", second(c.Store.Key(c.ctx, "H")), base.NotFound)
		expect.Equal(t, "audit", c.Audit(t)[1:], []string{"staff MANAGER: key.remove K"})
	})
}

// Sessions come and go without a record; those that are over are swept away, with the set-up links.
func TestSessionsAreKept(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		save := func(hash string, version int64, life time.Duration) error {
			return c.Store.SaveSession(c.ctx, auth.Session{Hash: hash, Data: []byte(`{"staff":"A"}`), Expires: c.Clock.Now().Add(life), Version: version})
		}
		expect.Equal(t, "kept", save("S", 0, time.Hour), nil)
		expect.Refused(t, "kept twice", save("S", 0, time.Hour), base.Conflict)
		expect.Equal(t, "longer", save("S", 1, 2*time.Hour), nil)
		expect.Equal(t, "read", must(c.Store.Session(c.ctx, "S")), auth.Session{Hash: "S", Data: []byte(`{"staff":"A"}`), Expires: c.Clock.Now().Add(2 * time.Hour), Version: 2})
		expect.Equal(t, "over", save("over", 0, -time.Hour), nil)
		expect.Equal(t, "over, and still there", string(must(c.Store.Session(c.ctx, "over")).Data), `{"staff":"A"}`)
		for n, life := range []time.Duration{-time.Hour, time.Hour} {
			link := auth.SetupLink{ID: "L", Hash: string(rune('A' + n)), Purpose: auth.ForFirst, Expires: c.Clock.Now().Add(life)}
			expect.Equal(t, "link", c.Store.SaveSetupLink(c.ctx, link), nil)
		}
		expect.Equal(t, "swept", c.Store.DeleteExpired(c.ctx, c.Clock.Now()), nil)
		expect.Equal(t, "left", []int{len(c.Documents(t, "sessions")), len(c.Documents(t, "setup_links"))}, []int{1, 1})
		errs := servicestest.Together(4, func(int) error { return c.Store.DeleteSession(c.ctx, "S") })
		expect.Equal(t, "ended", servicestest.Count(errs), map[error]int{nil: 4})
		expect.Refused(t, "ended", second(c.Store.Session(c.ctx, "S")), base.NotFound)
	})
}

// Tries on several servers at once are each counted once, and forgotten when they are over.
func TestTriesAreCounted(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		limits := []auth.Limit{{Name: "place 192.0.2.1", Burst: 5, Every: time.Minute}, {Name: "account", Burst: 50, Every: time.Second}}
		servers := []*auth.Service{c.Accounts, c.Another(t).Accounts}
		waits := servicestest.Together(20, func(n int) bool { return must(servers[n%2].Throttle.Take(c.ctx, limits...)) > 0 })
		expect.Equal(t, "passed and waiting", servicestest.Count(waits), map[bool]int{false: 5, true: 15})
		kept := must(c.Store.Counters(c.ctx, "account", "nothing", "place 192.0.2.1"))
		expect.Equal(t, "in order", []int64{kept[0].Version, kept[1].Version, kept[2].Version}, []int64{5, 0, 5})
		expect.Equal(t, "in the open", strings.Contains(strings.Join(c.Documents(t), "\n"), "192.0.2.1"), false)
		c.Clock.Advance(7 * time.Minute)
		expect.Equal(t, "swept", c.Store.DeleteExpired(c.ctx, c.Clock.Now()), nil)
		expect.Equal(t, "left", len(c.Documents(t, "throttles")), 0)
	})
}

// What is done at a door stands in the audit, with the network address that only the server can read.
func TestTracesAreKept(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		expect.Equal(t, "kept", c.Store.Trace(c.ctx, auth.Trace{Act: auth.TraceSignIn, Subject: "A", From: "192.0.2.1"}), nil)
		got := must(c.Store.Audit(c.ctx, time.Time{}, time.Time{}, "", 10)).Items
		expect.Equal(t, "read", got, []base.AuditRecord{{At: c.Clock.Now(), By: servicestest.Manager(), Act: "session.sign_in", Subject: "A", From: "192.0.2.1"}})
		expect.Equal(t, "in the open", strings.Contains(strings.Join(c.Documents(t), "\n"), "192.0.2.1"), false)
	})
}

// The team sets itself up over a real database: the first link works once, and somebody always manages.
func TestSetUp(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		a := c.Accounts
		token, needed, err := a.FirstSetupLink(c.ctx)
		expect.Equal(t, "needed", []any{needed, err}, []any{true, nil})
		setUps := servicestest.Together(2, func(n int) bool {
			mail := []string{"a@example.org", "b@example.org"}[n]
			_, err := c.Another(t).Accounts.SetUp(c.ctx, token, "First", mail, "a long enough password")
			return err == nil
		})
		expect.Equal(t, "who was first", servicestest.Count(setUps), map[bool]int{true: 1, false: 1})
		_, needed, err = a.FirstSetupLink(c.ctx)
		expect.Equal(t, "needed again", []any{needed, err}, []any{false, nil})
		first := must(a.AllStaff(c.ctx))[0]
		expect.Refused(t, "the last manager", a.RemoveStaff(c.ctx, first.ID), base.Conflict)
		other, _, err := a.AddStaff(c.ctx, "Bo", "bo@example.org", auth.Manager)
		expect.Equal(t, "added", err, nil)
		left := servicestest.Together(2, func(n int) bool { return a.RemoveStaff(c.ctx, []string{first.ID, other.ID}[n]) == nil })
		expect.Equal(t, "both cannot go", servicestest.Count(left), map[bool]int{true: 1, false: 1})
		expect.Equal(t, "somebody manages", len(must(c.Store.Roster(c.ctx)).Managers), 1)
	})
}
