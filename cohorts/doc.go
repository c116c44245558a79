// Package cohorts knows who takes part in a beta.
//
// A Participant is a person who may be asked. A Cohort is a set of them taking part in one beta; a Membership ties one
// participant to one cohort and has a consent State. Every change of that state is a Transition, which leaves a Consent
// behind as a fact. Select and Draw make members, by list or by lot in strata; a Waiter stands by for a place, and Fill
// gives free places away. An import brings participants in from a file, RemoveParticipant takes a person out for good, and
// Clinic holds the clinic's settings with the wording that people agree to.
//
// Service has one method an act; Store says what the package needs kept.
package cohorts
