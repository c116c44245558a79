package chart

import (
	"cmp"
	"fmt"
	"html/template"
	"slices"
	"strings"
)

// LineChart is how figures went from day to day, with the table behind it.
type LineChart struct {
	ID          string // unique on its page
	Title       string
	Description string   // what it shows, in a sentence, for who cannot see it
	Lines       []Line   // at most four are told apart
	Targets     []Target // what lines are to reach
	Marks       []DayMark
	Unit        string // stands behind the highest value: "%"
	First, Last string // the days at the ends, as written
	Table       string // what the table behind it is called
	Heads       []string
	Rows        [][]string
}

// Line is one of the figures.
type Line struct {
	Name   string
	Now    string // the last value as written
	Values []int  // by day; all lines of a chart have as many
}

// Target is a value that is to be reached: a dashed line across the drawing.
type Target struct {
	Label string // stands on the line: "Goal: 250"
	Name  string // stands below the drawing
	Value int
}

// DayMark is something that happened on a day: an upright line.
type DayMark struct {
	Letter string  // stands at the line
	Name   string  // stands below the drawing
	At     float64 // from 0, the first day, to 1, the last
}

// The drawing of lines, in pixels but for its width, which is stretched.
const (
	linesAbove  = 22
	linesHeight = 160
	linesWidth  = 1000
	legendLine  = 22
	labelHeight = 15
)

// looks tell the lines apart, by dashes as well as by colour.
const looks = "abcd"

// stroke is a line with its place in the drawing.
type stroke struct {
	Line
	Look   string
	Points string
	Y      int // of its name in the legend
}

// aimed is a target with its place in the drawing.
type aimed struct {
	Target
	Y      int // of its line
	LabelY int
}

// marked is a mark with its place in the drawing.
type marked struct {
	DayMark
	X      string
	Anchor string
	Shift  int // of its letter
}

// Draw draws the lines.
func (c LineChart) Draw() (template.HTML, error) {
	top := 1
	for _, l := range c.Lines {
		for _, v := range l.Values {
			top = max(top, v)
		}
	}
	for _, t := range c.Targets {
		top = max(top, t.Value)
	}
	foot := linesAbove + linesHeight + 18
	strokes := make([]stroke, len(c.Lines))
	for i, l := range c.Lines {
		strokes[i] = stroke{l, looks[i%len(looks) : i%len(looks)+1], points(l.Values, top), foot + (i+1)*legendLine}
	}
	return draw("lines", struct {
		LineChart
		Strokes           []stroke
		Targets           []aimed
		Marks             []marked
		Top, Foot, Height int
	}{c, strokes, c.targets(top), c.marks(), top, foot, foot + len(c.Lines)*legendLine + 8})
}

// targets places the targets, from the highest. Labels stand on their lines, where there is room; those of near ones
// below each other.
func (c LineChart) targets(top int) []aimed {
	all := slices.Clone(c.Targets)
	slices.SortStableFunc(all, func(a, b Target) int { return cmp.Compare(b.Value, a.Value) })
	placed := make([]aimed, len(all))
	lowest := linesAbove
	for i, t := range all {
		y := linesAbove + linesHeight - t.Value*linesHeight/top
		label := max(y-5, lowest+labelHeight)
		placed[i], lowest = aimed{t, y, label}, label
	}
	return placed
}

// marks places the marks; a letter stands on the side where there is room.
func (c LineChart) marks() []marked {
	placed := make([]marked, len(c.Marks))
	for i, m := range c.Marks {
		placed[i] = marked{m, percent(m.At), "start", 4}
		if m.At > 0.9 {
			placed[i].Anchor, placed[i].Shift = "end", -4
		}
	}
	return placed
}

// points writes where a line goes.
func points(values []int, top int) string {
	var b strings.Builder
	for i, v := range values {
		x := linesWidth
		if len(values) > 1 {
			x = i * linesWidth / (len(values) - 1)
		}
		fmt.Fprintf(&b, "%d,%d ", x, linesHeight-v*linesHeight/top)
	}
	return strings.TrimSpace(b.String())
}

// Sample is where the sample of a line stands in the legend.
func (s stroke) Sample() int { return s.Y - 5 }
