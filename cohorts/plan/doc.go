// Package plan makes a one-year plan of four quarters, and keeps the charter around it.
//
// A Plan is made from a Draft: the priorities come from polls or are set by hand, effort and needs from the catalogue. A
// search (optimise) gives each feature the quarter in which it is ready, so that the priorities count for as many quarters
// as possible; every Item and every Left says why it is where it is. The team changes a plan by an Edit, and the
// Consequence says what that costs. An adopted plan has a Baseline, and Progress holds the actual dates against it; Tell
// tells groups of a slip. An Entry of the charter is a goal, decision, event, release, task, help or training; the Team is who
// decides, and the Vendor makes the portal.
//
// Days are midnights in UTC, whatever the clinic's time zone; Today says which day it is at the clinic. Service has one
// method an act; Store, Catalogue, Polls and Bumps say what the package needs from elsewhere.
package plan
