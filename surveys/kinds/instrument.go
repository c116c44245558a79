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
		Type: "instrument", Fields: itemFields, Members: []string{"wording"}, Check: checkInstrument, Missing: "answer.required_choice",
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
	i, ok := instruments.ByID(q.Instrument)
	if !ok {
		return nil
	}
	fields := make([]string, i.Size())
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
	case len(q.Items) > 0 && len(q.Items) != i.Size():
		c.Bad("items", "survey.items", "Items", i.Size())
	}
	if _, known := i.Wording(q.Wording); ok && !known {
		c.Bad("wording", "error.oneof", "Choices", strings.Join(i.WordingIDs(), ", "))
	} else if q.Wording != "" && len(q.Items) > 0 {
		c.Bad("wording", "survey.wording_of_items")
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

// AskedIn returns in which wording the question asks an instrument.
func (q Question) AskedIn(i instruments.Instrument) string {
	if len(q.Items) > 0 {
		return instruments.ClinicWording
	}
	w, _ := i.Wording(q.Wording)
	return w.ID
}
