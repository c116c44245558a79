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
	Typed []typedField // empty: nothing was typed
	Words []string     // those of it that somebody would not like to write again
}

// Template returns the name of the page's template: with the team's menu for the team.
func (p unavailablePage) Template() string {
	if p.Staff != nil {
		return "page/unavailable"
	}
	return "answer/unavailable"
}

// typedField is a value that was typed and is perhaps not kept.
type typedField struct{ Name, Value string }

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
	for _, name := range slices.Sorted(maps.Keys(form)) {
		for _, value := range form[name] {
			v.Typed = append(v.Typed, typedField{name, value})
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

// lastFrame is Page without asking the store, which does not answer: of the clinic it has what it last heard.
func (s *Site) lastFrame(c echo.Context) Page {
	clinic := s.clinic.Load()
	if clinic == nil {
		clinic = &cohorts.Clinic{}
	}
	return s.frame(c, *clinic, "")
}
