package listen

import (
	"net/http"

	"github.com/labstack/echo/v4"
)

// ShowPicture sends the picture of a report. A browser runs nothing of it, and loads nothing for it.
func (s *Bumps) ShowPicture(c echo.Context) error {
	p, err := s.Board.Picture(c.Request().Context(), c.Param("id"))
	if err != nil {
		return err
	}
	c.Response().Header().Set("Content-Security-Policy", "default-src 'none'")
	return c.Blob(http.StatusOK, "image/jpeg", p.JPEG)
}
