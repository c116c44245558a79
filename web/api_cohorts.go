package web

import (
	"io"
	"mime"
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"soundings/cohorts"
	"soundings/cohorts/base"
	"soundings/cohorts/upload"
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
	Proxy      string            `json:"proxy"`
	Minor      bool              `json:"minor"`
}

func (s *Server) apiPutParticipant(c echo.Context) error {
	b, err := decode[participantBody](c)
	if err != nil {
		return err
	}
	p, err := s.Cohorts.SaveParticipant(c.Request().Context(), cohorts.Participant{
		Ref: c.Param("ref"), Group: b.Group, Name: b.Name, Email: b.Email, Phone: b.Phone, Language: b.Language, Attributes: b.Attributes,
		Proxy: b.Proxy, Minor: b.Minor,
	})
	return ok(c, p, err)
}

func (s *Server) apiParticipant(c echo.Context) error {
	p, err := s.Cohorts.Participant(c.Request().Context(), c.Param("ref"))
	return ok(c, p, err)
}

func (s *Server) apiRemoveParticipant(c echo.Context) error {
	if err := s.Cohorts.RemoveParticipant(c.Request().Context(), c.Param("ref")); err != nil {
		return err
	}
	return c.NoContent(http.StatusNoContent)
}

func (s *Server) apiParticipants(c echo.Context) error {
	after, limit, err := paging(c)
	if err != nil {
		return err
	}
	q := askedParticipants(c)
	q.After, q.Limit = after, limit
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
	mapping, err := askedMapping(c.QueryParams())
	if err != nil {
		return err
	}
	report, err := s.Cohorts.ImportMapped(c.Request().Context(), file, mapping, isDryRun(c))
	if err != nil {
		return err
	}
	return c.JSON(statusOfFile(report.Errors), newImportBody(report, s.texts.In("en")))
}

func isDryRun(c echo.Context) bool {
	return c.QueryParam("dry_run") == "true" || c.QueryParam("dry_run") == "1"
}

// statusOfFile returns 422 for a file with mistakes.
func statusOfFile(mistakes []upload.RowError) int {
	if len(mistakes) > 0 {
		return http.StatusUnprocessableEntity
	}
	return http.StatusOK
}

func newImportBody(r cohorts.ImportReport, p texts.Printer) importBody {
	return importBody{Rows: r.Rows, Added: r.Added, Changed: r.Changed, Unchanged: r.Unchanged, Errors: importErrors(r.Errors, p)}
}

// importErrors says what is wrong with cells; none is [], not null.
func importErrors(errs []upload.RowError, p texts.Printer) []importError {
	all := make([]importError, len(errs))
	for i, e := range errs {
		all[i] = importError{e.Line, e.Column, p.Say(e.Text)}
	}
	return all
}

// uploaded returns the file of a request: the body itself, or the form field "file".
func uploaded(c echo.Context) (io.ReadCloser, error) {
	kind, _, _ := mime.ParseMediaType(c.Request().Header.Get(echo.HeaderContentType))
	if kind != echo.MIMEMultipartForm {
		return c.Request().Body, nil
	}
	file, _, err := uploadedFile(c)
	return file, err
}

// cohortBody is what POST /cohorts takes.
type cohortBody struct {
	Name     string             `json:"name"`
	Purpose  string             `json:"purpose"`
	Capacity int                `json:"capacity"`
	Kind     cohorts.CohortKind `json:"kind"`
	Approval string             `json:"approval"`
	Shared   bool               `json:"shared"`
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
	cohort, err := s.Cohorts.CreateCohort(c.Request().Context(), cohorts.Cohort{
		Name: b.Name, Purpose: b.Purpose, Capacity: b.Capacity, Kind: b.Kind, Approval: b.Approval, Shared: b.Shared,
	})
	return answer(c, http.StatusCreated, cohort, err)
}

func (s *Server) apiCohorts(c echo.Context) error {
	all, err := s.Cohorts.Cohorts(c.Request().Context())
	return ok(c, listOf(base.Page[cohorts.Cohort]{Items: all}, func(c cohorts.Cohort) cohorts.Cohort { return c }), err)
}

func (s *Server) apiCohort(c echo.Context) error {
	cohort, err := s.Cohorts.Cohort(c.Request().Context(), c.Param("id"))
	if err != nil {
		return err
	}
	counts, err := s.Cohorts.MemberCounts(c.Request().Context(), cohort.ID)
	return ok(c, cohortAnswer{cohort, counts}, err)
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
	cohorts.Heard
}

func (s *Server) apiSetState(c echo.Context) error {
	b, err := decode[stateBody](c)
	if err != nil {
		return err
	}
	m, err := s.Cohorts.SetState(c.Request().Context(), c.Param("id"), c.Param("ref"), b.State, b.Heard)
	return ok(c, newMember(m), err)
}

func (s *Server) apiAskAgain(c echo.Context) error {
	cohort, err := s.Cohorts.AskAgain(c.Request().Context(), c.Param("id"))
	return ok(c, cohort, err)
}

// endAnswer says how many members graduated.
type endAnswer struct {
	Graduated int `json:"graduated"`
}

func (s *Server) apiEnd(c echo.Context) error {
	n, err := s.Cohorts.End(c.Request().Context(), c.Param("id"))
	return ok(c, endAnswer{n}, err)
}
