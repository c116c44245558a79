// Package instruments holds the published questionnaires, one file each: their items, their scale, how they are scored and
// what is known of a score. Instrument is a row of the table, and ByID finds one.
package instruments

import "slices"

// Instrument is a published questionnaire with its own scoring. All its items stand on one scale.
type Instrument struct {
	ID       string
	Wordings []Wording // the first is the one that is asked where nobody chooses
	Min      int       // of each item
	Max      int
	Texts    Texts
	// Score returns the score of the items' values, first item first. Each value is between Min and Max.
	Score func(items []int) float64
	// Low and High bound the score.
	Low, High float64
	Bands     []Band  // from the best; nil: nobody has published what is good
	Spread    float64 // the standard deviation of scores, to plan with before there are answers
}

// Wording is one way to word an instrument's items.
type Wording struct {
	ID    string   // "plain", Soundings' own, or "published"
	Items []string // the texts of the items, in their order
	Name  string   // the text that offers it in the editor
	Asked string   // the text that results say beside the score
}

// ClinicWording is the wording of items that the clinic wrote for its own survey.
const ClinicWording = "clinic"

// Texts are the ids of what pages say of an instrument.
type Texts struct {
	Name    string // in results
	Kind    string // in the list of kinds of questions
	About   string // beside it: when to use it
	Wording string // in the editor: in which words the items come
	Intro   string // over the items
	Low     string // the lower end of the scale
	High    string // and the upper
	Clinic  string // in results: it was asked in the clinic's own words
}

// Band is the lowest score of a grade.
type Band struct {
	Grade string
	From  float64
}

// All lists the instruments in the order in which the editor offers them.
func All() []Instrument { return []Instrument{sus(), umuxLite()} }

// ByID returns the instrument with this id.
func ByID(id string) (Instrument, bool) {
	all := All()
	i := slices.IndexFunc(all, func(one Instrument) bool { return one.ID == id })
	if i < 0 {
		return Instrument{}, false
	}
	return all[i], true
}

// IDs lists the ids of the instruments.
func IDs() []string {
	var ids []string
	for _, i := range All() {
		ids = append(ids, i.ID)
	}
	return ids
}

// Grade returns how good a score is; empty where nobody has published grades.
func (i Instrument) Grade(score float64) string {
	for _, b := range i.Bands {
		if score >= b.From {
			return b.Grade
		}
	}
	return ""
}

// Percent returns where a score stands between the lowest and the highest, from 0 to 100.
func (i Instrument) Percent(score float64) float64 { return (score - i.Low) / (i.High - i.Low) * 100 }

// Size returns how many items it has.
func (i Instrument) Size() int { return len(i.Wordings[0].Items) }

// Points returns how many points the scale of each item has.
func (i Instrument) Points() int { return i.Max - i.Min + 1 }

// Step returns how much of the score one point of one item is.
func (i Instrument) Step() float64 { return (i.High - i.Low) / float64(i.Size()*(i.Max-i.Min)) }

// Wording returns the wording with this id; the first for the empty one.
func (i Instrument) Wording(id string) (Wording, bool) {
	for _, w := range i.Wordings {
		if w.ID == id || id == "" {
			return w, true
		}
	}
	return Wording{}, false
}

// WordingIDs lists the ids of its wordings.
func (i Instrument) WordingIDs() []string {
	var ids []string
	for _, w := range i.Wordings {
		ids = append(ids, w.ID)
	}
	return ids
}

// Asked returns the text that says in which wording the instrument was asked.
func (i Instrument) Asked(wording string) string {
	if w, ok := i.Wording(wording); ok {
		return w.Asked
	}
	return i.Texts.Clinic
}
