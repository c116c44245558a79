package mongo

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/url"
	"strings"
	"time"

	"go.mongodb.org/mongo-driver/bson"
	"go.mongodb.org/mongo-driver/mongo"
	"go.mongodb.org/mongo-driver/mongo/description"
	"go.mongodb.org/mongo-driver/mongo/options"
	"go.mongodb.org/mongo-driver/mongo/readconcern"
	"go.mongodb.org/mongo-driver/mongo/readpref"
	"go.mongodb.org/mongo-driver/mongo/writeconcern"
	"go.mongodb.org/mongo-driver/x/mongo/driver/topology"
)

const (
	defaultDatabase = "soundings"
	openTimeout     = 5 * time.Second  // for a server to be found
	selectTimeout   = 15 * time.Second // for the next primary to be found
	oldestWire      = 13               // MongoDB 5.0, the first with reads of a snapshot
)

// What is wrong with a server that answers, in words for the operator.
var (
	errStandalone = errors.New("this MongoDB is not a replica set: start mongod with --replSet soundings, then run rs.initiate() in mongosh")
	errNotBegun   = errors.New("this MongoDB is a replica set that is not initiated: run rs.initiate() in mongosh")
	errNoPrimary  = errors.New("has no primary")
	errTooOld     = errors.New("this MongoDB is older than 5.0: use a newer one")
)

// connect returns a client of a replica set whose primary has just answered. It waits that long for one to be found.
func connect(ctx context.Context, uri string, wait time.Duration, watch *watch) (*mongo.Client, error) {
	o := options.Client().ApplyURI(uri)
	if err := o.Validate(); err != nil {
		return nil, wrongURI(uri, err)
	}
	o.SetAppName("soundings").SetRetryWrites(true).SetRetryReads(true).SetReadPreference(readpref.Primary())
	o.SetServerSelectionTimeout(selectTimeout).SetServerMonitor(watch.monitor())
	if o.ConnectTimeout == nil {
		o.SetConnectTimeout(openTimeout) // also how soon a server that has gone silent is known to be
	}
	// What is read is what a majority has: it is never rolled back, and every acknowledged write is in it.
	o.SetReadConcern(readconcern.Majority())
	journal := true
	o.SetWriteConcern(&writeconcern.WriteConcern{W: "majority", Journal: &journal})
	client, err := mongo.Connect(ctx, o)
	if err != nil {
		return nil, withoutPassword(uri, err)
	}
	err = meet(ctx, client, o.Hosts, wait)
	if errors.Is(err, errNoPrimary) { // its members answer: one of them is about to be
		err = meet(ctx, client, o.Hosts, selectTimeout)
	}
	if err != nil {
		_ = client.Disconnect(context.WithoutCancel(ctx))
		return nil, withoutPassword(uri, err)
	}
	return client, nil
}

// meet finds the primary and checks that it is what is needed.
func meet(ctx context.Context, client *mongo.Client, hosts []string, wait time.Duration) error {
	limited, cancel := context.WithTimeout(ctx, wait)
	defer cancel()
	var hello struct {
		SetName  string `bson:"setName"`
		Message  string `bson:"msg"`
		IsSet    bool   `bson:"isreplicaset"`
		MaxWire  int    `bson:"maxWireVersion"`
		Writable bool   `bson:"isWritablePrimary"`
	}
	err := client.Database("admin").RunCommand(limited, bson.D{{Key: "hello", Value: 1}}).Decode(&hello)
	switch {
	case err != nil && ctx.Err() != nil:
		return ctx.Err()
	case err != nil:
		return notMet(err, hosts)
	case hello.IsSet:
		return errNotBegun
	case hello.SetName == "" && hello.Message != "isdbgrid":
		return errStandalone
	case hello.MaxWire < oldestWire:
		return errTooOld
	case !hello.Writable:
		return fmt.Errorf("the server at %s is not the primary: name the whole replica set, without directConnection", strings.Join(hosts, ", "))
	}
	return nil
}

// notMet says why no primary was found.
func notMet(err error, hosts []string) error {
	var selection topology.ServerSelectionError
	if !errors.As(err, &selection) {
		return err
	}
	var reason error
	for _, server := range selection.Desc.Servers {
		if server.Kind == description.RSGhost {
			return errNotBegun
		}
		if server.LastError != nil {
			reason = server.LastError
		}
	}
	at := strings.Join(hosts, ", ")
	switch {
	case reason != nil:
		return fmt.Errorf("no server answers at %s: %w", at, reason)
	case len(selection.Desc.Servers) == 0:
		return fmt.Errorf("no server at %s belongs to replica set %q", at, selection.Desc.SetName)
	}
	return fmt.Errorf("the replica set at %s %w", at, errNoPrimary)
}

// wrongURI says what is wrong with a connection string. The driver quotes from it in ways that cannot be told, so its
// reason is left out when a password may be in it.
func wrongURI(uri string, err error) error {
	var lookup *net.DNSError
	_, hasUser := userinfo(uri)
	switch {
	case errors.As(err, &lookup):
		return fmt.Errorf("the connection string names a host that cannot be found: %w", lookup)
	case hasUser || strings.Contains(uri, "assword"):
		return errors.New("the connection string cannot be read: check its options, and in its user and password " +
			"write : / ? # [ ] @ % as %3A %2F %3F %23 %5B %5D %40 %25")
	}
	return fmt.Errorf("the connection string cannot be read: %w", err)
}

// withoutPassword makes sure that the error does not hold the URI's password, as it is written there or as it is.
func withoutPassword(uri string, err error) error {
	user, _ := userinfo(uri)
	_, written, _ := strings.Cut(user, ":")
	message := err.Error()
	for _, password := range []string{written, unescaped(written)} {
		if password != "" {
			message = strings.ReplaceAll(message, password, "***")
		}
	}
	if message == err.Error() {
		return err
	}
	return errors.New(message)
}

func unescaped(s string) string {
	plain, err := url.PathUnescape(s)
	if err != nil {
		return s
	}
	return plain
}

// userinfo returns the text before the last @.
func userinfo(uri string) (string, bool) {
	_, rest, _ := strings.Cut(uri, "://")
	at := strings.LastIndex(rest, "@")
	return rest[:max(at, 0)], at >= 0
}

// databaseIn returns the database that the path of a valid connection string names.
func databaseIn(uri string) string {
	_, rest, _ := strings.Cut(uri, "://")
	rest, _, _ = strings.Cut(rest, "?")
	_, path, _ := strings.Cut(rest[strings.LastIndex(rest, "@")+1:], "/")
	if name := unescaped(path); name != "" {
		return name
	}
	return defaultDatabase
}
