package store

import (
	"context"
	"strings"
	"time"

	"soundings/cohorts"
	"soundings/cohorts/base"
	"soundings/server/store/engine"
	"soundings/surveys/polls"
)

type pollDoc struct {
	Head         `bson:",inline"`
	Title        map[string]string `bson:"title"`
	Method       string            `bson:"method"`
	Features     []pollFeatureDoc  `bson:"features"`
	Groups       []pollGroupDoc    `bson:"groups"`
	Secret       bool              `bson:"secret"`
	Open         bool              `bson:"open"`
	Ties         bool              `bson:"ties,omitempty"`
	Dots         int               `bson:"dots,omitempty"`
	VerifiedOnly bool              `bson:"verified_only,omitempty"`
	State        string            `bson:"state"`
	Created      time.Time         `bson:"created"`
	Opened       *time.Time        `bson:"opened,omitempty"`
	Closed       *time.Time        `bson:"closed,omitempty"`
	CodeHash     string            `bson:"code_hash,omitempty"`
	Doors        int               `bson:"doors,omitempty"`  // how many it has; 0: none
	Bounds       map[string]int    `bson:"bounds,omitempty"` // by group; none: it was published before they were kept
}

type pollFeatureDoc struct {
	Key   string            `bson:"key"`
	Name  map[string]string `bson:"name,omitempty"`
	About map[string]string `bson:"about,omitempty"`
}

type pollGroupDoc struct {
	Group  string  `bson:"group"`
	Weight float64 `bson:"weight"`
}

func newPollDoc(p polls.Poll) *pollDoc {
	d := &pollDoc{
		Head: Head{ID: p.ID, Version: p.Version}, Title: p.Title, Method: string(p.Method), Secret: p.Secret, Open: p.Open,
		Ties: p.Ties, Dots: p.Dots, VerifiedOnly: p.VerifiedOnly, State: string(p.State), Created: p.Created,
		Opened: optional(p.Opened), Closed: optional(p.Closed), CodeHash: p.CodeHash, Doors: p.Doors,
	}
	if p.State != polls.Draft {
		d.Bounds = boundsDoc(p.Bounds)
	}
	for _, f := range p.Features {
		d.Features = append(d.Features, pollFeatureDoc{Key: f, Name: p.Texts[f].Name, About: p.Texts[f].About})
	}
	for _, g := range cohorts.Groups() {
		if share, ok := p.Groups[g]; ok {
			d.Groups = append(d.Groups, pollGroupDoc{string(g), share.Weight})
		}
	}
	return d
}

func (d *pollDoc) poll() (polls.Poll, error) {
	p := polls.Poll{
		ID: d.ID, Title: d.Title, Method: polls.Method(d.Method), Groups: map[cohorts.Group]polls.Share{},
		Secret: d.Secret, Open: d.Open, Ties: d.Ties, Dots: d.Dots, VerifiedOnly: d.VerifiedOnly, State: polls.State(d.State),
		Created: d.Created, Opened: given(d.Opened), Closed: given(d.Closed), CodeHash: d.CodeHash, Doors: d.Doors, Version: d.Version,
		Bounds: boundsOf(d.Bounds),
	}
	for _, f := range d.Features {
		p.Features = append(p.Features, f.Key)
		if len(f.Name)+len(f.About) > 0 {
			if p.Texts == nil {
				p.Texts = map[string]polls.FeatureText{}
			}
			p.Texts[f.Key] = polls.FeatureText{Name: f.Name, About: f.About}
		}
	}
	for _, g := range d.Groups {
		p.Groups[cohorts.Group(g.Group)] = polls.Share{Weight: g.Weight}
	}
	return p, p.Known()
}

// Poll returns the poll with this id, or NotFound.
func (s *Store) Poll(ctx context.Context, id string) (polls.Poll, error) {
	d, err := one[pollDoc](ctx, s, pollDocs, id, "poll.unknown")
	if err != nil {
		return polls.Poll{}, err
	}
	return d.poll()
}

// PollByCode returns the poll whose open code has this hash, or NotFound.
func (s *Store) PollByCode(ctx context.Context, hash string) (polls.Poll, error) {
	docs, _, err := find[pollDoc](ctx, s, engine.Query{Collection: pollDocs, Index: "code", Equal: []any{hash}, Limit: 1})
	if err != nil {
		return polls.Poll{}, err
	}
	if len(docs) == 0 {
		return polls.Poll{}, base.Refuse(base.NotFound, "poll.unknown")
	}
	return docs[0].poll()
}

// Polls returns every poll, the newest first.
func (s *Store) Polls(ctx context.Context) ([]polls.Poll, error) {
	docs, err := findAll[pollDoc](ctx, s, engine.Query{Collection: pollDocs, Index: "created", Descending: true})
	if err != nil {
		return nil, err
	}
	all := make([]polls.Poll, len(docs))
	for i, d := range docs {
		if all[i], err = d.poll(); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// SavePoll keeps a poll.
func (s *Store) SavePoll(ctx context.Context, p polls.Poll) error {
	return s.begin("poll."+string(p.State), p.ID).save(pollDocs, newPollDoc(p)).commit(ctx)
}

// An earlier version of this program showed a secret poll by steps, and kept what it had shown as a document of the same form
// as the poll's rollup.
func releaseID(poll string) string { return "released/" + poll }

// finalKey marks, among a release's counts, one that was made after the poll was closed.
const finalKey = "final"

// Release returns what an earlier version has shown of a secret poll; Version 0: nothing.
func (s *Store) Release(ctx context.Context, p polls.Poll) (polls.Release, error) {
	d, err := s.rollup(ctx, releaseID(p.ID))
	if err != nil {
		return polls.Release{}, err
	}
	sum := newSums()
	if err := sum.add(d); err != nil {
		return polls.Release{}, err
	}
	r := polls.Release{Final: sum.counts[finalKey] > 0, Version: d.Version}
	delete(sum.counts, finalKey)
	r.Tally = pollTally(p, sum)
	return r, nil
}

// A poll's tally lies in a rollup by cell: group/PRACTICE/ballots or group/PRACTICE/aside/ballots as a count, and with
// the name of a row behind it the rows. "aside" are those that came by the open code.
const (
	ballotsKey = "ballots"
	asideKey   = "aside/"
)

func cellKey(c polls.Cell) string {
	key := string(c.Group) + "/" + c.Practice + "/"
	if c.Unverified {
		key += asideKey
	}
	return key
}

func (s sums) addPollTally(t polls.Tally) {
	for cell, c := range t.Cells {
		at := cellKey(cell)
		s.counts[at+ballotsKey] += c.Ballots
		for name, row := range c.Rows() {
			kept := s.rows[at+name]
			if kept == nil {
				kept = make([]int, len(row))
				s.rows[at+name] = kept
			}
			for i, n := range row {
				kept[i] += n
			}
		}
	}
}

func pollTally(p polls.Poll, sum sums) polls.Tally {
	t := polls.Tally{Cells: map[polls.Cell]*polls.Counts{}}
	for key, n := range sum.counts {
		cell, ok := readCell(key)
		if !ok {
			continue
		}
		c := polls.NewCounts(p, cell)
		c.Ballots = n
		at := cellKey(cell)
		for name, row := range c.Rows() {
			copy(row, sum.rows[at+name])
		}
		t.Cells[cell] = c
	}
	t.Tidy()
	return t
}

// readCell reads the key of a cell's number of ballots.
func readCell(key string) (polls.Cell, bool) {
	cell, ok := strings.CutSuffix(key, ballotsKey)
	if !ok {
		return polls.Cell{}, false
	}
	group, rest, _ := strings.Cut(cell, "/")
	practice, rest, _ := strings.Cut(rest, "/")
	return polls.Cell{Group: cohorts.Group(group), Practice: practice, Unverified: rest == asideKey}, true
}
