package store

import (
	"cmp"
	"maps"
	"slices"

	"soundings/cohorts"
	"soundings/surveys"
	"soundings/surveys/disclosure"
)

func newEditionDoc(e surveys.Edition) *editionDoc {
	d := &editionDoc{
		Head: Head{ID: e.Survey, Version: e.Version}, Number: e.Number, Made: e.Made, Last: e.Last, Altered: e.Altered,
		Marked: e.Marked, MarkedTo: e.MarkedTo,
	}
	d.Cells, d.Hidden = cellDocs(e.Cells, e.Narrow), cellDocs(e.Hidden, nil)
	for _, c := range e.Classes {
		d.Classes = append(d.Classes, newClassDoc(c))
	}
	for _, id := range slices.Sorted(maps.Keys(e.Gone)) {
		d.Gone = append(d.Gone, newGoneDoc(e.Gone[id]))
	}
	for _, m := range e.Merged {
		d.Merged = append(d.Merged, mergedDoc{m.Unit, m.Values, changeDocs(m.Entries)})
	}
	for _, p := range e.Past {
		past := pastScoresDoc{Day: p.Day}
		for _, r := range p.Scores {
			past.Scores = append(past.Scores, pastScoreDoc(r))
		}
		d.Past = append(d.Past, past)
	}
	for _, field := range slices.Sorted(maps.Keys(e.Wordings)) {
		d.Wordings = append(d.Wordings, toldDoc{field, string(e.Wordings[field])})
	}
	return d
}

func cellDocs(cells map[surveys.Part]*surveys.Counts, narrow map[surveys.Part][]string) (docs []editionCellDoc) {
	parts := slices.SortedFunc(maps.Keys(cells), func(a, b surveys.Part) int {
		return cmp.Or(cmp.Compare(a.By, b.By), cmp.Compare(a.Value, b.Value))
	})
	for _, p := range parts {
		c := counts{}
		c.addTally(surveys.Tally{Groups: map[cohorts.Group]*surveys.Counts{"": cells[p]}})
		docs = append(docs, editionCellDoc{p.By, p.Value, c.list(), narrow[p]})
	}
	return docs
}

func cellsOf(docs []editionCellDoc) map[surveys.Part]*surveys.Counts {
	cells := map[surveys.Part]*surveys.Counts{}
	for _, c := range docs {
		sum := counts{}
		sum.add(c.Counts)
		cell := tallyOf(sum).Groups[""]
		if cell == nil {
			cell = &surveys.Counts{Fields: map[string]*surveys.Count{}, Scores: map[string]*surveys.Count{}}
		}
		cells[surveys.Part{By: c.By, Value: c.Value}] = cell
	}
	return cells
}

func newClassDoc(c *disclosure.Class) classDoc {
	d := classDoc{Values: c.Values, Bound: c.Bound, Moment: c.Moment, Leaving: changeDocs(c.Leaving)}
	for _, name := range slices.Sorted(maps.Keys(c.Units)) {
		u := c.Units[name]
		unit := unitDoc{Question: name, Shown: u.Flushes, Pool: changeDocs(u.Pool)}
		for _, l := range u.Lines {
			unit.Lines = append(unit.Lines, lineDoc(l))
		}
		d.Units = append(d.Units, unit)
	}
	return d
}

func changeDocs(entries []disclosure.Entry) []changeDoc {
	var docs []changeDoc
	for _, e := range entries {
		docs = append(docs, changeDoc{e.ID, e.Who, e.Units, e.Told})
	}
	return docs
}

func newGoneDoc(r surveys.Response) goneDoc {
	d := goneDoc{
		Response: r.ID, Group: string(r.Group), Cohort: r.Cohort, Language: r.Language, Mode: modeDoc(r.Mode), Attributes: r.Attributes, Told: r.Told,
	}
	for _, field := range slices.Sorted(maps.Keys(r.Answers)) {
		d.Answers = append(d.Answers, answerDoc{Field: field, Values: r.Answers[field]})
	}
	for _, question := range slices.Sorted(maps.Keys(r.Scores)) {
		d.Scores = append(d.Scores, scoreDoc{question, r.Scores[question]})
	}
	return d
}

func (d *editionDoc) edition(survey string) surveys.Edition {
	e := surveys.Edition{
		Survey: survey, Number: d.Number, Made: d.Made, Last: d.Last, Altered: d.Altered, Marked: d.Marked, MarkedTo: d.MarkedTo,
		Version: d.Version, Cells: cellsOf(d.Cells), Hidden: cellsOf(d.Hidden), Narrow: map[surveys.Part][]string{}, Gone: map[string]surveys.Response{},
	}
	for _, c := range d.Cells {
		if len(c.Narrow) > 0 {
			e.Narrow[surveys.Part{By: c.By, Value: c.Value}] = c.Narrow
		}
	}
	for _, c := range d.Classes {
		e.Classes = append(e.Classes, c.class())
	}
	for _, g := range d.Gone {
		e.Gone[g.Response] = g.response(survey)
	}
	for _, m := range d.Merged {
		e.Merged = append(e.Merged, disclosure.Merged{Unit: m.Question, Values: m.Values, Entries: entriesOf(m.Entries)})
	}
	for _, p := range d.Past {
		past := surveys.PastScores{Day: p.Day}
		for _, r := range p.Scores {
			past.Scores = append(past.Scores, surveys.ScoreResult(r))
		}
		e.Past = append(e.Past, past)
	}
	for _, w := range d.Wordings {
		if e.Wordings == nil {
			e.Wordings = map[string]disclosure.Wording{}
		}
		e.Wordings[w.Field] = disclosure.Wording(w.How)
	}
	return e
}

func (d classDoc) class() *disclosure.Class {
	c := &disclosure.Class{Values: d.Values, Bound: d.Bound, Moment: d.Moment, Leaving: entriesOf(d.Leaving), Units: map[string]*disclosure.Unit{}}
	for _, unit := range d.Units {
		u := &disclosure.Unit{Flushes: unit.Shown, Pool: entriesOf(unit.Pool)}
		for _, l := range unit.Lines {
			u.Lines = append(u.Lines, disclosure.Line(l))
		}
		c.Units[unit.Question] = u
	}
	return c
}

func entriesOf(docs []changeDoc) []disclosure.Entry {
	var entries []disclosure.Entry
	for _, d := range docs {
		entries = append(entries, disclosure.Entry{ID: d.Response, Who: d.Who, Units: d.Questions, Told: d.Told})
	}
	return entries
}

func (d goneDoc) response(survey string) surveys.Response {
	r := surveys.Response{
		ID: d.Response, Survey: survey, Group: cohorts.Group(d.Group), Cohort: d.Cohort, Language: d.Language, Mode: modeOf(d.Mode),
		Attributes: d.Attributes, Told: d.Told, Answers: surveys.Answers{}, Scores: map[string]float64{},
	}
	for _, a := range d.Answers {
		r.Answers[a.Field] = a.Values
	}
	for _, score := range d.Scores {
		r.Scores[score.Question] = score.Score
	}
	return r
}
