package listen

import (
	"context"
	"slices"

	"github.com/labstack/echo/v4"

	"soundings/cohorts"
	"soundings/cohorts/base"
	"soundings/surveys/board"
	"soundings/web/page"
)

// Bumps are the board, its cards, and the API of both.
type Bumps struct{ *Room }

// boardPage shows the open cards in a lane for each state, or lists those of another state: "state", and of the open ones only
// some: "mine", "overdue", "feature", "group".
type boardPage struct {
	page.Page
	Tabs   page.Tabs
	Lanes  []lane
	Filter boardFilter
	Closed bool // it lists cards on which nothing has to be done any more
	Rows   []cardRow
	Any    bool // there was ever a bump
	Pager  page.Pager
}

func (boardPage) Template() string { return "listen/board" }

// lane is the open cards of one state.
type lane struct {
	ID    string
	Name  string
	Cards []cardRow
}

// cardRow is one card as the board shows it.
type cardRow struct {
	ID       string
	Title    string
	Where    string
	State    page.Badge
	Severity page.Badge
	People   string
	Owner    string
	Due      string // what is due next, and when
	Overdue  bool
	Concern  bool   // a clinical concern that nobody has taken
	Next     string // the state that a button moves it to; empty: it has none
	NextText string
	Version  int64
}

// boardFilter is which open cards are wanted.
type boardFilter struct {
	Mine, Overdue    bool
	Feature, Group   string
	Features, Groups []page.Option // to choose from
}

// ShowBoard shows the board.
func (s *Bumps) ShowBoard(c echo.Context) error { return s.Show(c, s.boardPage) }

func (s *Bumps) boardPage(c echo.Context, frame page.Page) (page.View, error) {
	ctx := c.Request().Context()
	counts, err := s.Board.Counts(ctx)
	if err != nil {
		return nil, err
	}
	asked := board.State(c.QueryParam("state"))
	v := boardPage{Page: frame, Tabs: boardTabs(frame, counts, asked), Any: len(counts) > 0}
	say, err := s.sayer(ctx, frame)
	if err != nil {
		return nil, err
	}
	if !slices.Contains(board.States(), asked) || asked.Open() {
		return s.openCards(c, v, say)
	}
	v.Closed = true
	found, err := s.Board.List(ctx, board.Query{State: asked, After: c.QueryParam("after"), Limit: page.ListLength})
	for _, b := range found.Items {
		v.Rows = append(v.Rows, say.row(board.Card{Bump: b}))
	}
	v.Pager = v.PagerOf(c, found.Next)
	return v, err
}

// boardTabs lead to the open cards and to those of each state in which they end.
func boardTabs(frame page.Page, counts board.Counts, asked board.State) page.Tabs {
	of := map[board.State]int{}
	open := 0
	for count, n := range counts {
		of[count.State] += n
		if count.State.Open() {
			open += n
		}
	}
	tabs := page.Tabs{Label: frame.T("board.title"), Items: []page.Tab{{Text: frame.T("board.open"), Count: frame.Int(open), Href: "/board", Here: asked == "" || asked.Open()}}}
	for _, state := range board.States() {
		if !state.Open() {
			tabs.Items = append(tabs.Items, page.Tab{
				Text: frame.T("bump.state." + string(state)), Count: frame.Int(of[state]), Href: "/board?state=" + string(state), Here: asked == state,
			})
		}
	}
	return tabs
}

// openCards puts the open cards that are wanted into their lanes.
func (s *Bumps) openCards(c echo.Context, v boardPage, say sayer) (page.View, error) {
	cards, err := s.Board.Board(c.Request().Context())
	if err != nil {
		return nil, err
	}
	f := boardFilter{Mine: c.QueryParam("mine") != "", Overdue: c.QueryParam("overdue") != "", Feature: c.QueryParam("feature"), Group: c.QueryParam("group")}
	f.Features = chosen(append([]page.Option{{Text: v.T("list.all")}}, say.places...), f.Feature)
	f.Groups = append([]page.Option{{Text: v.T("list.all")}}, v.GroupOptions(cohorts.Group(f.Group))...)
	me, now := base.ActorFrom(c.Request().Context()).ID, s.Now()
	for _, state := range board.OpenStates() {
		l := lane{ID: string(state), Name: v.T("bump.state." + string(state))}
		for _, card := range cards {
			if card.State == state && (!f.Mine || card.Owner == me) && (!f.Overdue || card.Clock.Overdue(now)) &&
				(f.Feature == "" || card.Where == f.Feature) && (f.Group == "" || card.People[cohorts.Group(f.Group)] > 0) {
				l.Cards = append(l.Cards, say.row(card))
			}
		}
		v.Lanes = append(v.Lanes, l)
	}
	v.Filter = f
	return v, nil
}

// chosen returns options of which the one with a value is chosen.
func chosen(options []page.Option, value string) []page.Option {
	all := slices.Clone(options)
	for i := range all {
		all[i].Chosen = all[i].Value == value
	}
	return all
}

// sayer says cards in the reader's language.
type sayer struct {
	page.Page
	places []page.Option
	staff  []page.Option
	who    func(base.Actor) string
	room   *Room
}

func (s *Room) sayer(ctx context.Context, frame page.Page) (sayer, error) {
	say := sayer{Page: frame, room: s}
	var err error
	if say.places, err = s.places(ctx, frame); err != nil {
		return say, err
	}
	say.staff, say.who, err = s.people(ctx, frame)
	return say, err
}

// row says a card as the board shows it.
func (s sayer) row(card board.Card) cardRow {
	r := cardRow{
		ID: card.ID, Title: s.title(card.Bump), Where: named(s.places, card.Where), State: stateBadge(s.Page, card.State), Severity: severityBadge(s.Page, card.Severity),
		People: s.T("bump.people", "Count", card.Reporters()), Concern: card.Concern.Waits(), Overdue: card.Clock.Overdue(s.room.Now()), Version: card.Version,
	}
	if card.Owner != "" {
		r.Owner = s.who(base.Actor{Kind: base.ActorStaff, ID: card.Owner})
	}
	switch due := card.Clock.Due(); {
	case due.IsZero():
	case due.Equal(card.Clock.Answer):
		r.Due = s.T("bump.answer_due", "When", s.Time(due))
	default:
		r.Due = s.T("bump.change_due", "When", s.Time(due))
	}
	if card.State == board.New {
		r.Next, r.NextText = string(board.Assessing), s.T("bump.to.assessing")
	}
	return r
}

// share writes a share in whole percent, and a small one not as none.
func (s sayer) share(share float64) string {
	if share > 0 && share < .005 {
		return s.T("bump.little")
	}
	return s.Percent(share)
}

// title returns the team's words for a card, or its number.
func (s sayer) title(b board.Bump) string {
	if b.Title != "" {
		return b.Title
	}
	return s.T("bump.untitled", "Where", named(s.places, b.Where))
}
