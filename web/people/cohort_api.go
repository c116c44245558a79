package people

import (
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"soundings/cohorts"
	"soundings/cohorts/base"
	"soundings/web/page"
	"soundings/web/texts"
	uploads "soundings/web/upload"
)

// ParticipantBody is what PUT /participants/{ref} takes: a participant without the ref, which the address says.
type ParticipantBody struct {
	Group      cohorts.Group     `json:"group"`
	Name       string            `json:"name"`
	Email      string            `json:"email"`
	Phone      string            `json:"phone"`
	Language   string            `json:"language"`
	Attributes map[string]string `json:"attributes"`
	Proxy      string            `json:"proxy"`
	Minor      bool              `json:"minor"`
}

func (s *Cohorts) APIPutParticipant(c echo.Context) error {
	b, err := page.Decode[ParticipantBody](c)
	if err != nil {
		return err
	}
	p, err := s.Cohorts.SaveParticipant(c.Request().Context(), cohorts.Participant{
		Ref: c.Param("ref"), Group: b.Group, Name: b.Name, Email: b.Email, Phone: b.Phone, Language: b.Language, Attributes: b.Attributes,
		Proxy: b.Proxy, Minor: b.Minor,
	})
	return page.OK(c, p, err)
}

func (s *Cohorts) APIParticipant(c echo.Context) error {
	p, err := s.Cohorts.Participant(c.Request().Context(), c.Param("ref"))
	return page.OK(c, p, err)
}

func (s *Cohorts) APIRemoveParticipant(c echo.Context) error {
	if err := s.Cohorts.RemoveParticipant(c.Request().Context(), c.Param("ref")); err != nil {
		return err
	}
	return c.NoContent(http.StatusNoContent)
}

func (s *Cohorts) APIParticipants(c echo.Context) error {
	after, limit, err := page.Paging(c)
	if err != nil {
		return err
	}
	q := askedParticipants(c)
	q.After, q.Limit = after, limit
	listed, err := s.Cohorts.Participants(c.Request().Context(), q)
	return page.OK(c, page.ListOf(listed, func(p cohorts.Participant) cohorts.Participant { return p }), err)
}

// ImportBody is what an import did or would do; with errors nothing was kept.
type ImportBody struct {
	Rows      int              `json:"rows"`
	Added     int              `json:"added"`
	Changed   int              `json:"changed"`
	Unchanged int              `json:"unchanged"`
	Errors    []uploads.BadRow `json:"errors"`
}

func (s *Cohorts) APIImport(c echo.Context) error {
	file, err := uploads.Uploaded(c)
	if err != nil {
		return err
	}
	defer file.Close()
	mapping, err := uploads.AskedMapping(c.QueryParams())
	if err != nil {
		return err
	}
	report, err := s.Cohorts.ImportMapped(c.Request().Context(), file, mapping, uploads.IsDryRun(c))
	if err != nil {
		return err
	}
	return c.JSON(uploads.StatusOfFile(report.Errors), newImportBody(report, s.Texts.In("en")))
}

func newImportBody(r cohorts.ImportReport, p texts.Printer) ImportBody {
	return ImportBody{Rows: r.Rows, Added: r.Added, Changed: r.Changed, Unchanged: r.Unchanged, Errors: uploads.BadRows(r.Errors, p)}
}

// CohortBody is what POST /cohorts takes.
type CohortBody struct {
	Name     string             `json:"name"`
	Purpose  string             `json:"purpose"`
	Capacity int                `json:"capacity"`
	Kind     cohorts.CohortKind `json:"kind"`
	Approval string             `json:"approval"`
	Shared   bool               `json:"shared"`
}

// CohortAnswer is a cohort with how many members it has in each state.
type CohortAnswer struct {
	cohorts.Cohort
	Members map[cohorts.State]int `json:"members"`
}

func (s *Cohorts) APIAddCohort(c echo.Context) error {
	b, err := page.Decode[CohortBody](c)
	if err != nil {
		return err
	}
	cohort, err := s.Cohorts.CreateCohort(c.Request().Context(), cohorts.Cohort{
		Name: b.Name, Purpose: b.Purpose, Capacity: b.Capacity, Kind: b.Kind, Approval: b.Approval, Shared: b.Shared,
	})
	return page.Answer(c, http.StatusCreated, cohort, err)
}

func (s *Cohorts) APICohorts(c echo.Context) error {
	all, err := s.Cohorts.Cohorts(c.Request().Context())
	return page.OK(c, page.ListOf(base.Page[cohorts.Cohort]{Items: all}, func(c cohorts.Cohort) cohorts.Cohort { return c }), err)
}

func (s *Cohorts) APICohort(c echo.Context) error {
	cohort, err := s.Cohorts.Cohort(c.Request().Context(), c.Param("id"))
	if err != nil {
		return err
	}
	counts, err := s.Cohorts.MemberCounts(c.Request().Context(), cohort.ID)
	return page.OK(c, CohortAnswer{cohort, counts}, err)
}

func (s *Cohorts) APIAskConsent(c echo.Context) error {
	if c.Request().ContentLength != 0 {
		if _, err := page.Decode[struct{}](c); err != nil {
			return err
		}
	}
	cohort, err := s.Cohorts.Cohort(c.Request().Context(), c.Param("id"))
	if err != nil {
		return err
	}
	invitations, err := s.Contact.AskConsent(c.Request().Context(), cohort.ID)
	return page.OK(c, s.Invited(invitations), err)
}

// Member is a membership, as the API shows it.
type Member struct {
	Ref   string        `json:"ref"`
	State cohorts.State `json:"state"`
	Since time.Time     `json:"since"`
}

func newMember(m cohorts.Membership) Member { return Member{m.Ref, m.State, m.Since.UTC()} }

func (s *Cohorts) APIMembers(c echo.Context) error {
	after, limit, err := page.Paging(c)
	if err != nil {
		return err
	}
	listed, err := s.Cohorts.Members(c.Request().Context(), cohorts.MembershipQuery{
		Cohort: c.Param("id"), State: cohorts.State(c.QueryParam("state")), After: after, Limit: limit,
	})
	return page.OK(c, page.ListOf(listed, newMember), err)
}

// StateBody is what PUT /cohorts/{id}/members/{ref} takes.
type StateBody struct {
	State cohorts.State `json:"state"`
	cohorts.Heard
}

func (s *Cohorts) APISetState(c echo.Context) error {
	b, err := page.Decode[StateBody](c)
	if err != nil {
		return err
	}
	m, err := s.Cohorts.SetState(c.Request().Context(), c.Param("id"), c.Param("ref"), b.State, b.Heard)
	return page.OK(c, newMember(m), err)
}

func (s *Cohorts) APIAskAgain(c echo.Context) error {
	cohort, err := s.Cohorts.AskAgain(c.Request().Context(), c.Param("id"))
	return page.OK(c, cohort, err)
}

// EndAnswer says how many members graduated.
type EndAnswer struct {
	Graduated int `json:"graduated"`
}

func (s *Cohorts) APIEnd(c echo.Context) error {
	n, err := s.Cohorts.End(c.Request().Context(), c.Param("id"))
	return page.OK(c, EndAnswer{n}, err)
}
