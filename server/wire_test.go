package main

import (
	"context"
	"log/slog"
	"path/filepath"
	"strings"
	"testing"

	"github.com/prometheus/client_golang/prometheus"
	"go.mongodb.org/mongo-driver/bson"

	"soundings/server/store"
	"soundings/server/store/bolt"
	"soundings/server/store/engine"
)

func TestOperationsOfTheStoreAreTimed(t *testing.T) {
	db, err := bolt.Open(t.Context(), bolt.Options{Path: filepath.Join(t.TempDir(), "db"), Collections: store.Collections()})
	if err != nil {
		t.Fatal(err)
	}
	registry := prometheus.NewPedanticRegistry()
	timed, err := store.Metered(db, registry)
	if err != nil {
		t.Fatal(err)
	}
	doc, err := bson.Marshal(bson.D{{Key: "_id", Value: "a"}, {Key: "version", Value: int64(1)}})
	if err != nil {
		t.Fatal(err)
	}
	insert := []engine.Change{{Op: engine.Insert, Collection: "cohorts", ID: "a", Doc: doc}}
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	_ = timed.Write(t.Context(), insert)
	_ = timed.Write(t.Context(), insert)
	_ = timed.Write(t.Context(), nil)
	_, _ = timed.Get(t.Context(), "cohorts", "a")
	_, _ = timed.Find(t.Context(), engine.Query{Collection: "cohorts", Index: "none"})
	_, _ = timed.Count(gone, engine.Query{Collection: "cohorts"}, 1)
	if err := timed.Close(t.Context()); err != nil {
		t.Fatal(err)
	}
	_, _ = timed.Get(t.Context(), "cohorts", "a")

	want := map[string]uint64{
		"cohorts write ok": 1, "cohorts write changed": 1, "cohorts get ok": 1, "cohorts find refused": 1,
		"cohorts count cancelled": 1, "cohorts get failed": 1,
	}
	families, err := registry.Gather()
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range families[0].GetMetric() {
		var labels []string
		for _, l := range m.GetLabel() {
			labels = append(labels, l.GetValue())
		}
		name := strings.Join(labels, " ")
		if n := m.GetHistogram().GetSampleCount(); n != want[name] {
			t.Errorf("%s: %d, want %d", name, n, want[name])
		}
		delete(want, name)
	}
	if len(want) > 0 {
		t.Errorf("missing: %v", want)
	}
}

func TestLogsOfTheHTTPServerNameNoAddress(t *testing.T) {
	m := newMain()
	httpLog(newLog(m.err, "text", slog.LevelInfo)).Print("http: panic serving 192.0.2.7:4711: oh no\ngoroutine 1 [running]:\n")
	httpLog(newLog(m.err, "text", slog.LevelInfo)).Print("http: TLS handshake error from [2001:db8::1]:80: EOF")
	got := m.err.String()
	if !strings.Contains(got, "oh no") || strings.Contains(got, "192.0.2.7") || strings.Contains(got, "2001") || strings.Contains(got, "goroutine") {
		t.Errorf("logged %s", got)
	}
}
