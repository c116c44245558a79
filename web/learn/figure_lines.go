package learn

import (
	"cmp"
	"html/template"

	"soundings/metrics"
	"soundings/web/chart"
	"soundings/web/page"
)

// picture is lines to be drawn, with what they are to reach and what happened meanwhile.
type picture struct {
	id, title, about string
	lines            []namedLine
	goals            []goalLine
	happened         []happening
}

// namedLine is a line to be drawn.
type namedLine struct {
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

// drawLines draws figures from day to day. The table behind has the goals, then the days of dayRows.
func drawLines(p page.Page, of picture) (template.HTML, error) {
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
	marked := map[int]string{}
	for _, one := range of.happened {
		at := int(one.day - days[0].Day)
		if marked[at] != "" { // one line for what happened on one day
			i := len(c.Marks) - 1
			marked[at] += "; " + one.what
			c.Marks[i].Name = marked[at]
			continue
		}
		marked[at] = one.said(p)
		c.Marks = append(c.Marks, chart.DayMark{
			Letter: string(rune('A' + len(c.Marks)%26)), Name: marked[at], At: float64(at) / float64(max(len(days)-1, 1)),
		})
	}
	c.Rows = append(c.Rows, dayRows(p, of.lines, marked)...)
	return c.Draw()
}

// dayRows returns the rows of the last day of each week and of the days that are marked, the latest first.
func dayRows(p page.Page, lines []namedLine, marks map[int]string) [][]string {
	var rows [][]string
	days := lines[0].days
	for at := len(days) - 1; at >= 0; at-- {
		name, marked := marks[at]
		if !marked && (len(days)-1-at)%7 > 0 {
			continue
		}
		row := []string{cmp.Or(name, p.Date(days[at].Day.Time()))}
		for _, l := range lines {
			row = append(row, p.Int(l.figure(l.days[at])))
		}
		rows = append(rows, row)
	}
	return rows
}
