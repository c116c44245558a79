package outbox

import (
	"slices"
	"strings"
	"unicode"
)

// How much is within the window of an envelope, however the sheet lies in it: so many lines, each of so many widths of an m, in
// plain or in small type. The stylesheet of sheets sets both.
const (
	plainLines, plainWidth = 3, 22.5
	smallLines, smallWidth = 4, 28.5
)

// inWindow returns the lines of an address as they fit into the window, and whether they need small type: a line that is too long
// is broken at a blank.
func inWindow(lines []string) (fit []string, small bool) {
	lines = slices.DeleteFunc(lines, func(line string) bool { return line == "" })
	small = len(lines) > plainLines || slices.ContainsFunc(lines, func(line string) bool { return width(line) > plainWidth })
	if !small {
		return lines, false
	}
	for _, line := range lines {
		fit = append(fit, broken(line, smallWidth)...)
	}
	return fit, true
}

// broken returns a line in parts of at most a width, where its words allow it.
func broken(line string, most float64) (parts []string) {
	for _, word := range strings.Fields(line) {
		if n := len(parts) - 1; n >= 0 && width(parts[n]+" "+word) <= most {
			parts[n] += " " + word
			continue
		}
		parts = append(parts, word)
	}
	return parts
}

// width returns about how wide a line is in the size of its type: in Arial less, in DejaVu Sans as much.
func width(line string) float64 {
	all := 0.0
	for _, r := range line {
		switch {
		case strings.ContainsRune("MWmw@%—", r):
			all++
		case strings.ContainsRune("ijltfrI .,:;'’!|()-", r):
			all += 0.38
		case unicode.IsUpper(r):
			all += 0.76
		case unicode.IsLower(r), unicode.IsDigit(r):
			all += 0.64
		default:
			all++
		}
	}
	return all
}
