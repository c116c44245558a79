package listen

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"soundings/cohorts/base"
	"soundings/surveys/board"
	"soundings/web/page"
)

// JudgeCard saves what a card is and whose: fields "title", "severity", "feature", "owner", "vendor", "public.en", "public.es",
// "concern".
func (s *Bumps) JudgeCard(c echo.Context) error {
	return s.change(c, "flash.bump_saved", func() (board.Change, error) {
		severity, concern := board.Severity(c.FormValue("severity")), c.FormValue("concern") != ""
		public := page.TypedWords(c, "public")
		return board.Change{
			Title: typed(c, "title"), Severity: &severity, Where: typed(c, "feature"), Owner: typed(c, "owner"), Vendor: typed(c, "vendor"), Public: &public, Concern: &concern,
		}, nil
	})
}

// MoveCard moves a card to the state of the field "state"; "reason" says why it is not planned.
func (s *Bumps) MoveCard(c echo.Context) error {
	return s.change(c, "flash.bump_moved", func() (board.Change, error) {
		state := board.State(c.FormValue("state"))
		return board.Change{State: &state, Reason: *typed(c, "reason")}, nil
	})
}

// DecideCard keeps the adaptation of a card, and moves a card that is not adapted yet to that.
func (s *Bumps) DecideCard(c echo.Context) error {
	return s.change(c, "flash.bump_decided", func() (board.Change, error) {
		a := board.Adaptation{
			Kind: board.Kind(c.FormValue("adaptation.kind")), Title: *typed(c, "adaptation.title"), Why: *typed(c, "adaptation.why"), Owner: *typed(c, "adaptation.owner"),
			Cohort: *typed(c, "adaptation.cohort"),
		}
		change := board.Change{Adaptation: &a}
		if day := *typed(c, "adaptation.due"); day != "" {
			var err error
			if a.Due, err = page.DayIn("adaptation.due", day); err != nil {
				return change, page.Besides(err, a.Check())
			}
		}
		b, err := s.Board.Bump(c.Request().Context(), c.Param("id"))
		if err == nil && (b.State == board.New || b.State == board.Assessing) {
			adapting := board.Adapting
			change.State = &adapting
		}
		return change, err
	})
}

// TakeConcern notes that who is signed in takes the concern of a card.
func (s *Bumps) TakeConcern(c echo.Context) error {
	return s.change(c, "flash.bump_taken", func() (board.Change, error) { return board.Change{Take: true}, nil })
}

// typed returns what stands in a field, without blanks around it.
func typed(c echo.Context, field string) *string {
	text := strings.TrimSpace(c.FormValue(field))
	return &text
}

// change changes a card by a form. Where somebody else changed it since it was shown, nothing is saved: the page shows the card
// as it is now with what was typed.
func (s *Bumps) change(c echo.Context, done string, read func() (board.Change, error)) error {
	ctx, id := c.Request().Context(), c.Param("id")
	change, err := read()
	if err == nil {
		if change.Version, err = page.Version(c); err == nil {
			_, err = s.Board.Change(ctx, id, change)
		}
	}
	return s.changed(c, done, err)
}

// changed leads on from what a form of a card came to.
func (s *Bumps) changed(c echo.Context, done string, err error) error {
	switch {
	case base.IsCode(err, base.Conflict):
		return s.overtaken(c, err)
	case err != nil:
		return s.Again(c, page.BumpHref(c.Param("id")), err, s.cardPage)
	}
	back := page.CameFrom(c.Request())
	if !strings.HasPrefix(back, "/board") {
		back = page.BumpHref(c.Param("id"))
	}
	return s.Done(c, back, done)
}

// overtaken shows a card as it is now with what was typed, and why that was not saved.
func (s *Bumps) overtaken(c echo.Context, refusal error) error {
	_, why := page.RefusalOf(refusal)
	frame, err := s.Overtaken(c, page.BumpHref(c.Param("id")), why.Text)
	if err != nil {
		return err
	}
	view, err := s.cardPage(c, frame)
	if err != nil {
		return err
	}
	v := view.(cardPage)
	for field, values := range cardValues(v.Bump) { // what this form did not ask is as it is now
		if !v.Form.Values.Has(field) {
			v.Form.Values[field] = values
		}
	}
	v.Overtaken = true
	return s.Render(c, http.StatusConflict, v)
}

// WeighCard keeps the alternatives of a card; a blank one is none. "chosen" is the number of the one that is.
func (s *Bumps) WeighCard(c echo.Context) error {
	var all []board.Alternative
	for n := range board.MaxAlternatives {
		name := fmt.Sprintf("alternatives[%d].", n)
		a := board.Alternative{
			ID: *typed(c, name+"id"), Kind: board.Kind(c.FormValue(name + "kind")), Title: *typed(c, name+"title"), Effort: *typed(c, name+"effort"), Reach: *typed(c, name+"reach"),
			Risk: *typed(c, name+"risk"), Decides: *typed(c, name+"decides"), Chosen: c.FormValue("chosen") == strconv.Itoa(n),
		}
		if a.Title+a.Effort+a.Reach+a.Risk+a.Decides != "" {
			all = append(all, a)
		}
	}
	version, err := page.Version(c)
	if err == nil {
		_, err = s.Board.Weigh(c.Request().Context(), c.Param("id"), version, all)
	}
	return s.changed(c, "flash.bump_saved", err)
}

// CommentCard adds the comment of the field "note".
func (s *Bumps) CommentCard(c echo.Context) error {
	err := s.Board.Comment(c.Request().Context(), c.Param("id"), *typed(c, "note"))
	return s.changed(c, "flash.bump_commented", err)
}

// MergeCard puts the reports of a card on that of the field "into".
func (s *Bumps) MergeCard(c echo.Context) error {
	into := strings.ToUpper(*typed(c, "into"))
	b, err := s.Board.Merge(c.Request().Context(), c.Param("id"), into)
	if err != nil {
		return s.changed(c, "", err)
	}
	return s.Done(c, page.BumpHref(b.ID), "flash.bump_merged")
}

// SplitCard puts the reports of the fields "reports" on a new card.
func (s *Bumps) SplitCard(c echo.Context) error {
	form, err := c.FormParams()
	if err != nil {
		return base.Refuse(base.Invalid, "error.form")
	}
	b, err := s.Board.Split(c.Request().Context(), c.Param("id"), form["reports"])
	if err != nil {
		return s.changed(c, "", err)
	}
	return s.Done(c, page.BumpHref(b.ID), "flash.bump_split")
}
