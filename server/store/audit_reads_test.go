package store_test

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"soundings/cohorts/base"
	"soundings/cohorts/base/expect"
	"soundings/server/services/servicestest"
	"soundings/web/auth"
)

func byKey(t *testing.T, id string) context.Context {
	return base.WithActor(t.Context(), base.Actor{Kind: base.ActorKey, ID: id})
}

// readAt reads people on a server.
func readAt(ctx context.Context, c *servicestest.Clinic, list, from string, n int) error {
	until := c.Clock.Now().Truncate(auth.ReadTogether).Add(auth.ReadTogether)
	return c.Store.TraceRead(ctx, auth.Trace{Act: auth.TookList, Subject: list, From: from, Count: n}, until)
}

// readRecords returns the records of lists, sorted.
func readRecords(t *testing.T, c *servicestest.Clinic) (all []string) {
	t.Helper()
	page, err := c.Store.Audit(t.Context(), time.Time{}, time.Time{}, "", 1000)
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range page.Items {
		if r.Act == string(auth.TookList) {
			all = append(all, fmt.Sprint(r.By.ID, " ", r.Subject, " ", r.Count, " from ", r.From))
		}
	}
	slices.Sort(all)
	return all
}

// The first reading of an hour is in the audit at once, and all that follow as one when the hour is over; who, what, and from
// where are told apart.
func TestReadsTogether(t *testing.T) {
	servicestest.Each(t, func(t *testing.T, c *servicestest.Clinic) {
		c.Clock.Set(time.Date(2027, 3, 1, 9, 10, 0, 0, time.UTC))
		read := func(key, list, from string, n int) {
			if err := readAt(byKey(t, key), c, list, from, n); err != nil {
				t.Fatal(err)
			}
		}
		end := func() {
			if _, err := c.Store.EndReads(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		for range 5 {
			read("A", "participants", "192.0.2.1", 100)
		}
		read("A", "participants", "192.0.2.2", 1)
		read("B", "participants", "192.0.2.1", 2)
		read("B", "cohorts/beta/members", "192.0.2.1", 3)
		want := []string{"A participants 1 from 192.0.2.2", "A participants 100 from 192.0.2.1", "B cohorts/beta/members 3 from 192.0.2.1", "B participants 2 from 192.0.2.1"}
		expect.Equal(t, "at once", readRecords(t, c), want)
		end()
		expect.Equal(t, "while the hour lasts", readRecords(t, c), want)
		c.Clock.Advance(time.Hour)
		read("A", "participants", "192.0.2.1", 7)
		end()
		want = append(want, "A participants 7 from 192.0.2.1", "A participants 400 from 192.0.2.1")
		slices.Sort(want)
		expect.Equal(t, "in the next hour", readRecords(t, c), want)
		c.Clock.Advance(time.Hour)
		end()
		expect.Equal(t, "an hour in which no more was read", readRecords(t, c), want)
		expect.Equal(t, "what is left", len(c.Documents(t, "reads")), 0)
		expect.Equal(t, "where an address lies", len(c.Naming(t, "192.0.2.1")), 0)
	})
}

// However many read at once, on two servers, while hours end on both, everything that was read is counted, once.
func TestReadsAtOnce(t *testing.T) {
	servicestest.Each(t, func(t *testing.T, c *servicestest.Clinic) {
		c.Clock.Set(time.Date(2027, 3, 1, 9, 10, 0, 0, time.UTC))
		servers := []*servicestest.Clinic{c, c.Another(t)}
		for range 3 {
			errs := servicestest.Together(40, func(i int) error {
				if i%8 == 7 {
					_, err := servers[i/8%2].Store.EndReads(t.Context())
					return err
				}
				return readAt(byKey(t, "A"), servers[i%2], "participants", "192.0.2.1", i)
			})
			for _, err := range errs {
				if err != nil {
					t.Error(err)
				}
			}
			c.Clock.Advance(time.Hour)
		}
		servicestest.Together(2, func(i int) error { _, err := servers[i].Store.EndReads(t.Context()); return err })
		if _, err := c.Store.EndReads(t.Context()); err != nil {
			t.Fatal(err)
		}
		each := 0
		for i := range 40 {
			if i%8 != 7 {
				each += i
			}
		}
		total, page := 0, must(c.Store.Audit(t.Context(), time.Time{}, time.Time{}, "", 1000))
		for _, r := range page.Items {
			if r.Act == string(auth.TookList) {
				total += r.Count
			}
		}
		expect.Equal(t, "people in the audit", total, 3*each)
	})
}
