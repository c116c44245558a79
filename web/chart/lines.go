package chart

import (
	"fmt"
	"html/template"
	"strings"
)

// LineChart is how figures went from day to day, with the table behind it.
type LineChart struct {
	ID          string // unique on its page
	Title       string
	Description string // what it shows, in a sentence, for who cannot see it
	Lines       []Line // at most four are told apart
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

// The drawing of lines, in pixels but for its width, which is stretched.
const (
	linesAbove  = 22
	linesHeight = 160
	linesWidth  = 1000
	legendLine  = 22
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

// Draw draws the lines.
func (c LineChart) Draw() (template.HTML, error) {
	top := 1
	for _, l := range c.Lines {
		for _, v := range l.Values {
			top = max(top, v)
		}
	}
	foot := linesAbove + linesHeight + 18
	strokes := make([]stroke, len(c.Lines))
	for i, l := range c.Lines {
		strokes[i] = stroke{l, looks[i%len(looks) : i%len(looks)+1], points(l.Values, top), foot + (i+1)*legendLine}
	}
	return draw("lines", struct {
		LineChart
		Strokes           []stroke
		Top, Foot, Height int
	}{c, strokes, top, foot, foot + len(c.Lines)*legendLine + 8})
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
