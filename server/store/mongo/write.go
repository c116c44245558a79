package mongo

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"time"

	"go.mongodb.org/mongo-driver/bson"
	"go.mongodb.org/mongo-driver/mongo"
	"go.mongodb.org/mongo-driver/mongo/options"

	"soundings/server/store/engine"
)

const (
	writeTimeout = 15 * time.Second      // for one Write, unless its caller waits longer
	maxPause     = 20 * time.Millisecond // before a transaction that was in conflict begins again
)

// Write makes one change by one operation, and several in a transaction. The driver is not told when the caller goes:
// it would drop the connection, and the server might keep the transaction, with what it locks, until its time is over.
func (db *DB) Write(ctx context.Context, changes []engine.Change) error {
	if _, err := db.schema.Check(changes); err != nil {
		return err
	}
	end, err := db.begin(ctx)
	if err != nil {
		return err
	}
	done := make(chan error, 1)
	go func() {
		defer end()
		patient, cancel := context.WithTimeout(context.WithoutCancel(ctx), patience(ctx))
		defer cancel()
		done <- db.write(patient, ctx.Err, changes)
	}()
	select {
	case err := <-done:
		return answerWrite(ctx, err)
	case <-ctx.Done():
		return ctx.Err()
	}
}

// patience returns how long a Write may take.
func patience(ctx context.Context) time.Duration {
	if end, ok := ctx.Deadline(); ok {
		return max(writeTimeout, time.Until(end))
	}
	return writeTimeout
}

// write makes the changes, unless gone answers, between two steps, that the caller is gone.
func (db *DB) write(ctx context.Context, gone func() error, changes []engine.Change) error {
	switch len(changes) {
	case 0:
		return nil
	case 1:
		return db.change(ctx, changes[0])
	}
	return db.transact(ctx, gone, changes)
}

// answerWrite lets a refusal be what it is.
func answerWrite(ctx context.Context, err error) error {
	if errors.Is(err, engine.ErrExists) || errors.Is(err, engine.ErrStale) {
		return err
	}
	return answer(ctx, "write", err)
}

// change makes one change by itself. The driver repeats it once after a lost connection; the server knows it again.
func (db *DB) change(ctx context.Context, c engine.Change) error {
	collection, found := db.collection(c.Collection), int64(1)
	var err error
	switch c.Op {
	case engine.Insert:
		_, err = collection.InsertOne(ctx, c.Doc)
	case engine.Replace:
		var r *mongo.UpdateResult
		if r, err = collection.ReplaceOne(ctx, kept(c), c.Doc); err == nil {
			found = r.MatchedCount
		}
	case engine.Delete:
		var r *mongo.DeleteResult
		if r, err = collection.DeleteOne(ctx, kept(c)); err == nil {
			found = r.DeletedCount
		}
	}
	if err == nil && found == 0 {
		return stale(c.Collection)
	}
	return refusal(c.Collection, err)
}

// transact makes all changes in a transaction. The driver begins again when it is in conflict with another one.
func (db *DB) transact(ctx context.Context, gone func() error, changes []engine.Change) error {
	session, err := db.client.StartSession()
	if err != nil {
		return err
	}
	defer session.EndSession(ctx)
	tries := time.Duration(0)
	_, err = session.WithTransaction(ctx, func(ctx mongo.SessionContext) (any, error) {
		time.Sleep(rand.N(min(tries, maxPause) + 1)) // the driver itself would begin again without a pause
		tries += time.Millisecond
		for rest := changes; len(rest) > 0; {
			if err := cmp.Or(gone(), ctx.Err()); err != nil {
				return nil, err // without the label that would make the driver begin again
			}
			run := firstRun(rest)
			if err := db.changeRun(ctx, run); err != nil {
				return nil, err
			}
			rest = rest[len(run):]
		}
		return nil, nil
	})
	if hasCode(err, codeWriteConflict) {
		return stale(changes[0].Collection) // others change these documents all the time
	}
	return err
}

// firstRun returns the changes at the start that are of one kind and collection, so that one command can make them.
func firstRun(changes []engine.Change) []engine.Change {
	n := 1
	for n < len(changes) && changes[n].Op == changes[0].Op && changes[n].Collection == changes[0].Collection {
		n++
	}
	return changes[:n]
}

// changeRun makes a run of changes in the transaction of the context. The first that cannot be made says why.
func (db *DB) changeRun(ctx context.Context, run []engine.Change) error {
	name, models := run[0].Collection, make([]mongo.WriteModel, len(run))
	for i, c := range run {
		switch c.Op {
		case engine.Insert:
			models[i] = mongo.NewInsertOneModel().SetDocument(c.Doc)
		case engine.Replace:
			models[i] = mongo.NewReplaceOneModel().SetFilter(kept(c)).SetReplacement(c.Doc)
		case engine.Delete:
			models[i] = mongo.NewDeleteOneModel().SetFilter(kept(c))
		}
	}
	done, err := db.collection(name).BulkWrite(ctx, models, options.BulkWrite().SetOrdered(true))
	tried := len(run)
	var several mongo.BulkWriteException
	if errors.As(err, &several) && len(several.WriteErrors) > 0 {
		tried = several.WriteErrors[0].Index // those before it were made, or found nothing
	} else if err != nil {
		return err // as it is: it may have the label that makes the driver begin again
	}
	if made := done.InsertedCount + done.MatchedCount + done.DeletedCount; made < int64(tried) {
		return stale(name)
	}
	return refusal(name, err)
}

// kept selects the document that a change is about in the version it must have.
func kept(c engine.Change) bson.D {
	return bson.D{{Key: "_id", Value: c.ID}, {Key: "version", Value: c.Version}}
}

func stale(collection string) error { return fmt.Errorf("%s: %w", collection, engine.ErrStale) }

// refusal puts an error of the server into the engine's words. The server's own text would show the values.
func refusal(collection string, err error) error {
	if !mongo.IsDuplicateKeyError(err) {
		return err
	}
	_, rest, _ := strings.Cut(err.Error(), " index: ")
	name, _, _ := strings.Cut(rest, " ")
	if name == "_id_" {
		name = ""
	}
	return &engine.Taken{Collection: collection, Index: name}
}
