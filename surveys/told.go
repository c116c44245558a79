package surveys

import (
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
	means    bool     // parts may tell means where no counts are told
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
	case summary == kinds.Means && f.wordings[f.field] != disclosure.Withdrawn:
		for i, c := range f.parts {
			f.results[i].summarize(q, c, disclosure.Unlisted(c.N, c.most(), ends(q, c)...))
		}
		f.leaveOutMeans(disclosure.LeastSteps)
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
			may.Mean = may.Mean && f.means
		}
		if f.question.Kind().Summary == kinds.Means {
			r.summarize(f.question, f.parts[i], may)
		}
	}
	if wording == disclosure.Summed {
		f.leaveOutMeans(len(choices))
	}
	return true
}

// tellChoices writes how often each choice was made of which everybody may make several: each is told by itself.
func (f fieldParts) tellChoices(choices []string) bool {
	total, parts := f.total.counted(choices), f.counted(choices)
	held := disclosure.Held(total, parts, f.question.MostChoices())
	for o, value := range choices {
		wording, _ := f.wordings.choice(f.field, value)
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

// leaveOutMeans leaves out what would give answers away beside the total: means, and a second deviation where one alone was left
// out. least is as for disclosure.Shut.
func (f fieldParts) leaveOutMeans(least int) {
	sum := func(c *Count) disclosure.Sum { return disclosure.Sum{N: c.N, Ends: ends(f.question, c)} }
	var sums []disclosure.Sum
	for _, c := range f.parts {
		sums = append(sums, sum(c))
	}
	has := make([]bool, len(f.parts))
	for i, shut := range disclosure.Shut(sum(f.total), sums, least) {
		if shut {
			*f.results[i] = f.results[i].withoutMean()
		}
		has[i] = f.results[i].SD != nil
	}
	if i := second(has, sums, f.total.N); i >= 0 {
		f.results[i].SD, f.results[i].Low, f.results[i].High = nil, nil, nil
	}
}

// second returns the smallest part that has something where one part alone has it not and would follow from the total; -1:
// there is none.
func second(has []bool, parts []disclosure.Sum, total int) int {
	smallest, missing, n := -1, 0, 0
	for i, p := range parts {
		n += p.N
		switch {
		case !has[i]:
			missing++
		case smallest < 0 || p.N < parts[smallest].N:
			smallest = i
		}
	}
	if missing != 1 || n < total {
		return -1
	}
	return smallest
}
