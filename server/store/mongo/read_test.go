package mongo

import (
	"fmt"
	"strings"
	"testing"

	"go.mongodb.org/mongo-driver/bson"
)

// Of two states of one document that a scan has met, the later stays, in its place.
func TestOnce(t *testing.T) {
	for found, want := range map[string]string{
		"": "", "a1": "a1", "a1 b1 c1": "a1 b1 c1", "a1 b1 a2": "b1 a2", "a1 a2 a3": "a3", "b1 a1 b2 c1 a2": "b2 c1 a2",
	} {
		var docs []bson.Raw
		for _, one := range strings.Fields(found) {
			raw, err := bson.Marshal(bson.D{{Key: "_id", Value: one[:1]}, {Key: "version", Value: one[1:]}})
			if err != nil {
				t.Fatal(err)
			}
			docs = append(docs, raw)
		}
		var left []string
		for _, d := range once(docs) {
			left = append(left, fmt.Sprint(d.Lookup("_id").StringValue(), d.Lookup("version").StringValue()))
		}
		if got := strings.Join(left, " "); got != want {
			t.Errorf("of %q there stays %q, want %q", found, got, want)
		}
	}
}
