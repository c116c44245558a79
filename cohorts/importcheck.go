package cohorts

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"

	"soundings/cohorts/base"
)

// importCheck holds the rows of a file against the rules, chunk after chunk, and adds up what they would do.
type importCheck struct {
	s       *Service
	columns []string
	ref     int            // the column of the ref; -1: there is none
	lines   map[string]int // of each ref
	report  ImportReport
}

// checkedRow is called with a row that is bad, and why.
type checkedRow func(row Row, why []RowError) error

func (s *Service) newCheck(header []string, m Mapping) *importCheck {
	c := &importCheck{s: s, lines: map[string]int{}}
	var bad []RowError
	c.columns, bad = m.columns(header)
	c.report.add(bad...)
	if c.ref = slices.Index(c.columns, "ref"); len(bad) > 0 {
		c.ref = -1
	}
	return c
}

// rows checks at most ImportChunk rows. Without columns that are right there is nothing to say of them.
func (c *importCheck) rows(ctx context.Context, rows []Row, bad checkedRow) error {
	c.report.Rows += len(rows)
	if c.ref < 0 {
		return nil
	}
	wrong := make([][]RowError, len(rows))
	var right []Row
	for i, row := range rows {
		if wrong[i] = c.shape(row); wrong[i] == nil {
			right = append(right, row)
		}
	}
	before, after, err := c.s.merge(ctx, c.columns, right)
	if err != nil {
		return err
	}
	checked := make([]error, len(right))
	base.Spread(len(right), func(i int) {
		if !before[i].Same(after[i]) {
			checked[i] = after[i].check()
		}
	})
	n := 0
	for i, row := range rows {
		if wrong[i] == nil {
			c.count(before[n], after[n])
			wrong[i] = rowErrors(row, checked[n])
			n++
		}
		if len(wrong[i]) == 0 {
			continue
		}
		c.report.Bad++
		c.report.add(wrong[i]...)
		if bad != nil {
			if err := bad(row, wrong[i]); err != nil {
				return err
			}
		}
	}
	return nil
}

// shape returns what is wrong with a row whoever it speaks of.
func (c *importCheck) shape(row Row) []RowError {
	if len(row.Cells) != len(c.columns) {
		return []RowError{{Line: row.Line, Text: base.T("import.width", "Cells", len(row.Cells), "Columns", len(c.columns))}}
	}
	for i, cell := range row.Cells {
		if !utf8.ValidString(cell) {
			return []RowError{{Line: row.Line, Column: c.columns[i], Text: base.T("import.utf8")}}
		}
		if _, ok := yesOrNo(cell); c.columns[i] == "minor" && !ok {
			return []RowError{{Line: row.Line, Column: "minor", Text: base.T("error.oneof", "Choices", "yes, no")}}
		}
	}
	ref := strings.TrimSpace(row.Cells[c.ref])
	if first, ok := c.lines[ref]; ok && ref != "" {
		return []RowError{{Line: row.Line, Column: "ref", Text: base.T("import.duplicate", "Line", first)}}
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
func rowErrors(row Row, err error) []RowError {
	var bad *base.Error
	if !errors.As(err, &bad) {
		return nil
	}
	errs := make([]RowError, len(bad.Fields))
	for i, f := range bad.Fields {
		errs[i] = RowError{Line: row.Line, Column: columnOf(f.Name), Text: f.Text}
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
func (s *Service) merge(ctx context.Context, columns []string, rows []Row) (before, after []Participant, err error) {
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
