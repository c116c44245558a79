package ask

import (
	"html/template"
	"math"
	"slices"
	"strconv"

	"soundings/cohorts"
	"soundings/surveys/polls"
	"soundings/web/chart"
	"soundings/web/page"
)

// standingRow is what each method makes of one feature.
type standingRow struct {
	Feature  string
	Place    string
	Top      string // how often it stays among the first three
	Category string
	Cells    []cell
}

// cell is a figure of a table. Differs marks one that stands out, by a sign and not by colour alone.
type cell struct {
	Text    string
	Note    string
	Differs bool
}

// placeRow is where each group puts one feature.
type placeRow struct {
	Feature string
	Cells   []cell
}

// parted is how far two groups are apart.
type parted struct {
	Title    string
	Text     string
	Features []string
}

// outcome turns what a poll found into pictures and tables.
type outcome struct {
	page  page.Page
	poll  polls.Poll
	found polls.Results
}

// fill puts all that an order shows on the page.
func (o outcome) fill(v *pollResultsPage) error {
	drawn, err := o.chart("order", o.page.T("polls.order"))
	if err != nil {
		return err
	}
	v.Chart, v.By = drawn, o.page.T("polls.by", "Method", o.methodName(o.found.By))
	v.Shares = o.shares()
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
	return nil
}

// name says what a feature is called; behind one that was retired while people voted it says so.
func (o outcome) name(feature string) string {
	name := o.poll.Name(feature, o.page.Lang())
	if slices.Contains(o.found.Retired, feature) {
		return o.page.T("polls.retired", "Feature", name)
	}
	return name
}

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
	if o.found.Shares == polls.OfPlaces {
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
func (o outcome) standings() ([]string, []standingRow) {
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
	var rows []standingRow
	tops := o.tops()
	for _, f := range o.found.Ranking {
		row := standingRow{Feature: o.name(f.Feature), Place: o.page.Int(f.Place), Top: tops[f.Feature]}
		for _, key := range keys {
			s := by[key][f.Feature]
			if s.Category != "" {
				row.Category = o.page.T("polls.kano." + s.Category)
			}
			row.Cells = append(row.Cells, cell{Text: o.page.Int(s.Place), Note: o.score(s), Differs: s.Place != f.Place})
		}
		rows = append(rows, row)
	}
	return names, rows
}

// score writes what a method gives a feature, with its interval.
func (o outcome) score(s polls.Standing) string {
	if s.Score == nil {
		return o.page.T("polls.score_left_out")
	}
	text := o.page.Number(*s.Score, 1)
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
func (o outcome) places() ([]string, []placeRow) {
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
	var rows []placeRow
	for _, f := range o.found.Ranking {
		row := placeRow{Feature: o.name(f.Feature)}
		for _, places := range by {
			at := places[f.Feature]
			row.Cells = append(row.Cells, cell{Text: o.page.Int(at), Differs: max(at-f.Place, f.Place-at) >= 2})
		}
		rows = append(rows, row)
	}
	return names, rows
}

// apart says how far each pair of groups is apart, and on what.
func (o outcome) apart() []parted {
	var all []parted
	for _, pair := range o.found.Disagreement.Pairs {
		a, b := o.group(pair.Groups[0]), o.group(pair.Groups[1])
		one := parted{Title: o.page.T("polls.pair", "One", a, "Other", b), Text: o.page.T("polls.tau_none")}
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
