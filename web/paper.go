package web

import (
	"slices"
	"strconv"

	"soundings/cohorts"
	"soundings/surveys/polls"
)

// paper turns a sheet into the ballot that somebody fills in.
type paper struct {
	page  Page
	sheet polls.Sheet
	voter polls.Voter
}

func (b paper) view() BallotPage {
	p := b.sheet.Poll
	v := BallotPage{
		Page: b.page, Title: p.Title.In(b.page.Lang()), Method: string(p.Method), Seed: b.sheet.Seed, Voted: b.sheet.Voted,
		Shared: b.voter.Browser != "",
		Guide:  b.guide(), Promise: b.promise(), Groups: b.groups(),
	}
	switch p.Method {
	case polls.Rank, polls.Dots:
		v.Rows = b.rows()
	case polls.MaxDiff:
		v.Sets = b.sets()
	default:
		v.Features = b.features()
	}
	return v
}

// guide says what to do.
func (b paper) guide() string {
	p := b.sheet.Poll
	patients := p.Top(cohorts.Patient)
	switch {
	case p.Method == polls.Rank && b.sheet.Top < len(p.Features):
		return b.page.T("ballots.guide.top", "Limit", b.sheet.Top)
	case p.Method == polls.Rank && b.sheet.Group == "" && patients < len(p.Features) && slices.Contains(b.sheet.Groups, cohorts.Patient):
		return b.page.T("ballots.guide.rank") + " " + b.page.T("ballots.guide.patients", "Limit", patients)
	case p.Method == polls.Dots:
		return b.page.T("ballots.guide.dots", "Dots", p.Dots)
	default:
		return b.page.T("ballots.guide." + string(p.Method))
	}
}

// promise reports whether the ballot is named or secret. Of who votes by another practice's link only the practice is known.
func (b paper) promise() string {
	switch {
	case b.sheet.Poll.Secret:
		return b.page.T("ballots.secret")
	case b.voter.Invitation.Group == cohorts.Practice:
		return b.page.T("ballots.of_practice")
	case b.voter.Browser != "":
		return b.page.T("ballots.unnamed")
	default:
		return b.page.T("ballots.named")
	}
}

// groups asks who came by a code to which group they belong, where there are several.
func (b paper) groups() *Question {
	if len(b.sheet.Groups) == 0 {
		return nil
	}
	q := &Question{ID: "group", Type: "single", Text: b.page.T("ballots.group"), Required: true, Error: b.page.Form.Problem("group")}
	for _, g := range b.sheet.Groups {
		q.Options = append(q.Options, Option{string(g), b.page.T("ballots.group." + string(g)), g == b.sheet.Group})
	}
	return q
}

// rows are the features that get a number each.
func (b paper) rows() []BallotRow {
	p, lang := b.sheet.Poll, b.page.Lang()
	next := 1
	for _, f := range p.Features {
		if place, err := strconv.Atoi(b.page.Form.Value("rank." + f)); err == nil {
			next = max(next, place+1)
		}
	}
	rows := make([]BallotRow, 0, len(p.Features))
	for _, f := range b.sheet.Order {
		field := string(p.Method) + "." + f
		row := BallotRow{
			Key: f, Field: field, Name: p.Name(f, lang), About: p.Texts[f].About.In(lang),
			Value: b.page.Form.Value(field), Error: b.page.Form.Problem(field),
		}
		switch {
		case p.Method != polls.Rank:
		case row.Value != "":
			row.Remove = b.page.T("ballots.remove")
		case next <= b.sheet.Top:
			row.Choose = b.page.T("ballots.choose", "Place", next)
		}
		rows = append(rows, row)
	}
	return rows
}

func (b paper) sets() []BallotSet {
	p, lang, form := b.sheet.Poll, b.page.Lang(), b.page.Form
	sets := make([]BallotSet, len(b.sheet.Sets))
	for i, shown := range b.sheet.Sets {
		number := strconv.Itoa(i + 1)
		set := BallotSet{
			Title: b.page.T("ballots.set", "Number", i+1, "Sets", len(b.sheet.Sets)), Best: "best." + number, Worst: "worst." + number,
			BestProblem: form.Problem("best." + number), WorstProblem: form.Problem("worst." + number),
		}
		for k, f := range shown {
			set.Rows = append(set.Rows, SetRow{
				Key: f, Name: p.Name(f, lang), About: p.Texts[f].About.In(lang), Letter: k,
				Best: form.Value(set.Best) == f, Worst: form.Value(set.Worst) == f,
			})
		}
		sets[i] = set
	}
	return sets
}

// features are those about which one or two questions are asked.
func (b paper) features() []BallotFeature {
	p, lang := b.sheet.Poll, b.page.Lang()
	all := make([]BallotFeature, len(b.sheet.Order))
	for i, f := range b.sheet.Order {
		all[i] = BallotFeature{Name: p.Name(f, lang), About: p.Texts[f].About.In(lang)}
		if p.Method == polls.Rating {
			low, high := p.Scale()
			all[i].Questions = []Question{{
				ID: "rating." + f, Type: "scale", Text: b.page.T("ballots.rate"), Error: b.page.Form.Problem("rating." + f), Required: true,
				Options: steps(b.page, "rating."+f, low, high), Low: b.page.T("ballots.rate_low"), High: b.page.T("ballots.rate_high"),
			}}
			continue
		}
		all[i].Questions = []Question{b.feeling("kano."+f+".with", "ballots.with"), b.feeling("kano."+f+".without", "ballots.without")}
	}
	return all
}

func (b paper) feeling(field, text string) Question {
	q := Question{ID: field, Type: "single", Text: b.page.T(text), Error: b.page.Form.Problem(field), Required: true}
	for _, feel := range polls.Feelings() {
		q.Options = append(q.Options, Option{string(feel), b.page.T("ballots.feel." + string(feel)), b.page.Form.Has(field, string(feel))})
	}
	return q
}
