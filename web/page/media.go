package page

import "github.com/labstack/echo/v4"

// Media is what a route answers in, and so how an error of it is written.
type Media string

// The media of the table of routes.
const (
	HTML  Media = "html"  // for people: pages, and files that a page leads to
	JSON  Media = "json"  // for programs: errors are problem documents
	OFREP Media = "ofrep" // for the portal: errors are those of the protocol
	Plain Media = "plain" // for machines and browsers: short, or compressed already; errors are pages
)

// routed is what the table of routes says of a request.
type routed struct {
	media Media
	file  bool
}

const routedKey = "soundings.routed"

// Route notes what a request's route answers in, and whether it takes a file: AnswerError asks.
func Route(c echo.Context, media Media, file bool) { c.Set(routedKey, routed{media, file}) }

func routeOf(c echo.Context) routed {
	r, _ := c.Get(routedKey).(routed)
	return r
}
