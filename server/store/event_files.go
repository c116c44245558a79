package store

import (
	"context"
	"fmt"
	"slices"
	"time"

	"soundings/cohorts/base"
	"soundings/cohorts/upload"
	"soundings/metrics"
	"soundings/metrics/intake"
)

// eventFileDoc is an uploaded file of events.
type eventFileDoc struct {
	Upload  `bson:",inline"`
	Reading readingDoc    `bson:"reading"`
	Report  fileReportDoc `bson:"report"`
	Taken   countsDoc     `bson:"taken"`
}

// readingDoc is how a file is read.
type readingDoc struct {
	Columns []columnDoc `bson:"columns"`
	Kind    string      `bson:"kind,omitempty"`
	Feature string      `bson:"feature,omitempty"`
	Dates   string      `bson:"dates,omitempty"`
	Letters string      `bson:"letters,omitempty"`
	Sheet   string      `bson:"sheet,omitempty"`
}

type fileReportDoc struct {
	Counts countsDoc     `bson:"counts"`
	Bad    int           `bson:"bad"`
	Errors []rowErrorDoc `bson:"errors,omitempty"`
	Aside  []rowErrorDoc `bson:"aside,omitempty"`
	Asks   bool          `bson:"asks,omitempty"`
}

type countsDoc struct {
	Accepted   int `bson:"accepted"`
	Duplicates int `bson:"duplicates"`
	Unknown    int `bson:"unknown"`
	Refused    int `bson:"refused"`
	Blank      int `bson:"blank"`
}

func newReadingDoc(r intake.Reading) readingDoc {
	return readingDoc{mappingDocs(r.Columns), string(r.Kind), r.Feature, string(r.Dates), string(r.Letters), r.Sheet}
}

func (d readingDoc) reading() intake.Reading {
	return intake.Reading{Columns: mappingOf(d.Columns), Kind: metrics.Kind(d.Kind), Feature: d.Feature, Dates: upload.Dates(d.Dates), Letters: upload.Letters(d.Letters), Sheet: d.Sheet}
}

func newEventFileDoc(f intake.File) *eventFileDoc {
	r := f.Report
	return &eventFileDoc{newUpload(f.File), newReadingDoc(f.Reading), fileReportDoc{
		countsDoc(r.Counts), r.Bad, rowErrorDocs(r.Errors), rowErrorDocs(r.Aside), r.Asks,
	}, countsDoc(r.Taken)}
}

func (d *eventFileDoc) job() intake.File {
	r := d.Report
	return intake.File{File: d.file(), Reading: d.Reading.reading(), Report: intake.FileReport{
		Rows: d.Rows, Empty: d.Empty, Sheets: d.sheets(), Counts: intake.Counts(r.Counts), Bad: r.Bad, Errors: rowErrorsOf(r.Errors), Aside: rowErrorsOf(r.Aside), Asks: r.Asks,
		Taken: intake.Counts(d.Taken),
	}}
}

// Files returns the store of files of events.
func (s *Store) Files() upload.Store[intake.Reading, intake.FileReport] {
	return uploads[intake.Reading, intake.FileReport, *eventFileDoc]{s, eventFiles, "events", newEventFileDoc, one[eventFileDoc], findAll[eventFileDoc]}
}

// ApplyFile keeps the events of a chunk with the file's progress, and forgets the chunk.
func (s *Store) ApplyFile(ctx context.Context, f intake.File, fresh, unknown []metrics.Event, until time.Time) error {
	a := s.beginChunk("events", f.File).save(eventFiles, newEventFileDoc(f))
	a.addEvents(fresh)
	if err := s.park(ctx, a, unknown, until); err != nil {
		return err
	}
	return a.commit(ctx)
}

// KnownEvents returns the positions of the ids that are kept already, counted or not.
func (s *Store) KnownEvents(ctx context.Context, ids []string) ([]int, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	docs, err := s.engine.Get(ctx, events, ids...)
	if err != nil {
		return nil, fmt.Errorf("getting from %s: %w", events, err)
	}
	var known []int
	for i, d := range docs {
		if d != nil {
			known = append(known, i)
		}
	}
	return known, nil
}

// maxReadings is how many readings are remembered.
const maxReadings = 20

// readingsDoc remembers how files were read, the latest first.
type readingsDoc struct {
	Head     `bson:",inline"`
	Readings []headerReading `bson:"readings"`
}

type headerReading struct {
	Header  []string   `bson:"header"`
	Reading readingDoc `bson:"reading"`
}

func (s *Store) readings(ctx context.Context) (*readingsDoc, error) {
	docs, err := get[readingsDoc](ctx, s, settings, "event_readings")
	if err != nil || docs[0] == nil {
		return &readingsDoc{Head: Head{ID: "event_readings"}}, err
	}
	return docs[0], nil
}

// of returns the position of the reading of a header; -1: there is none.
func (d *readingsDoc) of(header []string) int {
	return slices.IndexFunc(d.Readings, func(r headerReading) bool { return slices.Equal(r.Header, header) })
}

// Reading returns how the last file with this header was read.
func (s *Store) Reading(ctx context.Context, header []string) (r intake.Reading, ok bool, err error) {
	d, err := s.readings(ctx)
	if err != nil {
		return r, false, err
	}
	at := d.of(header)
	if at < 0 {
		return r, false, nil
	}
	return d.Readings[at].Reading.reading(), true, nil
}

// SaveReading remembers a reading over that of the same header; of many headers the latest.
func (s *Store) SaveReading(ctx context.Context, header []string, r intake.Reading) error {
	for {
		d, err := s.readings(ctx)
		if err != nil {
			return err
		}
		if at := d.of(header); at >= 0 {
			d.Readings = slices.Delete(d.Readings, at, at+1)
		}
		d.Readings = slices.Insert(d.Readings, 0, headerReading{header, newReadingDoc(r)})
		d.Readings = d.Readings[:min(len(d.Readings), maxReadings)]
		if err := s.begin("", "").save(settings, d).commit(ctx); !base.IsCode(err, base.Conflict) {
			return err
		}
	}
}
