package rollout

import (
	"fmt"
	"strings"
	"testing"
)

func TestCache(t *testing.T) {
	c := cache{size: 3}
	anna := &person{cohorts: []string{"first-wave"}}
	_, epoch := c.get("anna")
	c.put("anna", anna, epoch, false)
	if got, _ := c.get("anna"); got != anna {
		t.Error("anna is not remembered")
	}
	c.drop("anna")
	if got, _ := c.get("anna"); got != nil {
		t.Error("anna is remembered after all")
	}
	c.put("anna", anna, epoch, false)
	if got, _ := c.get("anna"); got != nil {
		t.Error("what was read before anna turned is remembered after it")
	}
}

// People who are asked about stay in the cache; others are evicted.
func TestCacheIsBounded(t *testing.T) {
	c := cache{size: 100}
	_, epoch := c.get("anna")
	c.put("anna", &person{}, epoch, false)
	for i := range 10_000 {
		c.put(fmt.Sprint(i), &person{}, epoch, false)
		if i%50 == 0 {
			if got, _ := c.get("anna"); got == nil {
				t.Fatalf("anna is forgotten after %d others", i)
			}
		}
	}
	if n := len(c.young) + len(c.old); n > 200 {
		t.Errorf("%d people are remembered", n)
	}
	if got, _ := c.get("1"); got != nil {
		t.Error("the second of 10,000 is remembered")
	}
	c.dropAll()
	if got, _ := c.get("anna"); got != nil {
		t.Error("anna is remembered after all were dropped")
	}
}

func TestRefs(t *testing.T) {
	for ref, want := range map[string]bool{"P-1": true, "": false, strings.Repeat("x", 65): false, "\xff": false} {
		equal(t, ref, isRef(ref), want)
	}
}

// The queue of exposures is bounded, and takes each one once for as long as the person is remembered.
func TestSeenQueue(t *testing.T) {
	q := exposureQueue{pending: make([]Exposure, maxPending-1)}
	labs, anna, ben := &share{id: "labs/first-wave", feature: "labs", cohort: "first-wave"}, &person{}, &person{}
	for range 3 {
		q.add(anna, labs, "anna", noon)
	}
	q.add(ben, labs, "ben", noon)
	equal(t, "full", len(q.pending), maxPending)
	equal(t, "left out", len(ben.exposed), 0)
	some := q.take()
	q.putBack(some)
	equal(t, "put back", len(q.pending), maxPending)
	for len(q.take()) > 0 {
	}
	q.add(ben, labs, "ben", noon)
	equal(t, "later", q.take(), []Exposure{{"labs", "first-wave", "ben", noon}})
}
