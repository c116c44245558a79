package surveys

import (
	"context"
	"fmt"
	"maps"
	"time"

	"soundings/cohorts/base"
	"soundings/surveys/kinds"
)

// EachResponse calls visit with every response to a survey, in the order of their ids, without keeping them all; of an anonymous
// one with what may be shown of them, and before it is closed it is a Conflict.
func (s *Service) EachResponse(ctx context.Context, id string, visit func(Response) error) error {
	v, err := s.Survey(ctx, id)
	if err != nil {
		return err
	}
	if v.Anonymous {
		return s.anonymousRows(ctx, v, visit)
	}
	return eachResponse(ctx, s.Store.Responses, id, visit)
}

// CountResponses returns how many responses there are to a survey.
func (s *Service) CountResponses(ctx context.Context, v Survey) (int, error) {
	t, err := s.Store.Tally(ctx, v)
	if err != nil {
		return 0, fmt.Errorf("reading what the responses add up to: %w", err)
	}
	return t.Total().Completed, nil
}

// finder returns a page of the responses to a survey.
type finder func(ctx context.Context, survey, after string, limit int) ([]Response, string, error)

// eachResponse calls visit with every response as it is kept.
func eachResponse(ctx context.Context, find finder, id string, visit func(Response) error) error {
	for r, err := range base.Each(func(after string) (base.Page[Response], error) {
		items, next, err := find(ctx, id, after, 500)
		return base.Page[Response]{Items: items, Next: next}, err
	}) {
		if err != nil {
			return fmt.Errorf("reading responses: %w", err)
		}
		if err := visit(r); err != nil {
			return err
		}
	}
	return nil
}

// SubmittedColumn is the column of when a response came.
const SubmittedColumn = "submitted"

// Columns returns the header of the survey's export as a table.
func (s Survey) Columns() []string {
	columns := []string{"ref", "group", "cohort", "language", "mode", SubmittedColumn}
	for _, q := range s.Questions() {
		columns = append(columns, q.Fields()...)
		if q.Instrument != "" {
			columns = append(columns, q.ID+".score")
		}
	}
	return columns
}

// Cells returns one response under Columns: texts, numbers as float64, days as base.Day, moments as time.Time in UTC; nil is
// nothing. Several values of one field stand behind each other with "; " between.
func (s Survey) Cells(r Response) []any {
	r, submitted := s.exported(r)
	row := []any{r.Ref, string(r.Group), r.Cohort, r.Language, string(r.Mode), submitted}
	for _, q := range s.Questions() {
		for _, field := range q.Fields() {
			var cell any
			if given := r.Answers[field]; len(given) > 0 {
				cell = q.Cell(given)
			}
			row = append(row, cell)
		}
		if q.Instrument != "" {
			var score any
			if x, ok := r.Scores[q.ID]; ok {
				score = x
			}
			row = append(row, score)
		}
	}
	return row
}

// Row returns the same as text.
func (s Survey) Row(r Response) []string {
	cells := s.Cells(r)
	row := make([]string, len(cells))
	for i, cell := range cells {
		row[i] = cellText(cell)
	}
	return row
}

// cellText returns a cell as text.
func cellText(cell any) string {
	switch cell := cell.(type) {
	case nil:
		return ""
	case float64:
		return kinds.FormatNumber(cell)
	case time.Time:
		return cell.Format(time.RFC3339)
	}
	return fmt.Sprint(cell)
}

// exported returns a response as exports have it, and when it came: the moment, or the day, or nil. One that is nobody's any more
// has only its day, and nothing in free text, however an older program kept it.
func (s Survey) exported(r Response) (Response, any) {
	switch {
	case r.Ref != "":
		return r, r.Submitted.UTC()
	case s.Anonymous && r.Submitted.IsZero():
		return r, nil
	case s.Anonymous:
		return r, base.Day(r.Submitted.UTC())
	}
	answers := maps.Clone(r.Answers)
	for _, q := range s.Questions() {
		if !q.Kind().Sealed {
			continue
		}
		for _, field := range q.Fields() {
			delete(answers, field)
		}
	}
	r.Answers = answers
	return r, base.Day(r.Submitted.UTC())
}

// Record is one response as JSON: a choice is a string, several a list, a number a number.
type Record struct {
	Ref       string             `json:"ref"`
	Group     string             `json:"group"`
	Cohort    string             `json:"cohort"`
	Language  string             `json:"language"`
	Mode      Mode               `json:"mode"`      // how it came: link, paper, phone, kiosk; empty: it is not kept
	Submitted string             `json:"submitted"` // RFC 3339; of a response that is nobody's only the day, or nothing where too few share it
	Version   int                `json:"version"`
	Answers   map[string]any     `json:"answers"`
	Scores    map[string]float64 `json:"scores"`
}

// Record returns one response as JSON.
func (s Survey) Record(r Response) Record {
	r, submitted := s.exported(r)
	answers := map[string]any{}
	for _, q := range s.Questions() {
		for _, field := range q.Fields() {
			if given := r.Answers[field]; len(given) > 0 {
				answers[field] = q.Kind().Native(given)
			}
		}
	}
	return Record{r.Ref, string(r.Group), r.Cohort, r.Language, r.Mode, cellText(submitted), r.Version, answers, r.Scores}
}
