package ask

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"soundings/surveys"
	"soundings/surveys/kinds"
	"soundings/web/page"
)

// entryBody is what POST /surveys/{id}/responses takes.
type entryBody struct {
	Ref      string                  `json:"ref"`
	Mode     surveys.Mode            `json:"mode"`
	Language string                  `json:"language"` // of the sheet or the call; none: the person's
	Answers  map[string]kinds.Values `json:"answers"`
	Blank    bool                    `json:"blank"` // questions that need an answer were left without one
}

// APIEnter enters what somebody answered on paper or by telephone.
func (s *Surveys) APIEnter(c echo.Context) error {
	b, err := page.Decode[entryBody](c)
	if err != nil {
		return err
	}
	e := surveys.Entry{Ref: b.Ref, Mode: b.Mode, Language: b.Language, Answers: surveys.Answers{}, Blank: b.Blank}
	for field, values := range b.Answers {
		e.Answers[field] = values
	}
	ctx, id := c.Request().Context(), c.Param("id")
	r, err := s.Surveys.Enter(ctx, id, e)
	if err != nil {
		return err
	}
	v, err := s.Surveys.Survey(ctx, id)
	return page.Answer(c, http.StatusCreated, v.Record(r), err)
}
