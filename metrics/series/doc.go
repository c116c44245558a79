// Package series keeps the figures fresh that Prometheus scrapes, and writes their past.
//
// A family is what Prometheus calls so: one name, its help and its labels. Families that tell of the same things are a
// subject, with a file of its own that says what they are now and what they were: members, usage, the funnel, features, goals, the
// plan, the charter, bumps, invitations, scores, polls and the outbox. The table of subjects stands in subject.go.
//
// Refresh counts every subject in the background, and Collect sends what was counted last, so that a scrape costs the same
// however much is stored. History writes what the figures were at the end of each past day, as far as facts are kept.
package series
