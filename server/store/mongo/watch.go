package mongo

import (
	"slices"
	"sync/atomic"

	"go.mongodb.org/mongo-driver/event"
	"go.mongodb.org/mongo-driver/mongo/description"
)

// watch knows what the driver last saw of the replica set.
type watch struct{ electing atomic.Bool }

// monitor returns what the driver tells of the replica set.
func (w *watch) monitor() *event.ServerMonitor {
	return &event.ServerMonitor{TopologyDescriptionChanged: func(e *event.TopologyDescriptionChangedEvent) {
		w.electing.Store(electing(e.NewDescription))
	}}
}

// electing reports whether a replica set has no primary but a member that can become one.
func electing(set description.Topology) bool {
	member := func(kinds ...description.ServerKind) bool {
		return slices.ContainsFunc(set.Servers, func(s description.Server) bool { return slices.Contains(kinds, s.Kind) })
	}
	return member(description.RSSecondary) && !member(description.RSPrimary, description.Mongos)
}

// Electing reports whether the replica set seems to be choosing who takes writes.
func (db *DB) Electing() bool { return db.watch.electing.Load() }
