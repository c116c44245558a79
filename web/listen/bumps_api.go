package listen

import (
	"net/http"
	"slices"
	"time"

	"github.com/labstack/echo/v4"

	"soundings/cohorts"
	"soundings/cohorts/base"
	"soundings/surveys/board"
	"soundings/web/page"
)

// bumpBody is what POST /bumps takes.
type bumpBody struct {
	Ref      string         `json:"ref"` // of the participant who hit it; empty: nobody knows who
	Feature  string         `json:"feature" validate:"required"`
	Severity board.Severity `json:"severity" validate:"omitempty,oneof=blocker major minor"`
	Concern  bool           `json:"concern"`
	Text     string         `json:"text" validate:"required"`
	Language string         `json:"language" validate:"omitempty,oneof=en es"`
	Call     bool           `json:"call"`
}

// changeBody is what PATCH /bumps/{id} takes. What is left out stays.
type changeBody struct {
	State      *board.State    `json:"state,omitempty" validate:"omitempty,oneof=new assessing adapting done told not_planned"`
	Severity   *board.Severity `json:"severity,omitempty" validate:"omitempty,oneof=blocker major minor"`
	Feature    *string         `json:"feature,omitempty"`
	Title      *string         `json:"title,omitempty"`
	Public     *base.Words     `json:"public,omitempty"`
	Owner      *string         `json:"owner,omitempty"`
	Vendor     *string         `json:"vendor,omitempty"`
	Concern    *bool           `json:"concern,omitempty"`
	Take       bool            `json:"take"`
	Adaptation *adaptationBody `json:"adaptation,omitempty"`
	Reason     string          `json:"reason"`
	Note       string          `json:"note"`
	Version    int64           `json:"version"` // refuse where another version stands there; 0: change any
}

// adaptationBody is what was decided. The day is written as 2027-03-31.
type adaptationBody struct {
	Kind   board.Kind `json:"kind" validate:"required,oneof=workflow training wording setting vendor none"`
	Title  string     `json:"title" validate:"required"`
	Why    string     `json:"why"`
	Owner  string     `json:"owner"`
	Due    string     `json:"due"`
	Cohort string     `json:"cohort"`
}

// joinBody is what POST /bumps/{id}/join takes.
type joinBody struct {
	Ref string `json:"ref" validate:"required"`
}

// bumpAnswer is a bump as the API shows it.
type bumpAnswer struct {
	ID         string                `json:"id"`
	State      board.State           `json:"state"`
	Severity   board.Severity        `json:"severity"`
	Feature    string                `json:"feature"`
	Title      string                `json:"title"`
	Public     base.Words            `json:"public"`
	Owner      string                `json:"owner"`
	Vendor     string                `json:"vendor"`
	Concern    *concernAnswer        `json:"concern"`
	Adaptation *adaptationAnswer     `json:"adaptation"`
	Reason     string                `json:"reason"`
	People     map[cohorts.Group]int `json:"people"`
	Reported   time.Time             `json:"reported"`
	Opened     time.Time             `json:"opened"`
	AnswerDue  *time.Time            `json:"answer_due"`
	ChangeDue  *time.Time            `json:"change_due"`
	Again      int                   `json:"again"`
	Into       string                `json:"into"`
	Version    int64                 `json:"version"`
}

type concernAnswer struct {
	Raised time.Time  `json:"raised"`
	Taken  *time.Time `json:"taken"`
	By     string     `json:"by"`
}

type adaptationAnswer struct {
	adaptationBody
	Task string     `json:"task"`
	Done *time.Time `json:"done"`
}

// newBumpAnswer returns a card as the API shows it.
func newBumpAnswer(c board.Card) bumpAnswer {
	a := bumpAnswer{
		ID: c.ID, State: c.State, Severity: c.Severity, Feature: c.Where, Title: c.Title, Public: c.Public, Owner: c.Owner, Vendor: c.Vendor, Reason: c.Reason, People: c.People,
		Reported: c.Reported, Opened: c.Opened, AnswerDue: optional(c.Clock.Answer), ChangeDue: optional(c.Clock.Change), Again: c.Again, Into: c.Into, Version: c.Version,
	}
	if a.People == nil {
		a.People = map[cohorts.Group]int{}
	}
	if a.Public == nil {
		a.Public = base.Words{}
	}
	if !c.Concern.Raised.IsZero() {
		a.Concern = &concernAnswer{c.Concern.Raised, optional(c.Concern.Taken), c.Concern.By}
	}
	if d := c.Adaptation; !d.IsZero() {
		a.Adaptation = &adaptationAnswer{adaptationBody{d.Kind, d.Title, d.Why, d.Owner, page.PlainDay(d.Due), d.Cohort}, d.Task, optional(d.Done)}
	}
	return a
}

func optional(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	return &t
}

// APIBumps lists the cards of a state, the latest first; those that are new, unless said.
func (s *Bumps) APIBumps(c echo.Context) error {
	after, limit, err := page.Paging(c)
	if err != nil {
		return err
	}
	q := board.Query{State: board.State(c.QueryParam("state")), Where: c.QueryParam("feature"), After: after, Limit: limit}
	if q.State == "" {
		q.State = board.New
	}
	if !slices.Contains(board.States(), q.State) {
		return page.Invalid("state", "error.oneof", "Choices", "new, assessing, adapting, done, told, not_planned")
	}
	ctx := c.Request().Context()
	found, err := s.Board.List(ctx, q)
	if err != nil {
		return err
	}
	cards, err := s.Board.Clocked(ctx, found)
	return page.OK(c, page.ListOf(cards, newBumpAnswer), err)
}

// APIReport makes a card of what somebody reports.
func (s *Bumps) APIReport(c echo.Context) error {
	in, err := page.Decode[bumpBody](c)
	if err != nil {
		return err
	}
	b, _, err := s.Board.Report(c.Request().Context(), board.Reporting{
		Ref: in.Ref, Where: in.Feature, Severity: in.Severity, Concern: in.Concern, Text: in.Text, Language: in.Language, Call: in.Call, From: board.FromAPI,
	})
	return s.answerCard(c, http.StatusCreated, b.ID, err)
}

// APIBump returns one card.
func (s *Bumps) APIBump(c echo.Context) error {
	return s.answerCard(c, http.StatusOK, c.Param("id"), nil)
}

// APIChange changes one card.
func (s *Bumps) APIChange(c echo.Context) error {
	in, err := page.Decode[changeBody](c)
	if err != nil {
		return err
	}
	change := board.Change{
		State: in.State, Severity: in.Severity, Where: in.Feature, Title: in.Title, Public: in.Public, Owner: in.Owner, Vendor: in.Vendor, Concern: in.Concern, Take: in.Take,
		Reason: in.Reason, Note: in.Note, Version: in.Version,
	}
	if in.Adaptation != nil {
		if change.Adaptation, err = in.Adaptation.adaptation(); err != nil {
			return err
		}
	}
	_, err = s.Board.Change(c.Request().Context(), c.Param("id"), change)
	return s.answerCard(c, http.StatusOK, c.Param("id"), err)
}

// adaptation returns what a body says was decided, or a refusal of what is no day.
func (b adaptationBody) adaptation() (*board.Adaptation, error) {
	a := board.Adaptation{Kind: b.Kind, Title: b.Title, Why: b.Why, Owner: b.Owner, Cohort: b.Cohort}
	if b.Due == "" {
		return &a, nil
	}
	var err error
	a.Due, err = page.DayIn("adaptation.due", b.Due)
	return &a, err
}

// APIJoin notes that a participant hit the same.
func (s *Bumps) APIJoin(c echo.Context) error {
	in, err := page.Decode[joinBody](c)
	if err != nil {
		return err
	}
	if in.Ref == "" {
		return page.Invalid("ref", "error.required")
	}
	b, _, err := s.Board.Join(c.Request().Context(), c.Param("id"), board.Reporting{Ref: in.Ref, From: board.FromAPI})
	return s.answerCard(c, http.StatusOK, b.ID, err)
}

// answerCard answers with a card as it is now, or with an error.
func (s *Bumps) answerCard(c echo.Context, status int, id string, err error) error {
	if err != nil {
		return err
	}
	card, err := s.Board.CardOf(c.Request().Context(), id)
	return page.Answer(c, status, newBumpAnswer(card), err)
}
