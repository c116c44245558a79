package page

import (
	"net/http"
	"slices"

	"github.com/labstack/echo/v4"

	"soundings/cohorts"
	"soundings/cohorts/base"
	"soundings/web/texts"
)

// Preview is what stands over a page for people without an account that the team only tries: nothing that is typed is kept.
type Preview struct {
	texts.Printer        // of the team; the page may be in another language
	Back          Link   // to what is tried
	Path          string // of the page, without parameters
	Ref           string // as whom it is seen; empty: as anybody
	In            string // in which language, where one was chosen
	Languages     []Link // the others
}

// Preview returns the frame of a page as a participant would see it, and who that is: of "ref" in the address, in the language of
// "in" or else of theirs. NotFound where there is nobody with that ref.
func (s *Site) Preview(c echo.Context, back Link) (Page, cohorts.Participant, error) {
	own, err := s.Page(c, "")
	if err != nil {
		return own, cohorts.Participant{}, err
	}
	query := c.Request().URL.Query()
	v := &Preview{Printer: own.Printer, Back: back, Path: own.Path, Ref: query.Get("ref"), In: query.Get("in")}
	var who cohorts.Participant
	if v.Ref != "" {
		people, err := s.Cohorts.People(c.Request().Context(), v.Ref)
		if err != nil {
			return own, who, err
		}
		if who = people[v.Ref]; who.Ref == "" {
			return own, who, base.Refuse(base.NotFound, "participant.unknown", "Ref", v.Ref)
		}
	}
	frame := own
	frame.Staff, frame.Nearby, frame.Kiosk, frame.Preview = nil, nil, "", v
	for _, code := range []string{who.Language, v.In} {
		if slices.Contains(own.Codes(), code) {
			frame.Printer = s.Texts.In(code)
		}
	}
	if frame.Proxy = who.Proxy != ""; frame.Proxy {
		frame.For = GivenName(who.Name)
	}
	frame.Path = Address(v.Path, "in", v.In, "ref", v.Ref)
	for _, l := range frame.Others() {
		v.Languages = append(v.Languages, Link{Text: l.Name, Href: Address(v.Path, "in", l.Code, "ref", v.Ref)})
	}
	return frame, who, nil
}

// PreviewForm returns what was typed into the form of a page that is tried; nothing where it was only opened.
func PreviewForm(c echo.Context) (map[string][]string, error) {
	if c.Request().Method != http.MethodPost {
		return map[string][]string{}, nil
	}
	form, err := c.FormParams()
	if err != nil {
		return nil, base.Refuse(base.Invalid, "error.form")
	}
	return form, nil
}
