package main

import (
	"net/http"
	"os"
	"testing"
	"time"

	"soundings/server/store/mongo/mongotest"
)

// When the member of a replica set that takes writes is lost under load, nothing that was thanked for is lost or there twice;
// the others choose a new one, and the server goes on with it by itself. SOUNDINGS_TEST_MEMBERS tries it.
func TestThePrimaryIsLost(t *testing.T) {
	if os.Getenv("SOUNDINGS_TEST_MEMBERS") == "" {
		t.Skip("SOUNDINGS_TEST_MEMBERS is not set")
	}
	uri, killPrimary := mongotest.Members(t)
	c := startChild(t, "--mongodb", uri, "--secret", aSecret, "--log-level", "warn")
	id, paths := c.invite(t, 1000)
	var lost time.Time
	thanked := c.load(t.Context(), paths, func(thanked int) {
		if thanked == 200 {
			killPrimary()
			lost = time.Now()
		}
	})
	t.Logf("%d of %d were thanked, the last %v after the primary was lost", len(thanked), len(paths), time.Since(lost))
	eventually(t, "the server is ready again", func() bool {
		status, _, err := c.page(t.Context(), "/readyz")
		return err == nil && status == http.StatusOK
	})
	t.Logf("it is ready %v after", time.Since(lost))
	kept := c.answered(t, id)
	if len(kept) < len(thanked) {
		t.Errorf("%d responses for %d thanks", len(kept), len(thanked))
	}
	for range 3 { // who was asked to try again does
		c.load(t.Context(), paths, ignore)
	}
	kept = c.answered(t, id)
	for ref, n := range kept {
		if n != 1 {
			t.Errorf("%s answered %d times", ref, n)
		}
	}
	if len(kept) != len(paths) {
		t.Errorf("%d of %d are there in the end", len(kept), len(paths))
	}
}
