package mongotest

import (
	"context"
	"strings"
	"testing"
)

// Members returns the connection string of a replica set of three, for this test alone, and what kills the one that takes
// writes first: it does not come back, and the other two choose another.
func Members(t testing.TB) (uri string, killPrimary func()) {
	t.Helper()
	addresses := []string{Start(t, "--replSet", "soundings"), Start(t, "--replSet", "soundings")}
	ctx, cancel := context.WithTimeout(context.Background(), startTimeout)
	defer cancel()
	primary, err := start(ctx, "--replSet", "soundings")
	if err != nil {
		t.Fatalf("start a mongod: %v", err)
	}
	killPrimary = func() { _ = primary.lifeline.Close() }
	t.Cleanup(killPrimary)
	addresses = append([]string{primary.address}, addresses...)
	if err := initiateAs(ctx, primary.address, addresses...); err != nil {
		t.Fatal(err)
	}
	return "mongodb://" + strings.Join(addresses, ",") + "/?replicaSet=soundings", killPrimary
}
