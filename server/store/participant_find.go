package store

import (
	"context"
	"errors"

	"soundings/cohorts"
	"soundings/cohorts/base"
	"soundings/server/store/engine"
)

// maxExamined bounds the documents that one page of a narrowed list is picked from: a page may then be short, but is never slow.
const maxExamined = 5000

// FindParticipants returns a page of participants.
func (s *Store) FindParticipants(ctx context.Context, q cohorts.ParticipantQuery) (base.Page[cohorts.Participant], error) {
	if q.Limit == 0 {
		q.Limit = 50
	}
	if q.Cohort != "" && q.Ref+q.Email+q.Phone+q.Word == "" {
		return s.pick(ctx, q, s.membersOf(q))
	}
	query, err := s.participantQuery(ctx, q)
	if err != nil {
		return base.Page[cohorts.Participant]{}, err
	}
	return s.pick(ctx, q, func(ctx context.Context, after string, limit int) ([]*participantDoc, int, string, error) {
		query.After, query.Limit = after, limit
		docs, next, err := find[participantDoc](ctx, s, query)
		return docs, len(docs), next, err
	})
}

// source returns at most limit participants behind a cursor, how many documents it went through, and the next cursor.
type source func(ctx context.Context, after string, limit int) (docs []*participantDoc, examined int, next string, err error)

// pick takes from a source what fits a query, until a page is full or enough was looked at. It never asks for more than are
// missing, so that the source's cursor is the page's.
func (s *Store) pick(ctx context.Context, q cohorts.ParticipantQuery, from source) (base.Page[cohorts.Participant], error) {
	page := base.Page[cohorts.Participant]{Next: q.After}
	for examined := 0; examined < maxExamined && len(page.Items) < q.Limit; {
		docs, n, next, err := from(ctx, page.Next, q.Limit-len(page.Items))
		if err != nil {
			return page, err
		}
		for _, d := range docs {
			fits, err := s.fits(ctx, q, d)
			if err != nil {
				return page, err
			}
			if !fits {
				continue
			}
			p, err := s.participantOf(q, d)
			if err != nil {
				return page, err
			}
			page.Items = append(page.Items, p)
		}
		examined += n
		if page.Next = next; next == "" {
			return page, nil
		}
	}
	return page, nil
}

func (s *Store) fits(ctx context.Context, q cohorts.ParticipantQuery, d *participantDoc) (bool, error) {
	if !q.Fits(d.bare()) || q.Cohort == "" || q.Ref+q.Email+q.Phone+q.Word == "" {
		return q.Fits(d.bare()), nil
	}
	found, err := s.Memberships(ctx, q.Cohort, d.ID) // what a search finds is little
	return err == nil && found[0].Version > 0 && (q.State == "" || found[0].State == q.State), err
}

func (s *Store) participantOf(q cohorts.ParticipantQuery, d *participantDoc) (cohorts.Participant, error) {
	if q.Bare {
		return d.bare(), nil
	}
	return s.participant(d)
}

// participantQuery returns the query of the engine for q; where several indexes fit, by the one that finds the fewest.
func (s *Store) participantQuery(ctx context.Context, q cohorts.ParticipantQuery) (engine.Query, error) {
	by := func(index, value string) engine.Query {
		return engine.Query{Collection: participants, Index: index, Equal: []any{value}}
	}
	switch {
	case q.Ref != "":
		return engine.Query{Collection: participants, From: q.Ref, To: q.Ref + "\x00"}, nil
	case q.Email != "":
		return by("mail", s.sealer.mailHash(q.Email)), nil
	case q.Phone != "":
		return by("phone", s.sealer.phoneHash(q.Phone)), nil
	case q.Word != "":
		return by("word", s.sealer.wordHash(q.Word)), nil
	}
	var could []engine.Query
	if q.Attribute != "" && q.Value != "" {
		could = append(could, by("tag", q.Attribute+"="+q.Value))
	}
	if q.Language != "" {
		could = append(could, by("language", q.Language))
	}
	if q.Group != "" {
		could = append(could, by("group", string(q.Group)))
	}
	if len(could) == 0 {
		return engine.Query{Collection: participants}, nil
	}
	return s.fewest(ctx, could)
}

func (s *Store) fewest(ctx context.Context, could []engine.Query) (engine.Query, error) {
	best, least := could[0], maxExamined
	for _, q := range could {
		if len(could) == 1 {
			break
		}
		n, err := s.engine.Count(ctx, q, least)
		if err != nil {
			return best, err
		}
		if n < least {
			best, least = q, max(n, 1)
		}
	}
	return best, nil
}

// membersOf returns the participants of a cohort by their memberships.
func (s *Store) membersOf(q cohorts.ParticipantQuery) source {
	return func(ctx context.Context, after string, limit int) ([]*participantDoc, int, string, error) {
		page, err := s.FindMemberships(ctx, cohorts.MembershipQuery{Cohort: q.Cohort, State: q.State, After: after, Limit: limit})
		if err != nil || len(page.Items) == 0 {
			return nil, 0, page.Next, err
		}
		refs := make([]string, len(page.Items))
		for i, m := range page.Items {
			refs[i] = m.Ref
		}
		docs, err := get[participantDoc](ctx, s, participants, refs...)
		there := docs[:0]
		for _, d := range docs {
			if d != nil {
				there = append(there, d)
			}
		}
		return there, len(refs), page.Next, err
	}
}

// RefsByMail returns the refs of those who have each mail address, at most two.
func (s *Store) RefsByMail(ctx context.Context, mails []string) ([][]string, error) {
	return s.refsBy(ctx, "mail", mails, s.sealer.mailHash)
}

// Spellings returns the refs that differ from each of these at most in capital letters, at most two.
func (s *Store) Spellings(ctx context.Context, refs []string) ([][]string, error) {
	return s.refsBy(ctx, "fold", refs, foldOf)
}

// refsBy returns the refs that an index has under the key of each value, at most two.
func (s *Store) refsBy(ctx context.Context, index string, values []string, key func(string) string) ([][]string, error) {
	found, errs := make([][]string, len(values)), make([]error, len(values))
	base.Spread(len(values), func(i int) {
		var docs []*Head
		docs, _, errs[i] = find[Head](ctx, s, engine.Query{Collection: participants, Index: index, Equal: []any{key(values[i])}, Limit: 2})
		for _, d := range docs {
			found[i] = append(found[i], d.ID)
		}
	})
	return found, errors.Join(errs...)
}
