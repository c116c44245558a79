package page

import (
	"strconv"

	"github.com/labstack/echo/v4"
)

func Download(c echo.Context, kind, name string) {
	h := c.Response().Header()
	h.Set(echo.HeaderContentType, kind)
	h.Set(echo.HeaderContentDisposition, "attachment; filename="+strconv.Quote(name))
}
