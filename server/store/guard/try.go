package guard

import (
	"context"
	"errors"

	"go.mongodb.org/mongo-driver/bson"

	"soundings/server/store/engine"
)

const (
	spareID   = "trying to write"
	spareSize = 64 << 10 // as large as what does not fit any more where little does
)

// try writes a document and deletes it. Another server may do the same at once.
func (g *Engine) try(ctx context.Context) error {
	doc, err := bson.Marshal(bson.D{
		{Key: "_id", Value: spareID}, {Key: "version", Value: int64(1)}, {Key: "schema", Value: int32(1)}, {Key: "room", Value: make([]byte, spareSize)},
	})
	if err != nil {
		return err
	}
	for _, change := range []engine.Change{
		{Op: engine.Insert, Collection: g.config.Spare, ID: spareID, Doc: doc},
		{Op: engine.Delete, Collection: g.config.Spare, ID: spareID, Version: 1},
	} {
		err := g.Write(ctx, []engine.Change{change})
		if err != nil && !errors.Is(err, engine.ErrExists) && !errors.Is(err, engine.ErrStale) {
			return err
		}
	}
	return nil
}
