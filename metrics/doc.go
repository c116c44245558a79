// Package metrics is the model of adoption: who uses the portal and its features, and how that stands against the charter.
//
// An Event is something that a participant did. What it changes in the Activity of a member, day by day, is an Effect; an
// Activity adds to the Tally of its cohort, which has a number for each Cell: a Measure of a feature on a Day. A Tally is
// what reports are made from, and a Survival is estimated from it.
//
// Service folds what came in into these rollups (Fold), counts every event again to compare (Recount), and reads from them
// the Report of a Period with its features and goals (Adoption) and the Snapshot of today.
//
// How events come in is package intake's; what Prometheus is shown is package series'.
package metrics
