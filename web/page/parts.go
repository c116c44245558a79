package page

import (
	"html/template"
)

// Task is one thing that needs somebody, with the one button that deals with it.
type Task struct {
	Title  string
	Detail string
	Button Link
	Look   string // as in Badge
	Panel  Link   // shows in Grafana how it came to this; empty: none does
}

// Figure is one number worth knowing; Href leads to what is behind it.
type Figure struct {
	Label string
	Value string
	Note  string
	Href  string
}

// Step is one step of getting started.
type Step struct {
	Text string
	Href string
	Done bool
}

// PollReport is what one poll found.
type PollReport struct {
	Poll  Link
	Said  string
	Order template.HTML
}

// Brief is what a part of the site hands Today: what needs somebody, the numbers worth knowing, and its steps on the way
// to the first result.
type Brief struct {
	Tasks   []Task
	Figures []Figure
	Counted bool // one of the figures is not zero
	Steps   []Step
}

// Link is a text that leads somewhere.
type Link struct {
	Text string
	Href string
}

// Happening is one line of a history, newest first.
type Happening struct {
	At   string
	What string
	Who  string // empty: not said
}
