package surveys

import (
	"maps"
	"slices"

	"soundings/surveys/disclosure"
	"soundings/surveys/kinds"
)

// fieldParts are the answers to one field in the parts of a cut that are shown, and in the total.
type fieldParts struct {
	question Question
	total    *Count
	parts    []*Count
	results  []*QuestionResult
	field    string
	wordings wordings // of an edition
}

// tell writes what was answered into the results. It reports false where the counts of one part cannot be told so that those
// of no other follow.
func (f fieldParts) tell() bool {
	for i, c := range f.parts {
		f.results[i].N = c.N
	}
	q := f.question
	choices := q.Choices()
	switch summary := q.Kind().Summary; {
	case summary == kinds.Ends:
		return f.tellMonths()
	case q.Kind().Many:
		return f.tellChoices(choices)
	case len(choices) > 0:
		return f.tellOptions(choices)
	case summary == kinds.Means:
		for i, c := range f.parts {
			f.results[i].summarize(q, c, disclosure.Unlisted(c.N, c.most(), ends(q, c)...))
		}
		f.leaveOutMeans()
	}
	return true
}

// tellOptions writes how often each choice was made, and the mean where choices are numbers.
func (f fieldParts) tellOptions(choices []string) bool {
	parts, wording := f.counted(choices), f.wordings[f.field]
	told, summaries, ok := disclosure.TellParts(f.total.counted(choices), parts, wording)
	if !ok {
		return false
	}
	for i, r := range f.results {
		for o, value := range choices {
			r.Options = append(r.Options, option(value, parts[i].Counts[o], parts[i].N, told[i][o]))
		}
		may := summaries[i]
		if wording == disclosure.Summed {
			may = disclosure.Together(f.parts[i].N, len(choices), ends(f.question, f.parts[i])...)
		}
		if f.question.Kind().Summary == kinds.Means {
			r.summarize(f.question, f.parts[i], may)
		}
	}
	if wording == disclosure.Summed {
		f.leaveOutMeans()
	}
	return true
}

// tellChoices writes how often each choice was made of which everybody may make several: each is told by itself.
func (f fieldParts) tellChoices(choices []string) bool {
	total, parts := f.total.counted(choices), f.counted(choices)
	held := disclosure.Held(total, parts, f.question.MostChoices())
	for o, value := range choices {
		wording := f.wordings.choice(f.field, value)
		if held[o] && wording == disclosure.Numbers {
			wording = disclosure.Untold
		}
		told, _, ok := disclosure.TellParts(total.Choice(o), disclosure.Choices(parts, o), wording)
		if !ok {
			return false
		}
		for i, r := range f.results {
			r.Options = append(r.Options, option(value, parts[i].Counts[o], parts[i].N, told[i][0]))
		}
	}
	return true
}

func (f fieldParts) counted(choices []string) []disclosure.Counted {
	parts := make([]disclosure.Counted, len(f.parts))
	for i, c := range f.parts {
		parts[i] = c.counted(choices)
	}
	return parts
}

func (c *Count) counted(values []string) disclosure.Counted {
	counted := disclosure.Counted{N: c.N, Counts: make([]int, len(values))}
	for i, v := range values {
		counted.Counts[i] = c.Values[v]
	}
	return counted
}

func option(value string, k, n int, told disclosure.Told) OptionResult {
	if told != disclosure.Number {
		return OptionResult{Value: value, Told: told}
	}
	low, high := Wilson(k, n)
	return OptionResult{Value: value, N: k, Share: float64(k) / float64(n), Low: low, High: high}
}

// tellMonths writes the months that enough people named; the others are one together, of which nothing is said.
func (f fieldParts) tellMonths() bool {
	for i, c := range f.parts {
		months := slices.DeleteFunc(slices.Sorted(maps.Keys(c.Values)), func(m string) bool { return c.Values[m] <= 2 })
		counted := c.counted(months)
		others := c.N
		for _, k := range counted.Counts {
			others -= k
		}
		told, ok := disclosure.Tell(c.N, append(counted.Counts, others))
		if !ok {
			return false
		}
		r := f.results[i]
		for m, month := range months {
			r.Options = append(r.Options, option(month, counted.Counts[m], c.N, told[m]))
		}
		if len(months) > 0 {
			r.First, r.Last = months[0], months[len(months)-1]
		}
	}
	return true
}

// summarize writes the mean of numbers and what belongs to it, as far as it may be shown.
func (r *QuestionResult) summarize(q Question, c *Count, may disclosure.Summary) {
	d := c.Describe()
	if may.Mean {
		r.Mean = &d.Mean
	}
	if may.Median {
		r.Median = &d.Median
	}
	if may.Deviation {
		d.Low, d.High = within(q, d.Low, d.High)
		r.SD, r.Low, r.High = &d.SD, &d.Low, &d.High
	}
}

// ends returns how many steps all numbers together are away from the least and the most that can be given.
func ends(q Question, c *Count) (all []float64) {
	step := 1.0
	if q.Step != nil {
		step = *q.Step
	}
	d := c.Describe()
	least, most := limits(q)
	for _, end := range []*float64{least, most} {
		if end != nil {
			all = append(all, float64(d.N)*(*end-d.Mean)/step)
		}
	}
	return all
}

// leaveOutMeans leaves out a second part's mean, and a second deviation, where one alone was left out and would follow from
// the total.
func (f fieldParts) leaveOutMeans() {
	n, means, deviations := 0, []*QuestionResult(nil), []*QuestionResult(nil)
	for i, r := range f.results {
		n += f.parts[i].N
		if r.Mean != nil {
			means = append(means, r)
		}
		if r.SD != nil {
			deviations = append(deviations, r)
		}
	}
	if n < f.total.N || len(f.parts) < 2 {
		return
	}
	smallest := func(some []*QuestionResult) *QuestionResult {
		return slices.MinFunc(some, func(a, b *QuestionResult) int { return a.N - b.N })
	}
	if len(means) == len(f.parts)-1 {
		r := smallest(means)
		*r = r.withoutMean()
	}
	if len(deviations) == len(f.parts)-1 {
		r := smallest(deviations)
		r.SD, r.Low, r.High = nil, nil, nil
	}
}
