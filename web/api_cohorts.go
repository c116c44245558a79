package web

import (
	"fmt"
	"io"
	"mime"
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"soundings/cohorts"
	"soundings/web/texts"
)

// participantBody is what PUT /participants/{ref} takes: a participant without the ref, which the address says.
type participantBody struct {
	Group      cohorts.Group     `json:"group"`
	Name       string            `json:"name"`
	Email      string            `json:"email"`
	Phone      string            `json:"phone"`
	Language   string            `json:"language"`
	Attributes map[string]string `json:"attributes"`
}

func (s *Server) apiPutParticipant(c echo.Context) error {
	b, err := decode[participantBody](c)
	if err != nil {
		return err
	}
	p, err := s.Cohorts.PutParticipant(c.Request().Context(), cohorts.Participant{
		Ref: c.Param("ref"), Group: b.Group, Name: b.Name, Email: b.Email, Phone: b.Phone, Language: b.Language, Attributes: b.Attributes,
	})
	return ok(c, p, err)
}

func (s *Server) apiParticipant(c echo.Context) error {
	p, err := s.Cohorts.Participant(c.Request().Context(), c.Param("ref"))
	return ok(c, p, err)
}

func (s *Server) apiParticipants(c echo.Context) error {
	after, limit, err := paging(c)
	if err != nil {
		return err
	}
	q := cohorts.SearchParticipants(c.QueryParam("q"))
	q.Group, q.After, q.Limit = cohorts.Group(c.QueryParam("group")), after, limit
	page, err := s.Cohorts.Participants(c.Request().Context(), q)
	return ok(c, listOf(page, func(p cohorts.Participant) cohorts.Participant { return p }), err)
}

// importBody is what an import did or would do; with errors nothing was kept.
type importBody struct {
	Rows      int           `json:"rows"`
	Added     int           `json:"added"`
	Changed   int           `json:"changed"`
	Unchanged int           `json:"unchanged"`
	Errors    []importError `json:"errors"`
}

type importError struct {
	Line    int    `json:"line"`
	Column  string `json:"column"`
	Message string `json:"message"`
}

func (s *Server) apiImport(c echo.Context) error {
	file, err := uploaded(c)
	if err != nil {
		return err
	}
	defer file.Close()
	dryRun := c.QueryParam("dry_run") == "true" || c.QueryParam("dry_run") == "1"
	report, err := s.Cohorts.Import(c.Request().Context(), file, dryRun)
	if err != nil {
		return err
	}
	status := http.StatusOK
	if len(report.Errors) > 0 {
		status = http.StatusUnprocessableEntity
	}
	return c.JSON(status, newImportBody(report, s.texts.In("en")))
}

func newImportBody(r cohorts.ImportReport, p texts.Printer) importBody {
	b := importBody{Rows: r.Rows, Added: r.Added, Changed: r.Changed, Unchanged: r.Unchanged, Errors: []importError{}}
	for _, e := range r.Errors {
		b.Errors = append(b.Errors, importError{e.Line, e.Column, p.Say(e.Text)})
	}
	return b
}

// uploaded answers the file of a request: the body itself, or the form field "file".
func uploaded(c echo.Context) (io.ReadCloser, error) {
	kind, _, _ := mime.ParseMediaType(c.Request().Header.Get(echo.HeaderContentType))
	if kind != echo.MIMEMultipartForm {
		return c.Request().Body, nil
	}
	header, err := c.FormFile("file")
	if err != nil {
		return nil, invalid("file", "import.no_file")
	}
	file, err := header.Open()
	if err != nil {
		return nil, fmt.Errorf("opening an uploaded file: %w", err)
	}
	return file, nil
}

// cohortBody is what POST /cohorts takes.
type cohortBody struct {
	Name     string `json:"name"`
	Purpose  string `json:"purpose"`
	Capacity int    `json:"capacity"`
}

// cohortAnswer is a cohort with how many members it has in each state.
type cohortAnswer struct {
	cohorts.Cohort
	Members map[cohorts.State]int `json:"members"`
}

func (s *Server) apiAddCohort(c echo.Context) error {
	b, err := decode[cohortBody](c)
	if err != nil {
		return err
	}
	cohort, err := s.Cohorts.CreateCohort(c.Request().Context(), cohorts.Cohort{Name: b.Name, Purpose: b.Purpose, Capacity: b.Capacity})
	return answer(c, http.StatusCreated, cohort, err)
}

func (s *Server) apiCohorts(c echo.Context) error {
	all, err := s.Cohorts.Cohorts(c.Request().Context())
	return ok(c, listOf(cohorts.Page[cohorts.Cohort]{Items: all}, func(c cohorts.Cohort) cohorts.Cohort { return c }), err)
}

func (s *Server) apiCohort(c echo.Context) error {
	cohort, err := s.Cohorts.Cohort(c.Request().Context(), c.Param("id"))
	if err != nil {
		return err
	}
	counts, err := s.Cohorts.MemberCounts(c.Request().Context(), cohort.ID)
	return ok(c, cohortAnswer{cohort, counts}, err)
}

// selectBody is what POST /cohorts/{id}/select takes.
type selectBody struct {
	Refs []string `json:"refs"`
}

// selectAnswer says how many were newly selected. Strata are those of a stratified draw; a list of refs has none.
type selectAnswer struct {
	Selected int        `json:"selected"`
	Strata   []struct{} `json:"strata"`
}

func (s *Server) apiSelect(c echo.Context) error {
	b, err := decode[selectBody](c)
	if err != nil {
		return err
	}
	selection, err := s.Cohorts.Select(c.Request().Context(), c.Param("id"), b.Refs)
	return ok(c, selectAnswer{selection.Selected, []struct{}{}}, err)
}

func (s *Server) apiAskConsent(c echo.Context) error {
	if c.Request().ContentLength != 0 {
		if _, err := decode[struct{}](c); err != nil {
			return err
		}
	}
	cohort, err := s.Cohorts.Cohort(c.Request().Context(), c.Param("id"))
	if err != nil {
		return err
	}
	invitations, err := s.Contact.AskConsent(c.Request().Context(), cohort.ID)
	return ok(c, s.invited(invitations), err)
}

// member is a membership, as the API shows it.
type member struct {
	Ref   string        `json:"ref"`
	State cohorts.State `json:"state"`
	Since time.Time     `json:"since"`
}

func newMember(m cohorts.Membership) member { return member{m.Ref, m.State, m.Since.UTC()} }

func (s *Server) apiMembers(c echo.Context) error {
	after, limit, err := paging(c)
	if err != nil {
		return err
	}
	page, err := s.Cohorts.Members(c.Request().Context(), cohorts.MembershipQuery{
		Cohort: c.Param("id"), State: cohorts.State(c.QueryParam("state")), After: after, Limit: limit,
	})
	return ok(c, listOf(page, newMember), err)
}

// stateBody is what PUT /cohorts/{id}/members/{ref} takes.
type stateBody struct {
	State cohorts.State `json:"state"`
}

func (s *Server) apiSetState(c echo.Context) error {
	b, err := decode[stateBody](c)
	if err != nil {
		return err
	}
	m, err := s.Cohorts.SetState(c.Request().Context(), c.Param("id"), c.Param("ref"), b.State)
	return ok(c, newMember(m), err)
}
