package ask

import (
	"errors"
	"regexp"
	"strconv"
	"strings"

	"soundings/cohorts/base"
	"soundings/surveys"
	"soundings/surveys/instruments"
	"soundings/surveys/kinds"
	"soundings/web/page"
)

// questionView is the form of a question of this kind; q is the zero Question where it is new.
func questionView(frame page.Page, v surveys.Survey, kind string, q surveys.Question) QuestionPage {
	view := QuestionPage{
		Page: frame, Survey: page.Link{Text: v.Title.In(frame.Lang()), Href: "/surveys/" + v.ID}, ID: q.ID, Type: kind,
		Questions: []page.Option{{Value: "", Text: frame.T("question.always"), Chosen: false}},
	}
	if made, ok := kinds.New(kind); ok {
		made.ID = "new"
		view.Kind, view.TypeName = string(made.Kind().Type), kindName(frame, made)
		view.Answered = len(made.Fields()) > 0
		if instrument, ok := instruments.ByID(kind); ok {
			view.Wording = frame.T(instrument.Texts.Wording)
		}
	}
	for _, k := range kinds.Names() {
		made, _ := kinds.New(k)
		view.Types = append(view.Types, KindChoice{k, kindName(frame, made), kindAbout(frame, made)})
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

// questionPlace is how a survey's refusal names a place in a question: pages[0].questions[1].text.es.
var questionPlace = regexp.MustCompile(`^pages\[(\d+)\]\.questions\[(\d+)\]\.(.*)$`)

// questionFields are the form's names for a question's members; a member of several languages is named with its own.
var questionFields = map[string]string{
	"id": "id", "text": "text_en", "help": "help_en", "options": "options", "min": "min", "max": "max", "step": "max",
	"min_label": "low_en", "max_label": "high_en", "earliest": "earliest", "latest": "latest", "max_length": "max_length", "max_choices": "max_choices",
}

// ofQuestion gives a survey's refusal the names of the fields in the form of the question with this id. What is wrong
// elsewhere in the survey is said of the form as a whole.
func ofQuestion(v surveys.Survey, own string, err error) error {
	var refusal *base.Error
	if !errors.As(err, &refusal) || refusal.Code != base.Invalid {
		return err
	}
	var fields []base.Field
	for _, f := range refusal.Fields {
		place := questionPlace.FindStringSubmatch(f.Name)
		if place == nil {
			fields = append(fields, f)
			continue
		}
		p, _ := strconv.Atoi(place[1]) // the pattern takes digits only
		n, _ := strconv.Atoi(place[2])
		q := v.Pages[p].Questions[n]
		if q.ID == own {
			fields = append(fields, formField(q, place[3], f.Text))
		} else {
			fields = append(fields, base.Field{Text: base.T("question.problem", "Name", q.ID, "Problem", f.Text)})
		}
	}
	return base.InvalidFields(fields...)
}

// formField says what is wrong with a member of q at its field of the form.
func formField(q surveys.Question, member string, text base.Text) base.Field {
	if rest, ok := strings.CutPrefix(member, "show_if"); ok {
		switch {
		case strings.HasSuffix(rest, ".value"):
			return base.Field{Name: "show_value", Text: text}
		case strings.HasSuffix(rest, ".op"):
			return base.Field{Name: "show_op", Text: text}
		}
		return base.Field{Name: "show_question", Text: text}
	}
	if rest, ok := strings.CutPrefix(member, "options["); ok {
		number, _, _ := strings.Cut(rest, "]")
		if i, err := strconv.Atoi(number); err == nil && i < len(q.Options) {
			text = base.T("question.problem", "Name", q.Options[i].Value, "Problem", text)
		}
		return base.Field{Name: "options", Text: text}
	}
	name, lang, inLanguage := strings.Cut(member, ".")
	field := questionFields[name]
	if inLanguage {
		field = strings.TrimSuffix(field, "en") + lang
	}
	return base.Field{Name: field, Text: text}
}
