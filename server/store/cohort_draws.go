package store

import (
	"context"
	"strings"
	"time"

	"soundings/cohorts"
	"soundings/cohorts/base"
	"soundings/server/store/engine"
)

type drawDoc struct {
	Head       `bson:",inline"`
	Cohort     string            `bson:"cohort"`
	Size       int               `bson:"size"`
	Where      map[string]string `bson:"where"`
	Stratify   []string          `bson:"stratify"`
	Refusals   int               `bson:"refusals"`
	Candidates string            `bson:"candidates,omitempty"`
	Seed       string            `bson:"seed"`
	Reason     []byte            `bson:"reason,omitempty"` // sealed
	Strata     []stratumDoc      `bson:"strata"`
	At         time.Time         `bson:"at"`
	By         actorDoc          `bson:"by"`
}

type stratumDoc struct {
	Name       string            `bson:"name"`
	Values     map[string]string `bson:"values"`
	Population int               `bson:"population"`
	Eligible   int               `bson:"eligible"`
	Wanted     int               `bson:"wanted"`
	Selected   int               `bson:"selected"`
	Waiting    int               `bson:"waiting"`
}

func (s *Store) newDrawDoc(d cohorts.Draw) (*drawDoc, error) {
	doc := &drawDoc{
		Head: Head{ID: d.ID}, Cohort: d.Cohort, Size: d.Rule.Size, Where: d.Rule.Where, Stratify: d.Rule.Stratify, Refusals: d.Rule.Refusals,
		Candidates: d.Candidates, Seed: d.Seed, At: d.At, By: actorDoc{string(d.By.Kind), d.By.ID},
	}
	for _, in := range d.Strata {
		doc.Strata = append(doc.Strata, stratumDoc(in))
	}
	if d.Reason == "" {
		return doc, nil
	}
	var err error
	doc.Reason, err = seal(s.sealer, draws, d.ID, "reason", d.Reason)
	return doc, err
}

// Draws returns how members of a cohort were drawn, the latest draw first.
func (s *Store) Draws(ctx context.Context, cohort string) ([]cohorts.Draw, error) {
	docs, err := findAll[drawDoc](ctx, s, engine.Query{Collection: draws, Index: "cohort", Equal: []any{cohort}, Descending: true})
	if err != nil {
		return nil, err
	}
	all := make([]cohorts.Draw, len(docs))
	for i, d := range docs {
		all[i] = cohorts.Draw{
			ID: d.ID, Cohort: d.Cohort, At: d.At, By: base.Actor{Kind: base.ActorKind(d.By.Kind), ID: d.By.ID},
			Rule:       cohorts.DrawRule{Size: d.Size, Where: d.Where, Stratify: d.Stratify, Refusals: d.Refusals},
			Candidates: d.Candidates, Seed: d.Seed,
		}
		if err := unseal(s.sealer, draws, d.ID, "reason", d.Reason, &all[i].Reason); err != nil {
			return nil, err
		}
		for _, in := range d.Strata {
			all[i].Strata = append(all[i].Strata, cohorts.Stratum(in))
		}
	}
	return all, nil
}

// waiterDoc is somebody on the waiting list of a cohort.
type waiterDoc struct {
	Head    `bson:",inline"` // the id is cohort/ref
	Cohort  string           `bson:"cohort"`
	Ref     string           `bson:"ref"`
	Group   string           `bson:"group"`
	Stratum string           `bson:"stratum"`
	Rank    string           `bson:"rank"`
	Since   time.Time        `bson:"since"`
}

// strataRollup names the rollup of a cohort's members and waiters, by stratum and state.
func strataRollup(cohort string) string { return "strata/" + cohort }

func strataKey(stratum string, state cohorts.State) string {
	if state == "" {
		return ""
	}
	return stratum + "/" + string(state)
}

// SaveWaiting puts people on the waiting list of a cohort. Those who are on it already are passed over.
func (s *Store) SaveWaiting(ctx context.Context, ws []cohorts.Waiter) error {
	ids := make([]string, len(ws))
	for i, w := range ws {
		ids[i] = membershipID(w.Cohort, w.Ref)
	}
	for {
		there, err := get[waiterDoc](ctx, s, waiters, ids...)
		if err != nil {
			return err
		}
		a := s.begin("cohort.wait", subjectOf(len(ws), func() string { return ids[0] }))
		for i, w := range ws {
			if there[i] == nil {
				a.save(waiters, &waiterDoc{Head{ID: ids[i]}, w.Cohort, w.Ref, string(w.Group), w.Stratum, w.Rank, w.Since})
				a.move(strataRollup(w.Cohort), "", strataKey(w.Stratum, cohorts.OnWaitingList))
			}
		}
		if err := a.commit(ctx); !base.IsCode(err, base.Conflict) {
			return err
		}
	}
}

// FindWaiting returns a page of the waiting list of a cohort, by stratum and rank.
func (s *Store) FindWaiting(ctx context.Context, cohort, after string, limit int) (base.Page[cohorts.Waiter], error) {
	docs, next, err := find[waiterDoc](ctx, s, engine.Query{
		Collection: waiters, Index: "cohort", Equal: []any{cohort}, After: after, Limit: limit,
	})
	page := base.Page[cohorts.Waiter]{Next: next}
	for _, d := range docs {
		page.Items = append(page.Items, cohorts.Waiter{
			Cohort: d.Cohort, Ref: d.Ref, Group: cohorts.Group(d.Group), Stratum: d.Stratum, Rank: d.Rank, Since: d.Since, Version: d.Version,
		})
	}
	return page, err
}

// ForgetWaiting takes people off the waiting list. Those who are no longer on it are passed over.
func (s *Store) ForgetWaiting(ctx context.Context, ws []cohorts.Waiter) error {
	for _, w := range ws {
		a := s.begin("", "").remove(waiters, membershipID(w.Cohort, w.Ref), w.Version)
		err := a.move(strataRollup(w.Cohort), strataKey(w.Stratum, cohorts.OnWaitingList), "").commit(ctx)
		if err != nil && !base.IsCode(err, base.Conflict) {
			return err
		}
	}
	return nil
}

// forgetWaiter takes one person off every waiting list.
func (s *Store) forgetWaiter(ctx context.Context, ref string) error {
	docs, err := findAll[waiterDoc](ctx, s, engine.Query{Collection: waiters, Index: "ref", Equal: []any{ref}})
	if err != nil {
		return err
	}
	ws := make([]cohorts.Waiter, len(docs))
	for i, d := range docs {
		ws[i] = cohorts.Waiter{Cohort: d.Cohort, Ref: d.Ref, Stratum: d.Stratum, Version: d.Version}
	}
	return s.ForgetWaiting(ctx, ws)
}

// StrataCounts returns how many members of each stratum of a cohort there are in each state, and how many wait.
func (s *Store) StrataCounts(ctx context.Context, cohort string) (cohorts.StrataCounts, error) {
	sum, err := s.readRollup(ctx, strataRollup(cohort))
	if err != nil {
		return nil, err
	}
	found := cohorts.StrataCounts{}
	for key, n := range sum {
		at := strings.LastIndex(key, "/")
		stratum, state := key[:at], cohorts.State(key[at+1:])
		if found[stratum] == nil {
			found[stratum] = map[cohorts.State]int{}
		}
		found[stratum][state] = n
	}
	return found, nil
}
