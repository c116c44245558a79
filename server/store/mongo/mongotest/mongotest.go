// Package mongotest gives tests a real MongoDB: a replica set of one mongod, started once for each test process.
package mongotest

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"sync"
	"testing"
	"time"

	"go.mongodb.org/mongo-driver/bson"
	"go.mongodb.org/mongo-driver/mongo"
	"go.mongodb.org/mongo-driver/mongo/options"

	"soundings/server/needs"
)

const startTimeout = 30 * time.Second

// shared starts the process's replica set when the first test asks for it, and holds it to the end.
var shared = sync.OnceValues(func() (*process, error) {
	ctx, cancel := context.WithTimeout(context.Background(), startTimeout)
	defer cancel()
	p, err := start(ctx, "--replSet", "soundings")
	if err != nil {
		return nil, err
	}
	return p, initiate(ctx, p.address)
})

// URI returns the connection string of a replica set: the one in SOUNDINGS_TEST_MONGODB, or one that is started for
// this process with the mongod that SOUNDINGS_TEST_MONGOD names or that is on the PATH. Without any the test is skipped.
func URI(t testing.TB) string {
	t.Helper()
	if uri := os.Getenv("SOUNDINGS_TEST_MONGODB"); uri != "" {
		return uri
	}
	needMongod(t)
	p, err := shared()
	if err != nil {
		t.Fatalf("start a mongod: %v", err)
	}
	return "mongodb://" + p.address + "/?replicaSet=soundings"
}

// Database returns the name of a database of that replica set which is there for this test only.
func Database(t testing.TB) string {
	t.Helper()
	uri := URI(t)
	name := fmt.Sprintf("soundings_test_%08x", rand.Uint32())
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), startTimeout)
		defer cancel()
		client, err := mongo.Connect(ctx, options.Client().ApplyURI(uri))
		if err == nil {
			err = client.Database(name).Drop(ctx)
			_ = client.Disconnect(ctx)
		}
		if err != nil {
			t.Errorf("drop database %s: %v", name, err)
		}
	})
	return name
}

// Start starts one more mongod for this test, with these arguments besides the usual ones, and returns its address.
// Nothing is initiated in it.
func Start(t testing.TB, arguments ...string) string {
	t.Helper()
	needMongod(t)
	ctx, cancel := context.WithTimeout(context.Background(), startTimeout)
	defer cancel()
	p, err := start(ctx, arguments...)
	if err != nil {
		t.Fatalf("start a mongod: %v", err)
	}
	t.Cleanup(func() { _ = p.lifeline.Close() })
	return p.address
}

func needMongod(t testing.TB) {
	t.Helper()
	if _, err := exec.LookPath(mongod()); err != nil {
		needs.Missing(t, "mongod not found: set SOUNDINGS_TEST_MONGOD to its path, or SOUNDINGS_TEST_MONGODB to a connection string")
	}
}

func mongod() string {
	if path := os.Getenv("SOUNDINGS_TEST_MONGOD"); path != "" {
		return path
	}
	return "mongod"
}

// initiate makes a replica set of one and waits until it takes writes.
func initiate(ctx context.Context, address string) error { return initiateAs(ctx, address, address) }

// initiateAs makes a replica set, of a mongod and of where its members, itself the first, are found; it waits until the mongod
// takes writes.
func initiateAs(ctx context.Context, address string, found ...string) error {
	client, err := mongo.Connect(ctx, options.Client().ApplyURI("mongodb://"+address).SetDirect(true))
	if err != nil {
		return err
	}
	defer func() { _ = client.Disconnect(ctx) }()
	admin := client.Database("admin")
	members := bson.A{}
	for n, host := range found {
		members = append(members, bson.D{{Key: "_id", Value: n}, {Key: "host", Value: host}, {Key: "priority", Value: len(found) - n}}) // the first one leads
	}
	set := bson.D{
		{Key: "_id", Value: "soundings"}, {Key: "members", Value: members},
		{Key: "settings", Value: bson.D{{Key: "electionTimeoutMillis", Value: 2000}}},
	}
	if err := admin.RunCommand(ctx, bson.D{{Key: "replSetInitiate", Value: set}}).Err(); err != nil {
		return fmt.Errorf("initiate the replica set: %w", err)
	}
	for {
		var hello struct {
			IsWritablePrimary bool `bson:"isWritablePrimary"`
		}
		if err := admin.RunCommand(ctx, bson.D{{Key: "hello", Value: 1}}).Decode(&hello); err != nil {
			return err
		}
		if hello.IsWritablePrimary {
			return nil
		}
		time.Sleep(10 * time.Millisecond)
	}
}
