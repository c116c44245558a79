package outbox

import (
	"html/template"
	"net/url"

	"github.com/labstack/echo/v4"

	"soundings/cohorts"
	"soundings/cohorts/contact"
	"soundings/web/page"
)

// callsLength is how many calls are on the list at most. The next ones come as these are made.
const callsLength = 100

// callsPage lists the calls to make now.
type callsPage struct {
	page.Page
	Halted bool
	Quiet  string // until when nobody is called; empty: now is no quiet hour
	Rows   []callRow
}

func (callsPage) Template() string { return "outbox/calls" }

// callRow is one call to make.
type callRow struct {
	ID       string // of the message
	Who      page.Link
	For      string // whom a proxy answers for; empty: themselves
	Phone    string
	Dial     template.URL // calls it, from a telephone: digits, and a plus
	Language string
	Best     string // when they like to be called
	About    page.Link
	Tries    int
	Outcomes []page.Option
}

// ShowCalls lists the calls to make now.
func (s *Pages) ShowCalls(c echo.Context) error {
	return s.Show(c, func(c echo.Context, frame page.Page) (page.View, error) {
		ctx := c.Request().Context()
		clinic, err := s.Cohorts.Clinic(ctx)
		if err != nil {
			return nil, err
		}
		v := callsPage{Page: frame}
		if loud := clinic.Quiet.After(s.Now(), clinic.Zone()); loud.After(s.Now()) {
			v.Quiet = frame.Time(loud)
		}
		halt, err := s.Outbox.Halted(ctx)
		if err != nil {
			return nil, err
		}
		v.Halted = halt.On
		calls, err := s.Outbox.Calls(ctx, callsLength)
		if err != nil {
			return nil, err
		}
		for _, call := range calls {
			row, err := s.callRow(c, frame, clinic, call)
			if err != nil {
				return nil, err
			}
			v.Rows = append(v.Rows, row)
		}
		return v, nil
	})
}

func (s *Pages) callRow(c echo.Context, frame page.Page, clinic cohorts.Clinic, call contact.Sheet) (callRow, error) {
	about, err := s.About(c.Request().Context(), frame, call.Message)
	if err != nil {
		return callRow{}, err
	}
	p := call.Person
	row := callRow{
		ID: call.Message.ID, Who: page.Link{Text: p.Name, Href: page.ParticipantHref(p.Ref)}, Phone: p.Phone, Dial: template.URL("tel:" + dialled(p.Phone)),
		Language: frame.T("language." + clinic.Speaks(call.Invitation.Language)), About: about, Tries: call.Message.Tries,
	}
	if p.Name == "" {
		row.Who.Text = p.Ref
	}
	if p.Ref != call.Message.Ref {
		row.For = call.Message.Ref
	}
	if p.BestTime != "" {
		row.Best = frame.T("hours." + string(p.BestTime))
	}
	for _, outcome := range contact.Outcomes() {
		if outcome != contact.Answered || call.Message.Kind.Entered() {
			row.Outcomes = append(row.Outcomes, page.Option{Value: string(outcome), Text: frame.T("calls.outcome." + string(outcome))})
		}
	}
	return row, nil
}

// NoteCall notes what came of a call: "outcome". Where the person answers now it leads to where that is entered.
func (s *Pages) NoteCall(c echo.Context) error {
	outcome := contact.Outcome(c.FormValue("outcome"))
	m, err := s.Outbox.NoteCall(c.Request().Context(), c.Param("id"), outcome)
	if err != nil {
		return err
	}
	if outcome == contact.Answered {
		return s.Done(c, entering(m), "flash.call_answered")
	}
	return s.Done(c, "/outbox/calls", "flash.call_noted")
}

// entering returns the address at which the team enters what somebody answers by telephone.
func entering(m contact.Message) string {
	if m.Kind == contact.ForSurvey {
		return "/surveys/" + m.Subject + "/enter/" + url.PathEscape(m.Ref) + "?mode=phone"
	}
	return page.ParticipantHref(m.Ref)
}
