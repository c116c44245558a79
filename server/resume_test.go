package main

import (
	"testing"

	"go.mongodb.org/mongo-driver/bson"

	"soundings/server/store/engine"
)

// A copy that was killed goes on: what is there already stays, what changed meanwhile is replaced, and what went goes.
func TestCopyGoesOn(t *testing.T) {
	at, uri := folder(t), mongodbURI(t)
	s := start(t, at.with()...)
	s.addPeople(t, "p-1", "p-2", "p-3")
	to, err := openMongoDB(t.Context(), uri, "", "", s.log)
	if err != nil {
		t.Fatal(err)
	}
	defer to.Close(t.Context())
	claim, err := claimOf(true)
	if err != nil {
		t.Fatal(err)
	}
	docs, err := s.app.db.Get(t.Context(), "participants", "p-1", "p-2")
	if err != nil {
		t.Fatal(err)
	}
	older, err := bson.Marshal(bson.D{{Key: "_id", Value: "p-2"}, {Key: "version", Value: int64(1)}, {Key: "group", Value: "staff"}})
	if err != nil {
		t.Fatal(err)
	}
	gone, err := bson.Marshal(bson.D{{Key: "_id", Value: "p-9"}, {Key: "version", Value: int64(4)}})
	if err != nil {
		t.Fatal(err)
	}
	for _, change := range []engine.Change{
		{Collection: markCollection, ID: markID, Doc: claim}, {Collection: "participants", ID: "p-1", Doc: docs[0]},
		{Collection: "participants", ID: "p-2", Doc: older}, {Collection: "participants", ID: "p-9", Doc: gone},
	} {
		if err := to.Write(t.Context(), []engine.Change{change}); err != nil {
			t.Fatal(err)
		}
	}
	succeeds(t, at.with("copy", "--to", uri)...) // it compares everything
	start(t, "--mongodb", uri, "--secret", s.app.db.secret).hasPeople(t, "p-1", "p-2", "p-3")
	fails(t, 1, "is not empty", at.with("copy", "--to", uri)...)
}
