// Package instruments holds the published questionnaires, one file each: their items, their scale, how they are scored and
// what is known of a score. Instrument is a row of the table, and ByID finds one.
package instruments

import "slices"

// Instrument is a published questionnaire with its own scoring. All its items stand on one scale.
type Instrument struct {
	ID    string
	Items []string // the texts of its items, in their order
	Words string   // in whose words these are: "plain", Soundings' own, or "published"
	Min   int      // of each item
	Max   int
	Texts Texts
	// Score returns the score of the items' values, first item first. Each value is between Min and Max.
	Score func(items []int) float64
	// Low and High bound the score.
	Low, High float64
	Bands     []Band  // from the best; nil: nobody has published what is good
	Spread    float64 // the standard deviation of scores, to plan with before there are answers
}

// Texts are the ids of what pages say of an instrument.
type Texts struct {
	Name    string // in results
	Kind    string // in the list of kinds of questions
	About   string // beside it: when to use it
	Wording string // in the editor: in which words the items come
	Intro   string // over the items
	Low     string // the lower end of the scale
	High    string // and the upper
	Own     string // in results: it was asked in the words of this catalogue
	Clinic  string // or in the clinic's own
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

// Asked returns the text that says in whose words the instrument was asked.
func (i Instrument) Asked(ofClinic bool) string {
	if ofClinic {
		return i.Texts.Clinic
	}
	return i.Texts.Own
}
