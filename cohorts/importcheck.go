package cohorts

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"soundings/cohorts/base"
	"soundings/cohorts/upload"
)

// importCheck holds the rows of a file against the rules, chunk after chunk, and adds up what they would do.
type importCheck struct {
	s      *Service
	read   rowReader
	ref    int             // the column of the ref; -1: there is none
	lines  map[string]line // of each ref, in small letters
	mails  map[string]int  // the line of each mail address
	alone  int             // rows of people without a group, in a file that has no column for it
	report ImportReport
}

// NoGroup is the text of the mistake that neither a column nor whoever sends a file says of which group people are.
const NoGroup = "import.no_group"

// line is where a ref stands in a file, and how.
type line struct {
	number int
	ref    string
}

func (s *Service) newCheck(header []string, r Reading) *importCheck {
	c := &importCheck{s: s, lines: map[string]line{}, mails: map[string]int{}, report: ImportReport{Opposite: map[string]int{}}}
	var bad []upload.RowError
	c.read, bad = newRowReader(header, r, s.Now())
	c.report.Errors.Add(bad...)
	if c.ref = slices.Index(c.read.columns, "ref"); len(bad) > 0 {
		c.ref = -1
	}
	return c
}

func newRowReader(header []string, r Reading, now time.Time) (rowReader, []upload.RowError) {
	columns, bad := columnsOf(header, r.Columns)
	if r.Group != "" && !slices.Contains(Groups(), r.Group) {
		bad = append(bad, headerError("group", base.T("error.oneof", "Choices", choices(Groups())))...)
	}
	return rowReader{r, columns, now}, bad
}

// choices returns values as a refusal lists them.
func choices[T ~string](values []T) string {
	all := make([]string, len(values))
	for i, v := range values {
		all[i] = string(v)
	}
	return strings.Join(all, ", ")
}

// look finds in which order the days of a file are written.
func (c *importCheck) look(all upload.Chunks) error {
	if c.ref < 0 || len(c.read.dateColumns()) == 0 {
		return nil
	}
	hints := upload.DateHints{}
	for rows, err := range all {
		if err != nil {
			return err
		}
		for _, row := range rows {
			c.read.note(&hints, row)
		}
	}
	c.report.Asks = hints.Asked
	dates := &c.read.Dates
	if !hints.Asked || *dates != "" {
		return nil
	}
	if *dates = hints.Order(); *dates == "" {
		c.report.Errors.Add(headerError(c.read.columns[c.read.dateColumns()[0]], base.T("event_file.dates"))...)
		c.ref = -1
	}
	return nil
}

// rows checks one chunk. Without columns that are right there is nothing to say of it.
func (c *importCheck) rows(ctx context.Context, rows []upload.Row, bad upload.BadRow) error {
	c.report.Rows += len(rows)
	if c.ref < 0 {
		return nil
	}
	wrong, err := c.judge(ctx, rows)
	if err != nil {
		return err
	}
	for i, row := range rows {
		if len(wrong[i]) == 0 {
			continue
		}
		c.report.Bad++
		c.report.Errors.Add(wrong[i]...)
		if bad == nil {
			continue
		}
		if err := bad(row, wrong[i]); err != nil {
			return err
		}
	}
	return nil
}

// judge returns what is wrong with each row, and counts what they would do.
func (c *importCheck) judge(ctx context.Context, rows []upload.Row) ([][]upload.RowError, error) {
	wrong := make([][]upload.RowError, len(rows))
	var right []upload.Row
	var at []int // of each in rows
	for i, row := range rows {
		if wrong[i] = c.shape(row); wrong[i] == nil {
			right, at = append(right, row), append(at, i)
		}
	}
	found, err := c.s.merge(ctx, c.read, right)
	if err != nil {
		return nil, err
	}
	base.Spread(len(right), func(n int) {
		if !found[n].same() {
			wrong[at[n]] = rowErrors(right[n], found[n].after.check())
		}
	})
	for n := range right {
		c.count(found[n])
		wrong[at[n]] = c.withoutGroup(wrong[at[n]])
	}
	return wrong, c.notice(ctx, right, found)
}

// withoutGroup returns what is wrong with a row but for its group, where no column says one: that is a mistake of the file.
func (c *importCheck) withoutGroup(wrong []upload.RowError) []upload.RowError {
	i := slices.IndexFunc(wrong, func(e upload.RowError) bool { return e.Column == "group" })
	if i < 0 || slices.Contains(c.read.columns, "group") {
		return wrong
	}
	c.alone++
	return slices.Delete(wrong, i, i+1)
}

// shape returns what is wrong with a row whoever it speaks of.
func (c *importCheck) shape(row upload.Row) []upload.RowError {
	if bad := row.Wrong(c.read.columns, c.read.columns); bad != nil {
		return bad
	}
	for i, cell := range row.Cells {
		if _, ok := yesOrNo(cell); c.read.columns[i] == "minor" && !ok {
			return []upload.RowError{{Line: row.Line, Column: "minor", Text: base.T("error.oneof", "Choices", "yes, no")}}
		}
	}
	ref := plain(row.Cells[c.ref])
	first, ok := c.lines[strings.ToLower(ref)]
	switch {
	case !ok:
		c.lines[strings.ToLower(ref)] = line{row.Line, ref}
	case ref == "":
	case first.ref == ref:
		return []upload.RowError{{Line: row.Line, Column: "ref", Text: base.T("import.duplicate", "Line", first.number)}}
	default:
		return []upload.RowError{{Line: row.Line, Column: "ref", Text: base.T("import.ref_case", "Line", first.number)}}
	}
	return nil
}

// count notes what a row would do.
func (c *importCheck) count(m merged) {
	switch {
	case m.before.Version == 0:
		c.report.Added++
	case m.same():
		c.report.Unchanged++
	default:
		c.report.Changed++
	}
	for _, column := range m.opposite {
		c.report.Opposite[column]++
	}
	c.report.Reach.add(m.after)
}

// rowErrors returns what a row says that is wrong with the person that would come of it.
func rowErrors(row upload.Row, err error) []upload.RowError {
	var bad *base.Error
	if !errors.As(err, &bad) {
		return nil
	}
	errs := make([]upload.RowError, len(bad.Fields))
	for i, f := range bad.Fields {
		errs[i] = upload.RowError{Line: row.Line, Column: columnOf(f.Name), Text: f.Text}
	}
	return errs
}

// done returns the report. A file with mistakes does nothing.
func (c *importCheck) done() ImportReport {
	if c.alone > 0 {
		all := upload.RowErrors(headerError("group", base.T(NoGroup, "Count", c.alone)))
		all.Add(c.report.Errors...)
		c.report.Errors = all
	}
	if len(c.report.Errors) > 0 {
		c.report.Added, c.report.Changed, c.report.Unchanged = 0, 0, 0
	}
	return c.report
}

// merged is what comes of a row: the participant as they are and as they would be, and the columns whose kept values stand
// opposite empty cells.
type merged struct {
	before, after Participant
	opposite      []string
}

func (m merged) same() bool { return m.before.Same(m.after) }

// merge returns what comes of some rows.
func (s *Service) merge(ctx context.Context, read rowReader, rows []upload.Row) ([]merged, error) {
	refs := make([]string, len(rows))
	at := slices.Index(read.columns, "ref")
	for i, row := range rows {
		refs[i] = plain(row.Cells[at])
	}
	before, err := s.Store.Participants(ctx, refs...)
	if err != nil {
		return nil, fmt.Errorf("reading participants: %w", err)
	}
	all := make([]merged, len(rows))
	base.Spread(len(rows), func(i int) {
		all[i].before = before[i]
		all[i].after, all[i].opposite = read.with(before[i], rows[i].Cells)
	})
	return all, nil
}

// columnOf returns the file's column for a field that Check names: attributes[site] is column site.
func columnOf(field string) string {
	if rest, ok := strings.CutPrefix(field, "attributes["); ok {
		return strings.TrimSuffix(rest, "]")
	}
	return strings.TrimPrefix(field, "address.")
}
