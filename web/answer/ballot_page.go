package answer

import (
	"soundings/web/page"
)

// BallotPage is a poll to answer. It posts to Path: rank.FEATURE, dots.FEATURE, rating.FEATURE, kano.FEATURE.with,
// kano.FEATURE.without, best.N and worst.N, group from who came by a code, _seed as it stands here, and one of the
// buttons: _add=FEATURE, _remove=FEATURE, or _action with check or submit.
type BallotPage struct {
	page.Page
	Title    string
	Method   string // rank, dots, maxdiff, kano, rating
	Guide    string // what to do, in a sentence or two
	Promise  string // whether it is named or secret, and what that means
	Voted    bool   // an answer was sent before, and this is it
	Shared   bool   // by this browser, which others may use
	Seed     string // empty: there is none to send back
	Groups   *page.Question
	Rows     []BallotRow     // rank, dots
	Features []BallotFeature // rating, kano
	Sets     []BallotSet     // maxdiff
}

// BallotRow is a feature that gets a number.
type BallotRow struct {
	Key    string
	Field  string
	Name   string
	About  string
	Value  string
	Error  string
	Choose string // what the button says that gives it the next place; empty: none
	Remove string // what the button says that takes its place away; empty: none
}

// BallotFeature is a feature about which something is asked.
type BallotFeature struct {
	Name      string
	About     string
	Questions []page.Question
}

// BallotSet is a few features of which the most and the least important are asked.
type BallotSet struct {
	Title        string
	Best, Worst  string // the fields
	BestProblem  string
	WorstProblem string
	Rows         []SetRow
}

// SetRow is one feature of a set.
type SetRow struct {
	Key    string
	Name   string
	About  string
	Best   bool
	Worst  bool
	Letter int // its position, from 0
}

// VotedPage says that a ballot is kept.
type VotedPage struct {
	page.Page
	Poll   string // its title
	Secret bool
	Change string // where to change it; empty: it cannot be
}

// AlreadyPage says that an answer was sent before from this link or browser, and that nothing new was kept.
type AlreadyPage struct {
	page.Page
	Poll   string // its title
	ByCode bool   // by the open code, in a browser that others may use
}

func (BallotPage) Template() string { return "answer/ballot" }

func (VotedPage) Template() string { return "answer/voted" }

func (AlreadyPage) Template() string { return "answer/already" }
