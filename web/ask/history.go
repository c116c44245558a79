package ask

import (
	"time"

	"soundings/web/page"
)

// historyOf says when a poll or a survey was made, opened and closed, the newest first.
func historyOf(frame page.Page, created, opened, closed time.Time) []page.Happening {
	var all []page.Happening
	for _, h := range []struct {
		at   time.Time
		what string
	}{{closed, "surveys.was_closed"}, {opened, "surveys.was_published"}, {created, "surveys.was_made"}} {
		if !h.at.IsZero() {
			all = append(all, page.Happening{At: frame.Time(h.at), What: frame.T(h.what)})
		}
	}
	return all
}

// since returns when a poll or a survey came to its state.
func since(created, opened, closed time.Time) time.Time {
	switch {
	case !closed.IsZero():
		return closed
	case !opened.IsZero():
		return opened
	default:
		return created
	}
}
