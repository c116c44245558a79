package answer

import (
	"slices"
	"strconv"
	"strings"

	"soundings/surveys"
	"soundings/web/page"
)

// typedAnswers returns what somebody typed who comes too late to a survey, question by question.
func typedAnswers(frame page.Page, sheet surveys.Sheet) []page.TypedAnswer {
	var all []page.TypedAnswer
	for _, q := range sheet.Survey.Questions() {
		view := page.ViewQuestion(frame, q)
		asked := view.Items
		if len(asked) == 0 {
			asked = []page.Question{view}
		}
		for _, a := range asked {
			all = appendTyped(all, a.Text, readable(a, sheet.Typed[a.ID])...)
		}
	}
	return all
}

// readable returns values as the answers of a question are called.
func readable(q page.Question, values []string) []string {
	said := slices.Clone(values)
	for i, v := range said {
		for _, o := range slices.Concat(q.Options, q.Alone) {
			if o.Value == v {
				said[i] = o.Text
			}
		}
	}
	return said
}

// appendTyped appends what was typed as the answer to a question, if anything was.
func appendTyped(all []page.TypedAnswer, question string, values ...string) []page.TypedAnswer {
	values = slices.DeleteFunc(slices.Clone(values), func(v string) bool { return strings.TrimSpace(v) == "" })
	if len(values) == 0 {
		return all
	}
	return append(all, page.TypedAnswer{Question: question, Answer: strings.Join(values, "\n")})
}

// typed returns what somebody chose who comes too late to a poll: for each feature, or for each set.
func (b ballotForm) typed() []page.TypedAnswer {
	var all []page.TypedAnswer
	form := b.page.Form
	switch m := b.sheet.Poll.How(); {
	case m.Sets != nil:
		for i := range b.sheet.Sets {
			title, number := b.page.T("ballots.set", "Number", i+1, "Sets", len(b.sheet.Sets)), strconv.Itoa(i+1)
			all = appendTyped(all, title+" – "+b.page.T("ballots.most"), b.named(form.Value("best."+number)))
			all = appendTyped(all, title+" – "+b.page.T("ballots.least"), b.named(form.Value("worst."+number)))
		}
	case m.Questions != nil:
		for _, f := range b.features(m) {
			for _, q := range f.Questions {
				all = appendTyped(all, f.Name+" – "+q.Text, readable(q, form.Values[q.ID])...)
			}
		}
	default:
		for _, row := range b.rows(m) {
			all = appendTyped(all, row.Name, row.Value)
		}
	}
	return all
}

// named returns what one of the poll's features is called; of nothing, and of what is none, nothing.
func (b ballotForm) named(feature string) string {
	if !slices.Contains(b.sheet.Order, feature) {
		return ""
	}
	return b.sheet.Poll.Name(feature, b.page.Lang())
}
