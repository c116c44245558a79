package main

import (
	"fmt"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"
)

// What can be read in a panel.
const (
	mostLines = 8   // lines or tiles that can be told apart; what has more is ranked
	smallest  = 9.5 // pixels of a text
)

// check checks what holds for every look at a dashboard.
func (d seen) check(t *testing.T, v view) {
	t.Helper()
	for _, m := range d.Marks {
		if m.Contrast < 1.5 {
			t.Errorf("%s: mark %s can hardly be seen, %.2f : 1", v.name(), m.Name, m.Contrast)
		}
	}
	if v.source != "fresh" {
		checkLinks(t, v.name(), d.Links)
	}
	for _, p := range d.Panels {
		p.check(t, v)
	}
}

// instantly are the kinds of panels that ask for what is so now. Those over time look no nearer than their last full step.
var instantly = map[string]bool{"stat": true, "bargauge": true, "table": true}

// check checks what holds for every panel.
func (p panelSaid) check(t *testing.T, v view) {
	t.Helper()
	about := fmt.Sprintf("%s: %s (%s)", v.name(), p.Title, p.Type)
	if p.Empty && p.Type != "alertlist" && (p.NoValue == "" || !p.shows(p.NoValue)) {
		t.Errorf("%s is empty and does not say why", about)
	}
	if p.Empty && v.source == "demo" && instantly[p.Type] && emptyInTheDemo[p.Title] == "" {
		t.Errorf("%s is empty", about)
	}
	if len(p.Items) > 0 && len(p.Texts) < 2 {
		t.Errorf("%s shows nothing but its title", about)
	}
	lines := 0
	for _, item := range p.Items {
		if item.Points > 0 || p.Type == "stat" {
			lines++
		}
		if item.Missing && hue(item.Color) == "green" {
			t.Errorf("%s: %q is missing and green", about, item.Name+item.Column)
		}
		if p.Type == "timeseries" && !item.Thin && item.Points > 0 && item.Contrast != nil && *item.Contrast < 3 {
			t.Errorf("%s: the line %q, %s, has %.2f : 1", about, item.Name, item.Color, *item.Contrast)
		}
		for _, threshold := range item.Thresholds {
			if threshold.Contrast < 3 {
				t.Errorf("%s: a threshold's line, %s, has %.2f : 1", about, threshold.Color, threshold.Contrast)
			}
		}
		if v.source != "fresh" {
			checkLinks(t, about+": "+item.Name+item.Text, item.Links)
		}
	}
	if lines > mostLines {
		t.Errorf("%s has %d lines, more than %d", about, lines, mostLines)
	}
	for _, text := range p.Texts {
		if needed := text.needs(p.Type); text.Least < needed {
			t.Errorf("%s: the text %q, %s, has %.2f : 1, less than %g", about, text.Text, text.Color, text.Least, needed)
		}
		if text.Size < smallest {
			t.Errorf("%s: the text %q is %.1f px small", about, text.Text, text.Size)
		}
		if text.Cut && (text.Text == p.Title || v.source == "demo" && v.width == 1600 && p.Type != "bargauge") { // a bar's name has two fifths
			t.Errorf("%s: the text %q is cut", about, text.Text)
		}
	}
}

// needs returns the contrast that a text has to have after WCAG 2.2: a large one less. A unit belongs to the number that it
// stands beside.
func (text textSaid) needs(kind string) float64 {
	if text.Size >= 24 || kind == "stat" && utf8.RuneCountInString(text.Text) <= 2 {
		return 3
	}
	return 4.5
}

// shows reports whether a sentence can be read in a panel.
func (p panelSaid) shows(sentence string) bool {
	var all strings.Builder
	for _, text := range p.Texts {
		all.WriteString(text.Text)
	}
	return strings.Contains(all.String(), strings.TrimSpace(sentence[:min(len(sentence), 60)]))
}

// brokenLink is one in which something was not filled in.
var brokenLink = regexp.MustCompile(`[${}]|undefined|null|^$|^/[^d]|[^:]//|//[^/]+/.+/$`)

// checkLinks checks that nothing is left in a link of what should have been filled in.
func checkLinks(t *testing.T, about string, links []linkSaid) {
	t.Helper()
	for _, l := range links {
		if brokenLink.MatchString(l.Href) {
			t.Errorf("%s leads to %s", about, l.Href)
		}
	}
}

// checkDown checks that a server that is gone is shown as gone, and returns how many panels say so.
func (d seen) checkDown(t *testing.T, v view) (panels int) {
	t.Helper()
	for _, p := range d.Panels {
		if p.Type != "stat" || !strings.Contains(strings.Join(p.Exprs, " "), "up{") {
			continue
		}
		for _, item := range p.Items {
			if !item.Missing {
				panels++
			}
			if !item.Missing && hue(item.Color) != "red" {
				t.Errorf("%s: %s says %q in %s of a server that is gone", v.name(), p.Title, item.Text, item.Color)
			}
		}
	}
	return panels
}

// hue names what a colour as #73bf69 is taken for.
func hue(color string) string {
	var r, g, b int
	if _, err := fmt.Sscanf(color, "#%02x%02x%02x", &r, &g, &b); err != nil {
		return ""
	}
	switch {
	case g > r+20 && g > b+20:
		return "green"
	case r > g+60 && r > b+40 && g < 120:
		return "red"
	}
	return ""
}
