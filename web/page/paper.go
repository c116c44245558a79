package page

import (
	"fmt"
	"slices"
	"strings"

	"soundings/surveys"
)

// PaperQuestion is one question as it stands on a printed sheet, and on the page on which staff enter what is on the sheet.
type PaperQuestion struct {
	Question
	When string // for whom it is, in words: "If you said “No” to question 2:"; empty: for everybody
}

// OnPaper returns all questions of a survey with their numbers: nobody can hide one on paper, so each that is not for everybody
// says for whom it is.
func OnPaper(frame Page, v surveys.Survey) []PaperQuestion {
	var all []PaperQuestion
	numbers, next := map[string]int{}, 1
	number := func(q *Question) {
		q.Text = fmt.Sprintf("%d. %s", next, q.Text)
		next++
	}
	for _, q := range v.Questions() {
		view := ViewQuestion(frame, q)
		numbers[q.ID] = next
		for i := range view.Items {
			number(&view.Items[i])
		}
		if len(view.Items) == 0 && len(q.Fields()) > 0 {
			number(&view)
		}
		all = append(all, PaperQuestion{view, whenText(frame, v, q.ShowIf, numbers)})
	}
	return all
}

// whenText says to the person who answers for whom a question is.
func whenText(frame Page, v surveys.Survey, when *surveys.Condition, numbers map[string]int) string {
	if when == nil {
		return ""
	}
	say := func(tests []surveys.Test, and string) string {
		said := make([]string, len(tests))
		for i, t := range tests {
			said[i] = frame.T("paper.test."+string(t.Op), "Number", numbers[t.Question], "Values", saidValues(frame, v, t))
		}
		return strings.Join(said, " "+frame.T(and)+" ")
	}
	parts := slices.DeleteFunc([]string{say(when.All, "paper.and"), say(when.Any, "paper.or")}, func(s string) bool { return s == "" })
	return frame.T("paper.when", "Tests", strings.Join(parts, ", "+frame.T("paper.and")+" "))
}

// saidValues names what a test compares with, as the sheet does.
func saidValues(frame Page, v surveys.Survey, t surveys.Test) string {
	q, _ := v.Question(t.Question)
	values := make([]string, len(t.Value))
	for i, value := range t.Value {
		values[i] = frame.T("question.quoted", "Text", Label(frame, value, q.Label(value)))
	}
	return strings.Join(values, " "+frame.T("paper.or")+" ")
}
