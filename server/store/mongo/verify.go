package mongo

import (
	"context"
	"fmt"
	"strings"

	"go.mongodb.org/mongo-driver/bson"
)

// codeUnauthorized is what the server answers whoever may not ask.
const codeUnauthorized = 13

// Verify has the server check every collection with its indexes, and tells what is wrong in words for the operator.
func (db *DB) Verify(ctx context.Context, tell func(string)) error {
	end, err := db.begin(ctx)
	if err != nil {
		return err
	}
	defer end()
	for _, c := range db.schema.Collections() {
		var found struct {
			Valid  bool     `bson:"valid"`
			Errors []string `bson:"errors"`
		}
		err := db.database.RunCommand(ctx, bson.D{{Key: "validate", Value: c.Name}}).Decode(&found)
		switch {
		case hasCode(err, codeUnauthorized):
			return fmt.Errorf("the database user may not check indexes: give it the role dbAdmin on this database, or run validate() in mongosh")
		case err != nil:
			return answer(ctx, "check "+c.Name, err)
		case !found.Valid:
			tell(c.Name + ": " + strings.Join(found.Errors, "; "))
		}
	}
	return nil
}
