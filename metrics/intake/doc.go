// Package intake takes in what a portal tells of its users.
//
// Take takes a batch of events, each id once: an event counts for the cohorts that its person had agreed to at its time. A
// File of events is read by columns (a Reading says how), checked as a whole, confirmed, and taken in chunk by chunk, also
// after a stop. Events of participants and features that are not known are kept apart, and Retry takes them in once they
// are. FoldAll has the rollups of package metrics count what came in, and Forget deletes what is kept of one participant.
//
// The memberships of participants are remembered from batch to batch; the store's writes call Invalidate and OnCreated. The
// service is also the collector of soundings_events_total, which counts on this server what came of events.
package intake
