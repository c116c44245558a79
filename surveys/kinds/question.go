package kinds

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"soundings/cohorts/base"
	"soundings/surveys/instruments"
)

// Question is one question, one note, or all items of one instrument.
type Question struct {
	ID         string       `json:"id" rule:"required"`
	Type       Type         `json:"type,omitempty"` // empty: it asks an instrument
	Instrument string       `json:"instrument,omitempty"`
	Items      []base.Words `json:"items,omitempty"`   // an instrument's items in the clinic's own wording
	Wording    string       `json:"wording,omitempty"` // or which of the instrument's wordings; empty: its first
	Text       base.Words   `json:"text,omitempty"`
	Help       base.Words   `json:"help,omitempty"`
	Required   bool         `json:"required,omitempty"`
	Options    []Option     `json:"options,omitempty"`
	Min        *float64     `json:"min,omitempty"` // scale, number
	Max        *float64     `json:"max,omitempty"`
	Step       *float64     `json:"step,omitempty"`     // number; 1 unless said
	Earliest   string       `json:"earliest,omitempty"` // of days, as 2027-03-31; empty: no limit
	Latest     string       `json:"latest,omitempty"`
	MinLabel   base.Words   `json:"min_label,omitempty"`
	MaxLabel   base.Words   `json:"max_label,omitempty"`
	MaxLength  int          `json:"max_length,omitempty"`  // text, in characters; 2000 unless said
	MaxChoices int          `json:"max_choices,omitempty"` // multiple; 0: no limit
	ShowIf     *Condition   `json:"show_if,omitempty"`
}

// Option is one choice of a single or multiple question.
type Option struct {
	Value     string     `json:"value" rule:"required"`
	Text      base.Words `json:"text" rule:"required"`
	Exclusive bool       `json:"exclusive,omitempty"` // of several that may be chosen, it goes with no other
}

// Answers is what somebody answered: form field → values in canonical form. A field without an answer is not there.
type Answers map[string][]string

// Empty reports whether nothing is answered.
func (a Answers) Empty() bool {
	for _, values := range a {
		if slices.ContainsFunc(values, func(v string) bool { return strings.TrimSpace(v) != "" }) {
			return false
		}
	}
	return true
}

// Kind returns what is known of the question's type, or of instruments where it asks one.
func (q Question) Kind() Kind {
	if q.Instrument != "" {
		return instrument()
	}
	k, _ := byType(q.Type)
	return k
}

// Known returns an error where the question is of no type that there is, or asks an instrument that there is not.
func (q Question) Known() error {
	if q.Instrument != "" {
		if _, ok := instruments.ByID(q.Instrument); !ok {
			return fmt.Errorf("question %s asks the unknown instrument %q", q.ID, q.Instrument)
		}
		return nil
	}
	if _, ok := byType(q.Type); !ok {
		return fmt.Errorf("question %s is of the unknown type %q", q.ID, q.Type)
	}
	return nil
}

// Name names what the question is, as Names does.
func (q Question) Name() string {
	if q.Instrument != "" {
		return q.Instrument
	}
	return string(q.Type)
}

// Fields returns the names of the form fields that q takes: its id, or one for each item of its instrument.
func (q Question) Fields() []string {
	if fields := q.Kind().Fields; fields != nil {
		return fields(q)
	}
	return []string{q.ID}
}

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
	k := q.Kind()
	switch {
	case len(values) == 0:
		return nil, nil
	case len(values) > 1 && !k.Many:
		return refuse("answer.one")
	}
	return k.Decode(q, values)
}

func refuse(id string, pairs ...any) ([]string, *base.Text) {
	text := base.T(id, pairs...)
	return nil, &text
}

// Cell returns an answer as one cell of a table: text, a float64 or a base.Day.
func (q Question) Cell(given []string) any {
	k := q.Kind()
	switch {
	case k.Cell != nil:
		return k.Cell(given)
	case k.Many:
		return strings.Join(given, "; ")
	}
	return k.Native(given)
}

// Missing returns the fields of q that must be answered and are not.
func (q Question) Missing(a Answers) []base.Field {
	if !q.Required {
		return nil
	}
	var missing []base.Field
	for _, field := range q.Fields() {
		if len(a[field]) == 0 {
			missing = append(missing, base.Field{Name: field, Text: base.T(q.Kind().Missing)})
		}
	}
	return missing
}

// Choices lists the values that a question offers to choose from; none for numbers and free text.
func (q Question) Choices() []string {
	if choices := q.Kind().Choices; choices != nil {
		return choices(q)
	}
	return nil
}

// MostChoices returns how many values an answer may have.
func (q Question) MostChoices() int {
	switch {
	case !q.Kind().Many:
		return 1
	case q.MaxChoices > 0:
		return q.MaxChoices
	}
	return len(q.Choices())
}

// Tallied returns what is counted of an answer to one field; of people's own words nothing.
func (q Question) Tallied(given []string) []string {
	k := q.Kind()
	switch {
	case k.Sealed:
		return nil
	case k.Tallied != nil:
		return k.Tallied(given)
	}
	return given
}

// Span returns how many different values may be counted of one field, at most limit.
func (q Question) Span(limit int) int {
	if span := q.Kind().Span; span != nil {
		return min(span(q), limit)
	}
	return min(len(q.Choices()), limit)
}

// Shown lists the values that results show one by one, of those that were counted.
func (q Question) Shown(counted map[string]int) []string {
	if shown := q.Kind().Shown; shown != nil {
		return shown(q, counted)
	}
	return q.Choices()
}

// Label returns what a value is called.
func (q Question) Label(value string) Label {
	if label := q.Kind().Label; label != nil {
		return label(q, value)
	}
	return Label{}
}

// FormatNumber writes a number in its one canonical form: the shortest that reads back the same.
func FormatNumber(x float64) string { return strconv.FormatFloat(x, 'f', -1, 64) }

// wholes lists the whole numbers from low to high.
func wholes(low, high float64) []string {
	var all []string
	for x := math.Trunc(low); x <= high; x++ {
		all = append(all, FormatNumber(x))
	}
	return all
}

// asText, asList and asNumber are what an answer is in JSON.
func asText(given []string) any { return given[0] }

func asList(given []string) any { return given }

func asNumber(given []string) any {
	x, err := strconv.ParseFloat(given[0], 64)
	if err != nil {
		return given[0]
	}
	return x
}
