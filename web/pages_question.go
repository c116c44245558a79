package web

import (
	"strings"

	"soundings/web/texts"
)

// drawnQuestion is a question as the part "question" draws it.
type drawnQuestion struct {
	texts.Printer
	Question
	Maybe bool // marked as optional
}

// In makes a question ready to be drawn in the reader's language.
func (q Question) In(p texts.Printer) drawnQuestion {
	return drawnQuestion{Printer: p, Question: q, Maybe: !q.Required}
}

// Quiet leaves out the mark of an optional question: an instrument's scales have it in common.
func (q drawnQuestion) Quiet() drawnQuestion {
	q.Maybe = false
	return q
}

// Hint returns the help that stands between the question and its choices.
func (q drawnQuestion) Hint() string {
	switch {
	case q.Many && q.MaxChoices > 0:
		return strings.TrimSpace(q.Help + " " + q.T("form.up_to", "Count", q.MaxChoices))
	case q.Many && q.Help == "":
		return q.T("form.all_that_fit")
	}
	return q.Help
}

// Described returns the ids of what explains the input to a screen reader.
func (q drawnQuestion) Described() string {
	var ids []string
	if q.Hint() != "" {
		ids = append(ids, "h-"+q.ID)
	}
	if q.Error != "" {
		ids = append(ids, "e-"+q.ID)
	}
	return strings.Join(ids, " ")
}

// End returns what a scale's step means, where it is one of the ends.
func (q drawnQuestion) End(step int) string {
	switch step {
	case 0:
		return q.Low
	case len(q.Options) - 1:
		return q.High
	}
	return ""
}
