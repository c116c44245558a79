package store_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"go.mongodb.org/mongo-driver/bson"

	"soundings/cohorts"
	"soundings/cohorts/base/expect"
	"soundings/server/services/servicestest"
	"soundings/server/store/engine"
)

// sealed makes a block of a few records, n times.
func (c *clinic) sealed(t *testing.T, blocks int) {
	for b := range blocks {
		for n := range 3 {
			must(c.Cohorts.SaveParticipant(c.ctx, cohorts.Participant{Ref: fmt.Sprintf("P-%d%d", b, n), Group: cohorts.Patient}))
			c.Clock.Advance(time.Second)
		}
		c.Clock.Advance(time.Minute)
		expect.Equal(t, "sealed", must(c.Store.SealAudit(c.ctx)), 3)
	}
}

// tamper changes documents of a collection past the store: change returns false for one to be left, and nil for one to go.
func (c *clinic) tamper(t *testing.T, collection string, change func(d bson.M) (keep, changed bool)) {
	t.Helper()
	var changes []engine.Change
	err := c.Engine.Snapshot(c.ctx, func(of string, raw bson.Raw) error {
		var d bson.M
		if of != collection || len(changes) > 0 {
			return nil
		}
		if err := bson.Unmarshal(raw, &d); err != nil {
			return err
		}
		id, version := d["_id"].(string), d["version"].(int64)
		keep, changed := change(d)
		switch {
		case !keep:
			changes = append(changes, engine.Change{Op: engine.Delete, Collection: of, ID: id, Version: version})
		case changed:
			d["version"] = version + 1
			changes = append(changes, engine.Change{Op: engine.Replace, Collection: of, ID: id, Version: version, Doc: must(bson.Marshal(d))})
		}
		return nil
	})
	expect.Equal(t, "read", err, nil)
	if len(changes) == 0 {
		t.Fatal("nothing was changed")
	}
	expect.Equal(t, "changed", c.Engine.Write(c.ctx, changes), nil)
}

// The audit says what was changed, taken out or put in behind its back, from the first block that it touches.
func TestTamperedAudit(t *testing.T) {
	for _, test := range []struct {
		name, collection string
		change           func(d bson.M) (keep, changed bool)
		want             string
	}{
		{"another time", "audit", func(d bson.M) (bool, bool) { d["at"] = time.Now(); return true, true }, "block 1"},
		{"another actor", "audit", func(d bson.M) (bool, bool) { d["by"] = bson.M{"kind": "staff", "id": "X"}; return true, true }, "block 1"},
		{"another act", "audit", func(d bson.M) (bool, bool) { d["act"] = "participants.look"; return true, true }, "was changed"},
		{"another subject", "audit", func(d bson.M) (bool, bool) { d["subject"] = "P-99"; return true, true }, "was changed"},
		{"another count", "audit", func(d bson.M) (bool, bool) { d["count"] = 7; return true, true }, "was changed"},
		{"a name erased by hand", "audit", func(d bson.M) (bool, bool) { d["subject"] = ""; delete(d, "salt"); return true, true }, "was changed"},
		{"a MAC taken away", "audit", func(d bson.M) (bool, bool) { delete(d, "mac"); return true, true }, "was changed"},
		{"a record gone", "audit", func(d bson.M) (bool, bool) { return false, true }, "is missing"},
		{"a block gone", "audit_blocks", func(d bson.M) (bool, bool) { return d["number"] != int64(2), false }, "block 3"},
		{"the last block gone", "audit_blocks", func(d bson.M) (bool, bool) { return d["number"] != int64(3), false }, "blocks at the end are missing"},
		{"another root", "audit_blocks", func(d bson.M) (bool, bool) { d["root"] = []byte("x"); return true, true }, "block 1"},
		{"another leaf", "audit_blocks", func(d bson.M) (bool, bool) {
			d["records"].(bson.A)[0].(bson.M)["kind"] = "x"
			return true, true
		}, "its list of records was changed"},
	} {
		t.Run(test.name, func(t *testing.T) {
			c := &clinic{Clinic: servicestest.New(t)}
			c.ctx = servicestest.ByManager(t)
			c.sealed(t, 3)
			expect.Equal(t, "before", must(c.Store.VerifyAudit(c.ctx)).Bad, "")
			c.tamper(t, test.collection, test.change)
			if bad := must(c.Store.VerifyAudit(c.ctx)).Bad; !strings.Contains(bad, test.want) {
				t.Errorf("the audit says %q, not %q", bad, test.want)
			}
		})
	}
}

// The audit stays whole when a person is removed, when records go whose time is over, and with those of before.
func TestSealedAudit(t *testing.T) {
	on(t, func(t *testing.T, c *clinic) {
		c.sealed(t, 2)
		state := must(c.Store.VerifyAudit(c.ctx))
		expect.Equal(t, "sealed", []any{state.Blocks, state.Records, state.Tail, state.Old, state.Bad}, []any{int64(2), 6, 0, 0, ""})
		must(c.Cohorts.SaveParticipant(c.ctx, cohorts.Participant{Ref: "P-tail", Group: cohorts.Patient}))
		expect.Equal(t, "too soon", must(c.Store.SealAudit(c.ctx)), 0)
		expect.Equal(t, "the tail", must(c.Store.VerifyAudit(c.ctx)).Tail, 1)

		expect.Equal(t, "removed", c.Cohorts.RemoveParticipant(c.ctx, "P-00"), nil)
		expect.Equal(t, "named", strings.Contains(strings.Join(c.Documents(t, "audit", "audit_blocks"), "\n"), "P-00"), false)
		expect.Equal(t, "without a person", must(c.Store.VerifyAudit(c.ctx)).Bad, "")

		c.Clock.Advance(48 * time.Hour)
		must(c.Cohorts.SaveParticipant(c.ctx, cohorts.Participant{Ref: "P-new", Group: cohorts.Patient}))
		must(c.Store.SealAudit(c.ctx))
		c.Clock.Advance(time.Second)
		expect.Equal(t, "let go", must(c.Store.TrimAudit(c.ctx, map[string]time.Duration{"participants": 24 * time.Hour})), 7)
		state = must(c.Store.VerifyAudit(c.ctx))
		expect.Equal(t, "trimmed", []any{state.LetGo, state.Bad}, []any{7, ""})
		record := c.Audit(t)
		expect.Equal(t, "a record of it", record[len(record)-1], "staff MANAGER: audit.trim participants")
		expect.Equal(t, "again", must(c.Store.TrimAudit(c.ctx, map[string]time.Duration{"participants": 24 * time.Hour})), 0)
	})
}

// Of records that an older version kept nothing is claimed.
func TestOldAudit(t *testing.T) {
	c := &clinic{Clinic: servicestest.New(t)}
	c.ctx = t.Context()
	doc := must(bson.Marshal(bson.D{
		{Key: "_id", Value: "old"}, {Key: "version", Value: int64(1)}, {Key: "at", Value: c.Clock.Now()},
		{Key: "by", Value: bson.D{{Key: "kind", Value: "system"}}}, {Key: "act", Value: "settings.save"}, {Key: "subject", Value: "clinic"},
	}))
	expect.Equal(t, "written", c.Engine.Write(c.ctx, []engine.Change{{Op: engine.Insert, Collection: "audit", ID: "old", Doc: doc}}), nil)
	state := must(c.Store.VerifyAudit(c.ctx))
	expect.Equal(t, "old", []any{state.Old, state.Bad, must(c.Store.SealAudit(c.ctx))}, []any{1, "", 0})
}
