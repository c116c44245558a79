package learn

import (
	"cmp"
	"html/template"
	"math"
	"slices"

	"soundings/cohorts/plan"
	"soundings/metrics"
	"soundings/web/chart"
	"soundings/web/page"
)

// maxLines is how many features one picture tells apart.
const maxLines = 4

// draw draws the pictures.
func (v *Adoption) draw(frame page.Page, r metrics.Report) (err error) {
	one := func(d metrics.ActiveDay) int { return d.D1 }
	seven := func(d metrics.ActiveDay) int { return d.D7 }
	month := func(d metrics.ActiveDay) int { return d.D28 }
	active := picture{id: "active", title: frame.T("reports.active"), about: v.Sentences[0], releases: r.Releases, lines: []named{
		{frame.T("reports.active_28d"), r.Active, month}, {frame.T("reports.active_7d"), r.Active, seven}, {frame.T("reports.active_1d"), r.Active, one},
	}}
	for _, g := range r.Goals {
		if column := slices.Index([]plan.Figure{plan.Active28, plan.Active7}, g.Figure); column >= 0 && g.Cohort == r.Cohort {
			active.goals = append(active.goals, goalLineOf(frame, g, int(g.Target), column))
		}
	}
	if v.Active, err = lines(frame, active); err != nil {
		return err
	}
	if v.First, err = firstUse(frame, r); err != nil {
		return err
	}
	if v.Funnel, err = funnel(frame, r); err != nil || len(r.Features) == 0 {
		return err
	}
	if v.Exposure, err = exposure(frame, r); err != nil {
		return err
	}
	features := slices.Clone(r.Features)
	slices.SortStableFunc(features, func(a, b metrics.FeatureReport) int { return cmp.Compare(b.Week, a.Week) })
	weekly := picture{id: "weekly", title: frame.T("reports.weekly"), about: frame.T("reports.weekly_about"), releases: r.Releases}
	for i, f := range features[:min(len(features), maxLines)] {
		weekly.lines = append(weekly.lines, named{f.Name.In(frame.Lang()), f.Active, seven})
		for _, g := range r.Goals { // a share of those who see it, drawn as so many of them
			if g.Figure == plan.FeatureShare && g.Feature == f.Feature && g.Cohort == r.Cohort && f.Exposed != nil && *f.Exposed > 0 {
				weekly.goals = append(weekly.goals, goalLineOf(frame, g, int(math.Ceil(g.Target*float64(*f.Exposed))), i))
			}
		}
	}
	v.Weekly, err = lines(frame, weekly)
	return err
}

// picture is lines to be drawn, with what they are to reach and what happened meanwhile.
type picture struct {
	id, title, about string
	lines            []named
	goals            []goalLine
	releases         []metrics.Release
}

// named is a line to be drawn.
type named struct {
	name   string
	days   []metrics.ActiveDay
	figure func(metrics.ActiveDay) int
}

// goalLine is a goal to be drawn across a picture, and under which line of the table it stands.
type goalLine struct {
	label, note string
	value       int
	column      int
}

func goalLineOf(p page.Page, g metrics.GoalReport, value, column int) goalLine {
	label := goalLabel(p, g)
	if !g.Figure.Count() {
		label = p.T("reports.goal_members", "Goal", label, "N", value)
	}
	return goalLine{label, goalNote(p, g, label), value, column}
}

// goalLabel writes a goal as it stands at its line: "Goal: 250".
func goalLabel(p page.Page, g metrics.GoalReport) string {
	return p.T("reports.goal_label", "Target", goalFigure(p, g.Figure, g.Target))
}

// goalNote writes a goal as it stands in legends and tables.
func goalNote(p page.Page, g metrics.GoalReport, label string) string {
	return p.T("reports.goal_note", "Goal", label, "Day", p.Date(g.By.Time()), "Title", g.Title)
}

// releaseSaid names a release with its day.
func releaseSaid(p page.Page, r metrics.Release) string {
	return p.T("reports.release", "Day", p.Date(r.Day.Time()), "Title", r.Title)
}

// lines draws figures from day to day. The table behind has the goals, the last day of each week and the days of releases.
func lines(p page.Page, of picture) (template.HTML, error) {
	days := of.lines[0].days
	c := chart.LineChart{
		ID: of.id, Title: of.title, Description: of.about, Table: p.T("results.table"), Heads: []string{p.T("reports.to_day")},
		First: days[0].Day.String(), Last: days[len(days)-1].Day.String(), // short: both stand on a phone
	}
	for _, l := range of.lines {
		line := chart.Line{Name: l.name, Now: p.Int(l.figure(l.days[len(l.days)-1]))}
		for _, d := range l.days {
			line.Values = append(line.Values, l.figure(d))
		}
		c.Lines, c.Heads = append(c.Lines, line), append(c.Heads, l.name)
	}
	for _, g := range of.goals {
		c.Targets = append(c.Targets, chart.Target{Label: g.label, Name: g.note, Value: g.value})
		row := make([]string, len(of.lines)+1)
		row[0], row[g.column+1] = g.note, p.Int(g.value)
		c.Rows = append(c.Rows, row)
	}
	released := map[int]string{}
	for i, r := range of.releases {
		at := int(r.Day - days[0].Day)
		name := releaseSaid(p, r)
		c.Marks = append(c.Marks, chart.DayMark{Letter: string(rune('A' + i%26)), Name: name, At: float64(at) / float64(max(len(days)-1, 1))})
		released[at] = name
	}
	for at := len(days) - 1; at >= 0; at-- {
		name, marked := released[at]
		if !marked && (len(days)-1-at)%7 > 0 {
			continue
		}
		row := []string{cmp.Or(name, p.Date(days[at].Day.Time()))}
		for _, l := range of.lines {
			row = append(row, p.Int(l.figure(l.days[at])))
		}
		c.Rows = append(c.Rows, row)
	}
	return c.Draw()
}

// firstUse draws how soon members came to use the portal; nothing where nobody was watched for a week.
func firstUse(p page.Page, r metrics.Report) (template.HTML, error) {
	if len(r.UsedBy) <= 7 {
		return "", nil
	}
	last := len(r.UsedBy) - 1
	percent := func(share float64) int { return int(math.Round(100 * share)) }
	line := chart.Line{Name: p.T("reports.used_by"), Now: p.Percent(r.UsedBy[last])}
	c := chart.LineChart{
		ID: "first", Title: p.T("reports.first_use"), Description: p.T("reports.first_use_about"), Table: p.T("results.table"), Unit: "%",
		First: p.T("reports.day_number", "N", 0), Last: p.T("reports.day_number", "N", last), Heads: []string{p.T("reports.days_after"), p.T("reports.used_by")},
	}
	for _, g := range r.Goals {
		if g.Figure == plan.FirstUse && g.Feature == "" && g.Cohort == r.Cohort {
			label := goalLabel(p, g)
			c.Targets = append(c.Targets, chart.Target{Label: label, Name: goalNote(p, g, label), Value: percent(g.Target)})
			c.Rows = append(c.Rows, []string{goalNote(p, g, label), goalFigure(p, g.Figure, g.Target)})
		}
	}
	if len(c.Targets) > 0 && last >= 28 {
		c.Marks = []chart.DayMark{{Letter: "28", Name: p.T("reports.goal_at"), At: 28 / float64(last)}}
	}
	for day, share := range r.UsedBy {
		line.Values = append(line.Values, percent(share))
		if day%7 == 0 {
			c.Rows = append(c.Rows, []string{p.Int(day), p.Percent(share)})
		}
	}
	c.Lines = []chart.Line{line}
	return c.Draw()
}

// exposure draws which share of the agreed members may see each feature; nothing where nobody agreed, or it is not known.
func exposure(p page.Page, r metrics.Report) (template.HTML, error) {
	bars := chart.BarChart{
		ID: "exposure", Title: p.T("reports.exposure"), Description: p.T("reports.exposure_about"), Table: p.T("results.table"),
		Heads: [4]string{p.T("reports.feature"), p.T("reports.exposed"), p.T("results.share")},
	}
	for _, f := range r.Features {
		if f.Exposed != nil && r.Agreed > 0 {
			share := min(1, float64(*f.Exposed)/float64(r.Agreed))
			bars.Bars = append(bars.Bars, chart.Bar{Label: f.Name.In(p.Lang()), Count: p.Int(*f.Exposed), Percent: p.Percent(share), Share: share})
		}
	}
	if len(bars.Bars) == 0 {
		return "", nil
	}
	return chart.Bars(bars)
}

// funnel draws how far members came.
func funnel(p page.Page, r metrics.Report) (template.HTML, error) {
	bars := chart.BarChart{
		ID: "funnel", Title: p.T("reports.funnel"), Description: p.T("reports.funnel_about"), Table: p.T("results.table"),
		Heads: [4]string{p.T("reports.step"), p.T("reports.members"), p.T("results.share")},
	}
	all := max(r.Funnel[0].N, 1)
	agreed := 0
	for _, step := range r.Funnel {
		share := float64(step.N) / float64(all)
		bar := chart.Bar{Label: p.T("funnel." + step.Step), Count: p.Int(step.N), Percent: p.Percent(share), Share: share}
		switch step.Step {
		case "agreed":
			agreed = step.N
		case "enrolled": // its goals are shares of those who agreed
			for _, g := range r.Goals {
				if g.Figure == plan.EnrolledShare && g.Cohort == r.Cohort {
					n := int(math.Ceil(g.Target * float64(agreed)))
					bar.Goals = append(bar.Goals, chart.BarGoal{Text: p.T("reports.goal_agreed", "Goal", goalLabel(p, g), "N", n), Share: float64(n) / float64(all)})
				}
			}
		}
		bars.Bars = append(bars.Bars, bar)
	}
	return chart.Bars(bars)
}
