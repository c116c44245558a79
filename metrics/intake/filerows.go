package intake

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
	"time"

	"soundings/cohorts/base"
	"soundings/cohorts/upload"
	"soundings/metrics"
)

// rowReader makes events of the rows of one file.
type rowReader struct {
	s        *Service
	header   []string
	columns  []string // what each column is; "": left out
	reading  Reading
	zone     *time.Location
	features map[string]string // keys, by what a file may call a feature
	people   map[string]string // refs by mail address; empty: nobody has it, or several
	spelled  map[string]string // refs as they are kept, of some rows that have them in other letters
}

func (s *Service) newRowReader(ctx context.Context, header []string, r Reading) (*rowReader, []upload.RowError, error) {
	columns, bad := r.columns(header)
	zone, err := s.zone(ctx)
	if err != nil {
		return nil, nil, err
	}
	all, err := s.Rollouts.Features(ctx)
	if err != nil {
		return nil, nil, err
	}
	read := &rowReader{s: s, header: header, columns: columns, reading: r, zone: zone, features: map[string]string{}, people: map[string]string{}}
	for _, f := range all {
		for _, name := range f.Name {
			read.features[strings.ToLower(name)] = f.Key
		}
	}
	for _, f := range all { // a key counts before a name
		read.features[f.Key] = f.Key
	}
	return read, bad, nil
}

// column returns the position of a column; -1: the file has none.
func (r *rowReader) column(name string) int { return slices.Index(r.columns, name) }

// cell returns what a row has in a column, empty where the file has none.
func (r *rowReader) cell(row upload.Row, name string) string {
	if at := r.column(name); at >= 0 && at < len(row.Cells) {
		return strings.TrimSpace(row.Cells[at])
	}
	return ""
}

// readRow is a row of a file as an event. It counts nothing if it is bad, blank or a stranger's.
type readRow struct {
	row      upload.Row
	event    metrics.Event
	bad      []upload.RowError
	blank    bool // nothing has happened yet
	stranger bool // nobody has this mail address
}

// read makes events of some rows.
func (r *rowReader) read(ctx context.Context, rows []upload.Row) ([]readRow, error) {
	if err := r.meet(ctx, rows); err != nil {
		return nil, err
	}
	all := make([]readRow, len(rows))
	base.Spread(len(rows), func(i int) { all[i] = r.one(rows[i]) })
	return all, nil
}

// meet finds whose the mail addresses and refs of some rows are.
func (r *rowReader) meet(ctx context.Context, rows []upload.Row) error {
	var asked []string
	for _, row := range rows {
		mail := strings.ToLower(r.cell(row, mailColumn))
		if _, met := r.people[mail]; !met && mail != "" {
			r.people[mail] = ""
			asked = append(asked, mail)
		}
	}
	refs, err := r.s.Store.RefsByMail(ctx, asked)
	if err != nil {
		return fmt.Errorf("looking for mail addresses: %w", err)
	}
	for i, found := range refs {
		if len(found) == 1 {
			r.people[asked[i]] = found[0]
		}
	}
	return r.spell(ctx, rows)
}

// spell finds the refs of some rows that are kept in other letters, so that the same event has the same id in whatever letters.
func (r *rowReader) spell(ctx context.Context, rows []upload.Row) error {
	var refs []string
	for _, row := range rows {
		if ref := r.cell(row, refColumn); ref != "" && len(ref) <= metrics.MaxRef {
			refs = append(refs, ref)
		}
	}
	slices.Sort(refs)
	refs = slices.Compact(refs)
	known, err := r.s.membershipsOf(ctx, refs)
	if err != nil {
		return err
	}
	r.spelled, err = r.s.spelled(ctx, refs, known)
	return err
}

func (r *rowReader) one(row upload.Row) readRow {
	read := readRow{row: row, bad: row.Wrong(r.columns, r.header)}
	if read.bad != nil {
		return read
	}
	r.fill(&read)
	if read.blank || len(read.bad) > 0 {
		return read
	}
	e := &read.event
	if e.ID == "" && r.column(idColumn) < 0 {
		e.ID = idOf(*e)
	}
	tried := *e
	if read.stranger {
		tried.Ref = "-"
	}
	if wrong := tried.Check(r.s.Now()); wrong != nil {
		read.wrong(r, columnsOfTexts[wrong.ID], *wrong)
	}
	return read
}

// fill reads the cells of a row.
func (r *rowReader) fill(read *readRow) {
	e, row := &read.event, read.row
	e.ID, e.Ref, e.Kind = r.cell(row, idColumn), r.cell(row, refColumn), r.reading.Kind
	e.Ref = cmp.Or(r.spelled[e.Ref], e.Ref)
	if mail := r.cell(row, mailColumn); mail != "" {
		e.Ref = r.people[strings.ToLower(mail)]
		read.stranger = e.Ref == ""
	}
	if r.column(kindColumn) >= 0 {
		e.Kind = metrics.Kind(strings.ToLower(r.cell(row, kindColumn)))
	}
	if e.Kind == metrics.Used {
		if e.Feature = r.cell(row, featureColumn); r.column(kindColumn) < 0 && r.reading.Feature != "" {
			e.Feature = r.reading.Feature
		}
		if key, ok := r.features[strings.ToLower(e.Feature)]; ok {
			e.Feature = key
		}
	}
	at := r.cell(row, atColumn)
	if read.blank = r.column(kindColumn) < 0 && isNever(at); read.blank {
		return
	}
	var ok bool
	if e.At, ok = upload.ReadTime(at, r.reading.Dates, r.zone); !ok {
		read.wrong(r, atColumn, base.T("event_file.time"))
	}
}

// wrong notes what is wrong with a cell.
func (read *readRow) wrong(r *rowReader, column string, why base.Text) {
	name := column
	if column == refColumn && r.column(refColumn) < 0 {
		column = mailColumn
	}
	if at := r.column(column); at >= 0 {
		name = strings.TrimSpace(r.header[at])
	}
	read.bad = append(read.bad, upload.RowError{Line: read.row.Line, Column: name, Text: why})
}

// columnsOfTexts says of which column each sentence of Event.check speaks.
var columnsOfTexts = map[string]string{
	"event.id": idColumn, "event.ref": refColumn, "event.kind": kindColumn, "event.feature": featureColumn, "event.at": atColumn, "event.ahead": atColumn,
}

// isNever reports whether a report of what somebody did last says that they have not done it.
func isNever(cell string) bool {
	return slices.Contains([]string{"", "-", "–", "—", "never", "nunca", "n/a", "null"}, strings.ToLower(cell))
}

// idOf returns the id of an event whose file has none: what is the same event has the same, in whichever file it stands.
func idOf(e metrics.Event) string {
	what := strings.Join([]string{e.Ref, string(e.Kind), e.Feature, e.At.UTC().Format(time.RFC3339Nano)}, "\x00")
	sum := sha256.Sum256([]byte(what))
	return "file-" + hex.EncodeToString(sum[:16])
}
