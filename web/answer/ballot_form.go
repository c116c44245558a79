package answer

import (
	"slices"
	"strconv"

	"soundings/cohorts"
	"soundings/surveys/kinds"
	"soundings/surveys/polls"
	"soundings/surveys/polls/methods"
	"soundings/web/page"
)

// ballotForm turns a sheet into the ballot that somebody fills in.
type ballotForm struct {
	page  page.Page
	sheet polls.Sheet
	voter polls.Voter
}

func (b ballotForm) view() BallotPage {
	p := b.sheet.Poll
	v := BallotPage{
		Page: b.page, Title: p.Title.In(b.page.Lang()), Method: string(p.Method), Seed: b.sheet.Seed, Voted: b.sheet.Voted,
		Shared: b.voter.Browser != "",
		Guide:  b.guide(), Promise: b.promise(), Groups: b.groups(),
	}
	switch m := p.How(); {
	case m.Sets != nil:
		v.Sets = b.sets()
	case m.Questions != nil:
		v.Features = b.features(m)
	default:
		v.Rows = b.rows(m)
	}
	return v
}

// guide says what to do.
func (b ballotForm) guide() string {
	p, m := b.sheet.Poll, b.sheet.Poll.How()
	patients := p.Top(cohorts.Patient)
	switch {
	case m.Places && b.sheet.Top < len(b.sheet.Order):
		return b.page.T("ballots.guide.top", "Limit", b.sheet.Top)
	case m.Places && b.sheet.Group == "" && patients < len(b.sheet.Order) && slices.Contains(b.sheet.Groups, cohorts.Patient):
		return b.page.T(m.Guide) + " " + b.page.T("ballots.guide.patients", "Limit", patients)
	default:
		return b.page.T(m.Guide, "Dots", p.Dots)
	}
}

// promise says whether the ballot is named or secret. Of who votes by another practice's link only the practice is known.
func (b ballotForm) promise() string {
	switch {
	case b.sheet.Poll.ByCode():
		return b.page.T("ballots.by_code")
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
func (b ballotForm) groups() *page.Question {
	if len(b.sheet.Groups) == 0 {
		return nil
	}
	q := &page.Question{ID: "group", Type: string(kinds.Single), Text: b.page.T("ballots.group"), Required: true, Error: b.page.Form.Problem("group")}
	for _, g := range b.sheet.Groups {
		q.Options = append(q.Options, page.Option{Value: string(g), Text: b.page.T("ballots.group." + string(g)), Chosen: g == b.sheet.Group})
	}
	return q
}

// rows are the features that get a number each.
func (b ballotForm) rows(m methods.Method) []BallotRow {
	p, lang := b.sheet.Poll, b.page.Lang()
	next := 1
	for _, f := range b.sheet.Order {
		if place, err := strconv.Atoi(b.page.Form.Value(string(m.Name) + "." + f)); err == nil {
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
		case !m.Places:
		case row.Value != "":
			row.Remove = b.page.T("ballots.remove")
		case next <= b.sheet.Top:
			row.Choose = b.page.T("ballots.choose", "Place", next)
		}
		rows = append(rows, row)
	}
	return rows
}

func (b ballotForm) sets() []BallotSet {
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
func (b ballotForm) features(m methods.Method) []BallotFeature {
	p, lang := b.sheet.Poll, b.page.Lang()
	all := make([]BallotFeature, len(b.sheet.Order))
	for i, f := range b.sheet.Order {
		all[i] = BallotFeature{Name: p.Name(f, lang), About: p.Texts[f].About.In(lang)}
		for _, q := range m.Questions(f) {
			all[i].Questions = append(all[i].Questions, b.question(q))
		}
	}
	return all
}

// question is one that a method asks: on a scale where its choices stand for themselves.
func (b ballotForm) question(asked methods.Question) page.Question {
	q := page.Question{ID: asked.Field, Type: string(kinds.Single), Text: b.page.T(asked.Text), Error: b.page.Form.Problem(asked.Field), Required: true}
	if asked.Low != "" {
		q.Type, q.Low, q.High = string(kinds.Scale), b.page.T(asked.Low), b.page.T(asked.High)
	}
	for _, choice := range asked.Choices {
		text := choice.Value
		if choice.Text != "" {
			text = b.page.T(choice.Text)
		}
		q.Options = append(q.Options, page.Option{Value: choice.Value, Text: text, Chosen: b.page.Form.Has(asked.Field, choice.Value)})
	}
	return q
}
