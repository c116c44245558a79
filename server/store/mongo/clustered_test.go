package mongo

import (
	"context"
	"testing"

	"go.mongodb.org/mongo-driver/bson"

	"soundings/server/store/engine"
	"soundings/server/store/mongo/mongotest"
)

// A clustered collection has no order but that of its ids: the server keeps no record number for a document.
func TestClustered(t *testing.T) {
	o := Options{URI: mongotest.URI(t), Database: mongotest.Database(t), Collections: []engine.Collection{
		{Name: "plain"}, {Name: "ballots", Clustered: true, Indexes: []engine.Index{{Name: "poll", Fields: []string{"poll"}}}},
	}}
	for range 2 { // the second time everything is there
		db, err := Open(t.Context(), o)
		if err != nil {
			t.Fatal(err)
		}
		specifications, err := db.database.ListCollectionSpecifications(t.Context(), bson.D{})
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range specifications {
			if _, err := s.Options.LookupErr("clusteredIndex"); (err == nil) != (s.Name == "ballots") {
				t.Errorf("%s is clustered: %v", s.Name, err == nil)
			}
		}
		if err := db.Close(context.Background()); err != nil {
			t.Fatal(err)
		}
	}
}
