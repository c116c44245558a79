package cohorts

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"soundings/cohorts/base"
	"soundings/cohorts/upload"
)

// importCheck holds the rows of a file against the rules, chunk after chunk, and adds up what they would do.
type importCheck struct {
	s       *Service
	columns []string
	ref     int            // the column of the ref; -1: there is none
	lines   map[string]int // of each ref
	report  ImportReport
}

func (s *Service) newCheck(header []string, m upload.Mapping) *importCheck {
	c := &importCheck{s: s, lines: map[string]int{}}
	var bad []upload.RowError
	c.columns, bad = columnsOf(header, m)
	c.report.Errors.Add(bad...)
	if c.ref = slices.Index(c.columns, "ref"); len(bad) > 0 {
		c.ref = -1
	}
	return c
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
	before, after, err := c.s.merge(ctx, c.columns, right)
	if err != nil {
		return nil, err
	}
	base.Spread(len(right), func(n int) {
		if !before[n].Same(after[n]) {
			wrong[at[n]] = rowErrors(right[n], after[n].check())
		}
	})
	for n := range right {
		c.count(before[n], after[n])
	}
	return wrong, nil
}

// shape returns what is wrong with a row whoever it speaks of.
func (c *importCheck) shape(row upload.Row) []upload.RowError {
	if bad := row.Wrong(c.columns, c.columns); bad != nil {
		return bad
	}
	for i, cell := range row.Cells {
		if _, ok := yesOrNo(cell); c.columns[i] == "minor" && !ok {
			return []upload.RowError{{Line: row.Line, Column: "minor", Text: base.T("error.oneof", "Choices", "yes, no")}}
		}
	}
	ref := strings.TrimSpace(row.Cells[c.ref])
	if first, ok := c.lines[ref]; ok && ref != "" {
		return []upload.RowError{{Line: row.Line, Column: "ref", Text: base.T("import.duplicate", "Line", first)}}
	}
	c.lines[ref] = row.Line
	return nil
}

// count notes what a row would do.
func (c *importCheck) count(before, after Participant) {
	switch {
	case before.Version == 0:
		c.report.Added++
	case before.Same(after):
		c.report.Unchanged++
	default:
		c.report.Changed++
	}
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
	if len(c.report.Errors) > 0 {
		c.report.Added, c.report.Changed, c.report.Unchanged = 0, 0, 0
	}
	return c.report
}

// merge returns the participants that these rows speak of, as they are and as they would be.
func (s *Service) merge(ctx context.Context, columns []string, rows []upload.Row) (before, after []Participant, err error) {
	refs := make([]string, len(rows))
	at := slices.Index(columns, "ref")
	for i, row := range rows {
		refs[i] = strings.TrimSpace(row.Cells[at])
	}
	before, err = s.Store.Participants(ctx, refs...)
	if err != nil {
		return nil, nil, fmt.Errorf("reading participants: %w", err)
	}
	after = make([]Participant, len(rows))
	base.Spread(len(rows), func(i int) { after[i] = before[i].with(columns, rows[i].Cells) })
	return before, after, nil
}

// with returns p as a row of an import file says it should be.
func (p Participant) with(columns, cells []string) Participant {
	p.Attributes = maps.Clone(p.Attributes)
	if p.Attributes == nil {
		p.Attributes = map[string]string{}
	}
	for i, name := range columns {
		switch value := plain(cells[i]); name {
		case "": // left out
		case "ref":
			p.Ref = value
		case "group":
			p.Group = Group(strings.ToLower(strings.TrimSpace(value)))
		case "name":
			p.Name = value
		case "email":
			p.Email = value
		case "phone":
			p.Phone = value
		case "language":
			p.Language = strings.ToLower(value)
		case "proxy":
			p.Proxy = value
		case "minor":
			p.Minor, _ = yesOrNo(value)
		default:
			p.Attributes[name] = value
		}
	}
	return p.tidy()
}

// yesOrNo reads a cell that says one of the two, in any way that is usual.
func yesOrNo(cell string) (yes, ok bool) {
	switch strings.ToLower(strings.TrimSpace(cell)) {
	case "yes", "true", "1", "x", "y", "sí", "si":
		return true, true
	case "", "no", "false", "0", "n":
		return false, true
	}
	return false, false
}

// plain returns a cell without the apostrophe that keeps a spreadsheet from taking it for a formula: exports have it.
func plain(cell string) string {
	if cell = strings.TrimSpace(cell); len(cell) > 1 && cell[0] == '\'' && strings.IndexByte("=+-@", cell[1]) >= 0 {
		return cell[1:]
	}
	return cell
}

// columnOf returns the file's column for a field that Check names: attributes[site] is column site.
func columnOf(field string) string {
	if rest, ok := strings.CutPrefix(field, "attributes["); ok {
		return strings.TrimSuffix(rest, "]")
	}
	return field
}
