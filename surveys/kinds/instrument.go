package kinds

import (
	"fmt"
	"strconv"
	"strings"

	"soundings/cohorts/base"
	"soundings/surveys/instruments"
)

// instrument is the kind of a question that asks all items of an instrument, each as a scale.
func instrument() Kind {
	return Kind{
		Type: "instrument", Fields: itemFields, Check: checkInstrument, Missing: "answer.required_choice",
		Decode: func(q Question, typed []string) ([]string, *base.Text) {
			i, _ := instruments.ByID(q.Instrument)
			return decodeNumber(typed[0], float64(i.Min), float64(i.Max), 1)
		},
		Choices: func(q Question) []string {
			i, _ := instruments.ByID(q.Instrument)
			return wholes(float64(i.Min), float64(i.Max))
		},
		Label: itemLabel, Summary: Means, Native: asNumber,
	}
}

// itemFields returns a field for each item; none where there is no such instrument.
func itemFields(q Question) []string {
	i, _ := instruments.ByID(q.Instrument)
	fields := make([]string, len(i.Items))
	for n := range fields {
		fields[n] = q.ID + "." + strconv.Itoa(n+1)
	}
	return fields
}

func checkInstrument(q Question, c *Checker) {
	i, ok := instruments.ByID(q.Instrument)
	switch {
	case !ok:
		c.Bad("instrument", "error.oneof", "Choices", strings.Join(instruments.IDs(), ", "))
	case q.Type != "":
		c.Bad("type", "survey.instrument_type")
	case len(q.Items) > 0 && len(q.Items) != len(i.Items):
		c.Bad("items", "survey.items", "Items", len(i.Items))
	}
	for n, item := range q.Items {
		c.Words(fmt.Sprintf("items[%d]", n), item, true)
	}
}

func itemLabel(q Question, value string) Label {
	i, _ := instruments.ByID(q.Instrument)
	switch value {
	case strconv.Itoa(i.Min):
		return Label{Text: base.T(i.Texts.Low), Beside: true}
	case strconv.Itoa(i.Max):
		return Label{Text: base.T(i.Texts.High), Beside: true}
	}
	return Label{}
}
