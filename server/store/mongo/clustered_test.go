package mongo

import (
	"context"
	"fmt"
	"testing"

	"go.mongodb.org/mongo-driver/bson"
	"go.mongodb.org/mongo-driver/bson/primitive"

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

// Reading some of them by id reads those alone, however many there are.
func TestGetReadsWhatIsAsked(t *testing.T) {
	for _, clustered := range []bool{false, true} {
		t.Run(fmt.Sprintf("clustered %v", clustered), func(t *testing.T) {
			db, err := Open(t.Context(), Options{
				URI: mongotest.URI(t), Database: mongotest.Database(t), Collections: []engine.Collection{{Name: "ballots", Clustered: clustered}},
			})
			if err != nil {
				t.Fatal(err)
			}
			defer func() { _ = db.Close(context.Background()) }()
			var changes []engine.Change
			for i := range 500 {
				id := fmt.Sprintf("%03d", i)
				doc, err := bson.Marshal(bson.D{{Key: "_id", Value: id}, {Key: "version", Value: int64(1)}})
				if err != nil {
					t.Fatal(err)
				}
				changes = append(changes, engine.Change{Op: engine.Insert, Collection: "ballots", ID: id, Doc: doc})
			}
			if err := db.Write(t.Context(), changes); err != nil {
				t.Fatal(err)
			}
			if err := db.database.RunCommand(t.Context(), bson.D{{Key: "profile", Value: 2}}).Err(); err != nil {
				t.Fatal(err)
			}
			if _, err := db.Get(t.Context(), "ballots", "499", "none", "000"); err != nil {
				t.Fatal(err)
			}
			var reading struct {
				Examined int `bson:"docsExamined"`
			}
			asked := bson.D{{Key: "docsExamined", Value: bson.D{{Key: "$exists", Value: true}}}, {Key: "ns", Value: bson.D{{Key: "$not", Value: primitive.Regex{Pattern: "profile"}}}}}
			if err := db.collection("system.profile").FindOne(t.Context(), asked).Decode(&reading); err != nil {
				t.Fatal(err)
			}
			if reading.Examined != 2 {
				t.Errorf("read %d documents for two", reading.Examined)
			}
		})
	}
}
