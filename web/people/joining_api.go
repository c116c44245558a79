package people

import (
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"soundings/cohorts"
	"soundings/cohorts/base"
	"soundings/surveys/disclosure"
	"soundings/web/page"
)

// joiningAnswer is how people come into a cohort by themselves. What sheets brought is told in steps, rounded down, so that no two
// answers differ by one person.
type joiningAnswer struct {
	Open   bool          `json:"open"`
	Group  cohorts.Group `json:"group,omitempty"`
	Places int           `json:"places"`
	Taken  int           `json:"taken"`
	URL    string        `json:"url"`
	Steps  int           `json:"steps"` // of the figures of sheets
	Sheets []sheetAnswer `json:"sheets"`
}

// sheetAnswer is an enrolment sheet with what it brought at least.
type sheetAnswer struct {
	Code     string `json:"code"`
	Name     string `json:"name"`
	URL      string `json:"url"`
	Asked    int    `json:"asked"`
	Enrolled int    `json:"enrolled"`
}

// APIJoining says how people come into a cohort by themselves, and what each sheet brought.
func (s *Cohorts) APIJoining(c echo.Context) error {
	cohort, err := s.Cohorts.Cohort(c.Request().Context(), c.Param("id"))
	if err != nil {
		return err
	}
	a, err := s.joiningAnswer(c, cohort.ID)
	return page.OK(c, a, err)
}

func (s *Cohorts) joiningAnswer(c echo.Context, cohort string) (joiningAnswer, error) {
	ctx := c.Request().Context()
	j, err := s.Joins().Joining(ctx, cohort)
	if err != nil {
		return joiningAnswer{}, err
	}
	clinic, err := s.Cohorts.Clinic(ctx)
	if err != nil {
		return joiningAnswer{}, err
	}
	enrolled, err := s.Joins().EnrolledBySheet(ctx, cohort)
	if err != nil {
		return joiningAnswer{}, err
	}
	steps := disclosure.Bounds(clinic.Bounds).Of(j.Group)
	a := joiningAnswer{Open: j.Open, Group: j.Group, Places: j.Places, Taken: j.Taken, URL: s.BaseURL + "/join/" + cohort, Steps: steps, Sheets: make([]sheetAnswer, len(j.Sheets))}
	for n, sheet := range j.Sheets {
		a.Sheets[n] = sheetAnswer{
			sheet.Code, sheet.Name, page.Address(a.URL, "by", sheet.Code), sheet.Asked / steps * steps, enrolled[sheet.Code] / steps * steps,
		}
	}
	return a, nil
}

// joiningBody is what PUT /cohorts/{id}/joining takes.
type joiningBody struct {
	Open   *bool         `json:"open" validate:"required"`
	Group  cohorts.Group `json:"group"` // of whoever comes; where it opens
	Places int           `json:"places"`
}

// APISetJoining opens or closes the page on which people ask to take part.
func (s *Cohorts) APISetJoining(c echo.Context) error {
	b, err := page.Decode[joiningBody](c)
	if err == nil {
		err = base.Check(b)
	}
	if err != nil {
		return err
	}
	ctx, id := c.Request().Context(), c.Param("id")
	if *b.Open {
		err = s.Joins().OpenJoining(ctx, id, b.Group, b.Places)
	} else {
		err = s.Joins().CloseJoining(ctx, id)
	}
	if err != nil {
		return err
	}
	a, err := s.joiningAnswer(c, id)
	return page.OK(c, a, err)
}

// sheetBody is what POST /cohorts/{id}/joining/sheets takes.
type sheetBody struct {
	Name string `json:"name" validate:"required"` // the clinician's or the site's
}

// APIAddSheet makes an enrolment sheet.
func (s *Cohorts) APIAddSheet(c echo.Context) error {
	b, err := page.Decode[sheetBody](c)
	if err != nil {
		return err
	}
	id := c.Param("id")
	if err := s.Joins().AddSheet(c.Request().Context(), id, b.Name); err != nil {
		return page.Renamed(err, map[string]string{"sheet": "name"})
	}
	a, err := s.joiningAnswer(c, id)
	return page.Answer(c, http.StatusCreated, a, err)
}

// requestAnswer is somebody who asks to take part. Nobody has checked whose name and address these are.
type requestAnswer struct {
	ID       string    `json:"id"`
	Name     string    `json:"name"`
	Email    string    `json:"email,omitempty"`
	Phone    string    `json:"phone,omitempty"`
	Language string    `json:"language"`
	Since    time.Time `json:"since"`
	Perhaps  []string  `json:"perhaps"` // refs of participants who have the address
}

// APIRequests lists who asks to take part and waits, the longest first.
func (s *Cohorts) APIRequests(c echo.Context) error {
	ctx := c.Request().Context()
	cohort, err := s.Cohorts.Cohort(ctx, c.Param("id"))
	if err != nil {
		return err
	}
	after, limit, err := page.Paging(c)
	if err != nil {
		return err
	}
	list, err := s.Joins().JoinRequests(ctx, cohort.ID, after, limit)
	if err != nil {
		return err
	}
	all := make([]requestAnswer, len(list.Items))
	for n, r := range list.Items {
		all[n] = requestAnswer{ID: r.ID, Name: r.Name, Email: r.Email, Phone: r.Phone, Language: r.Language, Since: r.At.UTC(), Perhaps: []string{}}
		perhaps, err := s.Joins().Perhaps(ctx, r)
		if err != nil {
			return err
		}
		for _, p := range perhaps {
			all[n].Perhaps = append(all[n].Perhaps, p.Ref)
		}
	}
	return page.OK(c, page.List[requestAnswer]{Items: all, Next: list.Next}, s.ReadPeople(c, "cohorts/"+cohort.ID+"/joining", len(all)))
}

// admitBody is what POST /cohorts/{id}/joining/admit takes.
type admitBody struct {
	Requests []string `json:"requests" validate:"required"` // ids
	As       string   `json:"as"`                           // the ref of who it is, where it is one request of somebody who is known
}

// dealtAnswer is what became of requests; those that somebody else dealt with are not among them.
type dealtAnswer struct {
	Admitted int `json:"admitted"`
	Waiting  int `json:"waiting"` // of those, who are on the waiting list
	Left     int `json:"left"`    // whose address somebody has whom the clinic knows: say as whom each is admitted
	Declined int `json:"declined"`
}

// APIAdmit admits people who asked to take part.
func (s *Cohorts) APIAdmit(c echo.Context) error {
	b, err := page.Decode[admitBody](c)
	if err != nil {
		return err
	}
	ctx, id := c.Request().Context(), c.Param("id")
	if b.As == "" {
		d, err := s.Joins().AdmitRequests(ctx, id, b.Requests)
		return page.OK(c, dealtAnswer(d), err)
	}
	if len(b.Requests) != 1 {
		return page.Invalid("as", "joining.as_one")
	}
	waits, err := s.Joins().AdmitRequest(ctx, id, b.Requests[0], b.As)
	a := dealtAnswer{Admitted: 1}
	if waits {
		a.Waiting = 1
	}
	return page.OK(c, a, page.Renamed(err, map[string]string{"refs": "as"}))
}

// declineBody is what POST /cohorts/{id}/joining/decline takes.
type declineBody struct {
	Requests []string `json:"requests" validate:"required"`
}

// APIDecline forgets requests to take part.
func (s *Cohorts) APIDecline(c echo.Context) error {
	b, err := page.Decode[declineBody](c)
	if err != nil {
		return err
	}
	d, err := s.Joins().TurnDownRequests(c.Request().Context(), c.Param("id"), b.Requests)
	return page.OK(c, dealtAnswer(d), err)
}
