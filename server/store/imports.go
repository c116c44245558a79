package store

import (
	"context"
	"fmt"
	"slices"
	"time"

	"soundings/cohorts"
	"soundings/server/store/engine"
)

type importDoc struct {
	Head    `bson:",inline"`
	Columns []string  `bson:"columns"`
	Rows    int       `bson:"rows"`
	Chunks  int       `bson:"chunks"`
	Next    int       `bson:"next"`
	Started time.Time `bson:"started"`
	By      actorDoc  `bson:"by"`
}

// importRowsDoc holds one chunk of checked rows, sealed, until it is applied.
type importRowsDoc struct {
	Head `bson:",inline"`
	Rows []byte `bson:"rows"`
}

func chunkID(id string, chunk int) string { return fmt.Sprintf("%s/%06d", id, chunk) }

func newImportDoc(job cohorts.Import) *importDoc {
	return &importDoc{
		Head: Head{ID: job.ID, Version: job.Version}, Columns: job.Columns, Rows: job.Rows, Chunks: job.Chunks,
		Next: job.Next, Started: job.Started, By: actorDoc{string(job.By.Kind), job.By.ID},
	}
}

// StartImport keeps the rows chunk by chunk and then the import itself, which makes them count.
func (s *Store) StartImport(ctx context.Context, job cohorts.Import, rows [][]string) error {
	chunk := 0
	for some := range slices.Chunk(rows, cohorts.MaxChunk) {
		id := chunkID(job.ID, chunk)
		sealed, err := s.seal.close(importRows, id, "rows", some)
		if err != nil {
			return err
		}
		if err := s.begin("", "").save(importRows, &importRowsDoc{Head{ID: id}, sealed}).commit(ctx); err != nil {
			return err
		}
		chunk++
	}
	return s.begin("import.start", job.ID).save(imports, newImportDoc(job)).commit(ctx)
}

// ImportRows answers one chunk of an import's rows.
func (s *Store) ImportRows(ctx context.Context, id string, chunk int) ([][]string, error) {
	docs, err := get[importRowsDoc](ctx, s, importRows, chunkID(id, chunk))
	if err != nil {
		return nil, err
	}
	if docs[0] == nil {
		return nil, nil // another server has applied it: its own job's version will tell
	}
	var rows [][]string
	return rows, s.seal.open(importRows, docs[0].ID, "rows", docs[0].Rows, &rows)
}

// ApplyImport keeps the changed participants of a chunk with the import's progress, and forgets the chunk; after the
// last one the import too.
func (s *Store) ApplyImport(ctx context.Context, job cohorts.Import, changed []cohorts.Participant) error {
	a := s.begin("", "")
	if err := s.addParticipants(a, changed); err != nil {
		return err
	}
	a.remove(importRows, chunkID(job.ID, job.Next-1), 1)
	if job.Finished() {
		a.name, a.subject = "import.finish", job.ID
		a.remove(imports, job.ID, job.Version)
	} else {
		a.save(imports, newImportDoc(job))
	}
	return a.commit(ctx)
}

// UnfinishedImports answers the imports under way.
func (s *Store) UnfinishedImports(ctx context.Context) ([]cohorts.Import, error) {
	docs, err := findAll[importDoc](ctx, s, engine.Query{Collection: imports})
	if err != nil {
		return nil, err
	}
	jobs := make([]cohorts.Import, len(docs))
	for i, d := range docs {
		jobs[i] = cohorts.Import{
			ID: d.ID, Columns: d.Columns, Rows: d.Rows, Chunks: d.Chunks, Next: d.Next, Started: d.Started,
			By: cohorts.Actor{Kind: cohorts.ActorKind(d.By.Kind), ID: d.By.ID}, Version: d.Version,
		}
	}
	return jobs, nil
}
