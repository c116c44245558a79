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

// optionPlace is how a refusal names a place in a question's options.
var optionPlace = regexp.MustCompile(`^options\[(\d+)\]`)

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

// formField says what is wrong with a member of q at the field that asks it, which has the member's name. All options stand
// in one field, but which of them stand alone is asked beside it, a text that is missing is asked for in English first, steps have no field beside the largest number, and
// what q is was chosen before its form.
func formField(q surveys.Question, member string, text base.Text) base.Field {
	option := optionPlace.FindStringSubmatch(member)
	switch {
	case option != nil && strings.HasSuffix(member, ".exclusive"):
		member = "exclusive"
	case option != nil:
		i, _ := strconv.Atoi(option[1]) // the pattern takes digits only
		return base.Field{Name: "options", Text: base.T("question.problem", "Name", q.Options[i].Value, "Problem", text)}
	case member == "text":
		member = "text.en"
	case member == "step":
		member = "max"
	case member == "type" || member == "instrument" || strings.HasPrefix(member, "items"):
		member = ""
	}
	return base.Field{Name: member, Text: text}
}
