package enginetest

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"sync"
	"sync/atomic"
	"time"

	"soundings/server/store/engine"
)

const writers = 32

// together runs do once for each writer, at once, and waits for all.
func together(n int, do func(writer int)) {
	var wg sync.WaitGroup
	for w := range n {
		wg.Go(func() { do(w) })
	}
	wg.Wait()
}

var togetherTests = []test{
	{"of many who insert one unique key one wins", func(s *suite) {
		s.open()
		s.oneWins(engine.ErrExists, func(w int) []engine.Change {
			return []engine.Change{insert(fmt.Sprint("alone-", w), "ref", "alone")}
		})
		s.oneWins(engine.ErrExists, func(w int) []engine.Change {
			id := fmt.Sprint("list-", w)
			return []engine.Change{note(id), insert(id, "ref", "list")}
		})
	}},
	{"of many who insert one id one wins", func(s *suite) {
		s.open()
		s.oneWins(engine.ErrExists, func(int) []engine.Change { return []engine.Change{insert("a")} })
		s.oneWins(engine.ErrExists, func(w int) []engine.Change {
			return []engine.Change{note(fmt.Sprint(w)), insert("b")}
		})
	}},
	{"of many who replace one version one wins", func(s *suite) {
		s.open().write(insert("a"), insert("b"))
		s.oneWins(engine.ErrStale, func(int) []engine.Change { return []engine.Change{replace("a", 1)} })
		s.oneWins(engine.ErrStale, func(w int) []engine.Change {
			return []engine.Change{note(fmt.Sprint(w)), replace("b", 1)}
		})
		s.oneWins(engine.ErrStale, func(w int) []engine.Change {
			return []engine.Change{remove("b", 2), replace("a", 2)}
		})
		s.versions(map[string]int64{"a": 3, "b": 0})
	}},
	{"no update is lost", func(s *suite) {
		s.open().write(insert("a", "value", 0))
		s.increments(1000, func(int64) []engine.Change { return nil })
	}},
	{"no update is lost in lists", func(s *suite) {
		s.open().write(insert("a", "value", 0))
		s.increments(50, func(version int64) []engine.Change { return []engine.Change{note(fmt.Sprint(version))} })
	}},
	{"a list that is refused spoils no other", func(s *suite) {
		s.open().write(insert("a", "ref", "taken"))
		together(writers, func(w int) {
			for n := range 8 {
				id := fmt.Sprintf("%d-%d", w, n)
				switch w % 4 {
				case 0:
					s.outcome(engine.ErrExists, note(id), insert(id, "ref", "taken"))
				case 1:
					s.outcome(engine.ErrStale, insert(id, "ref", id), remove("a", 5))
				default:
					s.outcome(nil, note(id), insert(id, "ref", id))
				}
			}
		})
		n, err := s.Count(s.ctx(), engine.Query{Collection: "visits", Index: "ref"}, 1000)
		s.ok(err)
		if want := 1 + writers/2*8; n != want {
			s.Errorf("there are %d visits, want %d", n, want)
		}
	}},
	{"what is read between two reads of one version belongs to it", func(s *suite) {
		s.open().write(insert("a"), insert("b", "group", "g", "at", 0))
		var wg sync.WaitGroup
		wg.Go(func() {
			for version := range int64(100) {
				s.outcome(nil, replace("a", version+1), replace("b", version+1, "group", "g", "at", version))
			}
		})
		for before := int64(1); before > 0 && before <= 100; {
			page, err := s.Find(s.ctx(), engine.Query{Collection: "visits", Index: "group", Equal: []any{"g"}})
			s.ok(err)
			after := s.version("a")
			if len(page.Docs) != 1 || (before == after && page.Docs[0].Lookup("version").Int64() != after) {
				s.Errorf("at version %d there was %v", after, page.Docs)
			}
			before = after
		}
		wg.Wait()
	}},
}

// oneWins lets all write their lists at once: one has to be accepted, the others refused with the error.
func (s *suite) oneWins(refusal error, list func(writer int) []engine.Change) {
	s.Helper()
	var won atomic.Int32
	together(writers, func(w int) {
		switch err := s.Write(s.ctx(), list(w)); {
		case err == nil:
			won.Add(1)
		case !errors.Is(err, refusal):
			s.Errorf("error is %v, want %v", err, refusal)
		}
	})
	if won.Load() != 1 {
		s.Errorf("%d writers won, want 1", won.Load())
	}
}

// increments adds 1 to visit a that often, by many writers who read, change and write, and try again when somebody was
// faster; with each they write what beside answers.
func (s *suite) increments(times int64, beside func(version int64) []engine.Change) {
	s.Helper()
	var begun atomic.Int64
	together(writers, func(int) {
		for begun.Add(1) <= times {
			for s.increment(beside) {
			}
		}
	})
	docs, err := s.Get(s.ctx(), "visits", "a")
	s.ok(err)
	if got := docs[0].Lookup("value").AsInt64(); got != times {
		s.Errorf("after %d increments the value is %d", times, got)
	}
}

func (s *suite) increment(beside func(version int64) []engine.Change) (again bool) {
	docs, err := s.Get(s.ctx(), "visits", "a")
	if err != nil {
		s.Error(err)
		return false
	}
	version, value := docs[0].Lookup("version").Int64(), docs[0].Lookup("value").AsInt64()
	err = s.Write(s.ctx(), append(beside(version), replace("a", version, "value", value+1)))
	if errors.Is(err, engine.ErrStale) || errors.Is(err, engine.ErrExists) {
		time.Sleep(rand.N(30 * time.Millisecond)) // so that not all try again at once
		return true
	}
	if err != nil {
		s.Error(err)
	}
	return false
}

// outcome writes a list from any goroutine and checks how it ends.
func (s *suite) outcome(want error, changes ...engine.Change) {
	if err := s.Write(s.ctx(), changes); !errors.Is(err, want) {
		s.Errorf("error is %v, want %v", err, want)
	}
}
