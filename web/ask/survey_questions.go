package ask

import (
	"slices"
	"strings"

	"soundings/cohorts/base"
	"soundings/surveys"
	"soundings/surveys/instruments"
	"soundings/web/page"
)

// questionRow is one question in a survey's list, in order.
type questionRow struct {
	ID       string
	Href     string
	Page     int
	NewPage  bool // the first of its page
	Type     string
	Text     string
	Required bool
	ShowIf   string // in words; empty: always shown
	Missing  string // the language that has no text yet; empty: none
	Up, Down bool   // it may move there
}

func questionRows(frame page.Page, v surveys.Survey) []questionRow {
	var rows []questionRow
	for p, onPage := range v.Pages {
		for n, q := range onPage.Questions {
			rows = append(rows, questionRow{
				ID: q.ID, Href: "/surveys/" + v.ID + "/questions/" + q.ID, Page: p + 1, NewPage: n == 0,
				Type: kindName(frame, q), Text: questionText(frame, q), Required: q.Required,
				ShowIf: conditionText(frame, v, q.ShowIf), Missing: missingLanguage(frame, q),
				Up: p > 0 || n > 0, Down: p < len(v.Pages)-1 || n < len(onPage.Questions)-1,
			})
		}
	}
	return rows
}

// questionText returns what a question asks; of an instrument its name.
func questionText(frame page.Page, q surveys.Question) string {
	text := q.Text.In(frame.Lang())
	if instrument, ok := instruments.ByID(q.Instrument); ok && text == "" {
		return frame.T(instrument.Texts.Kind)
	}
	return text
}

// missingLanguage returns the first of the clinic's languages that a question has no text in.
func missingLanguage(frame page.Page, q surveys.Question) string {
	texts := []base.Words{q.Text}
	if q.Instrument != "" {
		texts = q.Items
	}
	for _, o := range q.Options {
		texts = append(texts, o.Text)
	}
	for _, l := range frame.Languages {
		if slices.ContainsFunc(texts, func(w base.Words) bool { return w[l.Code] == "" }) {
			return page.LanguageName(frame, l.Code)
		}
	}
	return ""
}

// conditionText says in words when a question is shown.
func conditionText(frame page.Page, v surveys.Survey, when *surveys.Condition) string {
	if when == nil {
		return ""
	}
	var tests []string
	for _, t := range slices.Concat(when.All, when.Any) {
		tests = append(tests, strings.TrimSpace(t.Question+" "+frame.T("question.op."+string(t.Op))+" "+valuesText(frame, v, t)))
	}
	and := frame.T("question.and")
	if len(when.Any) > 0 {
		and = frame.T("question.or")
	}
	return frame.T("question.shown_if", "Tests", strings.Join(tests, " "+and+" "))
}

// valuesText says with what a test compares: options by their texts.
func valuesText(frame page.Page, v surveys.Survey, t surveys.Test) string {
	q, _ := v.Question(t.Question)
	values := make([]string, len(t.Value))
	for i, value := range t.Value {
		values[i] = value
		for _, o := range q.Options {
			if o.Value == value {
				values[i] = frame.T("question.quoted", "Text", o.Text.In(frame.Lang()))
			}
		}
	}
	return strings.Join(values, ", ")
}
