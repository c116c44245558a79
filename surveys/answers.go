package surveys

import (
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"soundings/cohorts/base"
	"soundings/surveys/instruments"
)

// Decode reads what was typed into a question's fields: the answers in canonical form, and what is wrong with them.
// Nothing typed is no answer, and not an error here: see Missing.
func (q Question) Decode(typed Answers) (Answers, []base.Field) {
	decoded := Answers{}
	var bad []base.Field
	for _, field := range q.Fields() {
		values, text := q.decodeField(blanksAway(typed[field]))
		switch {
		case text != nil:
			bad = append(bad, base.Field{Name: field, Text: *text})
		case len(values) > 0:
			decoded[field] = values
		}
	}
	return decoded, bad
}

func blanksAway(values []string) []string {
	var kept []string
	for _, v := range values {
		if v = strings.TrimSpace(v); v != "" {
			kept = append(kept, v)
		}
	}
	return kept
}

// decodeField reads the values of one field; a text says what is wrong with them.
func (q Question) decodeField(values []string) ([]string, *base.Text) {
	if len(values) == 0 {
		return nil, nil
	}
	if q.Type != Multiple && len(values) > 1 {
		return refuse("answer.one")
	}
	if instrument, ok := instruments.ByID(q.Instrument); ok {
		return decodeNumber(values[0], float64(instrument.Min), float64(instrument.Max), 1)
	}
	switch q.Type {
	case Single, Multiple:
		return q.decodeChoices(values)
	case Scale:
		return decodeNumber(values[0], *q.Min, *q.Max, 1)
	case Number:
		return decodeNumber(values[0], *q.Min, *q.Max, q.step())
	default:
		return q.decodeText(values[0])
	}
}

func refuse(id string, pairs ...any) ([]string, *base.Text) {
	text := base.T(id, pairs...)
	return nil, &text
}

// decodeChoices returns the chosen options in the order of the question.
func (q Question) decodeChoices(values []string) ([]string, *base.Text) {
	var chosen []string
	for _, o := range q.Options {
		if slices.Contains(values, o.Value) {
			chosen = append(chosen, o.Value)
		}
	}
	distinct := slices.Clone(values)
	slices.Sort(distinct)
	switch {
	case len(slices.Compact(distinct)) != len(chosen):
		return refuse("answer.choice")
	case q.MaxChoices > 0 && len(chosen) > q.MaxChoices:
		return refuse("answer.too_many", "Limit", q.MaxChoices)
	}
	return chosen, nil
}

// grouped is a number with commas between its thousands.
var grouped = regexp.MustCompile(`^[+-]?[1-9][0-9]{0,2}(,[0-9]{3})+(\.[0-9]*)?$`)

// decodeNumber reads a number between low and high in steps from low. Both decimal signs are understood, and commas
// between thousands.
func decodeNumber(typed string, low, high, step float64) ([]string, *base.Text) {
	if grouped.MatchString(typed) {
		typed = strings.ReplaceAll(typed, ",", "")
	}
	x, err := strconv.ParseFloat(strings.Replace(typed, ",", ".", 1), 64)
	switch {
	case err != nil || math.IsNaN(x) || math.IsInf(x, 0):
		return refuse("answer.number")
	case x < low || x > high:
		return refuse("answer.range", "Low", formatNumber(low), "High", formatNumber(high))
	}
	steps := math.Round((x - low) / step)
	if math.Abs(low+steps*step-x) > step*1e-6 {
		if step == 1 {
			return refuse("answer.whole")
		}
		return refuse("answer.step", "Step", formatNumber(step))
	}
	return []string{formatNumber(math.Round((low+steps*step)*1e9)/1e9 + 0)}, nil // + 0: minus nothing is 0
}

// lines ends every line the same way.
var lines = strings.NewReplacer("\r\n", "\n", "\r", "\n")

func (q Question) decodeText(typed string) ([]string, *base.Text) {
	typed = lines.Replace(strings.ToValidUTF8(typed, "�"))
	if n := utf8.RuneCountInString(typed); n > q.Length() {
		return refuse("answer.too_long", "Limit", q.Length(), "Over", n-q.Length())
	}
	return []string{typed}, nil
}

// Missing returns the fields of q that must be answered and are not.
func (q Question) Missing(a Answers) []base.Field {
	if !q.Required {
		return nil
	}
	var missing []base.Field
	for _, field := range q.Fields() {
		if len(a[field]) == 0 {
			id := "answer.required"
			if q.Instrument != "" || q.Type == Scale || q.Type == Single {
				id = "answer.required_choice"
			}
			missing = append(missing, base.Field{Name: field, Text: base.T(id)})
		}
	}
	return missing
}

// Score returns the scores of the instruments that are answered in full, by question id.
func (s Survey) Score(a Answers) map[string]float64 {
	scores := map[string]float64{}
	for _, q := range s.Questions() {
		instrument, ok := instruments.ByID(q.Instrument)
		if !ok {
			continue
		}
		items := make([]int, 0, instrument.Items)
		for _, field := range q.Fields() {
			if len(a[field]) == 1 {
				x, err := strconv.Atoi(a[field][0])
				if err == nil {
					items = append(items, x)
				}
			}
		}
		if len(items) == instrument.Items {
			scores[q.ID] = instrument.Score(items)
		}
	}
	return scores
}
