package page

import (
	"maps"
	"net/url"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"soundings/cohorts"
)

// unavailablePage says that nothing can be read or written now. It shows what was typed, to be sent again or copied.
type unavailablePage struct {
	Page
	Typed []TypedField // empty: nothing was typed
	Words []string     // those of it that somebody would not like to write again
	Kept  bool         // the form may be sent by a switch
}

// Template returns the name of the page's template: with the team's menu for the team.
func (p unavailablePage) Template() string {
	if p.Staff != nil {
		return "page/unavailable"
	}
	return "answer/unavailable"
}

// Keeps keeps what was typed when the reader switches, where the form was one that the switches send.
func (p unavailablePage) Keeps() string {
	if p.Kept {
		return "again"
	}
	return ""
}

// TypedField is a value that was typed and is perhaps not kept.
type TypedField struct{ Name, Value string }

// wordy is how long a value is at least that somebody would not like to write again.
const wordy = 20

// newUnavailable returns the page for what was typed into the form of a request.
func (s *Site) newUnavailable(c echo.Context) unavailablePage {
	v := unavailablePage{Page: s.lastFrame(c)}
	form, err := c.FormParams()
	if err != nil || routeOf(c).file || secret(form) {
		return v
	}
	form = c.Request().PostForm
	form.Del(switchField) // to try again is not to switch again
	v.Kept = len(form) > 0 && c.Get(keeps) != nil
	for _, name := range slices.Sorted(maps.Keys(form)) {
		for _, value := range form[name] {
			v.Typed = append(v.Typed, TypedField{name, value})
			if value = strings.TrimSpace(value); len(value) >= wordy && !strings.HasPrefix(name, "_") {
				v.Words = append(v.Words, value)
			}
		}
	}
	return v
}

// secret reports whether a form has what no page shows again: a password, or the code of a second step.
func secret(form url.Values) bool {
	for name := range form {
		if strings.Contains(name, "password") || name == "code" {
			return true
		}
	}
	return false
}

// reads, of a request, is in which language the participant reads whose link was found.
const reads = "soundings_reads"

// ReadBy notes in which language a participant reads, for a page that says that nothing more can be read or kept.
func ReadBy(c echo.Context, participant string) { c.Set(reads, participant) }

// lastFrame is Page without asking the store, which does not answer: of the clinic it has what it last heard, and of the
// reader what was noted before.
func (s *Site) lastFrame(c echo.Context) Page {
	clinic := s.clinic.Load()
	if clinic == nil {
		clinic = &cohorts.Clinic{}
	}
	participant, _ := c.Get(reads).(string)
	return s.frame(c, *clinic, participant)
}
