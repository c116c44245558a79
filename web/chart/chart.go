// Package chart draws figures as SVG on the server: with a title, a description and the table behind them. Positions
// are percentages and letters have a fixed size, so that a drawing is as legible on a narrow screen as on a wide one.
// Colours come from the stylesheet, by class.
package chart

import (
	"bytes"
	"embed"
	"fmt"
	"html/template"
	"strconv"
	"strings"
	"unicode/utf8"
)

//go:embed *.gohtml
var files embed.FS

// drawings never changes: it is parsed from what is built in.
var drawings = template.Must(template.ParseFS(files, "*.gohtml"))

// lineLetters is how many letters of a label fit on a line of the narrowest screen.
const lineLetters = 34

// BarChart is a list of shares.
type BarChart struct {
	ID          string // unique on its page
	Title       string
	Description string    // what it shows, in a sentence, for who cannot see it
	Bars        []Bar     // in the order in which they are drawn
	Table       string    // what the table behind it is called: "Show as a table"
	Heads       [4]string // of the table: answer, count, share, interval; without the last there is no such column
}

// Bar is one share with its interval, each as a number from 0 to 1 and as written.
type Bar struct {
	Label    string
	Count    string
	Percent  string
	Interval string // empty: none
	Told     string // in words, in place of the numbers; empty: the numbers
	Share    float64
	Low      float64
	High     float64
	Goals    []BarGoal
}

// BarGoal is what a share is to reach: a dashed line across its bar.
type BarGoal struct {
	Text  string // stands under the bar: "Goal: 80%"
	Share float64
}

// row is a bar with its place in the drawing.
type row struct {
	Bar
	Lines []line
	Y     int // of the bar's upper edge
	Last  int // of the last line of the label
	Aims  []aim
}

// aim is a goal with its place in the drawing, counted from the bar's upper edge.
type aim struct {
	BarGoal
	X string
	Y int // of its text
}

type line struct {
	Text string
	Y    int
}

// The heights of a row, in pixels.
const (
	lineHeight = 20
	barHeight  = 16
	gap        = 16
)

// Bars draws horizontal bars with their intervals.
func Bars(c BarChart) (template.HTML, error) {
	y := 0
	rows := make([]row, len(c.Bars))
	for i, b := range c.Bars {
		r := row{Bar: b}
		room := lineLetters - utf8.RuneCountInString(b.Percent+b.Count+b.Told) - 3
		for _, text := range wrap(b.Label, room) {
			y += lineHeight
			r.Lines = append(r.Lines, line{text, y - 5})
		}
		r.Last, r.Y = y-5, y
		y += barHeight + gap
		for n, g := range b.Goals {
			r.Aims = append(r.Aims, aim{g, percent(g.Share), barHeight + (n+1)*labelHeight})
			y += labelHeight
		}
		rows[i] = r
	}
	return draw("bars", struct {
		BarChart
		Rows   []row
		Height int
	}{c, rows, max(y-gap+2, 1)})
}

// Gauge is one score between 0 and 100 with its interval, and the marks that tell how good it is.
type Gauge struct {
	ID          string
	Title       string
	Description string
	Score       float64
	Low, High   float64
	Written     string // the score as written: "71.2"
	Interval    string // as written: "68.0 to 74.4"
	Marks       []Mark // from the lowest; the first begins at 0
	Table       string
	Heads       [3]string // of the table: mark, from, and the score's own row: "Score"
}

// Mark is a range of scores that has a name, up to the next one.
type Mark struct {
	Name string
	From float64
}

// span is a mark with where it stands.
type span struct {
	Mark
	Middle string
}

// Draw draws the score.
func (g Gauge) Draw() (template.HTML, error) {
	spans := make([]span, len(g.Marks))
	for i, m := range g.Marks {
		to := 100.0
		if i+1 < len(g.Marks) {
			to = g.Marks[i+1].From
		}
		spans[i] = span{m, percent((m.From + to) / 200)}
	}
	anchor := "middle"
	switch {
	case g.Score < 12:
		anchor = "start"
	case g.Score > 88:
		anchor = "end"
	}
	return draw("gauge", struct {
		Gauge
		Spans  []span
		Anchor string
	}{g, spans, anchor})
}

func draw(name string, data any) (template.HTML, error) {
	var out bytes.Buffer
	if err := drawings.ExecuteTemplate(&out, name+".gohtml", data); err != nil {
		return "", fmt.Errorf("drawing %s: %w", name, err)
	}
	return template.HTML(out.String()), nil
}

// percent writes a share as a length of the drawing, never outside of it.
func percent(share float64) string {
	return strconv.FormatFloat(100*min(max(share, 0), 1), 'f', 1, 64) + "%"
}

// Width is how long the bar is.
func (b Bar) Width() string { return percent(b.Share) }

// From is where the interval begins.
func (b Bar) From() string { return percent(b.Low) }

// To is where the interval ends.
func (b Bar) To() string { return percent(b.High) }

// At is where the score stands.
func (g Gauge) At() string { return percent(g.Score / 100) }

// From is where the interval begins.
func (g Gauge) From() string { return percent(g.Low / 100) }

// To is where the interval ends.
func (g Gauge) To() string { return percent(g.High / 100) }

// Between is how wide the interval is.
func (g Gauge) Between() string { return percent((min(g.High, 100) - max(g.Low, 0)) / 100) }

// At is where a mark's range begins.
func (m Mark) At() string { return percent(m.From / 100) }

// Begin is the lowest score of a mark as the table has it.
func (m Mark) Begin() string { return strconv.FormatFloat(m.From, 'f', -1, 64) }

// wrap breaks a text into lines of at most room letters; a longer word gets a line of its own.
func wrap(text string, room int) []string {
	room = max(room, 12)
	var lines []string
	now := ""
	for _, word := range strings.Fields(text) {
		switch {
		case now == "":
			now = word
		case utf8.RuneCountInString(now)+1+utf8.RuneCountInString(word) <= room:
			now += " " + word
		default:
			lines, now = append(lines, now), word
		}
	}
	return append(lines, now)
}
