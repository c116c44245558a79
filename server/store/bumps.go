package store

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"soundings/cohorts"
	"soundings/cohorts/base"
	"soundings/server/store/engine"
	"soundings/surveys/board"
)

// bumpDoc is one card of the board; its words are sealed.
type bumpDoc struct {
	Head         `bson:",inline"`
	State        string           `bson:"state"`
	Severity     string           `bson:"severity"`
	Where        string           `bson:"where"`
	Owner        string           `bson:"owner,omitempty"`
	Raised       *time.Time       `bson:"concern_raised,omitempty"`
	Taken        *time.Time       `bson:"concern_taken,omitempty"`
	TakenBy      string           `bson:"concern_by,omitempty"`
	Alternatives []alternativeDoc `bson:"alternatives,omitempty"`
	Adaptation   *adaptationDoc   `bson:"adaptation,omitempty"`
	Reported     time.Time        `bson:"reported"`
	Opened       time.Time        `bson:"opened"`
	Answered     *time.Time       `bson:"answered,omitempty"`
	Changed      *time.Time       `bson:"changed,omitempty"`
	Again        int              `bson:"again,omitempty"`
	People       map[string]int   `bson:"people,omitempty"` // by group
	Into         string           `bson:"into,omitempty"`
	Words        []byte           `bson:"words,omitempty"` // sealed: title, reason, the vendor's ticket, what is public, of alternatives and the adaptation
}

type alternativeDoc struct {
	ID     string `bson:"id"`
	Kind   string `bson:"kind"`
	Chosen bool   `bson:"chosen,omitempty"`
}

type adaptationDoc struct {
	Kind   string     `bson:"kind"`
	Due    *time.Time `bson:"due,omitempty"`
	Cohort string     `bson:"cohort,omitempty"`
	Task   string     `bson:"task,omitempty"`
	Done   *time.Time `bson:"done,omitempty"`
}

// bumpWords are the words of a card by name; those of alternatives follow one another.
type bumpWords map[string][]string

func newBumpDoc(with sealer, b board.Bump) (*bumpDoc, error) {
	d := &bumpDoc{
		Head: Head{ID: b.ID, Version: b.Version}, State: string(b.State), Severity: string(b.Severity), Where: b.Where, Owner: b.Owner,
		Raised: optional(b.Concern.Raised), Taken: optional(b.Concern.Taken), TakenBy: b.Concern.By, Reported: b.Reported, Opened: b.Opened,
		Answered: optional(b.Answered), Changed: optional(b.Changed), Again: b.Again, Into: b.Into,
	}
	words := bumpWords{"title": {b.Title}, "reason": {b.Reason}, "vendor": {b.Vendor}, "public": {b.Public["en"], b.Public["es"]}}
	for group, n := range b.People {
		if d.People == nil {
			d.People = map[string]int{}
		}
		d.People[string(group)] = n
	}
	for _, a := range b.Alternatives {
		d.Alternatives = append(d.Alternatives, alternativeDoc{a.ID, string(a.Kind), a.Chosen})
		words["alternatives"] = append(words["alternatives"], a.Title, a.Effort, a.Reach, a.Risk, a.Decides)
	}
	if a := b.Adaptation; !a.IsZero() {
		d.Adaptation = &adaptationDoc{string(a.Kind), optional(a.Due), a.Cohort, a.Task, optional(a.Done)}
		words["adaptation"] = []string{a.Title, a.Why, a.Owner}
	}
	for name, some := range words {
		if strings.Join(some, "") == "" {
			delete(words, name)
		}
	}
	if len(words) == 0 {
		return d, nil
	}
	var err error
	d.Words, err = seal(with, bumpDocs, b.ID, "words", map[string][]string(words))
	return d, err
}

func (d *bumpDoc) bump(with sealer) (board.Bump, error) {
	b := board.Bump{
		ID: d.ID, State: board.State(d.State), Severity: board.Severity(d.Severity), Where: d.Where, Owner: d.Owner,
		Concern:  board.Concern{Raised: given(d.Raised), Taken: given(d.Taken), By: d.TakenBy},
		Reported: d.Reported, Opened: d.Opened, Answered: given(d.Answered), Changed: given(d.Changed), Again: d.Again, Into: d.Into, Version: d.Version,
	}
	for group, n := range d.People {
		if b.People == nil {
			b.People = map[cohorts.Group]int{}
		}
		b.People[cohorts.Group(group)] = n
	}
	kept := map[string][]string{}
	if err := unseal(with, bumpDocs, d.ID, "words", d.Words, &kept); err != nil {
		return b, err
	}
	word := func(name string, n int) string {
		if n < len(kept[name]) {
			return kept[name][n]
		}
		return ""
	}
	b.Title, b.Reason, b.Vendor = word("title", 0), word("reason", 0), word("vendor", 0)
	if len(kept["public"]) > 0 {
		b.Public = base.Words{"en": word("public", 0), "es": word("public", 1)}.Tidy()
	}
	for i, a := range d.Alternatives {
		at := 5 * i
		b.Alternatives = append(b.Alternatives, board.Alternative{
			ID: a.ID, Kind: board.Kind(a.Kind), Chosen: a.Chosen, Title: word("alternatives", at), Effort: word("alternatives", at+1), Reach: word("alternatives", at+2),
			Risk: word("alternatives", at+3), Decides: word("alternatives", at+4),
		})
	}
	if a := d.Adaptation; a != nil {
		b.Adaptation = board.Adaptation{
			Kind: board.Kind(a.Kind), Title: word("adaptation", 0), Why: word("adaptation", 1), Owner: word("adaptation", 2), Due: given(a.Due), Cohort: a.Cohort, Task: a.Task,
			Done: given(a.Done),
		}
	}
	b.Was = b.Count()
	return b, nil
}

// bumpNumberDoc is the number of the last card.
type bumpNumberDoc struct {
	Head `bson:",inline"`
	Last int `bson:"last"`
}

// boardSettingsDoc is how the board measures.
type boardSettingsDoc struct {
	Head    `bson:",inline"`
	From    string               `bson:"from"`
	To      string               `bson:"to"`
	Days    []string             `bson:"days"`
	Targets map[string]targetDoc `bson:"targets"` // by severity, in working hours
}

type targetDoc struct {
	Answer float64 `bson:"answer"`
	Change float64 `bson:"change"`
}

const (
	bumpNumberID    = "bump-number"
	boardSettingsID = "board"
)

// Bump returns the card with this id, or NotFound.
func (s *Store) Bump(ctx context.Context, id string) (board.Bump, error) {
	d, err := one[bumpDoc](ctx, s, bumpDocs, id, "bump.unknown")
	if err != nil {
		return board.Bump{}, err
	}
	return d.bump(s.sealer)
}

// BumpsNamed returns the cards with these ids, by id.
func (s *Store) BumpsNamed(ctx context.Context, ids []string) (map[string]board.Bump, error) {
	all := map[string]board.Bump{}
	for some := range slices.Chunk(ids, cohorts.MaxChunk) {
		docs, err := get[bumpDoc](ctx, s, bumpDocs, some...)
		if err != nil {
			return nil, err
		}
		for _, d := range docs {
			if d == nil {
				continue
			}
			if all[d.ID], err = d.bump(s.sealer); err != nil {
				return nil, err
			}
		}
	}
	return all, nil
}

// Bumps returns a page of cards.
func (s *Store) Bumps(ctx context.Context, q board.Query) (base.Page[board.Bump], error) {
	docs, next, err := find[bumpDoc](ctx, s, bumpQuery(q))
	page := base.Page[board.Bump]{Next: next}
	for _, d := range docs {
		b, bad := d.bump(s.sealer)
		page.Items, err = append(page.Items, b), errors.Join(err, bad)
	}
	return page, err
}

// CountBumps returns how many cards there are, and no more than most.
func (s *Store) CountBumps(ctx context.Context, q board.Query, most int) (int, error) {
	n, err := s.engine.Count(ctx, bumpQuery(q), most)
	return n, refusal(err)
}

func bumpQuery(q board.Query) engine.Query {
	query := engine.Query{Collection: bumpDocs, Index: "state", Equal: []any{string(q.State)}, Descending: !q.Oldest, After: q.After, Limit: q.Limit}
	switch {
	case q.Where != "":
		query.Index, query.Equal = "where", []any{q.Where, string(q.State)}
	case q.Severity != nil:
		query.Index, query.Equal = "severity", []any{string(*q.Severity), string(q.State)}
	case q.Changed:
		query.Index = "changed"
	}
	if !q.From.IsZero() {
		query.From = q.From
	}
	if !q.To.IsZero() {
		query.To = q.To
	}
	return query
}

// BumpNumber returns the number of the last card.
func (s *Store) BumpNumber(ctx context.Context) (board.Number, error) {
	docs, err := get[bumpNumberDoc](ctx, s, settings, bumpNumberID)
	if err != nil || docs[0] == nil {
		return board.Number{}, err
	}
	return board.Number{Last: docs[0].Last, Version: docs[0].Version}, nil
}

// SaveBumps keeps what one act changes on the board, all or none. An act without a name leaves no record.
func (s *Store) SaveBumps(ctx context.Context, name string, saved board.Saved) error {
	if len(saved.Bumps)+len(saved.Reports)+len(saved.Notes)+len(saved.Announcements) == 0 {
		return nil
	}
	if name != "" {
		name = "bump." + name
	}
	a := s.begin(name, saved.Subject())
	if saved.Number.Last > 0 {
		a.save(settings, &bumpNumberDoc{Head{ID: bumpNumberID, Version: saved.Number.Version}, saved.Number.Last})
	}
	for _, b := range saved.Bumps {
		if err := s.saveBump(a, b); err != nil {
			return err
		}
	}
	for _, r := range saved.Reports {
		d, err := newBumpReportDoc(s.sealer, r)
		if err != nil {
			return err
		}
		a.save(bumpReports, d)
	}
	if err := s.savePicture(a, saved); err != nil {
		return err
	}
	for _, one := range saved.Announcements {
		d, err := newAnnouncementDoc(s.sealer, one)
		if err != nil {
			return err
		}
		a.save(announcements, d)
		if err := s.markNews(ctx, a, one); err != nil {
			return err
		}
	}
	if saved.Entry.ID != "" {
		d, err := s.entryDoc(saved.Entry)
		if err != nil {
			return err
		}
		a.save(charter, d)
	}
	saved.Notes = slices.Clone(saved.Notes)
	act := a.newID()
	for i := range saved.Notes {
		n := &saved.Notes[i]
		n.ID = fmt.Sprintf("%s-%03d", act, i) // those of one act stay in their order
		d, err := newBumpNoteDoc(s.sealer, *n)
		if err != nil {
			return err
		}
		a.save(bumpNotes, d)
	}
	return a.notify(saved.Notices()).commit(ctx)
}

// saveBump keeps a card and what it is counted by.
func (s *Store) saveBump(a *act, b board.Bump) error {
	d, err := newBumpDoc(s.sealer, b)
	if err != nil {
		return err
	}
	a.save(bumpDocs, d)
	if from, to := bumpKey(b.Was), bumpKey(b.Count()); from != to {
		a.move(bumpsRollup, from, to)
	}
	if took, ok := b.Took(); ok {
		countTime(a.tally(bumpTimesRollup), b.Severity, took)
	}
	return nil
}

// BoardSettings returns how the board measures; Version 0: nothing was set.
func (s *Store) BoardSettings(ctx context.Context) (board.Settings, error) {
	docs, err := get[boardSettingsDoc](ctx, s, settings, boardSettingsID)
	if err != nil || docs[0] == nil {
		return board.Settings{}, err
	}
	d := docs[0]
	set := board.Settings{Hours: board.Hours{From: d.From, To: d.To, Days: d.Days}, Targets: map[board.Severity]board.Target{}, Version: d.Version}
	for severity, t := range d.Targets {
		set.Targets[board.Severity(severity)] = board.Target{Answer: t.Answer, Change: t.Change}
	}
	return set, nil
}

// SaveBoardSettings keeps how the board measures.
func (s *Store) SaveBoardSettings(ctx context.Context, set board.Settings) error {
	d := &boardSettingsDoc{Head: Head{ID: boardSettingsID, Version: set.Version}, From: set.Hours.From, To: set.Hours.To, Days: set.Hours.Days, Targets: map[string]targetDoc{}}
	for severity, t := range set.Targets {
		d.Targets[string(severity)] = targetDoc{t.Answer, t.Change}
	}
	return s.begin("board.settings", boardSettingsID).save(settings, d).commit(ctx)
}
