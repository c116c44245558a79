package page

import (
	"strconv"
	"strings"

	"soundings/surveys"
	"soundings/surveys/instruments"
	"soundings/surveys/kinds"
	"soundings/web/texts"
)

// Question is one question as it stands on a page, with what was answered before.
type Question struct {
	ID         string // also the field's name
	Type       string // a row of surveys/kinds, whose template draws it
	Text       string
	Help       string
	Required   bool
	Error      string
	Options    []Option // single, multiple; scale: each step, its Text the number
	Alone      []Option // multiple: those that go with no other, apart at the end
	Many       bool     // several options may be chosen
	MaxChoices int      // of them; 0: no limit
	Low, High  string   // scale: what the ends mean
	Earliest   string   // of days: the limits, as 2027-03-31; empty: none
	Latest     string
	Value      string     // number, text
	Items      []Question // instrument: its scales, all with the same steps and ends
}

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
	hint := q.Help
	switch {
	case q.Many && q.MaxChoices > 0:
		hint += " " + q.T("form.up_to", "Count", q.MaxChoices)
	case q.Many && q.Help == "":
		hint = q.T("form.all_that_fit")
	}
	if len(q.Alone) > 0 {
		hint += " " + q.T("form.or_last", "Count", len(q.Alone))
	}
	return strings.TrimSpace(hint)
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

// ViewQuestion turns a question into what its page shows.
func ViewQuestion(frame Page, q surveys.Question) Question {
	lang, k := frame.Lang(), q.Kind()
	view := Question{
		ID: q.ID, Type: string(k.Type), Text: q.Text.In(lang), Help: q.Help.In(lang), Required: q.Required,
		Error: frame.Form.Problem(q.ID), Many: k.Many, MaxChoices: q.MaxChoices, Low: q.MinLabel.In(lang), High: q.MaxLabel.In(lang),
		Earliest: q.Earliest, Latest: q.Latest, Value: frame.Form.Value(q.ID),
	}
	frame.Form.named(q.ID, view.Text)
	if instrument, ok := instruments.ByID(q.Instrument); ok {
		return viewInstrument(frame, q, view, instrument)
	}
	for _, value := range q.Choices() {
		text := value
		if label := q.Label(value); !label.Beside {
			text = Label(frame, value, label)
		}
		view.Options = append(view.Options, Option{Value: value, Text: text, Chosen: frame.Form.Has(q.ID, value)})
	}
	together := len(view.Options) - q.Exclusive()
	view.Options, view.Alone = view.Options[:together], view.Options[together:]
	return view
}

// Label returns what a value is called: by itself where it has no name.
func Label(p Page, value string, l kinds.Label) string {
	text := l.Words.In(p.Lang())
	if l.Text.ID != "" {
		text = p.Say(l.Text)
	}
	switch {
	case text == "":
		return value
	case l.Beside:
		return value + ": " + text
	}
	return text
}

// viewInstrument shows an instrument's items in the clinic's own wording, or in that of the catalogue.
func viewInstrument(frame Page, q surveys.Question, view Question, instrument instruments.Instrument) Question {
	if view.Help == "" {
		view.Help = frame.T(instrument.Texts.Intro)
	}
	view.Low, view.High = frame.T(instrument.Texts.Low), frame.T(instrument.Texts.High)
	wording, _ := instrument.Wording(q.Wording)
	for n, field := range q.Fields() {
		text := frame.T(wording.Items[n])
		if len(q.Items) > n {
			text = q.Items[n].In(frame.Lang())
		}
		frame.Form.named(field, text)
		view.Items = append(view.Items, Question{
			ID: field, Type: string(kinds.Scale), Text: text, Required: q.Required, Error: frame.Form.Problem(field),
			Options: steps(frame, field, instrument.Min, instrument.Max), Low: view.Low, High: view.High,
		})
	}
	return view
}

func steps(frame Page, field string, low, high int) []Option {
	var options []Option
	for x := low; x <= high; x++ {
		value := strconv.Itoa(x)
		options = append(options, Option{Value: value, Text: value, Chosen: frame.Form.Has(field, value)})
	}
	return options
}
