package learn

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"mime"
	"slices"
	"time"

	"github.com/labstack/echo/v4"

	"soundings/cohorts/base"
	"soundings/metrics"
	"soundings/metrics/intake"
	"soundings/web/page"
)

const (
	maxEventLine   = 64 << 10         // of NDJSON, in bytes
	eventsTogether = 4                // how many requests with events are read and kept at a time
	eventsTimeout  = 30 * time.Second // for one of these to be read: the others wait for it
)

// eventBody is one event as the portal sends it.
type eventBody struct {
	ID      string       `json:"id"`
	Ref     string       `json:"ref"`
	Kind    metrics.Kind `json:"kind"`
	Feature string       `json:"feature"`
	At      string       `json:"at"`
}

// event returns the event that was sent. A time that cannot be read is left zero, so that this event alone is refused.
func (b eventBody) event() metrics.Event {
	at, err := time.Parse(time.RFC3339, b.At)
	if err != nil {
		at = time.Time{}
	}
	return metrics.Event{ID: b.ID, Ref: b.Ref, Kind: b.Kind, Feature: b.Feature, At: at}
}

// eventsBody is the body of POST /api/v1/events.
type eventsBody struct {
	Events []eventBody `json:"events"`
}

// eventsResult is how many of them were taken, and which were not.
type eventsResult struct {
	Accepted   int             `json:"accepted"`
	Duplicates int             `json:"duplicates"`
	Rejected   []rejectedEvent `json:"rejected"`
}

type rejectedEvent struct {
	Index   int    `json:"index"` // the position among the events, from 0; blank lines of NDJSON do not count
	Message string `json:"message"`
}

// APIEvents takes events in; a wrong one is refused alone.
func (s *Events) APIEvents(c echo.Context) error {
	events, bad, err := readEvents(c)
	if err != nil {
		return err
	}
	taken, err := s.Intake.Take(c.Request().Context(), events)
	if err != nil {
		return err
	}
	p := s.Texts.In("en")
	body := eventsResult{taken.Accepted, taken.Duplicates, []rejectedEvent{}}
	for _, r := range taken.Rejected {
		text := r.Text
		if slices.Contains(bad, r.Index) {
			text = base.T("error.json")
		}
		body.Rejected = append(body.Rejected, rejectedEvent{r.Index, p.Say(why(c.Request().Context(), text))})
	}
	return page.OK(c, body, nil)
}

// readEvents reads {"events": […]}, or an event a line. A line that is no event becomes an empty one; bad lists their
// positions.
func readEvents(c echo.Context) (events []metrics.Event, bad []int, err error) {
	kind, _, _ := mime.ParseMediaType(c.Request().Header.Get(echo.HeaderContentType))
	if kind == "application/x-ndjson" || kind == "application/ndjson" || kind == "application/jsonl" {
		return readEventLines(c)
	}
	body, err := page.Decode[eventsBody](c)
	if isEventLine(err) {
		return nil, nil, page.Invalid("events", "event.lines")
	}
	if err != nil {
		return nil, nil, err
	}
	events = make([]metrics.Event, len(body.Events))
	for i, b := range body.Events {
		events[i] = b.event()
	}
	return events, nil, nil
}

// isEventLine reports whether a body was refused because an event stands where the list of them belongs, as in NDJSON that
// does not say that it is.
func isEventLine(err error) bool {
	var refused *base.Error
	return errors.As(err, &refused) && len(refused.Fields) == 1 &&
		slices.Contains([]string{"id", "ref", "kind", "feature", "at"}, refused.Fields[0].Name)
}

// readEventLines reads NDJSON, and stops one event after the limit: Take refuses them all then.
func readEventLines(c echo.Context) (events []metrics.Event, bad []int, err error) {
	lines := bufio.NewScanner(page.WithoutMark(c.Request().Body))
	lines.Buffer(make([]byte, 0, 4096), maxEventLine)
	for lines.Scan() && len(events) <= intake.MaxEvents {
		line := bytes.TrimSpace(lines.Bytes())
		if len(line) == 0 {
			continue
		}
		var b eventBody
		d := json.NewDecoder(bytes.NewReader(line))
		d.DisallowUnknownFields()
		if d.Decode(&b) != nil || d.More() {
			bad = append(bad, len(events))
			b = eventBody{}
		}
		events = append(events, b.event())
	}
	err = lines.Err()
	var status *echo.HTTPError
	switch {
	case errors.As(err, &status):
		return nil, nil, err // the body is over the limit
	case errors.Is(err, bufio.ErrTooLong):
		return nil, nil, base.Refuse(base.Invalid, "error.json")
	case err != nil:
		return nil, nil, fmt.Errorf("read events: %w", err)
	}
	return events, bad, nil
}
