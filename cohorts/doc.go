// Package cohorts knows who takes part in a beta: participants, the cohorts they are in, and what they agreed to.
//
// It also holds the few words that every other domain package speaks: Actor, Error, Text.
package cohorts
