// Package rollout knows what participants see of the portal: its features, the share of a cohort that sees each, the ramp
// by which that share goes up behind gates, and what the portal is to show to one person.
//
// A rollout is moved by hand or by Advance, which looks at its gates in the background. Both read the catalogue, decide,
// and write the rollout in its next version together with the move, on condition that the catalogue is still at the
// revision that was read. So any number of servers may do it at once: one of them makes the step, the others find that
// it is made. No lease is needed, and none can be left behind by a server that stops.
package rollout
