package store

import (
	"testing"

	"go.mongodb.org/mongo-driver/bson"
)

// BenchmarkDocuments measures how long it takes to write and to read one of the documents that there are most of, and how
// large it is.
func BenchmarkDocuments(b *testing.B) {
	at := aMoment
	benchmarkDocument(b, responses, &responseDoc{
		Head: Head{ID: "06J01PNYR0P883P3"}, Survey: "portal", Questions: 1, Ref: "P-0001", Group: "patient", Cohort: "spring-beta", Language: "es", Submitted: at,
		Answers: []answerDoc{{Field: "ease", Values: []string{"2"}}, {Field: "sus.1", Values: []string{"4"}}, {Field: "why", Sealed: make([]byte, 80)}},
		Scores:  []scoreDoc{{"sus", 72.5}},
	})
	benchmarkDocument(b, ballots, &ballotDoc{
		Head: Head{ID: "06J01PNYR0P883P3"}, Poll: "priorities", Group: "staff", At: at, Ref: "S-0001",
		Shown: []string{"refills", "messages", "bills"}, Places: []pointDoc{{"refills", 1}, {"messages", 2}, {"bills", 3}},
	})
	benchmarkDocument(b, events, &eventDoc{
		Head: Head{ID: "portal-1"}, Ref: "P-0001", Kind: "used", Feature: "messages", At: at, Day: 20878, Cohorts: []string{"spring-beta"},
	})
	benchmarkDocument(b, pendings, &pendingDoc{Head: Head{ID: "06J01PNYR0P883P3"}, Rollup: "responses/portal", Facts: []string{"06J01PNYR0P883P3"}})
	benchmarkDocument(b, invitations, &invitationDoc{
		Head: Head{ID: "06J01PNYR0P883P3"}, Kind: "survey", Subject: "portal", Ref: "P-0001", Group: "patient", Cohort: "spring-beta", State: "created",
		Created: at, Expires: &at, OpenUntil: &at, Hash: "23b6f866c96aab317d1457bf",
	})
}

func benchmarkDocument[D any, P interface {
	*D
	document
}](b *testing.B, collection string, d P) {
	raw, err := bson.Marshal(d)
	if err != nil {
		b.Fatal(err)
	}
	b.Run(collection+"/write", func(b *testing.B) {
		s := &Store{}
		b.ReportAllocs()
		for b.Loop() {
			s.begin("", "").save(collection, d)
		}
		b.ReportMetric(float64(len(raw)), "bytes")
	})
	d.top().Schema = 1
	if raw, err = bson.Marshal(d); err != nil {
		b.Fatal(err)
	}
	b.Run(collection+"/read", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if _, err := decode[D](collection, raw); err != nil {
				b.Fatal(err)
			}
		}
	})
}
