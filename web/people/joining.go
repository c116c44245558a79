package people

import (
	"context"
	"html/template"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"soundings/cohorts"
	"soundings/cohorts/base"
	"soundings/surveys/disclosure"
	"soundings/web/page"
)

// joiningPage is where the team opens a cohort to people who ask to take part, admits them, and sees what each enrolment sheet
// brought. It posts "_action": "open" with "group" and "places", "close", "sheet" with "sheet", and "admit" or "down" with
// "request" and, of who is no new person, "as"; "admit_chosen" and "down_chosen" take many, each in "chosen".
type joiningPage struct {
	page.Page
	Cohort   page.Link
	State    string
	Open     bool   // though all places may be taken
	Over     bool   // the beta has ended
	Address  string // of the page for everybody; empty: it is closed
	Groups   []page.Option
	Places   string
	Requests []joinRow
	Pager    page.Pager
	Sheets   []sheetRow
	Steps    string // in which steps the figures of sheets go
}

func (joiningPage) Template() string { return "people/joining" }

// joinRow is somebody who asks to take part.
type joinRow struct {
	ID, Name, Reach, At string
	As                  []page.Option // who they may be
}

// sheetRow is an enrolment sheet with what it brought.
type sheetRow struct {
	Sheet           page.Link
	Asked, Enrolled string
}

// joinsLength is how many requests stand on a page.
const joinsLength = 50

// ShowJoining shows who asks to take part in a cohort, and how people come to ask.
func (s *Cohorts) ShowJoining(c echo.Context) error { return s.Show(c, s.joiningPage) }

func (s *Cohorts) joiningPage(c echo.Context, frame page.Page) (page.View, error) {
	ctx := c.Request().Context()
	cohort, err := s.Cohorts.Cohort(ctx, c.Param("id"))
	if err != nil {
		return nil, err
	}
	j, err := s.Joins().Joining(ctx, cohort.ID)
	if err != nil {
		return nil, err
	}
	v := joiningPage{Page: frame, Cohort: page.Link{Text: cohort.Name.In(frame.Lang()), Href: "/cohorts/" + cohort.ID}, Open: j.Open, Over: cohort.Over()}
	v.State = joiningState(frame, cohort, j)
	if j.Open && !v.Over {
		v.Address = s.BaseURL + "/join/" + cohort.ID
	}
	v.Places = "50"
	if j.Places > 0 {
		v.Places = strconv.Itoa(j.Places)
	}
	v.Groups = frame.GroupOptions(j.Group)
	if frame.Writes() {
		if err := s.showRequests(c, &v, cohort.ID); err != nil {
			return nil, err
		}
	}
	return v, s.showSheets(ctx, &v, j)
}

func joiningState(frame page.Page, cohort cohorts.Cohort, j cohorts.Joining) string {
	switch {
	case cohort.Over():
		return frame.T("joining.ended")
	case !j.Open:
		return frame.T("joining.closed")
	case j.Taken >= j.Places:
		return frame.T("joining.full", "Count", j.Places)
	}
	return frame.T("joining.open", "Taken", j.Taken, "Count", j.Places)
}

// showRequests adds who waits for the team, each with the participants who they may be.
func (s *Cohorts) showRequests(c echo.Context, v *joiningPage, cohort string) error {
	ctx := c.Request().Context()
	list, err := s.Joins().JoinRequests(ctx, cohort, c.QueryParam("after"), joinsLength)
	if err != nil {
		return err
	}
	v.Pager = v.PagerOf(c, list.Next)
	for _, r := range list.Items {
		row := joinRow{ID: r.ID, Name: r.Name, Reach: strings.Trim(r.Email+" · "+r.Phone, " ·"), At: v.Time(r.At)}
		perhaps, err := s.Joins().Perhaps(ctx, r)
		if err != nil {
			return err
		}
		row.As = []page.Option{{Text: v.T("joining.new"), Chosen: true}}
		for _, p := range perhaps {
			row.As = append(row.As, page.Option{Value: p.Ref, Text: v.T("joining.known", "Ref", p.Ref)})
		}
		v.Requests = append(v.Requests, row)
	}
	return nil
}

// showSheets adds what each sheet brought, in steps of the fewest people on whom a figure may rest: no two looks differ by one.
func (s *Cohorts) showSheets(ctx context.Context, v *joiningPage, j cohorts.Joining) error {
	if len(j.Sheets) == 0 {
		return nil
	}
	clinic, err := s.Cohorts.Clinic(ctx)
	if err != nil {
		return err
	}
	enrolled, err := s.Joins().EnrolledBySheet(ctx, j.Cohort)
	if err != nil {
		return err
	}
	bound := disclosure.Bounds(clinic.Bounds).Of(j.Group)
	v.Steps = v.T("joining.steps", "Bound", bound)
	for _, sheet := range j.Sheets {
		v.Sheets = append(v.Sheets, sheetRow{
			page.Link{Text: sheet.Name, Href: v.Cohort.Href + "/joining/" + sheet.Code}, inSteps(v.Page, sheet.Asked, bound), inSteps(v.Page, enrolled[sheet.Code], bound),
		})
	}
	return nil
}

// inSteps says how many people at least there are, in steps of a bound.
func inSteps(frame page.Page, n, bound int) string {
	if n < bound {
		return frame.T("joining.few", "Bound", bound)
	}
	return frame.T("joining.least", "Least", n/bound*bound)
}

// ChangeJoining opens or closes the page, makes a sheet, or admits or turns down who asks.
func (s *Cohorts) ChangeJoining(c echo.Context) error {
	ctx, id := c.Request().Context(), c.Param("id")
	path, done := "/cohorts/"+id+"/joining", ""
	var err error
	switch c.FormValue("_action") {
	case "open":
		places, typo := page.Whole(c, "places")
		err = page.Besides(typo, s.Joins().OpenJoining(ctx, id, cohorts.Group(c.FormValue("group")), places))
		done = "flash.joining_open"
	case "close":
		err, done = s.Joins().CloseJoining(ctx, id), "flash.joining_closed"
	case "sheet":
		err, done = s.Joins().AddSheet(ctx, id, c.FormValue("sheet")), "flash.joining_sheet"
	case "admit":
		var waits bool
		if waits, err = s.Joins().AdmitRequest(ctx, id, c.FormValue("request"), c.FormValue("as")); waits {
			done = "flash.joining_waits"
		} else {
			done = "flash.joining_admitted"
		}
	case "admit_chosen", "down_chosen":
		return s.dealWithChosen(c, path)
	case "down":
		err, done = s.Joins().TurnDown(ctx, id, c.FormValue("request")), "flash.joining_down"
	default:
		return base.Refuse(base.Invalid, "error.form")
	}
	if err != nil {
		return s.Again(c, path, err, s.joiningPage)
	}
	return s.Done(c, path, done)
}

// dealWithChosen admits or turns down all who were chosen, and says what became of them.
func (s *Cohorts) dealWithChosen(c echo.Context, path string) error {
	ctx, id, chosen := c.Request().Context(), c.Param("id"), c.Request().PostForm["chosen"]
	deal, done := s.Joins().AdmitRequests, "flash.joining_many"
	if c.FormValue("_action") == "down_chosen" {
		deal, done = s.Joins().TurnDownRequests, "flash.joining_many_down"
	}
	d, err := deal(ctx, id, chosen)
	if err != nil {
		return s.Again(c, path, page.Renamed(err, map[string]string{"requests": ""}), s.joiningPage)
	}
	if d.Left > 0 {
		return s.Done(c, path, "flash.joining_left", d.Left)
	}
	return s.Done(c, path, done, d.Admitted+d.Declined)
}

// joinSheetPage is an enrolment sheet to print, in every language of the clinic.
type joinSheetPage struct {
	page.Page
	Joining page.Link
	Sheet   string
	QR      template.HTML
	Address string
	Parts   []sheetPart
}

func (joinSheetPage) Template() string { return "people/joinsheet" }

// sheetPart is what the sheet says in one language.
type sheetPart struct{ Lang, Title, Intro, Next, Scan string }

// ShowSheet shows an enrolment sheet to print.
func (s *Cohorts) ShowSheet(c echo.Context) error {
	return s.Show(c, func(c echo.Context, frame page.Page) (page.View, error) {
		ctx := c.Request().Context()
		cohort, err := s.Cohorts.Cohort(ctx, c.Param("id"))
		if err != nil {
			return nil, err
		}
		j, err := s.Joins().Joining(ctx, cohort.ID)
		if err != nil {
			return nil, err
		}
		for _, sheet := range j.Sheets {
			if sheet.Code == c.Param("code") {
				return s.sheetPage(frame, cohort, sheet)
			}
		}
		return nil, base.Refuse(base.NotFound, "error.not_found")
	})
}

func (s *Cohorts) sheetPage(frame page.Page, cohort cohorts.Cohort, sheet cohorts.Sheet) (page.View, error) {
	address := page.Address(s.BaseURL+"/join/"+cohort.ID, "by", sheet.Code)
	v := joinSheetPage{Page: frame, Joining: page.Link{Text: frame.T("joining.title"), Href: "/cohorts/" + cohort.ID + "/joining"}, Sheet: sheet.Name}
	_, v.Address, _ = strings.Cut(address, "://")
	var err error
	if v.QR, err = page.QRPicture(address, frame.T("polls.qr")); err != nil {
		return nil, err
	}
	for _, l := range frame.Languages {
		say := s.Texts.In(l.Code)
		v.Parts = append(v.Parts, sheetPart{l.Code, say.T("join.title"), say.T("join.intro", "Cohort", cohort.Name.In(l.Code)), say.T("join.next"), say.T("joining.sheet_scan")})
	}
	return v, nil
}
