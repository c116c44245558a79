package ask

import (
	"strconv"

	"soundings/surveys"
	"soundings/surveys/instruments"
	"soundings/surveys/kinds"
	"soundings/web/page"
)

// questionView is the form of a question of this kind; q is the zero Question where it is new.
func questionView(frame page.Page, v surveys.Survey, kind string, q surveys.Question) questionPage {
	view := questionPage{
		Page: frame, Survey: page.Link{Text: v.Title.In(frame.Lang()), Href: "/surveys/" + v.ID}, ID: q.ID, Type: kind, Exclusive: q.Exclusive(),
		Questions: []page.Option{{Value: "", Text: frame.T("question.always"), Chosen: false}},
	}
	if made, ok := kinds.New(kind); ok {
		made.ID = "new"
		view.Kind, view.TypeName = string(made.Kind().Type), kindName(frame, made)
		view.Answered = len(made.Fields()) > 0
		if instrument, ok := instruments.ByID(kind); ok {
			view.Wording = frame.T(instrument.Texts.Wording)
			view.Wordings = wordingOptions(frame, instrument, q)
		}
	}
	for _, k := range kinds.Names() {
		made, _ := kinds.New(k)
		view.Types = append(view.Types, kindChoice{k, kindName(frame, made), kindAbout(frame, made)})
	}
	for n := range v.Pages {
		view.Pages = append(view.Pages, page.Option{Value: strconv.Itoa(n + 1), Text: frame.T("surveys.page", "Number", n+1)})
	}
	view.Pages = append(view.Pages, page.Option{Value: newPage, Text: frame.T("question.new_page")})
	for _, op := range kinds.Ops() {
		view.Ops = append(view.Ops, page.Option{Value: string(op), Text: frame.T("question.op." + string(op))})
	}
	if _, one := onlyTest(q.ShowIf); q.ShowIf != nil && !one {
		view.Condition = conditionText(frame, v, q.ShowIf)
		return view
	}
	for _, before := range v.Questions() {
		if before.ID == q.ID {
			break
		}
		if len(before.Fields()) > 0 {
			view.Questions = append(view.Questions, page.Option{Value: before.ID, Text: before.ID + ": " + questionText(frame, before)})
		}
	}
	return view
}

// wordingOptions offers the wordings of an instrument, where there are several and the clinic has not written its own.
func wordingOptions(frame page.Page, instrument instruments.Instrument, q surveys.Question) []page.Option {
	if len(instrument.Wordings) < 2 || len(q.Items) > 0 {
		return nil
	}
	var options []page.Option
	for _, w := range instrument.Wordings {
		options = append(options, page.Option{Value: w.ID, Text: frame.T(w.Name), Chosen: w.ID == q.AskedIn(instrument)})
	}
	return options
}

// kindName says what a question is: a type, or an instrument.
func kindName(frame page.Page, q surveys.Question) string {
	if instrument, ok := instruments.ByID(q.Instrument); ok {
		return frame.T(instrument.Texts.Kind)
	}
	return frame.T(q.Kind().Name)
}

// kindAbout says when to use a kind of question.
func kindAbout(frame page.Page, q surveys.Question) string {
	if instrument, ok := instruments.ByID(q.Instrument); ok {
		return frame.T(instrument.Texts.About)
	}
	return frame.T(q.Kind().About)
}
