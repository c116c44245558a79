package ask

import (
	"html/template"
	"math"
	"strconv"

	"github.com/labstack/echo/v4"

	"soundings/cohorts"
	"soundings/surveys/polls"
	"soundings/web/chart"
	"soundings/web/page"
)

func (s *Polls) ShowPollResults(c echo.Context) error { return s.Show(c, s.pollResultsPage) }

func (s *Polls) pollResultsPage(c echo.Context, frame page.Page) (page.View, error) {
	ctx := c.Request().Context()
	p, err := s.Polls.Poll(ctx, c.Param("id"))
	if err != nil {
		return nil, err
	}
	r, err := s.Polls.Results(ctx, p.ID)
	if err != nil {
		return nil, err
	}
	v := PollResultsPage{
		Page: frame, Poll: page.Link{Text: p.Title.In(frame.Lang()), Href: page.PollHref(p.ID)}, State: pollBadge(frame, p.State),
		Figures: []page.Figure{{Label: frame.T("polls.ballots"), Value: frame.Int(r.Ballots)}}, Turnout: turnoutRows(frame, r.Groups),
	}
	if p.Secret && p.State != polls.Closed {
		v.Moves = frame.T("polls.moves")
	}
	for _, w := range r.Withheld {
		v.Withheld = append(v.Withheld, frame.T("polls.withheld", "Group", frame.T("group."+string(w.Group)), "Least", polls.Least(w.Group)))
	}
	if len(r.Ranking) == 0 {
		v.None = frame.T("polls.no_order")
		return v, nil
	}
	err = outcome{frame, p, r}.fill(&v)
	if frame.Writes() {
		v.Plan = "/plan?new=1&poll=" + p.ID
	}
	return v, err
}

// outcome turns what a poll found into pictures and tables.
type outcome struct {
	page  page.Page
	poll  polls.Poll
	found polls.Results
}

func (o outcome) fill(v *PollResultsPage) error {
	var err error
	v.By = o.page.T("polls.by", "Method", o.methodName(o.found.By))
	v.Shares = o.shares()
	v.Chart, err = o.chart("order", o.page.T("polls.order"))
	v.Methods, v.Standings = o.standings()
	v.Categories = len(o.poll.How().Categories) > 0
	switch {
	case len(v.Methods) < 2:
	case o.found.Agree:
		v.Agree = o.page.T("polls.agree")
	default:
		v.Agree = o.page.T("polls.disagree")
	}
	v.Groups, v.Places = o.places()
	v.Apart = o.apart()
	return err
}

func (o outcome) name(feature string) string { return o.poll.Name(feature, o.page.Lang()) }

// methodName says what an order is called: the poll's own, or one by pairs.
func (o outcome) methodName(key string) string {
	if m := o.poll.How(); key == m.By {
		return o.page.T(m.Counted)
	}
	return o.page.T("polls.counted." + key)
}

// tops returns how often each feature stays among the first three.
func (o outcome) tops() map[string]string {
	tops := map[string]string{}
	for _, s := range o.found.Stability {
		tops[s.Feature] = o.page.Percent(s.Share)
	}
	return tops
}

// shares says what a share of the order is.
func (o outcome) shares() string {
	if !o.poll.How().Complete {
		return o.page.T("polls.order_places")
	}
	return o.page.T("polls.order_about")
}

// chart draws the order of the features, under an id and a title of its own on the page.
func (o outcome) chart(id, title string) (template.HTML, error) {
	p, tops := o.page, o.tops()
	drawn := chart.BarChart{
		ID: id, Title: title, Description: o.shares(), Table: p.T("results.table"),
		Heads: [4]string{p.T("polls.feature"), p.T("polls.top"), p.T("polls.share")},
	}
	for _, f := range o.found.Ranking {
		drawn.Bars = append(drawn.Bars, chart.Bar{
			Label: strconv.Itoa(f.Place) + ". " + o.name(f.Feature), Count: p.T("polls.top_of", "Share", tops[f.Feature]),
			Percent: p.Percent(f.Share), Share: f.Share,
		})
	}
	return chart.Bars(drawn)
}

// standings put what each method says side by side. Where a method puts a feature elsewhere than the order does, its cell
// is marked.
func (o outcome) standings() ([]string, []StandingRow) {
	keys := []string{o.found.By}
	for _, key := range []string{polls.Borda, polls.Schulze, polls.Copeland} {
		if _, there := o.found.Methods[key]; there && key != o.found.By {
			keys = append(keys, key)
		}
	}
	names := make([]string, len(keys))
	by := map[string]map[string]polls.Standing{}
	for i, key := range keys {
		names[i], by[key] = o.methodName(key), map[string]polls.Standing{}
		for _, s := range o.found.Methods[key] {
			by[key][s.Feature] = s
		}
	}
	var rows []StandingRow
	tops := o.tops()
	for _, f := range o.found.Ranking {
		row := StandingRow{Feature: o.name(f.Feature), Place: o.page.Int(f.Place), Top: tops[f.Feature]}
		for _, key := range keys {
			s := by[key][f.Feature]
			if s.Category != "" {
				row.Category = o.page.T("polls.kano." + s.Category)
			}
			row.Cells = append(row.Cells, Cell{Text: o.page.Int(s.Place), Note: o.score(s), Differs: s.Place != f.Place})
		}
		rows = append(rows, row)
	}
	return names, rows
}

// score writes what a method gives a feature, with its interval.
func (o outcome) score(s polls.Standing) string {
	text := o.page.Number(s.Score, 1)
	switch {
	case s.Better != nil && s.Worse != nil:
		return o.page.T("polls.better_worse", "Better", o.page.Number(*s.Better, 2), "Worse", o.page.Number(*s.Worse, 2))
	case s.Low != nil && s.High != nil:
		return text + " (" + o.page.Interval(*s.Low, *s.High, 1) + ")"
	default:
		return text
	}
}

// places say where each group that is shown puts each feature. Places far from the common order are marked.
func (o outcome) places() ([]string, []PlaceRow) {
	var names []string
	var by []map[string]int
	for _, g := range o.found.Groups {
		if len(g.Ranking) == 0 {
			continue
		}
		places := map[string]int{}
		for _, f := range g.Ranking {
			places[f.Feature] = f.Place
		}
		names, by = append(names, o.page.T("group."+string(g.Group))), append(by, places)
	}
	var rows []PlaceRow
	for _, f := range o.found.Ranking {
		row := PlaceRow{Feature: o.name(f.Feature)}
		for _, places := range by {
			at := places[f.Feature]
			row.Cells = append(row.Cells, Cell{Text: o.page.Int(at), Differs: max(at-f.Place, f.Place-at) >= 2})
		}
		rows = append(rows, row)
	}
	return names, rows
}

// apart says how far each pair of groups is apart, and on what.
func (o outcome) apart() []Parted {
	var all []Parted
	for _, pair := range o.found.Disagreement.Pairs {
		a, b := o.group(pair.Groups[0]), o.group(pair.Groups[1])
		one := Parted{Title: o.page.T("polls.pair", "One", a, "Other", b), Text: o.page.T("polls.tau_none")}
		if pair.TauB != nil {
			one.Text = o.page.T(closeness(*pair.TauB), "Tau", o.page.Number(math.Round(*pair.TauB*100)/100, 2))
		}
		for _, f := range pair.Features {
			one.Features = append(one.Features, o.page.T("polls.parting", "Feature", o.name(f.Feature), "One", a, "First", f.Places[0], "Other", b, "Second", f.Places[1]))
		}
		all = append(all, one)
	}
	return all
}

func (o outcome) group(g cohorts.Group) string { return o.page.T("group." + string(g)) }

// closeness says in words how alike two orders are.
func closeness(tau float64) string {
	switch {
	case tau >= 0.6:
		return "polls.tau.agree"
	case tau >= 0.2:
		return "polls.tau.partly"
	case tau > -0.2:
		return "polls.tau.none"
	default:
		return "polls.tau.against"
	}
}
