// Package rollout knows what participants see of the portal.
//
// A Feature is something the portal can do, in a Stage from idea to retired. A Rollout is the share of a cohort that sees
// a feature in beta; its Ramp raises the share step by step behind Gates, and every change of it is a Move. Evaluate tells
// the portal what to show to one person, and notes that as an Exposure. Status, Preview, Counts and Past serve the team's
// pages and figures.
//
// A rollout is moved by hand, or by Advance in the background. Both read the catalogue, decide, and write the rollout in
// its next version together with the move, on condition that the catalogue is still at the revision that was read. So any
// number of servers may do it at once: one of them makes the move, the others find it made. No lease is needed, and none
// can be left behind by a server that stops.
//
// Evaluations are answered from memory: a snapshot of the catalogue that is refreshed once a second, and a cache of the
// people asked about lately, of whom those whose membership changed are invalidated.
package rollout
