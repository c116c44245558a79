package mongo

import (
	"context"
	"fmt"
	"slices"

	"go.mongodb.org/mongo-driver/bson"
	"go.mongodb.org/mongo-driver/mongo"
	"go.mongodb.org/mongo-driver/mongo/options"

	"soundings/server/store/engine"
)

// Get returns the documents with these ids in the order asked, nil for each that is not there.
func (db *DB) Get(ctx context.Context, collection string, ids ...string) ([]bson.Raw, error) {
	clustered, err := db.schema.Clustered(collection)
	if err != nil {
		return nil, err
	}
	if len(ids) > engine.MaxFound {
		return nil, fmt.Errorf("a question for %d ids is %w", len(ids), engine.ErrTooLarge)
	}
	end, err := db.begin(ctx)
	if err != nil {
		return nil, err
	}
	defer end()
	if len(ids) == 0 {
		return nil, nil
	}
	var found []bson.Raw
	if clustered && len(ids) > 1 {
		found, err = db.lookUp(ctx, collection, ids)
	} else {
		filter := bson.D{{Key: "_id", Value: bson.D{{Key: "$in", Value: ids}}}}
		found, err = db.ask(ctx, collection, filter, options.Find().SetBatchSize(int32(len(ids))))
	}
	if err != nil {
		return nil, err
	}
	byID := make(map[string]bson.Raw, len(found))
	for _, doc := range found {
		byID[doc.Lookup("_id").StringValue()] = doc
	}
	docs := make([]bson.Raw, len(ids))
	for i, id := range ids {
		docs[i] = byID[id]
	}
	return docs, nil
}

// lookUp finds documents of a clustered collection. Of more than one id in a filter the server would read the whole of it.
func (db *DB) lookUp(ctx context.Context, collection string, ids []string) ([]bson.Raw, error) {
	asked := make([]bson.D, len(ids))
	for i, id := range ids {
		asked[i] = bson.D{{Key: "id", Value: id}}
	}
	cursor, err := db.database.Aggregate(ctx, mongo.Pipeline{
		{{Key: "$documents", Value: asked}},
		{{Key: "$lookup", Value: bson.D{
			{Key: "from", Value: collection}, {Key: "localField", Value: "id"}, {Key: "foreignField", Value: "_id"}, {Key: "as", Value: "found"},
		}}},
		{{Key: "$unwind", Value: "$found"}},
		{{Key: "$replaceRoot", Value: bson.D{{Key: "newRoot", Value: "$found"}}}},
	}, options.Aggregate().SetBatchSize(int32(len(ids))))
	return all(ctx, "look up in "+collection, cursor, err)
}

// Find returns at most Limit documents. It asks for one more, to know whether there is.
func (db *DB) Find(ctx context.Context, q engine.Query) (engine.Page, error) {
	span, err := db.schema.Span(q)
	if err != nil {
		return engine.Page{}, err
	}
	end, err := db.begin(ctx)
	if err != nil {
		return engine.Page{}, err
	}
	defer end()
	if span.Empty() {
		return engine.Page{}, nil
	}
	st, err := newStretch(span)
	if err != nil || st.empty() {
		return engine.Page{}, err
	}
	docs, err := db.ask(ctx, q.Collection, st.filter, st.options(span))
	if err != nil {
		return engine.Page{}, err
	}
	more := len(docs) > span.Limit
	docs = once(docs)
	page := engine.Page{Docs: docs[:min(len(docs), span.Limit)]}
	if more {
		page.Next, err = db.schema.Next(span, page.Docs[len(page.Docs)-1])
	}
	return page, err
}

// once leaves out the earlier of two states of one document. The server gives up its snapshot now and then while it goes
// through an index, and meets a document a second time that has moved on meanwhile.
func once(docs []bson.Raw) []bson.Raw {
	if len(docs) < 2 {
		return docs
	}
	seen := make(map[string]bool, len(docs))
	for i := len(docs) - 1; i >= 0; i-- {
		id := docs[i].Lookup("_id").String()
		if seen[id] {
			docs = slices.Delete(docs, i, i+1)
		}
		seen[id] = true
	}
	return docs
}

// Count counts on the server, up to max.
func (db *DB) Count(ctx context.Context, q engine.Query, max int) (int, error) {
	span, err := db.schema.CountSpan(q, max)
	if err != nil {
		return 0, err
	}
	end, err := db.begin(ctx)
	if err != nil {
		return 0, err
	}
	defer end()
	if span.Empty() {
		return 0, nil
	}
	o := options.Count().SetLimit(int64(max)).SetHint(hint(span))
	n, err := db.collection(q.Collection).CountDocuments(ctx, condition(span), o)
	return int(n), answer(ctx, "count in "+q.Collection, err)
}

func (db *DB) ask(ctx context.Context, collection string, filter bson.D, o *options.FindOptions) ([]bson.Raw, error) {
	cursor, err := db.collection(collection).Find(ctx, filter, o)
	return all(ctx, "find in "+collection, cursor, err)
}

// all reads what a cursor has, unless opening it failed.
func all(ctx context.Context, doing string, cursor *mongo.Cursor, err error) ([]bson.Raw, error) {
	var docs []bson.Raw
	if err == nil {
		err = cursor.All(ctx, &docs)
	}
	return docs, answer(ctx, doing, err)
}

// Snapshot visits every document in one session that reads at one moment. The server keeps that moment for five minutes
// unless its minSnapshotHistoryWindowInSeconds says otherwise; a visit that takes longer ends with its error.
func (db *DB) Snapshot(ctx context.Context, visit func(collection string, doc bson.Raw) error) error {
	end, err := db.begin(ctx)
	if err != nil {
		return err
	}
	defer end()
	o := options.Session().SetSnapshot(true)
	return db.client.UseSessionWithOptions(ctx, o, func(ctx mongo.SessionContext) error {
		for _, c := range db.schema.Collections() {
			if err := db.visit(ctx, c.Name, visit); err != nil {
				return err
			}
		}
		return nil
	})
}

func (db *DB) visit(ctx context.Context, collection string, visit func(string, bson.Raw) error) error {
	doing := "read all of " + collection
	cursor, err := db.collection(collection).Find(ctx, bson.D{})
	if err != nil {
		return answer(ctx, doing, err)
	}
	defer func() { _ = cursor.Close(context.WithoutCancel(ctx)) }()
	for cursor.Next(ctx) {
		if db.isClosing() {
			return engine.ErrClosed
		}
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := visit(collection, cursor.Current); err != nil {
			return err
		}
	}
	return answer(ctx, doing, cursor.Err())
}
