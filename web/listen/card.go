package listen

import (
	"context"
	"fmt"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"soundings/surveys/board"
	"soundings/web/page"
)

// cardPage is one bump: what people reported, how it is judged, what was weighed and decided, and all that happened. Every form
// carries "version", so that of two who change it the second sees what the first has done.
type cardPage struct {
	page.Page
	Head         page.Head
	Bump         board.Bump
	Version      string
	Concern      string // since when one waits; empty: none does
	Overtaken    bool   // what was typed is not saved: the card is as somebody else saved it meanwhile
	Reports      []reportRow
	More         bool // people reported than are listed
	Moves        []move
	Severities   []page.Option
	Places       []page.Option
	Owners       []page.Option
	Kinds        []page.Option
	Cohorts      []page.Option
	Alternatives []alternativeRow
	Decided      []page.Fact
	Task         string // address of the task of the plan
	History      []page.Happening
	Quotes       []quoteRow
	Quotable     []page.Option // reports whose authors can be asked for a sentence
	Into         string        // of a merged one: the card that has its reports
}

func (cardPage) Template() string { return "listen/card" }

// reportRow is what one person reported.
type reportRow struct {
	ID      string
	Who     page.Link
	Group   string
	Text    string
	Lang    string
	At      string
	Call    bool
	Picture string // address
	Fixed   string
	Answers page.Link // the survey in whose answers it began
}

// alternativeRow is one alternative, or a blank one; its fields are called as in JSON.
type alternativeRow struct {
	N      int
	Name   string // "alternatives[0]"
	ID     string
	Chosen bool
}

// mostListed is how many reports and how many lines of history a card shows.
const mostListed = 200

// ShowCard shows one card.
func (s *Bumps) ShowCard(c echo.Context) error { return s.Show(c, s.cardPage) }

func (s *Bumps) cardPage(c echo.Context, frame page.Page) (page.View, error) {
	ctx := c.Request().Context()
	card, err := s.Board.CardOf(ctx, c.Param("id"))
	if err != nil {
		return nil, err
	}
	return s.cardView(ctx, frame, card)
}

func (s *Bumps) cardView(ctx context.Context, frame page.Page, card board.Card) (cardPage, error) {
	v := cardPage{Page: frame, Bump: card.Bump, Version: strconv.FormatInt(card.Version, 10), Into: card.Into}
	v.Path = page.BumpHref(card.ID)
	say, err := s.sayer(ctx, frame)
	if err != nil {
		return v, err
	}
	v.Severities, v.Places, v.Owners = severities(frame), say.places, say.staff
	if card.Concern.Waits() {
		v.Concern = frame.Time(card.Concern.Raised)
	}
	for _, kind := range board.Kinds() {
		v.Kinds = append(v.Kinds, page.Option{Value: string(kind), Text: frame.T("bump.kind." + string(kind))})
	}
	v.Moves = moves(frame, card.Bump)
	v.Alternatives = alternativeRows(card.Alternatives)
	if v.Form.Values == nil {
		v.Form.Values = cardValues(card.Bump)
	}
	if v.Cohorts, err = s.cohortsOf(ctx, frame, card.Feature()); err != nil {
		return v, err
	}
	if err := s.listed(ctx, &v, say, card.Bump); err != nil {
		return v, err
	}
	v.Decided = decided(frame, card.Adaptation)
	if card.Adaptation.Task != "" {
		v.Task = page.CharterHref(card.Adaptation.Task)
	}
	v.Head, err = s.cardHead(ctx, say, card)
	return v, err
}

// move is a state to which a card may be moved.
type move struct {
	To   board.State
	Text string
	Back bool
}

// moves returns where a card may be moved by one press, forward first.
func moves(frame page.Page, b board.Bump) []move {
	var forward, back []move
	for _, to := range b.State.Next() {
		switch {
		case to == board.NotPlanned || to == board.Adapting && b.Adaptation.IsZero(): // want more than a press
		case to.Before(b.State):
			back = append(back, move{to, frame.T("bump.back." + string(to)), true})
		default:
			forward = append(forward, move{to, frame.T("bump.to." + string(to)), false})
		}
	}
	return append(forward, back...)
}

// cardHead returns the top of a card's page.
func (s *Bumps) cardHead(ctx context.Context, say sayer, card board.Card) (page.Head, error) {
	affected, err := s.Board.Affected(ctx, card.Bump)
	if err != nil {
		return page.Head{}, err
	}
	row := say.row(card)
	people := row.People
	if share, ok := affected.Share(); ok {
		people = say.T("bump.affected", "People", row.People, "Share", say.share(share), "See", say.Int(affected.See))
	}
	due := row.Due
	if row.Overdue {
		due += " · " + say.T("bump.is_overdue")
	}
	from, err := s.vendorFacts(ctx, say.Page, card.Bump)
	if err != nil {
		return page.Head{}, err
	}
	facts := []page.Fact{
		{Label: say.T("bump.severity"), Value: row.Severity.Text}, {Label: say.T("bump.where"), Value: row.Where}, {Label: say.T("bump.reporters"), Value: people},
		{Label: say.T("bump.owner"), Value: row.Owner}, {Label: say.T("bump.due"), Value: due},
	}
	shown := facts[:0]
	for _, f := range append(facts, from...) {
		if f.Value != "" {
			shown = append(shown, f)
		}
	}
	return page.Head{
		Printer: say.Printer, Above: page.Link{Text: say.T("board.title"), Href: "/board"}, Name: card.ID + " " + row.Title, State: row.State, Facts: shown,
	}, nil
}

// listed fills in what people reported and what happened.
func (s *Bumps) listed(ctx context.Context, v *cardPage, say sayer, b board.Bump) error {
	reports, err := s.Board.Reports(ctx, b.ID, "", mostListed)
	if err != nil {
		return err
	}
	v.More = reports.Next != ""
	for _, r := range reports.Items {
		v.quote(r)
		row := reportRow{ID: r.ID, Group: v.T("group." + string(r.Group)), Text: r.Text, Lang: r.Language, At: v.Time(r.At), Call: r.Call}
		if r.Ref != "" {
			row.Who = page.Link{Text: r.Ref, Href: page.ParticipantHref(r.Ref)}
		}
		if r.Picture != "" {
			row.Picture = "/board/pictures/" + r.Picture
		}
		if r.Fixed != board.Unsaid {
			row.Fixed = v.T("bump.fixed." + string(r.Fixed))
		}
		if row.Answers, err = s.answersOf(ctx, v.Page, r); err != nil {
			return err
		}
		v.Reports = append(v.Reports, row)
	}
	notes, err := s.Board.Notes(ctx, b.ID, "", mostListed)
	if err != nil {
		return err
	}
	for _, n := range notes.Items {
		v.History = append(v.History, page.Happening{At: v.Time(n.At), What: say.note(n), Who: say.who(n.By)})
	}
	return nil
}

// note says one line of a card's history.
func (s sayer) note(n board.Note) string {
	from, to := n.From, n.To
	switch n.Kind {
	case board.Moved:
		from, to = s.T("bump.state."+n.From), s.T("bump.state."+n.To)
	case board.Judged:
		to = named(severities(s.Page), n.To)
	case board.Placed:
		from, to = named(s.places, n.From), named(s.places, n.To)
	case board.Owned:
		to = named(s.staff, n.To)
	case board.Decided:
		to = s.T("bump.kind." + n.To)
	case board.Announced:
		return s.T("bump.note.announced", "To", to, "Text", s.audiences(n.Text))
	}
	return s.T("bump.note."+string(n.Kind), "From", from, "To", to, "Text", n.Text)
}

// audiences says who was told and how many they are: of "staff 12, patient 3".
func (s sayer) audiences(text string) string {
	all := strings.Split(text, ", ")
	for n, one := range all {
		if audience, people, ok := strings.Cut(one, " "); ok {
			all[n] = s.T("tell.audience."+audience) + ": " + people
		}
	}
	return strings.Join(all, ", ")
}

// decided says an adaptation.
func decided(frame page.Page, a board.Adaptation) []page.Fact {
	if a.IsZero() {
		return nil
	}
	all := []page.Fact{{Label: frame.T("bump.kind." + string(a.Kind)), Value: a.Title}}
	for _, f := range []page.Fact{{Label: frame.T("bump.why"), Value: a.Why}, {Label: frame.T("bump.who"), Value: a.Owner}, {Label: frame.T("bump.by"), Value: dayOf(frame, a.Due)}} {
		if f.Value != "" {
			all = append(all, f)
		}
	}
	return all
}

// dayOf says a day that has no zone.
func dayOf(frame page.Page, day time.Time) string {
	if day.IsZero() {
		return ""
	}
	return frame.Date(day)
}

// cohortsOf returns the cohorts to which a feature is rolled out.
func (s *Bumps) cohortsOf(ctx context.Context, frame page.Page, feature string) ([]page.Option, error) {
	all := []page.Option{{Text: frame.T("bump.no_rollout")}}
	if feature == "" {
		return all, nil
	}
	rollouts, err := s.Rollouts.Rollouts(ctx, feature)
	if err != nil {
		return nil, err
	}
	for _, r := range rollouts {
		cohort, err := s.Cohorts.Cohort(ctx, r.Cohort)
		if err != nil {
			return nil, err
		}
		all = append(all, page.Option{Value: r.Cohort, Text: cohort.Name.In(frame.Lang())})
	}
	return all, nil
}

// alternativeRows returns the alternatives of a card with two blank ones, but never more than there may be.
func alternativeRows(all []board.Alternative) []alternativeRow {
	var rows []alternativeRow
	for n := range min(len(all)+2, board.MaxAlternatives) {
		row := alternativeRow{N: n, Name: fmt.Sprintf("alternatives[%d]", n)}
		if n < len(all) {
			row.ID, row.Chosen = all[n].ID, all[n].Chosen
		}
		rows = append(rows, row)
	}
	return rows
}

// cardValues returns what stands in the forms of a card.
func cardValues(b board.Bump) url.Values {
	a := b.Adaptation
	v := url.Values{
		"title": {b.Title}, "severity": {string(b.Severity)}, "feature": {b.Where}, "owner": {b.Owner}, "vendor": {b.Vendor},
		"public.en": {b.Public["en"]}, "public.es": {b.Public["es"]},
		"adaptation.kind": {string(a.Kind)}, "adaptation.title": {a.Title}, "adaptation.why": {a.Why}, "adaptation.owner": {a.Owner}, "adaptation.cohort": {a.Cohort}, "adaptation.due": {page.PlainDay(a.Due)},
	}
	for n, alt := range b.Alternatives {
		name := fmt.Sprintf("alternatives[%d].", n)
		for field, value := range map[string]string{"kind": string(alt.Kind), "title": alt.Title, "effort": alt.Effort, "reach": alt.Reach, "risk": alt.Risk, "decides": alt.Decides} {
			v.Set(name+field, value)
		}
		if alt.Chosen {
			v.Set("chosen", strconv.Itoa(n))
		}
	}
	return v
}

// Or returns options with none of them as the first.
func (p cardPage) Or(none string, options []page.Option) []page.Option {
	return append([]page.Option{{Text: p.T(none)}}, options...)
}
