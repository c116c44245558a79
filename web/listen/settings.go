package listen

import (
	"fmt"
	"net/url"
	"strconv"

	"github.com/labstack/echo/v4"

	"soundings/cohorts"
	"soundings/surveys/board"
	"soundings/web/page"
)

// settingsPage is how the board measures: fields "working_hours.from", "working_hours.to", "working_hours.days" (several), and of
// each severity "targets[blocker].answer" and "targets[blocker].change", in working hours.
type settingsPage struct {
	page.Page
	Days       []page.Option
	Severities []page.Option
	Version    string
}

func (settingsPage) Template() string { return "listen/settings" }

// ShowSettings shows how the board measures.
func (s *Bumps) ShowSettings(c echo.Context) error { return s.Show(c, s.settingsPage) }

func (s *Bumps) settingsPage(c echo.Context, frame page.Page) (page.View, error) {
	set, err := s.Board.Settings(c.Request().Context())
	if err != nil {
		return nil, err
	}
	if frame.Form.Values == nil {
		frame.Form.Values = settingsValues(set)
	}
	v := settingsPage{Page: frame, Severities: severities(frame), Version: strconv.FormatInt(set.Version, 10)}
	for _, day := range cohorts.Days() {
		v.Days = append(v.Days, page.Option{Value: day, Text: frame.T("day." + day)})
	}
	return v, nil
}

func settingsValues(set board.Settings) url.Values {
	v := url.Values{"working_hours.from": {set.Hours.From}, "working_hours.to": {set.Hours.To}, "working_hours.days": set.Hours.Days}
	for severity, t := range set.Targets {
		v.Set(target(severity, "answer"), page.PlainNumber(t.Answer))
		v.Set(target(severity, "change"), page.PlainNumber(t.Change))
	}
	return v
}

// target returns the name of the field of a target.
func target(severity board.Severity, of string) string {
	return fmt.Sprintf("targets[%s].%s", severity, of)
}

// SaveSettings saves how the board measures.
func (s *Bumps) SaveSettings(c echo.Context) error {
	form, err := c.FormParams()
	if err != nil {
		return err
	}
	in := board.Settings{
		Hours:   board.Hours{From: form.Get("working_hours.from"), To: form.Get("working_hours.to"), Days: form["working_hours.days"]},
		Targets: map[board.Severity]board.Target{},
	}
	var wrong []error
	for _, severity := range board.Severities() {
		answer, err := page.Decimal(c, target(severity, "answer"))
		change, other := page.Decimal(c, target(severity, "change"))
		wrong = append(wrong, err, other)
		var t board.Target
		if answer != nil {
			t.Answer = *answer
		}
		if change != nil {
			t.Change = *change
		}
		in.Targets[severity] = t
	}
	if err = page.Besides(page.Together(wrong...), in.Check()); err == nil {
		if in.Version, err = page.Version(c); err == nil {
			_, err = s.Board.SaveSettings(c.Request().Context(), in)
		}
	}
	if err != nil {
		return s.Again(c, "/board/settings", err, s.settingsPage)
	}
	return s.Done(c, "/board", "flash.board_saved")
}
