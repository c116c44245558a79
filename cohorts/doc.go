// Package cohorts knows who takes part in a beta: participants, the cohorts they are in, and what they agreed to.
package cohorts
