package store

import (
	"context"
	"fmt"
	"slices"
	"time"

	"soundings/cohorts/base"
	"soundings/cohorts/upload"
	"soundings/server/store/engine"
)

// Upload is what the document of every uploaded file holds.
type Upload struct {
	Head    `bson:",inline"`
	File    string     `bson:"file"`
	State   string     `bson:"state"`
	Header  []string   `bson:"header"`
	Rows    int        `bson:"rows"`
	Empty   int        `bson:"empty,omitempty"`
	Sheet   string     `bson:"sheet,omitempty"` // which of Sheets was read
	Sheets  []string   `bson:"sheets,omitempty"`
	Chunks  int        `bson:"chunks"`
	Next    int        `bson:"next"`
	Started time.Time  `bson:"started"`
	Touched *time.Time `bson:"touched,omitempty"`
	By      actorDoc   `bson:"by"`
}

func newUpload(f upload.File) Upload {
	return Upload{
		Head: Head{ID: f.ID, Version: f.Version}, File: f.Name, State: string(f.State), Header: f.Header, Rows: f.Rows, Empty: f.Empty,
		Sheet: f.Sheets.Read, Sheets: f.Sheets.All,
		Chunks: f.Chunks, Next: f.Next, Started: f.Started, Touched: optional(f.Touched), By: actorDoc{string(f.By.Kind), f.By.ID},
	}
}

func (d *Upload) file() upload.File {
	return upload.File{
		ID: d.ID, Name: d.File, State: upload.State(d.State), Header: d.Header, Rows: d.Rows, Empty: d.Empty, Sheets: d.sheets(), Chunks: d.Chunks,
		Next: d.Next, Started: d.Started, Touched: given(d.Touched), Version: d.Version,
		By: base.Actor{Kind: base.ActorKind(d.By.Kind), ID: d.By.ID},
	}
}

func (d *Upload) sheets() upload.Sheets { return upload.Sheets{Read: d.Sheet, All: d.Sheets} }

func (d *Upload) base() *Upload { return d }

// uploadDoc is the document of one user's job: it holds an Upload, and how the user reads the file and what it reports.
type uploadDoc[J any] interface {
	document
	base() *Upload
	job() J
}

// uploads keeps the jobs of one user of package upload in a collection of their own; all have their rows in one.
type uploads[M, R any, D uploadDoc[upload.Job[M, R]]] struct {
	*Store
	collection string
	noun       string // of its acts
	doc        func(upload.Job[M, R]) D
	one        func(ctx context.Context, s *Store, collection, id, unknown string) (D, error)
	all        func(ctx context.Context, s *Store, q engine.Query) ([]D, error)
}

// Keep keeps a job, then its rows chunk by chunk, then that they are all there.
func (s uploads[M, R, D]) Keep(ctx context.Context, job upload.Job[M, R], rows upload.Chunks) error {
	d := s.doc(job)
	u := d.base()
	state := u.State
	u.State = string(upload.Uploading)
	if err := s.begin("", "").save(s.collection, d).commit(ctx); err != nil {
		return err
	}
	if err := s.keepRows(ctx, u.ID, rows); err != nil {
		return err
	}
	u.State, u.Version = state, upload.KeptVersion-1
	return s.begin(uploadAct(s.noun, upload.State(state)), u.ID).save(s.collection, d).commit(ctx)
}

// uploadAct names what brings a file into a state; only some of it is worth a record.
func uploadAct(noun string, state upload.State) string {
	switch state {
	case upload.Running:
		return noun + ".start"
	case upload.Finished:
		return noun + ".finish"
	}
	return ""
}

// Save keeps a job in its new state.
func (s uploads[M, R, D]) Save(ctx context.Context, job upload.Job[M, R]) error {
	return s.begin(uploadAct(s.noun, job.State), job.ID).save(s.collection, s.doc(job)).commit(ctx)
}

// Find returns one job, or NotFound.
func (s uploads[M, R, D]) Find(ctx context.Context, id string) (upload.Job[M, R], error) {
	d, err := s.one(ctx, s.Store, s.collection, id, "import.unknown")
	if err != nil {
		return upload.Job[M, R]{}, err
	}
	return d.job(), nil
}

// List returns every job that is kept, the latest first.
func (s uploads[M, R, D]) List(ctx context.Context) ([]upload.Job[M, R], error) {
	docs, err := s.all(ctx, s.Store, engine.Query{Collection: s.collection})
	if err != nil {
		return nil, err
	}
	jobs := make([]upload.Job[M, R], len(docs))
	for i, d := range docs {
		jobs[i] = d.job()
	}
	slices.SortFunc(jobs, func(a, b upload.Job[M, R]) int { return b.Started.Compare(a.Started) })
	return jobs, nil
}

// Forget deletes a file with its rows; the file first, so that nobody goes on with a part of them.
func (s uploads[M, R, D]) Forget(ctx context.Context, f upload.File) error {
	if err := s.begin("", "").remove(s.collection, f.ID, f.Version).commit(ctx); err != nil {
		return err
	}
	return s.forgetRows(ctx, engine.Query{From: f.ID + "/", To: f.ID + "0"}, func(string) bool { return true })
}

// beginChunk begins an act that applies the chunk before Next, and forgets its rows.
func (s *Store) beginChunk(noun string, f upload.File) *act {
	name := ""
	if f.State == upload.Finished {
		name = uploadAct(noun, f.State)
	}
	return s.begin(name, f.ID).remove(importRows, chunkID(f.ID, f.Next-1), 1)
}

func chunkID(id string, chunk int) string { return fmt.Sprintf("%s/%06d", id, chunk) }
