package ask

import (
	"errors"
	"regexp"
	"strconv"
	"strings"

	"soundings/cohorts/base"
	"soundings/surveys"
)

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
