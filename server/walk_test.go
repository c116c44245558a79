package main

import (
	"flag"
	"testing"

	"soundings/server/needs"
)

// update rewrites the files in testdata with what the program does now: go test ./server -run TestWalk -update
var update = flag.Bool("update", false, "rewrite the files of the tests that compare with testdata")

// TestWalk walks a made-up clinic as browsers and programs would, with the clock and chance held still, and compares
// everything that comes back with the files in testdata/walk. It speaks nothing but HTTP, and reads of the source only
// the table of addresses in web/routes.go, so that no address is forgotten. A change of what people or programs see
// shows in these files; nothing else does.
//
// pages holds each page as the manager sees it, in both languages, and how it differs for everybody else; frames what
// is around every page; forms each form sent empty and filled; api each route of the API.
func TestWalk(t *testing.T) {
	needs.Time(t)
	w := newWalk(t)
	w.pages()
	w.forms()
	w.api()
	w.doors()
	w.missed()
	w.files.done()
}
