package answer

import (
	"errors"
	"io"
	"net/http"

	"github.com/labstack/echo/v4"

	"soundings/cohorts/base"
	"soundings/surveys/board"
	"soundings/web/page"
)

// mostDrained is how much of an upload that is too large is read past, so that its browser sees the answer.
const mostDrained = 256 << 20

// AddPicture keeps the picture of a report, field "picture", behind its receipt: what was written is kept already, and stays
// whatever becomes of the picture.
func (s Bumps) AddPicture(c echo.Context) error {
	who, err := s.reporter(c)
	switch {
	case base.IsCode(err, base.NotFound) || err == nil && !who.follows:
		return s.unknownLink(c)
	case err != nil:
		return err
	}
	return s.Pictures.In(func(c echo.Context) error { return s.takePicture(c, who) })(c)
}

func (s Bumps) takePicture(c echo.Context, who reporter) error {
	ctx := base.WithActor(c.Request().Context(), base.Actor{Kind: base.ActorParticipant, ID: who.report.Ref})
	at := "/b/" + s.Board.Receipt(who.report)
	from, err := pictureIn(c.Request())
	if err == nil {
		err = s.Board.AddPicture(ctx, who.report.ID, from)
	}
	if _, drained := io.CopyN(io.Discard, c.Request().Body, mostDrained); drained != nil && !errors.Is(drained, io.EOF) {
		return base.Refuse(base.Invalid, "error.form")
	}
	switch {
	case base.IsCode(err, base.Conflict): // it has one: the page shows that
	case base.IsCode(err, base.Invalid):
		frame, failed := s.Page(c, who.report.Language)
		if failed != nil {
			return failed
		}
		problems, _ := page.ProblemsOf(frame.Printer, err)
		return s.showReceipt(c, who, http.StatusUnprocessableEntity, problems)
	case err != nil:
		return err
	}
	return c.Redirect(http.StatusSeeOther, at)
}

// pictureIn returns the file of a form as it comes, so that none is ever held as a whole that is too large.
func pictureIn(r *http.Request) (io.Reader, error) {
	none := page.Invalid("picture", "bump.picture_missing")
	parts, err := r.MultipartReader()
	if err != nil {
		return nil, none
	}
	for {
		part, err := parts.NextPart()
		switch {
		case err != nil:
			return nil, none
		case part.FormName() == "picture" && part.FileName() != "":
			return io.LimitReader(part, board.MaxUpload+1), nil
		}
	}
}
