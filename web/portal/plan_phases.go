package portal

import (
	"math"
	"strconv"

	"soundings/cohorts/base"
	"soundings/cohorts/plan"
	"soundings/web/page"
)

// phaseCard is one quarter.
type phaseCard struct {
	Quarter int
	Name    string
	Dates   string
	Load    string
	State   page.Badge // empty: it is to come
	Over    bool
	Share   float64 // how much of the capacity is used
	Rows    []plannedRow
}

// plannedRow is a feature in a quarter, or in none.
type plannedRow struct {
	Key      string
	Feature  page.Link
	Effort   string
	Later    bool   // it is not ready at the end of this quarter
	Late     bool   // its quarter is over, and it is not live
	Live     string // since when; empty: it is not
	Must     bool
	Guessed  bool // nobody has estimated its effort
	Why      string
	Quarters []page.Option
}

// phases returns the quarters with what is planned in them.
func (d planPresenter) phases() []phaseCard {
	now := d.plan.Now(d.today.Day)
	begun := !d.today.Day.Before(d.plan.Start)
	var cards []phaseCard
	for _, phase := range d.plan.Phases {
		card := phaseCard{
			Quarter: phase.Quarter, Name: d.page.T("plans.quarter", "Number", phase.Quarter),
			Dates: d.page.T("plans.dates", "From", day(d.page, phase.Starts), "To", lastDay(d.page, d.plan.Ends(phase.Quarter))),
			Load:  d.page.T("plans.load", "Used", amount(d.page, phase.Used), "Capacity", amount(d.page, phase.Capacity)), Over: phase.Quarter < now,
		}
		if card.Over {
			card.State = page.Badge{Text: d.page.T("plans.over"), Look: "done"}
		} else if phase.Quarter == now && begun {
			card.State = page.Badge{Text: d.page.T("plans.running"), Look: "active"}
		}
		if phase.Capacity > 0 {
			card.Share = phase.Used / phase.Capacity
		}
		for _, item := range phase.Features {
			row := d.row(item.Feature, item.Why)
			row.Effort, row.Later = amount(d.page, item.Effort), !item.Ready
			row.Late = card.Over && item.Ready && row.Live == ""
			card.Rows = append(card.Rows, row)
		}
		cards = append(cards, card)
	}
	return cards
}

// unplanned returns the features that no quarter has.
func (d planPresenter) unplanned() []plannedRow {
	var rows []plannedRow
	for _, left := range d.plan.Unplanned {
		rows = append(rows, d.row(left.Feature, left.Why))
	}
	return rows
}

func (d planPresenter) row(key string, why base.Text) plannedRow {
	f := d.feature(key)
	row := plannedRow{
		Key: key, Feature: page.Link{Text: d.name(key), Href: page.FeatureHref(key)}, Why: d.why(why), Must: f.Must, Guessed: f.Guessed,
		Quarters: d.quarterOptions("", f.Pinned),
	}
	if since, live := d.today.Live[key]; live {
		row.Live = day(d.page, since)
	}
	return row
}

// quarterOptions returns where a feature can be put: in no quarter that is over. Where as is not empty, it is the text of a
// first option that changes nothing.
func (d planPresenter) quarterOptions(as string, chosen int) []page.Option {
	frame := d.page
	var options []page.Option
	if as != "" {
		options = append(options, page.Option{Text: frame.T(as)})
	}
	options = append(options, page.Option{Value: "0", Text: frame.T("plans.anywhere"), Chosen: as == "" && chosen == plan.Anywhere})
	for quarter := d.plan.Now(d.today.Day); quarter <= plan.Quarters; quarter++ {
		options = append(options, page.Option{Value: strconv.Itoa(quarter), Text: frame.T("plans.quarter", "Number", quarter), Chosen: as == "" && chosen == quarter})
	}
	return append(options, page.Option{Value: strconv.Itoa(plan.LeftOut), Text: frame.T("plans.left_out"), Chosen: as == "" && chosen == plan.LeftOut})
}

// amount writes an effort, whole numbers without a point.
func amount(frame page.Page, x float64) string {
	if x == math.Trunc(x) {
		return frame.Number(x, 0)
	}
	return frame.Number(x, 1)
}

// plannedLine is a row with the page around it, whose texts it needs.
type plannedLine struct {
	page.Page
	plannedRow
}

// Planned returns a row as the part "planned" draws it.
func (p PlanPage) Planned(row plannedRow) plannedLine { return plannedLine{p.Page, row} }

// moveForm is the form that tries a feature in another quarter.
type moveForm struct {
	plannedRow
	Base, Label, Button string
}

// Move returns the form that tries a feature in another quarter.
func (p PlanPage) Move(row plannedRow) moveForm {
	return moveForm{row, p.Base, p.T("plans.put", "Feature", row.Feature.Text), p.T("plans.try")}
}
