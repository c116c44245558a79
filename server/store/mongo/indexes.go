package mongo

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"

	"go.mongodb.org/mongo-driver/bson"
	"go.mongodb.org/mongo-driver/mongo"
	"go.mongodb.org/mongo-driver/mongo/options"

	"soundings/server/store/engine"
)

// Codes of the server's errors.
const (
	codeIndexNotFound    = 27
	codeNamespaceExists  = 48
	codeOptionsConflict  = 85 // an index of that name or of these fields is there and is another one
	codeKeySpecsConflict = 86
	codeWriteConflict    = 112
	codeBuildAborted     = 276 // another server dropped what this one was building
)

// prepare makes the collections and indexes that are missing. Indexes that are not declared stay: a server of another
// version may need them.
func (db *DB) prepare(ctx context.Context) error {
	there, err := db.database.ListCollectionNames(ctx, bson.D{})
	if err != nil {
		return fmt.Errorf("list the collections: %w", err)
	}
	for _, c := range db.schema.Collections() {
		if !slices.Contains(there, c.Name) {
			if err := db.database.CreateCollection(ctx, c.Name, layout(c)); err != nil && !hasCode(err, codeNamespaceExists) {
				return fmt.Errorf("create collection %s: %w", c.Name, err)
			}
		}
		if err := db.ensureIndexes(ctx, c); err != nil {
			return fmt.Errorf("create the indexes of %s: %w", c.Name, err)
		}
	}
	return nil
}

// layout returns how the documents of a collection lie.
func layout(c engine.Collection) *options.CreateCollectionOptions {
	o := options.CreateCollection()
	if c.Clustered {
		o.SetClusteredIndex(bson.D{{Key: "key", Value: byID}, {Key: "unique", Value: true}})
	}
	return o
}

// ensureIndexes tries again when another server is at the same work.
func (db *DB) ensureIndexes(ctx context.Context, c engine.Collection) error {
	const tries = 5
	var err error
	for range tries {
		err = db.tryIndexes(ctx, c)
		if !hasCode(err, codeOptionsConflict, codeKeySpecsConflict, codeIndexNotFound, codeBuildAborted) {
			return refusal(c.Name, err)
		}
	}
	return err
}

func (db *DB) tryIndexes(ctx context.Context, c engine.Collection) error {
	view := db.collection(c.Name).Indexes()
	there, err := listIndexes(ctx, view)
	if err != nil {
		return err
	}
	var missing []mongo.IndexModel
	for _, ix := range c.Indexes {
		want := declare(ix)
		if slices.ContainsFunc(there, want.equals) {
			continue
		}
		for _, other := range there {
			if other.Name == want.Name || bytes.Equal(other.Key, want.Key) {
				if _, err := view.DropOne(ctx, other.Name); err != nil {
					return err
				}
			}
		}
		o := options.Index().SetName(want.Name).SetUnique(want.Unique).SetPartialFilterExpression(want.Partial)
		missing = append(missing, mongo.IndexModel{Keys: want.Key, Options: o})
	}
	if len(missing) == 0 {
		return nil
	}
	if _, err = view.CreateMany(ctx, missing); err == nil {
		db.log.InfoContext(ctx, "created indexes", "collection", c.Name, "indexes", len(missing))
	}
	return err
}

// index is an index as the server tells it.
type index struct {
	Name    string   `bson:"name"`
	Key     bson.Raw `bson:"key"`
	Unique  bool     `bson:"unique"`
	Partial bson.Raw `bson:"partialFilterExpression"`
}

func (ix index) equals(other index) bool {
	return ix.Name == other.Name && ix.Unique == other.Unique &&
		bytes.Equal(ix.Key, other.Key) && bytes.Equal(ix.Partial, other.Partial)
}

func listIndexes(ctx context.Context, view mongo.IndexView) ([]index, error) {
	cursor, err := view.List(ctx)
	if err != nil {
		return nil, err
	}
	var there []index
	err = cursor.All(ctx, &there)
	return there, err
}

// declare says an index in the server's words. All but unique ones end with the id.
func declare(ix engine.Index) index {
	var key bson.D
	for _, f := range keyFields(ix) {
		key = append(key, bson.E{Key: f, Value: int32(1)})
	}
	return index{Name: ix.Name, Key: document(key), Unique: ix.Unique, Partial: document(complete(ix))}
}

func keyFields(ix engine.Index) []string {
	if ix.Unique {
		return ix.Fields
	}
	return append(slices.Clone(ix.Fields), "_id")
}

// complete is the condition for a document to be in an index: it has all the fields, and something in the array.
func complete(ix engine.Index) bson.D {
	var d bson.D
	for i, f := range ix.Fields {
		if i == 0 && ix.Each {
			f += ".0"
		}
		d = append(d, bson.E{Key: f, Value: bson.D{{Key: "$exists", Value: true}}})
	}
	return d
}

// document encodes what is made of strings, numbers and booleans only, which cannot fail.
func document(d bson.D) bson.Raw {
	raw, _ := bson.Marshal(d)
	return raw
}

func hasCode(err error, codes ...int) bool {
	var se mongo.ServerError
	return errors.As(err, &se) && slices.ContainsFunc(codes, se.HasErrorCode)
}
