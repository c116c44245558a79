package answer

import (
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"soundings/surveys/polls"
	"soundings/web/auth"
	"soundings/web/page"
)

// How many ballots may come by one code from one address: so many at once, as when a waiting room or a whole staff votes
// behind one address, and then no more than one each pause.
const (
	turnBurst = 500
	turnPause = 2 * time.Second
	turnAhead = 25 // that a server counts at once
)

// mayPass lets a ballot by a code pass, or returns how long it has to wait.
func (s *Pages) mayPass(c echo.Context, p polls.Poll) (wait time.Duration, err error) {
	places := auth.Places(c.RealIP())
	turn := auth.Limit{Name: "ballots " + p.ID + " " + places[0], Burst: turnBurst, Every: turnPause}
	return s.Auth.Throttle.TakeOne(c.Request().Context(), turn, turnAhead)
}

// tooFast answers that a ballot has to wait.
func (s *Pages) tooFast(c echo.Context, wait time.Duration, err error) error {
	if err != nil {
		return err
	}
	page.RetryAfter(c, wait)
	return s.message(c, "", http.StatusTooManyRequests, page.MessagePage{Kind: "poll_busy"})
}
