package store_test

import (
	"strings"
	"testing"
	"time"

	"soundings/cohorts/base"
	"soundings/web/auth"
)

func (c *clinic) auth() *auth.Service { return c.Accounts }

// person is an account as it is first kept.
func person(id, mail string, role auth.Role) auth.Staff {
	return auth.Staff{ID: id, Email: mail, Name: "Name of " + id, Role: role, PasswordHash: "$argon2id$" + id, Created: time.UnixMilli(0).UTC()}
}

// Of two changes of the staff at once, one is refused; each is kept as a whole or not at all.
func TestRoster(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		equal(t, "at first", must(c.store.Roster(c.ctx)), auth.Roster{})
		errs := together(6, func(n int) error {
			id := string(rune('A' + n))
			return c.store.ChangeStaff(c.ctx, auth.StaffChange{
				Act: auth.ActSetUp, Roster: auth.Roster{Managers: []string{id}}, Staff: person(id, id+"@example.org", auth.Manager),
				Link: &auth.SetupLink{ID: "L" + id, Hash: "hash of " + id, Purpose: auth.ForFirst, Expires: c.now().Add(time.Hour), Used: c.now()},
			})
		})
		equal(t, "kept and refused", count(errs), map[error]int{nil: 1, base.ErrChanged: 5})
		roster, all := must(c.store.Roster(c.ctx)), must(c.store.AllStaff(c.ctx))
		equal(t, "staff", len(all), 1)
		equal(t, "managers", roster, auth.Roster{Managers: []string{all[0].ID}, Version: 1})
		equal(t, "links", len(c.documents("setup_links")), 1)
		_, err := c.store.SetupLink(c.ctx, "hash of "+all[0].ID)
		equal(t, "its link", err, nil)

		same := auth.StaffChange{Act: auth.ActAdded, Roster: roster, Staff: person("Z", strings.ToUpper(all[0].Email), auth.Member)}
		refused(t, "an address twice", c.store.ChangeStaff(c.ctx, same), base.Conflict)
		equal(t, "all or none", must(c.store.Roster(c.ctx)).Version, int64(1))
		gone := auth.StaffChange{Act: auth.ActRemoved, Roster: roster, Staff: all[0], Remove: true}
		equal(t, "removed", c.store.ChangeStaff(c.ctx, gone), nil)
		_, err = c.store.Staff(c.ctx, all[0].ID)
		refused(t, "gone", err, base.NotFound)
		refused(t, "removed twice", c.store.ChangeStaff(c.ctx, gone), base.Conflict)
	})
}

// An account is kept as it is, found by its address, and neither name nor address lies in the open.
func TestStaffAreKept(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		want := person("A", "zebulon@example.org", auth.Manager)
		link := auth.SetupLink{ID: "L", Hash: "H", Purpose: auth.ForAdmin, Email: "zebulon@example.org", Stamp: "stamp", Created: c.now(), Expires: c.now().Add(time.Hour)}
		change := auth.StaffChange{Act: auth.ActAdded, Roster: auth.Roster{Managers: []string{"A"}}, Staff: want, Link: &link}
		equal(t, "kept", c.store.ChangeStaff(c.ctx, change), nil)
		want.Version, link.Version = 1, 1
		equal(t, "by id", must(c.store.Staff(c.ctx, "A")), want)
		equal(t, "by address", must(c.store.StaffByEmail(c.ctx, "zebulon@example.org")), want)
		equal(t, "all", must(c.store.AllStaff(c.ctx)), []auth.Staff{want})
		equal(t, "link", must(c.store.SetupLink(c.ctx, "H")), link)
		documents := strings.Join(c.documents("*"), "\n")
		equal(t, "sealed", strings.Contains(documents, "zebulon") || strings.Contains(documents, "Name of"), false)
		equal(t, "audit", c.audit(), []string{"staff MANAGER: staff.added A"})

		link.Used = c.now()
		equal(t, "used", c.store.SaveSetupLink(c.ctx, link), nil)
		equal(t, "used", must(c.store.SetupLink(c.ctx, "H")).Used, c.now())
		refused(t, "used twice", c.store.SaveSetupLink(c.ctx, link), base.Conflict)
		for about, err := range map[string]error{
			"staff": second(c.store.Staff(c.ctx, "B")), "address": second(c.store.StaffByEmail(c.ctx, "b@example.org")), "link": second(c.store.SetupLink(c.ctx, "I")),
			"key": second(c.store.Key(c.ctx, "K")), "session": second(c.store.Session(c.ctx, "S")), "no key to delete": c.store.DeleteKey(c.ctx, "K"),
		} {
			refused(t, about, err, base.NotFound)
		}
	})
}

func second[V any](_ V, err error) error { return err }

func TestKeysAreKept(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		k := auth.Key{ID: "K", Name: "Portal", Role: auth.Member, Hash: "H", Created: c.now()}
		equal(t, "kept", c.store.SaveKey(c.ctx, k), nil)
		refused(t, "kept twice", c.store.SaveKey(c.ctx, k), base.Conflict)
		k.Version = 1
		equal(t, "by hash", must(c.store.Key(c.ctx, "H")), k)
		equal(t, "all", must(c.store.Keys(c.ctx)), []auth.Key{k})
		c.wait(time.Second)
		equal(t, "deleted", c.store.DeleteKey(c.ctx, "K"), nil)
		refused(t, "gone", second(c.store.Key(c.ctx, "H")), base.NotFound)
		equal(t, "audit", c.audit()[1:], []string{"staff MANAGER: key.remove K"})
	})
}

// Sessions come and go without a record; those that are over are swept away, with the set-up links.
func TestSessionsAreKept(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		save := func(hash string, version int64, life time.Duration) error {
			return c.store.SaveSession(c.ctx, auth.Session{Hash: hash, Data: []byte(`{"staff":"A"}`), Expires: c.now().Add(life), Version: version})
		}
		equal(t, "kept", save("S", 0, time.Hour), nil)
		refused(t, "kept twice", save("S", 0, time.Hour), base.Conflict)
		equal(t, "longer", save("S", 1, 2*time.Hour), nil)
		equal(t, "read", must(c.store.Session(c.ctx, "S")), auth.Session{Hash: "S", Data: []byte(`{"staff":"A"}`), Expires: c.now().Add(2 * time.Hour), Version: 2})
		equal(t, "over", save("over", 0, -time.Hour), nil)
		equal(t, "over, and still there", string(must(c.store.Session(c.ctx, "over")).Data), `{"staff":"A"}`)
		for n, life := range []time.Duration{-time.Hour, time.Hour} {
			link := auth.SetupLink{ID: "L", Hash: string(rune('A' + n)), Purpose: auth.ForFirst, Expires: c.now().Add(life)}
			equal(t, "link", c.store.SaveSetupLink(c.ctx, link), nil)
		}
		equal(t, "swept", c.store.DeleteExpired(c.ctx, c.now()), nil)
		equal(t, "left", []int{len(c.documents("sessions")), len(c.documents("setup_links"))}, []int{1, 1})
		errs := together(4, func(int) error { return c.store.DeleteSession(c.ctx, "S") })
		equal(t, "ended", count(errs), map[error]int{nil: 4})
		refused(t, "ended", second(c.store.Session(c.ctx, "S")), base.NotFound)
	})
}

// The team sets itself up over a real database: the first link works once, and somebody always manages.
func TestSetUp(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		a := c.auth()
		token, needed, err := a.FirstSetupLink(c.ctx)
		equal(t, "needed", []any{needed, err}, []any{true, nil})
		setUps := together(2, func(n int) bool {
			mail := []string{"a@example.org", "b@example.org"}[n]
			_, err := c.another(t).auth().SetUp(c.ctx, token, "First", mail, "a long enough password")
			return err == nil
		})
		equal(t, "who was first", count(setUps), map[bool]int{true: 1, false: 1})
		_, needed, err = a.FirstSetupLink(c.ctx)
		equal(t, "needed again", []any{needed, err}, []any{false, nil})
		first := must(a.AllStaff(c.ctx))[0]
		refused(t, "the last manager", a.RemoveStaff(c.ctx, first.ID), base.Conflict)
		other, _, err := a.AddStaff(c.ctx, "Bo", "bo@example.org", auth.Manager)
		equal(t, "added", err, nil)
		left := together(2, func(n int) bool { return a.RemoveStaff(c.ctx, []string{first.ID, other.ID}[n]) == nil })
		equal(t, "both cannot go", count(left), map[bool]int{true: 1, false: 1})
		equal(t, "somebody manages", len(must(c.store.Roster(c.ctx)).Managers), 1)
	})
}
